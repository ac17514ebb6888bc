//! A section that a plan does not have yet.

use tip_plan::{DialectId, Meaning, Plan, Schema, Site};
use tip_syntax::{Document, Edit, Span};

use super::text_end;

/// A section to be added.
pub(super) struct NewSection<'a> {
    /// What it is about; the template tells its heading and its place.
    pub(super) meaning: Meaning,
    /// Its heading where the template has none.
    pub(super) title: &'a str,
    /// What stands below its heading, from the marks of a heading one level below to the end.
    pub(super) body: &'a dyn Fn(&str) -> String,
}

/// Adds a section where the template has it: behind those that it has before, or before those that it has after. A plan of another dialect,
/// whose order the template does not know, gets it at its end.
pub(super) fn add_section(
    doc: &Document,
    plan: &Plan,
    schema: &Schema,
    new: &NewSection<'_>,
) -> Edit {
    let end = doc.source().line_end();
    let spec = schema.section_of(new.meaning);
    let marks = "#".repeat(usize::from(level(plan)));
    let title = spec.map_or(new.title, |it| it.title.as_str());
    let text = format!(
        "{marks} {title}{end}{end}{}",
        (new.body)(&format!("{marks}#"))
    );
    let order = spec.map(|it| it.order);
    let known = match order {
        Some(_) if plan.dialect == DialectId::Tip => known(plan, schema),
        _ => Vec::new(),
    };
    let before = known.iter().filter(|it| Some(it.1) < order);
    if let Some((span, _)) = before.max_by_key(|it| (it.1, it.0.start)) {
        let at = text_end(doc, *span);
        let gap = gap(doc, at);
        return Edit::insert(at as u32, format!("{gap}{text}"));
    }
    let after = known.iter().filter(|it| Some(it.1) > order);
    if let Some((span, _)) = after.min_by_key(|it| it.0.start) {
        let gap = gap(doc, text_end(doc, *span));
        return Edit::insert(span.start, format!("{text}{gap}"));
    }
    let at = text_end(doc, Span::new(0, doc.source().text().len()));
    Edit::insert(at as u32, format!("{end}{end}{text}"))
}

/// Returns the level of the sections of a plan.
fn level(plan: &Plan) -> u8 {
    let sections = plan.sections.iter();
    let outer = sections.filter(|it| it.unit.is_none() && it.level > 1);
    outer.map(|it| it.level).min().unwrap_or(2)
}

/// Returns the sections of a plan that the template has at the outermost level, each with its position there.
fn known(plan: &Plan, schema: &Schema) -> Vec<(Span, u32)> {
    let level = level(plan);
    let order = |meaning: Meaning| -> Option<u32> {
        let mut specs = schema.sections.iter();
        let spec = specs.find(|it| it.meaning == Some(meaning) && it.repeated.is_none())?;
        Some(spec.order)
    };
    let sections = plan.sections.iter();
    let outer = sections.filter(|it| it.unit.is_none() && it.level == level);
    let mut known: Vec<(Span, u32)> = outer
        .filter_map(|it| Some((it.span, order(it.meaning?)?)))
        .collect();
    // Phases that stand at the outermost level are what the template has in a section of theirs.
    if let Some(order) = order(Meaning::Phases)
        && !known.iter().any(|it| it.1 == order)
    {
        let phases = plan.phases().filter(|(_, it)| it.site == Site::Heading);
        known.extend(phases.map(|(_, it)| (it.span, order)));
    }
    known
}

/// Returns what separates the section that ends at an offset from the next one: blank lines, and a thematic break where one stands there.
fn gap(doc: &Document, at: usize) -> String {
    let rest = &doc.source().text()[at..];
    let next = rest.find('#').unwrap_or(rest.len());
    let between = &rest[..next];
    let bare = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '_');
    if next < rest.len() && between.contains('\n') && between.chars().all(bare) {
        return between.to_owned();
    }
    let end = doc.source().line_end();
    format!("{end}{end}")
}
