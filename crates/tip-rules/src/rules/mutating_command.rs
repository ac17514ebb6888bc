//! A criterion whose command changes things.

use tip_plan::{BoxKind, WhyNot};
use tip_syntax::{Finding, scan};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "mutating-command",
    code: "TIP049",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the command of a criterion changes what it should only check",
    docs: r"## What it does

Finds commands in criteria and gates that delete, move, commit, push, install, format, migrate, deploy or publish: `rm`, `git commit`, `cargo install`, `cargo fmt`, `npm publish` and others.
What `tip verify` keeps back for this reason stands in `docs/trust.md`, class by class.
Commands in tasks and steps are meant to change things and are not judged, nor those that say to clean up.

## Why it matters

A check is run often, by people, by agents and by machines, and must be able to run twice.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] The store starts empty: `rm -rf data && make test`
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] The store starts empty: `make test DATA=/tmp/none`
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for command in &plan.commands {
        let Some(it) = command.in_box.and_then(|at| plan.boxes.get(at as usize)) else {
            continue;
        };
        let checks = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate)
            && it.is_unit.is_none()
            && !it.manual;
        if !checks || command.why_not != Some(WhyNot::Mutating) || is_over(plan, it.unit) {
            continue;
        }
        // `git commit` in the words of a criterion may be what is checked, not how.
        let text = ctx.doc.text(it.text);
        let before = &text[..command
            .span
            .start()
            .saturating_sub(it.text.start())
            .min(text.len())];
        if !before
            .trim_end_matches(['`', ' ', '*'])
            .ends_with([':', '：', '—', '→'])
            && !before.trim_matches(['`', ' ']).is_empty()
        {
            continue;
        }
        // What clears away what the checks left behind is none itself.
        let cleans = [
            "clean up",
            "cleanup",
            "clean-up",
            "tear down",
            "teardown",
            "kill ",
        ];
        let lead = before.to_lowercase();
        if cleans.iter().any(|it| lead.trim_start().starts_with(it)) {
            continue;
        }
        let after = &text[(command.span.end().saturating_sub(it.text.start())).min(text.len())..];
        if scan::word(after.trim_start_matches(['`', ' '])).starts_with("use") {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                command.span,
                format!(
                    "{} changes what it should only check",
                    quoted(&command.text)
                ),
            )
            .label("in a criterion")
            .help("let a task do this, and let the criterion look at the outcome"),
        );
    }
}
