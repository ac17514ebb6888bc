//! The word that was probably meant.

use strsim::damerau_levenshtein;
use tip_syntax::scan;

/// Returns the candidate that `word` most looks like, if it looks like one at all.
///
/// Case and punctuation do not matter.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = scan::normalized(word);
    if folded.is_empty() || folded.len() > 40 {
        return None;
    }
    let allowed = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = damerau_levenshtein(&folded, &scan::normalized(candidate));
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        let candidates = ["draft", "approved", "in_progress", "complete"];
        assert_eq!(nearest(word, candidates), expected, "{word}");
    }

    #[test]
    fn what_looks_alike_is_found() {
        check("darft", Some("draft"));
        check("In-Progres", Some("in_progress"));
        check("aproved", Some("approved"));
        check("blue", None);
        check("", None);
    }
}
