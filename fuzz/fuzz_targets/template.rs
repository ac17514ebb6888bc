//! Any bytes are a template.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tip_plan::{Vocabulary, explain, find_placeholders, template};
use tip_syntax::Document;

fuzz_target!(|bytes: &[u8]| {
    let doc = Document::parse(bytes.to_vec());
    let schema = template::compile(&doc, Vocabulary::built_in());
    let written = doc
        .source()
        .text()
        .split('\n')
        .filter(|line| !line.trim().is_empty());
    assert_eq!(
        explain(&doc, &schema).len(),
        written.count(),
        "every line is explained"
    );
    for it in find_placeholders(&doc, &schema) {
        assert!(doc.source().text().get(it.span.range()).is_some(), "{it:?}");
    }
});
