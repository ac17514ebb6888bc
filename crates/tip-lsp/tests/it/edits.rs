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

/// Plans in which sessions begin: ours, ours with many phases, and those of two other dialects.
fn plans() -> [(&'static str, String); 4] {
    let (head, phases) = PLAN.split_at(PLAN.find("### Phase 1").unwrap_or_default());
    let mut large = head.to_owned();
    for number in 0..20 {
        let own = [2 * number + 1, 2 * number + 2].map(|it| format!("### Phase {it}:"));
        let phases = phases.replace("### Phase 1:", &own[0]);
        large.push_str(&phases.replace("### Phase 2:", &own[1]));
    }
    [
        (PATH, PLAN.to_owned()),
        ("docs/tips/large.md", large),
        ("docs/superpowers/plans/rename.md", TASKS.to_owned()),
        ("specs/001-search/tasks.md", NUMBERED.to_owned()),
    ]
}

/// Tasks with steps that are boxes, and commands with what is expected of them.
const TASKS: &str = "# Rename Implementation Plan

**Goal:** One name.

### Task 1: Model
**Files:**
- Create: `src/a.py`
- Modify: `src/store.rs:12`

- [ ] **Step 1: Write the failing test**

- [ ] **Step 2: Run it**

Run: `pytest tests/a.py -v`
Expected: FAIL with `no a`

### Task 2: Rest
- [ ] **Step 1: Clean**

Run: `make lint`, and `make test`
Expected: both pass

| Task | Status |
| --- | --- |
| Task 1 | done |
";

/// Tasks by number, which name each other.
const NUMBERED: &str = "# Tasks: Search

## Phase 1: Setup
- [ ] T001 Create `src/a.ts`
- [ ] T002 [P] Configure linting

## Phase 2: Query
- [ ] T003 [US1] Model in src/model.ts
  - [ ] T003.1 depends on T001
- [x] T004 [US1] Service in src/service.ts

## Dependencies
- Phase 2 depends on Phase 1
";

/// An edit of a text: where, how much goes, what comes. Columns are cut to what there is.
#[derive(Clone, Debug)]
struct Typed {
    /// In thousandths of all lines.
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
        "[ref]: src/store.rs\n",
        "<task>\n",
        "T001",
        "## Progress\n",
        "\r\n",
        "**Dependencies**: Phase 2\n",
    ]);
    let lines = prop_oneof![12 => Just(0u32), 1 => 1..4u32];
    (0..1000u32, 0..40u32, 0..12u32, lines, texts).prop_map(
        |(line, column, length, lines, text)| Typed {
            line,
            column,
            length,
            lines,
            text,
        },
    )
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
        let line = self.0.len() * typed.line as usize / 1000;
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

/// Lets each of these files be a plan, however little of one its text has: an open plan stays one while somebody types.
const ALL_ARE_PLANS: (&str, &str) = ("tip.toml", "[plans]\ninclude = [\"**/*.md\"]\n");

/// Returns what is said of a text that is opened.
fn by_opening(path: &str, text: &str) -> Vec<String> {
    let mut editor = begin(&[ALL_ARE_PLANS, (path, text)]);
    editor.open(path, text);
    let found = editor.diagnostics(path, |it| it.version == Some(1));
    editor.end();
    settled(found)
}

/// Returns what is said of a plan that was edited, and its text then.
fn by_typing(path: &str, plan: &str, edits: impl Iterator<Item = Typed>) -> (Vec<String>, String) {
    let mut text = Text::new(plan);
    let longest = LONG.max(2 * text.0.len());
    let mut editor = begin(&[ALL_ARE_PLANS, (path, plan)]);
    editor.open(path, plan);
    let mut version = 1;
    for mut edit in edits {
        version += 1;
        if text.0.len() > longest {
            edit.lines = text.0.len() as u32 / 2;
        }
        let change = text.edit(&edit);
        editor.change_by(path, version, vec![change]);
        if version % PAUSE == 0 {
            editor.diagnostics(path, |it| it.version == Some(version));
        }
    }
    let found = editor.diagnostics(path, |it| it.version == Some(version));
    editor.end();
    (settled(found), text.text())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn typing_gives_what_opening_gives(edits in vec(typed(), 1..40)) {
        for (path, plan) in plans() {
            let (found, text) = by_typing(path, &plan, edits.iter().cloned());
            prop_assert_eq!(found, by_opening(path, &text));
        }
    }
}

/// How many edits a long session has, where `TIP_SOAK` does not say.
const SOAK: usize = 300;

/// After how many edits somebody waits for the findings, and how many lines there may be before half of the text goes.
const PAUSE: i32 = 10;
const LONG: usize = 400;

#[test]
fn a_long_session_gives_what_opening_gives() {
    #[expect(clippy::disallowed_methods, reason = "who tests says how long")]
    let asked = std::env::var("TIP_SOAK").ok();
    let count = asked.map_or(SOAK, |it| it.parse().expect("`TIP_SOAK` is a number"));
    for (path, plan) in plans() {
        let mut runner = TestRunner::deterministic();
        let edits = std::iter::repeat_with(|| {
            let tree = typed().new_tree(&mut runner);
            tree.expect("there is an edit").current()
        });
        let (found, text) = by_typing(path, &plan, edits.take(count));
        assert_eq!(found, by_opening(path, &text), "{path}");
    }
}
