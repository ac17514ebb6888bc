//! `tip trace`.

use serde_json::Value;

use crate::Folder;

const WHOLE: &str = "# Technical Implementation Plan: Tides

## Implementation Phases

### Phase 1: Read the levels

**Purpose**: Know the tides.

**Code Changes**:
- `src/tides.py` - Read the levels

**Test Strategy**:
- Unit tests: levels
  - `tests/test_tides.py` - Low water

**Success Criteria**:
- [ ] Tests pass: `pytest tests/test_tides.py::test_low_water`

## Key Test Scenarios

### Scenario 1: Low water
**Given**: A table
**When**: It is read
**Then**: The level is low
**Validates**: Levels are read
";

fn links(folder: &Folder) -> Vec<String> {
    let output = folder.command(&["trace", "--json", "docs/tips/tides.md"]);
    let mut output = output;
    let output = output.output().expect("tip runs");
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let plan = &value["plans"][0];
    let name = |at: &Value| {
        let node = &plan["nodes"][at.as_u64().unwrap_or(0) as usize];
        let handle = node["handle"].as_str().or(node["text"].as_str());
        handle.unwrap_or_default().to_owned()
    };
    let links = plan["links"].as_array().expect("links").iter();
    links
        .map(|it| {
            let known = it["known"].as_str().unwrap_or_default();
            format!("{} {} {known}", name(&it["from"]), name(&it["to"]))
        })
        .collect()
}

#[test]
fn a_link_is_found_when_the_file_holds_the_test() {
    let folder = Folder::repository(&[
        ("docs/tips/tides.md", WHOLE),
        ("src/tides.py", "LOW = 0\n"),
        ("tests/test_tides.py", "def test_low_water():\n    pass\n"),
    ]);
    let found = links(&folder);
    for link in [
        "tests/test_tides.py::test_low_water P1.C1 found",
        "P1.C1 P1 named",
        "P1 src/tides.py found",
    ] {
        assert!(found.iter().any(|it| it == link), "{link} in {found:?}");
    }
    assert_eq!(folder.code(&["trace", "docs/tips/tides.md"]), 0);
    folder.write("tests/test_tides.py", "def test_high():\n    pass\n");
    let named = "tests/test_tides.py::test_low_water P1.C1 named";
    assert!(links(&folder).iter().any(|it| it == named));
}

#[test]
fn what_has_no_partner_is_told() {
    let plan = WHOLE.replace(
        "Tests pass: `pytest tests/test_tides.py::test_low_water`",
        "It is known",
    );
    let folder = Folder::repository(&[("docs/tips/tides.md", plan.as_str())]);
    let shown = folder.tip(&["trace", "docs/tips/tides.md"]);
    assert!(shown.contains("no test and no command"), "{shown}");
    assert!(shown.contains("no criterion runs it"), "{shown}");
    assert!(shown.ends_with("--- exit 1"), "{shown}");
    assert_eq!(folder.code(&["trace", "nowhere.md"]), 2);
}

#[test]
fn nothing_of_a_plan_is_markup_on_the_page() {
    let plan = WHOLE.replace("Low water\n", "Low <script>alert(1)</script> water\n");
    let folder = Folder::repository(&[("docs/tips/tides.md", plan.as_str())]);
    let page = folder.tip(&["trace", "--format", "html", "docs/tips/tides.md"]);
    assert!(page.contains("&lt;script&gt;"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}
