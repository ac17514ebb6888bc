//! Runs the rules over an example, and checks what holds for every finding.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use tip_plan::{Plan, ReadOptions};
use tip_rules::{
    Answers, FixAvailability, FixLevel, Judged, Level, Outline, PlanContext, Rule, RuleConfig,
    RuleSetting, Scope, SetContext, Shared, Sibling, Suppressions, check_plan, check_set, fix,
};
use tip_syntax::{Document, Label, apply_edits};

use crate::example::Example;

/// An example, and what the rules found in it.
pub(crate) struct Outcome {
    /// The document.
    pub(crate) doc: Document,
    /// What was found.
    pub(crate) judged: Vec<Judged>,
}

/// Runs all rules at their own levels.
#[track_caller]
pub(crate) fn run(example: &Example) -> Outcome {
    let doc = Document::parse(example.bytes.clone());
    let judged = findings(example, &doc, &RuleConfig::default());
    for it in &judged {
        check_finding(&doc, it);
        check_fixes(example, &doc, it);
    }
    check_convergence(example, &doc);
    Outcome { doc, judged }
}

fn findings(example: &Example, doc: &Document, config: &RuleConfig) -> Vec<Judged> {
    let mut options = ReadOptions::new(example.path());
    options.dialect = example.dialect();
    let plan = tip_plan::read(doc, &options);
    let answers = answers(example, doc, &plan);
    let beside: Vec<(&str, Plan)> = example
        .beside
        .iter()
        .map(|(path, text)| {
            let doc = Document::parse(text.clone().into_bytes());
            (path.as_str(), tip_plan::read(&doc, &ReadOptions::new(path)))
        })
        .collect();
    let siblings: Vec<Sibling<'_>> = beside
        .iter()
        .map(|(path, plan)| Sibling { path, plan })
        .collect();
    let ctx = PlanContext {
        path: example.path(),
        doc,
        plan: &plan,
        siblings: &siblings,
        answers: &answers,
        schema: tip_plan::Schema::built_in(),
        limits: &example.limits,
        shared: &Shared::default(),
    };
    let mut judged = check_plan(&ctx, config);
    let mut outlines = vec![Outline::new(example.path(), &plan, &answers)];
    for (path, text) in &example.others {
        let doc = Document::parse(text.clone().into_bytes());
        let plan = tip_plan::read(&doc, &ReadOptions::new(path));
        outlines.push(Outline::new(
            path,
            &plan,
            &self::answers(example, &doc, &plan),
        ));
    }
    outlines.sort_by(|a, b| a.path.cmp(&b.path));
    let set = SetContext {
        outlines: &outlines,
    };
    let together = check_set(&set, config).into_iter();
    judged.extend(
        together
            .filter(|(at, _)| outlines[*at].path == example.path())
            .map(|(_, judged)| judged),
    );
    Suppressions::of(&ctx).apply(&mut judged, config);
    judged
}

fn answers(example: &Example, doc: &Document, plan: &Plan) -> Answers {
    match &example.world {
        Some(world) => world.answers(doc, plan),
        None => Answers::default(),
    }
}

#[track_caller]
fn check_finding(doc: &Document, judged: &Judged) {
    let finding = &judged.finding;
    let name = judged.rule.name;
    assert_eq!(finding.rule, name, "a finding names its rule");
    let message = &finding.message;
    assert!(!message.is_empty(), "{name}: a headline says something");
    assert!(!message.ends_with('.'), "{name}: no full stop: {message}");
    assert!(!message.contains('\n'), "{name}: one line: {message}");
    assert!(
        !message.starts_with(char::is_uppercase),
        "{name}: lower case: {message}"
    );
    let length = doc.source().text().len();
    for label in [&finding.primary].into_iter().chain(&finding.secondary) {
        check_label(doc, label, name, length);
    }
}

#[track_caller]
fn check_label(doc: &Document, label: &Label, name: &str, length: usize) {
    let span = label.span;
    assert!(span.end() <= length, "{name}: {span:?} lies in the text");
    let text = doc.source().text();
    assert!(
        text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()),
        "{name}: {span:?} cuts no character"
    );
}

/// Checks that a rule brings remedies as it promises, and that each one applies and helps.
#[track_caller]
fn check_fixes(example: &Example, doc: &Document, judged: &Judged) {
    let name = judged.rule.name;
    let fixes = &judged.finding.fixes;
    match judged.rule.fix {
        FixAvailability::None => assert!(fixes.is_empty(), "{name} promises no fix"),
        FixAvailability::Sometimes => {}
        FixAvailability::Always => assert!(!fixes.is_empty(), "{name} promises a fix"),
    }
    for fix in fixes {
        assert!(!fix.edits.is_empty(), "{name}: a fix edits something");
        let bytes = apply_edits(doc.source().bytes(), &fix.edits)
            .unwrap_or_else(|conflict| panic!("{name}: {conflict:?}"));
        let fixed_doc = Document::parse(bytes);
        // What others find is what a suppression suppresses.
        let config = match judged.rule.scope {
            Scope::Suppressions => RuleConfig::default(),
            _ => only(judged.rule),
        };
        let (before, after) = (
            findings(example, doc, &config),
            findings(example, &fixed_doc, &config),
        );
        let of_rule = |all: &[Judged]| all.iter().filter(|it| it.rule.name == name).count();
        assert!(
            of_rule(&after) < of_rule(&before),
            "{name}: the fix leaves what it should remedy:\n{}",
            fixed_doc.source().text()
        );
    }
}

/// Checks that fixes come to an end, and that no rule has more to say after them than before.
#[track_caller]
fn check_convergence(example: &Example, doc: &Document) {
    let config = RuleConfig::default();
    let before = findings(example, doc, &config);
    for level in [FixLevel::Safe, FixLevel::Unsafe] {
        let mut check = |bytes: &[u8]| findings(example, &Document::parse(bytes.to_vec()), &config);
        let fixed = fix(doc.source().bytes(), level, &mut check)
            .unwrap_or_else(|fault| panic!("{}: {fault:?}", example.heading));
        let after = check(&fixed.bytes);
        for it in &after {
            let of_rule = |all: &[Judged]| {
                all.iter()
                    .filter(|other| other.rule.name == it.rule.name)
                    .count()
            };
            assert!(
                of_rule(&after) <= of_rule(&before),
                "{}: after fixes `{}` finds more:\n{}",
                example.heading,
                it.rule.name,
                String::from_utf8_lossy(&fixed.bytes)
            );
        }
    }
}

fn only(rule: &'static Rule) -> RuleConfig {
    let mut settings = FxHashMap::default();
    for other in tip_rules::RULES {
        if other.name != rule.name {
            settings.insert(other.name.to_owned(), RuleSetting::At(Level::Off));
        }
    }
    RuleConfig { settings }
}

/// Writes down all that a finding says, to be read by people.
pub(crate) fn rendered(outcome: &Outcome, rule: &str) -> String {
    let mut out = String::new();
    for judged in outcome.judged.iter().filter(|it| it.rule.name == rule) {
        let finding = &judged.finding;
        let _ = writeln!(out, "{}: {}", judged.severity.word(), finding.message);
        for label in [&finding.primary].into_iter().chain(&finding.secondary) {
            let line = outcome.doc.line(label.span);
            let text = outcome.doc.text(label.span).trim_end();
            let _ = writeln!(out, "  {line}: {text:?} {}", label.message);
        }
        for note in &finding.notes {
            let _ = writeln!(out, "  note: {note}");
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "  help: {help}");
        }
        for fix in &finding.fixes {
            let _ = writeln!(out, "  fix: {} ({:?})", fix.title, fix.safety);
        }
    }
    out
}
