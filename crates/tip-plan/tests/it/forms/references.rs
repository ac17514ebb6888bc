//! References, their lines, symbols and anchors, and what is meant to be done with them.

use super::check;
use crate::outline;

/// Reads the references of a plan as `path:line-end::symbol#anchor`.
#[track_caller]
fn references(text: &str, expected: &str) {
    check(text, &shown_references(text, |_| String::new()), expected);
}

/// Reads the references of a plan with what is meant to be done with them.
#[track_caller]
fn intents(text: &str, expected: &str) {
    check(
        text,
        &shown_references(text, |it| format!("{} ", it.intent.word())),
        expected,
    );
}

fn shown_references(text: &str, lead: impl Fn(&tip_plan::Reference) -> String) -> String {
    let read = outline::generic(text);
    let show = |it: &tip_plan::Reference| lead(it) + &outline::target(it);
    read.plan
        .references
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn lines_follow_the_path() {
    references("`kite/line.py`", "kite/line.py");
    references("`kite/line.py:4`", "kite/line.py:4");
    references("`kite/line.py:4-9`", "kite/line.py:4-9");
    references("`kite/line.py:4–9`", "kite/line.py:4-9");
    references("`kite/line.py:4,9`", "kite/line.py:4 kite/line.py:9");
    references("`kite/line.py:4-6,9`", "kite/line.py:4-6 kite/line.py:9");
    references("`kite/line.py:L4-L9`", "kite/line.py:4-9");
    references("`kite/line.py#L4`", "kite/line.py:4");
    references("`kite/line.py#L4-L9`", "kite/line.py:4-9");
    references("`kite/line.py:4:7`", "kite/line.py:4");
    references("kite/line.py:4", "kite/line.py:4");
    references("See kite/line.py:4-9.", "kite/line.py:4-9");
    references("(kite/line.py:4)", "kite/line.py:4");
}

#[test]
fn what_is_reported_or_done_in_a_file_does_not_make_or_remove_it() {
    intents("Item 7 added `kite/line.py`.", "mention kite/line.py");
    intents("Files added: `kite/line.py`", "create kite/line.py");
    intents("Newly created `kite/line.py`", "create kite/line.py");
    intents(
        "Apply it to every text write:\n- `kite/line.py`: check it before the `knots` writes",
        "mention kite/line.py",
    );
    intents(
        "| File | Change |\n|---|---|\n| `kite/line.py` | remove the second pass |\n| `kite/sail.py` | remove |\n",
        "modify kite/line.py delete kite/sail.py",
    );
    intents("It only emits `.d.ts` and `.test.js`", "");
}

#[test]
fn lines_are_spoken_beside_the_path() {
    references("`kite/line.py` (line 4)", "kite/line.py:4");
    references("`kite/line.py` (lines 4-9)", "kite/line.py:4-9");
    references("`kite/line.py` lines 4-9", "kite/line.py:4-9");
    references("`kite/line.py` line 4", "kite/line.py:4");
    references("`kite/line.py`, lines 4–9", "kite/line.py:4-9");
    references("`kite/line.py` (~line 4)", "kite/line.py:4");
    references("`kite/line.py` around line 4", "kite/line.py:4");
    references("`kite/line.py` (L4)", "kite/line.py:4");
    references("lines 4-9 of `kite/line.py`", "kite/line.py:4-9");
    references("Line 4 in `kite/line.py`", "kite/line.py:4");
    references("kite/line.py (line 4)", "kite/line.py:4");
    references(
        "**File**: `kite/line.py`\n**Lines**: 4-9\n",
        "kite/line.py:4-9",
    );
    references(
        "- **File**: `kite/line.py`\n- **Lines**: 4\n",
        "kite/line.py:4",
    );
    references(
        "| File | Lines |\n|---|---|\n| `kite/line.py` | 4-9 |\n",
        "kite/line.py:4-9",
    );
}

#[test]
fn symbols_and_anchors_follow_the_path() {
    references("`kite/line.py::spin`", "kite/line.py::spin");
    references("`kite/line.py::Line::spin`", "kite/line.py::Line::spin");
    references("`kite/line.py:spin`", "kite/line.py::spin");
    references("`kite/line.py:spin()`", "kite/line.py::spin()");
    references("`docs/kite.md#line`", "docs/kite.md#line");
    references("[the line](docs/kite.md#line)", "docs/kite.md#line");
    references("`kite/line.py::spin` (lines 4-9)", "kite/line.py:4-9::spin");
}

#[test]
fn links_lead_to_files() {
    references("[line](kite/line.py)", "kite/line.py");
    references("[line](kite/line.py#L4-L9)", "kite/line.py:4-9");
    references("[line](../kite/line.py)", "../kite/line.py");
    references("[line](./kite/line.py)", "./kite/line.py");
    references("[`kite/line.py:4`](kite/line.py)", "kite/line.py:4");
    references("[my line](docs/my%20line.md)", "docs/my line.md");
    references("[line](<docs/my line.md>)", "docs/my line.md");
    references("[line][l]\n\n[l]: kite/line.py\n", "kite/line.py");
    references(
        "[line](https://github.com/o/r/blob/0a1b2c3/kite/line.py#L4-L9)",
        "kite/line.py:4-9",
    );
    references(
        "[line](https://github.com/o/r/tree/main/kite/src/)",
        "kite/src/",
    );
}

#[test]
fn what_is_no_path_is_no_reference() {
    references("[home](https://example.com/kite/line.py)", "");
    references("[below](#line)", "");
    references("[mail](mailto:ida@example.com)", "");
    references("`https://example.com/line.py`", "");
    references("and/or", "");
    references("`GET /kite/lines`", "");
    references("Node.js and e.g. this", "");
    references("`1.2.3`", "");
    references("`line.spin()`", "");
    references("`@kite/line`", "");
    references("```python\nopen('kite/line.py')\n```", "");
    references("<!-- `kite/line.py` -->", "");
}

#[test]
fn references_are_found_over_lines_and_in_every_place() {
    references(
        "The line is in\n`kite/line.py:4`, the sail\nin `kite/sail.py`.",
        "kite/line.py:4 kite/sail.py",
    );
    references("# `kite/line.py`", "kite/line.py");
    references(
        "- `kite/line.py`\n  - `kite/sail.py`",
        "kite/line.py kite/sail.py",
    );
    references("> `kite/line.py`", "kite/line.py");
    references("| File |\n|---|\n| `kite/line.py` |\n", "kite/line.py");
    references("**`kite/line.py`**", "kite/line.py");
    references("---\ndesign: docs/kite.md\n---\n", "docs/kite.md");
    references("`kite\\line.py`", "kite/line.py");
    references("`kite/*.py`", "kite/*.py");
    references("`kite/src/`", "kite/src/");
    references("`Makefile`", "Makefile");
    references("`.gitignore`", ".gitignore");
    references("`docs/my line.md`", "docs/my line.md");
    references("`计划/线.md`", "计划/线.md");
}

#[test]
fn words_tell_what_is_meant_to_be_done() {
    intents("- Create `kite/line.py`", "create kite/line.py");
    intents("- `kite/line.py` (new)", "create kite/line.py");
    intents(
        "- `kite/line.py` (new — holds the knots)",
        "create kite/line.py",
    );
    intents("- `kite/line.py` (a reel; new file)", "create kite/line.py");
    intents("- `kite/line.py` - New file", "create kite/line.py");
    intents("- Update `kite/line.py`", "modify kite/line.py");
    intents("- Add a knot to `kite/line.py`", "modify kite/line.py");
    intents(
        "- Remove the knot from `kite/line.py`",
        "modify kite/line.py",
    );
    intents("- Delete `kite/line.py`", "delete kite/line.py");
    intents("- See `kite/line.py`", "mention kite/line.py");
    intents("- As in `kite/line.py`", "mention kite/line.py");
    intents("**Create**: `kite/line.py`", "create kite/line.py");
    intents(
        "- Modify: `kite/line.py`, `kite/sail.py`",
        "modify kite/line.py modify kite/sail.py",
    );
    intents("- Delete: `kite/line.py`", "delete kite/line.py");
    intents(
        "**Files to Create**:\n- `kite/line.py`\n- `kite/sail.py`\n",
        "create kite/line.py create kite/sail.py",
    );
    intents(
        "### Files to Modify\n\n- `kite/line.py`\n",
        "modify kite/line.py",
    );
    intents(
        "**Code Changes**:\n- `kite/line.py:4` - Knot it\n",
        "modify kite/line.py:4",
    );
    intents(
        "**Type**: Create\n**File(s)**: `kite/line.py`\n",
        "create kite/line.py",
    );
    intents(
        "**File(s)**: `kite/line.py`\n**Type**: Delete\n",
        "delete kite/line.py",
    );
    intents(
        "**File**: `kite/line.py`\n**Changes**: New file\n",
        "create kite/line.py",
    );
    intents(
        "| File | Action |\n|---|---|\n| `kite/line.py` | Create |\n| `kite/sail.py` | Modify |\n",
        "create kite/line.py modify kite/sail.py",
    );
}

#[test]
fn words_after_a_reference_tell_too() {
    intents("- `kite.py` module created", "create kite.py");
    intents("- `kite.py` is updated", "modify kite.py");
    intents("- `kite.py` deleted", "delete kite.py");
    intents("- `kite.py` was created by #3", "mention kite.py");
    intents("In `kite.py`, find the knot:", "modify kite.py");
    intents("Add `kite.md` to the list", "mention kite.md");
    intents(
        "Add `kite.svg` to `assets/`",
        "create kite.svg modify assets/",
    );
}

#[test]
fn code_and_asides_hold_no_verbs() {
    intents("`kite` knows only `create` (kite.py)", "mention kite.py");
    intents("Implement `Knot::new()` in `kite.py`", "mention kite.py");
    intents("- Not deleting `kite.py`", "mention kite.py");
    intents("- Do not change `kite.py`", "mention kite.py");
    intents("When you register a knot in `kite.py`", "mention kite.py");
    intents("No changes to `kite.py`", "mention kite.py");
    intents("The words of the document in `kite.md`", "mention kite.md");
}

#[test]
fn what_is_made_may_hold_a_file() {
    intents("Add a crate with a `main.rs`", "create main.rs");
    intents("A new skill file (`kite/SKILL.md`)", "create kite/SKILL.md");
    intents(
        "Create the following files:\n\n- `kite.py` - Checks",
        "create kite.py",
    );
    intents(
        "Add a new module (e.g. `kite.py`) that flies",
        "create kite.py",
    );
}

#[test]
fn a_column_tells_what_becomes_of_its_files() {
    intents(
        "| Phase | Files Modified |\n| --- | --- |\n| 1 | `kite.py` |",
        "modify kite.py",
    );
}

#[test]
fn a_column_of_counts_names_no_lines() {
    references(
        "| File | Lines |\n| --- | --- |\n| `kite.py` | 83 |",
        "kite.py",
    );
    references(
        "| File | Lines |\n| --- | --- |\n| `kite.py` | 8-12 |\n| `line.py` | 3 |",
        "kite.py:8-12 line.py:3",
    );
    references(
        "| File | Lines | Role |\n| --- | --- | --- |\n| `kite.py` | 8-12 | steers `line.py` |",
        "kite.py:8-12 line.py",
    );
}

#[test]
fn a_bare_address_of_a_forge_is_a_reference() {
    references(
        "See https://github.com/o/r/blob/main/docs/kite.md#L3.",
        "docs/kite.md:3",
    );
    references("See https://example.org/kite.md", "");
}

#[test]
fn two_actions_speak_of_two_files_in_turn() {
    intents(
        "**File(s)**: `kite.feature`, `kite.rs`\n**Type**: Create / Modify\n",
        "create kite.feature modify kite.rs",
    );
}

#[test]
fn a_task_may_name_its_file_without_a_verb() {
    intents(
        "- [ ] T017 [P] Contract test for GET /kites in `tests/kites.test.ts`",
        "create tests/kites.test.ts",
    );
    intents(
        "- [ ] T018 Contract test for DELETE /kites in `tests/gone.test.ts`",
        "create tests/gone.test.ts",
    );
    intents(
        "- [ ] T019 Create kite service in `src/kite.ts`",
        "create src/kite.ts",
    );
    intents("- Unit tests in `kite.py` pass", "mention kite.py");
}

#[test]
fn references_to_files_at_a_commit_are_history() {
    let past = |text: &str| shown_references(text, |it| format!("{} ", it.historical));
    for announcement in [
        "Old parts to port (all at `f858c19^`):\n\n",
        "As of commit f858c19 there were:\n\n",
        "## The parts at `f858c19`\n\n",
    ] {
        let text = format!("{announcement}- `kite/line.py:4`\n- `kite/reel.py`\n");
        check(&text, &past(&text), "true kite/line.py:4 true kite/reel.py");
    }
    let one = "Bring back `kite/line.py` at `f858c19^`, then change `kite/reel.py`.";
    check(one, &past(one), "true kite/line.py false kite/reel.py");
    let ends = "The parts at `f858c19`:\n\n- `kite/line.py`\n\nThen `kite/reel.py`.\n";
    check(ends, &past(ends), "true kite/line.py false kite/reel.py");
    let merged = "Merged `main` at `f858c19` and changed `kite/reel.py`.";
    check(merged, &past(merged), "false kite/reel.py");
}
