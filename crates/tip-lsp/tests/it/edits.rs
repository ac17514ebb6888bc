//! Many edits, one after the other, give what the final text gives when it is opened.

use gen_lsp_types::{
    Diagnostic, Position, Range, TextDocumentContentChangeEvent, TextDocumentContentChangePartial,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::diagnostics::PLAN;
use crate::editor::begin;

const PATH: &str = "docs/tips/search.md";

/// An edit of a text: where, how much goes, what comes. Lines and columns are cut to what there is.
#[derive(Clone, Debug)]
struct Typed {
    line: u32,
    column: u32,
    length: u32,
    text: &'static str,
}

fn typed() -> impl Strategy<Value = Typed> {
    let texts = prop::sample::select(vec![
        "",
        "x",
        "\n",
        "- [ ] ",
        "### Phase 3: ",
        "`src/a.rs:7`",
        "𝄞",
        "ä",
        "---\n",
        "```\n",
        "[x]",
        "\r\n",
        "**Dependencies**: Phase 2\n",
    ]);
    (0..60u32, 0..40u32, 0..12u32, texts).prop_map(|(line, column, length, text)| Typed {
        line,
        column,
        length,
        text,
    })
}

/// The text as an editor keeps it: in UTF-16 units.
struct Text(Vec<Vec<u16>>);

impl Text {
    fn new(text: &str) -> Self {
        Self(
            text.split('\n')
                .map(|it| it.encode_utf16().collect())
                .collect(),
        )
    }

    fn text(&self) -> String {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|it| String::from_utf16_lossy(it))
            .collect();
        lines.join("\n")
    }

    /// Makes an edit and returns it as the protocol has it.
    fn edit(&mut self, typed: &Typed) -> TextDocumentContentChangeEvent {
        let line = (typed.line as usize).min(self.0.len() - 1);
        let units = &self.0[line];
        // No position lies within a character, nor behind the return of a line end.
        let end = units.len() - usize::from(units.last() == Some(&13));
        let boundary = |at: usize| {
            let at = at.min(end);
            at - usize::from(
                units
                    .get(at)
                    .is_some_and(|it| (0xDC00..0xE000).contains(it)),
            )
        };
        let start = boundary(typed.column as usize);
        let stop = boundary(start + typed.length as usize).max(start);
        let mut whole: Vec<u16> = units[..start].to_vec();
        whole.extend(typed.text.encode_utf16());
        whole.extend_from_slice(&units[stop..]);
        let lines: Vec<Vec<u16>> = whole.split(|it| *it == 10).map(<[u16]>::to_vec).collect();
        self.0.splice(line..=line, lines);
        let at = |column: usize| Position::new(line as u32, column as u32);
        let range = Range::new(at(start), at(stop));
        TextDocumentContentChangePartial::new(range, None, typed.text.to_owned()).into()
    }
}

/// What can be said of one text alone; the order in which the background answers does not matter then.
fn settled(mut diagnostics: Vec<Diagnostic>) -> Vec<String> {
    diagnostics.sort_by_key(|it| (it.range.start, it.range.end));
    let mut out: Vec<String> = diagnostics.iter().map(|it| format!("{it:?}")).collect();
    out.sort_unstable();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn typing_gives_what_opening_gives(edits in vec(typed(), 1..40)) {
        let mut text = Text::new(PLAN);
        let mut editor = begin(&[(PATH, PLAN)]);
        editor.open(PATH, PLAN);
        let mut version = 1;
        for edit in &edits {
            version += 1;
            let change = text.edit(edit);
            editor.change_by(PATH, version, vec![change]);
        }
        let by_typing = editor.diagnostics(PATH, |it| it.version == Some(version));
        editor.end();
        let mut fresh = begin(&[(PATH, PLAN)]);
        fresh.open(PATH, &text.text());
        let by_opening = fresh.diagnostics(PATH, |it| it.version == Some(1));
        fresh.end();
        prop_assert_eq!(settled(by_typing), settled(by_opening));
    }
}
