//! The word that was probably meant.

/// The letters of a word below which a likeness that is not one slip of the fingers is chance.
const SHORT: usize = 6;

/// Returns the candidate that looks most like `word`, if any looks like it at all.
pub fn nearest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|it| (strsim::jaro_winkler(&folded, &it.to_lowercase()), it))
        .filter(|(score, it)| {
            let short = folded.chars().count() < SHORT;
            let slip = || strsim::osa_distance(&folded, &it.to_lowercase()) <= 1;
            *score > 0.82 && (!short || slip())
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, it)| it)
}
