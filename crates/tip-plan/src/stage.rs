//! The life cycle of a plan and of its units.

use tip_syntax::scan;

/// Where a plan stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Agreed on, not begun.
    Approved,
    /// Begun.
    InProgress,
    /// Done.
    Complete,
    /// Replaced by another plan.
    Superseded,
    /// Given up.
    Abandoned,
}

impl Stage {
    /// Every stage, in the order of life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Approved,
        Self::InProgress,
        Self::Complete,
        Self::Superseded,
        Self::Abandoned,
    ];

    /// Returns the word for it, as the template writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::InProgress => "in_progress",
            Self::Complete => "complete",
            Self::Superseded => "superseded",
            Self::Abandoned => "abandoned",
        }
    }

    /// Returns whether nothing remains to be done: complete, superseded or abandoned.
    pub fn is_over(self) -> bool {
        self >= Self::Complete
    }

    /// Reads a status as people write it: free text, emoji, any case.
    ///
    /// Returns `None` for words that say nothing about the life cycle.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text, true)
    }

    /// Reads a status; that of a whole is not complete when a part of it is: `Phase 1 complete`.
    fn read(text: &str, of_whole: bool) -> Option<Self> {
        let folded = scan::normalized(text);
        let head: Vec<&str> = folded.split(' ').take(10).collect();
        // `Locked; implementation active`: what is built says more than what was agreed on.
        let built = |at: usize| {
            let work = head[at..].iter().position(|it| {
                matches!(*it, "implementation" | "build" | "coding" | "development")
            })?;
            let rest = head[at + work + 1..].join(" ");
            Self::read(&rest, of_whole).filter(|it| *it > Self::Approved)
        };
        // The first word that says something decides, unless a word before it negates or weakens it.
        for (at, word) in head.iter().enumerate() {
            let pair = head.get(at + 1).copied().unwrap_or_default();
            let before = at.checked_sub(1).map_or("", |before| head[before]);
            let weakened = matches!(
                before,
                "analysis"
                    | "planning"
                    | "design"
                    | "investigation"
                    | "research"
                    | "not"
                    | "partially"
                    | "partly"
                    | "in"
                    | "almost"
                    | "mostly"
                    | "initial"
                    | "being"
            );
            // `implemented, awaiting a manual test` is nearly there, `implemented through phase 2` half way.
            let waits = head[at..].iter().enumerate().any(|(more, word)| {
                matches!(
                    *word,
                    "awaiting" | "blocked" | "except" | "remaining" | "untested"
                ) || matches!(*word, "remain" | "remains")
                    && !head[at..at + more]
                        .iter()
                        .any(|it| matches!(*it, "no" | "none" | "nothing"))
            });
            let waits = waits || matches!(pair, "through" | "up" | "until");
            // `analysis complete, ready for implementation` is not begun.
            let prepared = matches!(
                before,
                "analysis" | "planning" | "design" | "investigation" | "research"
            ) && head[at..]
                .iter()
                .any(|word| matches!(*word, "ready" | "awaiting" | "pending" | "approved"));
            let is_number = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
            let mut behind = head[..at].iter().rev().skip_while(|it| is_number(it));
            let part = is_number(before)
                && behind.next().is_some_and(|it| {
                    matches!(
                        *it,
                        "phase" | "phases" | "step" | "steps" | "milestone" | "stage" | "sprint"
                    )
                });
            let weakened = weakened || waits || (of_whole && part);
            let stage = match *word {
                "superseded" | "replaced" | "deprecated" | "obsolete" | "merged"
                    if pair == "into" || *word != "merged" =>
                {
                    Some(Self::Superseded)
                }
                "historical" => Some(Self::Superseded),
                "split" if pair == "into" => Some(Self::Superseded),
                "abandoned" | "cancelled" | "canceled" | "rejected" | "withdrawn" | "dropped"
                | "declined" | "reverted" | "skipped" | "shelved" => Some(Self::Abandoned),
                "hold" if before == "on" => Some(Self::InProgress),
                "wont" if matches!(pair, "do" | "fix") => Some(Self::Abandoned),
                "won" if pair == "t" => Some(Self::Abandoned),
                "not"
                    if matches!(
                        pair,
                        "started" | "built" | "implemented" | "done" | "complete" | "completed"
                    ) =>
                {
                    Some(if matches!(pair, "started" | "built") {
                        Self::Approved
                    } else {
                        Self::InProgress
                    })
                }
                "built" | "done" | "implemented" if before == "be" => Some(Self::Approved),
                "complete" | "completed" | "done" | "implemented" | "shipped" | "merged"
                | "finished" | "resolved" | "fixed" | "closed" | "released" | "delivered"
                | "deployed" | "archived" | "verified" | "built" | "landed" => Some(if prepared {
                    Self::Approved
                } else if weakened {
                    Self::InProgress
                } else {
                    Self::Complete
                }),
                "progress" | "inprogress" | "wip" | "active" | "started" | "implementing"
                | "ongoing" | "underway" | "partial" | "partially" | "doing" | "paused"
                | "blocked" | "testing" => Some(Self::InProgress),
                "in" if matches!(
                    pair,
                    "progress" | "development" | "implementation" | "flight"
                ) =>
                {
                    Some(Self::InProgress)
                }
                "in" if matches!(pair, "review" | "design") => Some(Self::Draft),
                "approved" | "ready" | "accepted" | "planned" | "todo" | "open" | "scheduled"
                | "pending" | "amended" | "backlog" | "deferred" | "postponed" | "parked" => {
                    Some(Self::Approved)
                }
                "locked" | "designed" => Some(Self::Approved),
                "created" if at == 0 => Some(Self::Draft),
                "to" if pair == "do" => Some(Self::Approved),
                "draft" | "planning" | "proposed" | "proposal" | "review" | "new" | "idea"
                | "exploring" | "investigating" | "revised" | "rfc" | "needs" | "drafting"
                | "research" => Some(Self::Draft),
                _ => None,
            };
            if let Some(stage) = stage {
                let built = (stage <= Self::Approved).then(|| built(at)).flatten();
                return built.or(Some(stage));
            }
        }
        // A mark alone says it too.
        text.contains(['✅', '✓', '✔', '☑'])
            .then_some(Self::Complete)
    }
}

/// How far a phase, a task or a step has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitState {
    /// Nothing tells.
    #[default]
    Unknown,
    /// Not begun.
    Open,
    /// Begun.
    InProgress,
    /// Done.
    Done,
    /// Deferred, skipped, struck out or given up.
    Dropped,
}

impl UnitState {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Returns the state that a sign before or behind a title tells.
    pub fn of_sign(sign: char) -> Option<Self> {
        match sign {
            '✅' | '✓' | '✔' | '☑' | '🎉' => Some(Self::Done),
            '🚧' | '🔄' | '⏳' => Some(Self::InProgress),
            '❌' | '⬜' | '🔲' | '☐' => Some(Self::Open),
            _ => None,
        }
    }

    /// Returns whether nothing remains to be done.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }

    /// Reads a state as people write it.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = scan::normalized(text);
        if ["deferred", "skipped", "skip", "n a", "na"]
            .iter()
            .any(|word| folded == *word || starts_word(&folded, word))
        {
            return Some(Self::Dropped);
        }
        if text.contains(['⏳', '🔄', '🚧', '🟡']) {
            return Some(Self::InProgress);
        }
        if starts_word(&folded, "not started")
            || starts_word(&folded, "pending")
            || text.contains(['⬜', '❌', '⏸', '☐'])
        {
            return Some(Self::Open);
        }
        Stage::read(text, false).map(Self::from)
    }
}

fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

impl From<Stage> for UnitState {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Draft | Stage::Approved => Self::Open,
            Stage::InProgress => Self::InProgress,
            Stage::Complete => Self::Done,
            Stage::Superseded | Stage::Abandoned => Self::Dropped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, stage: Option<Stage>) {
        assert_eq!(Stage::parse(text), stage, "{text}");
    }

    #[test]
    fn the_words_of_the_template_are_read() {
        for stage in Stage::ALL {
            check(stage.word(), Some(stage));
        }
    }

    #[test]
    fn free_text_is_mapped() {
        check("✅ Complete", Some(Stage::Complete));
        check(
            "COMPLETE (implementation started 2026-06-24)",
            Some(Stage::Complete),
        );
        check("Ready for implementation", Some(Stage::Approved));
        check("Phase 0 Complete (18.5% overall)", Some(Stage::InProgress));
        check("Phases 1-2 done", Some(Stage::InProgress));
        check(
            "Superseded. Use [06-aspects.md](./06)",
            Some(Stage::Superseded),
        );
        check("⚠️ SUPERSEDED - see other", Some(Stage::Superseded));
        check("Won't Do", Some(Stage::Abandoned));
        check("To Do", Some(Stage::Approved));
        check("In Progress", Some(Stage::InProgress));
        check("Partially Complete (60%)", Some(Stage::InProgress));
        check("📋 Planned", Some(Stage::Approved));
        check("Planning", Some(Stage::Draft));
        check("Not started", Some(Stage::Approved));
        check("Historical. See the roll-up", Some(Stage::Superseded));
        check("On hold", Some(Stage::InProgress));
        check("Deferred to May", Some(Stage::Approved));
        check(
            "Analysis Complete, Implementation Ready",
            Some(Stage::Approved),
        );
        check("Analysis complete", Some(Stage::InProgress));
        check(
            "Coverage complete, blocked on the server",
            Some(Stage::InProgress),
        );
        check("Created", Some(Stage::Draft));
        check("In design", Some(Stage::Draft));
        check("Skipped", Some(Stage::Abandoned));
        check("Split into sub-tasks", Some(Stage::Superseded));
        check("✅", Some(Stage::Complete));
        check("Built (2026-06-28)", Some(Stage::Complete));
        check("To be built", Some(Stage::Approved));
        check("Not built yet", Some(Stage::Approved));
        check("All items landed", Some(Stage::Complete));
        check("Shelved. No code.", Some(Stage::Abandoned));
        check("Design locked in May", Some(Stage::Approved));
        check("Designed", Some(Stage::Approved));
        check("Locked; implementation active", Some(Stage::InProgress));
        check("Approved, implementation in PR 4", Some(Stage::Approved));
        check(
            "Implemented through phase 2; later ones are proposed",
            Some(Stage::InProgress),
        );
        check(
            "Implemented, later phases remain proposed",
            Some(Stage::InProgress),
        );
        check("Done, no issues remain", Some(Stage::Complete));
        check("blue", None);
    }
}
