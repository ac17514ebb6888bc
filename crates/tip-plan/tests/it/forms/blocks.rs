//! Commands in blocks, and what is expected of them there.

use super::commands::{command, commands};

#[test]
fn fences_hold_a_command_a_line() {
    let criteria = "## Success Criteria\n\n";
    commands(
        &format!("{criteria}```bash\ncargo fmt\ncargo test\n```\n"),
        "cargo fmt !mutating ; cargo test",
    );
    commands(
        &format!("{criteria}```sh\n# All of them\n\ncargo test\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncargo test \\\n  --workspace\n```\n"),
        "cargo test \\⏎--workspace",
    );
    commands(
        &format!("{criteria}```bash\ncargo build &&\n  cargo test\n```\n"),
        "cargo build &&⏎cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncat > a.txt <<EOF\nline\nEOF\ncargo test\n```\n"),
        "cat > a.txt <<EOF⏎line⏎EOF ; cargo test",
    );
    commands(
        &format!("{criteria}```bash\nfor a in b; do\n  cargo test $a\ndone\n```\n"),
        "",
    );
    commands(
        &format!("{criteria}```console\n$ cargo test\nrunning 3 tests\n$ cargo doc\n```\n"),
        "cargo test -> unreadable running 3 tests ; cargo doc",
    );
    commands(
        &format!("{criteria}```bash\n$ cargo test\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\ncargo test  # quick\n```\n"),
        "cargo test",
    );
    commands(
        &format!("{criteria}```bash\r\ncargo test\r\n```\r\n"),
        "cargo test",
    );
    commands(&format!("{criteria}```bash\ncargo test\n"), "cargo test");
    commands(&format!("{criteria}```text\ncargo test\n```\n"), "");
    commands(
        &format!("{criteria}```bash\n#!/bin/sh\ncargo test\n```\n"),
        "",
    );
    commands("## Context\n\n```bash\ncargo test\n```\n", "");
}

#[test]
fn a_message_of_several_lines_is_one_command() {
    commands(
        "## Phase 1: A\n\n```bash\ngit commit -m \"fly <kite> high\n\nand its line\"\n```\n",
        "git commit -m \"fly <kite> high⏎⏎and its line\" !placeholder",
    );
}

#[test]
fn comments_tell_of_the_command_that_they_stand_beside_or_below() {
    let block = |text: &str| format!("## Success Criteria\n\n```bash\n{text}\n```\n");
    for (text, expected) in [
        ("grep -c knot a.py  # = 1", "grep -c knot a.py -> output 1"),
        (
            "grep knot a.py\n# Expected: no output",
            "grep knot a.py -> silence",
        ),
        ("kite fly  # should fail", "kite fly -> failure"),
        (
            "kite list --all  # expect 3 kites",
            "kite list --all -> unreadable 3 kites",
        ),
        ("cargo test  # Check all components", "cargo test"),
        (
            "# No knots remain\ngrep knot a.py",
            "grep knot a.py -> silence",
        ),
        (
            "# Counts match\ngrep -c knot a.py\n# Expected: 2",
            "grep -c knot a.py -> output 2",
        ),
    ] {
        commands(&block(text), expected);
    }
}

#[test]
fn what_is_expected_may_stand_in_a_list_or_a_block() {
    let run = "## Task 1: Line\n\n```bash\ngit status --short\n```\n\nExpected:\n";
    commands(
        &format!("{run}- a line for `a.py`\n- and one more\n"),
        "git status --short -> unreadable a line for `a.py` - and one more",
    );
    commands(
        &format!("{run}- a line for `a.py`\n\n- [ ] **Step 2: More**\n"),
        "git status --short -> contains a.py",
    );
    commands(
        &format!("{run}\n```\nall fine\n```\n"),
        "git status --short -> contains all fine",
    );
    commands(
        &format!("{run}\n```\nok a 0.2s\nok b 0.1s\n```\n"),
        "git status --short -> unreadable ok a 0.2s ok b 0.1s",
    );
}

#[test]
fn what_is_expected_of_a_block_is_expected_of_all_that_show_something() {
    let block = "## Task 1: Line\n\n```bash\nwc -l a.py\ncat a.py\n```\n";
    commands(
        &format!("{block}Expected: three lines, the first is `x`\n"),
        "wc -l a.py -> unreadable three lines, the first is `x` ; \
         cat a.py -> unreadable three lines, the first is `x`",
    );
    commands(&format!("{block}Expected: PASS\n"), "wc -l a.py ; cat a.py");
    commands(
        "## Task 1: Line\n\n```bash\ncat a.py\n```\n\nAll 7 lines must show `x`.\n",
        "cat a.py -> unreadable All 7 lines must show `x`",
    );
}

#[test]
fn a_group_of_commands_is_one() {
    command(
        "Both: `{ echo a; echo b; }` prints `b`",
        "{ echo a; echo b; } -> contains b",
    );
    command("Takes `{ time: number; id: string; }`", "");
    command("`{ rm -rf kite; }`", "{ rm -rf kite; } !mutating");
}

#[test]
fn a_block_is_read_as_a_shell_reads_it() {
    let block =
        |text: &str| format!("## Success Criteria\n\n- [ ] All:\n\n  ```sh\n{text}\n  ```\n");
    for (text, expected) in [
        (
            "  WORD=x\n  grep -q \"$WORD\" a",
            "WORD=x ; grep -q \"$WORD\" a",
        ),
        (
            "  n=$(grep -c x a)\n  test \"$n\" = 7",
            "n=$(grep -c x a) ; test \"$n\" = 7",
        ),
        (
            "  check() {\n    grep -q x \"$1\"\n  }\n  check a",
            "check() {⏎grep -q x \"$1\"⏎} ; check a",
        ),
        (
            "  for f in *; do\n    grep -q x $f || exit 1\n  done",
            "for f in *; do⏎grep -q x $f || exit 1⏎done",
        ),
        ("  ! grep -q x a\n  [ -f a ]", "! grep -q x a ; [ -f a ]"),
        (
            "  a() { rm -rf kite; }\n  a",
            "a() { rm -rf kite; } !mutating ; a",
        ),
        ("  x=1 rm -rf kite", "x=1 rm -rf kite !mutating"),
    ] {
        commands(&block(text), expected);
    }
}

#[test]
fn what_stands_in_a_block_and_is_no_command_is_what_one_shows() {
    let block = |language: &str, text: &str| {
        format!("## Success Criteria\n\n- [ ] All:\n\n  ```{language}\n{text}\n  ```\n")
    };
    let console = |text: &str| block("console", text);
    commands(&console("  $ cat a\n  knot"), "cat a -> contains knot");
    commands(&console("  $ cat a\n  7"), "cat a -> output 7");
    commands(
        &console("  $ cat a\n  can't\n  $ ls"),
        "cat a -> contains can't ; ls",
    );
    commands(
        &console("  $ cat a\n  knot\n  line"),
        "cat a -> unreadable knot line",
    );
    commands(&block("sh", "  $ cat a\n  knot"), "cat a -> contains knot");
    commands(
        &block("sh", "  cat a\n  Knots: two"),
        "cat a -> contains Knots: two",
    );
    let both = format!("{}\n  ```text\n  knot\n  ```\n", block("sh", "  cat a"));
    commands(&both, "cat a -> contains knot");
    let far = format!(
        "{}\n  A note:\n\n  ```text\n  knot\n  ```\n",
        block("sh", "  cat a")
    );
    commands(&far, "cat a");
}

#[test]
fn a_fence_that_is_indented_too_far_is_one() {
    commands(
        "## Success Criteria\n\n- [ ] All:\n\n      ```sh\n      grep -q x a\n      ```\n",
        "grep -q x a",
    );
}

#[test]
fn a_fence_that_is_indented_far_needs_no_blank_line_before_it() {
    commands(
        "## Success Criteria\n\n- [ ] All:\n      ```sh\n      grep -q x a\n      grep -q y a\n      ```\n",
        "grep -q x a ; grep -q y a",
    );
    commands(
        "## Success Criteria\n\n- [ ] All ```rust\n      let x = 1;\n      ```\n",
        "",
    );
}

#[test]
fn a_block_may_begin_with_a_verdict() {
    let run = "## Task 1: Line\n\n```bash\nnpm run check\n```\n\nExpected:\n\n";
    commands(
        &format!("{run}```text\nFAIL because the route is missing.\n```\n"),
        "npm run check -> failure",
    );
    commands(
        &format!("{run}```text\nPASS all of them\n```\n"),
        "npm run check",
    );
}
