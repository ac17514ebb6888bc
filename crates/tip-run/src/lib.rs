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

mod executor;

mod interrupt;

mod item;

pub use approval::{Approval, Decision, Proposal, ProposedCommand, RefuseAll, TrustAll};
pub use executor::{Captured, Ended, Execution, Executor, Invocation};
pub use interrupt::Interrupt;
pub use item::{NotRun, RunItem};
