//! Whole renderings.

mod check;

mod human;

mod machine;

mod plan;

mod plan_json;

mod views;
