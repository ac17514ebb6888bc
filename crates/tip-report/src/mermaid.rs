//! What Mermaid's diagrams have in common.

use std::fmt::Write as _;

use crate::escape;

/// Makes text safe within the quotes of a label.
pub(crate) fn label(text: &str) -> String {
    let mut safe = String::new();
    for c in escape::line(text).chars() {
        match c {
            // Entities of Mermaid are written with `#`.
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '[' | ']' | '{' | '}' | '|' | '*' | '_'
            | '~' => {
                let _ = write!(safe, "#{};", u32::from(c));
            }
            _ => safe.push(c),
        }
    }
    safe
}

/// Makes text safe where no quotes are possible: what would end it becomes a space.
pub(crate) fn bare(text: &str) -> String {
    let line = escape::line(text);
    let kept = line.chars().map(|c| match c {
        ':' | ';' | '#' | ',' | '%' | '<' | '>' | '"' | '{' | '}' => ' ',
        c => c,
    });
    let kept: String = kept.collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    if words.is_empty() {
        "-".to_owned()
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_of_its_own_is_no_more_than_text() {
        assert_eq!(label(r#"a"b<i> #1"#), "a#34;b#60;i#62; #35;1");
        assert_eq!(bare("Store: a, b; %% c"), "Store a b c");
        assert_eq!(bare("::"), "-");
    }
}
