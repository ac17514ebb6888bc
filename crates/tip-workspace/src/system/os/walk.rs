//! Walks below a folder, so that what is found stands in the order of its paths.
//!
//! The entries of each folder are sorted, with a `/` behind the names of folders, and what lies in a folder takes its place among them:
//! nothing is sorted as a whole. Where there are many folders, several threads take one after the other.

use std::cmp::Ordering;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering as Access};
use std::thread;

use camino::Utf8Path;
use ignore::Match;
use ignore::gitignore::Gitignore;

use super::Os;
use super::list::{Kind, Lister};
use crate::ignored::{self, GIT, GITIGNORE};
use crate::system::{EntryKind, NEVER_WALKED, System, Unseen, Walk, Walked};

/// So many folders are worth several threads.
const MANY: usize = 64;

/// No more threads than this.
const MOST_THREADS: usize = 8;

/// The folder in which build tools leave what they built, where [`CACHE_TAG`] says so.
const BUILT: &str = "target";

/// The file by which a build tool marks a folder as its cache.
const CACHE_TAG: &str = "CACHEDIR.TAG";

/// Returns what lies below a folder.
pub(super) fn walk(walk: &Walk<'_>) -> Walked {
    let mut all = Walked::default();
    match parts(walk) {
        Ok(parts) => {
            let folders = parts.iter().filter_map(Part::folder).collect::<Vec<_>>();
            let mut below = in_turns(walk, &folders).into_iter();
            for part in parts {
                match part {
                    Part::Found(found) => all.append(found),
                    Part::Folder(_) => all.append(below.next().unwrap_or_default()),
                }
            }
        }
        Err(error) => all.problems.push(unseen("", &error)),
    }
    // Without a `/` at their ends folders have an order of their own.
    all.folders.sort();
    all.links.sort();
    all.problems.sort();
    all.rules.sort();
    all
}

/// What was found, and folders that are to be walked, in the order of their paths.
enum Part {
    Found(Walked),
    Folder(Folder),
}

impl Part {
    fn folder(&self) -> Option<&Folder> {
        match self {
            Self::Found(_) => None,
            Self::Folder(folder) => Some(folder),
        }
    }
}

/// A folder that is to be walked.
#[derive(Default)]
struct Folder {
    /// Its path, relative to where the walk began; nothing for that.
    path: String,
    rules: Option<Arc<Rules>>,
}

/// What git is told to ignore in a folder and in those around it.
struct Rules {
    own: Gitignore,
    outer: Option<Arc<Self>>,
}

/// Walks until there are so many folders that several threads are worth it, or none.
fn parts(walk: &Walk<'_>) -> io::Result<Vec<Part>> {
    let mut walker = Walker::new(walk)?;
    let mut parts = vec![Part::Folder(Folder::default())];
    loop {
        let folders = parts.iter().filter_map(Part::folder).count();
        if folders == 0 || folders >= MANY {
            return Ok(parts);
        }
        let mut more = Vec::with_capacity(parts.len() + folders);
        for part in parts {
            let Part::Folder(folder) = part else {
                more.push(part);
                continue;
            };
            let mut found = Walked::default();
            let (entries, rules) = walker.entries(&folder, &mut found);
            for entry in entries {
                if let Some(folder) = walker.take(entry, rules.as_ref(), &mut found) {
                    more.push(Part::Found(std::mem::take(&mut found)));
                    more.push(Part::Folder(folder));
                }
            }
            more.push(Part::Found(found));
        }
        parts = more;
    }
}

/// Walks folders on several threads, and returns what lies below each.
///
/// The threads are its own: whoever asks may hold a lock, and a thread of a pool that waits takes up other work, which may want the same
/// lock.
fn in_turns(walk: &Walk<'_>, folders: &[&Folder]) -> Vec<Walked> {
    if folders.is_empty() {
        return Vec::new();
    }
    let threads = thread::available_parallelism().map_or(1, |it| it.get().min(MOST_THREADS));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut walker = Walker::new(walk);
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Access::Relaxed);
            let Some(folder) = folders.get(at) else {
                return done;
            };
            let mut found = Walked::default();
            match &mut walker {
                Ok(walker) => walker.fill(folder, &mut found),
                Err(error) => found.problems.push(unseen(&folder.path, error)),
            }
            done.push((at, found));
        }
    };
    let mut all = vec![Walked::default(); folders.len()];
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for it in others {
            match it.join() {
                Ok(more) => done.extend(more),
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        for (at, found) in done {
            all[at] = found;
        }
    });
    all
}

/// What one thread walks with.
struct Walker<'a> {
    root: &'a Utf8Path,
    /// Whether what git ignores is walked as well.
    ignored: bool,
    lister: Lister,
}

/// An entry of a folder.
struct Entry {
    /// Its path, relative to where the walk began.
    path: String,
    kind: Kind,
}

impl<'a> Walker<'a> {
    fn new(walk: &Walk<'a>) -> io::Result<Self> {
        Ok(Self {
            root: walk.root,
            ignored: walk.ignored,
            lister: Lister::new(walk.root)?,
        })
    }

    /// Adds all that lies below a folder, however deep.
    fn fill(&mut self, folder: &Folder, found: &mut Walked) {
        let (entries, rules) = self.entries(folder, found);
        let mut open = vec![(entries.into_iter(), rules)];
        while let Some((entries, rules)) = open.last_mut() {
            let Some(entry) = entries.next() else {
                open.pop();
                continue;
            };
            if let Some(inner) = self.take(entry, rules.as_ref(), found) {
                let (entries, rules) = self.entries(&inner, found);
                open.push((entries.into_iter(), rules));
            }
        }
    }

    /// Returns the entries of a folder in the order of what lies below them, and what is ignored of them.
    fn entries(&mut self, folder: &Folder, found: &mut Walked) -> (Vec<Entry>, Option<Arc<Rules>>) {
        let mut entries = Vec::new();
        let mut unnamed = Vec::new();
        let (mut has_gitignore, mut has_git) = (false, false);
        let listed = self.lister.list(&folder.path, &mut |name, kind| {
            let Some(name) = name.to_str() else {
                unnamed.push((Path::new(&folder.path).join(name), kind));
                return;
            };
            // A folder, or the file that stands for it in a worktree or a submodule.
            if name == GIT {
                has_git = true;
                return;
            }
            has_gitignore |= name == GITIGNORE;
            let path = below(&folder.path, name);
            entries.push(Entry { path, kind });
        });
        if let Err(error) = listed {
            found.problems.push(unseen(&folder.path, &error));
        }
        let start = folder.path.len();
        entries.sort_unstable_by(|one, other| in_order(one, other, start));
        let rules = if self.ignored {
            None
        } else {
            let names = [(has_gitignore, GITIGNORE), (has_git, GIT)];
            let names = names.iter().filter(|it| it.0);
            found
                .rules
                .extend(names.map(|(_, name)| below(&folder.path, name)));
            let rules = folder.rules.clone();
            if has_gitignore || has_git {
                self.rules(folder).or(rules)
            } else {
                rules
            }
        };
        for (path, kind) in unnamed {
            self.tell_unnamed(path, kind == Kind::Folder, rules.as_deref(), found);
        }
        (entries, rules)
    }

    /// Returns the rules of a folder that has some of its own.
    fn rules(&self, folder: &Folder) -> Option<Arc<Rules>> {
        let own = ignored::rules_in(&Os, self.root, &folder.path)?;
        let outer = folder.rules.clone();
        Some(Arc::new(Rules { own, outer }))
    }

    /// Adds an entry, unless it is ignored; a folder that is to be walked is returned.
    fn take(&self, entry: Entry, rules: Option<&Arc<Rules>>, found: &mut Walked) -> Option<Folder> {
        let Entry { path, kind } = entry;
        let is_folder = kind == Kind::Folder;
        if ignores(rules.map(|it| &**it), Path::new(&path), is_folder) {
            return None;
        }
        let kind = match kind {
            Kind::Folder => {
                if self.is_never_walked(&path, found) {
                    return None;
                }
                found.folders.push(path.clone());
                let rules = rules.cloned();
                return Some(Folder { path, rules });
            }
            Kind::File => EntryKind::File,
            Kind::Other => EntryKind::Other,
            Kind::Link => {
                found.links.push(path.clone());
                // A link that leads nowhere is a file that cannot be read.
                Os.kind(&self.root.join(&path)).unwrap_or(EntryKind::File)
            }
        };
        let list = match kind {
            EntryKind::Folder => &mut found.folders,
            EntryKind::File => &mut found.files,
            EntryKind::Other => &mut found.others,
        };
        list.push(path);
        None
    }

    fn is_never_walked(&self, path: &str, found: &mut Walked) -> bool {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        if name != BUILT {
            return NEVER_WALKED.contains(&name);
        }
        // What a build tool marks as its cache is no part of the repository even where git was not told.
        let tag = below(path, CACHE_TAG);
        let is_cache = self.root.join(&tag).exists();
        if is_cache {
            found.rules.push(tag);
        }
        is_cache
    }

    /// Tells of something that has no name that can be written down, and of all that lies below it.
    fn tell_unnamed(
        &self,
        path: PathBuf,
        is_folder: bool,
        rules: Option<&Rules>,
        found: &mut Walked,
    ) {
        let mut open = vec![(path, is_folder)];
        while let Some((path, is_folder)) = open.pop() {
            if ignores(rules, &path, is_folder) {
                continue;
            }
            found.problems.push(Unseen {
                path: path.to_string_lossy().into_owned(),
                reason: "its name is not UTF-8".to_owned(),
            });
            if !is_folder {
                continue;
            }
            let entries = fs::read_dir(self.root.as_std_path().join(&path));
            for entry in entries.into_iter().flatten().flatten() {
                let name = entry.file_name();
                let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
                let is_never = name.to_str().is_some_and(|it| NEVER_WALKED.contains(&it));
                if !(is_folder && is_never) {
                    open.push((path.join(name), is_folder));
                }
            }
        }
    }
}

/// Returns the path of what has a name in a folder.
fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        return name.to_owned();
    }
    let mut path = String::with_capacity(folder.len() + 1 + name.len());
    path.push_str(folder);
    path.push('/');
    path.push_str(name);
    path
}

/// Compares entries of one folder, whose path has `start` bytes, by what lies below them: as if folders had a `/` at their ends.
fn in_order(one: &Entry, other: &Entry, start: usize) -> Ordering {
    let (a, b) = (
        &one.path.as_bytes()[start..],
        &other.path.as_bytes()[start..],
    );
    let common = a.len().min(b.len());
    let next = |bytes: &[u8], kind| {
        let end = (kind == Kind::Folder).then_some(b'/');
        bytes.get(common).copied().or(end)
    };
    let order = a[..common].cmp(&b[..common]);
    order.then_with(|| next(a, one.kind).cmp(&next(b, other.kind)))
}

/// Returns whether git is told to ignore a path, relative to where the walk began; the rules nearest to it are asked first.
fn ignores(mut rules: Option<&Rules>, path: &Path, is_folder: bool) -> bool {
    while let Some(it) = rules {
        match it.own.matched(path, is_folder) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => rules = it.outer.as_deref(),
        }
    }
    false
}

fn unseen(path: &str, error: &io::Error) -> Unseen {
    Unseen {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
