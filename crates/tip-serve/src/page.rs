//! Long answers in pieces.
//!
//! A cursor names where the next piece begins and what the whole was when it was given out, so that nobody reads the second half of
//! something else.

use serde::Serialize;
use tip_ledger::Digest;
use tip_work::Failure;

/// About how many characters a page of a list has.
const PAGE: usize = 8000;

/// A piece of a list.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next piece begins.
    pub(crate) more: Option<String>,
}

/// Returns the piece of a list that begins at a cursor.
pub(crate) fn page<T: Serialize>(items: Vec<T>, cursor: Option<&str>) -> Result<Page<T>, Failure> {
    page_of(items, cursor, usize::MAX)
}

/// Returns the piece of a list that begins at a cursor and holds at most so many things.
pub(crate) fn page_of<T: Serialize>(
    items: Vec<T>,
    cursor: Option<&str>,
    most: usize,
) -> Result<Page<T>, Failure> {
    let texts: Vec<String> = items
        .iter()
        .map(|it| serde_json::to_string(it).map_err(Failure::internal))
        .collect::<Result<_, _>>()?;
    let stamp = Digest::of(texts.concat().as_bytes()).short();
    let start = begin(cursor, &stamp)?;
    let mut end = start;
    let mut room = PAGE;
    while let Some(text) = texts.get(end)
        && (end == start || text.len() <= room)
        && end - start < most
    {
        room = room.saturating_sub(text.len());
        end += 1;
    }
    let more = (end < items.len()).then(|| write(end, &stamp));
    Ok(Page {
        items: items.into_iter().skip(start).take(end - start).collect(),
        more,
    })
}

/// Returns the piece of a text that begins at a cursor and has about so many characters, whole lines of it.
pub(crate) fn text_page<'a>(
    text: &'a str,
    cursor: Option<&str>,
    stamp: &str,
    characters: usize,
) -> Result<(&'a str, Option<String>), Failure> {
    let start = begin(cursor, stamp)?;
    let rest = text.get(start..).ok_or_else(|| unknown(cursor))?;
    let mut room = characters.max(1);
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        let length = line.chars().count();
        if length > room {
            break;
        }
        room -= length;
        end += line.len();
    }
    if end == 0 {
        // A line that is longer than a page is cut.
        end = rest
            .char_indices()
            .nth(characters.max(1))
            .map_or(rest.len(), |(at, _)| at);
    }
    let more = (end < rest.len()).then(|| write(start + end, stamp));
    Ok((&rest[..end], more))
}

fn write(at: usize, stamp: &str) -> String {
    format!("{at}.{stamp}")
}

/// Returns where a cursor begins.
fn begin(cursor: Option<&str>, stamp: &str) -> Result<usize, Failure> {
    let Some(cursor) = cursor else {
        return Ok(0);
    };
    let (at, known) = cursor
        .split_once('.')
        .ok_or_else(|| unknown(Some(cursor)))?;
    let at = at.parse().map_err(|_| unknown(Some(cursor)))?;
    if known != stamp {
        return Err(Failure::user("it has changed since the first piece of it")
            .hint("ask again without `cursor`"));
    }
    Ok(at)
}

fn unknown(cursor: Option<&str>) -> Failure {
    let cursor = cursor.unwrap_or_default();
    Failure::usage(format!("`{cursor}` is no cursor"))
        .hint("`more` of the answer before is one, as it stands")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_list_are_the_list() {
        let all: Vec<String> = (0..500).map(|it| format!("{it:060}")).collect();
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = page(all.clone(), cursor.as_deref()).expect("a cursor of ours");
            assert!(page.items.len() < 200);
            seen.extend(page.items);
            cursor = page.more;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn the_pieces_of_a_text_are_the_text_whatever_its_lines() {
        for text in ["", "a\nbb\nccc\n", &"é".repeat(100), "x\n\n\ny"] {
            let (mut seen, mut cursor) = (String::new(), None);
            loop {
                let (piece, more) =
                    text_page(text, cursor.as_deref(), "v", 7).expect("a cursor of ours");
                seen.push_str(piece);
                cursor = more;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, text);
        }
    }

    #[test]
    fn a_cursor_of_another_version_or_of_nobody_is_refused() {
        let refused = |cursor: &str| text_page("ab", Some(cursor), "v", 1).is_err();
        assert!(refused("1.w"));
        assert!(refused("x"));
        assert!(refused("9.v"));
        assert!(!refused("1.v"));
    }
}
