//! Small repositories with known edits: where a reference leads after them.

use camino::Utf8Path;
use tip_drift::{Asked, Base, Claim, Drift, History, Judgement, Revision, Verdict};
use tip_testing::GitRepository;

/// A repository with a plan whose one reference points into `src/a.py`.
struct Followed {
    repository: GitRepository,
    plan: String,
    claim: Claim,
}

const CODE: &str = "import os\n\ndef open_harbor(name):\n    harbor = load(name)\n    harbor.open()\n    return harbor\n\ndef close_harbor(name):\n    harbor = load(name)\n    harbor.close()\n    return harbor\n";

fn claim(reference: &str, line: Option<u32>, end_line: Option<u32>) -> Claim {
    Claim {
        line_in_plan: 2,
        parts: vec![reference.to_owned()],
        paths: vec!["src/a.py".to_owned()],
        suffix: Some("src/a.py".to_owned()),
        line,
        end_line,
        ..Claim::default()
    }
}

impl Followed {
    /// Commits the code, then a plan that points at `line` of it.
    fn new(line: u32) -> Self {
        Self::of(claim(&format!("src/a.py:{line}"), Some(line), None))
    }

    fn of(claim: Claim) -> Self {
        let mut repository = GitRepository::new();
        repository.write("src/a.py", CODE);
        repository.commit("code");
        let plan = format!("# Plan\n\n- `{}` - look\n", claim.parts[0]);
        repository.write("docs/plan.md", &plan);
        repository.commit("plan");
        Self {
            repository,
            plan,
            claim,
        }
    }

    fn edit(&mut self, message: &str, path: &str, text: &str) -> String {
        self.repository.write(path, text);
        self.repository.commit(message)
    }

    fn judge(&self) -> Judgement {
        self.judge_at("docs/plan.md")
    }

    #[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
    fn judge_at(&self, plan: &str) -> Judgement {
        let root = Utf8Path::from_path(self.repository.path()).expect("a UTF-8 path");
        let history = History::open(root).expect("a repository");
        let drift = Drift::open(&history).expect("a history");
        let asked = Asked {
            path: plan.to_owned(),
            bytes: self.plan.clone().into_bytes(),
            claims: vec![self.claim.clone()],
        };
        let now = |path: &str| std::fs::read(root.join(path)).ok();
        let mut judged = drift.judge(&[asked], &now).expect("an answer");
        judged.remove(0).remove(0)
    }
}

#[track_caller]
fn assert_now(judgement: &Judgement, path: &str, line: u32) {
    let now = judgement.now.as_ref().expect("a place");
    assert_eq!(
        (now.path.as_str(), now.line),
        (path, Some(line)),
        "{judgement:?}"
    );
}

#[test]
fn nothing_changed() {
    let followed = Followed::new(4);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Unchanged);
    assert_now(&judgement, "src/a.py", 4);
    assert!(judgement.confidence > 0.9);
}

#[test]
fn lines_inserted_above_move_it() {
    let mut followed = Followed::new(5);
    followed.edit(
        "above",
        "src/a.py",
        &format!("# harbors\n# of the city\n{CODE}"),
    );
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved);
    assert_now(&judgement, "src/a.py", 7);
    assert!(judgement.is_safe_to_mend());
}

#[test]
fn of_equal_lines_the_history_knows_which() {
    // `harbor = load(name)` stands twice, and a third is put before both.
    let mut followed = Followed::new(9);
    let third = "def find_harbor(name):\n    harbor = load(name)\n    return harbor\n\n";
    followed.edit(
        "third",
        "src/a.py",
        &CODE.replace("def open", &format!("{third}def open")),
    );
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved);
    assert_now(&judgement, "src/a.py", 13);
}

#[test]
fn an_edited_line_is_shown_with_both_texts() {
    let mut followed = Followed::new(5);
    let commit = followed.edit(
        "edit",
        "src/a.py",
        &CODE.replace("harbor.open()", "harbor.open(now)"),
    );
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Edited);
    assert_now(&judgement, "src/a.py", 5);
    assert_eq!(judgement.text_then.as_deref(), Some("    harbor.open()"));
    assert_eq!(judgement.text_now.as_deref(), Some("    harbor.open(now)"));
    assert_eq!(judgement.change.map(Revision::hash), Some(commit));
    assert!(!judgement.is_safe_to_mend());
}

#[test]
fn a_deleted_line_names_the_commit() {
    let mut followed = Followed::new(5);
    let commit = followed.edit(
        "delete",
        "src/a.py",
        &CODE.replace("    harbor.open()\n", ""),
    );
    followed.edit("later", "src/b.py", "x = 1\n");
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Deleted);
    assert_eq!(judgement.change.map(Revision::hash), Some(commit));
    assert_eq!(judgement.now, None);
}

#[test]
fn what_a_revert_brings_back_is_there() {
    let mut followed = Followed::new(5);
    followed.edit(
        "delete",
        "src/a.py",
        &CODE.replace("    harbor.open()\n", ""),
    );
    followed.repository.git(&["revert", "--no-edit", "HEAD"]);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Unchanged, "{judgement:?}");
    assert_now(&judgement, "src/a.py", 5);
}

#[test]
fn a_function_that_changes_its_place_takes_its_lines_along() {
    let mut followed = Followed::new(10);
    let (open, close) = CODE.split_once("def close").expect("two functions");
    let (head, open) = open.split_once("def open").expect("an import");
    let text = format!("{head}def close{close}\n\ndef open{open}");
    followed.edit("swap", "src/a.py", &text);
    let judgement = followed.judge();
    let line = text
        .lines()
        .position(|it| it.contains("close()"))
        .expect("the line")
        + 1;
    assert_now(&judgement, "src/a.py", line as u32);
}

#[test]
fn a_renamed_file_is_followed_with_its_edits() {
    let mut followed = Followed::new(10);
    followed
        .repository
        .git(&["mv", "src/a.py", "src/harbor.py"]);
    let commit = followed.edit("rename", "src/harbor.py", &format!("# harbors\n{CODE}"));
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Renamed);
    assert_now(&judgement, "src/harbor.py", 11);
    assert_eq!(judgement.change.map(Revision::hash), Some(commit));
}

#[test]
fn a_function_that_went_to_another_file_is_found_there() {
    let mut followed = Followed::new(10);
    let (rest, moved) = CODE.split_once("def close").expect("two functions");
    followed
        .repository
        .write("src/close.py", format!("import os\n\ndef close{moved}"));
    followed.edit("split", "src/a.py", rest);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert_now(&judgement, "src/close.py", 5);
}

#[test]
fn a_range_that_goes_to_another_file_begins_with_its_first_line_though_that_was_edited() {
    let mut followed = Followed::of(claim("src/a.py:8-11", Some(8), Some(11)));
    let (rest, moved) = CODE.split_once("def close").expect("two functions");
    followed.repository.write(
        "src/close.py",
        format!("import os\n\nasync def close{moved}"),
    );
    followed.edit("split", "src/a.py", rest);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Edited, "{judgement:?}");
    let now = judgement.now.expect("a place");
    assert_eq!(
        (now.path.as_str(), now.line, now.end_line),
        ("src/close.py", Some(3), Some(6))
    );
}

/// Commits a file in the place of `src/a.py`.
#[expect(clippy::disallowed_methods, reason = "the test writes its folder")]
fn replace(followed: &mut Followed, others: &[(&str, &str)]) -> String {
    let path = followed.repository.path().join("src/a.py");
    std::fs::remove_file(path).expect("the file is there");
    for (path, text) in others {
        followed.repository.write(path, *text);
    }
    followed.repository.commit("another")
}

/// Another file that has its brackets and its shortest lines in common with `CODE`.
const OTHER: &str = "import os\n\ndef high_water(tide):\n    level = tide.level()\n    level.raise_by(3)\n    return level\n\ndef low_water(tide):\n    level = tide.level()\n    level.lower_by(2)\n    return level\n";

fn whole_file() -> Claim {
    claim("src/a.py", None, None)
}

#[test]
fn a_file_that_is_little_like_it_does_not_take_its_place() {
    let mut followed = Followed::of(whole_file());
    let commit = replace(&mut followed, &[("src/b.py", OTHER)]);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::FileGone);
    assert_eq!(
        judgement.change.map(Revision::hash).as_deref(),
        Some(commit.as_str())
    );
    assert!(judgement.candidates.is_empty(), "{judgement:?}");
}

#[test]
fn a_file_that_is_half_like_it_is_named_and_not_believed() {
    let mut followed = Followed::of(whole_file());
    let half = CODE
        .replace("harbor", "quay")
        .replace("open_quay", "open_harbor");
    let half = format!("{}{}", &CODE[..CODE.len() / 2], &half[half.len() / 2..]);
    replace(&mut followed, &[("src/berths.py", &half)]);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::FileGone, "{judgement:?}");
    let candidates = judgement.candidates.iter().map(|it| it.path.as_str());
    assert_eq!(candidates.collect::<Vec<_>>(), ["src/berths.py"]);
    assert!(!judgement.is_safe_to_mend());
}

#[test]
fn of_two_files_that_are_as_like_it_neither_is_believed() {
    let mut followed = Followed::of(whole_file());
    let (one, two) = (format!("{CODE}# east\n"), format!("{CODE}# west\n"));
    replace(
        &mut followed,
        &[("src/east.py", &one), ("src/west.py", &two)],
    );
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::FileGone);
    assert_eq!(judgement.candidates.len(), 2, "{judgement:?}");
}

#[test]
fn a_file_that_is_more_like_another_that_went_is_that_one() {
    let mut followed = Followed::of(whole_file());
    let near = CODE.replace("harbor.close()", "harbor.close(now)");
    followed.repository.write("src/near.py", &near);
    followed.repository.commit("a near one");
    followed
        .repository
        .git(&["mv", "src/near.py", "src/new.py"]);
    replace(&mut followed, &[]);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::FileGone, "{judgement:?}");
}

#[test]
fn a_range_that_is_all_of_a_definition_ends_where_that_ends() {
    let mut followed = Followed::of(claim("src/a.py:3-6", Some(3), Some(6)));
    let more = CODE.replace(
        "def open_harbor(name):\n    harbor = load(name)\n    harbor.open()\n    return harbor\n",
        "def open_harbor(name, tide):\n    harbor = load(name)\n    wait(tide)\n    harbor.open()\n    log(harbor)\n    harbor.greet()\n    return None\n",
    );
    followed.edit("more", "src/a.py", &more);
    let now = followed.judge().now.expect("a place");
    assert_eq!((now.line, now.end_line), (Some(3), Some(9)));
}

#[test]
fn a_range_whose_last_line_stands_often_is_not_sure_to_end_there() {
    let page =
        |inner: &str| format!("<main>\n<h1>Tides</h1>\n{inner}</div>\n<p>low</p>\n</main>\n");
    let rows = "<div>\n<b>one</b>\n</div>\n<div>\n<i>two</i>\n<u>three</u>\n";
    let mut repository = GitRepository::new();
    repository.write("src/a.py", page(rows));
    repository.commit("a page");
    let plan = "# Plan\n\n- `src/a.py:2-9` - look\n";
    repository.write("docs/plan.md", plan);
    repository.commit("plan");
    let mut followed = Followed {
        repository,
        plan: plan.to_owned(),
        claim: claim("src/a.py:2-9", Some(2), Some(9)),
    };
    let less = page("<div>\n<s>none</s>\n</div>\n<div>\n");
    followed.edit("less", "src/a.py", &less);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert!(!judgement.is_safe_to_mend());
}

#[test]
fn a_range_that_begins_with_a_blank_line_is_placed_by_what_follows() {
    let mut followed = Followed::of(claim("src/a.py:7-11", Some(7), Some(11)));
    let blanks = CODE.replace("\n\ndef close", "\n\n\n# quays\n\ndef close");
    followed.edit(
        "blanks",
        "src/a.py",
        &blanks.replace("import os\n", "import os\n\n\n"),
    );
    let now = followed.judge().now.expect("a place");
    assert_eq!((now.line, now.end_line), (Some(12), Some(16)));
}

#[test]
fn a_range_ends_no_sooner_than_it_begins_where_one_of_its_lines_went_up() {
    let mut followed = Followed::of(claim("src/a.py:9-11", Some(9), Some(11)));
    let moved = format!(
        "HARBOR = load(name)\n{}",
        CODE.replace(
            "    harbor.close()\n    return harbor\n",
            "    harbor.shut()\n    return harbor.state()\n"
        )
    );
    followed.edit("other", "src/a.py", &moved);
    let now = followed.judge().now.expect("a place");
    assert_eq!((now.line, now.end_line), (Some(10), Some(12)));
}

#[test]
fn a_deleted_file_names_the_commit() {
    let mut followed = Followed::new(5);
    followed.repository.git(&["rm", "--quiet", "src/a.py"]);
    let commit = followed.repository.commit("remove");
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::FileGone);
    assert_eq!(judgement.change.map(Revision::hash), Some(commit));
}

#[test]
fn of_a_merge_the_commit_that_it_brings_is_named() {
    let mut followed = Followed::new(5);
    followed
        .repository
        .git(&["switch", "--quiet", "--create", "side"]);
    let commit = followed.edit(
        "delete",
        "src/a.py",
        &CODE.replace("    harbor.open()\n", ""),
    );
    followed.repository.git(&["switch", "--quiet", "main"]);
    followed.edit("meanwhile", "src/b.py", "x = 1\n");
    followed
        .repository
        .git(&["merge", "--quiet", "--no-ff", "--no-edit", "side"]);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Deleted);
    assert_eq!(judgement.change.map(Revision::hash), Some(commit));
}

#[test]
fn a_range_keeps_both_ends() {
    let mut followed = Followed::of(claim("src/a.py:3-6", Some(3), Some(6)));
    let text = CODE.replace(
        "    harbor.open()\n",
        "    harbor.open()\n    harbor.light()\n",
    );
    followed.edit("within", "src/a.py", &format!("# harbors\n{text}"));
    let judgement = followed.judge();
    let now = judgement.now.expect("a place");
    assert_eq!((now.line, now.end_line), (Some(4), Some(8)));
}

#[test]
fn the_base_is_the_commit_that_wrote_the_reference_and_not_the_last_edit_of_its_line() {
    let mut followed = Followed::new(5);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    followed.plan = followed.plan.replace("look", "look twice");
    let plan = followed.plan.clone();
    followed.edit("words", "docs/plan.md", &plan);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved);
    assert_now(&judgement, "src/a.py", 6);
}

#[test]
fn a_plan_that_moved_keeps_its_base() {
    let mut followed = Followed::new(5);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    followed.repository.git(&["mv", "docs/plan.md", "plan.md"]);
    followed.repository.commit("move the plan");
    let judgement = followed.judge_at("plan.md");
    assert_eq!(judgement.verdict, Verdict::Moved);
    assert_now(&judgement, "src/a.py", 6);
}

#[test]
fn a_reference_that_is_not_committed_is_measured_against_the_files_as_they_are() {
    let mut followed = Followed::new(5);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    followed.plan = followed.plan.replace(":5", ":6");
    followed.claim = claim("src/a.py:6", Some(6), None);
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Unchanged);
    assert_eq!(judgement.base, Some(Base::WorkTree));
}

#[test]
fn a_plan_committed_with_the_code_is_measured_against_the_tree_that_makes_sense_of_it() {
    let mut followed = Followed::new(5);
    // Both at once: the plan names what stood at line 10 before the same commit pushed it down.
    followed.plan = followed.plan.replace(":5", ":10");
    let plan = followed.plan.clone();
    followed.claim = claim("src/a.py:10", Some(10), None);
    followed.claim.hints = vec!["harbor.close".to_owned()];
    followed.repository.write("docs/plan.md", &plan);
    followed.edit(
        "both",
        "src/a.py",
        &format!("# harbors\n# of the city\n# by the sea\n{CODE}"),
    );
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert_now(&judgement, "src/a.py", 13);
}

#[test]
fn what_is_not_committed_yet_moves_it_too() {
    let followed = Followed::new(5);
    followed
        .repository
        .write("src/a.py", format!("# harbors\n{CODE}"));
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved);
    assert_now(&judgement, "src/a.py", 6);
}

#[test]
fn other_line_ends_are_no_change() {
    let mut followed = Followed::new(5);
    followed.edit("ends", "src/a.py", &CODE.replace('\n', "\r\n"));
    assert_eq!(followed.judge().verdict, Verdict::Unchanged);
}

#[test]
fn a_line_past_the_end_never_existed() {
    assert_eq!(Followed::new(400).judge().verdict, Verdict::NeverExisted);
}

#[test]
fn a_symbol_is_followed_by_its_name_wherever_it_stands() {
    let mut it = claim("src/a.py::close_harbor", None, None);
    it.symbol = Some("close_harbor".to_owned());
    let mut followed = Followed::of(it);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Unchanged);
    assert_now(&judgement, "src/a.py", 9);
    followed.edit(
        "rename",
        "src/a.py",
        &CODE.replace("close_harbor", "shut_harbor"),
    );
    assert_eq!(followed.judge().verdict, Verdict::Edited);
}

#[test]
fn a_repository_without_commits_has_only_the_files_as_they_are() {
    let repository = GitRepository::new();
    repository.write("src/a.py", CODE);
    let followed = Followed {
        repository,
        plan: "# Plan\n\n- `src/a.py:5` - look\n".to_owned(),
        claim: claim("src/a.py:5", Some(5), None),
    };
    assert_eq!(followed.judge().verdict, Verdict::Unchanged);
}

#[test]
fn an_uncommitted_reference_by_the_name_of_a_file_finds_the_only_one() {
    let mut followed = Followed::new(5);
    followed.plan = followed.plan.replace("src/a.py:5", "a.py:6");
    followed.claim = Claim {
        parts: vec!["a.py:6".to_owned()],
        paths: vec!["a.py".to_owned()],
        suffix: Some("a.py".to_owned()),
        ..claim("a.py:6", Some(6), None)
    };
    assert_now(&followed.judge(), "src/a.py", 6);
    followed.edit("another", "lib/a.py", CODE);
    assert_eq!(followed.judge().verdict, Verdict::Ambiguous);
}

#[test]
fn of_several_roots_the_only_one_that_holds_the_file_is_meant() {
    let mut repository = GitRepository::new();
    repository.write("web/src/a.py", CODE);
    repository.write("old/web/src/a.py", CODE);
    repository.write("docs/plan.md", "# Plan\n\n- `src/a.py:4` - look\n");
    repository.commit("code");
    let mut short = claim("src/a.py:4", Some(4), None);
    short.among = vec!["web/src/a.py".to_owned(), "api/src/a.py".to_owned()];
    let followed = Followed {
        repository,
        plan: "# Plan\n\n- `src/a.py:4` - look\n".to_owned(),
        claim: short,
    };
    assert_now(&followed.judge(), "web/src/a.py", 4);
}

#[test]
fn a_reference_names_the_commit_that_it_is_measured_from() {
    let mut followed = Followed::new(5);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    followed.claim.revision = Some(followed.repository.git(&["rev-parse", "HEAD"]));
    assert_eq!(followed.judge().verdict, Verdict::Unchanged);
    // One that is not there leaves a doubt that forbids a rewrite.
    followed.claim.revision = Some("1234567890".repeat(4));
    assert!(!followed.judge().is_safe_to_mend());
}

#[test]
fn a_plan_of_a_side_branch_is_measured_from_there() {
    let mut followed = Followed::new(5);
    followed
        .repository
        .git(&["switch", "--quiet", "--create", "side", "HEAD~1"]);
    followed.plan = followed.plan.replace(":5", ":10");
    followed.claim = claim("src/a.py:10", Some(10), None);
    let plan = followed.plan.clone();
    followed.edit("a plan aside", "docs/side.md", &plan);
    followed.repository.git(&["switch", "--quiet", "main"]);
    followed.edit("above", "src/a.py", &format!("# harbors\n{CODE}"));
    followed
        .repository
        .git(&["merge", "--quiet", "--no-edit", "side"]);
    let judgement = followed.judge_at("docs/side.md");
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert_now(&judgement, "src/a.py", 11);
}

#[test]
fn a_plan_that_a_merge_brings_is_measured_against_each_tree_before_it() {
    let mut followed = Followed::new(5);
    followed
        .repository
        .git(&["switch", "--quiet", "--create", "side"]);
    let aside = format!("# harbors\n# of the city\n# by the sea\n{CODE}");
    followed.edit("aside", "src/a.py", &aside);
    followed.repository.git(&["switch", "--quiet", "main"]);
    followed.edit("below", "src/a.py", &format!("{CODE}\n# the end\n"));
    followed
        .repository
        .git(&["merge", "--quiet", "--no-commit", "side"]);
    // Written before the merge was made, beside what stood on the side.
    followed.plan = followed.plan.replace(":5", ":13");
    followed.claim = claim("src/a.py:13", Some(13), None);
    followed.claim.hints = vec!["harbor.close".to_owned()];
    let plan = followed.plan.clone();
    followed.repository.write("docs/plan.md", &plan);
    let head = "# more\n".repeat(10);
    followed.edit("both", "src/a.py", &format!("{head}{aside}\n# the end\n"));
    let judgement = followed.judge();
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert_now(&judgement, "src/a.py", 23);
}
