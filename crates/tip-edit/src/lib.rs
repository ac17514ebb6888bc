//! What writes plans.
//!
//! Everything here is pure: texts and plans in, texts or [edits](tip_syntax::Edit) out. A change of a file is a list of minimal edits
//! on its original bytes; only a plan that does not exist yet is made whole.

pub mod scaffold;

pub mod convert;
