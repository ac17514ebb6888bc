//! Makes text safe for where it is shown.
//!
//! Plans hold any bytes, terminal escapes and characters that reorder text among them. Whoever reads a report must see them, not be
//! fooled by them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The columns that a tab is shown as.
pub(crate) const TAB: &str = "    ";

/// Returns what a character is shown as on a terminal; `None` when it is safe as it is.
///
/// Line ends are safe here: whoever shows one line folds them before.
pub(crate) fn shown(c: char) -> Option<Cow<'static, str>> {
    match c {
        '\n' | ' '..='~' => None,
        '\t' => Some(Cow::Borrowed(TAB)),
        '\u{7f}' => Some(Cow::Borrowed("␡")),
        '\0'..'\u{20}' => {
            let picture = char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}');
            Some(Cow::Owned(picture.to_string()))
        }
        _ if is_treacherous(c) => Some(Cow::Owned(format!("<U+{:04X}>", u32::from(c)))),
        _ => None,
    }
}

/// Returns the first character that is not seen as what it is: one that steers a terminal, reorders others or is not seen at all.
pub fn unseen(text: &str) -> Option<char> {
    text.chars()
        .find(|it| !matches!(it, '\t' | '\r') && shown(*it).is_some())
}

/// Returns whether a character changes the order of others, ends a line for some programs, or is not seen where it stands.
///
/// Joiners are not among them: emoji and several scripts need them.
fn is_treacherous(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Makes text of several lines safe for a terminal.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.replace("\r\n", "\n").chars() {
        match shown(c) {
            Some(shown) => safe.push_str(&shown),
            None => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Makes text safe for one line of a terminal: runs of white space, line ends among them, become one space.
pub fn line(text: &str) -> Cow<'_, str> {
    let folded = fold(text);
    match terminal(&folded) {
        Cow::Borrowed(_) => folded,
        Cow::Owned(safe) => Cow::Owned(safe),
    }
}

fn fold(text: &str) -> Cow<'_, str> {
    let is_folded = !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.contains(['\n', '\r', '\t']);
    if is_folded {
        return Cow::Borrowed(text);
    }
    let words = text.split([' ', '\n', '\r', '\t']);
    Cow::Owned(
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// Makes text safe for the content and the attributes of XML, which cannot hold control characters at all.
pub fn xml(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"') && shown(c).is_none();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // Not characters to XML.
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => match shown(c) {
                Some(shown) => safe.push_str(&xml(&shown)),
                None => safe.push(c),
            },
        }
    }
    Cow::Owned(safe)
}

/// Makes text safe for the message of a workflow command of GitHub Actions.
pub fn github_message(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for c in terminal(text).chars() {
        match c {
            '%' => safe.push_str("%25"),
            '\n' => safe.push_str("%0A"),
            _ => safe.push(c),
        }
    }
    safe
}

/// Makes text safe for a property of a workflow command of GitHub Actions.
pub fn github_property(text: &str) -> String {
    github_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Makes a path relative to the repository a relative URI reference.
pub fn uri_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_no_marks_and_no_control_characters() {
        assert_eq!(
            xml("a < \"b\" & c\n\u{1b}[2J"),
            "a &lt; &quot;b&quot; &amp; c\n␛[2J"
        );
        assert_eq!(xml("\u{202e}\u{ffff}"), "&lt;U+202E&gt;\u{fffd}");
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["two\nlines", "計画 🎯", "👩‍💻"] {
            assert!(matches!(terminal(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn escapes_of_the_terminal_become_pictures() {
        assert_eq!(terminal("\u{1b}[31mred\u{7}\u{7f}"), "␛[31mred␇␡");
        assert_eq!(terminal("\u{9b}31m"), "<U+009B>31m");
    }

    #[test]
    fn a_lone_carriage_return_is_shown_and_one_in_a_line_end_is_not() {
        assert_eq!(terminal("a\rb\r\nc"), "a␍b\nc");
    }

    #[test]
    fn what_reorders_or_hides_text_is_shown() {
        assert_eq!(terminal("a\u{202e}b\u{2066}"), "a<U+202E>b<U+2066>");
        assert_eq!(terminal("a\u{200b}b\u{2028}"), "a<U+200B>b<U+2028>");
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(line(" a\r\n\tb  c\u{1b}"), "a b c␛");
        assert!(matches!(line("a b"), Cow::Borrowed("a b")));
    }

    #[test]
    fn a_workflow_command_cannot_be_left() {
        assert_eq!(
            github_message("50%\n::error::x\r\n"),
            "50%25%0A::error::x%0A"
        );
        assert_eq!(github_property("a,b:c%"), "a%2Cb%3Ac%25");
    }

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri_path("docs/計 #1.md"), "docs/%E8%A8%88%20%231.md");
    }
}
