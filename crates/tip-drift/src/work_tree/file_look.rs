//! A look at files, and the next one after it, which reads only what may have changed since.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use camino::Utf8Path;
use gix::ObjectId;
use gix::index::Entry;
use gix::index::entry::{Flags, Mode};
use gix::index::fs::Metadata;
use gix::worktree::Index;
use rayon::prelude::*;

use super::stamp::{FileStamp, Moment};
use super::{Content, Files, committed, is_as_noted, kind, read};
use crate::history::{Error, History, broken};

/// How many files one thread looks at as fast as several.
const FEW: usize = 512;

/// Files with their contents at one moment, and by what a later look tells which of them are as they were.
#[derive(Debug)]
pub struct FileLook {
    index: Option<Index>,
    files: Arc<Files>,
    /// What is known of each of the files.
    places: Vec<Place>,
    /// What counts and cannot be read, or is not there.
    unread: Vec<(String, Place)>,
}

/// What is known of a file beside its content.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its position in the index; `None` where git does not track it.
    entry: Option<u32>,
    /// The stamp that it had before it was read; `None` where a change might not show in one.
    stamp: Option<FileStamp>,
}

impl FileLook {
    /// Looks at the files below the folder `root` that git tracks, whose `history` was opened there, and at those that were `walked`, which
    /// are sorted; of both only at those that count.
    ///
    /// What is as it was `before`, or as git's index knows it, is not read. Paths that are no UTF-8 are left out.
    pub fn new(
        root: &Utf8Path,
        history: Option<&History>,
        walked: &[String],
        counts: impl Fn(&str) -> bool + Sync,
        before: Option<&Self>,
    ) -> Result<Self, Error> {
        Self::new_at(Moment::now(), root, history, walked, counts, before)
    }

    fn new_at(
        moment: Moment,
        root: &Utf8Path,
        history: Option<&History>,
        walked: &[String],
        counts: impl Fn(&str) -> bool + Sync,
        before: Option<&Self>,
    ) -> Result<Self, Error> {
        let index = history.map(History::index).transpose()?.flatten();
        let looking = Looking {
            root: root.as_std_path(),
            index: index.as_ref(),
            moment,
            before,
        };
        let prefix = history.map_or("", |it| it.prefix.as_str());
        let mut files = looking.tracked(prefix, &counts);
        // A conflict has several entries for one file.
        files.dedup_by(|one, other| one.0 == other.0);
        let others = untracked(&files, walked).into_par_iter();
        let others = others
            .filter(|it| counts(it))
            .map_init(PathBuf::new, |buffer, path| {
                let (content, place) = looking.find(buffer, path, None);
                (path.to_owned(), content, place)
            });
        let others: Vec<Found> = others.collect();
        if !others.is_empty() {
            files.extend(others);
            files.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        }
        let mut look = Self {
            index,
            files: Arc::default(),
            places: Vec::with_capacity(files.len()),
            unread: Vec::new(),
        };
        let mut read = Vec::with_capacity(files.len());
        for (path, content, place) in files {
            match content {
                Some(content) => {
                    read.push((path, content));
                    look.places.push(place);
                }
                None => look.unread.push((path, place)),
            }
        }
        look.files = Arc::new(read);
        Ok(look)
    }

    /// Looks again, where a walk would find the same files; `None` if anything changed.
    pub fn again(&self, root: &Utf8Path, history: Option<&History>) -> Result<Option<Self>, Error> {
        self.again_at(Moment::now(), root, history)
    }

    fn again_at(
        &self,
        moment: Moment,
        root: &Utf8Path,
        history: Option<&History>,
    ) -> Result<Option<Self>, Error> {
        let index = history.map(History::index).transpose()?.flatten();
        let is_same = match (&self.index, &index) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if !is_same {
            return Ok(None);
        }
        let looking = Looking {
            root: root.as_std_path(),
            index: index.as_ref(),
            moment,
            before: None,
        };
        let still = |buffer: &mut PathBuf, (file, place): (&(String, Content), &Place)| {
            looking.still(buffer, file, *place)
        };
        let places: Option<Vec<Place>> = if self.files.len() < FEW {
            let mut buffer = PathBuf::new();
            let pairs = self.files.iter().zip(&self.places);
            pairs.map(|it| still(&mut buffer, it)).collect()
        } else {
            let pairs = self.files.par_iter().zip(&self.places);
            pairs.map_init(PathBuf::new, still).collect()
        };
        let Some(places) = places else {
            return Ok(None);
        };
        let mut buffer = PathBuf::new();
        let is_unread = |(path, place): &(String, Place)| {
            let entry = place.entry.and_then(|at| looking.entry(at));
            looking.find(&mut buffer, path, entry).0.is_none()
        };
        if !self.unread.iter().all(is_unread) {
            return Ok(None);
        }
        Ok(Some(Self {
            index,
            files: Arc::clone(&self.files),
            places,
            unread: self.unread.clone(),
        }))
    }

    /// Returns the files; two looks between which nothing changed share them.
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// Returns the content of a file that had this stamp too.
    fn known(&self, path: &str, stamp: FileStamp) -> Option<Content> {
        let at = self.files.binary_search_by(|it| it.0.as_str().cmp(path));
        let at = at.ok()?;
        (self.places[at].stamp == Some(stamp)).then_some(self.files[at].1)
    }
}

/// A path, with the content where there is something to read.
type Found = (String, Option<Content>, Place);

/// By what files are looked at.
struct Looking<'a> {
    root: &'a Path,
    index: Option<&'a Index>,
    moment: Moment,
    before: Option<&'a FileLook>,
}

impl Looking<'_> {
    /// Looks at what git tracks below a folder, in the order of the index.
    fn tracked(&self, prefix: &str, counts: &(impl Fn(&str) -> bool + Sync)) -> Vec<Found> {
        let Some(index) = self.index else {
            return Vec::new();
        };
        let look = |buffer: &mut PathBuf, (at, entry): (usize, &Entry)| {
            let path = std::str::from_utf8(entry.path(index)).ok()?;
            let path = path.strip_prefix(prefix).filter(|it| counts(it))?;
            let (content, place) = self.find(buffer, path, Some((at as u32, entry)));
            Some((path.to_owned(), content, place))
        };
        let entries = index.entries();
        if entries.len() < FEW {
            let mut buffer = PathBuf::new();
            let entries = entries.iter().enumerate();
            return entries.filter_map(|it| look(&mut buffer, it)).collect();
        }
        let entries = entries.par_iter().enumerate();
        entries.map_init(PathBuf::new, look).flatten().collect()
    }

    /// Returns the content of a file, `None` where there is nothing to read, and what is known of it beside that.
    fn find(
        &self,
        buffer: &mut PathBuf,
        path: &str,
        entry: Option<(u32, &Entry)>,
    ) -> (Option<Content>, Place) {
        let mut place = Place {
            entry: entry.map(|it| it.0),
            stamp: None,
        };
        let entry = entry.map(|it| it.1);
        self.join(buffer, path);
        let known = entry.and_then(committed);
        let Ok(metadata) = Metadata::from_path_no_follow(buffer) else {
            // A sparse checkout leaves files out on purpose.
            let is_left_out = entry.is_some_and(|it| it.flags.contains(Flags::SKIP_WORKTREE));
            return (known.filter(|_| is_left_out), place);
        };
        if entry.is_some_and(|it| it.mode == Mode::COMMIT) {
            return (known, place);
        }
        place.stamp = FileStamp::new(&metadata, self.moment);
        let is_noted = |known: &Content| {
            let noted = entry.zip(self.index);
            let noted = noted.is_some_and(|(it, index)| is_as_noted(it, index, &metadata));
            noted && kind(&metadata) == known.kind
        };
        let content = known
            .filter(is_noted)
            .or_else(|| self.before?.known(path, place.stamp?))
            .or_else(|| read(buffer, &metadata).ok());
        (content, place)
    }

    /// Returns what is known of a file if it still has its content.
    fn still(
        &self,
        buffer: &mut PathBuf,
        (path, content): &(String, Content),
        place: Place,
    ) -> Option<Place> {
        if let Some(stamp) = place.stamp {
            self.join(buffer, path);
            let metadata = Metadata::from_path_no_follow(buffer).ok()?;
            if FileStamp::new(&metadata, self.moment) == Some(stamp) {
                return Some(place);
            }
        }
        let entry = place.entry.and_then(|at| self.entry(at));
        let (now, place) = self.find(buffer, path, entry);
        (now.as_ref() == Some(content)).then_some(place)
    }

    fn entry(&self, at: u32) -> Option<(u32, &Entry)> {
        Some((at, self.index?.entries().get(at as usize)?))
    }

    fn join(&self, buffer: &mut PathBuf, path: &str) {
        buffer.clear();
        buffer.push(self.root);
        buffer.push(path);
    }
}

impl History {
    /// Returns git's index as it is now; `None` where there is none.
    fn index(&self) -> Result<Option<Index>, Error> {
        let repository = self.repository.to_thread_local();
        let index = repository.try_index();
        index.map_err(|error| broken(ObjectId::null(repository.object_hash()), error))
    }
}

/// Returns the walked files that are not among those that git tracks. Both are sorted.
fn untracked<'a>(tracked: &[Found], walked: &'a [String]) -> Vec<&'a str> {
    let mut at = 0;
    let mut found = Vec::new();
    for path in walked {
        while tracked.get(at).is_some_and(|it| it.0 < *path) {
            at += 1;
        }
        if tracked.get(at).is_none_or(|it| it.0 != *path) {
            found.push(path.as_str());
        }
    }
    found
}

#[cfg(all(test, unix))]
#[expect(
    clippy::disallowed_methods,
    reason = "what is looked at lies on the disk"
)]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use tip_testing::GitRepository;

    use super::*;

    /// A file that git tracks, one that it tracks and that is gone, and one that it does not track.
    struct Harbor {
        repository: GitRepository,
        history: History,
    }

    impl Harbor {
        fn new() -> Self {
            let mut repository = GitRepository::new();
            repository.write("tracked", "one");
            repository.write("gone", "one");
            repository.commit("all");
            repository.write("new", "one");
            fs::remove_file(repository.path().join("gone")).expect("it was there");
            let root = Utf8Path::from_path(repository.path()).expect("a UTF-8 name");
            Self {
                history: History::open(root).expect("a repository"),
                repository,
            }
        }

        fn root(&self) -> &Utf8Path {
            Utf8Path::from_path(self.repository.path()).expect("a UTF-8 name")
        }

        fn look(&self, moment: Moment, before: Option<&FileLook>) -> FileLook {
            let walked = ["new", "tracked"].map(str::to_owned);
            let counts = |_: &str| true;
            FileLook::new_at(
                moment,
                self.root(),
                Some(&self.history),
                &walked,
                counts,
                before,
            )
            .expect("the files are read")
        }

        fn is_as(&self, moment: Moment, look: &FileLook) -> bool {
            let again = look.again_at(moment, self.root(), Some(&self.history));
            let again = again.expect("the files are read");
            again.is_some_and(|it| Arc::ptr_eq(&it.files, &look.files))
        }

        /// Writes as many other bytes, and sets the time back.
        fn change_in_secret(&self, path: &str) {
            let path = self.repository.path().join(path);
            let time = fs::metadata(&path).and_then(|it| it.modified());
            fs::write(&path, "two").expect("it can be written");
            let file = File::options().write(true).open(&path);
            let set = file.and_then(|it| it.set_modified(time?));
            set.expect("the time can be set");
        }
    }

    #[test]
    fn a_young_file_that_keeps_its_size_and_time_is_read_again() {
        for path in ["new", "tracked"] {
            let harbor = Harbor::new();
            let before = harbor.look(Moment::now(), None);
            assert!(harbor.is_as(Moment::now(), &before), "{path}");
            harbor.change_in_secret(path);
            assert!(!harbor.is_as(Moment::now(), &before), "{path}");
            let after = harbor.look(Moment::now(), Some(&before));
            let changed = before.files.iter().zip(after.files.iter());
            let changed = changed.filter(|(one, other)| one.1 != other.1);
            let changed: Vec<&str> = changed.map(|(one, _)| one.0.as_str()).collect();
            assert_eq!(changed, [path]);
        }
    }

    #[test]
    fn whatever_comes_goes_or_changes_its_kind_is_seen() {
        let changes: &[&dyn Fn(&Path)] = &[
            &|root| fs::write(root.join("gone"), "one").expect("it is written"),
            &|root| fs::write(root.join("new"), "longer").expect("it is written"),
            &|root| fs::remove_file(root.join("new")).expect("it was there"),
            &|root| fs::remove_file(root.join("tracked")).expect("it was there"),
            &|root| {
                let executable = Permissions::from_mode(0o755);
                fs::set_permissions(root.join("tracked"), executable).expect("they are set");
            },
        ];
        for moment in [Moment::now(), Moment::far()] {
            for (at, change) in changes.iter().enumerate() {
                let harbor = Harbor::new();
                let before = harbor.look(moment, None);
                assert!(harbor.is_as(moment, &before), "{at}");
                change(harbor.repository.path());
                assert!(!harbor.is_as(moment, &before), "{at}");
                assert_ne!(
                    harbor.look(moment, Some(&before)).files,
                    before.files,
                    "{at}"
                );
            }
        }
    }

    #[test]
    fn what_git_tracks_anew_is_seen() {
        let harbor = Harbor::new();
        let before = harbor.look(Moment::far(), None);
        harbor.repository.git(&["add", "new"]);
        assert!(!harbor.is_as(Moment::far(), &before));
        let after = harbor.look(Moment::far(), Some(&before));
        assert_eq!(after.files, before.files);
    }
}
