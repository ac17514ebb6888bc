//! Sections between marks, in files that somebody else writes too.

use super::Marks;

/// Returns a text with the section, in the place of an older one or at the end; `None` where an older one does not end.
pub(super) fn with(text: &str, marks: Marks, section: &str) -> Option<String> {
    let ours = format!("{}\n{section}{}\n", marks.begin, marks.end);
    match find(text, marks) {
        Found::Whole(start, end) => Some(format!("{}{ours}{}", &text[..start], &text[end..])),
        Found::Endless => None,
        Found::Nothing if text.trim().is_empty() => Some(ours),
        Found::Nothing => Some(format!("{}\n\n{ours}", text.trim_end())),
    }
}

/// Returns a text without the section; `None` where it does not end.
pub(super) fn without(text: &str, marks: Marks) -> Option<String> {
    match find(text, marks) {
        Found::Nothing => Some(text.to_owned()),
        Found::Endless => None,
        Found::Whole(start, end) => {
            let before = text[..start].trim_end();
            let after = text[end..].trim_start_matches('\n');
            Some(match (before.is_empty(), after.is_empty()) {
                (true, _) => after.to_owned(),
                (false, true) => format!("{before}\n"),
                (false, false) => format!("{before}\n\n{after}"),
            })
        }
    }
}

enum Found {
    Nothing,
    /// Where it starts and ends, the last line end included.
    Whole(usize, usize),
    Endless,
}

fn find(text: &str, marks: Marks) -> Found {
    let Some(start) = text.find(marks.begin) else {
        return Found::Nothing;
    };
    match text[start..].find(marks.end) {
        None => Found::Endless,
        Some(at) => {
            let end = start + at + marks.end.len();
            let rest = &text[end..];
            let line_end = if rest.starts_with("\r\n") {
                2
            } else {
                usize::from(rest.starts_with('\n'))
            };
            Found::Whole(start, end + line_end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MARKDOWN;
    use super::*;

    #[test]
    fn a_section_is_added_once_renewed_and_taken_out_without_a_trace() {
        for text in ["", "# Rules\n\nBe kind.\n", "no line end"] {
            let once = with(text, MARKDOWN, "one\n").expect("it can be added");
            assert_eq!(with(&once, MARKDOWN, "one\n").as_ref(), Some(&once));
            let renewed = with(&once, MARKDOWN, "two\n").expect("it can be renewed");
            assert!(
                renewed.contains("two") && !renewed.contains("one"),
                "{renewed}"
            );
            let gone = without(&renewed, MARKDOWN).expect("it can be taken out");
            assert_eq!(gone.trim_end(), text.trim_end());
        }
    }

    #[test]
    fn what_stands_around_a_section_stays() {
        let text = "above\n\n<!-- begin tip: `tip init --agents` writes this -->\nx\n<!-- end tip -->\n\nbelow\n";
        assert_eq!(without(text, MARKDOWN).as_deref(), Some("above\n\nbelow\n"));
        assert_eq!(without("above\n", MARKDOWN).as_deref(), Some("above\n"));
    }

    #[test]
    fn a_section_without_an_end_is_left_alone() {
        let text = "<!-- begin tip: `tip init --agents` writes this -->\nx\n";
        assert_eq!(with(text, MARKDOWN, "y\n"), None);
        assert_eq!(without(text, MARKDOWN), None);
    }
}
