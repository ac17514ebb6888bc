//! The form of a text is put right, and its meaning stays.

use proptest::prelude::*;
use tip_edit::{formatted, unformattable};
use tip_plan::{Plan, ReadOptions, read};
use tip_syntax::Document;

fn plan(doc: &Document) -> Plan {
    read(doc, &ReadOptions::new("docs/tips/a.md"))
}

fn form(text: &str) -> String {
    let bytes = formatted(text.as_bytes(), &plan);
    String::from_utf8(bytes).expect("text stays text")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(form(text), expected);
    assert_eq!(form(expected), expected, "it is in form");
}

#[test]
fn blanks_at_the_ends_of_lines_go_and_hard_breaks_stay() {
    check(
        "# Plan \n\nOne  \ntwo\t\nthree  \n\n- a \n- \n",
        "# Plan\n\nOne  \ntwo\nthree\n\n- a\n- \n",
    );
    check("a\r\n  \r\nb \r\n", "a\r\n\r\nb\r\n");
    check("```\na  \n\n```\n", "```\na  \n\n```\n");
    check("| a |  \n|---|\n| b |\n", "| a |  \n|---|\n| b |\n");
    check("> a \n> \n> b\n", "> a\n>\n> b\n");
}

#[test]
fn a_file_ends_with_one_line_end() {
    check("# Plan", "# Plan\n");
    check("# Plan\n\n \n", "# Plan\n");
    check("a\r\n\r\n", "a\r\n");
    check("", "");
    check("```\na", "```\na\n");
}

#[test]
fn headings_stand_between_blank_lines() {
    check(
        "# Plan\nWords.\n## Phase 1: a\n- b\n## Phase 2: c\n**Purpose**: d\n",
        "# Plan\n\nWords.\n\n## Phase 1: a\n- b\n\n## Phase 2: c\n**Purpose**: d\n",
    );
    check("- a\n```\nb\n```\n", "- a\n\n```\nb\n```\n");
    check("Words\n=====\nmore\n", "Words\n=====\n\nmore\n");
    check(
        "<!-- tip: allow(a) b -->\n# Plan\n",
        "<!-- tip: allow(a) b -->\n# Plan\n",
    );
}

#[test]
fn lists_of_one_depth_have_one_marker() {
    check("- a\n- b\n\nText\n\n* c\n", "- a\n- b\n\nText\n\n- c\n");
    check("- a\n  * b\n  * c\n", "- a\n  * b\n  * c\n");
    check("- a\n* b\n- c\n- d\n", "- a\n* b\n- c\n- d\n");
    check("* a\n* b\n\nText\n\n- c\n", "* a\n* b\n\nText\n\n* c\n");
}

#[test]
fn a_line_of_a_sentence_that_begins_with_a_sign_is_no_list() {
    let text = "- One\n- Two (three\n  + four + five\n  six), seven\n\n  - eight\n\nFrom the **body\n+ the owner**, never the\nsubject.\n";
    check(text, text);
    // A list is several items, or stands apart.
    check(
        "- One\n- Two\n- Three\n- Four\n\nWords\n+ four\n+ five\n\nWords\n\n+ six\n",
        "- One\n- Two\n- Three\n- Four\n\nWords\n- four\n- five\n\nWords\n\n- six\n",
    );
}

#[test]
fn boxes_have_one_mark() {
    check("- [X] a\n- [x] b\n- [✓] c\n", "- [x] a\n- [x] b\n- [✓] c\n");
    check("`- [X] a`\n", "`- [X] a`\n");
}

#[test]
fn front_matter_has_its_spaces() {
    check(
        "---\ndate:   2026-01-02 \ntags: [a,  b]\ntext: |\n  a  \n---\n# Plan\n",
        "---\ndate: 2026-01-02\ntags: [a,  b]\ntext: |\n  a  \n---\n\n# Plan\n",
    );
    check("---\na:  b  # why\n---\n", "---\na: b  # why\n---\n");
}

#[test]
fn the_template_is_in_form() {
    check(tip_plan::template::BUILT_IN, tip_plan::template::BUILT_IN);
}

const PIECES: &[&str] = &[
    "- [ ] a\n",
    "* [X] b \n",
    "  - c  \n",
    "  * [x] `make`\n",
    "1. d\n",
    "> e \n",
    "\n",
    "\r\n",
    " \n",
    "# Plan\n",
    "## Phase 1: x ✓\n",
    "## Phase 2: y",
    "| a | b |\n|---|---|\n",
    "| Phase 1 | [x] |\n",
    "```\n",
    "text  \n",
    "text ",
    "---\n",
    "date:  2026-01-02 \n",
    "status: draft\n",
    "**Purpose**: why \n",
    "**Dependencies**: Phase 1\n",
    "**Success Criteria**:\n",
    "`src/a.rs:12` - b\n",
    "<!-- tip: allow(a-b) c -->\n",
    "===\n",
    "- \n",
    "\t",
    "    code \n",
    "é🚢\u{a0}",
    "<div>\n",
    "\u{feff}",
    "Given \n",
    "[x]: y\n",
    "***\n",
    "+ z\n",
];

/// Writes down a plan without places.
fn without_places(plan: &Plan) -> String {
    let text = format!("{plan:?}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("..") {
        let head = rest[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let tail = rest[at + 2..].trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(head);
        out.push('@');
        rest = tail;
    }
    out.push_str(rest);
    // Blanks at the ends of lines are no part of the words.
    let ends = [" \\n", "\\t\\n", " \\r", "\\t\\r"];
    while let Some(end) = ends.iter().find(|it| out.contains(**it)) {
        out = out.replace(end, &end[end.len() - 2..]);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn it_is_stable_and_keeps_the_meaning(text in tip_testing::glued(PIECES, 24)) {
        let once = form(&text);
        prop_assert_eq!(&form(&once), &once);
        let read = |text: &str| plan(&Document::parse(text.as_bytes().to_vec()));
        prop_assert_eq!(without_places(&read(&once)), without_places(&read(&text)), "{:?} -> {:?}", text, once);
        let words = |text: &str| text.split(|c: char| c.is_whitespace() || c == '\u{feff}').filter(|it| it.len() > 1).map(str::to_lowercase).collect::<Vec<_>>();
        prop_assert_eq!(words(&once), words(&text));
    }

    #[test]
    fn any_bytes_stay_what_they_are(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let once = formatted(&bytes, &plan);
        prop_assert_eq!(formatted(&once, &plan), once);
    }
}

#[test]
fn what_is_no_text_stays_as_it_is() {
    for bytes in [&b"# Plan \n\n\xff \n"[..], b"\0 \n\n\n", b"\xfe\xff\0a \n"] {
        assert_eq!(formatted(bytes, &plan), bytes);
    }
}

#[test]
fn what_is_no_text_is_left_as_it_is_for_a_reason() {
    let reason = |bytes: &[u8]| unformattable(Document::parse(bytes.to_vec()).source());
    assert_eq!(reason(b"# Caf\xc3\xa9 \n"), None);
    let latin = reason(b"# Plan\n\nCaf\xe9 \n");
    assert_eq!(
        latin.as_deref(),
        Some("line 3 holds bytes that are no UTF-8; save it as UTF-8")
    );
    let binary = reason(b"# Plan\n\0 \n");
    assert_eq!(
        binary.as_deref(),
        Some("line 2 holds a NUL byte, as no text does")
    );
}
