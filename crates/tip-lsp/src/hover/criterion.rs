//! What is known of a box: what its commands do, what came of them, and whose word stands beside it.

use tip_ledger::Outcome;
use tip_plan::{CheckBox, Expectation, Proof, counts};
use tip_rules::Day;

use crate::evidence::{Freshness, Run};
use crate::markdown::{block, code};
use crate::session::View;

/// Returns what the commands of a box are, what is expected of them and what came of them, and whose word stands beside it; `None` for
/// one of which nothing is known.
pub(super) fn of_box(view: &View<'_>, it: &CheckBox) -> Option<String> {
    let plan = &view.looked.plan;
    let mut parts: Vec<String> = it
        .commands
        .iter()
        .filter_map(|at| plan.commands.get(*at as usize))
        .map(|command| {
            let expected = match &command.expectation {
                Expectation::Success => "expected to exit with 0".to_owned(),
                Expectation::Failure => "expected to fail".to_owned(),
                Expectation::ExitCode(status) => format!("expected to exit with {status}"),
                Expectation::FailsWith {
                    code: status,
                    texts,
                } => {
                    let exit =
                        status.map_or_else(|| "fail".to_owned(), |it| format!("exit with {it}"));
                    format!(
                        "expected to {exit} and print something with {}",
                        codes(texts, "and")
                    )
                }
                Expectation::Silence if counts(&command.text) => "expected to print 0".to_owned(),
                Expectation::Silence => "expected to print nothing".to_owned(),
                Expectation::Output(text) => format!("expected to print {}", code(text)),
                Expectation::Contains(text) => {
                    format!("expected to print something with {}", code(text))
                }
                Expectation::ContainsAll(texts) => {
                    format!("expected to print something with {}", codes(texts, "and"))
                }
                Expectation::Lacks(texts) => {
                    format!("expected to print nothing with {}", codes(texts, "or"))
                }
                Expectation::ContainsBut { texts, shown } => format!(
                    "expected to print something with {}, and nothing with {}",
                    codes(&texts[..*shown], "and"),
                    codes(&texts[*shown..], "or")
                ),
                Expectation::Bound(bound) => format!("expected to print {}", bound.phrase()),
                Expectation::Lines(count) => format!("expected to print {count} lines"),
                Expectation::Unreadable(text) => format!("to judge: {}", code(text)),
            };
            format!("{}\n\n{expected}", block("sh", &command.text))
        })
        .collect();
    if !parts.is_empty() {
        parts.push(evidence(view, it));
    }
    let confirmed = plan.confirmed(&view.looked.doc, it);
    if parts.is_empty() && confirmed.is_none() && matches!(plan.proof(it), Proof::Person(_)) {
        parts.push(format!(
            "a person has to look: `tip confirm` {} writes down who did",
            code(&format!("{}#{}", view.document.path, it.handle))
        ));
    }
    parts.extend(confirmed.map(|it| {
        let on = it
            .date
            .map_or_else(String::new, |it| format!(" on {}", code(it)));
        format!("confirmed by {}{on}", code(it.who))
    }));
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// Says what came of the commands of a box when they ran last.
fn evidence(view: &View<'_>, it: &CheckBox) -> String {
    let remembered = &view.project.evidence;
    if let Some(why) = &remembered.trouble {
        return format!("evidence cannot be read: {}", code(why));
    }
    let Some(run) = remembered.of(&view.looked.plan, it) else {
        return "never run here".to_owned();
    };
    let today = view.project.snapshot.system().today();
    let at = run.commit.as_ref().map_or_else(String::new, |commit| {
        let short = commit.get(..10).unwrap_or(commit);
        let beside = if run.clean {
            ""
        } else {
            ", with changes beside it"
        };
        format!(" at commit {}{beside}", code(short))
    });
    let whence = if run.imported {
        " on another machine"
    } else {
        ""
    };
    let freshness = remembered.freshness(&view.looked.doc, &view.looked.plan, it, run);
    let since = match freshness {
        Some(Freshness::Fresh) if run.outcome == Outcome::Passed => {
            "; no file changed since, and `tip evidence` looks at programs and environment too"
        }
        Some(freshness) => {
            return format!("{}; {}", told(run, today, &at, whence), freshness.words());
        }
        None => "",
    };
    format!("{}{since}", told(run, today, &at, whence))
}

fn told(run: &Run, today: Option<Day>, at: &str, whence: &str) -> String {
    format!("**{}**{at}, by {}{whence}", run.age(today), code(&run.who))
}

fn codes(texts: &[String], word: &str) -> String {
    let texts: Vec<String> = texts.iter().map(|it| code(it)).collect();
    texts.join(&format!(" {word} "))
}
