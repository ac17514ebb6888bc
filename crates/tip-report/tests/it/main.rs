//! Whole renderings.

mod any_text;

mod check;

mod human;

mod machine;

mod plan;

mod plan_json;

mod views;
