//! Tests of what writes plans.

mod scaffold;
