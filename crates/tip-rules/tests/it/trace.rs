//! What links what, on small plans beside a made-up repository.

use rustc_hash::FxHashMap;
use tip_plan::{DialectId, Plan, ReadOptions, read};
use tip_rules::{
    Answers, EvidenceAnswer, PathAnswer, Query, TestSearch, Trace, TraceKind, TracedFile,
    is_test_by_name, scenario_phrases, test_searches, trace_queries,
};
use tip_syntax::{Document, scan};

const PATH: &str = "docs/tips/tides.md";

/// A plan in one phase; `scenarios` stand at its end.
fn plan(criteria: &str, scenarios: &str) -> String {
    format!(
        "# Technical Implementation Plan: Tides\n\n\
        ## Domain Context\n\n**Relevant Domain Model Docs**:\n- `docs/sea.md`\n- Key concepts: high water\n\n\
        ## Implementation Phases\n\n### Phase 1: Levels\n\n**Code Changes**:\n- `src/tides.py` - Read the levels of high water\n\n\
        **Test Strategy**:\n- Unit tests: levels\n  - `tests/test_tides.py` - Low water\n\n\
        **Success Criteria**:\n{criteria}\n## Key Test Scenarios\n\n{scenarios}"
    )
}

const RUNS: &str = "- [ ] Tests pass: `pytest tests/test_tides.py`\n";

/// Traces files of one plan in a repository that holds some files.
fn traced(
    texts: &[(&str, &str)],
    repository: &[(&str, &str)],
    evidence: &[EvidenceAnswer],
) -> Trace {
    let read: Vec<(Document, Plan)> = texts
        .iter()
        .map(|(path, text)| {
            let doc = Document::parse(text.as_bytes().to_vec());
            let options = ReadOptions {
                dialect: path.starts_with("specs/").then_some(DialectId::AgentChrome),
                ..ReadOptions::new(path)
            };
            let plan = read(&doc, &options);
            (doc, plan)
        })
        .collect();
    let phrases: Vec<String> = read
        .iter()
        .flat_map(|(doc, plan)| scenario_phrases(doc, plan))
        .collect();
    let answers: Vec<Answers> = read
        .iter()
        .map(|(doc, plan)| answered(&trace_queries(doc, plan, &phrases), repository))
        .collect();
    // The first box ran as it is said.
    let evidence: Vec<FxHashMap<String, EvidenceAnswer>> = read
        .iter()
        .map(|(_, plan)| {
            let boxes = plan.boxes.iter().map(|it| it.id.clone());
            boxes.zip(evidence.iter().cloned()).collect()
        })
        .collect();
    let files: Vec<TracedFile<'_>> = texts
        .iter()
        .zip(&read)
        .enumerate()
        .map(|(at, ((path, _), (doc, plan)))| TracedFile {
            path,
            doc,
            plan,
            answers: &answers[at],
            evidence: &evidence[at],
        })
        .collect();
    let searches = test_searches(&files);
    let holds = |text: &str, search: &TestSearch| {
        let plan = search.plan.as_ref();
        let text = scan::separated(text);
        text.contains(&search.words) && plan.is_none_or(|it| text.contains(it.as_str()))
    };
    let found = searches.into_iter().map(|it| {
        let files = repository.iter().filter(|file| is_test_by_name(file.0));
        let holding = files.filter(|file| holds(file.1, &it));
        let paths = holding.map(|file| file.0.to_owned()).collect();
        (it, paths)
    });
    Trace::of(&files, &found.collect())
}

fn answered(queries: &[Query], repository: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for query in queries {
        let (Query::Path(path) | Query::Words(path, _)) = query else {
            continue;
        };
        let file = repository.iter().find(|it| it.0 == path);
        let answer = match file {
            Some(_) => PathAnswer::File(path.clone()),
            None => PathAnswer::Missing {
                nearest: None,
                begins_here: true,
            },
        };
        answers.paths.insert(path.clone(), answer);
        if let (Query::Words(_, words), Some((_, text))) = (query, file) {
            let text = scan::normalized(text);
            let lacking = words.iter().filter(|it| !text.contains(it.as_str()));
            answers
                .lacking
                .insert(path.clone(), lacking.cloned().collect());
        }
    }
    answers
}

fn one(criteria: &str, scenarios: &str, repository: &[(&str, &str)]) -> Trace {
    traced(&[(PATH, &plan(criteria, scenarios))], repository, &[])
}

fn name(trace: &Trace, at: usize) -> &str {
    let node = &trace.nodes[at];
    node.handle.as_deref().unwrap_or(&node.text)
}

/// Returns the links as `from to known`.
fn links(trace: &Trace) -> Vec<String> {
    let links = trace.links.iter();
    links
        .map(|it| {
            format!(
                "{} {} {}",
                name(trace, it.from),
                name(trace, it.to),
                it.known.word()
            )
        })
        .collect()
}

#[track_caller]
fn check(trace: &Trace, from: &str, expected: &[&str]) {
    let of = links(trace).into_iter();
    let of: Vec<String> = of
        .filter(|it| it.starts_with(&format!("{from} ")))
        .collect();
    assert_eq!(of, expected, "{:#?}", links(trace));
}

fn lacks(trace: &Trace) -> Vec<String> {
    let lacking = trace.lacking();
    lacking
        .map(|(at, it)| format!("{}: {}", name(trace, at), it.lacks.join(", ")))
        .collect()
}

const TESTS: (&str, &str) = ("tests/test_tides.py", "def test_low_water():\n    pass\n");

#[test]
fn a_whole_chain_lacks_nothing() {
    let repository = [
        TESTS,
        ("src/tides.py", ""),
        ("docs/sea.md", "High water is twice a day."),
    ];
    let trace = one(RUNS, "### Scenario 1: Low water\n", &repository);
    assert_eq!(
        links(&trace),
        [
            "Z1 tests/test_tides.py found",
            "tests/test_tides.py P1.C1 found",
            "tests/test_tides.py P1 found",
            "P1.C1 P1 named",
            "P1 src/tides.py found",
            "P1 docs/sea.md found",
            "src/tides.py docs/sea.md found",
        ]
    );
    assert_eq!(lacks(&trace), Vec::<String>::new());
}

#[test]
fn what_is_not_in_the_repository_is_only_named() {
    let trace = one(RUNS, "", &[]);
    check(
        &trace,
        "tests/test_tides.py",
        &[
            "tests/test_tides.py P1.C1 named",
            "tests/test_tides.py P1 named",
        ],
    );
    assert_eq!(lacks(&trace), ["docs/sea.md: not in the repository"]);
}

#[test]
fn a_scenario_is_shown_by_the_test_that_it_names() {
    let scenario = "### Scenario 1: Happy path\n**Then**: It is low\n**Validates**: The sea, by `test_low_water`\n";
    check(
        &one(RUNS, scenario, &[TESTS]),
        "Z1",
        &["Z1 tests/test_tides.py found"],
    );
    let other = scenario.replace("low_water", "high_water");
    let trace = one(RUNS, &other, &[TESTS]);
    check(&trace, "Z1", &[]);
    assert!(lacks(&trace).contains(&"Z1: no test".to_owned()));
    let whole = scenario.replace("`test_low_water`", "`tests/test_piers.py`");
    check(
        &one(RUNS, &whole, &[TESTS]),
        "Z1",
        &["Z1 tests/test_piers.py named"],
    );
}

#[test]
fn a_scenario_is_shown_by_the_test_that_bears_what_it_validates() {
    let scenario = "### Scenario 1: Happy path\n**Validates**: Levels follow the moon\n";
    let tests = (
        "tests/test_tides.py",
        "def test_levels_follow_the_moon(): ...\n",
    );
    check(
        &one(RUNS, scenario, &[tests]),
        "Z1",
        &["Z1 tests/test_tides.py found"],
    );
}

#[test]
fn a_scenario_leads_to_the_document_that_says_what_it_validates() {
    let scenario = "### Scenario 1: Happy path\n**Validates**: Levels follow the moon\n";
    let sea = ("docs/sea.md", "Levels follow the moon.");
    check(
        &one(RUNS, scenario, &[sea]),
        "Z1",
        &["Z1 docs/sea.md found"],
    );
}

#[test]
fn tests_of_another_file_of_the_plan_show_a_scenario() {
    let texts = [
        (
            "specs/feature-tides/requirements.md",
            "# Requirements: Tides\n\n**Issues**: #1\n\n## Acceptance Criteria\n\n### AC1: Low water is read\n\n**Given** a table\n**When** it is read\n**Then** it is low\n",
        ),
        (
            "specs/feature-tides/tasks.md",
            "# Tasks: Tides\n\n### T001: Test it\n\n**File(s)**: `tests/features/tides.feature`\n**Type**: Create\n**Depends**: None\n**Acceptance**:\n- [ ] AC1 is covered\n",
        ),
    ];
    let feature = (
        "tests/features/tides.feature",
        "Scenario: Low water is read (AC1)\n",
    );
    let trace = traced(&texts, &[feature], &[]);
    check(
        &trace,
        "AC1",
        &[
            "AC1 tests/features/tides.feature found",
            "AC1 T001.C1 named",
            "AC1 T001 named",
        ],
    );
    // It is a change of its task, and no test that somebody planned to run.
    let of_test = lacks(&trace)
        .into_iter()
        .filter(|it| it.contains("feature"));
    assert_eq!(of_test.count(), 0);
}

#[test]
fn items_of_a_list_of_scenarios_are_traced() {
    let trace = one(
        RUNS,
        "- Low water\n- The table is missing\n  - and nobody knows\n",
        &[TESTS],
    );
    let titles: Vec<&str> = trace
        .of_kind(TraceKind::Scenario)
        .map(|it| it.1.text.as_str())
        .collect();
    assert_eq!(titles, ["Low water", "The table is missing"]);
    check(&trace, "Z1", &["Z1 tests/test_tides.py found"]);
}

#[test]
fn criteria_and_scenarios_may_name_each_other() {
    let scenario = "### Scenario 1: Happy path\n**Then**: P1.C1 holds\n\n### Scenario 2: Edge case\n**Then**: It is low\n";
    let criteria = "- [ ] The level is read\n- [ ] Scenario 2 holds\n";
    let trace = one(criteria, scenario, &[]);
    check(&trace, "Z1", &["Z1 P1.C1 named"]);
    check(&trace, "Z2", &["Z2 P1.C2 named", "Z2 P1 named"]);
    let lacking = lacks(&trace);
    assert!(
        !lacking.iter().any(|it| it.contains("no test")),
        "{lacking:?}"
    );
}

#[test]
fn a_run_says_how_a_test_shows_a_criterion() {
    let stale = EvidenceAnswer::Stale(String::new());
    let failed = EvidenceAnswer::Failed(String::new());
    for (evidence, known) in [
        (EvidenceAnswer::Fresh, "ran"),
        (stale, "stale"),
        (failed, "failed"),
    ] {
        let text = plan(RUNS, "");
        let trace = traced(&[(PATH, &text)], &[TESTS], &[evidence]);
        let link = format!("tests/test_tides.py P1.C1 {known}");
        assert!(links(&trace).contains(&link), "{:?}", links(&trace));
    }
}

#[test]
fn a_command_that_names_no_test_shows_those_of_its_phase() {
    let trace = one("- [ ] All tests pass: `make test`\n", "", &[TESTS]);
    assert!(links(&trace).contains(&"tests/test_tides.py P1.C1 found".to_owned()));
}

#[test]
fn what_lacks_a_partner_says_which() {
    let text = "# Technical Implementation Plan: Tides\n\n### Phase 1: Levels\n\n**Test Strategy**:\n- `tests/test_tides.py`\n\n**Success Criteria**:\n- [x] It is known\n\n### Phase 2: Nothing\n";
    assert_eq!(
        lacks(&traced(&[(PATH, text)], &[], &[])),
        [
            "tests/test_tides.py: no criterion runs it, not in the repository",
            "P1.C1: no test and no command",
            "P1: no code change",
            "P2: no criterion, no code change",
        ]
    );
    assert_eq!(
        lacks(&traced(&[(PATH, "# Words\n")], &[], &[])),
        Vec::<String>::new()
    );
}

#[test]
fn words_that_both_share_are_a_hint_and_no_link() {
    let criteria = "- [ ] A boat with less draft than the depth has one window of 24 hours\n- [ ] A late boat waits\n";
    let scenario = "### Scenario 1: Edge case\n**Given**: A boat that draws less than the depth\n**Then**: One window of 24 hours is shown\n";
    let trace = one(criteria, scenario, &[]);
    check(&trace, "Z1", &[]);
    let (_, node) = trace
        .of_kind(TraceKind::Scenario)
        .next()
        .expect("a scenario");
    assert_eq!(node.lacks, ["no test"]);
    assert_eq!(node.perhaps.map(|it| name(&trace, it)), Some("P1.C1"));
}

#[test]
fn a_scenario_of_a_user_story_is_shown_by_the_tests_of_the_phase_that_carries_it() {
    let texts = [
        (
            "docs/tide-table/tasks.md",
            "# Tasks: Tides\n\n## Phase 2: User Story 1 - Levels\n\n- [x] T004 [P] [US1] Test levels in tests/test_tides.py\n- [ ] T005 [US1] Implement levels in src/tides.py\n\n## Phase 3: Undo\n\n- [ ] T006 [US2] Create src/undo.py\n",
        ),
        (
            "docs/tide-table/spec.md",
            "# Feature Specification: Tides\n\n### User Story 1 - Levels\n\n**Acceptance Scenarios**:\n\n1. **Given** a table, **When** it is read, **Then** it is low\n\n### User Story 2 - Undo\n\n**Acceptance Scenarios**:\n\n1. **Given** a level, **When** it is undone, **Then** it is gone\n",
        ),
    ];
    let trace = traced(&texts, &[TESTS], &[]);
    check(
        &trace,
        "Z1",
        &["Z1 tests/test_tides.py named", "Z1 P2 named"],
    );
    check(&trace, "Z2", &["Z2 P3 named"]);
    assert!(lacks(&trace).contains(&"Z2: no test".to_owned()));
}

#[test]
fn criteria_of_a_requirement_are_linked_by_their_numbers() {
    let texts = [
        (
            ".kiro/specs/tide-table/tasks.md",
            "# Implementation Plan\n\n- [ ] 1. Read levels\n  - [ ] 1.1 Parse the table\n    - _Requirements: 1.1, 2_\n  - [ ] 1.2 Write property tests in `tests/test_tides.py`\n    - _Requirements: 1.2_\n- [ ] 2. Show them\n  - _Requirements: 2.1_\n",
        ),
        (
            ".kiro/specs/tide-table/requirements.md",
            "# Requirements Document\n\n### Requirement 1: Levels\n\n#### Acceptance Criteria\n\n1. WHEN a table is read THE SYSTEM SHALL know its levels\n2. WHEN a table is missing THE SYSTEM SHALL say so\n\n### Requirement 2\n\n#### Acceptance Criteria\n\n1. WHEN it is low THE SYSTEM SHALL show it\n",
        ),
    ];
    let moon = ("tests/test_moon.py", "# tide-table, Requirements 2.1\n");
    let trace = traced(&texts, &[TESTS, moon], &[]);
    let scenarios = trace.of_kind(TraceKind::Scenario);
    let handles: Vec<&str> = scenarios.map(|it| name(&trace, it.0)).collect();
    assert_eq!(handles, ["Z1.1", "Z1.2", "Z2.1"]);
    check(&trace, "Z1.1", &["Z1.1 T1 named"]);
    check(
        &trace,
        "Z1.2",
        &["Z1.2 tests/test_tides.py named", "Z1.2 T1 named"],
    );
    check(
        &trace,
        "Z2.1",
        &[
            "Z2.1 tests/test_moon.py found",
            "Z2.1 T1 named",
            "Z2.1 T2 named",
        ],
    );
}

#[test]
fn a_test_that_no_plan_names_is_found_by_the_words_of_a_scenario() {
    let text = "# Tides\n\n#### Scenario: Low water is shown at night\n- **WHEN** it is dark\n- **THEN** it is shown\n\n#### Scenario: Low water\n- **WHEN** it is low\n- **THEN** it is shown\n";
    let night = (
        "tests/night.test.ts",
        "test('low_water_is_shown_at_night', () => {})",
    );
    let other = ("src/night.ts", "// low water is shown at night");
    let trace = traced(&[("docs/tides/spec.md", text)], &[night, other], &[]);
    check(&trace, "Z1", &["Z1 tests/night.test.ts found"]);
    // Two words are the name of many things.
    check(&trace, "Z2", &[]);
}

#[test]
fn what_a_phase_says_of_its_end_without_boxes_are_criteria() {
    let text = "# Roadmap\n\n### Phase 1: Levels\n\n**Success Criteria**:\n1. Levels are read\n2. Levels are shown\n";
    let trace = traced(&[(PATH, text)], &[], &[]);
    assert_eq!(
        links(&trace),
        ["Levels are read P1 named", "Levels are shown P1 named"]
    );
}
