//! Front matter: where it stands and what it says.

use tip_syntax::Document;

use crate::dump::front_matter;

#[test]
fn at_the_start() {
    let text = "\
---
date: 2025-01-02
feature: store
tags: [a, 'b c', \"d\"]
empty:
none: ~
---
# T
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ndate: 2025-01-02\nfeature: store\ntags: [a, 'b c', \"d\"]\nempty:\nnone: ~\n---\n"
    "date" "2025-01-02"
    "feature" "store"
    "tags" flow "[a, 'b c', \"d\"]"
      - "a"
      - "'b c'" read quoted "b c"
      - "\"d\"" read quoted "d"
    "empty" null ""
    "none" null "~"
    "#);
}

#[test]
fn unfilled_values_are_lists_of_one() {
    let text = "\
---
date: [YYYY-MM-DD]
status: [draft | approved]
size: [XS/S/M]
---
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ndate: [YYYY-MM-DD]\nstatus: [draft | approved]\nsize: [XS/S/M]\n---\n"
    "date" flow "[YYYY-MM-DD]"
      - "YYYY-MM-DD"
    "status" flow "[draft | approved]"
      - "draft | approved"
    "size" flow "[XS/S/M]"
      - "XS/S/M"
    "#);
}

#[test]
fn after_the_title() {
    let text = "# Plan\n\n---\ndate: 2025-01-02\nstatus: draft\n---\n\nText\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    AfterText "---\ndate: 2025-01-02\nstatus: draft\n---\n"
    "date" "2025-01-02"
    "status" "draft"
    "#);
}

#[test]
fn without_its_opening() {
    let text = "date: 2025-01-02\nstatus: draft\ntags: [a]\n---\n# T\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    OpeningMissing "date: 2025-01-02\nstatus: draft\ntags: [a]\n---\n"
    "date" "2025-01-02"
    "status" "draft"
    "tags" flow "[a]"
      - "a"
    "#);
}

#[test]
fn with_its_opening_glued() {
    let text = "Here is the plan:---\ndate: 2025-01-02\nstatus: draft\n---\n# T\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    OpeningGlued "Here is the plan:---\ndate: 2025-01-02\nstatus: draft\n---\n"
    "date" "2025-01-02"
    "status" "draft"
    "#);
}

#[test]
fn never_closed() {
    let text = "---\ndate: 2025-01-02\nstatus: draft\ntags:\n  - a\n\n# T\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Unclosed "---\ndate: 2025-01-02\nstatus: draft\ntags:\n  - a\n"
    "date" "2025-01-02"
    "status" "draft"
    "tags" list "- a"
      - "a"
    "#);
}

#[test]
fn after_blank_lines_and_a_byte_order_mark() {
    let text = "\u{feff}\n\n---\nstatus: draft\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\nstatus: draft\n---\n"
    "status" "draft"
    "#);
}

#[test]
fn a_byte_order_mark_before_it() {
    let text = "\u{feff}---\nstatus: draft\n---\n# T\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "\u{feff}---\nstatus: draft\n---\n"
    "status" "draft"
    "#);
}

#[test]
fn with_carriage_returns() {
    let text = "\
---\r
date: 2025-01-02\r
tags:\r
  - a\r
  - b\r
note: |\r
  x\r
---\r
# T\r
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\r\ndate: 2025-01-02\r\ntags:\r\n  - a\r\n  - b\r\nnote: |\r\n  x\r\n---\r\n"
    "date" "2025-01-02"
    "tags" list "- a\r\n  - b"
      - "a"
      - "b"
    "note" "x\r\n" read quoted "x\n"
    "#);
}

#[test]
fn broken_yaml_is_read_by_lines() {
    let text = "\
---
title: a: b: c # d
empty: # e
feature: \"x
list:
  - one
  - 'two'
status: draft
---
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ntitle: a: b: c # d\nempty: # e\nfeature: \"x\nlist:\n  - one\n  - 'two'\nstatus: draft\n---\n"
    "title" "a: b: c"
    "empty" null ""
    "feature" "\"x" read quoted "x"
    "list" list "- one\n  - 'two'"
      - "one"
      - "'two'" read quoted "two"
    "status" "draft"
    error at 2:8: mapping values are not allowed in this context
    "#);
}

#[test]
fn a_stray_bracket_breaks_only_its_line() {
    let text = "---\nfeature: [a\nstatus: draft\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\nfeature: [a\nstatus: draft\n---\n"
    "feature" "[a"
    "status" "draft"
    error at 3:6: illegal placement of ':' indicator
    "#);
}

#[test]
fn anchors_aliases_and_merge_keys_are_unsupported() {
    let text = "---\nbase: &b\n  x: &é 1\nother: *b\n<<: *b\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\nbase: &b\n  x: &é 1\nother: *b\n<<: *b\n---\n"
    "base" mapping "x: &é 1"
      "x" "1"
    "other" null "*b"
    "<<" null "*b"
    unsupported "&b"
    unsupported "&é"
    unsupported "*b"
    unsupported "<<"
    unsupported "*b"
    "#);
}

#[test]
fn a_key_written_twice_is_there_twice() {
    let text = "---\nstatus: draft\nstatus: complete\nStatus: x\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\nstatus: draft\nstatus: complete\nStatus: x\n---\n"
    "status" "draft"
    "status" "complete"
    "Status" "x"
    "#);
}

#[test]
fn colons_and_hashes_in_values() {
    let text = "\
---
title: 'a: b'
url: http://x.y/z
note: a # comment
hash: a#b
time: 10:30
---
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ntitle: 'a: b'\nurl: http://x.y/z\nnote: a # comment\nhash: a#b\ntime: 10:30\n---\n"
    "title" "'a: b'" read quoted "a: b"
    "url" "http://x.y/z"
    "note" "a"
    "hash" "a#b"
    "time" "10:30"
    "#);
}

#[test]
fn values_of_several_lines() {
    let text = "\
---
a: one
  two
b: |
  three
  four
c: >-
  five
  six
d:
  - seven
  - e: eight
    f: nine
g: [ten,
  eleven]
---
";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\na: one\n  two\nb: |\n  three\n  four\nc: >-\n  five\n  six\nd:\n  - seven\n  - e: eight\n    f: nine\ng: [ten,\n  eleven]\n---\n"
    "a" "one\n  two" read "one two"
    "b" "three\n  four\n" read quoted "three\nfour\n"
    "c" "five\n  six\n" read quoted "five six"
    "d" list "- seven\n  - e: eight\n    f: nine"
      - "seven"
      - mapping "e: eight\n    f: nine"
        "e" "eight"
        "f" "nine"
    "g" flow "[ten,\n  eleven]"
      - "ten"
      - "eleven"
    "#);
}

#[test]
fn places_after_non_ascii_text() {
    let text = "---\ntitre: é 🎯 計画\nauteur: \"Zoë\"\ntags: [ü, x]\nnach: y\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ntitre: é 🎯 計画\nauteur: \"Zoë\"\ntags: [ü, x]\nnach: y\n---\n"
    "titre" "é 🎯 計画"
    "auteur" "\"Zoë\"" read quoted "Zoë"
    "tags" flow "[ü, x]"
      - "ü"
      - "x"
    "nach" "y"
    "#);
}

#[test]
fn a_non_ascii_key() {
    let text = "---\ngrößé: é\nstatus: draft\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\ngrößé: é\nstatus: draft\n---\n"
    "größé" "é"
    "status" "draft"
    "#);
}

#[test]
fn quoted_keys_and_escapes() {
    let text = "---\n\"a b\": \"x\\ty\\u00e9\"\n'c': 'it''s'\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\n\"a b\": \"x\\ty\\u00e9\"\n'c': 'it''s'\n---\n"
    "\"a b\"" read "a b" "\"x\\ty\\u00e9\"" read quoted "x\tyé"
    "'c'" read "c" "'it''s'" read quoted "it's"
    "#);
}

#[test]
fn a_rule_at_the_start_is_no_front_matter() {
    let text = "---\n\n# Title\n\nText: with a colon\n\n---\n\nmore\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn prose_between_rules_is_no_front_matter() {
    let text = "# T\n\n---\n\nNote: this is prose\nand more of it.\n\n---\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn rules_far_below_are_no_front_matter() {
    let text = &format!("# T\n\n{}---\na: 1\nb: 2\n---\n", "text\n".repeat(20));
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn empty_front_matter() {
    let text = "---\n---\n# T\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn comments_only() {
    let text = "---\n# nothing yet\n---\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn a_list_is_no_mapping() {
    let text = "---\n- a: 1\n- b\n---\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn dots_do_not_close_it() {
    let text = "---\na: 1\n...\nb: 2\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\na: 1\n...\nb: 2\n---\n"
    "a" "1"
    "b" "2"
    error at 4:0: expected one YAML document
    "#);
}

#[test]
fn a_second_document_in_it() {
    let text = "---\na: 1\n--- \nb: 2\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\na: 1\n--- \n"
    "a" "1"
    "#);
}

#[test]
fn tabs_in_it() {
    let text = "---\na:\tb\n\tc: d\n---\n";
    insta::assert_snapshot!(front_matter(text), @r#"
    Start "---\na:\tb\n\tc: d\n---\n"
    "a" "b"
    error at 2:3: while scanning a plain scalar, found a tab
    "#);
}

#[test]
fn a_table_of_one_line_is_text() {
    let text = "| a |---\n|---|\n";
    insta::assert_snapshot!(front_matter(text), @"none");
}

#[test]
fn keys_are_found_in_any_spelling() {
    let doc = Document::parse(b"---\nRelated-Domain design: x\n---\n".to_vec());
    let front_matter = doc.front_matter().expect("front matter");
    assert!(front_matter.get("related_domain_design").is_some());
    assert!(front_matter.get("related").is_none());
}
