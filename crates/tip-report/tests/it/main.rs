//! Whole renderings.

mod check;

mod human;

mod machine;
