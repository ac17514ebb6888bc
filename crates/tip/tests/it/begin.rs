//! `tip init`, `tip new`, `tip convert`.

use insta::assert_snapshot;

use crate::run::Folder;

#[test]
fn what_new_writes_has_no_finding_above_a_hint() {
    let folder = Folder::repository(&[]);
    assert_eq!(folder.code(&["new", "CSV export", "--yes"]), 0);
    assert_eq!(folder.code(&["check", "--fail-on", "warning"]), 0);
    assert_eq!(
        folder.code(&[
            "new",
            "Import",
            "--phase",
            "Read",
            "--phases",
            "5",
            "--effort",
            "xl",
            "--with",
            "research,migration,perf",
            "--yes"
        ]),
        0
    );
    assert_eq!(folder.code(&["check", "--fail-on", "warning"]), 0);
    assert_snapshot!(folder.tip(&["list"]), @r"
    docs/tips/csv-export.md  draft  tip  ░░░░░░░░░░   0/9  CSV export
    docs/tips/import.md      draft  tip  ░░░░░░░░░░  0/12  Import
    --- exit 0
    ");
}

#[test]
fn new_overwrites_nothing_and_writes_nothing_when_it_is_dry() {
    let folder = Folder::repository(&[("docs/tips/csv.md", "mine\n")]);
    assert_snapshot!(folder.tip(&["new", "csv", "--yes"]), @r"
    --- stderr
    error: `docs/tips/csv.md` exists already, and nothing is overwritten
      hint: say where with `--output FILE`, or look first with `--dry-run`
    --- exit 2
    ");
    assert_eq!(folder.read("docs/tips/csv.md"), "mine\n");
    assert_eq!(folder.code(&["new", "other", "--dry-run"]), 0);
    assert!(!folder.has("docs/tips/other.md"));
}

#[test]
fn new_says_what_the_template_knows() {
    let folder = Folder::repository(&[]);
    assert_snapshot!(folder.tip(&["new", "a", "--effort", "huge"]), @r"
    --- stderr
    usage error: the template knows no effort `huge`
      hint: it knows XS, S, M, L, XL
    --- exit 2
    ");
    assert_snapshot!(folder.tip(&["new", "a", "--with", "poetry"]), @r"
    --- stderr
    usage error: no optional section is named `poetry`
      hint: these may be asked for: Library Research Needed, Data Migration, Performance Considerations
    --- exit 2
    ");
    assert_snapshot!(folder.tip(&["new", "../.."]), @r#"
    --- stderr
    usage error: `../..` names no feature
      hint: name it by a few words: `tip new "CSV export"`
    --- exit 2
    "#);
}

#[test]
fn a_plan_begins_from_another_with_nothing_done() {
    let plan = "---\nfeature: old\nstatus: complete\n---\n\n# Technical Implementation Plan: Old\n\n## Implementation Phases\n\n### Phase 1: One ✅\n\n- [x] done\n";
    let folder = Folder::repository(&[("docs/tips/old.md", plan)]);
    assert_eq!(folder.code(&["new", "fresh", "--from", "old", "--yes"]), 0);
    assert_snapshot!(folder.read("docs/tips/fresh.md"), @r"
    ---
    feature: fresh
    status: draft
    ---

    # Technical Implementation Plan: Fresh

    ## Implementation Phases

    ### Phase 1: One

    - [ ] done
    ");
}

#[test]
fn init_makes_what_lacks_and_keeps_what_is_there() {
    let folder = Folder::repository(&[(
        ".pre-commit-config.yaml",
        "repos:\n  - repo: mine\n    hooks: []\n",
    )]);
    let arguments = ["init", "--own-template", "--github", "--pre-commit"];
    assert_snapshot!(folder.tip(&arguments), @r"
    created  docs/tips/.gitkeep
    created  docs/tips/template.md
    created  tip.toml
    created  .github/workflows/plans.yml
    changed  .pre-commit-config.yaml
    --- stderr
      hint: `tip new FEATURE` begins a plan
    --- exit 0
    ");
    assert_snapshot!(folder.read(".pre-commit-config.yaml"), @r"
    repos:
      - repo: mine
        hooks: []
      - repo: local
        hooks:
          - id: tip
            name: check the plans
            entry: tip check
            language: system
            pass_filenames: false
    ");
    assert_snapshot!(folder.tip(&arguments), @r"
    kept     docs/tips/template.md
    kept     tip.toml
    kept     .github/workflows/plans.yml
    kept     .pre-commit-config.yaml
    --- stderr
      hint: `tip new FEATURE` begins a plan
    --- exit 0
    ");
    assert_eq!(folder.code(&["new", "csv", "--yes"]), 0);
    assert_eq!(folder.code(&["check"]), 0);
}

#[test]
fn a_converted_plan_stands_beside_the_others_and_names_what_has_no_place() {
    let plan = "# Export Implementation Plan\n\n## Overview\n\nRows.\n\n## Phase 1: Rows\n\n### Success Criteria:\n- [x] `cargo test`\n\n## Legal\n\nAsk.\n";
    let folder = Folder::repository(&[("thoughts/shared/plans/export.md", plan)]);
    assert_snapshot!(folder.tip(&["convert", "export", "-o", "docs/tips/export.md"]), @r"
    docs/tips/export.md
    --- stderr
    it had no status, and is `complete` now, by its ticks
    these sections have no place in the template and stand under `Other Sections`:
    thoughts/shared/plans/export.md:12: Legal
    --- exit 0
    ");
    assert_eq!(folder.read("thoughts/shared/plans/export.md"), plan);
    assert_snapshot!(folder.tip(&["convert", "thoughts/shared/plans/export.md", "-o", "docs/tips/export.md"]), @r"
    --- stderr
    error: `docs/tips/export.md` exists already, and nothing is overwritten
      hint: say where with `--output FILE`, or look first with `--dry-run`
    --- exit 2
    ");
}

#[test]
fn a_plan_that_lies_where_ours_lie_is_converted_beside_itself() {
    let text = "# Harbor lights\n\n## Phase 1: Lamps\n\n- [ ] Lamps burn\n";
    let folder = Folder::repository(&[
        ("docs/tips/lights/plan.md", text),
        ("docs/tips/lamps.md", text),
    ]);
    let said = folder.tip(&["convert", "docs/tips/lamps.md"]);
    assert!(said.contains("docs/tips/tip-lamps.md"), "{said}");
    assert_eq!(folder.read("docs/tips/lamps.md"), text);
    let said = folder.tip(&["convert", "docs/tips/lights/plan.md"]);
    assert!(said.contains("lights.md"), "{said}");
}
