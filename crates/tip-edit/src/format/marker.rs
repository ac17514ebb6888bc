//! The markers of lists, and the marks of boxes.

use tip_plan::{BoxState, Plan};
use tip_syntax::{BlockId, BlockKind, Document, Edit, Span};

/// How deep lists nest that are looked at.
const DEEPEST: usize = 8;

pub(super) fn find(doc: &Document, plan: &Plan, edits: &mut Vec<Edit>) {
    for it in plan.boxes.iter().filter(|it| it.state == BoxState::Done) {
        if doc.text(it.mark) == "[X]" {
            let inner = Span::new(it.mark.start() + 1, it.mark.end() - 1);
            edits.push(Edit::replace(inner, "x"));
        }
    }
    bullets(doc, edits);
}

/// Gives all lists of one depth the marker that most of their items have.
fn bullets(doc: &Document, edits: &mut Vec<Edit>) {
    let mut counts = [[0_usize; 3]; DEEPEST];
    let lists: Vec<(BlockId, usize)> = doc
        .ids()
        .filter(|id| doc.block(*id).kind == BlockKind::List(None))
        .map(|id| (id, depth(doc, id)))
        .filter(|(_, depth)| *depth < DEEPEST)
        .collect();
    for (list, depth) in &lists {
        for item in doc.children(*list) {
            if let Some(kind) = marker(doc, item)
                && !is_broken_sentence(doc, *list)
            {
                counts[*depth][kind] += 1;
            }
        }
    }
    for (list, depth) in lists {
        let most = counts[depth].iter().max();
        let Some(usual) = counts[depth].iter().position(|it| Some(it) == most) else {
            continue;
        };
        // Two lists in a row are two because their markers differ.
        if has_neighbor(doc, list) || is_broken_sentence(doc, list) {
            continue;
        }
        for item in doc.children(list) {
            if marker(doc, item).is_some_and(|it| it != usual) {
                let at = doc.block(item).span.start();
                edits.push(Edit::replace(Span::new(at, at + 1), MARKERS[usual]));
            }
        }
    }
}

const MARKERS: [&str; 3] = ["-", "*", "+"];

fn marker(doc: &Document, item: BlockId) -> Option<usize> {
    let at = doc.block(item).span.start();
    let written = doc.text(Span::new(at, at + 1));
    MARKERS.iter().position(|it| *it == written)
}

fn depth(doc: &Document, list: BlockId) -> usize {
    let lists = doc.ancestors(list);
    lists
        .filter(|id| matches!(doc.block(*id).kind, BlockKind::List(_)))
        .count()
}

/// Returns whether a list is a line of the sentence before it that happens to begin with a sign: `events` and, on the next line, `+ owners`.
fn is_broken_sentence(doc: &Document, list: BlockId) -> bool {
    let siblings = siblings(doc, list);
    let before = siblings.iter().take_while(|it| **it != list).last();
    let Some(before) = before.map(|it| doc.block(*it)) else {
        return false;
    };
    let between = Span::new(before.content.end(), doc.block(list).span.start());
    before.kind == BlockKind::Paragraph
        && doc.children(list).count() == 1
        && doc.text(between).matches('\n').count() <= 1
}

fn siblings(doc: &Document, list: BlockId) -> Vec<BlockId> {
    match doc.block(list).parent {
        Some(parent) => doc.children(parent).collect(),
        None => doc
            .ids()
            .filter(|id| doc.block(*id).parent.is_none())
            .collect(),
    }
}

fn has_neighbor(doc: &Document, list: BlockId) -> bool {
    let siblings = siblings(doc, list);
    let place = siblings.iter().position(|it| *it == list);
    let is_list = |at: Option<usize>| {
        at.and_then(|at| siblings.get(at))
            .is_some_and(|id| matches!(doc.block(*id).kind, BlockKind::List(_)))
    };
    is_list(place.and_then(|at| at.checked_sub(1))) || is_list(place.map(|at| at + 1))
}
