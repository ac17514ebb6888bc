//! Writes that somebody has looked.

use tip_plan::{CheckBox, Plan, Site, UnitId, Verb, Voice};
use tip_syntax::{BlockKind, Document, Edit, Span};

use crate::tick;

/// Writes beside a box who confirms it: `<!-- tip: confirm(4kq9zr1t2m) by Ada, 2026-01-31 -->`.
///
/// A person's word ticks the box and takes the place of every word that stood there. An agent's word leaves the box as it is and takes the
/// place of an agent's word, or of one about another text. `None` where the line cannot bear a comment: in a table, or without a text.
pub fn confirm(
    doc: &Document,
    plan: &Plan,
    it: &CheckBox,
    voice: Voice,
    reason: &str,
) -> Option<Vec<Edit>> {
    let in_html = |span: Span| {
        let html = |it: &&tip_syntax::Block| it.kind == BlockKind::Html && it.span.contains(span);
        doc.blocks().iter().any(|it| html(&it))
    };
    if it.in_table || it.text.is_empty() || in_html(it.text) {
        return None;
    }
    let mut edits = Vec::new();
    if voice == Voice::Person {
        edits.extend(tick(doc, plan, it));
    }
    let hash = plan.text_hash(doc, it);
    let word = Verb::Confirm.write(&voice.arguments(&hash), reason);
    let mut old = plan
        .confirmations(doc, it)
        .into_iter()
        .filter(|old| voice == Voice::Person || old.voice == Voice::Agent || !old.fresh);
    edits.push(match old.next() {
        Some(old) => Edit::replace(old.annotation.span, word),
        None => Edit::insert(it.text.end, format!(" {word}")),
    });
    edits.extend(old.map(|old| Edit::delete(with_blanks(doc, old.annotation.span))));
    Some(edits)
}

/// Writes behind the title of a phase or task without a box on whose word it is done, in place of every word that stood there.
///
/// `None` where the title cannot bear a comment: in a table, in prose, behind the marks that close a heading.
pub fn confirm_unit(
    doc: &Document,
    plan: &Plan,
    id: UnitId,
    voice: Voice,
    reason: &str,
) -> Option<Vec<Edit>> {
    let unit = plan.unit(id);
    let source = doc.source();
    let line = source.line_span(source.line_of(unit.title.span.end.saturating_sub(1)));
    let text = doc.text(line).trim_end();
    let is_line = matches!(unit.site, Site::Heading | Site::BoldLine | Site::ListItem);
    if !is_line || unit.own_box.is_some() || text.ends_with('#') {
        return None;
    }
    let word = Verb::Confirm.write(&voice.arguments(&Plan::title_hash(unit)), reason);
    let mut old = plan.unit_confirmations(doc, unit).into_iter();
    let mut edits = vec![match old.next() {
        Some(old) => Edit::replace(old.annotation.span, word),
        None => Edit::insert((line.start() + text.len()) as u32, format!(" {word}")),
    }];
    edits.extend(old.map(|old| Edit::delete(with_blanks(doc, old.annotation.span))));
    Some(edits)
}

/// Takes every word behind the title of a unit away.
pub fn unconfirm_unit(doc: &Document, plan: &Plan, id: UnitId) -> Vec<Edit> {
    let words = plan.unit_confirmations(doc, plan.unit(id)).into_iter();
    words
        .map(|word| Edit::delete(with_blanks(doc, word.annotation.span)))
        .collect()
}

/// Takes every word about a box away.
pub(crate) fn unconfirm(doc: &Document, plan: &Plan, it: &CheckBox) -> Vec<Edit> {
    let words = plan.confirmations(doc, it).into_iter();
    words
        .map(|word| Edit::delete(with_blanks(doc, word.annotation.span)))
        .collect()
}

/// Returns a comment with the blanks before it.
fn with_blanks(doc: &Document, span: Span) -> Span {
    let before = &doc.source().text()[..span.start()];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    Span::new(span.start() - blanks, span.end())
}
