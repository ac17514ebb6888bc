//! The status is written where it stands, in its own manner.

use tip_edit::set_status;
use tip_plan::Stage;

use crate::{changed, parsed};

#[track_caller]
fn check(text: &str, stage: Stage, expected: &str) {
    let found = changed(text, |doc, plan| set_status(doc, plan, stage));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_status_in_the_front_matter_is_replaced() {
    let front = |status: &str| {
        format!(
            "---\n{status}\nfeature: a\n---\n\n# Technical Implementation Plan: a\n\n## Implementation Phases\n\n### Phase 1: b\n"
        )
    };
    let s = Stage::InProgress;
    check(
        &front("status: draft"),
        s,
        "-status: draft\n+status: in_progress\n",
    );
    check(
        &front("status: \"draft\" # x"),
        s,
        "-status: \"draft\" # x\n+status: \"in_progress\" # x\n",
    );
    check(&front("status:"), s, "-status:\n+status: in_progress\n");
    check(&front("status: "), s, "-status: \n+status: in_progress\n");
    check(&front("date: 2026-01-02"), s, "+status: in_progress\n");
    check(&front("status: In Progress"), s, "");
}

#[test]
fn a_status_in_the_text_keeps_its_manner() {
    let line = |status: &str| format!("# Plan: a\n\n{status}\n\n## Phase 1: b\n");
    let s = Stage::InProgress;
    check(
        &line("**Status**: Draft"),
        s,
        "-**Status**: Draft\n+**Status**: In Progress\n",
    );
    check(
        &line("**Status:** Not Started"),
        s,
        "-**Status:** Not Started\n+**Status:** In Progress\n",
    );
    check(
        &line("Status: DRAFT"),
        s,
        "-Status: DRAFT\n+Status: IN PROGRESS\n",
    );
    check(
        &line("**Status**: `draft`"),
        s,
        "-**Status**: `draft`\n+**Status**: `in progress`\n",
    );
    check(
        &line("**Status**: Draft <!-- tip: allow(a) b -->"),
        Stage::Complete,
        "-**Status**: Draft <!-- tip: allow(a) b -->\n+**Status**: Complete <!-- tip: allow(a) b -->\n",
    );
}

#[test]
fn a_plan_without_any_place_for_it_is_refused() {
    check(
        "# Plan: a\n\n## Phase 1: b\n",
        Stage::Draft,
        "error: the plan has no status",
    );
    check(
        "---\ntitle: a: b: c\n---\n\n# Plan: a\n",
        Stage::Draft,
        "error: the front matter cannot be read",
    );
}

#[test]
fn what_is_written_is_read_back() {
    for text in [
        "---\nstatus: draft\n---\n\n# Technical Implementation Plan: a\n",
        "---\r\nfeature: a\r\n---\r\n\r\n# Plan: a\r\n",
        "# Plan: a\n\n**Status**: 📋 Planned\n\n## Phase 1: b\n",
        "# Plan: a\n\n## Status\n\nDraft\n\n## Phase 1: b\n",
        "# Plan: a\n\n| Field | Value |\n|---|---|\n| Status | Draft |\n\n## Phase 1: b\n",
    ] {
        for stage in Stage::ALL {
            let (doc, plan) = parsed(text);
            let edits = set_status(&doc, &plan, stage).expect("there is a place");
            let (_, after) = parsed(&crate::applied(text, &edits));
            assert_eq!(after.status.stage, Some(stage), "{text}");
        }
    }
}

#[test]
fn a_mark_beside_the_status_follows_it() {
    check(
        "# Plan: a\n\n**Status**: 📋 Planned\n\n## Phase 1: b\n",
        Stage::InProgress,
        "-**Status**: 📋 Planned\n+**Status**: 🚧 In Progress\n",
    );
    check(
        "# Plan: a\n\n**Status**: ⏳ **PENDING** (Ann)\n\n## Phase 1: b\n",
        Stage::Complete,
        "-**Status**: ⏳ **PENDING** (Ann)\n+**Status**: ✅ **COMPLETE** (Ann)\n",
    );
}

#[test]
fn what_follows_the_words_of_the_status_stays() {
    let line = |status: &str| format!("# Plan: a\n\n**Status**: {status}\n\n## Phase 1: b\n");
    let s = Stage::InProgress;
    check(
        &line("Draft (waiting for Ann)"),
        s,
        "-**Status**: Draft (waiting for Ann)\n+**Status**: In Progress (waiting for Ann)\n",
    );
    check(
        &line("Approved. See the minutes"),
        s,
        "-**Status**: Approved. See the minutes\n+**Status**: In Progress. See the minutes\n",
    );
    check(
        &line("Draft until somebody has read the whole of it"),
        s,
        "error: the status `Draft until somebody has read the whole of it` says more than a stage",
    );
}

#[test]
fn a_plan_keeps_the_words_of_its_own_life() {
    let line = |status: &str| format!("# Plan: a\n\n**Status**: {status}\n\n## Phase 1: b\n");
    check(
        &line("Proposed"),
        Stage::Approved,
        "-**Status**: Proposed\n+**Status**: Accepted\n",
    );
    check(
        &line("To Do"),
        Stage::Complete,
        "-**Status**: To Do\n+**Status**: Done\n",
    );
    let backlog = "---\nid: task-1\ntitle: a\nstatus: In Progress\nassignee: []\ncreated_date: '2026-01-02'\n---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 b\n<!-- AC:END -->\n";
    check(
        backlog,
        Stage::Complete,
        "-status: In Progress\n+status: Done\n",
    );
    check(
        backlog,
        Stage::Draft,
        "error: a plan of the dialect `backlog` has no word for `draft`",
    );
}

#[test]
fn marks_stay_in_pairs_and_words_that_say_more_stay_behind() {
    let line = |status: &str| format!("# Plan: a\n\n{status}\n\n## Phase 1: b\n");
    check(
        &line(
            "Status: **in progress** (branch `b`, off `main`).\nPromotes **ADR-1** from _framed_ to\n_built_.",
        ),
        Stage::Complete,
        "-Status: **in progress** (branch `b`, off `main`).\n+Status: **complete** (branch `b`, off `main`).\n",
    );
    check(
        &line("> **Status:** active migration plan. Phases 0–5 are there (3\n> has two edges)."),
        Stage::Complete,
        "-> **Status:** active migration plan. Phases 0–5 are there (3\n+> **Status:** complete (was active migration plan). Phases 0–5 are there (3\n",
    );
    check(
        &line("**Status:** PRs A-J written (classifier,\nscript)."),
        Stage::Approved,
        "-**Status:** PRs A-J written (classifier,\n+**Status:** Approved (was PRs A-J written) (classifier,\n",
    );
    check(
        "---\nstatus: approved by Ann\n---\n\n# Plan: a\n",
        Stage::InProgress,
        "-status: approved by Ann\n+status: in_progress (was approved by Ann)\n",
    );
}
