//! `tip show --history`: who ticked what, and when.

use tip_testing::GitRepository;

use crate::run::tip_in;

const PATH: &str = "docs/tips/tides.md";

fn plan(marks: [&str; 3]) -> String {
    let [high, low, alarm] = marks;
    format!(
        "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Success Criteria**:\n- [{high}] High tides are shown\n- [{low}] Low tides are shown\n\n### Phase 2: Alarm\n\n**Success Criteria**:\n- [{alarm}] The alarm rings\n"
    )
}

/// A plan of which nothing is done.
fn begun() -> GitRepository {
    let mut repository = GitRepository::new();
    commit(&mut repository, [" ", " ", " "], "plan");
    repository
}

fn commit(repository: &mut GitRepository, marks: [&str; 3], message: &str) -> String {
    repository.write(PATH, plan(marks));
    repository.commit(message)
}

/// Returns the objects of boxes and phases, by handle.
#[track_caller]
fn told(repository: &GitRepository, path: &str) -> serde_json::Map<String, serde_json::Value> {
    let said = tip_in(repository.path(), &["show", path, "--json", "--history"]);
    let text = said.split("\n---").next().expect("an answer");
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let things = ["phases", "boxes"]
        .iter()
        .filter_map(|it| value[it].as_array());
    let by_handle = things.flatten().map(|it| {
        let handle = it["handle"].as_str().expect("a handle").to_owned();
        (handle, it.clone())
    });
    by_handle.collect()
}

#[test]
fn a_tick_bears_who_made_it_when_and_by_which_commit() {
    let mut repository = begun();
    let high = commit(&mut repository, ["x", " ", " "], "high");
    repository.write(PATH, plan(["x", "x", " "]));
    repository.git(&[
        "commit",
        "--quiet",
        "--all",
        "--author",
        "Bo <bo@x.org>",
        "-m",
        "low",
    ]);
    let low = repository.git(&["rev-parse", "HEAD"]);
    let told = told(&repository, PATH);
    let of = |handle: &str| {
        let it = &told[handle];
        let word = |key: &str| it[key].as_str().unwrap_or("-").to_owned();
        [word("by"), word("at"), word("commit")]
    };
    assert_eq!(of("P1.C1"), ["Ada", "2026-01-02", high.as_str()]);
    assert_eq!(of("P1.C2"), ["Bo", "2026-01-02", low.as_str()]);
    // The phase is done since its last box is.
    assert_eq!(of("P1"), ["Bo", "2026-01-02", low.as_str()]);
    assert!(told["P2.C1"].get("commit").is_none());
}

#[test]
fn a_tick_counts_from_when_it_was_made_last() {
    let mut repository = begun();
    commit(&mut repository, ["x", " ", " "], "high");
    commit(&mut repository, [" ", " ", " "], "not yet");
    let again = commit(&mut repository, ["x", " ", " "], "now");
    commit(&mut repository, ["x", " ", "x"], "the alarm");
    assert_eq!(told(&repository, PATH)["P1.C1"]["commit"], again);
}

#[test]
fn a_tick_that_is_not_committed_has_no_commit() {
    let repository = begun();
    repository.write(PATH, plan(["x", " ", " "]));
    let told = told(&repository, PATH);
    let tick = told["P1.C1"].as_object().expect("a box");
    assert!(
        tick.contains_key("commit") && tick["commit"].is_null(),
        "{tick:?}"
    );
    assert!(tick["by"].is_null());
}

#[test]
fn renamed_plans_and_phases_and_moved_boxes_keep_their_ticks() {
    let mut repository = begun();
    let high = commit(&mut repository, ["x", " ", " "], "high");
    let text = plan(["x", " ", " "]);
    let moved = text
        .replace(
            "- [x] High tides are shown\n- [ ] Low tides are shown\n",
            "- [ ] Low tides are shown\n- [x] High tides are shown\n",
        )
        .replace("### Phase 1: Table", "### Phase 3: Tables of tides");
    repository.write(PATH, moved);
    repository.commit("move");
    repository.git(&["mv", PATH, "docs/tips/tables.md"]);
    repository.commit("rename");
    let told = told(&repository, "docs/tips/tables.md");
    let ticked: Vec<&serde_json::Value> =
        told.values().filter(|it| it["state"] == "done").collect();
    assert_eq!(ticked.len(), 1, "{told:?}");
    assert_eq!(ticked[0]["commit"], high);
}

#[test]
fn what_a_merge_brings_was_ticked_on_its_branch() {
    let mut repository = begun();
    repository.git(&["switch", "--quiet", "--create", "side"]);
    let high = commit(&mut repository, ["x", " ", " "], "high");
    repository.git(&["switch", "--quiet", "main"]);
    let alarm = commit(&mut repository, [" ", " ", "x"], "alarm");
    repository.git(&["merge", "--quiet", "--no-edit", "side"]);
    let told = told(&repository, PATH);
    assert_eq!(told["P1.C1"]["commit"], high);
    assert_eq!(told["P2.C1"]["commit"], alarm);
}

#[test]
fn people_see_who_ticked_what() {
    let mut repository = begun();
    commit(&mut repository, ["x", " ", "x"], "high");
    repository.write(PATH, plan(["x", "x", "x"]));
    let said = tip_in(repository.path(), &["show", "tides", "--history"]);
    let (_, phases) = said.split_once("\nPhases\n").expect("the phases");
    let hash = &repository.git(&["rev-parse", "HEAD"])[..10];
    let expected = [
        "  ✓  P1  Table  2/2  not committed".to_owned(),
        format!("  ✓  P2  Alarm  1/1  2026-01-02 Ada {hash}"),
        String::new(),
        "Ticked".to_owned(),
        format!("  P1.C1  2026-01-02 Ada {hash}  High tides are shown"),
        "  P1.C2  not committed              Low tides are shown".to_owned(),
        format!("  P2.C1  2026-01-02 Ada {hash}  The alarm rings"),
    ];
    let lines: Vec<&str> = phases.lines().take(expected.len()).collect();
    assert_eq!(lines, expected, "{said}");
}

#[test]
fn one_box_is_shown_with_its_tick() {
    let mut repository = begun();
    let high = commit(&mut repository, ["x", " ", " "], "high");
    let said = tip_in(repository.path(), &["show", "tides#P1.C1", "--history"]);
    let expected = format!("2026-01-02 Ada {}", &high[..10]);
    assert!(said.contains(&expected), "{said}");
}

#[test]
fn the_schema_names_what_a_tick_bears() {
    let repository = begun();
    let said = tip_in(repository.path(), &["schema"]);
    let text = said.split("\n---").next().expect("a schema");
    let schema: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let known = schema["$defs"]["BoxJson"].to_string();
    assert!(
        known.contains("\"commit\"") || known.contains("TickJson"),
        "{known}"
    );
}
