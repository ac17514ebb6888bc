//! Phases that are numbered anew.

use tip_edit::{Renumbered, first_difference, renumber, same_shape};
use tip_plan::Plan;
use tip_syntax::{Document, Edit};

use crate::opened::refused;
use crate::{Failure, Opened};

/// Numbers the phases, and makes sure that everything still waits for what it waited for.
pub fn checked(
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
    if same_shape(plan, &read) {
        return Ok((edits, renumbered));
    }
    Err(otherwise((doc, plan), (&after, &read)))
}

/// Says which part would be read otherwise, and by which line.
fn otherwise((doc, plan): (&Document, &Plan), (after, read): (&Document, &Plan)) -> Failure {
    let Some(at) = first_difference(plan, read) else {
        return Failure::user("with other numbers something would be read otherwise than before")
            .hint("a range of phases, or a number without its word, may be the reason");
    };
    let (unit, other) = (plan.unit(at), read.unit(at));
    let waits = unit.state.value == other.state.value;
    let what = if waits {
        "wait for another phase than before"
    } else {
        "be told to have come as far as another phase"
    };
    let failure = Failure::user(format!(
        "with other numbers `{}` (line {}) would {what}",
        unit.handle,
        doc.line(unit.lead)
    ));
    // Renumbering adds no lines, so that a line of the outcome is that of the file.
    let (before, now) = if waits {
        (unit.depends_on.written, other.depends_on.written)
    } else {
        (unit.state.span, other.state.span)
    };
    let told = before.map(|it| (doc, it)).or(now.map(|it| (after, it)));
    match told {
        Some((doc, span)) => {
            let source = doc.source();
            let line = source.line_of(span.start);
            let text = doc.text(source.line_span(line));
            failure.hint(format!(
                "line {line} tells it: {}",
                tip_report::escape::line(text.trim())
            ))
        }
        None => failure.hint("a range of phases, or a number without its word, may be the reason"),
    }
}
