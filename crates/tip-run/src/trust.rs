//! What somebody has to approve of a plan before anything of it runs.
//!
//! A plan is untrusted text, and so is the configuration of its repository. Somebody reads the commands once and approves them. As soon as
//! anything differs that decides what would run, nothing runs until somebody has read it again.

mod change;

mod store;

use camino::{Utf8Path, Utf8PathBuf};
use tip_ledger::{Digest, DigestBuilder};
use tip_workspace::{System, VerifyConfig};

use crate::{Approval, Decision, Proposal, RunItem};

pub use change::{CommandChange, SubjectChange};
pub use store::{TrustError, TrustRecord, TrustStore};

/// The version of the way in which digests of subjects are made; an approval with another one does not hold.
pub const TRUST_VERSION: u32 = 1;

/// All that decides what would run of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustSubject {
    /// The root of the repository, without links on the way.
    pub repository: Utf8PathBuf,
    /// The plan, as a path relative to the repository with `/`.
    pub plan: String,
    /// Where the plan really lies, without links on the way.
    pub file: Utf8PathBuf,
    /// The commands, in the order of the text, those included that are not run this time.
    pub commands: Vec<TrustedCommand>,
    /// What the configuration says of runs, by its keys, sorted.
    pub settings: Vec<(String, String)>,
}

/// A command and where it is run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustedCommand {
    /// The folder, relative to the repository; empty for its root.
    pub directory: String,
    /// The command, as a shell reads it.
    pub command: String,
}

impl TrustedCommand {
    /// Returns the commands of criteria that can be run, in their order.
    pub fn of(items: &[RunItem]) -> Vec<Self> {
        let of_item = |item: &RunItem| {
            let directory = item.subject.directory.clone();
            let steps = item.subject.steps.clone().into_iter();
            steps.map(move |step| Self {
                directory: directory.clone(),
                command: step.command,
            })
        };
        let can_run = items.iter().filter(|it| !it.is_manual());
        can_run.flat_map(of_item).collect()
    }
}

impl TrustSubject {
    /// Collects what decides what would run of a plan.
    ///
    /// `commands` are all that can be run of it, whatever is run this time: so an approval does not depend on what somebody asks for.
    pub fn new(
        system: &dyn System,
        root: &Utf8Path,
        plan: &str,
        commands: Vec<TrustedCommand>,
        config: &VerifyConfig,
    ) -> Self {
        let real = |path: Utf8PathBuf| system.real(&path).unwrap_or(path);
        Self {
            repository: real(root.to_path_buf()),
            plan: plan.to_owned(),
            file: real(root.join(plan)),
            commands,
            settings: settings(config),
        }
    }

    /// Returns the digest of all of it.
    pub fn digest(&self) -> Digest {
        let mut builder = DigestBuilder::default();
        builder
            .field(b"tip trust")
            .field(&TRUST_VERSION.to_le_bytes())
            .field(self.repository.as_str().as_bytes())
            .field(self.plan.as_bytes())
            .field(self.file.as_str().as_bytes())
            .field(&(self.commands.len() as u64).to_le_bytes());
        for it in &self.commands {
            builder.field(it.directory.as_bytes());
            builder.field(it.command.as_bytes());
        }
        for (key, value) in &self.settings {
            builder.field(key.as_bytes());
            builder.field(value.as_bytes());
        }
        builder.finish()
    }
}

/// Returns what a configuration says of runs, by its keys.
fn settings(config: &VerifyConfig) -> Vec<(String, String)> {
    let list = |words: &[String]| {
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let shell = config.shell.map(|it| it.word().to_owned());
    let timeout = config.timeout.map(|it| format!("{}s", it.as_secs()));
    let all = [
        ("environment", list(&config.environment)),
        ("inputs", config.inputs.patterns().join(" ")),
        (
            "jobs",
            config.jobs.map_or_else(String::new, |it| it.to_string()),
        ),
        ("secrets", list(&config.secrets)),
        ("shell", shell.unwrap_or_default()),
        ("timeout", timeout.unwrap_or_default()),
    ];
    let said = all.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Whether a plan is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustStanding {
    /// Somebody approved it as it is.
    Trusted,
    /// Nobody ever did.
    New,
    /// Somebody approved something else.
    Changed(SubjectChange),
}

/// Lets run what was approved before, plan by plan.
#[derive(Debug)]
pub struct Trusted {
    plans: Vec<(TrustSubject, TrustStanding)>,
}

impl Trusted {
    /// Asks a store about plans.
    pub fn new(store: &TrustStore, subjects: Vec<TrustSubject>) -> Result<Self, TrustError> {
        let standing = |it: TrustSubject| Ok((store.standing(&it)?, it));
        let plans: Result<Vec<_>, TrustError> = subjects.into_iter().map(standing).collect();
        let plans = plans?.into_iter().map(|(standing, it)| (it, standing));
        Ok(Self {
            plans: plans.collect(),
        })
    }

    /// Returns the plans with their standing.
    pub fn plans(&self) -> &[(TrustSubject, TrustStanding)] {
        &self.plans
    }
}

impl Approval for Trusted {
    fn decide(&self, proposal: &Proposal<'_>) -> Decision {
        if proposal.commands.is_empty() {
            return Decision::Allowed;
        }
        let refused = |reason: &str| Decision::Refused {
            reason: reason.to_owned(),
            hint: format!(
                "`tip trust {}` shows its commands and asks",
                quoted(proposal.plan)
            ),
        };
        let plan = self.plans.iter().find(|(it, _)| it.plan == proposal.plan);
        match plan {
            None | Some((_, TrustStanding::New)) => refused("nobody has approved its commands"),
            Some((_, TrustStanding::Changed(change))) => refused(&change.phrase()),
            Some((subject, TrustStanding::Trusted)) => {
                let approved = |it: &crate::ProposedCommand<'_>| {
                    let same = |known: &TrustedCommand| {
                        known.directory == it.directory && known.command == it.command
                    };
                    subject.commands.iter().any(same)
                };
                if proposal.commands.iter().all(approved) {
                    Decision::Allowed
                } else {
                    refused("it would run something that was not shown when it was approved")
                }
            }
        }
    }
}

/// Writes a path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
