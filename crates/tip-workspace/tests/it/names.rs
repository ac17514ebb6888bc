//! By what names plans are called.

use tip_workspace::{NameError, Snapshot};

use crate::open;

#[track_caller]
fn check(name: &str, expected: &str) {
    let text = |feature: &str| {
        format!("---\nfeature: {feature}\nstatus: draft\n---\n\n# Plan\n\n## Phase 1: a\n")
    };
    let snapshot = open(&[
        ("docs/tips/2026-01-02-night-prices.md", &text("pricing")),
        ("docs/tips/tip-night-watch.md", &text("watch")),
        ("docs/tips/berths.md", &text("berth map")),
        (".kiro/specs/passes/tasks.md", "# Tasks\n"),
        (".kiro/specs/passes/design.md", "# Design\n"),
        ("work/0091-ropes/plan.md", "# Ropes\n\n## Phase 1: a\n"),
        ("notes.md", "# Notes\n"),
    ]);
    let found = match snapshot.find(name, "/repo/docs".into()) {
        Ok(entry) => entry.name,
        Err(NameError::Ambiguous { candidates, .. }) => {
            format!("ambiguous: {}", candidates.join(" "))
        }
        Err(NameError::Unknown { nearest, .. }) => format!("unknown: {nearest:?}"),
        Err(error) => error.to_string(),
    };
    assert_eq!(found, expected, "{name}");
}

#[test]
fn a_path_from_the_root_or_from_here_is_a_name() {
    check("docs/tips/berths.md", "docs/tips/berths.md");
    check("tips/berths.md", "docs/tips/berths.md");
    check("../notes.md", "notes.md");
    check(".kiro/specs/passes", ".kiro/specs/passes");
    check(".kiro/specs/passes/design.md", ".kiro/specs/passes");
}

#[test]
fn a_feature_and_a_short_name_are_names() {
    check("pricing", "docs/tips/2026-01-02-night-prices.md");
    check("Berth Map", "docs/tips/berths.md");
    check("night-prices", "docs/tips/2026-01-02-night-prices.md");
    check("passes", ".kiro/specs/passes");
    check("ropes", "work/0091-ropes/plan.md");
    check("0091", "work/0091-ropes/plan.md");
}

#[test]
fn a_start_is_a_name_when_only_one_has_it() {
    check("night-w", "docs/tips/tip-night-watch.md");
    check(
        "night",
        "ambiguous: docs/tips/2026-01-02-night-prices.md docs/tips/tip-night-watch.md",
    );
}

#[test]
fn an_unknown_name_brings_the_nearest() {
    check("berhts", "unknown: Some(\"berths\")");
    check("zzz", "unknown: None");
    // Beginnings that share letters by chance are no help.
    check("thing", "unknown: None");
    check("nihgt-prices", "unknown: Some(\"night-prices\")");
}

#[test]
fn what_is_to_be_changed_is_one_thing_in_one_file_the_list_of_tasks_first() {
    let phase = "# Plan\n\n## Phase 1: a\n\n- [ ] b\n";
    let snapshot = open(&[
        ("specs/001-x/plan.md", phase),
        ("specs/002-y/plan.md", phase),
        ("specs/002-y/design.md", phase),
        (
            "specs/001-x/tasks.md",
            "# Tasks: x\n\n## Phase 1: a\n\n- [ ] T001 b\n",
        ),
    ]);
    let find = |name: &str, handle: &str| {
        let entry = snapshot
            .find(name, "/repo".into())
            .expect("the plan is found");
        let only = snapshot.file_named(&entry, name, "/repo".into());
        let read = |path: &str| snapshot.read(path).expect("it can be read").1;
        let plans: Vec<_> = entry.files.iter().map(|it| read(&it.path)).collect();
        let plans: Vec<_> = plans.iter().collect();
        match Snapshot::find_for_change(&entry, &plans, handle, only) {
            Ok(target) => entry.files[target.file].path.clone(),
            Err(NameError::AmbiguousThing { candidates, .. }) => {
                format!("ambiguous: {}", candidates.len())
            }
            Err(error) => error.to_string(),
        }
    };
    // What `show` prints of a plan with a list of tasks is that of the list.
    assert_eq!(find("specs/001-x", "P1"), "specs/001-x/tasks.md");
    assert_eq!(find("specs/001-x/tasks.md", "P1"), "specs/001-x/tasks.md");
    assert_eq!(find("specs/001-x/plan.md", "p1"), "specs/001-x/plan.md");
    assert_eq!(find("specs/001-x", "T001"), "specs/001-x/tasks.md");
    assert_eq!(find("specs/002-y", "P1"), "ambiguous: 2");
}
