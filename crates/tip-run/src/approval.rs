//! Who says whether the commands of a plan may run.

use std::fmt;

use camino::Utf8Path;

use crate::PlanRun;

/// Says whether the commands of a plan may run.
///
/// It is asked once for each plan, with all that would be run of it, before anything is.
pub trait Approval: fmt::Debug + Send + Sync {
    /// Decides on a plan.
    fn decide(&self, proposal: &Proposal<'_>) -> Decision;
}

/// All that would be run of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The root of the repository.
    pub repository: &'a Utf8Path,
    /// The plan, as a path relative to the repository with `/`.
    pub plan: &'a str,
    /// The commands, in the order of the text.
    pub commands: Vec<ProposedCommand<'a>>,
    /// The names of the variables that they would see, sorted.
    pub environment: &'a [String],
}

impl<'a> Proposal<'a> {
    /// Returns what would be run of a plan; `None` where nothing would.
    pub fn of(
        run: &'a PlanRun,
        repository: &'a Utf8Path,
        environment: &'a [String],
    ) -> Option<Self> {
        let runnable = run.items.iter().filter(|it| it.not_run.is_none());
        let commands: Vec<ProposedCommand<'_>> = runnable
            .flat_map(|it| {
                let steps = it.subject.steps.iter().zip(&it.lines);
                steps.map(|(step, line)| ProposedCommand {
                    directory: &it.subject.directory,
                    command: &step.command,
                    handle: &it.handle,
                    line: *line,
                })
            })
            .collect();
        (!commands.is_empty()).then_some(Self {
            repository,
            plan: &run.plan,
            commands,
            environment,
        })
    }
}

/// A command that would be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProposedCommand<'a> {
    /// The folder, relative to the repository; empty for its root.
    pub directory: &'a str,
    /// The command, as a shell reads it.
    pub command: &'a str,
    /// The handle of the criterion that it belongs to.
    pub handle: &'a str,
    /// The line of the plan that it stands in, from 1.
    pub line: u32,
}

/// Whether the commands of a plan may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They may.
    Allowed,
    /// They may not.
    Refused {
        /// Why, as a phrase that fits behind "nothing of this plan is run: ".
        reason: String,
        /// What to do.
        hint: String,
    },
}

/// Whoever called the program trusts every plan that it names.
#[derive(Clone, Copy, Debug)]
pub struct TrustAll;

impl Approval for TrustAll {
    fn decide(&self, _: &Proposal<'_>) -> Decision {
        Decision::Allowed
    }
}

/// Nobody said whom to trust.
#[derive(Clone, Copy, Debug)]
pub struct RefuseAll;

impl Approval for RefuseAll {
    fn decide(&self, _: &Proposal<'_>) -> Decision {
        Decision::Refused {
            reason: "nobody has approved its commands".to_owned(),
            hint: "set `HOME`, so that `tip trust` can keep an approval, or allow what is named with --trust-all".to_owned(),
        }
    }
}
