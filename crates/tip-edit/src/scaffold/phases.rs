//! The phases of a new plan.

use tip_plan::schema::RepeatedSpec;
use tip_syntax::{Document, Edit, Span};

/// Replaces the phases of the template by as many as there are titles.
///
/// Each takes the shape of the phase at its place in the template, those beyond the last one its shape.
pub(super) fn edit(template: &Document, repeated: &RepeatedSpec, titles: &[String]) -> Edit {
    let shapes: Vec<&str> = repeated
        .shapes
        .iter()
        .map(|shape| template.text(*shape))
        .collect();
    let mut text = String::new();
    for (at, title) in titles.iter().enumerate() {
        let shape = at.min(shapes.len() - 1);
        text.push_str(&phase(shapes[shape], &repeated.word, (shape, at), title));
    }
    let start = repeated.shapes.iter().map(|it| it.start).min();
    let end = repeated.shapes.iter().map(|it| it.end).max();
    let span = Span {
        start: start.unwrap_or_default(),
        end: end.unwrap_or_default(),
    };
    Edit::replace(span, text)
}

/// Makes the phase at position `to` of the shape that the template has at position `from`.
fn phase(shape: &str, word: &str, (from, to): (usize, usize), title: &str) -> String {
    let numbered = |at: usize| format!("{word} {at}");
    let (heading, body) = shape.split_once('\n').unwrap_or((shape, ""));
    let heading = heading.replace(&numbered(from + 1), &numbered(to + 1));
    let heading = match (heading.find('['), heading.rfind(']')) {
        (Some(start), Some(end)) if start < end && !title.is_empty() => {
            format!("{}{title}{}", &heading[..start], &heading[end + 1..])
        }
        _ => heading,
    };
    // What it waits for is the phase before it.
    let body = if from == to || from == 0 {
        body.to_owned()
    } else {
        body.replace(&numbered(from), &numbered(to))
    };
    format!("{heading}\n{body}")
}
