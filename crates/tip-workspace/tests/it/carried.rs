//! What a snapshot takes over from the one before it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use tip_rules::Day;
use tip_workspace::{
    AsRead, EntryKind, Memory, Os, ReadFiles, ReplaceError, RuleChoice, Snapshot, Stamp, Standing,
    System, Walk, Walked,
};

/// Files in memory, and how often somebody looked at them.
#[derive(Debug, Default)]
struct Counted {
    files: Memory,
    walks: AtomicUsize,
    reads: AtomicUsize,
}

impl System for Counted {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.files.read(path)
    }

    fn read_head(&self, path: &Utf8Path, limit: usize) -> io::Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.files.read_head(path, limit)
    }

    fn walk(&self, walk: &Walk<'_>) -> Walked {
        // What git ignores is looked for in few folders, and anew each time.
        self.walks
            .fetch_add(usize::from(!walk.ignored), Ordering::Relaxed);
        self.files.walk(walk)
    }

    fn kind(&self, path: &Utf8Path) -> Option<EntryKind> {
        self.files.kind(path)
    }

    fn real(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        self.files.real(path)
    }

    fn list(&self, folder: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        self.files.list(folder)
    }

    fn today(&self) -> Option<Day> {
        self.files.today()
    }

    fn stamp(&self, path: &Utf8Path) -> Option<Stamp> {
        self.files.stamp(path)
    }

    fn moment(&self) -> i64 {
        self.files.moment()
    }

    fn replace_beside(
        &self,
        path: &Utf8Path,
        before: Option<&[u8]>,
        after: &[u8],
        others: &[AsRead<'_>],
    ) -> Result<(), ReplaceError> {
        self.files.replace_beside(path, before, after, others)
    }

    fn kept(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.files.kept(path)
    }

    fn keep(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        self.files.keep(path, bytes)
    }

    fn forget(&self, folder: &Utf8Path) -> io::Result<()> {
        self.files.forget(folder)
    }
}

const PLAN: &str = "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Code Changes**:\n- `src/a.rs:2` - The table\n- `docs/model.md#ships` - Ships\n\n**Success Criteria**:\n- [ ] Told: `cargo test low_tide`\n- [ ] Built: `npm run tides`\n";

/// What may stand at some paths; nothing at all where the text is empty.
const CHANGES: &[(&str, &[&str])] = &[
    ("docs/tips/tides.md", &["", PLAN, "# Notes\n"]),
    ("docs/tips/moon.md", &["", PLAN]),
    ("docs/model.md", &["", "# Model\n\n## Ships\n", "# Model\n"]),
    ("src/a.rs", &["", "fn a() {}\n", "fn a() {}\nfn b() {}\n"]),
    (
        "tests/tides.rs",
        &["", "fn low_tide() {}\n", "fn high_tide() {}\n"],
    ),
    (
        "package.json",
        &[
            "",
            "{\"scripts\":{\"tides\":\"x\"}}",
            "{\"scripts\":{\"moon\":\"x\"}}",
        ],
    ),
    (".gitignore", &["", "src/\n", "docs/tips/moon.md\n"]),
    (
        "tip.toml",
        &["", "[plans]\nexclude = [\"docs/tips/moon.md\"]\n"],
    ),
];

fn open(system: &Arc<Counted>) -> Snapshot {
    let system = Arc::clone(system) as Arc<dyn System>;
    Snapshot::open(system, "/repo".into(), None, None).expect("the repository opens")
}

/// Returns all that a check says, and which files are plans.
fn told(snapshot: &Snapshot) -> String {
    let files: Vec<(String, Standing)> = snapshot
        .discovery()
        .entries
        .iter()
        .flat_map(|it| it.files.iter().map(|file| (file.path.clone(), it.standing)))
        .collect();
    let rules = snapshot.config().rules.settings(&RuleChoice::default());
    let checked = snapshot.check(&files, &rules, &|_| {});
    let paths = files.iter().map(|it| it.0.as_str());
    let read = ReadFiles::read(snapshot, paths).expect("plans can be read");
    let texts: Vec<_> = read
        .iter()
        .map(|(doc, plan)| (doc.source().text(), &plan.title))
        .collect();
    format!("{files:?} {:?} {texts:?}", checked.files)
}

#[test]
fn whatever_changes_the_answer_is_that_of_a_fresh_look() {
    let system = Arc::new(Counted::default());
    let mut last = open(&system).kept();
    let mut random = 7_u64;
    let mut pick = |most: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (random >> 33) as usize % most
    };
    for _ in 0..300 {
        let (path, texts) = CHANGES[pick(CHANGES.len())];
        let path = Utf8Path::new("/repo").join(path);
        match texts[pick(texts.len())] {
            "" => system.forget(&path).expect("it goes"),
            text => system.keep(&path, text.as_bytes()).expect("it is written"),
        }
        let warm = open(&system).after(&last.known());
        assert_eq!(told(&warm), told(&open(&system)));
        last = warm;
    }
}

#[test]
fn where_nothing_changed_nothing_is_walked_and_no_plan_is_read() {
    let system = Arc::new(Counted::default());
    for (path, texts) in CHANGES {
        let path = Utf8Path::new("/repo").join(path);
        system
            .keep(&path, texts[1].as_bytes())
            .expect("it is written");
    }
    let first = open(&system).kept();
    told(&first);
    let (walks, reads) = (&system.walks, &system.reads);
    walks.store(0, Ordering::Relaxed);
    reads.store(0, Ordering::Relaxed);
    told(&open(&system).after(&first.known()));
    assert_eq!(walks.load(Ordering::Relaxed), 0);
    // The configuration, and what a command of the plan names.
    let reads = reads.load(Ordering::Relaxed);
    assert!(reads <= 4, "{reads}");
}

#[test]
fn what_changed_a_moment_ago_may_change_again_unseen() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
    let path = folder.join("a");
    Os.keep(&path, b"one").expect("it is written");
    let stamp = Os.stamp(&path).expect("it is there");
    assert!(stamp.changed >= Os.moment());
    Os.keep(&path, b"two").expect("it is written");
    assert_ne!(Os.stamp(&path), Some(stamp));
    assert_eq!(Os.stamp(&folder.join("b")), None);
}
