//! Criteria that are run: which are meant, who approved them, and what becomes of their boxes.

mod approval;

mod look;

mod pick;

mod ticks;

mod wire;

use std::time::Duration;

use tip_run::{Environment, EnvironmentPolicy};
use tip_workspace::Snapshot;

pub use approval::{approval, store};
pub use look::keep_back_what_cannot_run;
pub use pick::{Picked, pick};
pub use ticks::{Moved, tick};
pub use wire::{criteria, criterion, since_words};

use crate::Place;

/// After how long a command is ended where nobody says otherwise.
pub const TIMEOUT: Duration = Duration::from_mins(20);

/// Returns what commands see of the environment.
pub fn environment(snapshot: &Snapshot, place: &Place) -> Environment {
    let verify = &snapshot.config().verify;
    let policy = EnvironmentPolicy {
        pass: verify.environment.clone(),
        secrets: verify.secrets.clone(),
    };
    Environment::new(&policy, place.variables.clone())
}
