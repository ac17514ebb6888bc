//! Tests of running from outside.

mod approval;

mod expectations;

mod local;

mod runner;

mod schedule;

mod selection;
