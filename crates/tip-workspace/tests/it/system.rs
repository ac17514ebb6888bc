//! The disk, memory and overlays answer alike.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_workspace::{EntryKind, Memory, Os, Overlay, Root, RootKind, System, Walk};

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
    let mut overlay = Overlay::new(Arc::new(memory));
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
