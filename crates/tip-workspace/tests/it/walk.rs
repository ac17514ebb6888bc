//! What the walk over the disk finds, beside what git says.
#![expect(clippy::disallowed_methods, reason = "what is walked lies on the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use camino::Utf8Path;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tip_testing::{GitRepository, glued};
use tip_workspace::{Globs, Os, Snapshot, System, Walk, Walked};

/// Names that sort otherwise with a `/` behind them than without, that rules speak of, and that are hidden.
const NAMES: &[&str] = &[
    "a", "a-b", "a.b", "a0", "b", "build", "c d", ".h", "x.log", "ä", "target",
];

/// Lines of files that tell git what to ignore.
const RULES: &[&str] = &[
    "build/\n",
    "*.log\n",
    "!*.log\n",
    "/a\n",
    "a/**\n",
    "**/b\n",
    "!b\n",
    "!b/\n",
    "a-b/x.log\n",
    "a/*\n",
    "!a/b\n",
    ".h/\n",
    "c d\n",
    "b \n",
    "?\n",
    "[a-b]\n",
    "\\a\n",
    "# a\n",
    "\n",
    "ä\r\n",
    "*\n",
    "!*/\n",
];

fn root(repository: &GitRepository) -> &Utf8Path {
    Utf8Path::from_path(repository.path()).expect("a UTF-8 path")
}

fn walked(repository: &GitRepository) -> Walked {
    Os.walk(&Walk {
        root: root(repository),
        ignored: false,
    })
}

fn listed(repository: &GitRepository, arguments: &[&str]) -> BTreeSet<String> {
    let listed = repository.git(&[&["ls-files", "-z"], arguments].concat());
    let listed = listed.split('\0').filter(|it| !it.is_empty());
    listed.map(str::to_owned).collect()
}

/// Writes a file unless something else stands in its way.
fn write(repository: &GitRepository, path: &str, text: &str) {
    let path = repository.path().join(path);
    let folder = path.parent().expect("a file lies in a folder");
    if fs::create_dir_all(folder).is_ok() {
        let _ = fs::write(path, text);
    }
}

fn paths() -> impl Strategy<Value = Vec<String>> {
    let path = vec(select(NAMES), 1..4).prop_map(|it| it.join("/"));
    vec(path, 1..16)
}

fn rules() -> impl Strategy<Value = Vec<(String, String)>> {
    let folder = prop_oneof![
        Just(String::new()),
        vec(select(NAMES), 0..3).prop_map(|it| it.join("/"))
    ];
    vec((folder, glued(RULES, 4)), 0..3)
}

/// How many trees are made up; `TIP_SOAK` asks for more.
fn cases() -> u32 {
    let asked = std::env::var("TIP_SOAK").ok();
    asked.map_or(64, |it| it.parse().expect("`TIP_SOAK` is a number"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn the_walk_and_the_inputs_are_what_git_lists(
        paths in paths(),
        links in vec((select(NAMES), select(NAMES)), 0..2),
        rules in rules(),
        exclude in glued(RULES, 2),
        tracked in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let repository = GitRepository::new();
        for path in &paths {
            write(&repository, path, path);
        }
        for (link, target) in links {
            #[cfg(unix)]
            let _ = std::os::unix::fs::symlink(target, repository.path().join(link));
        }
        for (folder, text) in &rules {
            write(&repository, &Path::new(folder).join(".gitignore").to_string_lossy(), text);
        }
        write(&repository, ".git/info/exclude", &exclude);

        let walked = walked(&repository);
        prop_assert!(walked.files.is_sorted() && walked.folders.is_sorted());
        prop_assert_eq!(&walked.problems, &[]);
        let all: BTreeSet<String> = walked.files.iter().chain(&walked.links).cloned().collect();
        let others = ["--others", "--exclude-standard"];
        prop_assert_eq!(&all, &listed(&repository, &others));

        for at in tracked {
            let path: &String = at.get(paths.as_slice());
            repository.git_may_fail(&["add", "--force", path.as_str()]);
        }
        let mut expected = listed(&repository, &others);
        expected.extend(listed(&repository, &["--cached"]));
        let snapshot = Snapshot::open(Arc::new(Os), root(&repository).into(), None, None);
        let snapshot = snapshot.expect("the repository opens");
        let inputs = snapshot.inputs(Globs::default());
        for _ in 0..2 {
            let look = inputs.look().expect("the files are read");
            let looked: Vec<&String> = look.files.iter().map(|(path, _)| path).collect();
            prop_assert_eq!(looked, expected.iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn many_folders_are_in_order_too() {
    let repository = GitRepository::new();
    let mut expected = Vec::new();
    for at in 0..300 {
        let folder = ["a", "a-b", "a.b", "a0", "b"][at % 5];
        let path = format!("{folder}/{at}/{}", ["x", "y/z"][at % 2]);
        repository.write(&path, "");
        expected.push(path);
    }
    repository.write("a/7/ignored", "");
    repository.write("a-b/.gitignore", "/1/\n");
    expected.retain(|it| !it.starts_with("a-b/1/"));
    expected.push("a-b/.gitignore".to_owned());
    expected.push("a/7/ignored".to_owned());
    expected.sort();
    let walked = walked(&repository);
    assert_eq!(walked.files, expected);
    assert!(walked.folders.is_sorted());
    assert_eq!(walked.rules, [".git", "a-b/.gitignore"]);
}

#[test]
fn what_lies_deep_is_found() {
    let repository = GitRepository::new();
    let path = format!("{}x", "d/".repeat(400));
    repository.write(&path, "");
    let walked = walked(&repository);
    assert_eq!(walked.files, [path]);
    assert_eq!(walked.folders.len(), 400);
}

#[test]
fn what_lies_in_another_repository_is_found_and_what_a_tool_keeps_is_not() {
    let repository = GitRepository::new();
    for path in [
        "inner/.git/HEAD",
        "inner/.git/info/exclude",
        "inner/a",
        "inner/out",
        "tree/a",
        "node_modules/a",
        "target/a",
        "b/target/a",
    ] {
        repository.write(path, "out\n");
    }
    repository.write("target/CACHEDIR.TAG", "");
    repository.write("tree/.git", "gitdir: ../inner/.git\n");
    repository.write("tree/out", "");
    let walked = walked(&repository);
    assert_eq!(walked.files, ["b/target/a", "inner/a", "tree/a"]);
    assert_eq!(walked.folders, ["b", "b/target", "inner", "tree"]);
    let rules = [".git", "inner/.git", "target/CACHEDIR.TAG", "tree/.git"];
    assert_eq!(walked.rules, rules);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_told_and_so_is_all_below_them() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let repository = GitRepository::new();
    let strange = repository.path().join(OsStr::from_bytes(b"a\xff"));
    fs::create_dir_all(strange.join("node_modules")).expect("the folder can be made");
    fs::write(strange.join("b.md"), "").expect("the file can be written");
    fs::write(strange.join("c.log"), "").expect("the file can be written");
    repository.write(".gitignore", "*.log\n");
    repository.write("a.md", "");
    let walked = walked(&repository);
    assert_eq!(walked.files, [".gitignore", "a.md"]);
    let told: Vec<&str> = walked.problems.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(told, ["a\u{fffd}", "a\u{fffd}/b.md"]);
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder_is_told_apart_and_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let repository = GitRepository::new();
    repository.write("a/b", "");
    for (link, target) in [("to-file", "a/b"), ("to-folder", "a"), ("to-nothing", "x")] {
        symlink(target, repository.path().join(link)).expect("the link can be made");
    }
    let _socket = UnixListener::bind(repository.path().join("socket")).expect("it is made");
    let walked = walked(&repository);
    assert_eq!(walked.files, ["a/b", "to-file", "to-nothing"]);
    assert_eq!(walked.folders, ["a", "to-folder"]);
    assert_eq!(walked.links, ["to-file", "to-folder", "to-nothing"]);
    assert_eq!(walked.others, ["socket"]);
}
