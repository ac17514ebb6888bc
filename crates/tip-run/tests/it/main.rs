//! Tests of running from outside.

mod approval;
