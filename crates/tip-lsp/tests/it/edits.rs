//! Many edits, one after the other, give what the final text gives when it is opened.

use gen_lsp_types::{
    Diagnostic, Position, Range, TextDocumentContentChangeEvent, TextDocumentContentChangePartial,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::diagnostics::PLAN;
use crate::editor::begin;

const PATH: &str = "docs/tips/search.md";

/// An edit of a text: where, how much goes, what comes. Lines and columns are cut to what there is.
#[derive(Clone, Debug)]
struct Typed {
    line: u32,
    column: u32,
    length: u32,
    /// How many ends of lines go too.
    lines: u32,
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
    let lines = prop_oneof![12 => Just(0u32), 1 => 1..4u32];
    (0..60u32, 0..40u32, 0..12u32, lines, texts).prop_map(|(line, column, length, lines, text)| {
        Typed {
            line,
            column,
            length,
            lines,
            text,
        }
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
        let last = (line + typed.lines as usize).min(self.0.len() - 1);
        let start = self.boundary(line, typed.column as usize);
        let stop = self.boundary(last, typed.column as usize + typed.length as usize);
        let stop = if line == last { stop.max(start) } else { stop };
        let mut whole: Vec<u16> = self.0[line][..start].to_vec();
        whole.extend(typed.text.encode_utf16());
        whole.extend_from_slice(&self.0[last][stop..]);
        let lines: Vec<Vec<u16>> = whole.split(|it| *it == 10).map(<[u16]>::to_vec).collect();
        self.0.splice(line..=last, lines);
        let range = Range::new(
            Position::new(line as u32, start as u32),
            Position::new(last as u32, stop as u32),
        );
        TextDocumentContentChangePartial::new(range, None, typed.text.to_owned()).into()
    }

    /// Returns the place in a line that is nearest before a column: none lies within a character, nor behind the return of a line end.
    fn boundary(&self, line: usize, column: usize) -> usize {
        let units = &self.0[line];
        let end = units.len() - usize::from(units.last() == Some(&13));
        let at = column.min(end);
        let within = units
            .get(at)
            .is_some_and(|it| (0xDC00..0xE000).contains(it));
        at - usize::from(within)
    }
}

/// What can be said of one text alone; the order in which the background answers does not matter then.
fn settled(mut diagnostics: Vec<Diagnostic>) -> Vec<String> {
    diagnostics.sort_by_key(|it| (it.range.start, it.range.end));
    let mut out: Vec<String> = diagnostics.iter().map(|it| format!("{it:?}")).collect();
    out.sort_unstable();
    out
}

/// Returns what is said of a text that is opened.
fn by_opening(text: &str) -> Vec<String> {
    let mut editor = begin(&[(PATH, PLAN)]);
    editor.open(PATH, text);
    let found = editor.diagnostics(PATH, |it| it.version == Some(1));
    editor.end();
    settled(found)
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
        prop_assert_eq!(settled(by_typing), by_opening(&text.text()));
    }
}

/// How many edits a long session has, where `TIP_SOAK` does not say.
const SOAK: i32 = 300;

/// After how many edits somebody waits for the findings, and from how many lines on most of the text goes.
const PAUSE: i32 = 50;
const LONG: usize = 400;

#[test]
fn a_long_session_gives_what_opening_gives() {
    #[expect(clippy::disallowed_methods, reason = "who tests says how long")]
    let asked = std::env::var("TIP_SOAK").ok();
    let count = asked.map_or(SOAK, |it| it.parse().expect("`TIP_SOAK` is a number"));
    let mut runner = TestRunner::deterministic();
    let strategy = typed();
    let mut text = Text::new(PLAN);
    let mut editor = begin(&[(PATH, PLAN)]);
    editor.open(PATH, PLAN);
    for version in 2..=count + 1 {
        let mut edit = strategy
            .new_tree(&mut runner)
            .expect("there is an edit")
            .current();
        if text.0.len() > LONG {
            edit.lines = text.0.len() as u32 - 100;
        }
        let change = text.edit(&edit);
        editor.change_by(PATH, version, vec![change]);
        if version % PAUSE == 0 {
            editor.diagnostics(PATH, |it| it.version == Some(version));
        }
    }
    let by_typing = editor.diagnostics(PATH, |it| it.version == Some(count + 1));
    editor.end();
    assert_eq!(settled(by_typing), by_opening(&text.text()));
}
