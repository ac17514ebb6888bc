//! What shows that a box may be ticked.

use crate::read::reads_like_command;
use crate::{BoxKind, CheckBox, Command, Expectation, Plan, WhyNot};

/// What shows that a box may be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Its commands, when each does what is expected of it.
    Run,
    /// A person, who has looked.
    Person(Unrunnable),
    /// The tick alone: it is work that was done, and no outcome that somebody could look at.
    Tick,
}

/// Why a box is left to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrunnable {
    /// The plan leaves it to one.
    Manual,
    /// It holds no command.
    NoCommand,
    /// What is expected of a command cannot be read.
    Unreadable,
    /// A command cannot be run as it stands.
    WhyNot(WhyNot),
}

impl Unrunnable {
    /// Returns a phrase for it that fits behind "since".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Manual => "the plan leaves it to a person",
            Self::NoCommand => "it holds no command",
            Self::Unreadable => "what is expected of its command cannot be read",
            Self::WhyNot(WhyNot::Placeholder) => "its command holds a placeholder",
            Self::WhyNot(WhyNot::Ellipsis) => "its command is cut short",
            Self::WhyNot(WhyNot::Interactive) => "its command never ends by itself",
            Self::WhyNot(WhyNot::Unbalanced) => "the quotes of its command do not close",
            Self::WhyNot(WhyNot::Mutating) => "its command changes things",
        }
    }
}

/// Returns the first code in the text of a box that reads like a command: where the box holds none, it is spoken of and not run.
pub fn spoken_command(text: &str) -> Option<&str> {
    let mut code = text.split('`').skip(1).step_by(2);
    code.find(|it| reads_like_command(it))
}

impl Plan {
    /// Returns what shows that a box may be ticked.
    ///
    /// Criteria and gates are outcomes: they are run, or a person looks. A task without a command is work, which its tick
    /// tells of, and so are logs of progress.
    pub fn proof(&self, it: &CheckBox) -> Proof {
        if matches!(it.kind, BoxKind::Review | BoxKind::Progress) {
            return Proof::Tick;
        }
        match self.unrunnable(it) {
            None => Proof::Run,
            Some(Unrunnable::NoCommand)
                if !matches!(it.kind, BoxKind::Criterion | BoxKind::Gate) =>
            {
                Proof::Tick
            }
            Some(why) => Proof::Person(why),
        }
    }

    /// Returns why no run can show that a box may be ticked; `None` where one can.
    ///
    /// A command that changes things can be run by whoever allows it.
    fn unrunnable(&self, it: &CheckBox) -> Option<Unrunnable> {
        let commands = it.commands.iter();
        let commands = commands.filter_map(|at| self.commands.get(*at as usize));
        let commands: Vec<&Command> = commands.collect();
        if it.manual {
            return Some(Unrunnable::Manual);
        }
        if commands.is_empty() {
            return Some(Unrunnable::NoCommand);
        }
        commands.into_iter().find_map(|command| {
            if matches!(command.expectation, Expectation::Unreadable(_)) {
                return Some(Unrunnable::Unreadable);
            }
            let why = command.why_not.filter(|it| *it != WhyNot::Mutating)?;
            Some(Unrunnable::WhyNot(why))
        })
    }
}
