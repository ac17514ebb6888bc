//! What paths in plans lead to.

use tip_rules::{Answers, PathAnswer};

use crate::open;

/// The plan lies in `docs/tips/plan.md` of a small repository with two projects.
#[track_caller]
fn check(reference: &str, expected: &str) {
    let plan = format!("# Plan\n\n## Phase 1: a\n\nSee {reference} for it.\n");
    let answers = answers(&plan);
    let mut found: Vec<String> = answers.paths.values().map(shown).collect();
    found.sort();
    assert_eq!(found.join("; "), expected, "{reference}");
}

fn answers(plan: &str) -> Answers {
    let snapshot = open(&[
        (
            ".git/config",
            "[remote \"origin\"]\n\turl = https://forge.example/shop/harbor.git\n",
        ),
        (".gitignore", "dist/\n"),
        ("docs/tips/plan.md", plan),
        ("docs/tips/other.md", "# Other\n"),
        (
            "docs/guide.md",
            "# Guide\n\n## Key concepts\n\n## Key concepts\n",
        ),
        ("src/app.py", "one\ntwo\nthree"),
        ("web/package.json", "{}"),
        ("web/src/api.ts", "a\n"),
        ("web/src/util.ts", "a\n"),
        ("api/package.json", "{}"),
        ("api/src/util.ts", "a\n"),
        ("lib/deep/store/user_store.py", "a\n"),
        ("app/one/view.ts", ""),
        ("app/two/view.ts", ""),
        ("app/three/view.ts", ""),
        ("app/four/view.ts", ""),
        ("app/five/view.ts", ""),
    ]);
    let (doc, plan) = snapshot
        .read("docs/tips/plan.md")
        .expect("the plan is there");
    snapshot.answers("docs/tips/plan.md", &doc, &plan)
}

fn shown(answer: &PathAnswer) -> String {
    match answer {
        PathAnswer::Missing {
            nearest: Some(it), ..
        } => format!("missing, nearest {it}"),
        PathAnswer::Missing { nearest: None, .. } => "missing".to_owned(),
        PathAnswer::File(it) => format!("file {it}"),
        PathAnswer::Folder(it) => format!("folder {it}"),
        PathAnswer::Suffix(it) => format!("suffix {it}"),
        PathAnswer::Ambiguous(all) => format!("ambiguous {}", all.join(" ")),
        PathAnswer::Pattern(count) => format!("pattern {count}"),
        PathAnswer::Outside => "outside".to_owned(),
        PathAnswer::Ignored => "ignored".to_owned(),
    }
}

#[test]
fn a_path_from_the_root_is_found() {
    check("`src/app.py`", "file src/app.py");
    check("`./src/app.py`", "file src/app.py");
    check("`src/`", "folder src");
}

#[test]
fn a_link_starts_at_the_folder_of_the_plan() {
    check("[other](other.md)", "file docs/tips/other.md");
    check("[guide](../guide.md)", "file docs/guide.md");
}

#[test]
fn a_path_from_a_project_is_found() {
    check("`src/api.ts`", "file web/src/api.ts");
}

#[test]
fn the_name_of_the_repository_is_stripped() {
    check("`repo/src/app.py`", "file src/app.py");
    check("`/repo/src/app.py`", "file src/app.py");
    check("`harbor/src/app.py`", "file src/app.py");
    check("`/home/user/harbor/harbor/src/app.py`", "file src/app.py");
}

#[test]
fn the_end_of_a_path_is_found() {
    check(
        "`store/user_store.py`",
        "suffix lib/deep/store/user_store.py",
    );
    check("`src/util.ts`", "ambiguous api/src/util.ts web/src/util.ts");
}

#[test]
fn what_is_missing_names_the_nearest() {
    check("`src/ap.py`", "missing, nearest src/app.py");
    check(
        "`lib/deep/store/user-store.py`",
        "missing, nearest lib/deep/store/user_store.py",
    );
    check("`nowhere/zebra.rs`", "missing");
}

#[test]
fn of_many_files_of_one_name_the_folder_tells_which_is_meant() {
    check("`old/three/view.ts`", "missing, nearest app/three/view.ts");
    check("`app/six/view.ts`", "missing");
    check("`app/three/View.tsx`", "missing, nearest app/three/view.ts");
    check("`three/view.ts`", "suffix app/three/view.ts");
}

#[test]
fn what_lies_elsewhere_is_told_apart() {
    check("`../../../other/x.py`", "outside");
    check("[gone](../old/plan-of-berths.md)", "missing");
    check("`dist/bundle.js`", "ignored");
    check("`web/src/*.ts`", "pattern 2");
}

#[test]
fn facts_of_a_file_are_its_lines_and_headings() {
    let answers =
        answers("# Plan\n\n## Phase 1: a\n\n- `src/app.py:2`\n- [x](../guide.md#key-concepts)\n");
    assert_eq!(answers.facts("src/app.py").map(|it| it.lines), Some(3));
    let facts = answers
        .facts("../guide.md")
        .expect("the anchor asks for facts");
    assert!(
        facts.headings.contains(&"key-concepts-1".to_owned()),
        "{facts:?}"
    );
    assert!(
        facts.headings.contains(&"key concepts".to_owned()),
        "{facts:?}"
    );
}
