//! What writes plans.
//!
//! A change of a plan is a list of [edits](tip_syntax::Edit) on its bytes, in the plan's own style: its bullets, its words, its marks.
//! Nothing outside them is touched. Only a plan that does not exist yet is made whole: [scaffold]ed from a template, or [convert]ed.
//!
//! Invariant: pure. Whether a change may be made is for the rules; here it is only made.

pub mod convert;

pub mod scaffold;

mod error;

mod tick;

mod title_mark;

mod unit_state;

mod status;
mod status_words;

mod accept;

mod annotate;

mod confirm;

mod renumber;
mod retarget;

mod format;

mod field;

pub mod add;

mod lead;

mod shape;

pub use accept::accept;
pub use annotate::annotate_file;
pub use confirm::{confirm, confirm_unit, unconfirm_unit};
pub use error::EditError;
pub use field::{set_field, set_title};
pub use format::{format, formatted, unformattable};
pub use renumber::{Renumbered, names_in_history, renumber};
pub use retarget::{Aim, retarget, retarget_all};
pub use shape::{first_difference, same_shape};
pub use status::set_status;
pub use tick::{tick, untick};
pub use unit_state::set_unit_state;
