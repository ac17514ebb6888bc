//! `tip renumber`.

use tip_edit::{Renumbered, renumber, same_shape};
use tip_plan::Plan;
use tip_report::change::Done;
use tip_syntax::{Document, Edit};

use super::edit::{Opened, Planned, refused};
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
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let (edits, renumbered) = checked(&opened, doc, plan)?;
    if renumbered.is_empty() && !args.write.json {
        output.note("the phases are in order");
        return Ok(Answer::Yes);
    }
    let planned = Planned {
        done: renumbered.iter().map(|it| done(doc, plan, it)).collect(),
        edits,
        ..Planned::default()
    };
    opened.make(&planned, args.write, place, output)
}

/// Numbers the phases, and makes sure that everything still waits for what it waited for.
pub(super) fn checked(
    opened: &Opened,
    doc: &Document,
    plan: &Plan,
) -> Result<(Vec<Edit>, Vec<Renumbered>), Failure> {
    let (edits, renumbered) = renumber(doc, plan).map_err(|it| refused(&it))?;
    let bytes = tip_syntax::apply_edits(doc.source().bytes(), &edits).map_err(|conflict| {
        Failure::internal(format!("edits overlap at {:?}", conflict.edit.span))
    })?;
    let after = Document::parse(bytes);
    let read = opened.snapshot.plan(opened.path(), &after);
    if !same_shape(plan, &read) {
        return Err(Failure::user(
            "with other numbers something would wait for another phase than before",
        )
        .hint("a range of phases, or a number without its word, may be the reason"));
    }
    Ok((edits, renumbered))
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
    }
}
