//! Whole renderings.

mod check;

mod human;
