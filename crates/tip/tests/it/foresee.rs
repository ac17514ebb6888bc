//! `tip schedule` and `tip graph`.

use crate::Folder;

const TIDES: &str = "---\nstatus: approved\nfeature: tides\nconfidence: Medium\n---\n\n# Technical Implementation Plan: Tides\n\n\
    ### Phase 1: Tables\n\n**Dependencies**: None\n\n**Estimated Effort**: 1 day\n\n\
    ### Phase 2: Forecast\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 3 days\n\n\
    ### Phase 3: Page\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 1 day\n\n\
    ### Phase 4: Release \"<b>\"\n\n**Estimated Effort**: S\n";

const CYCLE: &str = "# Technical Implementation Plan: Cranes\n\n### Phase 1: A\n\n**Dependencies**: Phase 2\n\n### Phase 2: B\n\n**Dependencies**: Phase 1\n";

fn folder() -> Folder {
    Folder::repository(&[("docs/tips/tides.md", TIDES)])
}

fn json(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let output = folder.command(arguments).output().expect("tip runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_schedule_shows_what_is_critical() {
    insta::assert_snapshot!(folder().tip(&["schedule", "tides"]), @"");
    insta::assert_snapshot!(folder().tip(&["schedule", "--people", "1", "--start", "2026-12-04"]), @"");
}

#[test]
fn a_schedule_is_there_for_programs() {
    let value = json(&folder(), &["schedule", "tides", "--json"]);
    let phase = &value["phases"][2];
    assert_eq!(phase["handle"], "P3");
    assert_eq!(phase["number"], "3");
    assert_eq!(phase["early_start"], 1.0);
    assert_eq!(phase["late_finish"], 3.0);
    assert_eq!(phase["slack"], 1.0);
    assert_eq!(phase["critical"], false);
    assert_eq!(value["phases"][3]["depends_on"][0]["source"], "order");
    let written = json(&folder(), &["schedule", "tides", "--json", "--as-written"]);
    assert_eq!(written["phases"][3]["early_start"], 0.0);
}

#[test]
fn a_cycle_is_answered_with_no_and_what_can_be_said() {
    let folder = Folder::repository(&[("docs/tips/cranes.md", CYCLE)]);
    insta::assert_snapshot!(folder.tip(&["schedule", "cranes"]), @"");
    insta::assert_snapshot!(folder.tip(&["graph", "cranes"]), @"");
}

#[test]
fn a_plan_without_phases_is_answered_with_no() {
    let folder = Folder::repository(&[(
        "docs/tips/cranes.md",
        "# Technical Implementation Plan: Cranes\n\nWords.\n",
    )]);
    insta::assert_snapshot!(folder.tip(&["schedule", "cranes"]), @"");
}

#[test]
fn what_is_done_is_told() {
    let text = TIDES.replace("status: approved", "status: complete");
    let folder = Folder::repository(&[("docs/tips/tides.md", &text)]);
    insta::assert_snapshot!(folder.tip(&["schedule", "tides"]), @"");
}

#[test]
fn diagrams_hold_titles_as_text() {
    insta::assert_snapshot!(folder().tip(&["schedule", "tides", "--format", "mermaid"]), @"");
    insta::assert_snapshot!(folder().tip(&["graph", "tides", "--format", "mermaid"]), @"");
    insta::assert_snapshot!(folder().tip(&["graph", "tides", "--format", "dot"]), @"");
    for command in ["schedule", "graph"] {
        let svg = folder().tip(&[command, "tides", "--format", "svg"]);
        assert!(svg.starts_with("<svg "), "{svg}");
        assert!(
            svg.contains("&quot;&lt;b&gt;&quot;") && !svg.contains("<b>"),
            "{svg}"
        );
    }
}

#[test]
fn a_graph_branches_where_phases_do() {
    insta::assert_snapshot!(folder().tip(&["graph"]), @"");
    let other = "---\nstatus: draft\nfeature: piers\n---\n\n# Technical Implementation Plan: Piers\n\n**Dependencies**: `docs/tips/tides.md`\n\n### Phase 1: Piles\n\n**Estimated Effort**: S\n";
    let folder =
        Folder::repository(&[("docs/tips/tides.md", TIDES), ("docs/tips/piers.md", other)]);
    insta::assert_snapshot!(folder.tip(&["graph"]), @"");
    let value = json(&folder, &["graph", "--json"]);
    assert_eq!(value["plan_links"][0]["waits"], true);
}
