//! Which of several texts speaks most likely of the same thing as another: a hint for a person, never a link.
//!
//! Links are recovered by the words that two texts share, the rare ones weighing more, in the sense of G. Antoniol, G. Canfora,
//! G. Casazza, A. De Lucia and E. Merlo, "Recovering traceability links between code and documentation", IEEE Transactions on Software
//! Engineering 28(10), 2002.

use std::collections::{BTreeMap, BTreeSet};

use tip_syntax::scan;

/// The fewest words that two texts share which speak of the same thing.
const LEAST_WORDS: usize = 3;

/// The least share of the weight of both texts that lies in the words that they share.
const LEAST_SHARE: f64 = 0.3;

/// Words that every text has.
const COMMON: &[&str] = &[
    "the",
    "and",
    "for",
    "are",
    "was",
    "that",
    "this",
    "with",
    "from",
    "into",
    "not",
    "has",
    "have",
    "had",
    "its",
    "all",
    "any",
    "can",
    "when",
    "then",
    "given",
    "test",
    "tests",
    "validates",
    "should",
    "must",
    "will",
    "one",
    "each",
    "which",
];

/// Returns which of the texts is most like another; nothing where none is, or two are as much.
pub(super) fn most_alike(text: &str, others: &[(usize, String)]) -> Option<usize> {
    let words = words_of(text);
    let others: Vec<(usize, BTreeSet<String>)> = others
        .iter()
        .map(|(at, text)| (*at, words_of(text)))
        .collect();
    let mut spread: BTreeMap<&str, u32> = BTreeMap::new();
    for word in others.iter().flat_map(|it| &it.1) {
        *spread.entry(word).or_default() += 1;
    }
    // A word that stands in few of them tells more.
    let weight = |word: &String| 1.0 / f64::from(spread.get(word.as_str()).copied().unwrap_or(1));
    let sum = |words: &BTreeSet<String>| words.iter().map(weight).sum::<f64>();
    let own = sum(&words);
    let mut best: Option<(f64, usize)> = None;
    let mut is_alone = false;
    for (at, other) in &others {
        let shared: BTreeSet<String> = words.intersection(other).cloned().collect();
        let share = 2.0 * sum(&shared) / (own + sum(other)).max(f64::MIN_POSITIVE);
        if shared.len() < LEAST_WORDS || share < LEAST_SHARE {
            continue;
        }
        match best {
            Some((least, _)) if share < least => {}
            Some((least, _)) if share > least => (best, is_alone) = (Some((share, *at)), true),
            Some(_) => is_alone = false,
            None => (best, is_alone) = (Some((share, *at)), true),
        }
    }
    best.filter(|_| is_alone).map(|it| it.1)
}

/// Returns how much of what a text says each of some others says too, from 0 to 1; the words that few of them have weigh more, and what
/// none has is not asked for.
pub fn likeness(text: &str, others: &[&str]) -> Vec<f64> {
    let words = words_of(text);
    let others: Vec<BTreeSet<String>> = others.iter().map(|it| words_of(it)).collect();
    let weight = |word: &&String| {
        let holding = others.iter().filter(|it| it.contains(*word)).count();
        u32::try_from(holding).map_or(0.0, |it| if it == 0 { 0.0 } else { 1.0 / f64::from(it) })
    };
    let all: f64 = words.iter().map(|it| weight(&it)).sum();
    let of = |other: &BTreeSet<String>| {
        let shared: Vec<&String> = words.intersection(other).collect();
        if shared.len() < LEAST_WORDS {
            return 0.0;
        }
        shared.iter().map(weight).sum::<f64>() / all.max(f64::MIN_POSITIVE)
    };
    others.iter().map(of).collect()
}

/// Returns the words that tell something, each once and without its ending.
fn words_of(text: &str) -> BTreeSet<String> {
    let text = scan::normalized(text);
    let words = text
        .split(' ')
        .filter(|it| it.len() > 2 || it.bytes().all(|it| it.is_ascii_digit()));
    let telling = words.filter(|it| !it.is_empty() && !COMMON.contains(it));
    telling.map(|it| stem(it).to_owned()).collect()
}

fn stem(word: &str) -> &str {
    let bare = ["ing", "ed", "es", "s"].iter().find_map(|it| {
        let rest = word.strip_suffix(it)?;
        (rest.len() > 2).then_some(rest)
    });
    bare.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, others: &[&str], expected: Option<usize>) {
        let others: Vec<(usize, String)> = others
            .iter()
            .map(|it| (*it).to_owned())
            .enumerate()
            .collect();
        assert_eq!(most_alike(text, &others), expected);
    }

    #[test]
    fn rare_words_tell_which_text_is_meant() {
        check(
            "A boat that draws less than the depth: one window of 24 hours is shown",
            &[
                "A boat with less draft than the depth has one window of 24 hours",
                "A boat that is too deep at high water has none",
            ],
            Some(0),
        );
    }

    #[test]
    fn what_shares_the_rare_words_of_a_text_is_most_like_it() {
        let text = "Show the next tide on the page of the harbor";
        let of = likeness(
            text,
            &[
                "The page of the harbor SHALL show when the next tide comes",
                "The page of the harbor SHALL be printed",
                "A boat",
            ],
        );
        assert!(of[0] > 0.8 && of[0] > of[1], "{of:?}");
        assert!(of[2] < f64::EPSILON, "{of:?}");
    }

    #[test]
    fn few_words_and_equal_texts_tell_nothing() {
        check("A boat waits", &["A boat is there", "Nobody waits"], None);
        let same = "the first waiting boat gets the offer";
        check(same, &[same, same], None);
        check("", &[""], None);
    }
}
