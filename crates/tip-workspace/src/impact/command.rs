//! The files that commands name.

use super::{Found, Known, Reach};
use crate::Snapshot;
use crate::index::last_part;

/// What stands around words of a command.
const AROUND: [char; 10] = ['"', '\'', '`', '(', ')', ',', '=', '<', '>', '@'];

impl Snapshot {
    /// Returns the words of a command that lead to files that change.
    pub(super) fn in_command(
        &self,
        known: &Known<'_>,
        plan: &str,
        text: &str,
    ) -> Vec<(Reach, Vec<usize>)> {
        let mut found = Vec::new();
        let mut folder = String::new();
        for segment in text.split(['\n', ';', '|', '&']) {
            let mut words = segment.split_whitespace();
            if segment.trim_start().starts_with("cd ") {
                folder = words.nth(1).unwrap_or_default().trim_matches(AROUND).into();
                continue;
            }
            for word in words.flat_map(|it| it.split(AROUND)) {
                let Some(path) = path_of(word) else {
                    continue;
                };
                let below = format!("{}/{path}", folder.trim_end_matches('/'));
                let written = if folder.is_empty() { path } else { &below };
                // What has no name of its own and leads to no file that changes costs nothing.
                let is_folder = !last_part(written).contains('.');
                if !is_folder && !known.names.contains(last_part(written)) {
                    continue;
                }
                let meant = self.meant(plan, written, false);
                match meant.map_or(Found::Same, |it| self.found(known, &it)) {
                    Found::Changed(at) => found.push((Reach::File, vec![at])),
                    Found::Within(changed) => found.push((Reach::Folder, changed)),
                    Found::Same | Found::Nothing => {}
                }
            }
        }
        found
    }
}

/// Returns the path that a word of a command may be: `tests/test_a.py` of `tests/test_a.py::test_one`.
fn path_of(word: &str) -> Option<&str> {
    let word = word.split("::").next()?;
    let word = match word.split_once(':') {
        Some((path, rest)) if rest.starts_with(|it: char| it.is_ascii_digit()) => path,
        _ => word,
    };
    let path = word.strip_prefix("./").unwrap_or(word);
    let speaks = path.contains(['/', '.']) && path.contains(char::is_alphanumeric);
    (speaks && !path.starts_with('-') && !path.contains(['$', '*', ':'])).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_other_words() {
        let paths = ["./a.py", "tests/a.py::one", "src/a.rs:12", "tests/"];
        let read = paths.map(|it| path_of(it).expect("a path"));
        assert_eq!(read, ["a.py", "tests/a.py", "src/a.rs", "tests/"]);
        for word in ["pytest", "--cov=x", "-x", "$HOME/a", "http://a.b/c", "..."] {
            assert_eq!(path_of(word), None, "{word}");
        }
    }
}
