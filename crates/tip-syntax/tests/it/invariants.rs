//! What holds for every document.

use tip_syntax::{BlockId, Document, Span, Value, ValueKind};

/// Checks that nothing of `bytes` is lost and that every span is sound.
#[track_caller]
pub(crate) fn check(doc: &Document, bytes: &[u8]) {
    assert_eq!(doc.source().bytes(), bytes, "the source keeps the bytes");
    assert_eq!(
        doc.source().text().len(),
        bytes.len(),
        "offsets are those of the file"
    );
    leaves(doc, bytes);
    blocks(doc);
    inlines(doc);
    front_matter(doc);
}

#[track_caller]
fn leaves(doc: &Document, bytes: &[u8]) {
    let mut joined = Vec::with_capacity(bytes.len());
    for leaf in doc.leaves() {
        assert_eq!(
            leaf.span.start(),
            joined.len(),
            "leaves follow each other: {leaf:?}"
        );
        assert!(!leaf.span.is_empty(), "no leaf is empty: {leaf:?}");
        joined.extend_from_slice(&bytes[leaf.span.range()]);
    }
    assert!(joined == bytes, "the leaves give back the bytes");
}

#[track_caller]
fn blocks(doc: &Document) {
    let count = doc.blocks().len() as u32;
    let mut open: Vec<BlockId> = Vec::new();
    let mut last_start = 0;
    for (id, block) in doc.ids().zip(doc.blocks()) {
        open.retain(|ancestor| id < doc.block(*ancestor).end);
        sound(doc, block.span);
        sound(doc, block.content);
        assert!(block.span.contains(block.content), "content in {block:?}");
        assert!(last_start <= block.span.start, "blocks in order: {block:?}");
        assert!(
            id < block.end && block.end.0 <= count,
            "ends after itself: {block:?}"
        );
        assert_eq!(block.parent, open.last().copied(), "parent of {id:?}");
        if let Some(parent) = block.parent {
            let parent = doc.block(parent);
            assert!(parent.span.contains(block.span), "{block:?} in {parent:?}");
            assert!(block.end <= parent.end, "{block:?} ends in {parent:?}");
        }
        if let Some(front_matter) = doc.front_matter() {
            let apart = block.span.end <= front_matter.span.start
                || front_matter.span.end <= block.span.start;
            assert!(apart, "{block:?} is apart from the front matter");
        }
        let mut end = block.span.start;
        for child in doc.children(id) {
            assert_eq!(doc.block(child).parent, Some(id), "child of {id:?}");
            assert!(
                end <= doc.block(child).span.start,
                "children of {id:?} do not overlap"
            );
            end = doc.block(child).span.end;
        }
        last_start = block.span.start;
        open.push(id);
    }
}

#[track_caller]
fn inlines(doc: &Document) {
    for id in doc.ids() {
        let block = doc.block(id);
        let mut last_start = 0;
        for inline in doc.inlines(id) {
            sound(doc, inline.span);
            sound(doc, inline.content);
            assert!(
                inline.span.contains(inline.content),
                "content in {inline:?}"
            );
            assert!(block.span.contains(inline.span), "{inline:?} in {block:?}");
            assert!(
                last_start <= inline.span.start,
                "inlines in order: {inline:?}"
            );
            last_start = inline.span.start;
        }
    }
    let all = doc.all_inlines();
    assert!(
        all.windows(2)
            .all(|pair| pair[0].span.start <= pair[1].span.start),
        "all inlines in order"
    );
}

#[track_caller]
fn front_matter(doc: &Document) {
    let Some(front_matter) = doc.front_matter() else {
        return;
    };
    sound(doc, front_matter.span);
    sound(doc, front_matter.content);
    assert!(
        front_matter.span.contains(front_matter.content),
        "{front_matter:?}"
    );
    for entry in &front_matter.entries {
        sound(doc, entry.key.span);
        assert!(front_matter.content.contains(entry.key.span), "{entry:?}");
        value(doc, front_matter.content, &entry.value);
    }
    for &span in &front_matter.unsupported {
        sound(doc, span);
    }
    if let Some(error) = &front_matter.error {
        sound(doc, error.span);
    }
}

#[track_caller]
fn value(doc: &Document, content: Span, it: &Value) {
    sound(doc, it.span);
    assert!(content.contains(it.span), "{it:?}");
    match &it.kind {
        ValueKind::Null | ValueKind::Scalar { .. } => {}
        ValueKind::Sequence { items, .. } => {
            for item in items {
                value(doc, content, item);
            }
        }
        ValueKind::Mapping(entries) => {
            for entry in entries {
                value(doc, content, &entry.value);
            }
        }
    }
}

/// A span lies in the text and on boundaries of characters.
#[track_caller]
fn sound(doc: &Document, span: Span) {
    let text = doc.source().text();
    assert!(span.start <= span.end, "{span:?}");
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} in a text of {}",
        text.len()
    );
}
