//! The disk, memory and overlays answer alike.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_workspace::{
    AsRead, EntryKind, LARGEST_FILE, Memory, Os, Overlay, ReplaceError, Root, RootKind, System,
    Walk,
};

const FILES: &[(&str, &str)] = &[
    (".gitignore", "build/\n/top.md\n"),
    ("a/b.md", "text"),
    ("a/build/out.md", "x"),
    ("a/top.md", "x"),
    ("top.md", "x"),
    ("node_modules/x/y.md", "x"),
    (".kiro/specs/z.md", "x"),
];

#[track_caller]
fn check(system: &dyn System, root: &Utf8Path) {
    let walk = |ignored| system.walk(&Walk { root, ignored });
    assert_eq!(
        walk(false).files,
        [".gitignore", ".kiro/specs/z.md", "a/b.md", "a/top.md"]
    );
    assert_eq!(walk(false).folders, [".kiro", ".kiro/specs", "a"]);
    assert!(walk(true).files.contains(&"a/build/out.md".to_owned()));
    assert_eq!(system.kind(&root.join("a")), Some(EntryKind::Folder));
    assert_eq!(system.kind(&root.join("a/b.md")), Some(EntryKind::File));
    assert_eq!(system.kind(&root.join("a/c.md")), None);
    assert_eq!(
        system.read_head(&root.join("a/b.md"), 2).ok(),
        Some(b"te".to_vec())
    );
    assert!(system.read(&root.join("a/c.md")).is_err());
    let names = system.list(&root.join("a")).expect("the folder is there");
    assert_eq!(names[0], ("b.md".to_owned(), EntryKind::File));
    assert_eq!(names[1], ("build".to_owned(), EntryKind::Folder));
}

#[test]
fn memory() {
    let mut memory = Memory::default();
    for (path, text) in FILES {
        memory.write(format!("/repo/{path}"), *text);
    }
    check(&memory, "/repo".into());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
fn disk() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("UTF-8");
    for (path, text) in FILES {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    check(&Os, &root);
}

#[test]
fn overlay() {
    let mut memory = Memory::default();
    for (path, text) in FILES.iter().filter(|(path, _)| *path != "a/b.md") {
        memory.write(format!("/repo/{path}"), *text);
    }
    let overlay = Overlay::new(Arc::new(memory));
    overlay.set("/repo/a/b.md", b"text".as_slice());
    check(&overlay, "/repo".into());
    overlay.remove("/repo/a/b.md".into());
    assert_eq!(overlay.kind("/repo/a/b.md".into()), None);
}

#[test]
fn the_nearest_configuration_or_repository_is_the_root() {
    let mut memory = Memory::default();
    memory.write("/r/.git/HEAD", "x");
    memory.write("/r/a/b/c.md", "x");
    memory.write("/r/e/tip.toml", "");
    memory.write("/r/e/f/c.md", "x");
    memory.write("/o/c.md", "x");
    let find = |path: &str| {
        let root = Root::find(&memory, path.into());
        (root.path.into_string(), root.kind)
    };
    assert_eq!(find("/r/a/b/c.md"), ("/r".to_owned(), RootKind::Git));
    assert_eq!(find("/r/e/f"), ("/r/e".to_owned(), RootKind::Config));
    assert_eq!(find("/o/c.md"), ("/o".to_owned(), RootKind::None));
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
fn only_regular_files_of_a_reasonable_size_are_read() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("UTF-8");
    std::os::unix::net::UnixListener::bind(root.join("pipe.md")).expect("made");
    let large = std::fs::File::create(root.join("large.md")).expect("made");
    large.set_len(LARGEST_FILE + 1).expect("a hole");
    let why = |name: &str| Os.read(&root.join(name)).map_err(|it| it.to_string());
    assert_eq!(why("pipe.md"), Err("it is no regular file".to_owned()));
    assert_eq!(why("large.md"), Err("it is larger than 32 MiB".to_owned()));
    assert_eq!(why(""), Err("it is a folder".to_owned()));
    assert!(Os.read_head(&root.join("pipe.md"), 9).is_err());
    assert_eq!(Os.kind(&root.join("pipe.md")), Some(EntryKind::Other));
    let walked = Os.walk(&Walk {
        root: &root,
        ignored: false,
    });
    assert_eq!(
        (walked.files, walked.others),
        (vec!["large.md".to_owned()], vec!["pipe.md".to_owned()])
    );
}

#[track_caller]
fn check_replace(system: &dyn System, root: &Utf8Path) {
    let path = root.join("a.md");
    let read = || system.read(&path).expect("the file is there");
    let replace = |before: Option<&str>, after: &str| {
        system.replace(&path, before.map(str::as_bytes), after.as_bytes())
    };
    assert!(replace(None, "one").is_ok());
    assert!(matches!(replace(None, "two"), Err(ReplaceError::Changed)));
    assert!(matches!(
        replace(Some("two"), "three"),
        Err(ReplaceError::Changed)
    ));
    assert_eq!(read(), b"one");
    assert!(replace(Some("one"), "two").is_ok());
    assert_eq!(read(), b"two");
    let gone = system.replace(&root.join("b.md"), Some(b"x"), b"y");
    assert!(matches!(gone, Err(ReplaceError::Changed)));
    let names = system.list(root).expect("the folder is there");
    assert_eq!(names, [("a.md".to_owned(), EntryKind::File)]);
}

#[test]
fn a_file_in_memory_is_replaced_if_it_is_what_was_read() {
    check_replace(&Memory::default(), "/repo".into());
}

#[test]
fn a_file_on_disk_is_replaced_if_it_is_what_was_read() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("UTF-8");
    check_replace(&Os, &root);
}

#[test]
fn what_is_open_in_an_editor_is_not_replaced() {
    let overlay = Overlay::new(Arc::new(Memory::default()));
    overlay.set("/repo/a.md", b"text".as_slice());
    let outcome = overlay.replace("/repo/a.md".into(), Some(b"text"), b"other");
    assert!(matches!(outcome, Err(ReplaceError::Open)));
    check_replace(&Overlay::new(Arc::new(Memory::default())), "/repo".into());
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
fn links_and_permissions_stay() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("UTF-8");
    let (file, link) = (root.join("a.md"), root.join("link.md"));
    fs::write(&file, "one").expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
    symlink("a.md", &link).expect("linked");
    Os.replace(&link, Some(b"one"), b"two").expect("replaced");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::read(&file).expect("there"), b"two");
    let mode = fs::metadata(&file).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).expect("set");
    let refused = Os.replace(&file, Some(b"two"), b"three");
    assert!(matches!(refused, Err(ReplaceError::Io(_))));
    assert_eq!(fs::read(&file).expect("there"), b"two");
}

#[test]
fn of_writers_at_the_same_time_none_is_lost() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8Path::from_path(folder.path()).expect("a UTF-8 path");
    let path = root.join("a.md");
    Os.replace(&path, None, b"").expect("nothing stands there");
    let written: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let writes = (0..50).map(|_| {
                        let before = Os.read(&path).expect("the file is there");
                        let after = [before.as_slice(), b"x"].concat();
                        Os.replace(&path, Some(&before), &after)
                    });
                    writes.flatten().count()
                })
            })
            .collect();
        let counts = writers
            .into_iter()
            .map(|it| it.join().expect("no writer fails"));
        counts.sum()
    });
    assert_eq!(Os.read(&path).expect("the file is there").len(), written);
}

#[test]
fn a_file_is_not_replaced_when_one_beside_it_was_changed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8Path::from_path(folder.path()).expect("a UTF-8 path");
    let memory = Memory::default();
    let systems: [&dyn System; 2] = [&Os, &memory];
    for system in systems {
        let (file, other) = (root.join("a.md"), root.join("b.md"));
        system.replace(&file, None, b"one").expect("written");
        system.replace(&other, None, b"beside").expect("written");
        let replace = |before: &[u8], after: &[u8], bytes: &[u8]| {
            let others = [AsRead {
                path: &other,
                bytes,
            }];
            system.replace_beside(&file, Some(before), after, &others)
        };
        replace(b"one", b"two", b"beside").expect("nothing changed");
        let refused = replace(b"two", b"three", b"before that");
        assert!(matches!(refused, Err(ReplaceError::Changed)));
        assert_eq!(system.read(&file).expect("there"), b"two");
    }
}

#[test]
fn of_writers_of_two_files_that_read_both_one_comes_first() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = Utf8Path::from_path(folder.path()).expect("a UTF-8 path");
    for round in 0..20 {
        let in_round = |name: &str| root.join(format!("{name}{round}.md"));
        let (a, b) = (in_round("a"), in_round("b"));
        for path in [&a, &b] {
            Os.replace(path, None, b"old")
                .expect("nothing stands there");
        }
        let write = |file: &Utf8Path, other: &Utf8Path| {
            let others = [AsRead {
                path: other,
                bytes: b"old",
            }];
            let written = Os.replace_beside(file, Some(b"old"), b"new", &others);
            usize::from(written.is_ok())
        };
        let written: usize = std::thread::scope(|scope| {
            let one = scope.spawn(|| write(&a, &b));
            let two = scope.spawn(|| write(&b, &a));
            one.join().expect("it ends well") + two.join().expect("it ends well")
        });
        assert_eq!(written, 1, "round {round}");
    }
}
