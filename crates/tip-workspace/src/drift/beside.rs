//! What a plan says beside a reference: names in code and quotations of the same sentence.

use tip_drift::Word;
use tip_plan::Reference;
use tip_syntax::{BlockKind, Document, Span};

/// How many words are kept of either kind.
const MOST_WORDS: usize = 8;

/// How much of a word is kept, in bytes.
const LONGEST: usize = 160;

/// The words of the sentence of a reference, the nearest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Beside {
    /// Those that no other reference stands between.
    pub(super) nearest: Vec<Word>,
    /// The others.
    pub(super) others: Vec<Word>,
}

/// A word and where it stands.
struct Token {
    span: Span,
    word: Word,
}

/// Reads what a plan says beside a reference, of all that it has.
pub(super) fn beside(doc: &Document, references: &[Reference], own: &Reference) -> Beside {
    let Some(region) = region(doc, own.span) else {
        return Beside::default();
    };
    let (tokens, ends) = read(doc, region);
    let start = own.span.start();
    let from = ends.iter().rev().find(|it| **it <= start);
    let from = from.copied().unwrap_or(region.start());
    let to = ends.iter().find(|it| **it >= own.span.end());
    let to = to.copied().unwrap_or(region.end());
    let around = references.iter().filter(|it| it.span != own.span);
    let around: Vec<Span> = around.map(|it| it.span).collect();
    let is_apart = |span: Span| {
        let meets = |it: &Span| it.start < span.end && span.start < it.end;
        !meets(&own.span) && !around.iter().any(meets)
    };
    let before = around.iter().map(|it| it.end()).filter(|it| *it <= start);
    let before = before.max().unwrap_or_default();
    let after = around.iter().map(|it| it.start());
    let after = after.filter(|it| *it >= own.span.end()).min();
    let after = after.unwrap_or(usize::MAX);
    // In brackets stands what belongs to the words before them.
    let text = doc.source().text();
    let lead = &text[from..start.max(from)];
    let is_within = lead.matches('(').count() > lead.matches(')').count();
    let closes = text[start..to.max(start)].find(')').filter(|_| is_within);
    let closes = closes.map_or(usize::MAX, |it| start + it);
    let mut found: Vec<(bool, bool, usize, Word)> = tokens
        .into_iter()
        .filter(|it| it.span.start() >= from && it.span.end() <= to && is_apart(it.span))
        .map(|it| {
            let (at, end) = (it.span.start(), it.span.end());
            let is_far = end < before || at > after;
            let distance = if end <= start {
                start - end
            } else {
                at - start
            };
            (is_far, at > closes, distance, it.word)
        })
        .collect();
    found.sort_by_key(|it| (it.0, it.1, it.2));
    let mut beside = Beside::default();
    for (is_far, .., word) in found {
        let words = if is_far {
            &mut beside.others
        } else {
            &mut beside.nearest
        };
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    beside
}

/// Returns the text that holds the sentence of a reference: its paragraph, or the row of its table.
fn region(doc: &Document, span: Span) -> Option<Span> {
    let mut region = None;
    for block in doc.blocks().iter().filter(|it| it.span.contains(span)) {
        match block.kind {
            BlockKind::TableHead | BlockKind::TableRow => return Some(block.span),
            BlockKind::Paragraph | BlockKind::Heading(_) => region = Some(block.content),
            _ => {}
        }
    }
    region
}

/// Reads the words of a region and where its sentences end.
fn read(doc: &Document, region: Span) -> (Vec<Token>, Vec<usize>) {
    let text = doc.source().slice(region);
    let (mut tokens, mut ends) = (Vec::new(), Vec::new());
    let mut push = |from: usize, to: usize, word: Word| {
        let span = Span::new(region.start() + from, region.start() + to);
        tokens.push(Token { span, word });
    };
    let mut at = 0;
    while let Some(it) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = at + it.len_utf8();
        match it {
            '`' => {
                let marks = rest.len() - rest.trim_start_matches('`').len();
                let (mark, inner) = rest.split_at(marks);
                let Some(end) = inner.find(mark) else {
                    at += marks;
                    continue;
                };
                let code = inner[..end].trim();
                let end = at + 2 * marks + end;
                // What has a slash is a path.
                if !code.contains('/') {
                    push(at, end, Word::Code(cut(code)));
                }
                at = end;
            }
            '"' | '“' => {
                let close = if it == '"' { '"' } else { '”' };
                let inner = &text[next..];
                match inner.find(close) {
                    Some(end) => {
                        let quote = inner[..end].trim();
                        push(at, next + end, Word::Quote(cut(quote)));
                        at = next + end + close.len_utf8();
                    }
                    None => at = next,
                }
            }
            '.' | '!' | '?' | ';' => {
                if text[next..].starts_with(char::is_whitespace) {
                    ends.push(region.start() + next);
                }
                at = next;
            }
            it if it.is_alphanumeric() || it == '_' => {
                let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
                let word = &rest[..end.unwrap_or(rest.len())];
                if is_name(word) {
                    push(at, at + word.len(), Word::Code(word.to_owned()));
                }
                at += word.len();
            }
            _ => at = next,
        }
    }
    (tokens, ends)
}

fn cut(word: &str) -> String {
    word[..word.floor_char_boundary(LONGEST)].to_owned()
}

/// Returns whether a word of prose looks like a name in code.
pub(super) fn is_name(word: &str) -> bool {
    let inner_upper =
        word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    word.len() >= 4 && (word.contains('_') || inner_upper)
}

#[cfg(test)]
mod tests {
    use tip_plan::{ReadOptions, read};

    use super::*;

    /// Shows the words beside each reference: the nearest, and behind a bar the others.
    fn words(text: &str) -> Vec<String> {
        let doc = Document::parse(format!("# Plan\n\n{text}\n").into_bytes());
        let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let said = |words: &[Word]| {
            let words: Vec<&str> = words.iter().map(Word::text).collect();
            words.join(", ")
        };
        let references = plan.references.iter();
        let beside = references.map(|it| beside(&doc, &plan.references, it));
        beside
            .map(|it| format!("{} | {}", said(&it.nearest), said(&it.others)))
            .collect()
    }

    #[test]
    fn the_words_before_the_brackets_of_a_reference_come_first() {
        let text = "The boat has a read path (`harbor.read`, `src/a.py:3`) and a write path (`harbor.write`, `src/b.py:4`). Both `fail`.";
        assert_eq!(
            words(text),
            ["harbor.read, harbor.write | ", "harbor.write | harbor.read"]
        );
    }

    #[test]
    fn a_sentence_may_go_over_lines_and_quote() {
        let text = "Nothing here. This generalizes `harbor.remember`\n(`src/a.py:3`), which says \"no more than this\".";
        assert_eq!(words(text), ["harbor.remember, no more than this | "]);
    }

    #[test]
    fn a_row_of_a_table_is_a_sentence() {
        let text =
            "| What | Why |\n|---|---|\n| `src/a.py:3` | `type Row = {id}` is twice. `Other` too |";
        assert_eq!(words(text), ["type Row = {id} | "]);
    }

    #[test]
    fn what_follows_an_arrow_is_meant_too() {
        assert_eq!(words("- `src/a.py:3` → `Document`"), ["Document | "]);
        assert_eq!(
            words("- fix initialState in `src/a.py:3`"),
            ["initialState | "]
        );
    }
}
