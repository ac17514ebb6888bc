//! What an editor asks: one file at a time, again and again, while its text changes.

use rayon::prelude::*;
use tip_plan::{Memory, Plan};
use tip_rules::{Judged, Outline, PathAnswer, RuleConfig, SetContext, Suppressions, check_set};
use tip_syntax::{Document, Source};

use crate::check::{ReadFile, caught, settle, siblings, stage_by_tasks};
use crate::resolve::lock;
use crate::{EntryKind, Fates, Problem, Snapshot, Standing};

/// A text, read and judged as the file at a path.
#[derive(Debug)]
pub struct Looked {
    /// The text and its blocks.
    pub doc: Document,
    /// What was read of it, its stage that of the plan it belongs to.
    pub plan: Plan,
    /// It in small, for the rules over all plans.
    pub outline: Outline,
    judged: Vec<Judged>,
    suppressions: Suppressions,
    memory: Memory,
}

/// What is kept of a text, so that the one that comes of an edit is read only where it changed.
#[derive(Debug, Default)]
pub struct Before {
    doc: Option<Document>,
    memory: Memory,
}

impl Looked {
    /// Returns what the next version of the text is read with.
    pub fn into_before(self) -> Before {
        Before {
            doc: Some(self.doc),
            memory: self.memory,
        }
    }

    /// Returns what is to be said of it: what the rules over one plan found, and `of_set`, what those over all plans found in it.
    pub fn findings(&self, of_set: &[Judged], rules: &RuleConfig) -> Vec<Judged> {
        let mut all = self.judged.clone();
        all.extend_from_slice(of_set);
        all.sort_by_key(|it| (it.finding.primary.span, it.rule.name));
        self.suppressions.apply(&mut all, rules);
        all
    }
}

impl Snapshot {
    /// Reads and judges a text as the file at `path`, beside the other files of its plan; `fates` is what is known of where references lead,
    /// `before` what was kept of the version before.
    ///
    /// What was kept makes no difference but in time. A panic of the program becomes a problem of this file.
    pub fn look(
        &self,
        path: &str,
        standing: Standing,
        source: Source,
        rules: &RuleConfig,
        fates: Option<&Fates>,
        before: Before,
    ) -> Result<Looked, Problem> {
        caught(path, || {
            let Before { doc, mut memory } = before;
            let doc = match doc {
                Some(before) => Document::from_source_after(source, before),
                None => Document::from_source(source),
            };
            let plan = self.plan_again(path, &doc, &mut memory);
            let beside = self.beside(path, standing);
            let path = path.to_owned();
            let mut file = ReadFile { path, doc, plan };
            settle(&mut file, standing, stage_by_tasks(&beside));
            let told = fates.map(|it| it.tell(&file.doc, &file.plan));
            let siblings = siblings(&beside, &file.path);
            let opinion = self.judge(&file, &siblings, rules, told.unwrap_or_default());
            Ok(Looked {
                outline: opinion.outline,
                judged: opinion.judged,
                suppressions: opinion.suppressions,
                doc: file.doc,
                plan: file.plan,
                memory,
            })
        })
    }

    /// Forgets what it knows of the file at `path`, whose text changed.
    pub fn forget(&self, path: &str) {
        lock(self.fact_cache()).remove(path);
    }

    /// Makes something of each file of plans, all at once. What cannot be read is left out.
    pub fn survey<T: Send>(
        &self,
        files: &[(String, Standing)],
        make: impl Fn(&Document, &Plan, Outline) -> T + Sync,
    ) -> Vec<T> {
        let one = |(path, standing): &(String, Standing)| {
            let work = || {
                let (doc, plan) = self.read(path).map_err(|error| Problem {
                    path: path.clone(),
                    message: error.source.to_string(),
                    internal: false,
                })?;
                let mut file = ReadFile {
                    path: path.clone(),
                    doc,
                    plan,
                };
                settle(&mut file, *standing, None);
                let answers = self.answers(path, &file.doc, &file.plan);
                let outline = Outline::new(path, &file.plan, &answers);
                Ok(make(&file.doc, &file.plan, outline))
            };
            caught(path, work).ok()
        };
        files.par_iter().filter_map(one).collect()
    }

    /// Runs the rules over all plans, given in small and sorted by path. Each finding comes with the position of its plan.
    pub fn judge_set(&self, outlines: &[Outline], rules: &RuleConfig) -> Vec<(usize, Judged)> {
        check_set(&SetContext { outlines }, rules)
    }

    /// Returns the names in a folder and what they are, of those that git does not ignore, sorted.
    pub fn folder_names(&self, folder: &str) -> Vec<(&str, EntryKind)> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let files = self.index().files();
        let from = files.partition_point(|it| it.as_str() < prefix.as_str());
        let below = files[from..].iter();
        let mut names: Vec<(&str, EntryKind)> = below
            .map_while(|it| it.strip_prefix(&prefix))
            .map(|rest| match rest.split_once('/') {
                Some((first, _)) => (first, EntryKind::Folder),
                None => (rest, EntryKind::File),
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns what a path written in the plan at `path` leads to now.
    pub fn lead_of(&self, path: &str, written: &str) -> PathAnswer {
        self.resolve(path, written, false)
    }
}
