//! Why a change cannot be made.

use thiserror::Error;

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The plan tells how far a unit has come by the boxes under it alone.
    #[error("the plan tells by its boxes how far `{handle}` has come")]
    ToldByBoxes {
        /// The unit.
        handle: String,
        /// The handles of its open boxes.
        open: Vec<String>,
    },
    /// A box cannot say it.
    #[error("the box of `{handle}` can say open or done, but not {state}")]
    BoxCannotSay {
        /// The unit.
        handle: String,
        /// What it should say.
        state: &'static str,
    },
    /// Nothing in the form in which a unit is written can tell how far it has come.
    #[error("nothing in `{handle}` tells how far it has come")]
    NoPlaceForState {
        /// The unit.
        handle: String,
    },
    /// What tells how far a unit has come says more than a state, and would lose it or contradict it.
    #[error("`{handle}` says `{written}`, which is more than a state")]
    StateIsProse {
        /// The unit.
        handle: String,
        /// Its words.
        written: String,
    },
    /// The plan says nowhere how far it has come, and has no front matter to say it in.
    #[error("the plan has no status")]
    NoStatus,
    /// The status says more than a stage, and would lose it.
    #[error("the status `{written}` says more than a stage")]
    StatusIsProse {
        /// Its words.
        written: String,
    },
    /// The form in which the plan is written has no word for a stage.
    #[error("a plan of the dialect `{dialect}` has no word for `{stage}`")]
    NoWordForStage {
        /// The dialect.
        dialect: &'static str,
        /// The stage.
        stage: &'static str,
    },
    /// The front matter cannot be read.
    #[error("the front matter cannot be read")]
    BrokenFrontMatter,
    /// The plan holds nothing of the kind that the change is about.
    #[error("the plan has no {what}")]
    Missing {
        /// What it does not have.
        what: String,
    },
    /// The plan writes such parts in a form that is not added to.
    #[error("the plan writes its {what} in a form that nothing is added to")]
    OtherForm {
        /// The parts.
        what: &'static str,
    },
    /// Several things bear one number, so that nobody knows which is meant.
    #[error(
        "several phases bear the number `{number}`, and which is meant is unclear on {}",
        on_lines(lines)
    )]
    AmbiguousNumber {
        /// The number.
        number: String,
        /// The lines that name it, with what stands there.
        lines: Vec<(u32, String)>,
    },
    /// A line about the past alone tells how far a phase has come that would get another number.
    #[error("line {line} tells by its number how far phase `{number}` has come: {text}")]
    ToldInHistory {
        /// The number.
        number: String,
        /// The line.
        line: u32,
        /// What stands there.
        text: String,
    },
    /// The title of the plan is a phase, one of several files.
    #[error("the plan is a phase itself, whose number other files may name")]
    IsPhase,
}

fn on_lines(lines: &[(u32, String)]) -> String {
    let numbers: Vec<String> = lines.iter().map(|(line, _)| line.to_string()).collect();
    let word = if numbers.len() == 1 { "line" } else { "lines" };
    format!("{word} {}", numbers.join(", "))
}
