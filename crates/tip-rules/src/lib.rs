//! Judges plans.
//!
//! A [`Rule`] is a pure function over one plan, or over the [outlines](Outline) of all plans. What it wants to know of the world it
//! asks for as data: [`queries`] lists the questions that a plan raises, somebody with access to the world fills in [`Answers`], and
//! the rule reads them. [`RULES`] is the one list of the rules.
//!
//! Invariant: a rule returns values. It does not print, sort, read files, know its final severity or who asked.

mod day;

mod demand;

mod drifted;

mod limits;

mod query;

mod outline;

mod risk;

mod rule;

mod internal_fault;

mod judge;

mod fix;

mod suppress;

mod gate;

mod claim;

mod concept;

mod counted;

mod fence;

mod nearest;

mod nothing;

mod quote;

mod region;

mod script;

mod series;

mod shared;

mod size_words;

mod test_filter;

mod together;

mod trace;

mod runnable;

mod unit_name;

mod vague;

mod yaml_fault;

mod rules;

pub use day::Day;
pub use drifted::{Change, Drifted, Fate, Spot, may_drift};
pub use fence::is_in_doubt;
pub use fix::{AppliedFix, FixLevel, Fixed, NoConvergence, fix};
pub use gate::{Obstacle, OtherFile, stage_obstacles, state_obstacles};
pub use internal_fault::INTERNAL_FAULT;
pub use judge::{Judged, RuleConfig, RuleSetting, check_plan, check_set};
pub use limits::Limits;
pub use outline::{Outline, OutlineRef, RefRole};
pub use query::{Answers, EvidenceAnswer, FileFacts, PathAnswer, PatternAnswer, Query, queries};
pub use risk::{RiskLevel, risk_level};
pub use rule::{
    Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope, SetContext, Sibling,
};
pub use rules::{RULES, find};
pub use runnable::{Runnable, RunnableAnswer, RunnableKind};
pub use shared::Shared;
pub use suppress::Suppressions;
pub use test_filter::{FilterAnswer, TestFilter, TestRunner};
pub use trace::{
    Known, ShownBy, TestSearch, Trace, TraceKind, TraceLink, TraceNode, TracedFile,
    is_test_by_name, likeness, scenario_phrases, test_searches, trace_queries,
};
