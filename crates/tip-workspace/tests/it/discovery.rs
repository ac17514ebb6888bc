//! Which files are plans.

use std::sync::Arc;

use camino::Utf8PathBuf;
use tip_workspace::{Os, Snapshot};

use crate::open;

const PLAN: &str = "# Implementation Plan: x\n\n## Phase 1: a\n\n- [ ] b\n\n## Phase 2: c\n\n## Success Criteria\n";
const PROSE: &str = "# The harbor\n\nSome words on boats.\n\n## Berths\n\nMore words.\n";

/// Each file comes with its text and what it shall be: `plan`, `archived`, `ignored` or `no`.
#[track_caller]
fn check(files: &[(&str, &str, &str)]) {
    let tree: Vec<(&str, &str)> = files.iter().map(|(path, text, _)| (*path, *text)).collect();
    let snapshot = open(&tree);
    let verdicts = &snapshot.discovery().verdicts;
    for (path, _, expected) in files.iter().filter(|(_, _, it)| !it.is_empty()) {
        let verdict = verdicts.iter().find(|it| it.path == *path);
        let found = match verdict {
            Some(it) if it.is_plan && it.standing.word() == "current" => "plan",
            Some(it) if it.is_plan => it.standing.word(),
            _ => "no",
        };
        assert_eq!(found, *expected, "{path}: {verdict:?}");
    }
}

#[test]
fn the_folders_of_every_dialect_are_known() {
    check(&[
        ("docs/tips/a.md", PLAN, "plan"),
        ("thoughts/shared/plans/a.md", PROSE, "plan"),
        ("docs/superpowers/plans/2026-01-01-a.md", PROSE, "plan"),
        ("docs/execplans/a.md", PROSE, "plan"),
        (".kiro/specs/a/tasks.md", PROSE, "plan"),
        (".kiro/specs/a/requirements.md", PROSE, "plan"),
        ("specs/001-a/plan.md", PROSE, "plan"),
        ("openspec/changes/a/proposal.md", PROSE, "plan"),
        ("backlog/tasks/task-1 - a.md", PROSE, "plan"),
        (".claude/plans/a.md", PROSE, "plan"),
        (".cursor/plans/a.plan.md", PROSE, "plan"),
        ("plan/25W45/REQ_A.md", PROSE, "plan"),
        ("plan/25W45/REVIEW_SUMMARY.md", PROSE, "plan"),
        (".planning/phases/02-berths/02-01-PLAN.md", PROSE, "plan"),
        (".planning/ROADMAP.md", PROSE, "plan"),
    ]);
}

#[test]
fn what_lies_beside_plans_is_none() {
    check(&[
        ("docs/tips/README.md", PLAN, "no"),
        ("docs/tips/template.md", PLAN, "no"),
        ("docs/tips/tip-template.md", PLAN, "no"),
        ("openspec/specs/a/spec.md", PLAN, "no"),
        ("openspec/changes/a/specs/b/spec.md", PLAN, "no"),
        (".claude/commands/plan.md", PLAN, "no"),
        (".claude/agents/planner.md", PLAN, "no"),
        ("skills/planning/SKILL.md", PLAN, "no"),
        ("prompts/plan.md", PLAN, "no"),
        ("docs/adr/0001-plan.md", PLAN, "no"),
        ("CHANGELOG.md", PLAN, "no"),
        ("vendor/x/plans/a.md", PLAN, "no"),
        (".kiro/steering/product.md", PROSE, "no"),
        ("src/guidelines/work.md", PLAN, "no"),
        (".claude/workflows/plan-phase.md", PLAN, "no"),
        ("test/fixtures/openspec/changes/a/tasks.md", PLAN, "no"),
        ("docs/move-summary.md", PLAN, "no"),
        ("MOVE_VERIFICATION.md", PLAN, "no"),
        ("README_OF_THE_MOVE.md", PLAN, "no"),
        ("AUDIT_REPORTS.md", PLAN, "no"),
        ("docs/plans/move-review-critique.md", PLAN, "no"),
        (".planning/phases/02-berths/02-01-SUMMARY.md", PLAN, "no"),
        (".planning/phases/02-berths/02-CONTEXT.md", PLAN, "no"),
        (".planning/REQUIREMENTS.md", PLAN, "no"),
    ]);
}

#[test]
fn a_likely_folder_needs_a_plan_in_it() {
    check(&[
        ("website/content/plans/pricing.md", PROSE, "no"),
        ("team/plans/move.md", PLAN, "plan"),
        ("docs/tips/git-tricks.md", PROSE, "no"),
        ("docs/tips/broken.md", "\u{0}\u{1}garbage", "plan"),
    ]);
}

#[test]
fn a_plan_anywhere_is_known_by_how_it_reads() {
    check(&[
        ("notes/move.md", PLAN, "plan"),
        ("work/a/plan.md", PROSE, "plan"),
        ("docs/plans/2026-02-20-project-template.md", PROSE, "plan"),
        (
            "notes/move-plan.md",
            "# Plan to move the berths\n\n## Outcome\n",
            "plan",
        ),
        (
            "notes/smoke-plan.md",
            "# Test plan for the berths\n\n## Outcome\n",
            "no",
        ),
        ("notes/boats.md", PROSE, "no"),
        (
            "notes/living.md",
            "# Move the berths\n\nThis ExecPlan is a living document and must be maintained in accordance with PLANS.md.\n\n## Progress\n\n- [ ] (2026-01-01) a\n\n## Surprises & Discoveries\n\n## Decision Log\n",
            "plan",
        ),
        (
            "notes/form.md",
            "# Implementation Plan: [Feature Name]\n\n## Phase 1: [what]\n\n[Purpose here]\n- [some change]\n- [other change]\n\n## Phase 2: [what]\n\n[Purpose here]\n- [some change]\n- [other change]\n\n[closing words]\n",
            "no",
        ),
        (
            "notes/fenced.md",
            "# How to write\n\n```md\n# Implementation Plan\n## Phase 1\n## Phase 2\n- [ ] a\n```\n",
            "no",
        ),
    ]);
}

#[test]
fn archived_and_ignored_plans_are_told_apart() {
    check(&[
        (".gitignore", "thoughts/\n*.local.md\n", ""),
        ("thoughts/shared/plans/a.md", PLAN, "ignored"),
        ("docs/plans/a.local.md", PLAN, "ignored"),
        ("docs/plans/b.md", PLAN, "plan"),
        ("docs/plans/archive/c.md", PLAN, "archived"),
        ("backlog/completed/task-2.md", PLAN, "archived"),
        (".kiro/specs/_archived/a/tasks.md", PLAN, "archived"),
        ("old/docs/tips/d.md", PLAN, "archived"),
        ("todos/_icebox/e/implementation-plan.md", PLAN, "archived"),
        (
            ".planning/milestones/v1-phases/f/01-PLAN.md",
            PLAN,
            "archived",
        ),
        (
            ".planning/workstreams/a/milestones/v1-phases/f/01-PLAN.md",
            PLAN,
            "archived",
        ),
    ]);
}

#[test]
fn the_configuration_decides_before_everything_else() {
    check(&[
        (
            "tip.toml",
            "[plans]\ninclude = [\"wiki/*.md\"]\nexclude = [\"docs/tips/private/\"]\narchived = [\"docs/tips/2024-*.md\"]\n",
            "",
        ),
        ("wiki/boats.md", PROSE, "plan"),
        ("docs/tips/private/a.md", PLAN, "no"),
        ("docs/tips/2024-a.md", PLAN, "archived"),
        ("docs/tips/2026-a.md", PLAN, "plan"),
    ]);
}

#[test]
fn a_folder_with_its_own_configuration_is_another_project() {
    check(&[
        ("docs/tips/a.md", PLAN, "plan"),
        ("examples/x/tip.toml", "", ""),
        ("examples/x/docs/tips/b.md", PLAN, "no"),
    ]);
}

/// Builds a repository on disk, since only there stand things that are no files.
#[cfg(unix)]
#[track_caller]
fn check_on_disk(build: impl Fn(&std::path::Path), unseen: &[(&str, &str)], others: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    build(folder.path());
    let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("UTF-8");
    let snapshot = Snapshot::open(Arc::new(Os), root, None, None).expect("it opens");
    let discovery = snapshot.discovery();
    let found: Vec<(&str, &str)> = discovery
        .unseen
        .iter()
        .map(|it| (it.path.as_str(), it.reason.as_str()))
        .collect();
    assert_eq!(found, unseen);
    let none: Vec<&str> = discovery
        .verdicts
        .iter()
        .filter(|it| !it.is_plan)
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(none, others);
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
fn what_cannot_be_read_is_told_where_it_may_be_a_plan() {
    let link = |root: &std::path::Path, path: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("made");
        std::os::unix::fs::symlink("nowhere", path).expect("linked");
    };
    check_on_disk(
        |root| {
            link(root, "docs/tips/lost.md");
            link(root, "docs/tips/README.md");
            link(root, "notes/lost.md");
        },
        &[(
            "docs/tips/lost.md",
            "No such file or directory (os error 2)",
        )],
        &["docs/tips/README.md", "docs/tips/lost.md", "notes/lost.md"],
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_no_plan_and_is_not_opened() {
    check_on_disk(
        |root| {
            std::os::unix::net::UnixListener::bind(root.join("plan.md")).expect("made");
        },
        &[],
        &["plan.md"],
    );
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
fn a_name_that_is_not_utf8_is_told() {
    use std::os::unix::ffi::OsStrExt;

    check_on_disk(
        |root| {
            for name in [&b"caf\xe9.md"[..], b"caf\xe9.rs"] {
                let name = std::ffi::OsStr::from_bytes(name);
                std::fs::write(root.join(name), "").expect("written");
            }
        },
        &[("caf\u{fffd}.md", "its name is not UTF-8")],
        &["caf\u{fffd}.md"],
    );
}

#[test]
fn files_of_one_folder_form_one_plan() {
    let snapshot = open(&[
        (".kiro/specs/a/requirements.md", PROSE),
        (".kiro/specs/a/design.md", PROSE),
        (".kiro/specs/a/tasks.md", PROSE),
        ("openspec/changes/b/proposal.md", PROSE),
        ("openspec/changes/b/tasks.md", PROSE),
        ("openspec/changes/c/tasks.md", PROSE),
        ("todos/d/implementation-plan.md", PLAN),
        ("todos/d/requirements.md", PLAN),
    ]);
    let entries = &snapshot.discovery().entries;
    let entries: Vec<String> = entries
        .iter()
        .map(|it| {
            let roles: Vec<&str> = it.files.iter().map(|file| file.role.word()).collect();
            format!("{}: {}", it.name, roles.join(" "))
        })
        .collect();
    insta::assert_snapshot!(entries.join("\n"), @r"
    .kiro/specs/a: tasks design requirements
    openspec/changes/b: tasks proposal
    openspec/changes/c/tasks.md: tasks
    todos/d: plan requirements
    ");
    let named = snapshot.entry_of(".kiro/specs/a/design.md");
    assert_eq!(named.name, ".kiro/specs/a");
    assert_eq!(named.primary().path, ".kiro/specs/a/tasks.md");
}
