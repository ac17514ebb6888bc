//! A user's words in a message.

/// The most characters of a user's words that a message repeats.
const MOST: usize = 60;

/// Returns `text` in backticks, on one line and cut short where it is long.
pub(crate) fn quoted(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = folded.replace('`', "'");
    if plain.chars().count() <= MOST {
        return format!("`{plain}`");
    }
    let head: String = plain.chars().take(MOST).collect();
    format!("`{}…`", head.trim_end())
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
        assert_eq!(quoted(&"x".repeat(99)), format!("`{}…`", "x".repeat(60)));
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(quoted_list([], "or"), "");
        assert_eq!(quoted_list(["a"], "or"), "`a`");
        assert_eq!(quoted_list(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
