//! Names of features.

use tip_syntax::scan;

/// Returns the name of a feature as files and front matter bear it: lower case, words joined by `-`.
pub fn slug(words: &str) -> String {
    scan::normalized(words).replace(' ', "-")
}

/// Returns the words of a slug as a title: the first one with a capital.
pub fn title_of_slug(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_slug_and_a_slug_becomes_a_title() {
        assert_eq!(slug("Export to CSV (v2)"), "export-to-csv-v2");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("Prüf-Plan"), "prüf-plan");
        assert_eq!(title_of_slug("export-to-csv"), "Export to csv");
        assert_eq!(title_of_slug(""), "");
    }
}
