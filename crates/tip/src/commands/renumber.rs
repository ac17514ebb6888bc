//! `tip renumber`.

use tip_edit::{Renumbered, names_in_history};
use tip_plan::Plan;
use tip_report::change::Done;
use tip_syntax::Document;
use tip_work::renumber::checked;
use tip_work::{Opened, Planned};

use super::edit::Change;
use crate::Answer;
use crate::args::RenumberArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &RenumberArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let opened = Opened::plan(&args.plan, place, |plan| plan.phases().next().is_some())?;
    let (mut past, mut in_order) = (Vec::new(), false);
    let answer = opened.change(args.write, place, output, |opened| {
        let (doc, plan) = (opened.doc(), opened.plan_read());
        let (edits, renumbered) = checked(opened, doc, plan)?;
        past = names_in_history(doc, plan, &renumbered);
        in_order = renumbered.is_empty();
        Ok(Planned {
            done: renumbered.iter().map(|it| done(doc, plan, it)).collect(),
            edits,
            ..Planned::default()
        })
    })?;
    if in_order && !args.write.json {
        output.note("the phases are in order");
    }
    tell_past(&past, output);
    Ok(answer)
}

/// Names the lines of logs, whose numbers are those of then.
pub(super) fn tell_past(lines: &[u32], output: &mut Output) {
    if lines.is_empty() {
        return;
    }
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    output.note(&format!(
        "what is a log keeps the numbers of then: line {}",
        lines.join(", ")
    ));
}

fn done(doc: &Document, plan: &Plan, it: &Renumbered) -> Done {
    let unit = plan.unit(it.unit);
    Done {
        verb: "renumbered".to_owned(),
        what: format!("{} → {}", it.before, it.after),
        id: Some(unit.id.clone()),
        line: doc.line(unit.lead),
        text: unit.title.value.clone(),
        changed: true,
        is_answer: false,
    }
}
