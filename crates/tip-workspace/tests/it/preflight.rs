//! What hinders commands is found before they are run.

use tip_workspace::Standing;

use crate::open;

const PLAN: &str = "# Plan: Tides

## Phase 1: Read the tides

**Success Criteria**:
- [ ] Tests pass: `cargo test`
- [ ] All is well: `bash scripts/check.sh`
- [ ] All is really well: `bash scripts/check.sh --all`
- [ ] Pages are well: `npm run lint`
- [ ] Pages are very well: `npm run lint -- --strict`
- [ ] The pilot is happy
";

#[test]
fn a_box_is_told_why_it_cannot_be_run() {
    let mut snapshot = open(&[
        ("docs/tips/tides.md", PLAN),
        ("package.json", "{\"scripts\": {\"test\": \"x\"}}"),
        ("bin/cargo", "x"),
        ("bin/bash", "x"),
    ]);
    snapshot.set_search_path(vec!["/repo/bin".into()]);
    let path = "docs/tips/tides.md";
    let (doc, plan) = snapshot.read(path).expect("a plan");
    let found = snapshot.hindrances(path, Standing::Current, &doc, &plan);
    let mut found: Vec<(&str, &str)> = found
        .iter()
        .map(|(at, why)| (plan.boxes[*at].handle.as_str(), why.as_str()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("P1.C2", "the script `scripts/check.sh` does not exist"),
            ("P1.C3", "the script `scripts/check.sh` does not exist"),
            ("P1.C4", "the program `npm` is not installed here"),
            ("P1.C5", "the program `npm` is not installed here"),
        ]
    );
}
