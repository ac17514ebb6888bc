//! A user's words in a message.

/// The most characters of a user's words that a message repeats.
const MOST: usize = 60;

/// Returns `text` in backticks, on one line and cut short where it is long.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST) + 8);
    out.push('`');
    let mut count = 0;
    for (at, word) in text.split_whitespace().enumerate() {
        let space = (at > 0).then_some(' ');
        for c in space.into_iter().chain(word.chars()) {
            if count == MOST {
                out.truncate(out.trim_end().len());
                out.push_str("…`");
                return out;
            }
            out.push(if c == '`' { '\'' } else { c });
            count += 1;
        }
    }
    out.push('`');
    out
}

/// Returns each of `words` in backticks, with commas and a last `conjunction` between them.
pub(crate) fn quoted_list<'a>(
    words: impl IntoIterator<Item = &'a str>,
    conjunction: &str,
) -> String {
    let mut words: Vec<String> = words.into_iter().map(quoted).collect();
    let Some(last) = words.pop() else {
        return String::new();
    };
    if words.is_empty() {
        return last;
    }
    format!("{} {conjunction} {last}", words.join(", "))
}

/// Returns a number and its noun: `1 box`, `3 boxes`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_and_lines_joined() {
        assert_eq!(quoted("a\n  `b`"), "`a 'b'`");
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}`", "x".repeat(60)));
        assert_eq!(quoted(&"x".repeat(99)), format!("`{}…`", "x".repeat(60)));
        assert_eq!(
            quoted(&"yes ".repeat(20)),
            format!("`{}…`", "yes ".repeat(15).trim_end())
        );
        assert_eq!(quoted(""), "``");
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(quoted_list([], "or"), "");
        assert_eq!(quoted_list(["a"], "or"), "`a`");
        assert_eq!(quoted_list(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
