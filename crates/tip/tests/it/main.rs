//! The real binary in folders of its own.

mod add;

mod agents;

mod baseline;

mod begin;

mod cache;

mod calibrate;

mod check;

mod conflicts;

mod context;

mod confirm;

mod diff;

mod drift;

mod evidence;

mod fix;

mod gate;

mod fmt;

mod foresee;

mod impact;

mod life;

mod list;

mod mcp;

mod odd_files;

mod report;

mod run;

mod show;

mod since;

mod suppress;

mod special;

mod stdin;

mod ticks;

mod trace;

mod trouble;

mod trust;

mod verify;
mod verify_faults;

#[cfg(unix)]
mod verify_watch;

mod watch;

pub(crate) use run::Folder;
