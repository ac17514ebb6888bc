//! A report built by hand.

use std::sync::Arc;

use tip_report::{CheckReport, CheckedFile};
use tip_rules::{Category, FixAvailability, Judged, Level, Levels, Rule, Scope};
use tip_syntax::{Edit, Finding, Kept, Label, Safety, Severity, Source, Span};

pub(crate) static UNKNOWN_DEPENDENCY: Rule = rule(
    "unknown-dependency",
    "TIP007",
    Level::Error,
    "a phase depends on one that the plan does not have",
);

pub(crate) static PHASE_NUMBER: Rule = rule(
    "repeated-phase-number",
    "TIP005",
    Level::Warning,
    "two phases have one number",
);

pub(crate) static MISSING_FIELD: Rule = rule(
    "missing-field",
    "TIP002",
    Level::Hint,
    "a field of the template is missing",
);

const fn rule(name: &'static str, code: &'static str, level: Level, summary: &'static str) -> Rule {
    Rule {
        name,
        code,
        category: Category::Phases,
        levels: Levels::until_over(level),
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        summary,
        docs: "## What it does\n\nFinds `x`.\n",
        scope: Scope::Plan(|_, _| {}),
    }
}

/// Returns the span of the first `needle`.
pub(crate) fn span(text: &str, needle: &str) -> Span {
    let start = text.find(needle).expect("the needle is in the text");
    Span::new(start, start + needle.len())
}

pub(crate) const PLAN: &str = "\u{feff}---\r
feature: ships\r
---\r
# Ships 🚢\r
\r
### Phase 1: 港の\tmodel\r
\r
**Dependencies**: None\r
\r
### Phase 1: Docks \u{1b}[31m\r
\r
**Dependencies**: Phase 7\r
";

pub(crate) const OTHER: &str = "---\nfeature: ships\n---\n";

/// Calls `with` with a report on [`PLAN`] that has one finding of each severity.
pub(crate) fn with_report<T>(with: impl FnOnce(&CheckReport<'_>) -> T) -> T {
    let source = Kept::whole(&Source::from_text(PLAN));
    let second = span(PLAN, "Phase 1: Docks");
    let number = Span::new(second.start() + 6, second.start() + 7);
    let first = span(PLAN, "Phase 1: 港の\tmodel");
    let judged = [
        Judged {
            rule: &UNKNOWN_DEPENDENCY,
            finding: Finding::new(
                "unknown-dependency",
                span(PLAN, "Phase 7"),
                "phase `1` depends on unknown phase `7`",
            )
            .label("no phase has this number")
            .also(Label::new(
                span(PLAN, "Phase 1: Docks \u{1b}[31m"),
                "in this phase",
            ))
            .note("the plan has the phases `1` and `1`")
            .help("name a phase of this plan, or write `None`"),
            severity: Severity::Error,
        },
        Judged {
            rule: &PHASE_NUMBER,
            finding: Finding::new(
                "repeated-phase-number",
                number,
                "two phases have the number `1`",
            )
            .label("again")
            .also(Label::new(first, "first here"))
            .fix(
                "number it `2`",
                vec![Edit::replace(number, "2")],
                Safety::Safe,
            ),
            severity: Severity::Warning,
        },
        Judged {
            rule: &MISSING_FIELD,
            finding: Finding::new(
                "missing-field",
                span(PLAN, "feature: ships\r\n"),
                "two plans have the feature `ships`",
            )
            .also(Label::elsewhere(
                "docs/tips/other.md",
                span(OTHER, "ships"),
                "also here",
            ))
            .fix(
                "add a date",
                vec![Edit::insert(
                    span(PLAN, "---\r\n# Ships").start,
                    "date: 2026-01-02\r\n",
                )],
                Safety::Unsafe,
            ),
            severity: Severity::Hint,
        },
    ];
    let other = Arc::new(Kept::whole(&Source::from_text(OTHER)));
    with(&CheckReport {
        version: "0.1.0",
        plans: 3,
        plan_files: 5,
        files: vec![CheckedFile {
            path: "docs/tips/ships, 1.md",
            source: &source,
            judged: &judged,
        }],
        sources: &|path| (path == "docs/tips/other.md").then(|| Arc::clone(&other)),
    })
}
