//! Nothing is lost and every span is sound, whatever the bytes are.

use proptest::prelude::*;
use tip_syntax::Document;

use crate::invariants;

#[track_caller]
fn check(bytes: &[u8]) {
    let doc = Document::parse(bytes.to_vec());
    invariants::check(&doc, bytes);
}

/// Pieces of which Markdown, and what breaks it, can be glued.
pub(crate) const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "\u{feff}",
    "\0",
    "\u{a0}",
    "🎯",
    "計画",
    "é",
    "word",
    "Word words",
    "# ",
    "## Heading ##",
    "####### ",
    "===\n",
    "---\n",
    "---",
    "***\n",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "999999999. ",
    "  - ",
    "   1. ",
    "- [ ] ",
    "- [x] ",
    "[ ]",
    "[~] ",
    "> ",
    ">",
    "> > ",
    "```",
    "```rust\n",
    "````md\n",
    "~~~",
    "~~~\n",
    "`",
    "``",
    "`code`",
    "<task a>\n",
    "\n</task>",
    "<name>",
    "</name>\n",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "**Label**: ",
    "*(if)*",
    "[",
    "]",
    "](",
    "[text](url)",
    "[text][ref]",
    "[ref]: url\n",
    "![",
    "![alt](img)",
    "<",
    "<!--",
    "-->",
    "<!-- note -->",
    "<div>",
    "</div>\n",
    "<script>",
    "<https://example.com>",
    "&amp;",
    "\\",
    "\\|",
    "|",
    "| a | b |\n",
    "|---|---|\n",
    "| a \\| b | c\n",
    ":--",
    "key: value\n",
    "key:\n",
    "date: [YYYY-MM-DD]\n",
    "tags: [a, b]\n",
    "a: \"b\n",
    "*x: &y\n",
    "  - item\n",
    "...\n",
    "--- \n",
    "title---\n",
    "status: draft # now\n",
    "é: ü\n",
    "|\n",
];

fn markdown() -> impl Strategy<Value = String> {
    tip_testing::glued(PIECES, 60)
}

/// Lines, each of a container prefix and a piece, which nest more deeply than glued pieces do.
fn nested() -> impl Strategy<Value = String> {
    let prefix =
        proptest::sample::select(&["", "  ", "    ", "> ", "- ", "  - ", "1. ", "   > ", "\t"][..]);
    let line = (
        proptest::collection::vec(prefix, 0..4),
        proptest::collection::vec(proptest::sample::select(PIECES), 0..4),
    );
    let line = line.prop_map(|(prefixes, pieces)| prefixes.concat() + &pieces.concat());
    proptest::collection::vec(line, 0..20).prop_map(|lines| lines.join("\n"))
}

/// A text that begins as front matter may.
fn headed() -> impl Strategy<Value = String> {
    let start = proptest::sample::select(
        &[
            "---\n",
            "\u{feff}---\r\n",
            "\n---\n",
            "# T\n\n---\n",
            "date: x\n",
            "x---\n",
        ][..],
    );
    (start, markdown(), markdown())
        .prop_map(|(start, yaml, body)| format!("{start}a: 1\n{yaml}\n---\n{body}"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Reading is quick: more than the usual number, which `PROPTEST_CASES` sets.
        cases: ProptestConfig::default().cases * 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(text.as_bytes());
    }

    #[test]
    fn glued_markdown(text in markdown()) {
        check(text.as_bytes());
    }

    #[test]
    fn nested_markdown(text in nested()) {
        check(text.as_bytes());
    }

    #[test]
    fn text_after_front_matter(text in headed()) {
        check(text.as_bytes());
    }

    #[test]
    fn invalid_bytes_in_markdown(text in markdown(), at in any::<prop::sample::Index>(), byte in 0x80_u8..) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len() + 1);
        bytes.insert(at, byte);
        check(&bytes);
    }
}

#[test]
fn bytes_that_are_no_text_are_kept() {
    let bytes = b"# a \xff\xfe b\n- [ ] \xc3(\n";
    check(bytes);
    let doc = Document::parse(bytes.to_vec());
    assert_eq!(doc.source().text(), "# a ?? b\n- [ ] ?(\n");
    assert_eq!(doc.source().invalid().len(), 2);
}

#[test]
fn tabs_of_several_columns_keep_blocks_in_each_other() {
    check(b"- \n   > \n\t1. ");
    check(b"1. >\t- ");
    check(b"- a\n\n\t- b\n\t\t- c");
}

/// Each of these takes minutes when cost grows with the square of the length.
#[test]
fn deep_nesting_costs_no_more_than_its_length() {
    let parse = |text: String| Document::parse(text.into_bytes());
    assert_eq!(
        parse("![".repeat(200_000) + &"](a)".repeat(200_000))
            .all_inlines()
            .len(),
        200_000
    );
    assert_eq!(
        parse("- ".repeat(3_000) + "a" + &" \n".repeat(500_000))
            .blocks()
            .len(),
        6_001
    );
    assert_eq!(parse("> ".repeat(100_000) + "a").blocks().len(), 100_001);
    assert_eq!(parse("[".repeat(1_000_000)).blocks().len(), 1);
}
