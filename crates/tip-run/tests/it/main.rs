//! Runs, and what may run.

mod approval;

mod expectations;

mod local;

mod runner;

mod schedule;

mod sandbox;
mod selection;

mod trust;
