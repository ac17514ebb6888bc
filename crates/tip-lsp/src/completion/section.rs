//! At the start of a line: the sections of the template that are missing, and one more of those that repeat.

use gen_lsp_types::CompletionItem;
use tip_plan::DialectId;
use tip_plan::schema::SectionSpec;
use tip_syntax::Span;

use super::{Cursor, Maker, escaped};
use crate::session::View;

/// Returns skeletons of sections; `None` where the cursor does not begin a line, and in plans of other dialects.
pub(super) fn items(view: &View<'_>, cursor: Cursor<'_>) -> Option<Vec<CompletionItem>> {
    let typed = cursor.before;
    let begins = typed.trim_start_matches('#').trim_start();
    if !cursor.after.trim().is_empty()
        || typed.starts_with(' ')
        || begins.contains(' ')
        || view.looked.plan.dialect != DialectId::Tip
    {
        return None;
    }
    let schema = view.project.snapshot.schema();
    let plan = &view.looked.plan;
    let maker = Maker::new(view, cursor, typed.len());
    let mut items = Vec::new();
    for (at, spec) in schema.all_sections().into_iter().enumerate() {
        let there = plan
            .sections
            .iter()
            .any(|it| it.meaning.is_some() && it.meaning == spec.meaning);
        if there && spec.repeated.is_none() {
            continue;
        }
        let mut item = maker.snippet(&label(spec, plan), &skeleton(view, spec));
        item.detail = spec
            .condition
            .as_ref()
            .or(spec.hint.as_ref())
            .map(|it| it.text.clone());
        item.sort_text = Some(format!("{at:03}"));
        items.push(item);
    }
    Some(items)
}

/// Returns the heading that is written.
fn label(spec: &SectionSpec, plan: &tip_plan::Plan) -> String {
    let marks = "#".repeat(spec.level.into());
    match &spec.repeated {
        Some(repeated) if repeated.numbered => {
            let unit = repeated.unit;
            let count = plan.units.iter().filter(|it| Some(it.kind) == unit).count();
            format!("{marks} {} {}", repeated.word, count + 1)
        }
        _ => format!("{marks} {}", spec.title),
    }
}

/// Returns a section as the template has it, each of its hints a place to fill in.
fn skeleton(view: &View<'_>, spec: &SectionSpec) -> String {
    let text = view.project.snapshot.template();
    let span = spec
        .repeated
        .as_ref()
        .and_then(|it| it.shapes.first().copied())
        .unwrap_or(spec.span);
    let own = spec.children.iter().map(|it| it.span.start()).min();
    let span = Span::new(
        span.start(),
        own.unwrap_or(span.end()).clamp(span.start(), span.end()),
    );
    let Some(text) = text.get(span.range()) else {
        return String::new();
    };
    let number = label(spec, &view.looked.plan);
    let mut lines = text.trim_end().lines();
    let heading = lines.next().unwrap_or_default();
    let heading = match (&spec.repeated, heading.split_once(':')) {
        (Some(repeated), Some((_, title))) if repeated.numbered => format!("{number}:{title}"),
        _ => heading.to_owned(),
    };
    let whole = std::iter::once(heading.as_str()).chain(lines);
    places(&whole.collect::<Vec<_>>().join("\n"))
}

/// Makes a place of each hint in brackets.
fn places(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut count = 0;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        out.push_str(&escaped(before));
        let close = closing(from);
        match close {
            // A box is no hint, and what follows it may hold one.
            Some(end) if end > 2 => {
                count += 1;
                let place = format!("${{{count}:{}}}", escaped(&from[..=end]));
                out.push_str(&place);
                rest = &from[end + 1..];
            }
            _ => {
                out.push('[');
                rest = &from[1..];
            }
        }
    }
    out.push_str(&escaped(rest));
    out
}

/// Returns where the bracket that a text begins with is closed, on its line.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tip_plan::template;

    use super::*;

    #[test]
    fn hints_become_places_and_boxes_stay() {
        assert_eq!(
            places("- [ ] [Specific outcome]: `[command]`\n$x"),
            "- [ ] ${1:[Specific outcome]}: `${2:[command]}`\n\\$x"
        );
        assert_eq!(places("[a [b] c] [open"), "${1:[a [b] c]} [open");
    }

    #[test]
    fn every_bracket_of_the_template_is_closed_or_left() {
        let text = places(template::BUILT_IN);
        let places = text.matches("${").count();
        assert!(places > 50, "{places}");
    }
}
