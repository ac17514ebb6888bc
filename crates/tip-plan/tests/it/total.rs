//! What holds for every plan, and that any bytes give one.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use tip_plan::{DialectId, Plan, ReadOptions, UnitId, read};
use tip_syntax::{Document, Span};

/// Checks that every span of a plan is sound, and every position in another list valid.
#[track_caller]
pub(crate) fn check(doc: &Document, plan: &Plan) {
    header(doc, plan);
    sections(doc, plan);
    units(doc, plan);
    boxes(doc, plan);
    references(doc, plan);
    commands(doc, plan);
    for it in &plan.placeholders {
        sound(doc, it.span);
    }
    handles(plan);
}

#[track_caller]
fn header(doc: &Document, plan: &Plan) {
    let texts = [&plan.title, &plan.feature, &plan.date, &plan.status.written];
    for it in texts.into_iter().flatten().chain(&plan.tags) {
        sound(doc, it.span);
    }
    let spans = [
        plan.effort.map(|it| it.span),
        plan.confidence.map(|it| it.span),
    ];
    for span in spans.into_iter().flatten() {
        sound(doc, span);
    }
}

#[track_caller]
fn sections(doc: &Document, plan: &Plan) {
    let mut last = 0;
    for (at, section) in plan.sections.iter().enumerate() {
        sound(doc, section.span);
        sound(doc, section.title.span);
        assert!(
            section.span.contains(section.title.span),
            "title of {section:?}"
        );
        assert!(last <= section.span.start, "sections in order: {section:?}");
        assert!((1..=6).contains(&section.level), "{section:?}");
        assert!(section.block.index() < doc.blocks().len(), "{section:?}");
        unit_exists(plan, section.unit);
        if let Some(parent) = section.parent {
            assert!(
                (parent.0 as usize) < at,
                "a section after its parent: {section:?}"
            );
            let parent = &plan.sections[parent.0 as usize];
            assert!(
                parent.span.contains(section.span),
                "{section:?} in {parent:?}"
            );
            assert!(parent.level < section.level, "{section:?} in {parent:?}");
        }
        last = section.span.start;
    }
    for field in &plan.fields {
        sound(doc, field.label.span);
        sound(doc, field.value);
        sound(doc, field.span);
        assert!(
            field.span.start <= field.label.span.start,
            "label of {field:?}"
        );
        for &item in &field.items {
            sound(doc, item);
        }
        unit_exists(plan, field.unit);
        if let Some(section) = field.section {
            assert!((section.0 as usize) < plan.sections.len(), "{field:?}");
        }
    }
}

#[track_caller]
fn units(doc: &Document, plan: &Plan) {
    for (at, unit) in plan.units.iter().enumerate() {
        sound(doc, unit.lead);
        sound(doc, unit.span);
        sound(doc, unit.title.span);
        let spans = [
            unit.number.as_ref().map(|it| it.span),
            unit.effort.map(|it| it.span),
            unit.state.span,
            unit.state.contradicted_by.map(|it| it.span),
            unit.depends_on.written,
        ];
        for span in spans.into_iter().flatten() {
            sound(doc, span);
        }
        if let Some(parent) = unit.parent {
            assert!(parent.index() < at, "a unit after its parent: {unit:?}");
        }
        for on in &unit.depends_on.on {
            sound(doc, on.span);
            assert!(on.value.index() < plan.units.len(), "{unit:?}");
        }
        for unknown in &unit.depends_on.unknown {
            sound(doc, unknown.span);
        }
        if let Some(own) = unit.own_box {
            let own = &plan.boxes[own as usize];
            assert_eq!(own.is_unit, Some(UnitId(at as u32)), "{unit:?} and {own:?}");
        }
    }
}

#[track_caller]
fn boxes(doc: &Document, plan: &Plan) {
    let mut last = 0;
    for (at, it) in plan.boxes.iter().enumerate() {
        sound(doc, it.mark);
        sound(doc, it.text);
        assert!(doc.text(it.mark).starts_with('['), "the mark of {it:?}");
        assert!(doc.text(it.mark).ends_with(']'), "the mark of {it:?}");
        assert!(last <= it.mark.start, "boxes in order: {it:?}");
        last = it.mark.start;
        unit_exists(plan, it.unit);
        unit_exists(plan, it.phase);
        if let Some(unit) = it.is_unit {
            let own = plan.unit(unit).own_box;
            assert_eq!(own, Some(at as u32), "{it:?} and its unit");
        }
        for &command in &it.commands {
            let command = &plan.commands[command as usize];
            assert_eq!(command.in_box, Some(at as u32), "{it:?} and {command:?}");
        }
    }
}

#[track_caller]
fn references(doc: &Document, plan: &Plan) {
    for it in &plan.references {
        sound(doc, it.span);
        sound(doc, it.path_span);
        if let Some(span) = it.line_span {
            sound(doc, span);
        }
        assert!(!it.path.is_empty(), "{it:?}");
        assert!(it.line != Some(0), "{it:?}");
        assert!(it.end_line.is_none_or(|end| Some(end) > it.line), "{it:?}");
        assert!(it.end_line.is_none() || it.line.is_some(), "{it:?}");
        unit_exists(plan, it.unit);
    }
}

#[track_caller]
fn commands(doc: &Document, plan: &Plan) {
    for (at, it) in plan.commands.iter().enumerate() {
        sound(doc, it.span);
        if let Some(span) = it.expectation_span {
            sound(doc, span);
        }
        assert!(!it.text.trim().is_empty(), "{it:?}");
        unit_exists(plan, it.unit);
        if let Some(in_box) = it.in_box {
            let own = &plan.boxes[in_box as usize];
            assert!(own.commands.contains(&(at as u32)), "{it:?} and {own:?}");
        }
    }
}

/// Every handle means one thing, and every id too.
#[track_caller]
fn handles(plan: &Plan) {
    let units = plan.units.iter().map(|it| (&it.handle, &it.id));
    let boxes = plan
        .boxes
        .iter()
        .filter(|it| it.is_unit.is_none())
        .map(|it| (&it.handle, &it.id));
    let mut names = HashSet::new();
    let mut ids = HashSet::new();
    for (handle, id) in units.chain(boxes) {
        assert!(!handle.is_empty() && !id.is_empty(), "{handle:?} {id:?}");
        assert!(names.insert(handle), "the handle {handle} is unique");
        assert!(ids.insert(id), "the id {id} of {handle} is unique");
    }
}

#[track_caller]
fn unit_exists(plan: &Plan, unit: Option<UnitId>) {
    assert!(
        unit.is_none_or(|unit| unit.index() < plan.units.len()),
        "{unit:?} of {}",
        plan.units.len()
    );
}

/// A span lies in the text and on boundaries of characters.
#[track_caller]
fn sound(doc: &Document, span: Span) {
    let text = doc.source().text();
    assert!(span.start <= span.end, "{span:?}");
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} in a text of {}",
        text.len()
    );
}

/// Reads bytes in the dialect that they show, and in `dialect`.
#[track_caller]
fn reads(path: &str, bytes: &[u8], dialect: Option<DialectId>) {
    let doc = Document::parse(bytes.to_vec());
    let options = ReadOptions {
        dialect,
        ..ReadOptions::new(path)
    };
    check(&doc, &read(&doc, &options));
}

/// Paths that decide about dialects, and that say nothing.
const PATHS: &[&str] = &[
    "",
    "a.md",
    "docs/tips/a.md",
    "thoughts/plans/a.md",
    "execplans/a.md",
    "docs/superpowers/plans/a.md",
    "specs/001-a/tasks.md",
    "specs/001-a/spec.md",
    "openspec/changes/a/tasks.md",
    ".kiro/specs/a/tasks.md",
    ".kiro/specs/a/requirements.md",
    "backlog/tasks/task-1 - a.md",
    "specs/feature-a/tasks.md",
    "todo.md",
];

/// Words, marks and line ends that plans are made of.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    // Line ends, white space and what breaks lines.
    "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", " ", " ", "  ", "\t", "    ", "\u{a0}", "\0", "\u{feff}", "\u{2028}",
    // Headings and units.
    "# ", "## ", "### ", "#### ", "#", "Phase 1: ", "Phase 2a — ", "Phase B.1: ", "Phase", "Phases 1-3", "Phase 1–2 ",
    "Task 1: ", "Task 1.2 ", "Task", "Step 3: ", "**Step 1: go**", "Stage A: ", "Milestone: ", "Scenario 1: ", "Risk: ",
    "T001 ", "T1", "1. ", "1.1 ", "1.1", "1) ", "2a. ", "12345678901234567890. ", "IV: ", "PR-3: ", "(TIP Phase 1)",
    "(Phase 2)", "(SETUP ONLY)", "[P] ", "[US1] ", "User Story 1", "✅ ", "✓", "✔️", "🚧", "⏳ ", "~~", "COMPLETE", "- DONE",
    "(deferred)", "(2-3 hours)", "(S)", "(optional)", "— done 2026-01-02",
    // Labels.
    "**Status**: ", "Status: ", "**Purpose**: ", "**Code Changes**:", "**Success Criteria**:", "**Dependencies**: ",
    "Depends on: ", "**Estimated Effort**: ", "**File**: ", "**File(s)**: ", "**Lines**: ", "**Type**: ", "**Files:**",
    "**Create**: ", "- Modify: ", "Run: ", "Expected: ", "**Acceptance**:", "_Requirements: 1.1, 2.3_", "`depends_on`: ",
    "**Given**: ", "**When**: ", "**Then**: ", "**Validates**: ", "**", "*", "_", "__", ":", "(", ")", "[", "]",
    "**TIP Reference**: depends on ", "## Implementation Phases", "## Success Criteria", "## Progress", "## Status",
    "## Decision Log", "## Tasks", "## Code Changes", "## Library Research Needed", "## Risk Assessment", "### High Risk",
    "## Implementation Order", "## References", "## Quality Gates", "## Dependencies",
    // Boxes.
    "- [ ] ", "- [x] ", "- [X]", "- [~] ", "- [-] ", "- [ ]* ", "* [x]text", "1. [ ] ", "  - [ ] ", "- [✓] ", "- [é] ", "[ ]",
    "[x](u)", "- ", "+ ", "> ", "> - [ ] ",
    // Tables.
    "| Phase | Status | Effort | Depends on |\n|---|---|---|---|\n", "| Task | Lines | Action |\n| - | - | - |\n",
    "| 1 | [x] | M | Phase 1 |\n", "| T001 | 3-9 | Create |\n", "|", "|---|", "| Status | Draft |\n",
    // References.
    "`src/app.py`", "`src/app.py:12`", "`src/app.py:12-20`", "src/app.py:20,42", "`src/lib.rs::read`", "src/a b.md",
    "`docs/a.md#anchor`", "`src/x.rs#L3-L9`", "(line 12)", "(lines 3–9)", "lines 3-9 in ", "~L66", "[text](src/app.py#L3)",
    "[a](docs/a%20b.md)", "[x](https://example.com/o/r/blob/main/src/a.rs#L1-L2)", "a\\b.rs", "C:\\a\\b.rs:3", "`src/é.rs:4`",
    "src/计划.md", "%zz.md", "src/%e9.md", "(new)", "Create ", "Update ", "delete ", "Extend the parser in ", " from ", " to ",
    // Commands.
    "`cargo test`", "`npm run dev`", "`grep -c x a.rs` returns 4", "run ", "Run ", "cargo test", "run ≤ cargo test",
    "running … `make lint`", " passes", " exits with code 2", "exits non-zero", " → ", "->", "no matches", "returns `4`",
    "shows “Usage”", "`ls <dir>`", "echo \"open", "Expected: FAIL", "# Expected: 3", "cd a && ", "A=\"b\" make", "A=$(b",
    "```\n", "```bash\n", "```sh\n", "~~~console\n", "$ cargo test\n", "\\\n", "cat <<EOF\n", "EOF\n", "for a in b; do\n",
    "if x; then\n", "done\n", "fi\n", "&&\n",
    // Front matter, comments, HTML.
    "---\n", "---\nstatus: draft\n---\n", "status: [draft]\n", "tags: [a, b]\n", "estimated_effort: M\n", "title: \"é\"\n",
    "<!-- AC:BEGIN -->", "<!--", "-->", "<details>", "\n---\n", "===\n",
    // Dependencies.
    "None", "None (can run beside Phase 1)", "Phase 1 complete", "Phases 2 & 3", "T001, T002–T004", "all previous phases", "Previous phase",
    "1 through 3", "Phase É", "Phases A–B", "`dep`", "[1.1, 1.2]", "- **Core (Phase 2+)**: Depends on Setup",
    // Letters that are wide, and whose case has another length.
    "é", "ß", "İ", "ﬁ", "👩‍🚀", "🏗️", "≤", "≥", "—", "–", "…", "“", "”", "\u{301}", "\u{200d}", "计划", "ẞ", "K",
    // Others.
    "TBD", "TODO", "...", "[path/file.py]:[line]", "prose that goes on", "a", "1", "9999999999", "S-M", "~1.5 days", "N/A",
];

fn glued() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![
        40 => select(FRAGMENTS).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => (select(FRAGMENTS), 50..400_usize).prop_map(|(it, count)| it.repeat(count)),
    ];
    proptest::collection::vec(fragment, 0..60).prop_map(|it| it.concat().into_bytes())
}

/// Bytes with some replaced, which cuts characters in two.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let cut = (any::<Index>(), any::<u8>());
    (glued(), proptest::collection::vec(cut, 1..6)).prop_map(|(mut bytes, cuts)| {
        for (at, byte) in cuts {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        bytes
    })
}

fn dialects() -> impl Strategy<Value = Option<DialectId>> {
    proptest::option::of(select(&DialectId::ALL))
}

/// Texts that are short of something, or hold too much of it.
const TRAPS: &[&str] = &[
    "",
    "\u{feff}",
    "\0",
    "---",
    "---\n",
    "---\nstatus: [",
    "# ",
    "- [ ]",
    "- [x",
    "- [ ] run ≤ cargo test",
    "- [ ] run… cargo test → “ok”",
    "- [ ] Run: ≥`cargo test`é returns 4",
    "**Run**: “cargo test”\n**Expected**: … “4",
    "## Phase É: İ\n\n**Dependencies**: Phase É–İ",
    "## Phase 1: ~~",
    "## ~~Phase 1~~",
    "| Phase |\n|---|\n|",
    "```bash",
    "```bash\n$ ",
    "## Task 1: a\n\n```bash\ncat <<É\n",
    "## Task 1: a\n\n```bash\nA=\"é make",
    "**a\nb**: c\n**d**: e",
    "`C:é` `é:` `a.md:` `a.md#` `a.md#L` `a.md:0` `a.md:99999999999-1`",
    "[a](%zz.md) [b](%e9.md) [c](%) [d](a%20b.md)",
    "1. [ ] 1.1.1.1.1.1 a\n1. [ ] 1.1.1.1.1.1 a",
];

#[test]
fn traps_are_read() {
    for text in TRAPS {
        for path in PATHS {
            reads(path, text.as_bytes(), None);
            reads(path, text.replace('\n', "\r\n").as_bytes(), None);
        }
        for dialect in DialectId::ALL {
            reads("a.md", text.as_bytes(), Some(dialect));
        }
    }
}

#[test]
fn a_very_long_line_is_read() {
    let words = "- [ ] é `kite/line.py` lines 3–9 in run ≤ cargo test ".repeat(400);
    reads("docs/tips/a.md", words.as_bytes(), None);
}

fn config() -> ProptestConfig {
    ProptestConfig {
        // Failures become cases of their own below.
        failure_persistence: None,
        cases: ProptestConfig::default().cases.max(512),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        path in select(PATHS),
        dialect in dialects(),
    ) {
        reads(path, &bytes, dialect);
    }

    #[test]
    fn any_text_is_read(text in ".{0,200}", path in select(PATHS), dialect in dialects()) {
        reads(path, text.as_bytes(), dialect);
    }

    #[test]
    fn pieces_of_plans_in_any_order_are_read(
        bytes in glued(),
        path in select(PATHS),
        dialect in dialects(),
    ) {
        reads(path, &bytes, dialect);
    }

    #[test]
    fn broken_pieces_of_plans_are_read(
        bytes in broken(),
        path in select(PATHS),
        dialect in dialects(),
    ) {
        reads(path, &bytes, dialect);
    }
}
