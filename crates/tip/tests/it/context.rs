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
