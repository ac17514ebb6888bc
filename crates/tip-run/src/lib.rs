//! Runs the criteria of plans and keeps the evidence.
//!
//! ```text
//! Plan ── RunItem ── Approval ── Schedule ── Executor ── judge ── Evidence ── Ledger
//!         what is    may it      when        a process   as        what it
//!         to run     run                     group       expected  showed
//! ```
//!
//! A plan is untrusted text. So nothing is started before an [`Approval`] was asked for all that a plan would run, and allowed it.
//!
//! Invariant: no other crate starts processes.
//!
//! Invariant: what was not run, could not be run or was not judged is never told as passed or failed.

mod approval;

mod environment;

mod event;

mod executor;

mod freshness;

mod interrupt;

mod judge;

mod local;

mod machine;

mod runner;

mod schedule;

mod select;

mod shell_text;

mod signals;

mod item;

mod notable;

mod programs;

mod sandbox;

mod seen;

mod trust;

mod unbegun;

pub use approval::{Approval, Decision, Proposal, ProposedCommand, RefuseAll, TrustAll};
pub use environment::{BASE, Environment, EnvironmentPolicy};
pub use event::{Event, ItemId, ItemResult, Report, Since};
pub use executor::{Captured, Ended, Execution, Executor, Found, Invocation};
pub use freshness::{Known, known, pass_from_elsewhere, since};
pub use interrupt::Interrupt;
pub use item::{NotRun, PersonWord, RunItem};
pub use judge::{Verdict, judge};
pub use local::{Launcher, LocalExecutor, MARK, Unconfined};
pub use machine::machine;
pub use notable::{Notable, notable};
pub use programs::Programs;
pub use runner::{Serve, Settings, World, run, wall_clock};
pub use sandbox::{Sandbox, SandboxError, SandboxKind};
pub use schedule::{Never, Schedule};
pub use seen::Seen;
pub use select::{Choice, PlanRun, RunPhase, select};
pub use signals::SignalListener;
pub use trust::{
    CommandChange, SubjectChange, TRUST_VERSION, TrustError, TrustRecord, TrustStanding,
    TrustStore, TrustSubject, Trusted, TrustedCommand,
};
