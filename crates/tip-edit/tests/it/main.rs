//! Tests of what writes plans.

mod convert;
mod scaffold;
