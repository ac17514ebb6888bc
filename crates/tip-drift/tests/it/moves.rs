//! Files, definitions and folders that went elsewhere in another form.

use camino::Utf8Path;
use tip_drift::{Asked, Claim, Drift, History, Judgement, Verdict};
use tip_testing::GitRepository;

const CODE: &str = "import os\n\ndef open_harbor(name):\n    harbor = load(name)\n    harbor.open()\n    return harbor\n";

fn claim(path: &str, line: Option<u32>) -> Claim {
    Claim {
        line_in_plan: 2,
        parts: vec![path.to_owned()],
        paths: vec![path.to_owned()],
        line,
        ..Claim::default()
    }
}

/// Commits the code and a plan that points at it, then does something with the repository.
fn repository(path: &str, then: impl FnOnce(&GitRepository)) -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write(path, CODE);
    repository.commit("code");
    repository.write("docs/plan.md", format!("# Plan\n\n- `{path}` - look\n"));
    repository.commit("plan");
    then(&repository);
    repository.commit("since");
    repository
}

fn root(repository: &GitRepository) -> &Utf8Path {
    Utf8Path::from_path(repository.path()).expect("a UTF-8 path")
}

#[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
fn judge(repository: &GitRepository, claim: Claim) -> Judgement {
    let root = root(repository);
    let history = History::open(root).expect("a repository");
    let drift = Drift::open(&history).expect("a history");
    let asked = Asked {
        path: "docs/plan.md".to_owned(),
        bytes: format!("# Plan\n\n- `{}` - look\n", claim.parts[0]).into_bytes(),
        claims: vec![claim],
    };
    let now = |path: &str| std::fs::read(root.join(path)).ok();
    let mut judged = drift.judge(&[asked], &now).expect("an answer");
    judged.remove(0).remove(0)
}

const OTHER: &str = "def tide(sea):\n    return sea.level\n\ndef moon():\n    return phase()\n";

#[test]
fn the_only_file_of_the_name_that_came_is_likely_the_one_that_went() {
    let repository = repository("src/harbor_time.py", |it| {
        it.git(&["rm", "--quiet", "src/harbor_time.py"]);
        it.write("lib/time/harbor_time.py", OTHER);
    });
    let judged = judge(&repository, claim("src/harbor_time.py", None));
    assert_eq!(judged.verdict, Verdict::Renamed, "{judged:?}");
    assert!(!judged.is_safe_to_mend(), "{judged:?}");
    let now = judged.now.expect("a place");
    assert_eq!(now.path, "lib/time/harbor_time.py");
}

#[test]
fn of_a_name_that_several_files_bear_nothing_is_believed() {
    let repository = repository("src/index.py", |it| {
        it.git(&["rm", "--quiet", "src/index.py"]);
        it.write("lib/index.py", OTHER);
        it.write("web/index.py", "another = 1\n");
    });
    let judged = judge(&repository, claim("src/index.py", None));
    assert_eq!(judged.verdict, Verdict::FileGone, "{judged:?}");
    assert_eq!(judged.candidates, []);
}

#[test]
fn a_definition_is_known_again_by_its_name_where_its_file_went() {
    let repository = repository("src/harbor.py", |it| {
        it.git(&["rm", "--quiet", "src/harbor.py"]);
        it.write(
            "lib/ports.py",
            format!("{OTHER}\ndef open_harbor(name, today):\n    return None\n"),
        );
    });
    let judged = judge(&repository, claim("src/harbor.py", Some(3)));
    let now = judged.now.as_ref().map(|it| (it.path.as_str(), it.line));
    assert_eq!(now, Some(("lib/ports.py", Some(7))), "{judged:?}");
    assert!(!judged.is_safe_to_mend(), "{judged:?}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
fn a_folder_that_is_gone_tells_where_most_of_its_files_are() {
    let mut repository = GitRepository::new();
    for name in ["tide", "moon", "wind"] {
        repository.write(
            &format!("packages/sea/src/{name}.py"),
            format!("{name} = 1\n{CODE}"),
        );
    }
    let written = repository.commit("code");
    repository.git(&["mv", "packages/sea", "packages/ocean"]);
    repository.commit("another name");
    let root = root(&repository);
    let history = History::open(root).expect("a repository");
    let drift = Drift::open(&history).expect("a history");
    let now = |path: &str| std::fs::read(root.join(path)).ok();
    let gone = drift.gone_folder("packages/sea", &now).expect("an answer");
    let gone = gone.expect("a folder that was");
    assert_eq!(gone.went_to.as_deref(), Some("packages/ocean"));
    assert_eq!(drift.gone_folder("packages/air", &now).expect("none"), None);
    let at = history.revision(&written).expect("a commit");
    let folders = |ending| drift.folders_at(at, ending).expect("folders");
    assert_eq!(folders("sea/src"), ["packages/sea/src"]);
    assert_eq!(folders("packages/sea"), ["packages/sea"]);
    assert_eq!(folders("ocean/src"), [""; 0]);
}
