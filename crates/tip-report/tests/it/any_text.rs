//! Whatever a file holds and wherever a finding points, it is rendered.

use proptest::collection::vec;
use proptest::prelude::*;
use tip_report::{CheckReport, CheckedFile, Terminal, concise, github, human, json, sarif};
use tip_rules::Judged;
use tip_syntax::{Edit, Finding, Kept, Label, Safety, Severity, Source, Span};

use crate::check::MISSING_FIELD;

/// Text of what is hard to show.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("word "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just("計"),
        Just("👩‍💻"),
        Just("e\u{301}"),
        Just("\u{1b}[2J"),
        Just("\u{9b}"),
        Just("\u{202e}"),
        Just("\u{feff}"),
        Just("\0"),
        Just("%"),
    ];
    let long = (0..2000usize).prop_map(|len| "x".repeat(len));
    vec(
        prop_oneof![9 => piece.prop_map(str::to_owned), 1 => long],
        0..60,
    )
    .prop_map(|pieces| pieces.concat())
}

fn span() -> impl Strategy<Value = Span> {
    (0..300usize, 0..40usize).prop_map(|(start, len)| Span::new(start, start + len))
}

proptest! {
    #[test]
    fn it_is_rendered_and_safe(
        text in text(),
        primary in span(),
        secondary in vec(span(), 0..4),
        edits in vec((span(), text()), 0..3),
    ) {
        let source = Source::from_text(text.as_str());
        let mut finding = Finding::new("missing-field", primary, text.as_str())
            .label(text.as_str())
            .note(text.as_str());
        for span in secondary {
            finding = finding.also(Label::new(span, "also"));
        }
        let edits = edits
            .into_iter()
            .map(|(span, replacement)| Edit::replace(span, replacement))
            .collect();
        let finding = finding.fix("fix it", edits, Safety::Safe);
        let whole = Kept::whole(&source);
        let source = Kept::around(&source, finding.spans());
        let judged = [Judged {
            rule: &MISSING_FIELD,
            finding,
            severity: Severity::Warning,
        }];
        let json_of = |source: &Kept| {
            let report = CheckReport {
                version: "0.1.0",
                plans: 1,
                plan_files: 1,
                files: vec![CheckedFile { path: "a.md", source, judged: &judged }],
                sources: &|_| None,
            };
            let mut out = Vec::new();
            json::check(&report, &mut out).expect("a vector takes everything");
            (out, sarif::check(&report))
        };
        prop_assert_eq!(json_of(&whole), json_of(&source));
        let report = CheckReport {
            version: "0.1.0",
            plans: 1,
            plan_files: 1,
            files: vec![CheckedFile { path: "a.md", source: &source, judged: &judged }],
            sources: &|_| None,
        };
        let mut shown = String::new();
        for width in [0, 80] {
            let terminal = Terminal { styled: false, width };
            human::write(&report, &terminal, &mut shown).expect("a string takes everything");
        }
        concise::write(&report, &Terminal::PLAIN, &mut shown).expect("a string takes everything");
        github::write(&report, &mut shown).expect("a string takes everything");
        let unsafe_char = shown.chars().find(|c| c.is_control() && *c != '\n');
        prop_assert_eq!(unsafe_char, None);
        let hidden = shown.contains(['\u{202e}', '\u{feff}']);
        prop_assert!(!hidden, "{}", shown.escape_unicode());
        let mut json = Vec::new();
        json::check(&report, &mut json).expect("a list takes everything");
        let json = String::from_utf8(json).expect("JSON is text");
        for wire in [json, sarif::check(&report)] {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&wire).is_ok());
        }
    }
}
