//! Evidence: what is remembered of criteria that were really run.
//!
//! An [`Evidence`] says what one run of a criterion showed. A [`Ledger`] keeps it. It is found by its [`EvidenceKey`], which is made from
//! what could change the answer and from nothing else: no path of a plan, no handle, so that a renamed plan and a reordered phase lose
//! nothing.
//!
//! Invariant: the ledger is no ledger of status. It can be deleted, and its evidence earned again; what a plan says stands in the plan.
//!
//! Invariant: a failure is never served from here as an answer, only shown as what happened.

mod digest;

mod key;

mod evidence;

mod wire;

mod ledger;

mod memory;

mod sqlite;

pub use digest::{Digest, DigestBuilder, DigestError, git_digest, input_digest};
pub use evidence::{Changed, Evidence, Outcome, Output, StepEvidence, TreeState};
pub use key::{EvidenceKey, KEY_VERSION, Subject, SubjectStep};
pub use ledger::{Claim, Kept, Ledger, LedgerError};
pub use memory::MemoryLedger;
pub use sqlite::{FOLDER, SqliteLedger};
pub use wire::{FORMAT, FORMAT_VERSION, WireError, from_line, to_line};
