//! A text that is read after another one has the blocks that it has when it is read alone.

use proptest::collection::vec;
use proptest::prelude::*;
use tip_syntax::{Document, Source};

use crate::lossless::PIECES;

/// An edit: where, as thousandths of the text, how many bytes go, what comes.
type Edit = (usize, usize, String);

fn edit() -> impl Strategy<Value = Edit> {
    let length = prop_oneof![4 => Just(0usize), 3 => 1..6usize, 1 => 6..80usize];
    (0..1001usize, length, tip_testing::glued(PIECES, 3))
}

/// Sections, so that there is something to keep.
fn sections() -> impl Strategy<Value = String> {
    let title = prop::sample::select(vec![
        "# A\n",
        "## B\n",
        "\n### C #\n",
        "  ## D\n",
        "\nE\n---\n",
        "\nF\nf\n===\n",
        "> # G\n",
        "- # H\n",
        "---\na: 1\n---\n",
        "plain\n",
        "\u{feff}",
    ]);
    let section = (title, tip_testing::glued(PIECES, 12));
    vec(
        section.prop_map(|(title, body)| format!("{title}{body}\n")),
        1..8,
    )
    .prop_map(|it| it.concat())
}

#[track_caller]
fn check(text: &str, edits: &[Edit]) {
    let mut text = text.to_owned();
    let mut doc = Document::parse(text.clone().into_bytes());
    for (at, length, piece) in edits {
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(text.len() * at / 1000);
        let end = floor(start + length).max(start);
        text.replace_range(start..end, piece);
        doc = Document::from_source_after(Source::from_text(text.clone()), doc);
        let fresh = Document::parse(text.clone().into_bytes());
        assert_eq!(format!("{doc:#?}"), format!("{fresh:#?}"), "{text:?}");
    }
}

/// How many texts are tried; `TIP_SOAK` asks for more.
fn rounds() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "who tests says how long")]
    let asked = std::env::var("TIP_SOAK").ok();
    let asked = asked.map(|it| it.parse().expect("`TIP_SOAK` is a number"));
    asked.map_or(400, |edits: u32| edits.div_ceil(12))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds()))]

    #[test]
    fn what_is_read_after_is_what_is_read_alone(text in sections(), edits in vec(edit(), 12)) {
        check(&text, &edits);
    }
}

fn edited(at: usize, length: usize, piece: &str) -> Edit {
    (at, length, piece.to_owned())
}

#[test]
fn what_reaches_over_the_next_heading_is_read_as_a_whole() {
    let text = "# A\n\na\n\n# B\n\nb [x][r]\n\n# C\n\nc\n";
    let middle = 1000 * text.find('b').unwrap_or_default() / text.len();
    for piece in [
        "```\n",
        "<!--",
        "<pre>\n",
        "> ",
        "\n[r]: u\n",
        "# D\n",
        "\t",
        "    ",
    ] {
        check(
            text,
            &[edited(middle, 0, piece), edited(middle, piece.len(), "")],
        );
        check(
            text,
            &[
                edited(0, 0, piece),
                edited(999, 0, piece),
                edited(0, piece.len(), ""),
            ],
        );
    }
}
