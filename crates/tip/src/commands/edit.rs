//! What commands that write into a plan have in common: finding the things, making the change, saying what was done.

mod again;

use tip_edit::EditError;
use tip_plan::{CheckBox, Plan, Unit, UnitId};
use tip_report::change::{self, ChangeReport, Done};
use tip_rules::{Judged, Obstacle, OtherFile, Scope};
use tip_syntax::{Document, Edit, Kept, Severity, Source, apply_edits};
use tip_workspace::{RuleChoice, Snapshot, TargetKind};

use super::VERSION;
use super::change::Change;
use super::load::Loaded;
use super::show::open_for;
use crate::Answer;
use crate::args::{ForceArgs, WriteArgs};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A file of a plan that is to be changed, and the things in it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) snapshot: Snapshot,
    pub(super) loaded: Loaded,
    pub(super) file: usize,
    pub(super) targets: Vec<TargetKind>,
}

/// A change that is ready to be made.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) edits: Vec<Edit>,
    pub(super) done: Vec<Done>,
    pub(super) obstacles: Vec<Obstacle>,
    /// How many placeholders the change brings into the plan.
    pub(super) unfilled: usize,
}

impl Opened {
    /// Opens the plan with a name. One with several files is meant by the path of one of them, or else its first file that `fits`.
    pub(super) fn plan(
        name: &str,
        place: &Place,
        fits: impl Fn(&Plan) -> bool,
    ) -> Result<Self, Failure> {
        let snapshot = open_for(name, place)?;
        let entry = snapshot.find(name, &place.cwd)?;
        let named = snapshot.file_named(&entry, name, &place.cwd);
        let loaded = Loaded::read(&snapshot, entry)?;
        let fitting = || loaded.files.iter().position(|(_, plan)| fits(plan));
        let several = loaded.files.len() > 1;
        let file = named
            .filter(|_| several)
            .or_else(fitting)
            .unwrap_or_default();
        Ok(Self {
            snapshot,
            file,
            loaded,
            targets: Vec::new(),
        })
    }

    /// Opens the plans of things written `PLAN#HANDLE,HANDLE`, each file once, in the order given.
    pub(super) fn things(written: &[String], place: &Place) -> Result<Vec<Self>, Failure> {
        let mut opened: Vec<Self> = Vec::new();
        for it in written {
            let split = it.rsplit_once('#');
            let Some((name, handles)) = split.filter(|(a, b)| !a.is_empty() && !b.is_empty())
            else {
                return Err(Failure::usage(format!("`{it}` names no thing in a plan"))
                    .hint("write `PLAN#HANDLE`, and `tip show PLAN` for the handles"));
            };
            let snapshot = open_for(name, place)?;
            let entry = snapshot.find(name, &place.cwd)?;
            let only = snapshot.file_named(&entry, name, &place.cwd);
            let loaded = Loaded::read(&snapshot, entry)?;
            let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
            let mut found = Vec::new();
            for handle in handles.split(',').map(str::trim) {
                let target = Snapshot::find_for_change(&loaded.entry, &plans, handle, only)?;
                found.push(target);
            }
            for target in found {
                let path = &loaded.entry.files[target.file].path;
                place.writable(&snapshot.root().join(path))?;
                let known = opened
                    .iter_mut()
                    .find(|it| it.path() == path && it.snapshot.root() == snapshot.root());
                if let Some(known) = known {
                    if !known.targets.contains(&target.kind) {
                        known.targets.push(target.kind);
                    }
                    continue;
                }
                opened.push(Self {
                    snapshot: open_for(name, place)?,
                    loaded: Loaded::read(&snapshot, loaded.entry.clone())?,
                    file: target.file,
                    targets: vec![target.kind],
                });
            }
        }
        Ok(opened)
    }

    pub(super) fn path(&self) -> &str {
        &self.loaded.entry.files[self.file].path
    }

    pub(super) fn doc(&self) -> &Document {
        &self.loaded.files[self.file].0
    }

    pub(super) fn plan_read(&self) -> &Plan {
        &self.loaded.files[self.file].1
    }

    /// Returns what the rules say of the file if it held these bytes.
    pub(super) fn judge(&self, bytes: &[u8]) -> Vec<Judged> {
        let rules = self
            .snapshot
            .config()
            .rules
            .settings(&RuleChoice::default());
        let standing = self.loaded.entry.standing;
        self.snapshot.judge_as(self.path(), standing, bytes, &rules)
    }

    /// Returns what is read of the file after edits.
    pub(super) fn read_edited(&self, edits: &[Edit]) -> Result<Plan, Failure> {
        let doc = Document::parse(self.edited(edits)?);
        Ok(self.snapshot.plan(self.path(), &doc))
    }

    /// Returns what the rules say of the other files of the plan, and how much of them is open.
    pub(super) fn other_files(&self) -> Vec<OtherFile> {
        let rules = self
            .snapshot
            .config()
            .rules
            .settings(&RuleChoice::default());
        let entry = &self.loaded.entry;
        let files = entry.files.iter().zip(&self.loaded.files).enumerate();
        let others = files.filter(|(at, _)| *at != self.file);
        others
            .map(|(_, (file, (doc, plan)))| {
                let bytes = doc.source().bytes();
                let judged = self
                    .snapshot
                    .judge_as(&file.path, entry.standing, bytes, &rules);
                let (unproven, others): (Vec<&Judged>, Vec<&Judged>) = judged
                    .iter()
                    .partition(|it| matches!(it.rule.scope, Scope::Gate(_)));
                let grave = others.iter().filter(|it| it.severity >= Severity::Warning);
                let unproven = unproven.iter().map(|it| it.finding.message.clone());
                let progress = plan.progress();
                OtherFile {
                    path: file.path.clone(),
                    open: progress.total.saturating_sub(progress.done),
                    total: progress.total,
                    findings: grave.count(),
                    unproven: unproven.collect(),
                }
            })
            .collect()
    }

    /// Returns whether edits change a byte.
    pub(super) fn changes(&self, edits: &[Edit]) -> bool {
        let same = |it: &Edit| self.doc().text(it.span) == it.replacement;
        !edits.iter().all(same)
    }

    /// Returns the bytes after edits.
    pub(super) fn edited(&self, edits: &[Edit]) -> Result<Vec<u8>, Failure> {
        apply_edits(self.doc().source().bytes(), edits).map_err(|conflict| {
            Failure::internal(format!("edits overlap at {:?}", conflict.edit.span))
        })
    }

    /// Makes a change, or says what is in the way.
    pub(super) fn make(
        &self,
        planned: &Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
    ) -> Result<Answer, Failure> {
        place.writable(&self.snapshot.root().join(self.path()))?;
        let before = self.doc().source().bytes().to_vec();
        let after = self.edited(&planned.edits)?;
        let change = Change {
            snapshot: &self.snapshot,
            path: self.path().to_owned(),
            before,
            after,
        };
        let free = planned.obstacles.is_empty();
        let differs = change.before != change.after;
        let written = free && differs && !write.diff;
        if written {
            change.write(place)?;
        }
        let source = Kept::whole(&Source::from_bytes(change.after.clone()));
        let path = change.shown(place);
        let report = ChangeReport {
            version: VERSION,
            path: if write.json {
                self.path()
            } else {
                path.as_str()
            },
            written,
            done: &planned.done,
            obstacles: &planned.obstacles,
            source: &source,
        };
        if write.json {
            output.write(&change::json(&report))?;
        } else if !free {
            let mut text = String::new();
            let terminal = output.terminal();
            change::write_obstacles(&report, &terminal, &mut text)?;
            output.line(&format!("`{path}` stays as it is; in the way:\n{text}"))?;
        } else if write.diff {
            change.show(place, output)?;
        } else {
            let mut text = String::new();
            change::write(&report, &output.terminal(), &mut text)?;
            output.write(&text)?;
        }
        if written && planned.unfilled > 0 && !write.json {
            output.hint(&format!(
                "fill in what stands in brackets, then `tip check {path}`"
            ));
        }
        Ok(if free { Answer::Yes } else { Answer::No })
    }
}

impl Opened {
    /// Tells what is in the way of a change that nobody asked for yet.
    pub(super) fn tell(
        &self,
        planned: &Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
    ) -> Result<Answer, Failure> {
        let source = Kept::whole(&Source::from_bytes(self.edited(&planned.edits)?));
        let path = place.shown(&self.snapshot.root().join(self.path()));
        let report = ChangeReport {
            version: VERSION,
            path: if write.json {
                self.path()
            } else {
                path.as_str()
            },
            written: false,
            done: &planned.done,
            obstacles: &planned.obstacles,
            source: &source,
        };
        if write.json {
            output.write(&change::json(&report))?;
        } else {
            let mut text = String::new();
            change::write_obstacles(&report, &output.terminal(), &mut text)?;
            output.write(&text)?;
        }
        Ok(Answer::Yes)
    }
}

/// Adds what lets pass what is in the way, with the reason, where it was forced.
pub(super) fn force(opened: &Opened, planned: &mut Planned, force: &ForceArgs, what: &str) {
    let Some(reason) = force.because.as_deref().filter(|_| force.force) else {
        return;
    };
    if planned.obstacles.is_empty() {
        return;
    }
    let mut rules: Vec<&str> = Vec::new();
    for it in &planned.obstacles {
        if let Obstacle::Finding(judged) = it
            && !rules.contains(&judged.rule.name)
        {
            rules.push(judged.rule.name);
        }
    }
    let edit = if rules.is_empty() {
        tip_edit::annotate_file(opened.doc(), tip_plan::Verb::Accept, &[what], reason)
    } else {
        tip_edit::annotate_file(opened.doc(), tip_plan::Verb::Allow, &rules, reason)
    };
    planned.edits.push(edit);
    planned.obstacles.clear();
}

/// Says why a change cannot be made.
pub(super) fn refused(error: &EditError) -> Failure {
    let failure = Failure::user(error);
    match error {
        EditError::ToldByBoxes { open, .. } if open.is_empty() => {
            failure.hint("it has begun when the first of them is ticked")
        }
        EditError::ToldByBoxes { open, .. } => {
            failure.hint(format!("`tip tick` these: {}", open.join(" ")))
        }
        EditError::BoxCannotSay { .. } => {
            failure.hint("`tip finish` ticks it; the boxes below it may tell that it has begun")
        }
        EditError::NoStatus => failure.hint("begin the plan with front matter: `status: draft`"),
        EditError::BrokenFrontMatter => failure.hint("`tip check` says what is wrong with it"),
        EditError::AmbiguousNumber { .. } => {
            failure.hint("give them different numbers first, and what depends on them too")
        }
        EditError::ToldInHistory { .. } => {
            failure.hint("say in the phase itself how far it has come, with `tip finish`")
        }
        EditError::OtherForm { .. } => failure.hint("add it by hand, and `tip check` it"),
        EditError::StatusIsProse { .. } => {
            failure.hint("write it by hand, so that nothing of it is lost")
        }
        EditError::NoWordForStage { .. } => failure.hint("its tool has other words for its life"),
        EditError::NoPlaceForState { .. } | EditError::Missing { .. } | EditError::IsPhase => {
            failure
        }
    }
}

pub(super) fn done_box(doc: &Document, it: &CheckBox, verb: &str, changed: bool) -> Done {
    Done {
        verb: verb.to_owned(),
        what: it.handle.clone(),
        id: Some(it.id.clone()),
        line: doc.line(it.mark),
        text: doc.source().folded(it.text).into_owned(),
        changed,
    }
}

pub(super) fn done_unit(doc: &Document, it: &Unit, verb: &str, changed: bool) -> Done {
    Done {
        verb: verb.to_owned(),
        what: it.handle.clone(),
        id: Some(it.id.clone()),
        line: doc.line(it.lead),
        text: it.title.value.clone(),
        changed,
    }
}

pub(super) fn unit_id(at: usize) -> UnitId {
    UnitId(at as u32)
}
