//! Why a command cannot be run as it stands.

use tip_syntax::scan;

use crate::WhyNot;
use crate::read::mutates::mutates;

/// Returns why a command cannot be run as it stands.
pub fn why_not(text: &str) -> Option<WhyNot> {
    if text.contains("...") && has_ellipsis(text) || text.contains('…') {
        return Some(WhyNot::Ellipsis);
    }
    if has_placeholder(text) {
        return Some(WhyNot::Placeholder);
    }
    if !balanced(text) {
        return Some(WhyNot::Unbalanced);
    }
    if mutates(text) {
        return Some(WhyNot::Mutating);
    }
    waits(text).then_some(WhyNot::Interactive)
}

/// Returns whether an ellipsis stands as a word or at the end of one; `./...` of Go is none.
fn has_ellipsis(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(['"', '\'', ')', '(']);
        word == "..." || word.ends_with("...") && !word.ends_with("/...") && !word.contains("..=")
    })
}

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

/// Returns whether quotes close; a heredoc is left to the shell.
pub(crate) fn balanced(text: &str) -> bool {
    if text.contains("<<") {
        return true;
    }
    let mut quote: Option<u8> = None;
    let mut bytes = text.bytes().peekable();
    let mut before = b' ';
    while let Some(byte) = bytes.next() {
        match (quote, byte) {
            (None | Some(b'"'), b'\\') => {
                bytes.next();
            }
            (None, b'#') if before.is_ascii_whitespace() => {
                // A comment: quotes in it mean nothing.
                while bytes.peek().is_some_and(|&b| b != b'\n') {
                    bytes.next();
                }
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        before = byte;
    }
    quote.is_none()
}

fn waits(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.last() == Some(&"&") {
        return false;
    }
    let has = |needle: &str| words.contains(&needle);
    let stays = has("-d") || has("--detach") || has("--wait");
    let composes = matches!(
        words.as_slice(),
        ["docker" | "podman", "compose", "up", ..] | ["docker-compose", "up", ..]
    );
    composes && !stays
        || has("--watch")
        || has("watch") && !text.contains("grep")
        || has("-it")
        || has("--interactive")
        || matches!(
            words.as_slice(),
            [.., "run", "dev" | "start" | "serve" | "preview"]
        )
        || matches!(
            words.as_slice(),
            ["npm" | "yarn" | "pnpm" | "bun", "start" | "dev" | "serve"]
        )
        || matches!(
            words.first(),
            Some(&("vim" | "nvim" | "nano" | "less" | "top" | "uvicorn"))
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_run_is_told() {
        let check = |text: &str, expected| assert_eq!(why_not(text), expected, "{text}");
        check("cargo test", None);
        check("go test ./...", None);
        check("cargo test <name>", Some(WhyNot::Placeholder));
        check("cargo test [name]", Some(WhyNot::Placeholder));
        check("grep '<div>' a.html", None);
        check("grep -c '[a-z]' x", None);
        check("npm run ...", Some(WhyNot::Ellipsis));
        check("git commit -m \"x\"", Some(WhyNot::Mutating));
        check("git status && rm -rf x", Some(WhyNot::Mutating));
        check("{ rm -rf x; }", Some(WhyNot::Mutating));
        check("(rm -rf x; ls)", Some(WhyNot::Mutating));
        check("echo \"open", Some(WhyNot::Unbalanced));
        check("npm run dev", Some(WhyNot::Interactive));
        check("awk '{print $1}' x", None);
        check("echo ${HOME}", None);
        check("git branch --show-current --list", None);
    }
}
