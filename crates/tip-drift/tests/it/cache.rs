//! What was kept gives the answers that a fresh look gives.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use camino::Utf8Path;
use proptest::prelude::*;
use tip_drift::{Asked, Claim, Drift, History, Judgement, Keep};
use tip_testing::GitRepository;

/// A cache in memory that counts how often it is written.
#[derive(Default)]
struct Shelf {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    writes: Mutex<Vec<String>>,
}

impl Keep for Shelf {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(name).cloned()
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(name.to_owned(), bytes.to_vec());
        let mut writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        writes.push(name.to_owned());
    }
}

impl Shelf {
    fn written(&self) -> Vec<String> {
        std::mem::take(&mut self.writes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes every file, or cuts it off.
    fn spoil(&self, how: impl Fn(&mut Vec<u8>)) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.values_mut().for_each(how);
    }
}

const FILES: &[&str] = &["src/a.py", "src/b.py", "lib/b.py"];

/// Makes a file of functions, each with a line of its own and one that stands in all of them.
fn code(functions: &[u32]) -> String {
    let one = |it: &u32| {
        format!(
            "def harbor_{it}(name):\n    value = load(name)\n    depth_{it} = value * {it}\n    return depth_{it}\n\n"
        )
    };
    functions.iter().map(one).collect()
}

fn claims(plan: &str, accepted: Option<&String>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (number, line) in plan.lines().enumerate() {
        let Some(written) = line.split('`').nth(1) else {
            continue;
        };
        let (path, line) = written.split_once(':').unwrap_or((written, ""));
        let (path, symbol) = match path.split_once("::") {
            Some((path, symbol)) => (path, Some(symbol.to_owned())),
            None => (path, None),
        };
        claims.push(Claim {
            line_in_plan: number,
            parts: vec![written.to_owned()],
            paths: vec![path.to_owned()],
            suffix: Some(path.to_owned()),
            line: line.parse().ok(),
            symbol,
            accepted: accepted.cloned().filter(|_| number % 2 == 0),
            ..Claim::default()
        });
    }
    claims
}

/// A repository with two plans, and its cache.
struct World {
    repository: GitRepository,
    shelf: Shelf,
    functions: Vec<Vec<u32>>,
    plans: Vec<String>,
    accepted: Option<String>,
    fresh: u32,
    reads: Cell<usize>,
}

impl World {
    fn new() -> Self {
        let mut repository = GitRepository::new();
        let functions = vec![vec![1, 2, 3], vec![4, 5], vec![6, 7]];
        for (path, functions) in FILES.iter().zip(&functions) {
            repository.write(path, code(functions));
        }
        repository.commit("code");
        let plans = vec![
            "# One\n\n- `src/a.py:3`\n- `src/a.py:7` twice\n- `src/a.py::harbor_2` by name\n- `src/b.py`\n- `b.py:3`\n- `c.py:2`\n"
                .to_owned(),
            "# Two\n\n- `src/b.py:3`\n- `lib/b.py:8`\n- `src/a.py:12`\n".to_owned(),
        ];
        for (at, plan) in plans.iter().enumerate() {
            repository.write(&format!("docs/{at}.md"), plan);
        }
        repository.commit("plans");
        Self {
            repository,
            shelf: Shelf::default(),
            functions,
            plans,
            accepted: None,
            fresh: 10,
            reads: Cell::new(0),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
    fn judge(&self, keep: Option<&Shelf>) -> Vec<Vec<Judgement>> {
        let root = Utf8Path::from_path(self.repository.path()).expect("a UTF-8 path");
        let history = History::open(root).expect("a repository");
        let drift = match keep {
            Some(keep) => Drift::open_kept(&history, keep),
            None => Drift::open(&history),
        };
        let asked: Vec<Asked> = (0..self.plans.len())
            .filter_map(|at| {
                let path = format!("docs/{at}.md");
                let bytes = std::fs::read(root.join(&path)).ok()?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let claims = claims(&text, self.accepted.as_ref());
                Some(Asked {
                    path,
                    bytes,
                    claims,
                })
            })
            .collect();
        let now = |path: &str| std::fs::read(root.join(path)).ok();
        drift
            .expect("a history")
            .judge(&asked, &now)
            .expect("answers")
    }

    /// Asserts that what is kept gives what a fresh look gives, and once more when all is kept.
    #[track_caller]
    fn assert_true(&self) {
        let fresh = self.judge(None);
        assert_eq!(self.judge(Some(&self.shelf)), fresh, "kept from before");
        self.shelf.written();
        assert_eq!(self.judge(Some(&self.shelf)), fresh, "kept just now");
        assert_eq!(self.shelf.written(), Vec::<String>::new(), "nothing is new");
        self.reads.set(self.reads.get() + 1);
    }

    fn write_code(&self, file: usize) {
        self.repository
            .write(FILES[file], code(&self.functions[file]));
    }
}

/// Something that happens to the repository.
#[derive(Clone, Debug)]
enum Event {
    /// A function is put into a file.
    Insert { file: usize, at: usize },
    /// A function is taken out.
    Remove { file: usize, at: usize },
    /// A file is renamed, or comes back.
    Rename { file: usize },
    /// A plan gets another reference, or other words.
    Plan { plan: usize, line: usize },
    /// All is committed.
    Commit,
    /// What is not committed is thrown away.
    Reset,
    /// Another branch, made where it is not there.
    Switch { branch: usize },
    /// The other branch is merged.
    Merge { branch: usize },
    /// The last commit is made anew.
    Amend,
    /// All references of every other line are accepted as they are.
    Accept,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => (0..3usize, 0..4usize).prop_map(|(file, at)| Event::Insert { file, at }),
        2 => (0..3usize, 0..4usize).prop_map(|(file, at)| Event::Remove { file, at }),
        1 => (0..3usize).prop_map(|file| Event::Rename { file }),
        2 => (0..2usize, 1..14usize).prop_map(|(plan, line)| Event::Plan { plan, line }),
        4 => Just(Event::Commit),
        1 => Just(Event::Reset),
        2 => (0..2usize).prop_map(|branch| Event::Switch { branch }),
        1 => (0..2usize).prop_map(|branch| Event::Merge { branch }),
        1 => Just(Event::Amend),
        1 => Just(Event::Accept),
    ];
    prop::collection::vec(event, 4..14)
}

const BRANCHES: &[&str] = &["main", "side"];

impl World {
    #[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
    fn happen(&mut self, event: &Event) {
        match *event {
            Event::Insert { file, at } => {
                let at = at.min(self.functions[file].len());
                self.functions[file].insert(at, self.fresh);
                self.fresh += 1;
                self.write_code(file);
            }
            Event::Remove { file, at } if self.functions[file].len() > 1 => {
                let at = at % self.functions[file].len();
                self.functions[file].remove(at);
                self.write_code(file);
            }
            Event::Remove { .. } => {}
            Event::Rename { file } => {
                let path = self.repository.path().join(FILES[file]);
                if path.exists() {
                    let to = FILES[file].replace(".py", "_new.py");
                    self.repository.git(&["add", "--all"]);
                    self.repository.git(&["mv", "--force", FILES[file], &to]);
                } else {
                    self.write_code(file);
                }
            }
            Event::Plan { plan, line } => {
                let text = format!("{}- `src/a.py:{line}` more\n", self.plans[plan]);
                self.plans[plan].clone_from(&text);
                self.repository.write(&format!("docs/{plan}.md"), text);
            }
            Event::Commit => {
                self.repository.commit("something");
            }
            Event::Reset => {
                self.repository.git(&["reset", "--quiet", "--hard"]);
            }
            Event::Switch { branch } => {
                self.repository.commit("before leaving");
                let name = BRANCHES[branch];
                if self.repository.git(&["branch", "--list", name]).is_empty() {
                    self.repository
                        .git(&["switch", "--quiet", "--create", name]);
                } else {
                    self.repository.git(&["switch", "--quiet", name]);
                }
            }
            Event::Merge { branch } => {
                self.repository.commit("before the merge");
                let name = BRANCHES[branch];
                if !self.repository.git(&["branch", "--list", name]).is_empty() {
                    // A conflict is committed as it stands.
                    let merge = format!(
                        "alias.join=!git merge --quiet --no-edit --strategy-option=ours {name} \
                         || (git add --all && git commit --quiet --no-edit)"
                    );
                    self.repository.git(&["-c", &merge, "join"]);
                }
            }
            Event::Amend => {
                self.repository.git(&["add", "--all"]);
                self.repository.git(&[
                    "commit",
                    "--quiet",
                    "--amend",
                    "--allow-empty",
                    "--message",
                    "amended",
                ]);
            }
            Event::Accept => {
                self.accepted = Some(self.repository.git(&["rev-parse", "HEAD"]));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_a_fresh_look_finds(events in events()) {
        let mut world = World::new();
        world.assert_true();
        for event in &events {
            world.happen(event);
            world.assert_true();
        }
        prop_assert_eq!(world.reads.get(), events.len() + 1);
    }
}

#[test]
fn a_commit_elsewhere_leaves_all_that_is_kept() {
    let mut world = World::new();
    world.assert_true();
    world.repository.write("other.txt", "x");
    world.repository.commit("elsewhere");
    world.judge(Some(&world.shelf));
    // The history is not even read: only where `HEAD` stands is noted.
    assert_eq!(world.shelf.written(), ["verdicts"]);
}

/// What happens to a file of the cache.
type Spoil<'a> = &'a dyn Fn(&mut Vec<u8>);

#[test]
fn a_spoilt_cache_is_made_anew() {
    let world = World::new();
    let fresh = world.judge(None);
    let spoils: [Spoil<'_>; 4] = [
        &|it| it.truncate(it.len() / 2),
        &|it| it.clear(),
        &|it| {
            let middle = it.len() / 2;
            it[middle] ^= 0xff;
        },
        &|it| it[10] ^= 1,
    ];
    for spoil in spoils {
        world.judge(Some(&world.shelf));
        world.shelf.spoil(spoil);
        world.shelf.written();
        assert_eq!(world.judge(Some(&world.shelf)), fresh);
        assert!(world.shelf.written().contains(&"verdicts".to_owned()));
    }
}

#[test]
fn another_program_s_work_is_not_believed() {
    let world = World::new();
    world.judge(Some(&world.shelf));
    let bytes = world.shelf.load("verdicts").expect("verdicts were kept");
    let first = bytes.split(|it| *it == b'\n').next().expect("a first line");
    // A line of text with the fingerprint of the code, so that people can see what the file is.
    let line = String::from_utf8_lossy(first).into_owned();
    assert!(line.starts_with("tip drift ") && line.len() == 26, "{line}");
}
