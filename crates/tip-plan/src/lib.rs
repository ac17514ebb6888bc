//! Reads a [document](tip_syntax::Document) as a [`Plan`].
//!
//! Reading is liberal and total: what is recognized is typed and keeps its span, what is not stays in the document. Judging is done
//! elsewhere.
//!
//! Invariant: no second parser for plans. What dialects have in common is code here; what tells them apart is data in [`dialect`] and
//! in the [vocabulary](Vocabulary).

mod annotation;

mod bound;

mod command;

mod compare;

mod confirmation;

mod dependency;

pub mod dialect;

mod effort;

mod gates;

mod inputs;

mod life_cycle;

mod meaning;

mod placeholder;

mod plan;

mod proof;

mod ready;

mod reference;

pub mod schema;

mod shorthand;

mod stage;

mod story;

pub mod template;

mod template_explain;

mod read;

pub use annotation::{Annotation, Verb};
pub use bound::{Bound, Decimal, Measure, Order};
pub use command::{Command, CommandForm, Expectation, WhyNot};
pub use compare::{Aspect, Change, Same, Version, compare, same};
pub use confirmation::{Confirmation, Voice};
pub use dependency::{Dependencies, DependencySource};
pub use dialect::DialectId;
pub use effort::{Confidence, Effort, Size};
pub use gates::{Gate, Gates};
pub use life_cycle::{LifeCycle, life_cycle};
pub use meaning::{Meaning, Vocabulary};
pub use placeholder::find_placeholders;
pub use plan::{
    BoxKind, BoxState, CheckBox, Field, Placeholder, PlaceholderKind, Plan, Progress, Section,
    SectionId, Settled, Site, State, StateEvidence, StateSource, Status, StatusSource,
    TaskCategory, Unit, UnitId, UnitKind,
};
pub use proof::{Proof, Unrunnable, spoken_command};
pub use read::{
    Memory, ReadOptions, counts, defined_function, is_shell_word, programs, read, read_again,
    reads_like_command, why_not,
};
pub use ready::{Assumed, Ready, ReadyUnit, Waiting};
pub use reference::{Intent, RefForm, Reference, is_pattern};
pub use schema::Schema;
pub use shorthand::Shorthands;
pub use stage::{Stage, UnitState};
pub use story::{story_of, story_of_unit};
pub use template_explain::{LineExplanation, explain};
