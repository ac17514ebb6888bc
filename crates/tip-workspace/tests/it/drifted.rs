//! Where references lead, told again to whoever asks again.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_rules::Day;
use tip_testing::GitRepository;
use tip_workspace::{
    EntryKind, Keeping, Os, Past, ReplaceError, Snapshot, Stamp, Standing, System, Walk, Walked,
};

/// The disk, on which every change shows at once: a clock that goes in steps would keep a test from seeing what is kept.
#[derive(Debug)]
struct Certain;

impl System for Certain {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        Os.read(path)
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        Os.read_head(path, limit)
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        Os.walk(walk)
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        Os.kind(path)
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        Os.real(path)
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        Os.list(folder)
    }

    fn today(&self) -> Option<Day> {
        Os.today()
    }

    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        Os.stamp(path)
    }

    fn moment(&self) -> i64 {
        i64::MAX
    }

    fn replace(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
    ) -> Result<(), ReplaceError> {
        Os.replace(path, before, after)
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        Os.kept(path)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        Os.keep(path, bytes)
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        Os.forget(folder)
    }
}

const PLAN: &str = "docs/tips/tides.md";

fn open(repository: &GitRepository) -> Snapshot {
    let root = Utf8PathBuf::from_path_buf(repository.path().to_path_buf()).expect("UTF-8");
    Snapshot::open(Arc::new(Certain), root, None, None).expect("the repository opens")
}

/// What is done to a repository.
type Change<'a> = &'a mut dyn FnMut(&mut GitRepository);

#[test]
fn what_became_of_references_is_told_again_until_something_changed_that_it_was_taken_from() {
    let mut repository = GitRepository::new();
    repository.write(".gitignore", "built/\n");
    repository.write("src/a.rs", "fn a() {}\nfn tide() {}\n");
    repository.write("src/far.rs", "fn far() {}\n");
    let plan =
        "# Tides\n\n## Phase 1: a\n\n- `src/a.rs:2` - the tide\n- `built/page.html` - a page\n";
    repository.write(PLAN, plan);
    repository.commit("a plan");
    let asked = vec![(PLAN.to_owned(), Standing::Current)];
    // What is kept from run to run makes a folder, which changes what a walk finds.
    let first = open(&repository).kept();
    first.drifted(&asked, false).expect("there is a history");
    let first = open(&repository).after(&first.known());
    let mut told = first.drifted(&asked, false).expect("there is a history");
    let mut last = first.known();
    let changes: &mut [(&str, bool, Change<'_>)] = &mut [
        ("nothing", true, &mut |_| {}),
        ("a file that nobody names", true, &mut |it| {
            it.write("src/far.rs", "fn far() {}\nfn farther() {}\n");
        }),
        ("the file that is named", false, &mut |it| {
            it.write("src/a.rs", "//! A.\n\nfn a() {}\nfn tide() {}\n");
        }),
        ("a commit", false, &mut |it| {
            it.commit("moved");
        }),
        ("a file that git ignores", false, &mut |it| {
            it.write("built/page.html", "<p>");
        }),
        ("the plan", false, &mut |it| {
            it.write(PLAN, plan.replace(":2", ":4"));
        }),
        ("a new file", false, &mut |it| {
            it.write("src/b.rs", "fn b() {}\n");
        }),
    ];
    for (what, is_same, change) in changes {
        change(&mut repository);
        let warm = open(&repository).after(&last);
        let again = warm.drifted(&asked, false).expect("there is a history");
        assert_eq!(Arc::ptr_eq(&told, &again), *is_same, "{what}");
        let fresh = open(&repository);
        let past = Past::open(&fresh, Keeping::Anew).expect("there is a history");
        let drift = past.drift().expect("it can be followed");
        let anew = fresh.drift(&drift, &asked, false).expect("it is told");
        assert_eq!(format!("{again:?}"), format!("{anew:?}"), "{what}");
        (told, last) = (again, warm.known());
    }
}
