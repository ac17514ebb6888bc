//! A look at files, and the next one after it, which reads only what may have changed since.

use std::iter;
use std::sync::Arc;

use camino::Utf8Path;
use gix::ObjectId;
use gix::index::Entry;
use gix::index::entry::{Flags, Mode};
use gix::worktree::Index;
use rayon::prelude::*;

use super::nearby::{Nearby, Root, WORTH};
use super::stamp::{FileStamp, Moment};
use super::status::Status;
use super::{Content, Files, committed, is_as_noted, kind, read};
use crate::history::{Error, History, broken};

/// How many files one thread looks at as fast as several, and how many it takes at once.
const FEW: usize = 512;

/// Files with their contents at one moment, and by what a later look tells which of them are as they were.
#[derive(Debug)]
pub struct FileLook {
    index: Option<Index>,
    files: Arc<Files>,
    /// What is known of each of the files.
    places: Arc<Vec<Place>>,
    /// What counts and cannot be read, or is not there.
    unread: Vec<(String, Place)>,
}

/// What is known of a file beside its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            root: Root::new(root.as_std_path()),
            index: index.as_ref(),
            moment,
            before,
        };
        let prefix = history.map_or("", |it| it.prefix.as_str());
        let asked = asked(index.as_ref(), prefix, walked);
        let parts = if asked.len() < FEW {
            vec![looking.find_all(&asked, &counts)]
        } else {
            let parts = asked.par_chunks(FEW);
            parts.map(|it| looking.find_all(it, &counts)).collect()
        };
        let (mut files, mut places, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        files.reserve(asked.len());
        places.reserve(asked.len());
        for mut part in parts {
            files.append(&mut part.files);
            places.append(&mut part.places);
            unread.append(&mut part.unread);
        }
        Ok(Self {
            index,
            files: Arc::new(files),
            places: Arc::new(places),
            unread,
        })
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
            root: Root::new(root.as_std_path()),
            index: index.as_ref(),
            moment,
            before: None,
        };
        let moved: Option<Vec<Vec<(usize, Place)>>> = if self.files.len() < FEW {
            iter::once(looking.moved(&self.files, &self.places)).collect()
        } else {
            let parts = self.files.par_chunks(FEW);
            let parts = parts.zip(self.places.par_chunks(FEW));
            parts
                .map(|(files, places)| looking.moved(files, places))
                .collect()
        };
        let Some(moved) = moved else {
            return Ok(None);
        };
        let mut nearby = Nearby::new(&looking.root);
        let mut is_unread = |(path, place): &(String, Place)| {
            let status = nearby.status(path, || None);
            looking.find(path, place.entry, status).0.is_none()
        };
        if !self.unread.iter().all(&mut is_unread) {
            return Ok(None);
        }
        let mut places = Arc::clone(&self.places);
        for (part, moved) in moved.into_iter().enumerate() {
            for (at, place) in moved {
                Arc::make_mut(&mut places)[part * FEW + at] = place;
            }
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

/// A file that is asked for.
#[derive(Clone, Copy, Debug)]
struct Asked<'a> {
    path: &'a str,
    /// Its position in the index; `None` where git does not track it.
    entry: Option<u32>,
}

/// What was found of some files.
#[derive(Debug, Default)]
struct Part {
    files: Files,
    places: Vec<Place>,
    unread: Vec<(String, Place)>,
}

/// By what files are looked at.
struct Looking<'a> {
    root: Root,
    index: Option<&'a Index>,
    moment: Moment,
    before: Option<&'a FileLook>,
}

impl Looking<'_> {
    /// Looks at those of some files that count.
    fn find_all(&self, asked: &[Asked<'_>], counts: &impl Fn(&str) -> bool) -> Part {
        let mut nearby = Nearby::new(&self.root);
        let mut part = Part::default();
        part.files.reserve(asked.len());
        part.places.reserve(asked.len());
        for (at, Asked { path, entry }) in asked.iter().enumerate() {
            if !counts(path) {
                continue;
            }
            let status = nearby.status(path, || Some(asked.get(at + WORTH)?.path));
            let path = (*path).to_owned();
            match self.find(&path, *entry, status) {
                (Some(content), place) => {
                    part.files.push((path, content));
                    part.places.push(place);
                }
                (None, place) => part.unread.push((path, place)),
            }
        }
        part
    }

    /// Returns the content of a file, `None` where there is nothing to read, and what is known of it beside that.
    fn find(
        &self,
        path: &str,
        entry: Option<u32>,
        status: Option<Status>,
    ) -> (Option<Content>, Place) {
        let mut place = Place { entry, stamp: None };
        let entry = entry.and_then(|it| self.entry(it));
        let known = entry.and_then(committed);
        let Some(status) = status else {
            // A sparse checkout leaves files out on purpose.
            let is_left_out = entry.is_some_and(|it| it.flags.contains(Flags::SKIP_WORKTREE));
            return (known.filter(|_| is_left_out), place);
        };
        if entry.is_some_and(|it| it.mode == Mode::COMMIT) {
            return (known, place);
        }
        place.stamp = FileStamp::new(&status, self.moment);
        let is_noted = |known: &Content| {
            let noted = entry.zip(self.index);
            let noted = noted.is_some_and(|(it, index)| is_as_noted(it, index, &status));
            noted && kind(&status) == Some(known.kind)
        };
        let content = known
            .filter(is_noted)
            .or_else(|| self.before?.known(path, place.stamp?))
            .or_else(|| read(&self.root.on_disk(path), &status).ok());
        (content, place)
    }

    /// Returns what is known now of those of some files of which something else is known, by their positions; `None` if the content of one
    /// of them is another one.
    fn moved(&self, files: &[(String, Content)], places: &[Place]) -> Option<Vec<(usize, Place)>> {
        let mut nearby = Nearby::new(&self.root);
        let mut moved = Vec::new();
        for (at, ((path, content), place)) in files.iter().zip(places).enumerate() {
            let status = nearby.status(path, || Some(files.get(at + WORTH)?.0.as_str()));
            let stamp = status.and_then(|it| FileStamp::new(&it, self.moment));
            if stamp.is_some() && stamp == place.stamp {
                continue;
            }
            let (found, now) = self.find(path, place.entry, status);
            if found != Some(*content) {
                return None;
            }
            if now != *place {
                moved.push((at, now));
            }
        }
        Some(moved)
    }

    fn entry(&self, at: u32) -> Option<&Entry> {
        self.index?.entries().get(at as usize)
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

/// Returns the files that git tracks below a folder, and those that were walked and it does not track, in the order of their paths.
fn asked<'a>(index: Option<&'a Index>, prefix: &str, walked: &'a [String]) -> Vec<Asked<'a>> {
    let entries = index.map_or(&[][..], |it| it.entries());
    let mut asked = Vec::with_capacity(entries.len().max(walked.len()));
    let mut walked = walked.iter().map(String::as_str).peekable();
    let mut last = None;
    for (at, entry) in entries.iter().enumerate() {
        let path = index.and_then(|it| std::str::from_utf8(entry.path(it)).ok());
        let Some(path) = path.and_then(|it| it.strip_prefix(prefix)) else {
            continue;
        };
        // A conflict has several entries for one file.
        if last.replace(path) == Some(path) {
            continue;
        }
        let untracked = iter::from_fn(|| walked.next_if(|it| *it < path));
        asked.extend(untracked.map(|path| Asked { path, entry: None }));
        walked.next_if_eq(&path);
        let entry = Some(at as u32);
        asked.push(Asked { path, entry });
    }
    asked.extend(walked.map(|path| Asked { path, entry: None }));
    asked
}

#[cfg(all(test, unix))]
#[expect(
    clippy::disallowed_methods,
    reason = "what is looked at lies on the disk"
)]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

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
