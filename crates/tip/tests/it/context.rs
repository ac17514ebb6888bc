//! `tip context`: what a phase needs.

use tip_testing::GitRepository;

use crate::run::tip_in;

const CODE: &str = "import os\n\ndef tides(harbor):\n    return harbor.tides\n";

const PLAN: &str = "# Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Code Changes**:\n- `src/harbor.py:3` - the tides\n\n**Success Criteria**:\n- [ ] Tides are shown\n\n### Phase 2: Page\n\n**Dependencies**: Phase 1\n\n**Success Criteria**:\n- [ ] The page shows them\n";

fn planned() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write("src/harbor.py", CODE);
    repository.write("docs/tips/tides.md", PLAN);
    repository.commit("both");
    repository
}

#[test]
fn the_first_phase_that_is_ready_comes_with_its_code_as_it_stands_now() {
    let repository = planned();
    repository.write("src/harbor.py", format!("import sys\n{CODE}"));
    let said = tip_in(repository.path(), &["context", "tides"]);
    assert!(said.contains("Tides: P1 is "), "{said}");
    assert!(said.contains("moved, was src/harbor.py:3"), "{said}");
    assert!(!said.contains("The page shows them"), "{said}");
    assert!(said.ends_with("--- exit 0"), "{said}");
}

#[test]
fn a_phase_is_named_behind_its_plan() {
    let repository = planned();
    let said = tip_in(repository.path(), &["context", "tides#P2"]);
    assert!(said.contains("after P1"), "{said}");
    let said = tip_in(repository.path(), &["context", "tides#P1.C1"]);
    assert!(said.contains("its phase is `P1`"), "{said}");
    assert!(said.ends_with("--- exit 2"), "{said}");
}

#[test]
fn what_has_no_room_is_named_with_the_remedy() {
    let repository = planned();
    repository.write("src/harbor.py", format!("{}{CODE}", "# tide\n".repeat(90)));
    let plan = PLAN.replace("`src/harbor.py:3`", "`src/harbor.py:1-60`");
    repository.write("docs/tips/tides.md", plan);
    let arguments = ["context", "tides#P1", "--tokens", "100"];
    let said = tip_in(repository.path(), &arguments);
    assert!(
        said.contains("had no room for the code at `src/harbor.py:1`"),
        "{said}"
    );
    assert!(said.contains("`--tokens`"), "{said}");
}

#[test]
fn the_answer_follows_its_schema() {
    let repository = planned();
    let json = |arguments: &[&str]| -> serde_json::Value {
        let said = tip_in(repository.path(), arguments);
        let text = said.split("\n---").next().expect("an answer");
        serde_json::from_str(text).expect("JSON")
    };
    let (answer, schema) = (
        json(&["context", "tides#P1", "--json"]),
        json(&["schema", "context"]),
    );
    let names = |it: &serde_json::Value| -> Vec<String> {
        it.as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!(names(&answer), names(&schema["properties"]));
    assert_eq!(answer["plan"], "docs/tips/tides.md");
    assert_eq!(answer["handle"], "P1");
}

#[test]
fn criteria_that_a_task_names_come_with_their_requirement() {
    let mut repository = GitRepository::new();
    let folder = ".kiro/specs/tides";
    repository.write(
        format!("{folder}/requirements.md").as_str(),
        "# Requirements Document\n\n## Introduction\n\nTides.\n\n## Requirements\n\n### Requirement 1: Tides\n\n**User Story:** As a skipper, I want tides.\n\n#### Acceptance Criteria\n\n1. WHEN a skipper asks, THE SYSTEM SHALL tell the tide\n2. WHEN nobody asks, THE SYSTEM SHALL be silent\n\n### Requirement 2: Moon\n\n#### Acceptance Criteria\n\n1. WHEN it is night, THE SYSTEM SHALL show the moon\n",
    );
    repository.write(
        format!("{folder}/tasks.md").as_str(),
        "# Implementation Plan\n\n- [ ] 1. Tell the tides\n  - [ ] 1.1 Ask the table\n    - **Validates: Requirements 1.2**\n  - _Requirements: 1.1_\n",
    );
    repository.commit("both");
    let said = tip_in(repository.path(), &["context", &format!("{folder}#T1.1")]);
    assert!(
        said.contains("### Requirement 1: Tides\n\n**User Story:** As a skipper"),
        "{said}"
    );
    assert!(said.contains("THE SYSTEM SHALL be silent"), "{said}");
    assert!(!said.contains("tell the tide\n"), "{said}");
    assert!(!said.contains("Moon"), "{said}");
}

#[test]
fn what_a_change_of_openspec_requires_is_shown_or_named() {
    let mut repository = GitRepository::new();
    let folder = "openspec/changes/add-tides";
    repository.write(
        format!("{folder}/proposal.md").as_str(),
        "## Why\n\nShips wait.\n",
    );
    repository.write(
        format!("{folder}/tasks.md").as_str(),
        "## 1. Table\n\n- [ ] 1.1 Read the table of the tides of the harbor from its file\n",
    );
    repository.write(
        format!("{folder}/specs/tides/spec.md").as_str(),
        "## ADDED Requirements\n\n### Requirement: Table of the tides\nThe system SHALL read the tides of the harbor from a file.\n\n#### Scenario: A table\n- **WHEN** the file is there\n- **THEN** it is read\n\n### Requirement: Colors\nThe page SHALL be blue.\n",
    );
    repository.commit("all");
    let said = tip_in(repository.path(), &["context", folder]);
    assert!(
        said.contains("`openspec/changes/add-tides/specs/tides/spec.md` requires:"),
        "{said}"
    );
    assert!(
        said.contains("SHALL read the tides of the harbor"),
        "{said}"
    );
    assert!(said.contains("spec.md` also requires: Colors"), "{said}");
    assert!(!said.contains("SHALL be blue"), "{said}");
}
