//! What is known of a box: what its commands do, what came of them, and whose word stands beside it.

use tip_ledger::Outcome;
use tip_plan::{CheckBox, Expectation};

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
                Expectation::Silence => "expected to print nothing".to_owned(),
                Expectation::Output(text) => format!("expected to print {}", code(text)),
                Expectation::Contains(text) => {
                    format!("expected to print something with {}", code(text))
                }
                Expectation::Lines(count) => format!("expected to print {count} lines"),
                Expectation::Unreadable(text) => format!("a person has to judge: {}", code(text)),
            };
            format!("{}\n\n{expected}", block("sh", &command.text))
        })
        .collect();
    if !parts.is_empty() {
        parts.push(evidence(view, it));
    }
    let confirmed = plan.confirmed(&view.looked.doc, it);
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
    let question = if run.outcome == Outcome::Passed {
        "; `tip evidence` tells whether that is still true of the files as they are"
    } else {
        ""
    };
    format!(
        "**{}**{at}, by {}{whence}{question}",
        run.age(today),
        code(&run.who)
    )
}
