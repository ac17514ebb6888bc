//! Repositories that are not as simple as they might be: what is told of references in them.

use camino::{Utf8Path, Utf8PathBuf};
use tip_drift::{Asked, Claim, Drift, Error, History, Judgement, Verdict};
use tip_testing::GitRepository;

const CODE: &str = "import os\n\ndef open_harbor(name):\n    harbor = load(name)\n    harbor.open()\n    return harbor\n";

const PLAN: &str = "# Plan\n\n- `src/a.py:5` - look\n";

fn claim() -> Claim {
    Claim {
        line_in_plan: 2,
        parts: vec!["src/a.py:5".to_owned()],
        paths: vec!["src/a.py".to_owned()],
        suffix: Some("src/a.py".to_owned()),
        line: Some(5),
        ..Claim::default()
    }
}

/// A repository in which the line that a plan points at moved one line down after the plan was written.
fn moved() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write("src/a.py", CODE);
    repository.commit("code");
    repository.write("docs/plan.md", PLAN);
    repository.commit("plan");
    repository.write("src/a.py", format!("# harbors\n{CODE}"));
    repository.commit("above");
    repository
}

fn folder(repository: &GitRepository) -> Utf8PathBuf {
    let folder = Utf8Path::from_path(repository.path()).expect("a UTF-8 path");
    folder.to_path_buf()
}

#[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
fn judge(root: &Utf8Path) -> Result<Judgement, Error> {
    let history = History::open(root)?;
    let drift = Drift::open(&history)?;
    let asked = Asked {
        path: "docs/plan.md".to_owned(),
        bytes: PLAN.as_bytes().to_vec(),
        claims: vec![claim()],
    };
    let now = |path: &str| std::fs::read(root.join(path)).ok();
    let mut judged = drift.judge(&[asked], &now)?;
    Ok(judged.remove(0).remove(0))
}

#[track_caller]
fn assert_moved(root: &Utf8Path) {
    let judgement = judge(root).expect("an answer");
    assert_eq!(judgement.verdict, Verdict::Moved, "{judgement:?}");
    assert_eq!(judgement.now.and_then(|it| it.line), Some(6));
}

#[test]
fn a_shallow_clone_measures_from_its_first_commit_and_doubts_it() {
    let repository = moved();
    let clone = GitRepository::new();
    let from = format!("file://{}", repository.path().display());
    clone.git(&["pull", "--quiet", "--depth", "1", &from, "main"]);
    let root = folder(&clone);
    let history = History::open(&root).expect("a repository");
    assert!(history.is_shallow().expect("it can be told"));
    let judgement = judge(&root).expect("an answer");
    // Line 5 of the only commit is what line 4 was: the clone cannot know.
    assert_eq!(judgement.verdict, Verdict::Unchanged);
    assert!(judgement.confidence <= 0.5, "{judgement:?}");
}

#[test]
fn a_linked_worktree_has_the_history_of_its_repository() {
    let repository = moved();
    let aside = GitRepository::new();
    let path = folder(&aside).join("tree");
    repository.git(&["worktree", "add", "--quiet", "--detach", path.as_str()]);
    assert_moved(&path);
}

#[test]
fn a_folder_of_the_repository_has_paths_of_its_own() {
    let mut repository = GitRepository::new();
    repository.write("app/src/a.py", CODE);
    repository.write("src/a.py", "another = 1\n");
    repository.commit("code");
    repository.write("app/docs/plan.md", PLAN);
    repository.commit("plan");
    repository.write("app/src/a.py", format!("# harbors\n{CODE}"));
    repository.commit("above");
    assert_moved(&folder(&repository).join("app"));
}

#[test]
fn what_was_squashed_into_one_commit_is_measured_against_the_tree_that_makes_sense_of_it() {
    let mut repository = GitRepository::new();
    repository.write("src/a.py", CODE);
    repository.commit("code");
    repository.git(&["switch", "--quiet", "--create", "side"]);
    repository.write("docs/plan.md", PLAN);
    repository.commit("plan");
    repository.write("src/a.py", format!("\n# harbors\n\n\n{CODE}"));
    repository.commit("above");
    repository.git(&["switch", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--squash", "side"]);
    repository.commit("all at once");
    let judgement = judge(&folder(&repository)).expect("an answer");
    // Line 5 after it is `import os`, before it is the call: without a word beside the reference both make sense.
    assert!(judgement.confidence > 0.0, "{judgement:?}");
    let hinted = {
        let root = folder(&repository);
        let history = History::open(&root).expect("a repository");
        let drift = Drift::open(&history).expect("a history");
        let mut claim = claim();
        claim.hints = vec!["open_harbor".to_owned(), "harbor.open".to_owned()];
        let asked = Asked {
            path: "docs/plan.md".to_owned(),
            bytes: PLAN.as_bytes().to_vec(),
            claims: vec![claim],
        };
        let after = format!("\n# harbors\n\n\n{CODE}").into_bytes();
        let now = |path: &str| (path == "src/a.py").then(|| after.clone());
        drift
            .judge(&[asked], &now)
            .expect("an answer")
            .remove(0)
            .remove(0)
    };
    assert_eq!(hinted.verdict, Verdict::Moved, "{hinted:?}");
    // Between the two lay versions that no commit holds: what the words favor is shown, and not written unasked.
    assert!(!hinted.is_safe_to_mend(), "{hinted:?}");
    assert_eq!(hinted.now.and_then(|it| it.line), Some(9));
}

#[test]
fn a_repository_in_the_middle_of_a_rebase_says_so() {
    let mut repository = moved();
    assert_eq!(
        History::open(&folder(&repository))
            .expect("one")
            .in_progress(),
        None
    );
    repository.git(&["switch", "--quiet", "--create", "side", "HEAD~1"]);
    repository.write("src/a.py", format!("# ports\n{CODE}"));
    repository.commit("another");
    repository.git_may_fail(&["rebase", "main"]);
    let history = History::open(&folder(&repository)).expect("a repository");
    assert_eq!(history.in_progress(), Some("a rebase"));
    // The conflict stands in the file as it is; the last commit is that of `main`.
    assert!(judge(&folder(&repository)).is_ok());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test breaks its repository")]
fn a_missing_object_is_an_error_that_names_its_commit() {
    let repository = moved();
    let tree = repository.git(&["rev-parse", "HEAD~1^{tree}"]);
    let objects = repository.path().join(".git/objects");
    std::fs::remove_file(objects.join(&tree[..2]).join(&tree[2..])).expect("a loose object");
    let error = judge(&folder(&repository)).expect_err("a tree is not there");
    assert!(matches!(error, Error::Broken { .. }), "{error:?}");
    assert!(error.to_string().contains("cannot be read at"), "{error}");
}

#[test]
fn without_a_name_in_its_configuration_a_repository_has_no_user() {
    let repository = moved();
    let history = History::open(&folder(&repository)).expect("a repository");
    // No `user.name` stands in the configuration of the repository; that of the machine may have one.
    let local = repository.git_may_fail(&["config", "--local", "user.name"]);
    assert_eq!(local, "");
    repository.git(&["config", "user.name", "Bo"]);
    drop(history);
    let history = History::open(&folder(&repository)).expect("a repository");
    assert_eq!(history.user().as_deref(), Some("Bo"));
    assert_moved(&folder(&repository));
}

#[test]
fn submodules_are_known_by_their_paths() {
    let library = moved();
    let mut repository = GitRepository::new();
    let from = format!("file://{}", library.path().display());
    let allow = "protocol.file.allow=always";
    repository.git(&[
        "-c",
        allow,
        "submodule",
        "--quiet",
        "add",
        &from,
        "lib/harbor",
    ]);
    repository.commit("a submodule");
    let history = History::open(&folder(&repository)).expect("a repository");
    assert_eq!(history.submodules().expect("an index"), ["lib/harbor"]);
}
