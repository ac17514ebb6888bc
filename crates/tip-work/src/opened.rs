//! What all that writes into a plan has in common: finding the things, making the change, saying what was done.

mod again;

use tip_edit::EditError;
use tip_plan::{CheckBox, Plan, Unit, UnitId};
use tip_report::change::Done;
use tip_rules::{Judged, Obstacle, OtherFile, Scope};
use tip_syntax::{Document, Edit, Kept, Severity, Source, apply_edits};
use tip_workspace::{RuleChoice, Snapshot, TargetKind};

use crate::{Change, Failure, Loaded, Place};

/// A file of a plan that is to be changed, and the things in it.
#[derive(Debug)]
pub struct Opened {
    /// The repository.
    pub snapshot: Snapshot,
    /// The plan.
    pub loaded: Loaded,
    /// The file, as a position among those of the plan.
    pub file: usize,
    /// The things in it that are meant.
    pub targets: Vec<TargetKind>,
}

/// A change that is ready to be made.
#[derive(Debug, Default)]
pub struct Planned {
    /// What is to be changed.
    pub edits: Vec<Edit>,
    /// What that does.
    pub done: Vec<Done>,
    /// What is in the way of it.
    pub obstacles: Vec<Obstacle>,
    /// How many placeholders the change brings into the plan.
    pub unfilled: usize,
    /// What to do next, a sentence each.
    pub hints: Vec<String>,
}

impl Planned {
    /// Returns whether the plan says already what it was to say.
    pub fn says_so_already(&self) -> bool {
        self.edits.is_empty() && self.done.iter().all(|it| !it.is_answer)
    }
}

/// Whether a change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is.
    Write,
    /// It is only looked at.
    Look,
}

/// A change that was made, or looked at.
#[derive(Debug)]
pub struct Made {
    /// Whether the file was written.
    pub written: bool,
    /// Whether nothing was in the way.
    pub is_free: bool,
    /// The bytes of the file after it.
    pub after: Vec<u8>,
}

impl Opened {
    /// Opens the plan with a name. One with several files is meant by the path of one of them, or else its first file that `fits`.
    pub fn plan(name: &str, place: &Place, fits: impl Fn(&Plan) -> bool) -> Result<Self, Failure> {
        let snapshot = place.open_for(name)?;
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
    pub fn things(written: &[String], place: &Place) -> Result<Vec<Self>, Failure> {
        let mut opened: Vec<Self> = Vec::new();
        for it in written {
            let split = it.rsplit_once('#');
            let Some((name, handles)) = split.filter(|(a, b)| !a.is_empty() && !b.is_empty())
            else {
                return Err(Failure::usage(format!("`{it}` names no thing in a plan"))
                    .hint("write `PLAN#HANDLE`, and `tip show PLAN` for the handles"));
            };
            let snapshot = place.open_for(name)?;
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
                    snapshot: place.open_for(name)?,
                    loaded: Loaded::read(&snapshot, loaded.entry.clone())?,
                    file: target.file,
                    targets: vec![target.kind],
                });
            }
        }
        Ok(opened)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &str {
        &self.loaded.entry.files[self.file].path
    }

    /// Returns the text of the file.
    pub fn doc(&self) -> &Document {
        &self.loaded.files[self.file].0
    }

    /// Returns what was read of the file.
    pub fn plan_read(&self) -> &Plan {
        &self.loaded.files[self.file].1
    }

    /// Returns what the rules say of the file if it held these bytes.
    pub fn judge(&self, bytes: &[u8]) -> Vec<Judged> {
        let rules = self
            .snapshot
            .config()
            .rules
            .settings(&RuleChoice::default());
        let standing = self.loaded.entry.standing;
        self.snapshot.judge_as(self.path(), standing, bytes, &rules)
    }

    /// Returns what is read of the file after edits.
    pub fn read_edited(&self, edits: &[Edit]) -> Result<Plan, Failure> {
        let doc = Document::parse(self.edited(edits)?);
        Ok(self.snapshot.plan(self.path(), &doc))
    }

    /// Returns what the rules say of the other files of the plan, and how much of them is open.
    pub fn other_files(&self) -> Vec<OtherFile> {
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
    pub fn changes(&self, edits: &[Edit]) -> bool {
        let same = |it: &Edit| self.doc().text(it.span) == it.replacement;
        !edits.iter().all(same)
    }

    /// Returns the bytes after edits.
    pub fn edited(&self, edits: &[Edit]) -> Result<Vec<u8>, Failure> {
        apply_edits(self.doc().source().bytes(), edits).map_err(|conflict| {
            Failure::internal(format!("edits overlap at {:?}", conflict.edit.span))
        })
    }

    /// Makes a change unless something is in its way, or only looks what it would be.
    pub fn make(&self, planned: &Planned, way: Way, place: &Place) -> Result<Made, Failure> {
        place.writable(&self.snapshot.root().join(self.path()))?;
        let change = Change {
            snapshot: &self.snapshot,
            path: self.path().to_owned(),
            before: self.doc().source().bytes().to_vec(),
            after: self.edited(&planned.edits)?,
        };
        let is_free = planned.obstacles.is_empty();
        let written = is_free && change.before != change.after && way == Way::Write;
        if written {
            change.write(place)?;
        }
        Ok(Made {
            written,
            is_free,
            after: change.after,
        })
    }

    /// Returns the text that obstacles of a change speak of.
    pub fn text_after(&self, planned: &Planned) -> Result<Kept, Failure> {
        let after = self.edited(&planned.edits)?;
        Ok(Kept::whole(&Source::from_bytes(after)))
    }
}

/// Adds what lets pass what is in the way, with the reason, where it was forced; says that it may be where it was not.
pub fn force(opened: &Opened, planned: &mut Planned, because: Option<&str>, what: &str) {
    if planned.obstacles.is_empty() {
        return;
    }
    let Some(reason) = because else {
        let way = "`--force --because REASON` lets it pass, and writes the reason into the plan";
        planned.hints.push(way.to_owned());
        return;
    };
    planned.hints.clear();
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
pub fn refused(error: &EditError) -> Failure {
    let mut failure = Failure::user(error);
    failure.is_told_by_boxes = matches!(error, EditError::ToldByBoxes { .. });
    match error {
        EditError::BoxCannotSay { .. } => {
            failure.hint("`tip finish` ticks it; the boxes below it may tell that it has begun")
        }
        EditError::NoStatus => failure.hint("begin the plan with front matter: `status: draft`"),
        EditError::BrokenFrontMatter => failure.hint("`tip check` says what is wrong with it"),
        EditError::AmbiguousNumber { lines, .. } => {
            for (line, text) in lines {
                failure = failure.hint(format!("line {line}: {}", text.trim()));
            }
            failure.hint("give one of them another number by hand, there and in its heading; then number them anew")
        }
        EditError::ToldInHistory { .. } => {
            failure.hint("say in the phase itself how far it has come, with `tip finish`")
        }
        EditError::OtherForm { .. } => failure.hint("add it by hand, and `tip check` it"),
        EditError::StatusIsProse { .. } | EditError::StateIsProse { .. } => {
            failure.hint("write it by hand, so that nothing of it is lost")
        }
        EditError::NoWordForStage { .. } => failure.hint("its tool has other words for its life"),
        EditError::NoPlaceForState { .. } => {
            failure.hint("say it by hand, in a `**Status**:` line below it or in its title")
        }
        EditError::ToldByBoxes { .. } | EditError::Missing { .. } | EditError::IsPhase => failure,
    }
}

/// Says what was done to a box.
pub fn done_box(doc: &Document, it: &CheckBox, verb: &str, changed: bool) -> Done {
    Done {
        verb: verb.to_owned(),
        what: it.handle.clone(),
        id: Some(it.id.clone()),
        line: doc.line(it.mark),
        text: doc.source().folded(it.text).into_owned(),
        changed,
        is_answer: false,
    }
}

/// Says what was done to a unit.
pub fn done_unit(doc: &Document, it: &Unit, verb: &str, changed: bool) -> Done {
    Done {
        verb: verb.to_owned(),
        what: it.handle.clone(),
        id: Some(it.id.clone()),
        line: doc.line(it.lead),
        text: it.title.value.clone(),
        changed,
        is_answer: false,
    }
}

/// Returns the id of the unit at a position.
pub fn unit_id(at: usize) -> UnitId {
    UnitId(at as u32)
}
