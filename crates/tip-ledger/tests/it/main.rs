//! Tests of the ledger from outside.

mod conformance;

mod evidence;
