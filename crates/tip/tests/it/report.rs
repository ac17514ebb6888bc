//! `tip report`.

use insta::assert_snapshot;
use serde_json::Value;
use tip_testing::GitRepository;

use crate::Folder;
use crate::run::{command_in, tip_in};

fn plan(boxes: &str) -> String {
    format!(
        "---\nstatus: in_progress\nfeature: tides\nconfidence: High\n---\n\n# Technical Implementation Plan: Tides\n\n\
        ### Phase 1: Tables\n\n**Code Changes**:\n- `src/tides.py:2` - `low` reads the table\n\n**Success Criteria**:\n{boxes}\n\
        **Dependencies**: None\n\n**Estimated Effort**: 2 days\n\n\
        ### Phase 2: Page\n\n**Success Criteria**:\n- [ ] It is shown\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 3 days\n\n\
        ## Risk Assessment\n\n### High Risk\n- **Risk**: Low <b>water</b>\n  - **Mitigation**: Wait\n\n## Open Questions\n\n- Who pays?\n"
    )
}

const PIERS: &str = "---\nstatus: approved\n---\n\n# Technical Implementation Plan: Piers\n\n### Phase 1: Part\n\n**Code Changes**:\n- Delete: `src/tides.py`\n\n**Success Criteria**:\n- [ ] It is gone\n\n**Estimated Effort**: S\n";

/// A repository in which a plan grew and came along, from day to day.
fn repository() -> GitRepository {
    let repository = GitRepository::new();
    let commit = |day: &str| {
        repository.git(&["add", "--all"]);
        let date = format!("{day}T09:00:00Z");
        repository.git(&["commit", "--quiet", "--date", &date, "--message", day]);
    };
    repository.write("src/tides.py", "import sea\ndef low():\n    pass\n");
    repository.write("docs/tips/tides.md", plan("- [ ] It reads\n"));
    commit("2026-01-05");
    repository.write(
        "docs/tips/tides.md",
        plan("- [x] It reads\n- [ ] It is fast\n"),
    );
    commit("2026-01-12");
    repository.write(
        "src/tides.py",
        "import sea\nimport moon\ndef low():\n    pass\n",
    );
    repository.write("docs/tips/piers.md", PIERS);
    commit("2026-01-20");
    repository
}

const DAY: [&str; 2] = ["--date", "2026-02-12"];

#[test]
fn a_report_tells_where_plans_stand_on_one_screen() {
    let repository = repository();
    let report = tip_in(repository.path(), &["report", DAY[0], DAY[1]]);
    let hash = repository.git(&["rev-parse", "HEAD"]);
    assert_snapshot!(report.replace(&hash[..10], "[COMMIT]"), @r"
    2 plans: 1 approved, 1 in progress  2026-02-12, [COMMIT] of 2026-01-20

                          stage                    done  P80
      docs/tips/piers.md  approved     ░░░░░░░░░░   0/1  2026-02-13  Piers
      docs/tips/tides.md  in_progress  ███░░░░░░░   1/3  2026-02-18  Tides

    done       1 of 4 (25%); in four weeks 0 more done, 1 more to do in all
    forecast   P50 2026-02-18, P80 2026-02-18, P95 2026-02-19, for as many people as find work

    What the end hangs on
      99% critical  P2  Page    docs/tips/tides.md
      99% critical  P1  Tables  docs/tips/tides.md
       1% critical  P1  Part    docs/tips/piers.md

    Ready
      ○  P1  Part    docs/tips/piers.md
      ◐  P1  Tables  docs/tips/tides.md

    Risks
      high  Low <b>water</b>  docs/tips/tides.md:34

    Stale references
      src/tides.py:2  moved to line 3  docs/tips/tides.md:12

    Open questions
      Who pays?  docs/tips/tides.md:39

    Conflicts
      src/tides.py  2 plans, the whole file
        docs/tips/piers.md, docs/tips/tides.md
    --- exit 0
    ");
}

#[test]
fn a_burn_up_follows_the_history_day_by_day() {
    let repository = repository();
    let mut command = command_in(repository.path(), &["report", "--json", DAY[0], DAY[1]]);
    let output = command.output().expect("tip runs");
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let points = value["burn_up"].as_array().expect("points").iter();
    let points: Vec<String> = points
        .map(|it| {
            let date = it["date"].as_str().unwrap_or_default();
            format!("{date} {} of {}", it["done"], it["total"])
        })
        .collect();
    assert_eq!(
        points,
        [
            "2026-01-05 0 of 2",
            "2026-01-12 1 of 3",
            "2026-01-20 1 of 4",
            "2026-02-12 1 of 4"
        ]
    );
    assert_eq!(value["stale"][0]["now_line"], 3);
    assert_eq!(value["risks"][0]["level"], "high");
    assert_eq!(value["questions"][0]["text"], "Who pays?");
    assert_eq!(value["conflicts"][0]["meeting"], "whole_file");
    assert_eq!(value["forecast"]["phases"][0]["handle"], "P2");
}

#[test]
fn a_page_is_written_where_somebody_says_and_nothing_of_a_plan_is_markup() {
    let repository = repository();
    let page = tip_in(
        repository.path(),
        &["report", "--html", "-", DAY[0], DAY[1]],
    );
    assert!(page.contains("Low &lt;b&gt;water&lt;/b&gt;"), "{page}");
    for mark in ["<b>", "<script", "http:", "https:", "url("] {
        assert!(!page.contains(mark), "{mark} in {page}");
    }
    let said = tip_in(
        repository.path(),
        &["report", "--html", "review.html", DAY[0], DAY[1]],
    );
    assert_eq!(said, "--- stderr\nwrote `review.html`\n--- exit 0");
    let written = repository.read("review.html");
    assert!(page.starts_with(&written), "{written}");
}

#[test]
fn without_a_history_it_says_what_it_can() {
    let folder = Folder::repository(&[
        ("docs/tips/tides.md", &plan("- [ ] It reads\n")),
        ("docs/tips/piers.md", PIERS),
    ]);
    let page = folder.tip(&["report", "--html", "-", DAY[0], DAY[1]]);
    assert!(page.contains("Without a history nobody can tell"), "{page}");
    assert!(page.contains("the whole file"), "{page}");
    assert_eq!(folder.code(&["report"]), 0);
}

#[test]
fn what_is_over_is_left_out_until_asked_for() {
    let over = plan("- [x] It reads\n").replace("in_progress", "complete");
    let folder = Folder::repository(&[("docs/tips/tides.md", over.as_str())]);
    assert_snapshot!(folder.tip(&["report", DAY[0], DAY[1]]), @r"
    --- stderr
    every plan is over: `--all` tells of them too
    --- exit 1
    ");
    let all = folder.tip(&["report", "--all", DAY[0], DAY[1]]);
    assert!(all.contains("everything is done"), "{all}");
    assert!(all.ends_with("--- exit 0"), "{all}");
    assert_eq!(Folder::repository(&[]).code(&["report"]), 1);
}
