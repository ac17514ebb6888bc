//! What holds of any text.

use proptest::prelude::*;
use tip_drift::{Language, Unread, innermost, named, sections, symbols};

use super::check;

const ALL: &[Language] = &[
    Language::Rust,
    Language::Python,
    Language::TypeScript,
    Language::Tsx,
    Language::JavaScript,
    Language::Component,
    Language::Go,
    Language::Java,
    Language::C,
    Language::Cpp,
    Language::Ruby,
    Language::Markdown,
];

/// Checks that the symbols of a text are in bounds, in order and within those that they stand in.
#[track_caller]
fn sound(language: Language, text: &str) {
    let lines = text.split('\n').count() as u32;
    let symbols = symbols(language, text).unwrap_or_default();
    for (at, symbol) in symbols.iter().enumerate() {
        let range = &symbol.lines;
        assert!(
            !symbol.name.is_empty() || language == Language::Markdown,
            "a name: {symbol:?}"
        );
        assert!(
            1 <= range.start && range.start < range.end,
            "lines of {symbol:?}"
        );
        assert!(
            range.end <= lines + 1,
            "{symbol:?} ends within {lines} lines"
        );
        assert!(
            range.contains(&symbol.name_line),
            "its name is in {symbol:?}"
        );
        if let Some(parent) = symbol.parent {
            assert!(parent < at, "{symbol:?} follows what it stands in");
            let around = &symbols[parent].lines;
            assert!(
                around.start <= range.start && range.end <= around.end,
                "{symbol:?} stands in {around:?}"
            );
        }
        named(&symbols, &symbol.name);
        sections(&symbols, &symbol.name);
        assert!(innermost(&symbols, symbol.name_line).is_some());
    }
    named(&symbols, text);
    sections(&symbols, text);
}

#[test]
fn broken_code_keeps_the_symbols_that_can_be_told() {
    check(
        Language::Rust,
        "fn one() {}\nlet x = ;\nfn two() { a( }\nfn three( {}\nstruct Four { a: }\n",
        "Function one 1-1\nFunction two 3-3\nFunction three 4-4\nStruct Four 5-5\n  Field a 5-5",
    );
    check(
        Language::Python,
        "def one():\n    return (\n\ndef two():\n    pass\n",
        "Function one 1-2\nFunction two 4-5",
    );
    check(
        Language::TypeScript,
        "function one() {\n  if (\n}\nclass Two { run() {} }\n",
        "Function one 1-3\nClass Two 4-4\n  Method run 4-4",
    );
}

#[test]
fn a_text_without_end_of_line_and_one_with_carriage_returns_have_their_lines() {
    check(
        Language::Rust,
        "fn a() {\r\n}\r\n\r\nfn b() {}",
        "Function a 1-2\nFunction b 4-4",
    );
    check(Language::Markdown, "# a\r\nx", "Section a 1-2");
    check(Language::Markdown, "\u{feff}# a", "Section a 1-1");
}

#[test]
fn deep_nesting_and_long_lines_end() {
    for language in ALL {
        sound(*language, &"(".repeat(20_000));
        sound(*language, &"{[".repeat(20_000));
        sound(*language, &"class A { f() { ".repeat(10_000));
        sound(*language, &"a=>".repeat(20_000));
        sound(*language, &"- > # ".repeat(10_000));
    }
}

#[test]
fn a_text_over_the_limit_has_no_symbols() {
    let text = "fn a() {}\n".repeat(500_000);
    assert_eq!(symbols(Language::Rust, &text), Err(Unread::TooLong));
}

/// Pieces that grammars make something of.
const PIECES: &[&str] = &[
    "fn ",
    "def ",
    "class ",
    "impl ",
    "for ",
    "export default ",
    "const ",
    "x",
    "Y",
    "::",
    ".",
    "=",
    "=>",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ";",
    ":",
    ",",
    "\n",
    "\r\n",
    "    ",
    "\t",
    "\"",
    "'",
    "`",
    "#",
    "# h",
    "//",
    "/*",
    "*/",
    "/// d",
    "#[test]",
    "@a",
    "@Test",
    "type ",
    "func ",
    "(s *S)",
    "struct ",
    "enum ",
    "void ",
    "operator",
    "~",
    "*",
    "&",
    "module ",
    "end",
    "do ",
    "describe('a', () => ",
    "it \"b\" do",
    "<script>",
    "</script>",
    "template<class T> ",
    "${",
    "ä",
    "\u{0}",
    "\u{2028}",
    "😀",
    "---",
    "static ",
    "namespace a::b ",
    "A::B",
    "self.",
    "<<E",
    "?",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_code_give_sound_symbols(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        for language in ALL {
            sound(*language, &text);
        }
    }

    #[test]
    fn any_text_gives_sound_symbols(text in ".{0,200}") {
        for language in ALL {
            sound(*language, &text);
        }
    }
}
