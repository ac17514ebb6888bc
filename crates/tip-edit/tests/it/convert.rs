use insta::assert_snapshot;
use tip_edit::convert::{Converted, Identity, Part, convert};
use tip_plan::{DialectId, Plan, ReadOptions, Schema, read};
use tip_syntax::Document;

fn read_all(files: &[(&str, &str)]) -> Vec<(Document, Plan)> {
    files
        .iter()
        .map(|(path, text)| {
            let doc = Document::parse(text.as_bytes().to_vec());
            let plan = read(&doc, &ReadOptions::new(path));
            (doc, plan)
        })
        .collect()
}

fn converted(files: &[(&str, &str)]) -> Converted {
    let read = read_all(files);
    let parts: Vec<Part<'_>> = read.iter().map(|(doc, plan)| Part { doc, plan }).collect();
    let identity = Identity {
        feature: "csv-export".to_owned(),
        title: "CSV export".to_owned(),
        date: "2026-11-25".to_owned(),
    };
    convert(&parts, Schema::built_in(), &identity)
}

/// What must survive: boxes with their states and texts, and the texts of commands and references, in any order.
fn held(read: &[(Document, Plan)]) -> Vec<String> {
    let mut held = Vec::new();
    for (doc, plan) in read {
        for it in &plan.boxes {
            let text = doc.source().folded(it.text);
            held.push(format!("{:?} {text}", it.state));
        }
        held.extend(plan.commands.iter().map(|it| format!("$ {}", it.text)));
        let refs = plan.references.iter();
        held.extend(refs.map(|it| format!("@ {}:{:?}", it.path, it.line)));
    }
    held.sort();
    held
}

#[track_caller]
fn keeps_all(files: &[(&str, &str)]) {
    let before = held(&read_all(files));
    let text = converted(files).text;
    let read = read_all(&[("docs/tips/csv-export.md", &text)]);
    assert_eq!(before, held(&read), "{text}");
    // It is one of ours, wherever it stands.
    for path in ["docs/tips/csv-export.md", "backlog/tasks/csv-export.md"] {
        let read = read_all(&[(path, &text)]);
        assert_eq!(read[0].1.dialect, DialectId::Tip, "{path}: {text}");
    }
}

const HUMAN_LAYER: &str = "\
# Export Implementation Plan

## Overview

Rows as CSV.

## Current State Analysis

`src/rows.rs:12` holds them.

## Phase 1: Rows ✅

### Changes Required:

#### 1. Writer
**File**: `src/csv.rs`
**Changes**: Write rows.

### Success Criteria:

#### Automated Verification:
- [x] Tests pass: `cargo test csv`

---

## Phase 2: Page

### Success Criteria:

#### Manual Verification:
- [ ] It looks right

---

## Legal

Ask somebody.

## References

- `docs/rows.md`
";

#[test]
fn sections_move_to_their_places_word_for_word() {
    let converted = converted(&[("thoughts/shared/plans/export.md", HUMAN_LAYER)]);
    let unplaced: Vec<(u32, &str)> = converted
        .unplaced
        .iter()
        .map(|it| (it.line, it.title.as_str()))
        .collect();
    assert_eq!(unplaced, [(35, "Legal")]);
    assert_snapshot!(converted.text, @r"
    ---
    date: 2026-11-25
    feature: csv-export
    status: in_progress
    tags: []
    ---

    # Technical Implementation Plan: Export

    ## Domain Context

    ### Overview

    Rows as CSV.

    ### Current State Analysis

    `src/rows.rs:12` holds them.

    ## Implementation Phases

    ### Phase 1: Rows ✅

    #### Changes Required:

    ##### 1. Writer
    **File**: `src/csv.rs`
    **Changes**: Write rows.

    #### Success Criteria:

    ##### Automated Verification:
    - [x] Tests pass: `cargo test csv`

    ### Phase 2: Page

    #### Success Criteria:

    ##### Manual Verification:
    - [ ] It looks right

    ## References

    - `docs/rows.md`

    ## Other Sections

    ### Legal

    Ask somebody.
    ");
}

#[test]
fn boxes_commands_and_references_survive() {
    keeps_all(&[("thoughts/shared/plans/export.md", HUMAN_LAYER)]);
}

#[test]
fn tasks_that_are_headings_become_phases() {
    let text = "# Export Implementation Plan\n\n**Goal:** rows\n\n### Task 1: Rows\n\n**Files:**\n- Create: `src/a.rs`\n\n\
                - [x] **Step 1: Write**\n\nRun: `cargo test a`\nExpected: PASS\n\n### Task 2: Page\n\n**Depends on:** Task 1\n\n- [ ] **Step 1: Draw**\n";
    let files = [("docs/superpowers/plans/export.md", text)];
    keeps_all(&files);
    let text = converted(&files).text;
    assert!(text.contains("### Phase 2: Page\n"));
    assert!(text.contains("**Depends on:** Phase 1\n"));
}

#[test]
fn files_of_one_plan_become_one() {
    let files = [
        (
            ".kiro/specs/export/requirements.md",
            "# Requirements Document\n\n## Introduction\n\nRows.\n\n## Requirements\n\n### Requirement 1\n\n1. WHEN asked THE SYSTEM SHALL write\n",
        ),
        (
            ".kiro/specs/export/tasks.md",
            "# Implementation Plan\n\n- [x] 1. Rows\n  - Write `src/a.rs`\n- [ ] 2. Page\n  - [ ] 2.1 Draw it\n",
        ),
    ];
    keeps_all(&files);
    let text = converted(&files).text;
    assert!(text.contains("# Technical Implementation Plan: CSV export\n"));
    assert!(text.contains("### Phase 1: "));
}

#[test]
fn what_has_no_place_stands_under_the_title_of_its_file() {
    let files = [
        (
            "specs/001-rows/plan.md",
            "# Implementation Plan: rows\n\n## Project Structure\n\nFlat.\n",
        ),
        (
            "specs/001-rows/research.md",
            "# Research: rows\n\n## Storage\n\nA file.\n",
        ),
    ];
    let text = converted(&files).text;
    assert!(
        text.ends_with(
            "## Other Sections\n\n### Project Structure\n\nFlat.\n\n## Research: rows\n\n### Storage\n\nA file.\n"
        ),
        "{text}"
    );
}

#[test]
fn what_is_no_plan_survives_too() {
    keeps_all(&[("a.md", "")]);
    keeps_all(&[(
        "a.md",
        "# P\n\n## References\n\n- [ ] `src/a.rs`\n\n## Overview\n\n````rust\nfn a() {}\n",
    )]);
    keeps_all(&[("a.md", "no heading\n\n- [ ] a box\n")]);
    keeps_all(&[(
        "a.md",
        "Title\n=====\n\nText\n\nPart\n----\n\n```\n# no heading\n```\n- [x] b\n",
    )]);
}

#[test]
fn what_a_phase_waits_for_follows_its_new_number() {
    let text = "# Payments Implementation Plan

## Phase 1: Cards
Dependencies: None

## Phase 2: Store
Dependencies: Phase 1 complete

## Phase 2: Provider
Dependencies: Phase 1 complete

## Phase 3: Receipts
Dependencies: Phase 1

## Phase 4: Mail
Dependencies: Phase 3 complete
";
    let after = converted(&[("thoughts/payments.md", text)]).text;
    assert!(after.contains("### Phase 5: Mail"), "{after}");
    assert!(after.contains("Dependencies: Phase 4 complete"), "{after}");
    let read = read_all(&[("docs/tips/payments.md", &after)]);
    let plan = &read[0].1;
    let (_, last) = plan.phases().last().expect("a phase");
    let on = &last.depends_on.on[0];
    assert_eq!(plan.unit(on.value).title.value, "Receipts", "{after}");
}

#[test]
fn a_task_of_backlog_becomes_a_plan_of_ours() {
    let text = "---\nid: task-7\ntitle: CSV export\nstatus: To Do\nassignee: [ann]\ncreated_date: '2026-01-02 10:00'\nlabels: [rows]\ndependencies: []\n---\n\n\
                ## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\nRows as CSV, see `src/rows.rs:12`.\n<!-- SECTION:DESCRIPTION:END -->\n\n\
                ## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 `cargo test csv` passes\n- [x] #2 Commas are quoted\n<!-- AC:END -->\n";
    keeps_all(&[("backlog/tasks/task-7 - CSV-export.md", text)]);
}

#[test]
fn what_only_our_own_plans_say_is_kept() {
    let text = "---\ndate: 2026-01-02\nfeature: csv\nrelated_domain_design: docs/domain/csv.md\nstatus: draft\nestimated_effort: a week\nreviewer: ann\n---\n\n\
                # Technical Implementation Plan: CSV\n\n## Implementation Phases\n\n### Phase 1: Rows\n\n- [ ] a\n";
    keeps_all(&[("docs/tips/csv.md", text)]);
    let text = converted(&[("docs/tips/csv.md", text)]).text;
    for line in [
        "related_domain_design: docs/domain/csv.md",
        "estimated_effort: a week",
        "reviewer: ann",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{text}");
    }
}

#[test]
fn a_title_goes_on_saying_what_the_rest_is_about() {
    let text = "# Testing Strategy\n\n## Run\n\n```bash\ncargo test\n```\n\n## Code changes in `src/a.rs`\n\nWords.\n";
    keeps_all(&[("plan/REQ_TESTING.md", text)]);
    let text = converted(&[("plan/REQ_TESTING.md", text)]).text;
    assert!(
        text.contains("\n## Testing Strategy\n\n### Run\n"),
        "{text}"
    );
}

#[test]
fn a_phase_keeps_the_mark_that_tells_how_far_it_has_come() {
    let text = "# CSV — Implementation Plan\n\n## Phase 1: Rows — ✅ COMPLETED\n\n- [x] a\n\n## ✅ Phase 2: Mail\n\n- [x] b\n\n\
                ## Phase 3: Logs (in progress)\n\n- [ ] c\n\n## Phase 4: Keys\n\n- [ ] d\n";
    keeps_all(&[("plans/csv.md", text)]);
    let text = converted(&[("plans/csv.md", text)]).text;
    let headings = text.lines().filter(|line| line.starts_with('#'));
    assert_snapshot!(headings.collect::<Vec<_>>().join("\n"), @r"
    # Technical Implementation Plan: CSV
    ## Implementation Phases
    ### Phase 1: Rows — ✅ COMPLETED
    ### Phase 2: Mail ✅
    ### Phase 3: Logs (in progress)
    ### Phase 4: Keys
    ");
}

#[test]
fn headings_keep_all_their_words() {
    let text = "# Implementation plan — rows\n\nStatus: thought of.\n\n## Phases (in order, each apart)\n\n### PR A: Rows ✅ _done + seen_\n\na\n\n### PR B: Mail ⏳ _built, a look pending_\n\nb, before PR A\n";
    let files = [("plans/csv.md", text)];
    keeps_all(&files);
    let converted = converted(&files);
    assert_snapshot!(converted.text, @"
    ---
    date: 2026-11-25
    feature: csv-export
    status: in_progress
    tags: []
    ---

    # Technical Implementation Plan: rows

    ## Domain Context

    Status: thought of.

    ## Implementation Phases

    Phases (in order, each apart)

    ### Phase A: PR A: Rows ✅ _done + seen_

    a

    ### Phase B: PR B: Mail ⏳ _built, a look pending_

    b, before PR A
    ");
    assert_eq!(
        converted.restated.and_then(|it| it.was).as_deref(),
        Some("thought of.")
    );
}
