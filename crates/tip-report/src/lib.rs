//! Renders what is known of plans, for people and for programs.
//!
//! Each function takes plain data ([`input`]) and returns text or writes it to a writer that it is given. Who fills the data in
//! knows where it came from; nothing here does.
//!
//! Invariant: pure. No files, clock, environment or standard output; the width of the terminal and whether it shows colors are
//! arguments ([`Terminal`]).
//!
//! Invariant: the wire formats are types of their own here, filled in by hand; core types are never serialized.
//!
//! Invariant: text that a person or a plan brought passes [`escape`] before it reaches a terminal.

pub mod input;

mod view;

mod tick_source;

mod upcoming;

pub mod escape;

mod terminal;

mod layout;

mod table;

mod excerpt;

mod position;

mod wire;

mod fingerprint;

mod marks;

mod prose;

mod picture;

mod mermaid;

mod html;

pub mod human;

pub mod concise;

pub mod github;

pub mod junit;

pub mod json;

pub mod sarif;

pub mod statistics;

pub mod diff;

pub mod drift;

pub mod impact;

pub mod change;

pub mod baseline;

pub mod plan_json;

pub mod show;

pub mod verify;

pub mod overview;

pub mod list;

pub mod next;

pub mod context;

pub mod schedule;

pub mod graph;

pub mod forecast;

pub mod calibration;

pub mod conflicts;

pub mod trace;

pub mod report;

pub mod rules_view;

pub mod page;

pub use input::{
    Assumption, CheckReport, CheckedFile, Counted, NextPlan, Overview, PlanFile, PlanSummary,
    PlanView, ReadyBox, ReadyUnit, StageBasis, Summary, Tick, Ticks, WaitingUnit, Why,
};
pub use marks::stage_name;
pub use terminal::Terminal;
pub use tick_source::{TickSource, unit_word};
