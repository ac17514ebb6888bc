//! Finds the plans of a repository and answers what rules ask of the world.
//!
//! [`Snapshot`] is the one façade: opened at a folder, it finds plans, reads them, checks them, and resolves the names by which people
//! call them. Front ends ask it and show what it says.
//!
//! Invariant: the world is touched through [`System`] only. Paths are UTF-8, absolute where they go to the system, relative to the
//! repository with `/` everywhere else.

mod behind;
mod built;
mod cache;
mod carried;
mod check;
mod config;
mod discover;
mod drift;
mod fates;
mod fix;
mod followed;
mod home;
mod ignored;
mod impact;
mod index;
mod inputs;
mod live;
mod name;
mod nearest;
mod past;
mod preflight;
mod read_files;
mod repository_name;
mod requirements;
mod resolve;
mod root;
mod runnables;
mod simulate;
mod snapshot;
mod system;
mod test_search;
mod test_words;
mod ticks;

pub use behind::Behind;
pub use cache::Cache;
pub use carried::Known;
pub use check::{Checked, CheckedFile, Problem};
pub use config::{
    CONFIG_FILE, CONFIG_KEYS, Config, ConfigError, ConfigKey, EffortConfig, Globs, RuleChoice,
    Shell, VerifyConfig, config_reference, duration, with_effort,
};
pub use discover::{Discovery, PlanEntry, PlanFile, Role, Standing, Verdict, is_markdown};
pub use drift::{DriftError, DriftedPlan, DriftedReference, LEAST_CONFIDENCE};
pub use fates::Fates;
pub use fix::FixedFile;
pub use followed::{Effort, Followed};
pub use home::{DEFAULT_HOME, Home};
pub use impact::{Pointed, Reach, ReadPlan, Touch};
pub use inputs::{InputError, InputState, Inputs};
pub use live::{Before, Looked};
pub use name::{NameError, Target, TargetKind};
pub use nearest::nearest_word;
pub use past::{Keeping, Past};
pub use read_files::{ReadFiles, ReadFilesIter};
pub use root::{Root, RootKind};
pub use simulate::simulate;
pub use snapshot::{OpenError, ReadError, Snapshot};
pub use system::{
    AsRead, EntryKind, LARGEST_FILE, LARGEST_KEPT, Memory, Os, Overlay, ReplaceError, Stamp,
    System, Unseen, Walk, Walked,
};
pub use ticks::{Tick, Ticks};
