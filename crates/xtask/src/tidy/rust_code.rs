//! Rust source without comments and string literals, as tokens.
//!
//! Just enough to find a path such as `std::fs`, however it is imported.

/// A word or a single punctuation character, with its line counted from 1.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) line: usize,
}

/// Splits source into tokens; comments, strings and character literals are left out.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let skipped = skipped_len(rest);
        let len = if skipped > 0 {
            skipped
        } else {
            let len = word_len(rest).unwrap_or(first.len_utf8());
            if !first.is_whitespace() {
                tokens.push(Token {
                    text: &rest[..len],
                    line,
                });
            }
            len
        };
        line += rest[..len].matches('\n').count();
        rest = &rest[len..];
    }
    tokens
}

fn word_len(rest: &str) -> Option<usize> {
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    (end > 0).then_some(end)
}

/// Returns the length of the comment or literal that starts here, or 0.
fn skipped_len(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment_len(rest);
    }
    if let Some(len) = raw_string_len(rest) {
        return len;
    }
    match rest.as_bytes()[0] {
        b'"' => quoted_len(rest, '"'),
        // A lifetime has no closing quote after one character.
        b'\'' if is_char_literal(rest) => quoted_len(rest, '\''),
        _ => 0,
    }
}

fn block_comment_len(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = rest[at..].find(['/', '*']) {
        at += found;
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn raw_string_len(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix))?;
    let after = &rest[prefix.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body
        .find(&close)
        .map_or(body.len(), |end| end + close.len());
    Some(rest.len() - body.len() + end)
}

fn quoted_len(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn is_char_literal(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => true,
        (Some(_), Some(second)) => second == '\'',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let texts: Vec<&str> = tokens(source).iter().map(|token| token.text).collect();
        assert_eq!(texts.join(" "), expected);
    }

    #[test]
    fn words_and_punctuation() {
        check("use std::fs;", "use std : : fs ;");
    }

    #[test]
    fn comments_are_left_out() {
        check("a // std::fs\nb /* c /* d */ e */ f", "a b f");
    }

    #[test]
    fn strings_are_left_out() {
        check(r##"a "x \" y" b r#"p " q"# c b"z" d"##, "a b c b d");
    }

    #[test]
    fn a_lifetime_is_no_character() {
        check(
            "fn f<'a>(x: &'a str) { '\"'; '\\''; y }",
            "fn f < ' a > ( x : & ' a str ) { ; ; y }",
        );
    }

    #[test]
    fn a_name_that_ends_in_r_before_a_string_is_a_word() {
        check("writer\"x\" for", "writer for");
    }

    #[test]
    fn an_unclosed_literal_ends_with_the_file() {
        check("a \"b", "a");
        check("a /* b", "a");
        check("a r#\"b\"", "a");
    }

    #[test]
    fn lines_are_counted_through_what_is_left_out() {
        let lines: Vec<usize> = tokens("a\n/* \n */ b\n\"\n\" c")
            .iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
    }
}
