//! Any bytes give a document that loses nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tip_syntax::Document;

#[path = "../../crates/tip-syntax/tests/it/invariants.rs"]
mod invariants;

fuzz_target!(|bytes: &[u8]| {
    let doc = Document::parse(bytes.to_vec());
    invariants::check(&doc, bytes);
});
