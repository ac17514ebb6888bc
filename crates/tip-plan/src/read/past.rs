//! Words by which a plan speaks of files as they were at a commit: ``Old mechanics to port (all at `f858c19^`):``.

use memchr::memmem;
use tip_syntax::{BlockId, BlockKind, Document, Span, scan};

/// The parts of a document whose references are to files as they were, ascending.
#[derive(Debug, Default)]
pub(crate) struct Past {
    spans: Vec<Span>,
}

impl Past {
    /// Finds them: the section under a heading that names a commit, and the list, table or paragraph that a line with one announces.
    pub(crate) fn find(doc: &Document) -> Self {
        let mut past = Self::default();
        let text = doc.source().text();
        // Few plans name a commit at all.
        if !names_commit(text) {
            return past;
        }
        for id in doc.ids() {
            let block = doc.block(id);
            let content = doc.text(block.content).trim_end();
            let span = match block.kind {
                BlockKind::Heading(level) if names_commit(content) => {
                    section(doc, id, level, text.len())
                }
                BlockKind::Paragraph if content.ends_with(':') && names_commit(content) => {
                    let next = Some(block.end).filter(|it| it.index() < doc.blocks().len());
                    let next = next.map(|it| doc.block(it));
                    let beside = next.filter(|it| {
                        it.parent == block.parent && !matches!(it.kind, BlockKind::Heading(_))
                    });
                    let end = beside.map_or(block.span.end, |it| it.span.end);
                    Span {
                        start: block.span.start,
                        end,
                    }
                }
                _ => continue,
            };
            past.spans.push(span);
        }
        past
    }

    /// Returns whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns whether a reference stands in one of them, or a commit follows it: `` `src/a.rs` at `f858c19^` ``.
    pub(crate) fn holds(&self, reference: Span, after: &str) -> bool {
        let inside = self.spans.iter().any(|it| it.contains(reference));
        inside || follows(after)
    }
}

/// Returns the span of a heading and what stands under it.
fn section(doc: &Document, id: BlockId, level: u8, len: usize) -> Span {
    let start = doc.block(id).span.start;
    let next = doc.blocks()[id.index() + 1..].iter().find(
        |it| matches!(it.kind, BlockKind::Heading(other) if other <= level && it.parent.is_none()),
    );
    Span {
        start,
        end: next.map_or(len as u32, |it| it.span.start),
    }
}

/// The words that lead to a commit.
const LEADS: &[&str] = &["at ", "as of "];

/// Returns whether a text says that something is as it was at a commit.
fn names_commit(text: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, " `")
        .map(|at| at + 1)
        .chain(memmem::find_iter(bytes, "ommit ").map(|at| at + 6))
        .any(|at| is_commit(&text[at..]) && leads(&text[..at]))
}

/// Returns whether a text ends with words that lead to a commit.
fn leads(text: &str) -> bool {
    let text = text.trim_end();
    let text = ["commit", "revision"]
        .iter()
        .find_map(|it| strip_end(text, it))
        .unwrap_or(text)
        .trim_end();
    let text = strip_end(text, " the").unwrap_or(text);
    LEADS.iter().any(|lead| {
        strip_end(text, lead.trim_end())
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()))
    })
}

fn strip_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(end.len())?;
    let same = text.as_bytes()[at..].eq_ignore_ascii_case(end.as_bytes());
    same.then(|| &text[..at])
}

/// Returns whether a text begins with the name of a commit, or of one before it: `f858c19`, `` `f858c19^` ``, `f858c19~2`.
fn is_commit(text: &str) -> bool {
    let text = text.strip_prefix('`').unwrap_or(text);
    let len = text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let (name, rest) = text.split_at(len);
    let has = |kind: fn(&u8) -> bool| name.bytes().any(|it| kind(&it));
    (7..=40).contains(&len)
        // A number or a word of the letters a to f is none.
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))
}

/// Returns whether a commit follows a reference.
fn follows(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*', ')']);
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    LEADS.iter().any(|lead| {
        scan::starts_with_ignore_case(rest, lead) && {
            let rest = &rest[lead.len()..];
            let rest = rest.strip_prefix("commit ").unwrap_or(rest);
            is_commit(rest)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_are_told_from_other_words() {
        for text in [
            "Old mechanics (all at `f858c19^`):",
            "The files at commit 1a2b3c4d:",
            "As of `1a2b3c4~2` there were:",
            "as of the commit `1a2b3c4`:",
        ] {
            assert!(names_commit(text), "{text}");
        }
        for text in [
            "Look at `store.rs`:",
            "that `1a2b3c4` changed:",
            "at `1234567` bytes:",
            "at `defaced`:",
            "in commit 1a2b3c4:",
            "at `1a2b3c4-x`:",
        ] {
            assert!(!names_commit(text), "{text}");
        }
    }

    #[test]
    fn a_commit_may_follow_at_once() {
        assert!(follows("` at `f858c19^` (see there)"));
        assert!(follows(" as of commit f858c19."));
        assert!(!follows(" at line 12"));
        assert!(!follows("`, at `f858c19`"));
    }
}
