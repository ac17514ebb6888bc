//! Finds plans: by where they lie first, by how they read second.

mod group;

mod places;

mod signature;

mod unseen;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use camino::Utf8Path;
use rayon::prelude::*;

use crate::{CONFIG_FILE, Config, System, Unseen, Walked};

use crate::carried::{Carried, Look};
use crate::resolve::lock;
use places::Place;

pub use group::Role;

/// How a plan stands to the work at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is part of it.
    #[default]
    Current,
    /// It lies in an archive.
    Archived,
    /// Git ignores it.
    Ignored,
}

impl Standing {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Archived => "archived",
            Self::Ignored => "ignored",
        }
    }
}

/// Whether a Markdown file is a plan, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its path, relative to the repository.
    pub path: String,
    /// Whether it is a plan.
    pub is_plan: bool,
    /// How it stands to the work at hand.
    pub standing: Standing,
    /// What told it.
    pub reason: String,
}

/// A plan, in one file or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanEntry {
    /// The path of its file, or of the folder that holds its files.
    pub name: String,
    /// Its files, the one that says most of its progress first; never empty.
    pub files: Vec<PlanFile>,
    /// How it stands to the work at hand.
    pub standing: Standing,
}

/// A file of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    /// Its path, relative to the repository.
    pub path: String,
    /// What it is for.
    pub role: Role,
}

impl PlanEntry {
    /// Returns the file that says most of the plan's progress.
    pub fn primary(&self) -> &PlanFile {
        &self.files[0]
    }
}

/// What was found below a folder.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// One for each Markdown file, sorted by path.
    pub verdicts: Vec<Verdict>,
    /// The plans, sorted by name.
    pub entries: Vec<PlanEntry>,
    /// The Markdown files and the folders that may hold a plan and could not be looked at, sorted by path.
    pub unseen: Vec<Unseen>,
}

/// What is known of one file.
#[derive(Clone, Debug)]
pub(crate) enum Decision {
    /// It is a plan, and why.
    Plan(String),
    /// It is no plan, and why.
    Other(String),
    /// It may be a plan, and why it could not be looked at.
    Unseen(String),
}

/// Decides which files are plans.
pub(crate) struct Finder<'a> {
    system: &'a dyn System,
    root: &'a Utf8Path,
    config: &'a Config,
    /// Folders below the root that have a configuration of their own.
    nested: Vec<String>,
    /// What was decided before by what files hold, among other things.
    carried: &'a Carried,
    /// Where the files are noted whose text decides.
    look: Option<&'a Look<'a>>,
}

impl fmt::Debug for Finder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finder")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl<'a> Finder<'a> {
    /// Prepares for the files of a repository, which are listed so that other projects within it are known.
    pub(crate) fn new(
        system: &'a dyn System,
        root: &'a Utf8Path,
        config: &'a Config,
        files: &[String],
        carried: &'a Carried,
    ) -> Self {
        let nested = files
            .iter()
            .filter_map(|it| it.strip_suffix(CONFIG_FILE)?.strip_suffix('/'))
            .map(str::to_owned)
            .collect();
        Self {
            system,
            root,
            config,
            nested,
            carried,
            look: None,
        }
    }

    /// Notes the files whose text decides.
    pub(crate) fn noting(self, look: &'a Look<'a>) -> Self {
        Self {
            look: Some(look),
            ..self
        }
    }

    /// Decides for all files of a repository, and for what a walk met beside them: `rest` in the repository, `ignored` in what git
    /// ignores.
    pub(crate) fn discover(&self, files: &[String], rest: &Walked, ignored: &Walked) -> Discovery {
        let unseen = Mutex::new(Vec::new());
        let decide = |path: &String, standing| {
            is_markdown(path).then(|| {
                let decision = self.decide(path);
                if let Decision::Unseen(reason) = &decision {
                    lock(&unseen).push(Unseen {
                        path: path.clone(),
                        reason: reason.clone(),
                    });
                }
                self.told(path, standing, decision)
            })
        };
        let mut verdicts: Vec<Verdict> = files
            .par_iter()
            .filter_map(|it| decide(it, Standing::Current))
            .chain(
                ignored
                    .files
                    .par_iter()
                    .filter_map(|it| decide(it, Standing::Ignored)),
            )
            .collect();
        let mut unseen = unseen.into_inner().unwrap_or_else(PoisonError::into_inner);
        for it in rest.problems.iter().chain(&ignored.problems) {
            self.add_unseen(it, &mut verdicts, &mut unseen);
        }
        let others = rest.others.iter().chain(&ignored.others);
        verdicts.extend(
            others
                .filter(|it| is_markdown(it))
                .map(|it| self.irregular(it)),
        );
        verdicts.sort_by(|a, b| a.path.cmp(&b.path));
        verdicts.dedup_by(|a, b| a.path == b.path);
        unseen.sort();
        unseen.dedup_by(|a, b| a.path == b.path);
        let entries = entries(&verdicts);
        Discovery {
            verdicts,
            entries,
            unseen,
        }
    }

    /// Decides for one file.
    pub(crate) fn verdict(&self, path: &str, standing: Standing) -> Verdict {
        self.told(path, standing, self.decide(path))
    }

    fn told(&self, path: &str, standing: Standing, decision: Decision) -> Verdict {
        let standing = match standing {
            Standing::Current if self.is_archived(path) => Standing::Archived,
            standing => standing,
        };
        let (is_plan, reason) = match decision {
            Decision::Plan(reason) => (true, reason),
            Decision::Other(reason) => (false, reason),
            Decision::Unseen(reason) => (false, format!("cannot be read: {reason}")),
        };
        Verdict {
            path: path.to_owned(),
            is_plan,
            standing,
            reason,
        }
    }

    /// Decides by the path, or else by what the file holds.
    fn decide(&self, path: &str) -> Decision {
        let place = match self.by_path(path) {
            Ok(place) => place,
            Err(decision) => return decision,
        };
        if let Some(look) = self.look {
            look.note(self.root.join(path));
        }
        let stamp = self.carried.stamp(self.system, self.root, path);
        self.carried.decisions.get(path, stamp, || {
            let head = self
                .system
                .read_head(&self.root.join(path), signature::HEAD);
            match head {
                Ok(bytes) => by_text(path, place, &bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound && place.is_none() => {
                    Decision::Other("is a link that leads nowhere".to_owned())
                }
                Err(error) => Decision::Unseen(error.to_string()),
            }
        })
    }

    /// Returns the place that a file lies in if that does not decide, or else the decision.
    fn by_path(&self, path: &str) -> Result<Option<(usize, &'static Place)>, Decision> {
        if let Some(glob) = self.config.exclude.matching(path) {
            return Err(Decision::Other(format!("`plans.exclude` has `{glob}`")));
        }
        if let Some(nested) = self.nested.iter().find(|it| is_below(path, it)) {
            return Err(Decision::Other(format!(
                "belongs to `{nested}`, which has a {CONFIG_FILE} of its own"
            )));
        }
        if let Some(glob) = self.config.include.matching(path) {
            return Err(Decision::Plan(format!("`plans.include` has `{glob}`")));
        }
        let place = places::PLACE_GLOBS
            .position(path)
            .map(|at| (at, &places::PLACES[at]));
        if let Some(reason) = not_by_path(path, place.is_some_and(|(_, it)| it.sure)) {
            return Err(Decision::Other(reason));
        }
        match place {
            Some((_, place)) if place.sure => Err(Decision::Plan(format!(
                "lies where plans lie: `{}`",
                place.glob
            ))),
            place => Ok(place),
        }
    }

    fn is_archived(&self, path: &str) -> bool {
        let mut folders = path.split('/').rev().skip(1);
        folders.any(|it| places::ARCHIVES.contains(&it.to_lowercase().as_str()))
            || is_shipped(path)
            || self.config.archived.matching(path).is_some()
    }
}

/// Returns whether a path lies among what was shipped: `.planning/milestones/`, `.planning/workstreams/social/milestones/`.
fn is_shipped(path: &str) -> bool {
    let mut folders = path.split('/').skip_while(|it| *it != places::RECORDS);
    folders.any(|it| it == places::SHIPPED)
}

/// Decides by the first bytes of a file, of which the place alone tells too little.
fn by_text(path: &str, place: Option<(usize, &Place)>, bytes: &[u8]) -> Decision {
    let name = path.rsplit('/').next().unwrap_or(path);
    let signature = signature::look(name, bytes);
    let words = signature.words();
    match place {
        // A plan that was just begun has most of the template's brackets left.
        Some((_, place)) if signature.template && signature.staged => Decision::Plan(format!(
            "lies where plans lie, `{}`, and has a status",
            place.glob
        )),
        _ if signature.template => Decision::Other(format!("reads like a template: {words}")),
        Some((0, place)) if signature.formless => Decision::Plan(format!(
            "lies where plans lie, `{}`, though nothing in it can be made out",
            place.glob
        )),
        Some((_, place)) if signature.score >= signature::ENOUGH_IN_PLACE => Decision::Plan(
            format!("lies where plans lie, `{}`, and has {words}", place.glob),
        ),
        _ if signature.score >= signature::ENOUGH => {
            Decision::Plan(format!("reads like a plan: {words}"))
        }
        _ if words.is_empty() => Decision::Other("nothing in it reads like a plan".to_owned()),
        _ => Decision::Other(format!("too little in it reads like a plan: {words}")),
    }
}

/// Returns whether a path names a Markdown file.
pub fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, it)| it);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// Returns the folders in which plans lie even where git ignores them.
pub(crate) fn often_ignored() -> &'static [&'static str] {
    places::OFTEN_IGNORED
}

/// Returns the plan that files of the same folder form with `path`, given which of them exist.
pub(crate) fn entry_of(path: &str, standing: Standing, exists: impl Fn(&str) -> bool) -> PlanEntry {
    let Some((folder, _, _)) = group::family(path) else {
        return single(path, standing);
    };
    let siblings = group::family_names().map(|name| format!("{folder}/{name}"));
    let verdicts: Vec<Verdict> = siblings
        .filter(|it| it == path || exists(it))
        .map(|path| Verdict {
            path,
            is_plan: true,
            standing,
            reason: String::new(),
        })
        .collect();
    let mut entries = entries(&verdicts);
    entries.pop().unwrap_or_else(|| single(path, standing))
}

/// Returns the folder whose files form one plan with this one; `None` for a file that is a plan by itself.
pub(crate) fn family_folder(path: &str) -> Option<&str> {
    group::family(path).map(|(folder, ..)| folder)
}

fn single(path: &str, standing: Standing) -> PlanEntry {
    PlanEntry {
        name: path.to_owned(),
        files: vec![PlanFile {
            path: path.to_owned(),
            role: Role::Plan,
        }],
        standing,
    }
}

/// Forms plans of the files that are plans.
fn entries(verdicts: &[Verdict]) -> Vec<PlanEntry> {
    let mut entries = Vec::new();
    let mut folders: BTreeMap<&str, Vec<(usize, Role, &Verdict)>> = BTreeMap::new();
    for verdict in verdicts.iter().filter(|it| it.is_plan) {
        match group::family(&verdict.path) {
            Some((folder, rank, role)) => {
                folders
                    .entry(folder)
                    .or_default()
                    .push((rank, role, verdict));
            }
            None => entries.push(single(&verdict.path, verdict.standing)),
        }
    }
    for (folder, mut files) in folders {
        files.sort_by_key(|(rank, ..)| *rank);
        let name = match files.as_slice() {
            [(_, _, only)] => only.path.clone(),
            _ => folder.to_owned(),
        };
        let standing = files
            .iter()
            .map(|it| it.2.standing)
            .min()
            .unwrap_or_default();
        let files = files
            .into_iter()
            .map(|(_, role, verdict)| PlanFile {
                path: verdict.path.clone(),
                role,
            })
            .collect();
        entries.push(PlanEntry {
            name,
            files,
            standing,
        });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

/// Returns why a path alone tells that a file is no plan.
fn not_by_path(path: &str, in_sure_place: bool) -> Option<String> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.to_lowercase();
    let known = places::NOT_BY_NAME.iter().find(|(it, _)| *it == name);
    if let Some((_, what)) = known {
        return Some(format!("`{name}` is {what}"));
    }
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    let mut words = stem.split(['-', '_', '.', ' ']);
    match words.next() {
        Some("template") => return Some(format!("`{name}` is a template")),
        Some("runbook") if !in_sure_place => return Some(format!("`{name}` is a procedure")),
        Some("readme") if !in_sure_place => return Some(format!("`{name}` is a README")),
        _ => {}
    }
    let last = words.next_back().unwrap_or(stem);
    let told = places::NOT_BY_LAST_WORD
        .iter()
        .find(|(it, _)| *it == last)
        .filter(|(it, _)| !in_sure_place || holds_ever(it, stem));
    if let Some((_, what)) = told {
        return Some(format!("`{name}` is {what}"));
    }
    let parts: Vec<&str> = folders.split('/').collect();
    let records = !in_sure_place && parts.contains(&places::RECORDS);
    if records && !matches!(last, "plan" | "roadmap") {
        let folder = places::RECORDS;
        return Some(format!(
            "lies below `{folder}/`, which keeps records of the work beside plans"
        ));
    }
    let runs = places::NOT_BY_FOLDERS.iter();
    if let Some((run, what)) = runs.into_iter().find(|(run, _)| holds_run(&parts, run)) {
        return Some(format!(
            "lies below `{}/`, which holds {what}",
            run.join("/")
        ));
    }
    if in_sure_place {
        let mut folders = folders.split('/');
        let other = folders.find(|it| places::NOT_BY_FOLDER_EVER.contains(it));
        return other.map(|it| format!("lies below `{it}/`"));
    }
    folders.split('/').find_map(|folder| {
        let folder = folder.to_lowercase();
        let (_, what) = places::NOT_BY_FOLDER.iter().find(|(it, _)| *it == folder)?;
        Some(format!("lies below `{folder}/`, which holds {what}"))
    })
}

/// Returns whether a last word tells even where everything else is a plan: a template has no date or number in front, a plan to make
/// one has.
fn holds_ever(word: &str, stem: &str) -> bool {
    let numbered = stem.starts_with(|it: char| it.is_ascii_digit());
    places::NOT_BY_LAST_WORD_EVER.contains(&word) && !(word == "template" && numbered)
}

/// Returns whether folders follow each other as `run` says; `*` is any one.
fn holds_run(folders: &[&str], run: &[&str]) -> bool {
    folders.windows(run.len()).any(|window| {
        window
            .iter()
            .zip(run)
            .all(|(folder, wanted)| *wanted == "*" || folder == wanted)
    })
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}
