//! Writes that somebody has looked.

use tip_plan::{CheckBox, Plan, Verb, Voice};
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
