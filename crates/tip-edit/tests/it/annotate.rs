//! Annotations are written where they speak of the file.

use tip_edit::annotate_file;
use tip_plan::Verb;

use crate::{applied, parsed};

#[track_caller]
fn check(text: &str, expected: &str) {
    let (doc, _) = parsed(text);
    let edit = annotate_file(&doc, Verb::Allow, &["a-b"], "why");
    let after = applied(text, &[edit]);
    assert_eq!(after, expected);
    let (doc, plan) = parsed(&after);
    let [annotation] = plan.annotations.as_slice() else {
        panic!("one annotation: {:?}", plan.annotations);
    };
    assert_eq!(annotation.speaks_of.len(), doc.source().text().len());
}

#[test]
fn it_stands_after_the_front_matter_and_before_the_first_heading() {
    check(
        "---\na: b\n---\n\n# Plan\n",
        "---\na: b\n---\n<!-- tip: allow(a-b) why -->\n\n# Plan\n",
    );
    check("# Plan\n", "<!-- tip: allow(a-b) why -->\n\n# Plan\n");
    check(
        "\u{feff}# Plan\r\n",
        "\u{feff}<!-- tip: allow(a-b) why -->\r\n\r\n# Plan\r\n",
    );
    check(
        "---\na: b\n---",
        "---\na: b\n---\n<!-- tip: allow(a-b) why -->\n",
    );
}
