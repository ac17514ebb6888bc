//! `tip cache`, and what a check is told of where references lead.
#![expect(clippy::disallowed_methods, reason = "the tests look at their folders")]

use std::fs;

use insta::assert_snapshot;
use tip_testing::GitRepository;

use crate::drift::drifted;
use crate::run::tip_in;

const CHECK: &[&str] = &["check", "--select=stale-code-ref,deleted-code-ref"];

fn check(repository: &GitRepository, more: &[&str]) -> String {
    tip_in(repository.path(), &[CHECK, more].concat())
}

#[test]
fn what_drift_found_out_is_kept_out_of_git_s_sight() {
    let repository = drifted();
    let first = tip_in(repository.path(), &["drift"]);
    let folder = repository.path().join(".tip/cache");
    assert!(folder.join("verdicts").is_file());
    assert!(folder.join("CACHEDIR.TAG").is_file());
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(tip_in(repository.path(), &["drift"]), first);
    assert_snapshot!(tip_in(repository.path(), &["cache", "clean"]), @r"
    --- stderr
    deleted `.tip/cache`
    --- exit 0
    ");
    assert!(!folder.exists());
    assert_snapshot!(tip_in(repository.path(), &["cache", "clean"]), @r"
    --- stderr
    there is no cache
    --- exit 0
    ");
    assert_eq!(tip_in(repository.path(), &["drift", "--no-cache"]), first);
    assert!(!folder.exists());
}

#[test]
fn a_place_that_cannot_be_written_has_no_cache_and_no_failure() {
    let repository = drifted();
    let first = tip_in(repository.path(), &["drift", "--no-cache"]);
    // A file where the folder would be keeps even those out who may do anything.
    repository.write(".git/info/exclude", ".tip\n");
    repository.write(".tip", "");
    assert_eq!(tip_in(repository.path(), &["drift"]), first);
}

#[test]
fn a_cache_that_was_committed_is_not_believed() {
    let mut repository = drifted();
    let first = tip_in(repository.path(), &["drift"]);
    let made_up = repository.path().join(".tip/cache/verdicts");
    repository.git(&["add", "--force", ".tip"]);
    repository.commit("somebody's answers");
    fs::write(&made_up, "made up").expect("the file can be written");
    assert_eq!(tip_in(repository.path(), &["drift"]), first);
    let left = fs::read_to_string(&made_up).expect("the file is there");
    assert_eq!(left, "made up");
}

#[test]
fn a_check_tells_what_is_kept_and_says_once_what_is_not_known() {
    let mut repository = drifted();
    assert_snapshot!(check(&repository, &[]), @r"
    nothing found in 1 plan
    --- stderr
    drift was not looked at: where 1 code reference leads now is not known
      hint: `tip drift` looks, and later checks tell what it found
    --- exit 0
    ");
    tip_in(repository.path(), &["drift"]);
    assert_snapshot!(check(&repository, &["--format=concise"]), @r"
    docs/tips/tides.md:8:4: warning[stale-code-ref] `src/harbor.py:6` is `src/harbor.py:8` now
    --- exit 1
    ");
    let told = check(&repository, &[]);
    let note =
        "drift is told as `tip drift` found it: where 1 code reference leads has not changed since";
    assert!(told.contains(note), "{told}");
    // What the reference points at changes again, so that nobody knows.
    let code = repository.path().join("src/harbor.py");
    let text = fs::read_to_string(&code).expect("the code");
    repository.write("src/harbor.py", format!("# harbors\n{text}"));
    assert_snapshot!(check(&repository, &[]), @r"
    nothing found in 1 plan
    --- stderr
    drift was not looked at: where 1 code reference leads now is not known
      hint: `tip drift` looks, and later checks tell what it found
    --- exit 0
    ");
    assert_snapshot!(check(&repository, &["--drift"]), @r"
    warning[stale-code-ref]: `src/harbor.py:6` is `src/harbor.py:9` now
     --> docs/tips/tides.md:8:4
      |
    8 | - `src/harbor.py:6` - the tides
      |    ^^^^^^^^^^^^^^^ the code moved
      |
    help: point at `src/harbor.py:9`
      |
    8 - - `src/harbor.py:6` - the tides
    8 + - `src/harbor.py:9` - the tides
      |

    1 warning in 1 file (1 plan checked); 1 fixable
    --- exit 1
    ");
    repository.commit("a comment");
    assert_snapshot!(check(&repository, &["--drift", "--format=concise"]), @r"
    docs/tips/tides.md:8:4: warning[stale-code-ref] `src/harbor.py:6` is `src/harbor.py:9` now
    --- exit 1
    ");
}

#[test]
fn what_is_kept_of_many_plans_is_what_they_say() {
    let mut repository = drifted();
    let plan = fs::read_to_string(repository.path().join("docs/tips/tides.md"));
    let plan = plan.expect("the plan");
    for number in 0..20 {
        repository.write(&format!("docs/tips/t{number}.md"), &plan);
    }
    repository.commit("more plans");
    let anew = || tip_in(repository.path(), &["drift", "--all", "--no-cache"]);
    let kept = || tip_in(repository.path(), &["drift", "--all"]);
    let first = anew();
    assert_eq!(kept(), first);
    assert!(repository.path().join(".tip/cache/plans").exists());
    assert_eq!(kept(), first);
    // A plan that says something else, and one that is read in another way.
    let path = repository.path().join("docs/tips/t3.md");
    fs::write(path, plan.replace(":6", ":3")).expect("a plan");
    let path = repository.path().join("docs/tips/t4-SUMMARY.md");
    fs::write(path, "# Summary\n").expect("a summary");
    let path = repository.path().join("docs/tips/t4-PLAN.md");
    fs::write(path, &plan).expect("a plan");
    let second = anew();
    assert_ne!(second, first);
    assert_eq!(kept(), second);
    assert_eq!(kept(), second);
}

#[test]
fn a_check_mends_what_is_sure() {
    let repository = drifted();
    let fixed = check(&repository, &["--drift", "--fix"]);
    assert_snapshot!(fixed, @r"
    nothing found in 1 plan
    --- stderr
    applied 1 fix in 1 file (1 stale-code-ref)
    --- exit 0
    ");
    let plan = fs::read_to_string(repository.path().join("docs/tips/tides.md"));
    assert!(plan.expect("the plan").contains("`src/harbor.py:8`"));
}
