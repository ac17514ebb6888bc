//! Writes that a person found references true.

use tip_plan::{Plan, Verb};
use tip_syntax::{BlockKind, Document, Edit};

use crate::annotate_file;

/// Writes that what a plan refers to is true at a commit: `<!-- tip: accept(1a2b3c4d5e) by Ada, 2026-01-31 -->`.
///
/// Without `lines`, counted from 1, for the whole file; else at the end of each of these lines. An older word of the same kind is
/// replaced. `None` where a line cannot bear a comment: in a code block, a table or the front matter.
pub fn accept(
    doc: &Document,
    plan: &Plan,
    lines: &[u32],
    commit: &str,
    reason: &str,
) -> Option<Vec<Edit>> {
    let source = doc.source();
    let is_hash = |it: &str| it.len() >= 7 && it.bytes().all(|it| it.is_ascii_hexdigit());
    let old = || {
        plan.annotations.iter().filter(|it| {
            it.verb == Some(Verb::Accept) && it.arguments.iter().any(|it| is_hash(&it.value))
        })
    };
    if lines.is_empty() {
        let whole = old().find(|it| it.own_line && it.speaks_of.len() == source.bytes().len());
        return Some(vec![match whole {
            Some(it) => Edit {
                span: it.span,
                replacement: Verb::Accept.write(&[commit], reason),
            },
            None => annotate_file(doc, Verb::Accept, &[commit], reason),
        }]);
    }
    let mut edits = Vec::new();
    for &line in lines {
        let replacement = Verb::Accept.write(&[commit], reason);
        if let Some(it) = old().find(|it| !it.own_line && doc.line(it.span) == line) {
            edits.push(Edit {
                span: it.span,
                replacement,
            });
            continue;
        }
        let span = source.line_span(line);
        let end = source.trim(span).end();
        let bears_none = doc.blocks().iter().any(|it| {
            matches!(
                it.kind,
                BlockKind::Code { .. } | BlockKind::Table | BlockKind::Html
            ) && it.span.contains(source.trim(span))
        });
        let front = doc.front_matter().is_some_and(|it| it.span.contains(span));
        if bears_none || front || end == span.start() {
            return None;
        }
        edits.push(Edit::insert(end as u32, format!(" {replacement}")));
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tip_plan::{ReadOptions, read};
    use tip_syntax::apply_edits;

    const PLAN: &str = "# Plan\n\n## Phase 1: One\n\n- `src/a.py:12` - x\n\n```\ncode\n```\n";

    #[track_caller]
    fn accepted(text: &str, lines: &[u32], commit: &str) -> Option<String> {
        let doc = Document::parse(text.as_bytes().to_vec());
        let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let edits = accept(&doc, &plan, lines, commit, "by Ada")?;
        let bytes = apply_edits(doc.source().bytes(), &edits).expect("edits apart");
        String::from_utf8(bytes).ok()
    }

    #[test]
    fn a_line_bears_one_word_which_the_next_replaces() {
        let once = accepted(PLAN, &[5], "1111111111").expect("a place");
        assert!(once.contains("- `src/a.py:12` - x <!-- tip: accept(1111111111) by Ada -->\n"));
        let twice = accepted(&once, &[5], "2222222222").expect("a place");
        assert_eq!(twice, once.replace("1111111111", "2222222222"));
    }

    #[test]
    fn the_whole_file_bears_one_word_too() {
        let once = accepted(PLAN, &[], "1111111111").expect("a place");
        assert!(once.starts_with("<!-- tip: accept(1111111111) by Ada -->\n"));
        let twice = accepted(&once, &[], "2222222222").expect("a place");
        assert_eq!(twice, once.replace("1111111111", "2222222222"));
    }

    #[test]
    fn code_bears_none() {
        assert_eq!(accepted(PLAN, &[8], "1111111111"), None);
    }
}
