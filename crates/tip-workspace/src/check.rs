//! Checks plans, all at once.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use tip_plan::Stage;
use tip_rules::{Judged, Outline, PlanContext, RuleConfig, SetContext, check_plan, check_set};
use tip_syntax::Document;

use crate::{Snapshot, Standing};

/// The outcome of a check.
#[derive(Debug, Default)]
pub struct Checked {
    /// The files, sorted by path; those without findings too.
    pub files: Vec<CheckedFile>,
    /// What could not be checked.
    pub problems: Vec<Problem>,
}

/// A file and what was found in it.
#[derive(Debug)]
pub struct CheckedFile {
    /// Its path, relative to the repository.
    pub path: String,
    /// What was found, in the order of the text.
    pub judged: Vec<Judged>,
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

/// Files that form one plan with the `tasks.md` beside them.
const BESIDE_TASKS: &[&str] = &[
    "spec.md",
    "plan.md",
    "proposal.md",
    "design.md",
    "requirements.md",
    "research.md",
    "data-model.md",
    "quickstart.md",
];

impl Snapshot {
    /// Checks files, each given with its standing. `done` is told how many are checked so far.
    ///
    /// Only findings and outlines are kept in memory, never all documents.
    pub fn check(
        &self,
        files: &[(String, Standing)],
        rules: &RuleConfig,
        done: &(dyn Fn(usize) + Sync),
    ) -> Checked {
        let count = AtomicUsize::new(0);
        let results: Vec<Result<(CheckedFile, Outline), Problem>> = files
            .par_iter()
            .map(|(path, standing)| {
                let result = self.check_caught(path, *standing, rules);
                done(count.fetch_add(1, Ordering::Relaxed) + 1);
                result
            })
            .collect();
        let mut checked = Checked::default();
        let mut outlines = Vec::new();
        for result in results {
            match result {
                Ok((file, outline)) => {
                    checked.files.push(file);
                    outlines.push(outline);
                }
                Err(problem) => checked.problems.push(problem),
            }
        }
        check_together(&mut checked, outlines, rules);
        checked
    }

    /// Checks one file; a panic becomes a problem of that file, so that the others are checked.
    fn check_caught(
        &self,
        path: &str,
        standing: Standing,
        rules: &RuleConfig,
    ) -> Result<(CheckedFile, Outline), Problem> {
        caught(path, || self.check_one(path, standing, rules))
    }

    /// Returns the stage of the plan that a file belongs to, where the tasks beside it say that it is over.
    fn stage_by_tasks(&self, path: &str) -> Option<Stage> {
        let (folder, name) = path.rsplit_once('/')?;
        if !BESIDE_TASKS.contains(&name) {
            return None;
        }
        let tasks = format!("{folder}/tasks.md");
        if let Some(known) = self
            .stages
            .lock()
            .ok()
            .and_then(|stages| stages.get(&tasks).copied())
        {
            return known;
        }
        let bytes = self.bytes(&tasks).ok();
        let stage = bytes
            .map(|bytes| {
                let doc = Document::parse(bytes);
                let plan = self.plan(&tasks, &doc);
                let progress = plan.progress();
                let done = progress.total > 0 && progress.done == progress.total;
                if done { Stage::Complete } else { plan.stage() }
            })
            .filter(|stage| stage.is_over());
        if let Ok(mut stages) = self.stages.lock() {
            stages.insert(tasks, stage);
        }
        stage
    }

    fn check_one(
        &self,
        path: &str,
        standing: Standing,
        rules: &RuleConfig,
    ) -> Result<(CheckedFile, Outline), Problem> {
        let bytes = self.bytes(path).map_err(|error| Problem {
            path: path.to_owned(),
            message: error.source.to_string(),
            internal: false,
        })?;
        let (judged, outline) = self.judge(path, standing, rules, bytes);
        let path = path.to_owned();
        Ok((CheckedFile { path, judged }, outline))
    }

    /// Judges the bytes of one file as if they stood at `path`.
    pub(crate) fn judge(
        &self,
        path: &str,
        standing: Standing,
        rules: &RuleConfig,
        bytes: Vec<u8>,
    ) -> (Vec<Judged>, Outline) {
        let doc = Document::parse(bytes);
        let mut plan = self.plan(path, &doc);
        let archived = standing == Standing::Archived && !plan.stage().is_over();
        if archived {
            // What lies in an archive is history, whatever it says of itself.
            plan.status.stage = Some(Stage::Superseded);
        }
        if !plan.stage().is_over()
            && let Some(stage) = self.stage_by_tasks(path)
        {
            // The files of one plan have one stage, which its tasks tell.
            plan.status.stage = Some(stage);
        }
        let answers = self.answers(path, &doc, &plan);
        let ctx = PlanContext {
            path,
            doc: &doc,
            plan: &plan,
            answers: &answers,
            schema: self.schema(),
        };
        let judged = check_plan(&ctx, rules);
        let outline = Outline::new(path, &doc, &plan);
        (judged, outline)
    }
}

/// Does something with one file; a panic becomes a problem of that file.
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

/// Runs the rules over all plans, and gives their findings to the files.
fn check_together(checked: &mut Checked, mut outlines: Vec<Outline>, rules: &RuleConfig) {
    // Both lists are sorted, so that the positions in the findings are those of the files.
    outlines.sort_by(|a, b| a.path.cmp(&b.path));
    checked.files.sort_by(|a, b| a.path.cmp(&b.path));
    let ctx = SetContext {
        outlines: &outlines,
    };
    for (at, judged) in check_set(&ctx, rules) {
        if let Some(file) = checked.files.get_mut(at) {
            file.judged.push(judged);
            file.judged.sort_by_key(|it| it.finding.primary.span);
        }
    }
}
