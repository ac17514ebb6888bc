//! The words in which others tell the stages of a plan.

use tip_syntax::scan;

use crate::{DialectId, Stage};

/// Words for stages that belong together.
#[derive(Debug)]
pub struct LifeCycle {
    /// The dialect that always uses it.
    dialect: Option<DialectId>,
    /// A plan with one of these words uses it, in lower case.
    signs: &'static [&'static str],
    /// The words.
    words: &'static [(Stage, &'static str)],
    /// Whether there are no other words: a tool reads them.
    pub closed: bool,
}

/// Every life cycle that is not the template's.
const LIFE_CYCLES: &[LifeCycle] = &[
    LifeCycle {
        dialect: Some(DialectId::Backlog),
        signs: &[],
        words: &[
            (Stage::Approved, "To Do"),
            (Stage::InProgress, "In Progress"),
            (Stage::Complete, "Done"),
        ],
        closed: true,
    },
    LifeCycle {
        dialect: None,
        signs: &["proposed", "accepted"],
        words: &[
            (Stage::Draft, "Proposed"),
            (Stage::Approved, "Accepted"),
            (Stage::Complete, "Implemented"),
            (Stage::Superseded, "Superseded"),
            (Stage::Abandoned, "Rejected"),
        ],
        closed: false,
    },
    LifeCycle {
        dialect: None,
        signs: &["to do", "todo"],
        words: &[
            (Stage::Approved, "To Do"),
            (Stage::InProgress, "In Progress"),
            (Stage::Complete, "Done"),
        ],
        closed: false,
    },
];

impl LifeCycle {
    /// Returns its word for a stage.
    pub fn word(&self, stage: Stage) -> Option<&'static str> {
        let mut words = self.words.iter();
        words.find_map(|(it, word)| (*it == stage).then_some(*word))
    }
}

/// Returns the life cycle that a plan uses which writes its stage so; `None` for the template's.
pub fn life_cycle(dialect: DialectId, written: &str) -> Option<&'static LifeCycle> {
    let folded = scan::normalized(written);
    LIFE_CYCLES.iter().find(|it| match it.dialect {
        Some(of) => of == dialect,
        // A word in another case (`proposed`) has a manner of its own.
        None => written.starts_with(char::is_uppercase) && it.signs.contains(&folded.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_its_stage() {
        for (stage, word) in LIFE_CYCLES.iter().flat_map(|it| it.words) {
            assert_eq!(Stage::parse(word), Some(*stage), "{word}");
        }
    }
}
