//! What in a command has to be filled in before it can run.

use tip_syntax::scan;

/// Returns whether a text holds something to be filled in: `<name>`, `[name]`, `{name}`.
pub(crate) fn has_placeholder(text: &str) -> bool {
    let samples = ["path/to/", "YYYY-MM-DD", "XXXX"];
    if samples.iter().any(|it| scan::contains(text, it)) {
        return true;
    }
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => {
                let Some(len) = text[at + 1..].find('>') else {
                    continue;
                };
                let inner = &text[at + 1..at + 1 + len];
                let named = !inner.is_empty()
                    && inner.len() <= 40
                    && inner
                        .bytes()
                        .next()
                        .is_some_and(|b| b.is_ascii_alphabetic())
                    && inner.bytes().all(|b| {
                        b.is_ascii_alphanumeric()
                            || matches!(b, b'-' | b'_' | b' ' | b'/' | b'.' | b'|')
                    });
                let heredoc = at > 0 && bytes[at - 1] == b'<';
                let quoted = heredoc
                    || at > 0 && matches!(bytes[at - 1], b'\\' | b'"' | b'\'')
                    || single_quoted(text, at);
                if named && !quoted {
                    return true;
                }
            }
            b'[' => {
                let Some(len) = text[at + 1..].find(']') else {
                    continue;
                };
                let inner = &text[at + 1..at + 1 + len];
                let before = at.checked_sub(1).map(|before| bytes[before]);
                let word = inner.len() > 2
                    && inner
                        .bytes()
                        .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b' '))
                    && !inner.starts_with([' ', '-'])
                    && !inner.contains("a-z")
                    && !inner.contains("A-Z");
                if word && matches!(before, None | Some(b' ' | b'/')) && !single_quoted(text, at) {
                    return true;
                }
            }
            b'{' => {
                let Some(len) = text[at + 1..].find('}') else {
                    continue;
                };
                let inner = &text[at + 1..at + 1 + len];
                let before = at.checked_sub(1).map(|before| bytes[before]);
                let word = inner.len() > 1
                    && inner
                        .bytes()
                        .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'));
                if word
                    && !matches!(before, Some(b'$' | b'{' | b'@' | b'%'))
                    && !quoted_anywhere(text, at)
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn single_quoted(text: &str, at: usize) -> bool {
    text[..at].bytes().filter(|&b| b == b'\'').count() % 2 == 1
}

fn quoted_anywhere(text: &str, at: usize) -> bool {
    single_quoted(text, at) || text[..at].bytes().filter(|&b| b == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_told_from_what_a_shell_reads() {
        for text in ["a <name>", "a [file]", "a {id}", "a path/to/b"] {
            assert!(has_placeholder(text), "{text}");
        }
        for text in [
            "a < b > c",
            "awk '{print}' a",
            "[ -f a ]",
            "a ${b}",
            "cat <<END",
        ] {
            assert!(!has_placeholder(text), "{text}");
        }
    }
}
