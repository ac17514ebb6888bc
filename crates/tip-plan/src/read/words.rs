//! Sets of known words.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// A set of words, written as a sorted list and asked by hash.
pub(crate) struct Words {
    list: &'static [&'static str],
    set: OnceLock<FxHashSet<&'static str>>,
}

/// Makes a set of a list.
pub(crate) const fn words(list: &'static [&'static str]) -> Words {
    Words {
        list,
        set: OnceLock::new(),
    }
}

impl Words {
    /// Returns whether the set holds `word`.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.set
            .get_or_init(|| self.list.iter().copied().collect())
            .contains(word)
    }

    /// Returns whether the list is sorted and holds no word twice, which keeps it easy to extend.
    #[cfg(test)]
    pub(crate) fn is_tidy(&self) -> bool {
        self.list.is_sorted_by(|left, right| left < right)
    }
}
