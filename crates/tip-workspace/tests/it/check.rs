//! Checking the files of one plan together.

use tip_plan::Stage;
use tip_rules::RuleConfig;
use tip_workspace::{Checked, Standing};

use crate::open;

#[track_caller]
fn check(files: &[(&str, &str)], asked: &[&str]) -> Checked {
    let asked: Vec<(String, Standing)> = asked
        .iter()
        .map(|it| ((*it).to_owned(), Standing::Current))
        .collect();
    open(files).check(&asked, &RuleConfig::default(), &|_| {})
}

fn rules_of(checked: &Checked, path: &str) -> Vec<&'static str> {
    let file = checked.files.iter().find(|it| it.path == path);
    let judged = file.map(|it| it.judged.iter().map(|it| it.rule.name).collect());
    judged.unwrap_or_default()
}

const PLAN: &str =
    "# Implementation Plan: berths\n\n## Phase 1: store\n\n- [ ] Modify `src/berths/store.rs`\n";

#[test]
fn the_files_of_a_folder_count_as_one_plan() {
    let files = [
        ("specs/001-berths/plan.md", PLAN),
        ("specs/001-berths/tasks.md", "# Tasks\n\n- [ ] T001 Read\n"),
        ("docs/plans/boats.md", PLAN),
    ];
    let asked: Vec<&str> = files.iter().map(|it| it.0).collect();
    let checked = check(&files, &asked);
    assert_eq!((checked.plans, checked.files.len()), (2, 3));
}

#[test]
fn a_file_knows_what_its_sibling_creates_though_only_one_was_asked_for() {
    let (path, tasks) = ("specs/001-berths/plan.md", "specs/001-berths/tasks.md");
    let alone = check(&[(path, PLAN), ("src/main.rs", "")], &[path]);
    assert_eq!(rules_of(&alone, path), ["missing-file"]);
    let creates = "# Tasks\n\n- [ ] T001 Create `src/berths/store.rs`\n";
    let both = check(
        &[(path, PLAN), (tasks, creates), ("src/main.rs", "")],
        &[path],
    );
    assert_eq!(rules_of(&both, path), [""; 0]);
    assert_eq!(both.files.len(), 1);
}

#[test]
fn a_plan_whose_tasks_are_done_is_history_in_all_its_files() {
    let (path, tasks) = ("specs/001-berths/plan.md", "specs/001-berths/tasks.md");
    let done = "# Tasks\n\n- [x] T001 Build the store\n- [x] T002 Build the page\n";
    let checked = check(&[(path, PLAN), (tasks, done)], &[path, tasks]);
    assert_eq!(rules_of(&checked, path), [""; 0]);
}

#[test]
fn a_draft_beside_ticked_tasks_is_told_even_though_the_plan_is_history() {
    let (spec, tasks) = ("specs/001-berths/spec.md", "specs/001-berths/tasks.md");
    let done = "# Tasks\n\n- [x] T001 Build the store\n- [x] T002 Build the page\n";
    let draft = "# Feature Specification: berths\n\n**Status**: Draft\n";
    let checked = check(&[(spec, draft), (tasks, done)], &[spec, tasks]);
    assert_eq!(rules_of(&checked, spec), ["status-behind-tasks"]);
    assert_eq!(rules_of(&checked, tasks), [""; 0]);
}

#[test]
fn a_plan_with_a_summary_beside_it_is_history() {
    let path = ".planning/phases/01-berths/01-01-PLAN.md";
    let open = check(&[(path, PLAN), ("src/main.rs", "")], &[path]);
    assert_eq!(rules_of(&open, path), ["missing-file"]);
    let summary = (".planning/phases/01-berths/01-01-SUMMARY.md", "# Done\n");
    let done = check(&[(path, PLAN), ("src/main.rs", ""), summary], &[path]);
    assert_eq!(rules_of(&done, path), [""; 0]);
}

#[test]
fn what_a_summary_tells_is_not_laid_at_the_status() {
    let path = ".planning/phases/01-berths/01-PLAN.md";
    let plan = "# Phase 1 Plan: Berths\n\n**Status:** Active\n\n- [ ] Build the store\n";
    let summary = (".planning/phases/01-berths/01-SUMMARY.md", "# Done\n");
    let checked = check(&[(path, plan), summary], &[path]);
    assert_eq!(rules_of(&checked, path), [""; 0]);
}

#[test]
fn a_task_among_the_drafts_is_a_draft_whatever_its_status_says() {
    let task = "---\nid: DRAFT-1\ntitle: Berths\nstatus: To Do\n---\n\n## Acceptance Criteria\n\n- [ ] #1 Berths are listed\n";
    let (draft, agreed) = (
        "backlog/drafts/draft-1 - Berths.md",
        "backlog/tasks/task-1 - Berths.md",
    );
    let snapshot = open(&[(draft, task), (agreed, task)]);
    let stages = [draft, agreed].map(|path| snapshot.read(path).unwrap().1.stage());
    assert_eq!(stages, [Stage::Draft, Stage::Approved]);
}
