//! By what names people call plans and things in them.

use camino::Utf8Path;
use thiserror::Error;
use tip_plan::Plan;

use crate::{EntryKind, PlanEntry, Snapshot, is_markdown, nearest_word};

/// A thing in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file that it stands in, as a position in [`PlanEntry::files`].
    pub file: usize,
    /// What it is.
    pub kind: TargetKind,
}

/// What a thing in a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A unit, by its position.
    Unit(usize),
    /// A box, by its position.
    CheckBox(usize),
}

/// Why a name leads to no plan.
#[derive(Debug, Error)]
pub enum NameError {
    /// No plan has it.
    #[error("no plan is called `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// The name of a plan that looks most like it.
        nearest: Option<String>,
    },
    /// Several plans have it.
    #[error("`{name}` fits {} plans", .candidates.len())]
    Ambiguous {
        /// The name.
        name: String,
        /// The names of the plans.
        candidates: Vec<String>,
    },
    /// Nothing in the plan has it.
    #[error("`{plan}` holds nothing called `{name}`")]
    UnknownThing {
        /// The plan.
        plan: String,
        /// The handle or id.
        name: String,
        /// What looks most like it.
        nearest: Option<String>,
    },
    /// Several things in the plan have it.
    #[error("`{name}` fits {} things in `{plan}`", .candidates.len())]
    AmbiguousThing {
        /// The plan.
        plan: String,
        /// The handle or id.
        name: String,
        /// What they are.
        candidates: Vec<String>,
    },
}

impl Snapshot {
    /// Finds the plan that somebody means: by path, by feature, by name, or by the start of one of these that only it has.
    ///
    /// `from` is the folder that paths are relative to besides the root.
    pub fn find(&self, name: &str, from: &Utf8Path) -> Result<PlanEntry, NameError> {
        if let Some(entry) = self.by_path(name, from) {
            return Ok(entry);
        }
        let entries = &self.discovery().entries;
        let wanted = fold(name);
        let named: Vec<(Vec<String>, &PlanEntry)> =
            entries.iter().map(|it| (names(&it.name), it)).collect();
        let by_name = |fits: &dyn Fn(&str) -> bool| -> Vec<&PlanEntry> {
            let found = named
                .iter()
                .filter(|(names, _)| names.iter().any(|it| fits(it)));
            found.map(|(_, entry)| *entry).collect()
        };
        let exact = by_name(&|it| it == wanted);
        if !exact.is_empty() {
            return one(name, &exact);
        }
        let features = self.features();
        let by_feature = |fits: &dyn Fn(&str) -> bool| -> Vec<&PlanEntry> {
            let found = features.iter().filter(|(it, _)| fits(it));
            found.map(|(_, at)| &entries[*at]).collect()
        };
        let exact = by_feature(&|it| it == wanted);
        if !exact.is_empty() {
            return one(name, &exact);
        }
        let mut starting = by_name(&|it| it.starts_with(&wanted));
        starting.extend(by_feature(&|it| it.starts_with(&wanted)));
        starting.sort_by(|a, b| a.name.cmp(&b.name));
        starting.dedup_by(|a, b| a.name == b.name);
        // Dots alone name a folder, and begin many names.
        if !starting.is_empty() && wanted.contains(char::is_alphanumeric) {
            return one(name, &starting);
        }
        let all = named
            .iter()
            .flat_map(|(names, _)| names.iter().map(String::as_str));
        let features = features.iter().map(|(it, _)| it.as_str());
        Err(NameError::Unknown {
            name: name.to_owned(),
            nearest: nearest_start(&wanted, all.chain(features)).map(str::to_owned),
        })
    }

    /// A path names a file, or the folder of a plan with several.
    fn by_path(&self, name: &str, from: &Utf8Path) -> Option<PlanEntry> {
        let from_here = self.relative(&normalize(&from.join(name)));
        let from_root = self.relative(&normalize(&self.root().join(name)));
        for path in [from_here, from_root].into_iter().flatten() {
            match self.kind(&path) {
                Some(EntryKind::File) if is_markdown(&path) => return Some(self.entry_of(&path)),
                Some(EntryKind::Folder) => {
                    let entries = &self.discovery().entries;
                    let path = path.trim_end_matches('/');
                    let found = entries.iter().find(|it| {
                        it.name == path
                            || it.name.rsplit_once('/').is_some_and(|(f, _)| {
                                f == path && it.files[0].role != crate::Role::Plan
                            })
                    });
                    if let Some(entry) = found {
                        return Some(entry.clone());
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Returns the features of all plans, folded, with the positions of their plans.
    fn features(&self) -> Vec<(String, usize)> {
        use rayon::prelude::*;
        let entries = &self.discovery().entries;
        let feature = |(at, entry): (usize, &PlanEntry)| {
            let (_, plan) = self.read(&entry.primary().path).ok()?;
            Some((fold(&plan.feature?.value), at))
        };
        entries.par_iter().enumerate().filter_map(feature).collect()
    }

    /// Finds a thing in a plan by its handle or its id, or by the start of an id that only it has.
    pub fn find_in(entry: &PlanEntry, plans: &[&Plan], name: &str) -> Result<Target, NameError> {
        let things: Vec<Thing<'_>> = plans.iter().enumerate().flat_map(things).collect();
        let pick = |fits: &dyn Fn(&Thing<'_>) -> bool| -> Vec<&Thing<'_>> {
            things.iter().filter(|it| fits(it)).collect()
        };
        let mut found = pick(&|it| it.handle.eq_ignore_ascii_case(name) || it.id == name);
        if found.is_empty() && name.len() >= 4 {
            found = pick(&|it| it.id.starts_with(name));
        }
        if found.is_empty() {
            // `T2` may be written for `P1.T2`, and for its like.
            found = pick(&|it| ends_handle(it.handle, name));
        }
        // A handle that several files have means the first, which says most of the plan.
        let first = found.first().map(|it| it.target.file);
        if found.iter().any(|it| Some(it.target.file) != first) {
            found.retain(|it| Some(it.target.file) == first);
        }
        match found.as_slice() {
            [only] => Ok(only.target.clone()),
            [] => Err(NameError::UnknownThing {
                plan: entry.name.clone(),
                name: name.to_owned(),
                nearest: nearest_word(name, things.iter().map(|it| it.handle)).map(str::to_owned),
            }),
            several => Err(NameError::AmbiguousThing {
                plan: entry.name.clone(),
                name: name.to_owned(),
                candidates: several
                    .iter()
                    .map(|it| format!("{} {} {}", it.handle, it.id, it.title))
                    .collect(),
            }),
        }
    }
}

impl Snapshot {
    /// Returns which file of a plan a name means, where it is the path of one.
    pub fn file_named(&self, entry: &PlanEntry, name: &str, from: &Utf8Path) -> Option<usize> {
        let from_here = self.relative(&normalize(&from.join(name)));
        let from_root = self.relative(&normalize(&self.root().join(name)));
        let paths = [from_here, from_root];
        let mut paths = paths.iter().flatten();
        paths.find_map(|path| entry.files.iter().position(|it| it.path == *path))
    }

    /// Finds the one thing in a plan that is to be changed: as [`find_in`](Self::find_in), but in `only` this file, and nothing that
    /// several files have, unless one of them is the list of tasks.
    pub fn find_for_change(
        entry: &PlanEntry,
        plans: &[&Plan],
        name: &str,
        only: Option<usize>,
    ) -> Result<Target, NameError> {
        let things: Vec<Thing<'_>> = plans.iter().enumerate().flat_map(things).collect();
        let here = |it: &&Thing<'_>| only.is_none_or(|only| it.target.file == only);
        let exact = |it: &&Thing<'_>| it.handle.eq_ignore_ascii_case(name) || it.id == name;
        let mut found: Vec<&Thing<'_>> = things.iter().filter(here).filter(exact).collect();
        // What `show` prints of a plan with a list of tasks is that of the list.
        let of_tasks = |it: &&Thing<'_>| entry.files[it.target.file].role == crate::Role::Tasks;
        if found.iter().any(of_tasks) {
            found.retain(of_tasks);
        }
        match found.as_slice() {
            [only] => Ok(only.target.clone()),
            // The start of an id, and what looks like the name, are looked for as everywhere.
            [] => Self::find_in(entry, plans, name),
            several => Err(NameError::AmbiguousThing {
                plan: entry.name.clone(),
                name: name.to_owned(),
                candidates: several
                    .iter()
                    .map(|it| {
                        let path = &entry.files[it.target.file].path;
                        format!("{path}#{} {} {}", it.handle, it.id, it.title)
                            .trim_end()
                            .to_owned()
                    })
                    .collect(),
            }),
        }
    }
}

/// Returns the name that looks most like `wanted`, as a whole or in its beginning.
fn nearest_start<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = wanted.chars().count();
    let starts: Vec<(String, &str)> = names
        .flat_map(|it| [(it.to_owned(), it), (it.chars().take(length).collect(), it)])
        .collect();
    let nearest = nearest_word(wanted, starts.iter().map(|(start, _)| start.as_str()))?;
    starts
        .iter()
        .find(|(start, _)| start == nearest)
        .map(|(_, name)| *name)
}

struct Thing<'a> {
    handle: &'a str,
    id: &'a str,
    title: &'a str,
    target: Target,
}

/// Returns whether a handle, however often it was given, ends in a name: `P1.T2` and `P1.T2~2` in `T2`.
fn ends_handle(handle: &str, name: &str) -> bool {
    let bare = handle.split('~').next().unwrap_or(handle);
    let at = bare.len().checked_sub(name.len());
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && at.and_then(|at| bare.get(at..)).is_some_and(|end| {
            end.eq_ignore_ascii_case(name) && bare[..bare.len() - end.len()].ends_with('.')
        })
}

fn things<'a>((file, plan): (usize, &&'a Plan)) -> Vec<Thing<'a>> {
    let units = plan.units.iter().enumerate().map(|(at, unit)| Thing {
        handle: &unit.handle,
        id: &unit.id,
        title: &unit.title.value,
        target: Target {
            file,
            kind: TargetKind::Unit(at),
        },
    });
    let boxes = plan.boxes.iter().enumerate();
    let boxes = boxes.filter(|(_, it)| it.is_unit.is_none());
    let boxes = boxes.map(|(at, it)| Thing {
        handle: &it.handle,
        id: &it.id,
        title: "",
        target: Target {
            file,
            kind: TargetKind::CheckBox(at),
        },
    });
    units.chain(boxes).collect()
}

fn one(name: &str, found: &[&PlanEntry]) -> Result<PlanEntry, NameError> {
    match found {
        [only] => Ok((*only).clone()),
        several => Err(NameError::Ambiguous {
            name: name.to_owned(),
            candidates: several.iter().map(|it| it.name.clone()).collect(),
        }),
    }
}

/// Returns the names that a plan goes by: its path, its last part, and that without date, number and `tip-`.
///
/// A file that is called as every plan is goes by its folder: `plans/0091-berths/plan.md` by `berths`.
fn names(name: &str) -> Vec<String> {
    let folded = fold(name);
    let bare = folded.strip_suffix(".md").unwrap_or(&folded).to_owned();
    let last = crate::index::last_part(&bare).to_owned();
    let parent = bare.rsplit_once('/').map(|(parent, _)| parent);
    let parent = parent.filter(|_| ["plan", "implementation-plan", "tasks"].contains(&&*last));
    let telling = parent.map_or(last.clone(), |it| crate::index::last_part(it).to_owned());
    let undated = telling
        .trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '-' | '_'))
        .to_owned();
    let short = undated.strip_prefix("tip-").unwrap_or(&undated).to_owned();
    let mut names = vec![folded, bare, last, telling, undated, short];
    names.retain(|it| !it.is_empty());
    names.dedup();
    names
}

fn fold(name: &str) -> String {
    name.trim()
        .trim_end_matches('/')
        .to_lowercase()
        .replace([' ', '_'], "-")
}

/// Takes `.` and `..` out of a path, by its words alone.
fn normalize(path: &Utf8Path) -> camino::Utf8PathBuf {
    let mut out = camino::Utf8PathBuf::new();
    for part in path.components() {
        match part {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => {
                out.pop();
            }
            part => out.push(part.as_str()),
        }
    }
    out
}
