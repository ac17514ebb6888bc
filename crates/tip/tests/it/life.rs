//! A plan's life: ticks, phases, stages.

use std::process::Stdio;

use crate::Folder;

const PLAN: &str = "---
date: 2026-01-02
feature: tides
status: draft
estimated_effort: S
---

# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the tides

**Success Criteria**:
- [ ] a boat floats
- [ ] a boat sinks

**Dependencies**: None

### Phase 2: Show the tides

**Success Criteria**:
- [ ] the pilot sees them

**Dependencies**: Phase 1
";

const PATH: &str = "docs/tips/tides.md";

fn folder() -> Folder {
    let config = "[rules]\nselect = [\"invalid-date\", \"done-but-open\", \"phase-state-conflict\", \"begun-before-dependency\", \"unfinished-phase\", \"unused-allow\"]\n";
    Folder::repository(&[(PATH, PLAN), ("tip.toml", config)])
}

#[test]
fn a_tick_is_told_and_taken_back() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C2,P2.C1"]), @r"
    ticked P1.C2 (docs/tips/tides.md:16): a boat sinks
    ticked P2.C1 (docs/tips/tides.md:23): the pilot sees them
    --- exit 0
    ");
    let ticked = PLAN
        .replace("[ ] a boat sinks", "[x] a boat sinks")
        .replace("[ ] the pilot", "[x] the pilot");
    assert_eq!(folder.read(PATH), ticked);
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C2"]), @r"
    already ticked P1.C2 (docs/tips/tides.md:16): a boat sinks
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["untick", "tides#P1.C2", "tides#p2.c1", "--json"]), @r#"
    {
      "version": "[VERSION]",
      "path": "docs/tips/tides.md",
      "written": true,
      "done": [
        {
          "verb": "unticked",
          "what": "P1.C2",
          "id": "2hywkf8wg1",
          "line": 16,
          "text": "a boat sinks",
          "changed": true
        },
        {
          "verb": "unticked",
          "what": "P2.C1",
          "id": "v5c3acvhr9",
          "line": 23,
          "text": "the pilot sees them",
          "changed": true
        }
      ],
      "in_the_way": []
    }
    --- exit 0
    "#);
    assert_eq!(folder.read(PATH), PLAN);
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C1", "--diff"]), @r"
    --- a/docs/tips/tides.md
    +++ b/docs/tips/tides.md
    @@ -12,7 +12,7 @@
     ### Phase 1: Read the tides
     
     **Success Criteria**:
    -- [ ] a boat floats
    +- [x] a boat floats
     - [ ] a boat sinks
     
     **Dependencies**: None
    --- exit 0
    ");
    assert_eq!(folder.read(PATH), PLAN);
}

#[test]
fn what_is_no_box_is_refused_and_nothing_is_written() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C1", "tides#P1"]), @r"
    --- stderr
    error: `P1` is a phase without a box of its own
      hint: it holds P1.C1 P1.C2
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C9"]), @r"
    --- stderr
    error: `docs/tips/tides.md` holds nothing called `P1.C9`
      hint: did you mean `P1.C1`?
      hint: `tip show --json docs/tips/tides.md` tells all its handles
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["tick", "tides"]), @r"
    --- stderr
    usage error: `tides` names no thing in a plan
      hint: write `PLAN#HANDLE`, and `tip show PLAN` for the handles
    --- exit 2
    ");
    assert_eq!(folder.read(PATH), PLAN);
}

#[test]
fn a_phase_is_finished_when_its_boxes_are() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1"]), @r"
    nothing is written: the plan tells by its boxes how far `P1` has come
    --- stderr
      hint: `tip confirm docs/tips/tides.md#P1.C1,P1.C2` when somebody has looked
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1.C1"]), @r"
    --- stderr
    error: a box is neither begun nor finished
      hint: `tip tick` ticks it
    --- exit 2
    ");
    folder.write(
        PATH,
        &PLAN.replace(
            "### Phase 2: Show the tides",
            "### Phase 2: Show the tides ✓",
        ),
    );
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      docs/tips/tides.md:12:29: warning[phase-state-conflict] phase `1` is done by its title, but open by the boxes under it
    --- stderr
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    let forced = [
        "finish",
        "tides#P1",
        "--force",
        "--because",
        "the sea froze",
    ];
    insta::assert_snapshot!(folder.tip(&[&forced[..], &["--diff"]].concat()), @r"
    --- a/docs/tips/tides.md
    +++ b/docs/tips/tides.md
    @@ -4,12 +4,13 @@
     status: draft
     estimated_effort: S
     ---
    +<!-- tip: allow(phase-state-conflict) the sea froze -->
     
     # Technical Implementation Plan: Tides
     
     ## Implementation Phases
     
    -### Phase 1: Read the tides
    +### Phase 1: Read the tides ✓
     
     **Success Criteria**:
     - [ ] a boat floats
    --- exit 0
    ");
    assert_eq!(folder.code(&forced), 0);
    assert_eq!(folder.code(&["finish", "tides#P1", "--force"]), 2);
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1"]), @r"
    already finished P1 (docs/tips/tides.md:13): Read the tides
    --- exit 0
    ");
}

#[test]
fn a_phase_does_not_begin_before_what_it_waits_for() {
    let folder = folder();
    folder.write(PATH, &PLAN.replace("- [ ]", "-"));
    insta::assert_snapshot!(folder.tip(&["begin", "tides#P1"]), @r"
    begun P1 (docs/tips/tides.md:12): Read the tides
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["begin", "tides#P2"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      docs/tips/tides.md:25:25: hint[begun-before-dependency] phase `2` is in progress, but waits for phase `1`, which is not done
    --- stderr
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1"]), @r"
    finished P1 (docs/tips/tides.md:12): Read the tides
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["begin", "tides#P2"]), @r"
    begun P2 (docs/tips/tides.md:20): Show the tides
    --- exit 0
    ");
}

#[test]
fn a_plan_moves_from_stage_to_stage() {
    let folder = folder();
    insta::assert_snapshot!(folder.tip(&["status", "tides"]), @r"
    docs/tips/tides.md: draft, 0 of 3 done
    it may become approved: `tip status tides approved`
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["status", "tides", "complete"]), @r"
    `docs/tips/tides.md` stays as it is; in the way:
      the plan is `draft`, and `in_progress` comes before that
      docs/tips/tides.md:4:9: warning[done-but-open] the status is `complete`, but 3 of 3 boxes are open
    --- stderr
      hint: `tip status docs/tips/tides.md in_progress` comes first
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["status", "tides", "approved"]), @r"
    approved docs/tips/tides.md (docs/tips/tides.md:4): was `draft`
    --- exit 0
    ");
    assert_eq!(folder.code(&["status", "tides", "in-progress"]), 0);
    insta::assert_snapshot!(folder.tip(&["status", "tides", "complete", "--json"]), @r#"
    {
      "version": "[VERSION]",
      "path": "docs/tips/tides.md",
      "written": false,
      "done": [
        {
          "verb": "complete",
          "what": "docs/tips/tides.md",
          "id": null,
          "line": 4,
          "text": "was `in_progress`",
          "changed": true
        }
      ],
      "in_the_way": [
        {
          "rule": "done-but-open",
          "severity": "warning",
          "line": 4,
          "message": "the status is `complete`, but 3 of 3 boxes are open"
        }
      ]
    }
    --- exit 1
    "#);
    insta::assert_snapshot!(folder.tip(&["status", "tides", "complet"]), @r"
    --- stderr
    usage error: no stage is called `complet`
      hint: did you mean `complete`?
    --- exit 2
    ");
    let forced = [
        "status",
        "tides",
        "complete",
        "--force",
        "--because",
        "the sea froze",
    ];
    insta::assert_snapshot!(folder.tip(&forced), @r"
    complete docs/tips/tides.md (docs/tips/tides.md:4): was `in_progress`
    --- exit 0
    ");
    assert_eq!(folder.code(&["check"]), 0);
    insta::assert_snapshot!(folder.tip(&["status", "tides"]), @r"
    docs/tips/tides.md: complete, 0 of 3 done
    --- exit 0
    ");
    let line = "---\n<!-- tip: allow(done-but-open) the sea froze -->\n";
    assert!(folder.read(PATH).contains(line));
    assert_eq!(folder.code(&["status", "tides", "in_progress"]), 0);
    assert!(
        !folder.read(PATH).contains("allow("),
        "what let it pass is gone"
    );
}

fn pier() -> Folder {
    let proposal = "# Change: Pier\n\n## Why\n\nBoats.\n\n## What Changes\n\n- A pier\n";
    Folder::repository(&[
        ("openspec/changes/pier/proposal.md", proposal),
        ("openspec/changes/pier/tasks.md", TASKS),
    ])
}

const TASKS: &str = "## 1. Implementation\n\n- [x] 1.1 Dig\n- [ ] 1.2 Fill\n";

#[test]
fn a_plan_of_several_files_is_complete_when_all_of_them_are() {
    let proposal = "---\nstatus: in progress\n---\n\n# Change: Pier\n\n## Why\n\nBoats.\n\n## What Changes\n\n- A pier\n";
    let path = "openspec/changes/pier/proposal.md";
    let tasks = "openspec/changes/pier/tasks.md";
    let folder = Folder::repository(&[(path, proposal), (tasks, TASKS)]);
    insta::assert_snapshot!(folder.tip(&["status", "pier", "complete"]), @r"
    `openspec/changes/pier/proposal.md` stays as it is; in the way:
      openspec/changes/pier/tasks.md: 1 of 2 boxes are open
    --- stderr
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    assert_eq!(folder.read(path), proposal);
    assert_eq!(folder.code(&["tick", "pier#T1.2"]), 0);
    assert_eq!(folder.code(&["status", "pier", "complete"]), 0);
}

#[test]
fn a_question_about_a_plan_without_a_status_is_answered() {
    let folder = pier();
    insta::assert_snapshot!(folder.tip(&["status", "pier"]), @r"
    openspec/changes/pier: in_progress, by its ticks: no status is written, 1 of 2 done
    --- stderr
    it cannot become complete: the plan has no status
      hint: begin the plan with front matter: `status: draft`
    --- exit 0
    ");
    assert_eq!(folder.code(&["status", "pier", "complete"]), 2);
}

#[test]
fn what_is_finished_is_not_begun_again() {
    let folder = pier();
    insta::assert_snapshot!(folder.tip(&["begin", "pier#T1.1"]), @r"
    --- stderr
    error: `T1.1` is finished already
      hint: `tip untick openspec/changes/pier/tasks.md#T1.1` opens it again
    --- exit 2
    ");
    assert_eq!(folder.read("openspec/changes/pier/tasks.md"), TASKS);
}

#[test]
fn a_mark_that_no_untick_brings_back_is_not_ticked_away() {
    let folder = folder();
    let text = PLAN.replace("[ ] a boat sinks", "[~] a boat sinks");
    folder.write(PATH, &text);
    insta::assert_snapshot!(folder.tip(&["tick", "tides#P1.C2"]), @r"
    --- stderr
    error: `P1.C2` is neither open nor ticked: `[~]`
      hint: `tip untick docs/tips/tides.md#P1.C2` opens it first
    --- exit 2
    ");
    assert_eq!(folder.read(PATH), text);
}

#[test]
fn many_writers_at_once_all_succeed() {
    let boxes: Vec<String> = (0..6).map(|it| format!("- [ ] outcome {it}")).collect();
    let boxes = boxes.join("\n");
    let text = format!(
        "---\nstatus: in_progress\n---\n\n# Plan: Tides\n\n## Phase 1: a\n\n{boxes}\n\n## Phase 2: b\n\n- [ ] c\n"
    );
    let folder = Folder::repository(&[(PATH, text.as_str())]);
    let mut commands: Vec<Vec<String>> = (1..=6)
        .map(|it| vec!["tick".to_owned(), format!("tides#P1.B{it}")])
        .collect();
    for it in 0..6 {
        let more = format!("more {it}");
        let criterion = ["add", "criterion", "tides#P2", more.as_str()];
        commands.push(criterion.map(str::to_owned).to_vec());
    }
    let children: Vec<_> = commands
        .iter()
        .map(|arguments| {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let mut command = folder.command(&arguments);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().expect("tip starts")
        })
        .collect();
    for (child, arguments) in children.into_iter().zip(&commands) {
        let output = child.wait_with_output().expect("tip ends");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
    }
    let after = folder.read(PATH);
    assert_eq!(after.matches("- [x] outcome").count(), 6, "{after}");
    for it in 0..6 {
        assert_eq!(
            after.matches(&format!("- [ ] more {it}")).count(),
            1,
            "{after}"
        );
    }
    assert_eq!(after.lines().count(), text.lines().count() + 8, "{after}");
}

#[test]
fn nothing_is_written_outside_of_the_repository() {
    let folder = Folder::plain(&[
        ("inside/.git/HEAD", "ref: refs/heads/main\n"),
        ("inside/docs/tips/a.md", PLAN),
        ("outside.md", "# Plan: Out\n\n## Phase 1: a\n\n-  [x] b \n"),
    ]);
    let outside = folder.read("outside.md");
    insta::assert_snapshot!(folder.tip(&["-C", "inside", "untick", "../outside.md#P1.B1"]), @r"
    --- stderr
    error: `[ROOT]/outside.md` lies outside of `[ROOT]/inside`, and nothing is written there
      hint: `tip -C [ROOT] …` works on it where it lies
    --- exit 2
    ");
    for arguments in [
        &["tick", "../outside.md#P1.B1"][..],
        &["begin", "../outside.md#P1"],
        &["finish", "../outside.md#P1"],
        &["status", "../outside.md", "draft"],
        &["add", "phase", "../outside.md", "b"],
        &["add", "criterion", "../outside.md#P1", "b"],
        &["add", "scenario", "../outside.md", "b"],
        &["add", "risk", "../outside.md", "b"],
        &["renumber", "../outside.md"],
        &["fmt", "../outside.md"],
        &["convert", "docs/tips/a.md", "--output", "../b.md"],
        &["new", "b", "--yes", "--output", "../b.md"],
    ] {
        let arguments: Vec<&str> = ["-C", "inside"].iter().chain(arguments).copied().collect();
        assert_eq!(folder.code(&arguments), 2, "{arguments:?}");
        assert_eq!(folder.read("outside.md"), outside, "{arguments:?}");
    }
    assert!(!folder.has("b.md"));
}

#[cfg(unix)]
#[test]
fn a_link_leads_nobody_outside() {
    let folder = Folder::plain(&[
        ("inside/.git/HEAD", "ref: refs/heads/main\n"),
        ("outside.md", "# Plan: Out\n\n## Phase 1: a\n\n- [x] b\n"),
    ]);
    folder.write("inside/docs/tips/a.md", PLAN);
    let link = folder.path("inside/docs/tips/out.md");
    std::os::unix::fs::symlink(folder.path("outside.md"), link).expect("the link is made");
    let arguments = ["-C", "inside", "untick", "docs/tips/out.md#P1.B1"];
    assert_eq!(folder.code(&arguments), 2);
    assert!(folder.read("outside.md").contains("- [x] b"));
}

#[test]
fn a_mark_is_taken_back_to_the_byte() {
    let text = "---\nstatus: in_progress\n---\n\n# Plan: Tides\n\n## Phase 1: a\n\n1. Build the pier\n2. Paint it\n";
    let folder = Folder::repository(&[(PATH, text)]);
    insta::assert_snapshot!(folder.tip(&["finish", "tides#P1.S1"]), @r"
    finished P1.S1 (docs/tips/tides.md:9): Build the pier
    --- exit 0
    ");
    assert_eq!(folder.read(PATH), text.replace("pier\n", "pier ✓\n"));
    insta::assert_snapshot!(folder.tip(&["untick", "tides#P1.S1"]), @r"
    unticked P1.S1 (docs/tips/tides.md:9): Build the pier
    --- exit 0
    ");
    assert_eq!(folder.read(PATH), text);
    insta::assert_snapshot!(folder.tip(&["untick", "tides#P1.S1"]), @r"
    --- stderr
    error: `P1.S1` is a step without a box of its own
      hint: `tip finish` finishes it
    --- exit 2
    ");
}

/// A plan of the template, told by its boxes alone.
fn told_by_boxes(status: &str) -> String {
    format!(
        "---\nfeature: buoys\nstatus: {status}\nestimated_effort: S\n---\n\n# Technical Implementation Plan: Buoys\n\n## Implementation Phases\n\n\
         ### Phase 1: Lay them\n\n**Success Criteria**:\n- [ ] They float: `test -f buoys`\n- [ ] A skipper sees them (manual)\n\n\
         ### Phase 2: Light them\n\n**Success Criteria**:\n- [ ] They blink (manual)\n"
    )
}

const BUOYS: &str = "docs/tips/buoys.md";

#[test]
fn a_phase_that_its_boxes_tell_of_begins_with_the_status_of_the_plan() {
    let config = "[rules]\nselect = [\"invalid-date\", \"done-but-open\"]\n";
    let folder = Folder::repository(&[
        (BUOYS, told_by_boxes("draft").as_str()),
        ("tip.toml", config),
    ]);
    insta::assert_snapshot!(folder.tip(&["begin", "buoys#P1"]), @r"
    `docs/tips/buoys.md` stays as it is; in the way:
      the plan is `draft`, and `approved` comes before that
    --- stderr
      hint: `tip status docs/tips/buoys.md approved` comes first
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    assert_eq!(folder.read(BUOYS), told_by_boxes("draft"));
    folder.write(BUOYS, &told_by_boxes("approved"));
    insta::assert_snapshot!(folder.tip(&["begin", "buoys#P1"]), @r"
    in_progress docs/tips/buoys.md (docs/tips/buoys.md:3): was `approved`
    P1 begins with its first box (docs/tips/buoys.md:11): Lay them
    --- stderr
      hint: `tip verify docs/tips/buoys.md --phase P1 --tick` runs and ticks P1.C1
      hint: `tip confirm docs/tips/buoys.md#P1.C2` when somebody has looked
    --- exit 0
    ");
    assert_eq!(folder.read(BUOYS), told_by_boxes("in_progress"));
    insta::assert_snapshot!(folder.tip(&["begin", "buoys#P1"]), @r"
    P1 begins with its first box (docs/tips/buoys.md:11): Lay them
    --- stderr
      hint: `tip verify docs/tips/buoys.md --phase P1 --tick` runs and ticks P1.C1
      hint: `tip confirm docs/tips/buoys.md#P1.C2` when somebody has looked
    --- exit 0
    ");
    assert_eq!(folder.read(BUOYS), told_by_boxes("in_progress"));
}

#[test]
fn a_phase_whose_boxes_are_ticked_bears_a_mark_when_it_is_finished() {
    let folder = Folder::repository(&[(BUOYS, told_by_boxes("in_progress").as_str())]);
    insta::assert_snapshot!(folder.tip(&["finish", "buoys#P1"]), @r"
    nothing is written: the plan tells by its boxes how far `P1` has come
    --- stderr
      hint: `tip verify docs/tips/buoys.md --phase P1 --tick` runs and ticks P1.C1
      hint: `tip confirm docs/tips/buoys.md#P1.C2` when somebody has looked
    --- exit 1
    ");
    let ticked = told_by_boxes("in_progress").replacen("[ ]", "[x]", 2);
    folder.write(BUOYS, &ticked);
    insta::assert_snapshot!(folder.tip(&["finish", "buoys#P1"]), @r"
    finished P1 (docs/tips/buoys.md:11): Lay them
    --- exit 0
    ");
    assert_eq!(folder.read(BUOYS), ticked.replace("Lay them", "Lay them ✓"));
    insta::assert_snapshot!(folder.tip(&["finish", "buoys#P1"]), @r"
    already finished P1 (docs/tips/buoys.md:11): Lay them
    --- exit 0
    ");
}

#[test]
fn what_counts_is_the_level_of_the_new_stage() {
    let folder = Folder::repository(&[
        (
            BUOYS,
            told_by_boxes("draft")
                .replace(" They blink (manual)", "")
                .as_str(),
        ),
        ("tip.toml", "[rules]\nselect = [\"empty-box\"]\n"),
    ]);
    insta::assert_snapshot!(folder.tip(&["status", "buoys", "approved"]), @r"
    `docs/tips/buoys.md` stays as it is; in the way:
      docs/tips/buoys.md:20:3: warning[empty-box] a box stands for nothing
    --- stderr
      hint: the levels of `approved` count: `empty-box` is a warning there, though a hint while the plan is `draft`
      hint: `--force --because REASON` lets it pass, and writes the reason into the plan
    --- exit 1
    ");
    let ticked = told_by_boxes("draft").replace("[ ]", "[x]");
    folder.write("tip.toml", "[rules]\nselect = [\"invalid-date\"]\n");
    folder.write(BUOYS, &ticked);
    insta::assert_snapshot!(folder.tip(&["next", "buoys"]), @r"
    --- stderr
    nothing is ready: all of `docs/tips/buoys.md` is ticked, but its status is `draft` (docs/tips/buoys.md:3): `tip status docs/tips/buoys.md complete` moves it on
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["next", "docs/tips/buoys.md#P1"]), @r"
    --- stderr
    error: no plan is called `docs/tips/buoys.md#P1`
      hint: a whole plan is asked for, and `P1` is a part of one: write `docs/tips/buoys.md`; `tip show docs/tips/buoys.md#P1` shows the part
    --- exit 2
    ");
    insta::assert_snapshot!(folder.tip(&["status", "buoys", "complete"]), @r"
    complete docs/tips/buoys.md (docs/tips/buoys.md:3): was `draft`, but in progress by its ticks
    --- exit 0
    ");
}
