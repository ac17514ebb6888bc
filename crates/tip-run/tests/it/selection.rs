//! What of a plan is to be run.

use tip_plan::{ReadOptions, read};
use tip_run::{Choice, PlanRun, TrustedCommand, select};
use tip_syntax::Document;

const PLAN: &str = "\
# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Table

**Success Criteria**:
- [x] Tests pass: `cargo test`
- [ ] No matches: `grep -r todo src` returns no matches
- [ ] The page looks right
- [ ] Removed: `rm -rf build`
- [ ] Runs: `cargo run -- <file>`

**Dependencies**: None

### Phase 2: Page

**Success Criteria**:
- [ ] Built: `make page`

**Dependencies**: Phase 1

## Quality Gates

- [ ] Lints: `cargo clippy`
";

fn selected(text: &str, choice: &Choice) -> PlanRun {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new("docs/tips/tides.md"));
    select("docs/tips/tides.md", &doc, &plan, choice)
}

fn shown(run: &PlanRun) -> Vec<String> {
    let items = run.items.iter();
    items
        .map(|it| {
            let steps: Vec<String> = it
                .subject
                .steps
                .iter()
                .map(|it| format!("{} ({})", it.command, it.expectation.word()))
                .collect();
            let why = it.not_run.as_ref().map_or("run", |it| it.word());
            format!("{} {why}: {}", it.handle, steps.join("; "))
        })
        .collect()
}

#[test]
fn what_is_ready_is_run_and_the_rest_says_why_not() {
    let run = selected(PLAN, &Choice::default());
    assert_eq!(
        shown(&run),
        [
            "P1.C1 run: cargo test (success)",
            "P1.C2 run: grep -r todo src (silence)",
            "P1.C3 manual: ",
            "P1.C4 mutating: rm -rf build (success)",
            "P1.C5 placeholder: cargo run -- <file> (success)",
            "P2.C1 not_ready: make page (success)",
            "G1 not_ready: cargo clippy (success)",
        ]
    );
    let after: Vec<&[usize]> = run.phases.iter().map(|it| it.after.as_slice()).collect();
    assert_eq!(after, [&[][..], &[0][..], &[0, 1][..]]);
}

#[test]
fn all_of_it_is_run_where_that_is_asked_for() {
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let run = selected(PLAN, &choice);
    let runnable: Vec<&str> = run
        .items
        .iter()
        .filter(|it| it.not_run.is_none())
        .map(|it| it.handle.as_str())
        .collect();
    assert_eq!(runnable, ["P1.C1", "P1.C2", "P1.C4", "P2.C1", "G1"]);
}

#[test]
fn what_is_named_is_run_though_it_is_not_ready() {
    let choice = Choice {
        only: Some(vec![5]),
        ..Choice::default()
    };
    assert_eq!(
        shown(&selected(PLAN, &choice)),
        ["P2.C1 run: make page (success)"]
    );
}

#[test]
fn what_prepares_belongs_to_what_follows() {
    let text = "# Technical Implementation Plan: T\n\n## Implementation Phases\n\n### Phase 1: A\n\n**Success Criteria**:\n- [ ] Built:\n  ```bash\n  cd web\n  npm test\n  npm run lint\n  ```\n";
    let run = selected(text, &Choice::default());
    assert_eq!(
        shown(&run),
        ["P1.C1 run: cd web && npm test (success); cd web && npm run lint (success)"]
    );
}

#[test]
fn what_is_left_running_runs_while_the_rest_does() {
    let text = "# Technical Implementation Plan: T\n\n## Implementation Phases\n\n### Phase 1: A\n\n**Success Criteria**:\n- [ ] Answers:\n  ```bash\n  ./server.sh &\n  sleep 1\n  curl http://localhost:1/health\n  ```\n";
    let run = selected(text, &Choice::default());
    assert_eq!(
        shown(&run),
        ["P1.C1 run: ./server.sh & sleep 1 && curl http://localhost:1/health (success)"]
    );
}

#[test]
fn what_a_person_judges_is_not_asked_to_be_approved() {
    let text = "# Plan\n\n## Phase 1: a\n\n- [ ] Manual: `docker compose up` shows the page\n- [ ] Tests pass: `make test`\n- [ ] Gone: `rm -rf build`\n";
    let run = selected(text, &Choice::default());
    let commands = TrustedCommand::of(&run.items);
    let commands: Vec<&str> = commands.iter().map(|it| it.command.as_str()).collect();
    assert_eq!(commands, ["make test", "rm -rf build"]);
}
