//! Letting a finding pass: the comment that says so, with room for the reason.

use tip_edit::annotate_file;
use tip_plan::Verb;
use tip_rules::{Judged, Scope};
use tip_syntax::{Edit, Source, Span, apply_edits};
use tip_workspace::Before;

use crate::session::View;

/// The rule that asks for a reason where none is written: the only finding that letting another one pass may bring.
const ASKS_FOR_REASON: &str = "allow-without-reason";

/// Returns the edit that lets a finding pass; `None` where no comment would.
///
/// A comment at the end of the line is tried first, then one before the block, then one for the whole file. What counts is whether the
/// finding is gone afterwards and no other has come. The comment has no reason yet: that is for the person to write.
pub(crate) fn edit(view: &View<'_>, judged: &Judged) -> Option<Edit> {
    let primary = &judged.finding.primary;
    if matches!(judged.rule.scope, Scope::Suppressions) || primary.path.is_some() {
        return None;
    }
    let doc = &view.looked.doc;
    let source = doc.source();
    let comment = Verb::Allow.write(&[judged.rule.name], "");
    let line = source.line_span(source.line_of(primary.span.start));
    let end = line.start() + source.slice(line).trim_end().len();
    let at_end = Edit::insert(end as u32, format!(" {comment}"));
    let block = doc
        .blocks()
        .iter()
        .find(|it| it.span.contains(primary.span));
    let before = block.map(|block| {
        let line = source.line_span(source.line_of(block.span.start));
        Edit::insert(line.start, format!("{comment}{}", source.line_end()))
    });
    let of_file = annotate_file(doc, Verb::Allow, &[judged.rule.name], "");
    [Some(at_end), before, Some(of_file)]
        .into_iter()
        .flatten()
        .find(|edit| lets_pass(view, judged, edit))
}

/// Returns the snippet of an edit of [`edit`]: the reason is what one types next.
pub(crate) fn with_reason(edit: &Edit) -> String {
    edit.replacement.replacen(" -->", " ${1:reason} -->", 1)
}

fn lets_pass(view: &View<'_>, judged: &Judged, edit: &Edit) -> bool {
    let Some(standing) = view.document.standing else {
        return false;
    };
    let bytes = view.looked.doc.source().bytes();
    let after = apply_edits(bytes, std::slice::from_ref(edit));
    let Some(text) = after.ok().and_then(|it| String::from_utf8(it).ok()) else {
        return false;
    };
    let (snapshot, rules) = (&view.project.snapshot, &view.project.rules);
    let path = &view.document.path;
    let source = Source::from_text(text);
    let nothing = Before::default();
    let Ok(looked) = snapshot.look(path, standing, source, rules, None, nothing) else {
        return false;
    };
    // What needs the other plans is not found anew; it stands where the text has moved to.
    let of_set = view.project.of_set.get(path).map_or(&[][..], Vec::as_slice);
    let of_set: Vec<Judged> = of_set.iter().map(|it| moved(it, edit)).collect();
    let after = looked.findings(&of_set, rules);
    let before = &view.document.findings;
    let count = |all: &[Judged], wanted: &Judged| all.iter().filter(|it| same(it, wanted)).count();
    count(&after, judged) < count(before, judged)
        && after
            .iter()
            .all(|it| it.rule.name == ASKS_FOR_REASON || count(&after, it) <= count(before, it))
}

fn same(a: &Judged, b: &Judged) -> bool {
    a.rule.name == b.rule.name && a.finding.message == b.finding.message
}

fn moved(judged: &Judged, edit: &Edit) -> Judged {
    let mut judged = judged.clone();
    let primary = &mut judged.finding.primary;
    let added = edit.replacement.len();
    if primary.path.is_none() && primary.span.start >= edit.span.start {
        primary.span = Span::new(primary.span.start() + added, primary.span.end() + added);
    }
    judged
}
