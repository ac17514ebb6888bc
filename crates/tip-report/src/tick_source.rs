//! Whose word a tick is.

use tip_plan::{BoxState, CheckBox, Confirmation, Proof, Unit, Voice};
use tip_rules::EvidenceAnswer;

use crate::{PlanFile, escape};

/// Whose word a tick is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TickSource<'a> {
    /// A person's, who confirmed the text as it stands.
    Person(Confirmation<'a>),
    /// An agent's alone.
    Agent(Confirmation<'a>),
    /// The program's: it ran the commands, and they did what is expected.
    Tip(&'a EvidenceAnswer),
    /// Nobody knows: somebody wrote it.
    Unknown,
}

impl TickSource<'_> {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Agent(_) => "agent",
            Self::Tip(_) => "tip",
            Self::Unknown => "unknown",
        }
    }

    /// Says it in a phrase that fits behind "ticked".
    pub fn phrase(&self) -> String {
        match self {
            Self::Person(word) => said(word, "who confirmed it"),
            Self::Agent(word) => said(word, "whose word it is alone"),
            Self::Tip(EvidenceAnswer::Stale(why)) => {
                format!("by tip, which ran it, but {why}")
            }
            Self::Tip(_) => "by tip, which ran it, and nothing changed since".to_owned(),
            Self::Unknown => "by somebody: no evidence and no confirmation is known".to_owned(),
        }
    }
}

/// Says on whose word a unit without a box is done; `None` where no word stands behind its title.
pub fn unit_word(file: &PlanFile<'_>, unit: &Unit) -> Option<String> {
    let words = file.plan.unit_confirmations(file.doc, unit);
    let is_person = |it: &&Confirmation<'_>| it.fresh && it.voice == Voice::Person;
    let word = words.iter().find(is_person).or(words.last())?;
    let when = word.date.map(|it| format!(", {it}")).unwrap_or_default();
    Some(match word.voice {
        Voice::Person => format!("confirmed by {}{when}", escape::line(word.who)),
        Voice::Agent => format!("on the word of {} alone{when}", escape::line(word.who)),
    })
}

/// Says whose word something is, and when it was said.
fn said(word: &Confirmation<'_>, how: &str) -> String {
    let who = if word.who.is_empty() {
        "somebody"
    } else {
        word.who
    };
    let when = word.date.map(|it| format!(" on {it}")).unwrap_or_default();
    let note = if word.note.is_empty() {
        String::new()
    } else {
        format!(": {}", word.note)
    };
    format!("by {who}, {how}{when}{note}")
}

impl<'a> PlanFile<'a> {
    /// Returns whose word the tick of a box is; `None` for one that is not ticked.
    pub fn tick_source(&self, it: &CheckBox) -> Option<TickSource<'a>> {
        if it.state != BoxState::Done {
            return None;
        }
        if let Some(word) = self.plan.confirmed(self.doc, it) {
            return Some(TickSource::Person(word));
        }
        if let Some(answer @ (EvidenceAnswer::Fresh | EvidenceAnswer::Stale(_))) =
            self.evidence_of(it)
        {
            return Some(TickSource::Tip(answer));
        }
        // What a run or a person has to show an agent only has a word on.
        if self.plan.proof(it) != Proof::Tick {
            return Some(TickSource::Unknown);
        }
        let mut words = self.plan.confirmations(self.doc, it).into_iter();
        let agents = words.find(|it| it.fresh && it.voice == Voice::Agent);
        Some(agents.map_or(TickSource::Unknown, TickSource::Agent))
    }

    /// Returns what is known of runs of a box.
    pub fn evidence_of(&self, it: &CheckBox) -> Option<&'a EvidenceAnswer> {
        self.evidence.and_then(|known| known.get(&it.id))
    }
}

/// Counts whose word the ticks of files are: `2 by tip, 1 by a person, 3 by somebody`; `None` where nothing is known of any.
pub(crate) fn counted(files: &[PlanFile<'_>]) -> Option<String> {
    let (mut person, mut tip, mut agent, mut unknown) = (0, 0, 0, 0);
    for file in files {
        for it in &file.plan.boxes {
            match file.tick_source(it) {
                Some(TickSource::Person(_)) => person += 1,
                Some(TickSource::Tip(_)) => tip += 1,
                Some(TickSource::Agent(_)) => agent += 1,
                Some(TickSource::Unknown) => unknown += 1,
                None => {}
            }
        }
    }
    if person + tip + agent == 0 {
        return None;
    }
    let parts = [
        (tip, "by tip"),
        (person, "by a person"),
        (agent, "on the word of an agent alone"),
        (unknown, "by somebody unknown"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, by)| format!("{count} {by}")).collect();
    Some(parts.join(", "))
}
