//! Checks plans, all at once.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tip_plan::{Plan, Settled, Stage};
use tip_rules::{
    Judged, Outline, PlanContext, RuleConfig, SetContext, Shared, Sibling, Suppressions,
    check_plan, check_set,
};
use tip_syntax::{Document, Kept};

use crate::followed::{Told, open_references};
use crate::{EntryKind, Followed, Snapshot, Standing, discover};

/// What became of one file.
type Outcome = Result<Opinion, Problem>;

/// The outcome of a check.
#[derive(Debug, Default)]
pub struct Checked {
    /// The number of plans that the files form, apart from those of which no file could be checked.
    pub plans: usize,
    /// The files, sorted by path; those without findings too.
    pub files: Vec<CheckedFile>,
    /// What could not be checked.
    pub problems: Vec<Problem>,
    /// How many references of work that is not done name a place of which nobody knows where it is now.
    pub unfollowed: usize,
    /// How many name a place of which it is known.
    pub followed: usize,
}

/// A file and what was found in it.
#[derive(Debug)]
pub struct CheckedFile {
    /// Its path, relative to the repository.
    pub path: String,
    /// What was found, in the order of the text.
    pub judged: Vec<Judged>,
    /// Of the text that was judged what the findings speak of; `None` where only a look at all plans found it.
    pub source: Option<Kept>,
}

/// A file that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its path, relative to the repository.
    pub path: String,
    /// Why.
    pub message: String,
    /// Whether the fault is the program's.
    pub internal: bool,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct ReadFile {
    pub(crate) path: String,
    pub(crate) doc: Document,
    pub(crate) plan: Plan,
}

/// By what files are judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judging<'a> {
    pub(crate) rules: &'a RuleConfig,
    /// Where references lead; `None` where nobody looks.
    pub(crate) followed: Option<&'a Followed<'a>>,
}

/// What is to be said of one file, before suppressions.
pub(crate) struct Opinion {
    pub(crate) judged: Vec<Judged>,
    pub(crate) outline: Outline,
    pub(crate) suppressions: Suppressions,
    source: Option<Kept>,
    unfollowed: usize,
    followed: usize,
}

impl Snapshot {
    /// Checks files, each given with its standing. `done` is told how many are checked so far.
    ///
    /// The files of one plan are judged as one plan, those that were not asked for included; only what was asked for is answered. Only
    /// findings and outlines are kept in memory, never all documents.
    pub fn check(
        &self,
        files: &[(String, Standing)],
        rules: &RuleConfig,
        done: &(dyn Fn(usize) + Sync),
    ) -> Checked {
        self.check_followed(files, rules, None, done)
    }

    /// Checks files as [`Self::check`] does, and tells the rules where references lead.
    pub fn check_followed(
        &self,
        files: &[(String, Standing)],
        rules: &RuleConfig,
        followed: Option<&Followed<'_>>,
        done: &(dyn Fn(usize) + Sync),
    ) -> Checked {
        let count = AtomicUsize::new(0);
        let groups = groups(files);
        let results: Vec<Vec<Outcome>> = groups
            .par_iter()
            .map(|files| {
                let results = self.check_together(files, rules, followed);
                done(count.fetch_add(files.len(), Ordering::Relaxed) + files.len());
                results
            })
            .collect();
        let could = |outcomes: &&Vec<Outcome>| outcomes.iter().any(Result::is_ok);
        let plans = results.iter().filter(could).count();
        let mut opinions = Vec::new();
        let mut problems = Vec::new();
        for result in results.into_iter().flatten() {
            match result {
                Ok(opinion) => opinions.push(opinion),
                Err(problem) => problems.push(problem),
            }
        }
        let unfollowed = opinions.iter().map(|it| it.unfollowed).sum();
        let followed = opinions.iter().map(|it| it.followed).sum();
        Checked {
            unfollowed,
            followed,
            plans,
            files: check_set_of(opinions, rules),
            problems,
        }
    }

    /// Checks the files of one plan.
    fn check_together(
        &self,
        files: &[&(String, Standing)],
        rules: &RuleConfig,
        followed: Option<&Followed<'_>>,
    ) -> Vec<Outcome> {
        let Some((first, standing)) = files.first() else {
            return Vec::new();
        };
        let wanted = |path: &str| files.iter().find(|it| it.0 == path);
        let is_file = |it: &str| self.kind(it) == Some(EntryKind::File);
        let entry = discover::entry_of(first, *standing, is_file);
        let mut outcomes = Vec::new();
        let mut read: Vec<ReadFile> = Vec::new();
        for file in &entry.files {
            match caught(&file.path, || self.read_one(&file.path)) {
                Ok(it) => read.push(it),
                Err(problem) if wanted(&file.path).is_some() => outcomes.push(Err(problem)),
                // What nobody asked about and nobody can read tells nothing of the others.
                Err(_) => {}
            }
        }
        let shared = stage_by_tasks(&read);
        for file in &mut read {
            let standing = wanted(&file.path).map_or(*standing, |it| it.1);
            settle(file, standing, shared);
        }
        let judge = |file: &ReadFile| {
            wanted(&file.path)?;
            let siblings = siblings(&read, &file.path);
            Some(caught(&file.path, || {
                let told = self.told(followed, file);
                Ok(self.judge(file, &siblings, rules, told))
            }))
        };
        let judged: Vec<Option<Outcome>> = read.iter().map(judge).collect();
        for (file, outcome) in read.into_iter().zip(judged) {
            let with_source = |mut opinion: Opinion| {
                // The message shows the text that was judged, whatever becomes of the file.
                if !opinion.judged.is_empty() {
                    let spans = opinion.judged.iter().flat_map(|it| it.finding.spans());
                    opinion.source = Some(Kept::around(file.doc.source(), spans));
                }
                opinion
            };
            outcomes.extend(outcome.map(|it| it.map(with_source)));
        }
        outcomes
    }

    /// Reads the other files of the plan that a file belongs to; those that cannot be read tell nothing.
    pub(crate) fn beside(&self, path: &str, standing: Standing) -> Vec<ReadFile> {
        let is_file = |it: &str| self.kind(it) == Some(EntryKind::File);
        let files = discover::entry_of(path, standing, is_file).files;
        let others = files.iter().filter(|it| it.path != path);
        others
            .filter_map(|it| self.read_one(&it.path).ok())
            .collect()
    }

    /// Judges bytes as if they stood at `path`, beside the other files of the plan.
    pub(crate) fn judge_bytes(
        &self,
        path: &str,
        standing: Standing,
        bytes: &[u8],
        beside: &[ReadFile],
        Judging { rules, followed }: Judging<'_>,
    ) -> Vec<Judged> {
        let doc = Document::parse(bytes.to_vec());
        let plan = self.plan(path, &doc);
        let path = path.to_owned();
        let mut file = ReadFile { path, doc, plan };
        let shared = stage_by_tasks(beside);
        settle(&mut file, standing, shared);
        let siblings = siblings(beside, &file.path);
        let Opinion {
            mut judged,
            suppressions,
            ..
        } = self.judge(&file, &siblings, rules, self.told(followed, &file));
        suppressions.apply(&mut judged, rules);
        judged
    }

    fn read_one(&self, path: &str) -> Result<ReadFile, Problem> {
        let read = self.read_shared(path).map_err(|error| Problem {
            path: path.to_owned(),
            message: error.source.to_string(),
            internal: false,
        })?;
        // Where nothing is kept for others, nothing is copied.
        let (doc, plan) = Arc::unwrap_or_clone(read);
        Ok(ReadFile {
            path: path.to_owned(),
            doc,
            plan,
        })
    }

    /// Returns what is known of where the references of a plan lead.
    fn told(&self, followed: Option<&Followed<'_>>, file: &ReadFile) -> Told {
        let ReadFile { path, doc, plan } = file;
        match followed {
            Some(followed) => followed.tell(self, path, doc, plan),
            None => Told {
                unknown: open_references(plan),
                ..Told::default()
            },
        }
    }

    /// Runs the rules over one plan, makes it small, and collects what it suppresses.
    pub(crate) fn judge(
        &self,
        file: &ReadFile,
        siblings: &[Sibling<'_>],
        rules: &RuleConfig,
        told: Told,
    ) -> Opinion {
        let ReadFile { path, doc, plan } = file;
        let mut answers = self.answers(path, doc, plan);
        answers.drifted = told.drifted;
        answers.meant = told.meant;
        let ctx = PlanContext {
            path,
            doc,
            plan,
            siblings,
            answers: &answers,
            schema: self.schema(),
            limits: &self.config().limits,
            shared: &Shared::default(),
        };
        Opinion {
            judged: check_plan(&ctx, rules),
            outline: Outline::new(path, plan, &answers),
            suppressions: Suppressions::of(&ctx),
            source: None,
            unfollowed: told.unknown,
            followed: told.known,
        }
    }
}

/// Puts the files of one plan together, in the order of their first files.
fn groups(files: &[(String, Standing)]) -> Vec<Vec<&(String, Standing)>> {
    let mut groups: Vec<Vec<&(String, Standing)>> = Vec::new();
    let mut of_folder: FxHashMap<&str, usize> = FxHashMap::default();
    for file in files {
        let Some(folder) = discover::family_folder(&file.0) else {
            groups.push(vec![file]);
            continue;
        };
        let at = *of_folder.entry(folder).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(file),
            None => groups.push(vec![file]),
        }
    }
    groups
}

/// Returns the stage that the tasks of a plan tell, where they say that it is over.
pub(crate) fn stage_by_tasks(files: &[ReadFile]) -> Option<Stage> {
    let tasks = files.iter().find(|it| it.path.ends_with("/tasks.md"))?;
    let progress = tasks.plan.progress();
    let done = progress.total > 0 && progress.done == progress.total;
    let stage = if done {
        Stage::Complete
    } else {
        tasks.plan.stage()
    };
    stage.is_over().then_some(stage)
}

/// Gives a file the stage of its plan.
pub(crate) fn settle(file: &mut ReadFile, standing: Standing, shared: Option<Stage>) {
    if standing == Standing::Archived {
        // What lies in an archive is history, whatever it says of itself.
        file.plan.status.settled = Some(Settled {
            stage: Stage::Superseded,
            why: "it lies in an archive",
        });
        return;
    }
    if file.plan.stage().is_over() {
        return;
    }
    if let Some(stage) = shared.filter(|_| !file.path.ends_with("/tasks.md")) {
        file.plan.status.settled = Some(Settled {
            stage,
            why: "the tasks beside it tell",
        });
    }
}

/// Returns the files beside the one at `path`, as rules see them.
pub(crate) fn siblings<'a>(files: &'a [ReadFile], path: &str) -> Vec<Sibling<'a>> {
    let others = files.iter().filter(|it| it.path != path);
    others
        .map(|it| Sibling {
            path: &it.path,
            plan: &it.plan,
        })
        .collect()
}

/// Does something with one file; a panic becomes a problem of that file, so that the others are checked.
pub(crate) fn caught<T>(
    path: &str,
    work: impl FnOnce() -> Result<T, Problem>,
) -> Result<T, Problem> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|it| (*it).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        Err(Problem {
            path: path.to_owned(),
            message: message.unwrap_or_else(|| "a panic without words".to_owned()),
            internal: true,
        })
    })
}

/// Runs the rules over all plans, and then applies what each plan suppresses.
fn check_set_of(mut opinions: Vec<Opinion>, rules: &RuleConfig) -> Vec<CheckedFile> {
    // Both lists are sorted, so that the positions in the findings are those of the files.
    opinions.sort_by(|a, b| a.outline.path.cmp(&b.outline.path));
    let mut outlines = Vec::with_capacity(opinions.len());
    let mut files = Vec::with_capacity(opinions.len());
    for opinion in opinions {
        let path = opinion.outline.path.clone();
        let file = CheckedFile {
            path,
            judged: opinion.judged,
            source: opinion.source,
        };
        files.push((file, opinion.suppressions));
        outlines.push(opinion.outline);
    }
    let ctx = SetContext {
        outlines: &outlines,
    };
    for (at, judged) in check_set(&ctx, rules) {
        if let Some((file, _)) = files.get_mut(at) {
            file.judged.push(judged);
            file.judged.sort_by_key(|it| it.finding.primary.span);
        }
    }
    let suppressed = |(mut file, suppressions): (CheckedFile, Suppressions)| {
        suppressions.apply(&mut file.judged, rules);
        let lacks = |it: &Kept| {
            let mut spans = file.judged.iter().flat_map(|it| it.finding.spans());
            spans.any(|span| !it.holds(span))
        };
        if file.source.as_ref().is_some_and(lacks) {
            file.source = None;
        }
        file
    };
    files.into_iter().map(suppressed).collect()
}
