//! Edits that are made together.
//!
//! Each is planned on what those before it would leave, the first on what the plan was when its version was looked at; the outcome is
//! written at once, if the plan is still that. What is in the way is looked for in the outcome, too: one edit may clear it for another.

use tip_plan::Plan;
use tip_report::change::Done;
use tip_rules::{Judged, Obstacle};
use tip_work::proof::{self, Imported};
use tip_work::{Change, Failure, Opened, Place};

use super::{Do, Edit, one};
use crate::tools::change::{Answer, Hindrance, changed_since};

/// Edits of one plan.
pub(super) struct Batch<'a> {
    name: &'a str,
    place: &'a Place,
    /// The plan as its version was looked at.
    first: Opened,
    /// The place with the plan as the edits so far would leave it.
    over: Place,
    /// Which of its files is changed, and its bytes after the edits so far.
    changed: Option<(usize, Vec<u8>)>,
    done: Vec<Done>,
    /// What was in the way of each edit.
    obstacles: Vec<Barred>,
    /// The handles that are others after the edits so far, and what they are.
    moved: Vec<(String, String)>,
}

/// What is in the way of an edit.
struct Barred {
    /// Which edit, by its place.
    edit: usize,
    obstacle: Obstacle,
    /// Whether the edit writes nothing, so that the outcome does not tell of it.
    is_unwritten: bool,
    /// Where it stands in the outcome.
    line: Option<u32>,
    hints: Vec<String>,
}

impl<'a> Batch<'a> {
    pub(super) fn begin(name: &'a str, first: Opened, place: &'a Place) -> Self {
        let root = first.snapshot.root();
        let files = first.loaded.entry.files.iter().zip(&first.loaded.files);
        let mut over: Option<Place> = None;
        for (file, (doc, _)) in files {
            let below = over.as_ref().unwrap_or(place);
            let bytes = doc.source().bytes().to_vec();
            over = Some(below.with_text(&root.join(&file.path), bytes));
        }
        Self {
            name,
            place,
            over: over.unwrap_or_else(|| place.with_text(root, Vec::new())),
            first,
            changed: None,
            done: Vec::new(),
            obstacles: Vec::new(),
            moved: Vec::new(),
        }
    }

    /// Plans one more edit.
    pub(super) fn add(&mut self, at: usize, edit: &Edit) -> Result<(), Failure> {
        let thing = edit.thing.as_deref().map(|it| self.now(it));
        let (opened, planned) = one::plan(self.name, edit, thing.as_deref(), &self.over)?;
        let mut files = self.first.loaded.entry.files.iter();
        let file = files
            .position(|it| it.path == opened.path())
            .ok_or_else(|| Failure::internal("the plan has another file than before"))?;
        if self.changed.as_ref().is_some_and(|(it, _)| *it != file) {
            return Err(Failure::usage("the edits are of several files of the plan")
                .hint("ask for those of each file apart"));
        }
        let hints = &planned.hints;
        let is_unwritten = planned.edits.is_empty();
        let obstacles = planned.obstacles.into_iter();
        self.obstacles.extend(obstacles.map(|obstacle| Barred {
            edit: at,
            obstacle,
            is_unwritten,
            line: None,
            hints: hints.clone(),
        }));
        self.done.extend(planned.done);
        let after = opened.edited(&planned.edits)?;
        if edit.r#do == Do::Phase {
            let (_, before) = &self.first.loaded.files[file];
            self.moved = moved(before, &opened.read_edited(&planned.edits)?);
        }
        let whole = opened.snapshot.root().join(opened.path());
        self.over = self.over.with_text(&whole, after.clone());
        self.changed = Some((file, after));
        Ok(())
    }

    /// Writes what came of all edits, unless something is in the way of it.
    pub(super) fn end(mut self, version: &str, count: usize) -> Result<Answer, Failure> {
        let Some((file, after)) = self.changed.take() else {
            return Err(Failure::internal("nothing was planned"));
        };
        self.first.file = file;
        let in_the_way = self.in_the_way(&after)?;
        if !in_the_way.is_empty() {
            let mut told: Vec<&str> = Vec::new();
            let hindrances = in_the_way.iter().map(|it| {
                let edit = (count > 1).then_some(it.edit + 1);
                // What to do about several is told with the first of them.
                let hints = it.hints.iter().map(String::as_str);
                let new: Vec<&str> = hints.filter(|it| !told.contains(it)).collect();
                told.extend(&new);
                Hindrance::of(edit, it.line, &it.obstacle, &new)
            });
            return Ok(Answer::refused(&self.first, version, hindrances.collect()));
        }
        let before = self.first.doc().source().bytes().to_vec();
        let written = before != after;
        if written {
            let files = self.first.loaded.entry.files.iter();
            let others = files.zip(&self.first.loaded.files).enumerate();
            let others = others.filter(|(at, _)| *at != file);
            let others: Vec<(&str, &[u8])> = others
                .map(|(_, (it, (doc, _)))| (it.path.as_str(), doc.source().bytes()))
                .collect();
            let change = Change {
                snapshot: &self.first.snapshot,
                path: self.first.path().to_owned(),
                before,
                after: after.clone(),
            };
            let wrote = change.write_beside(&others, self.place);
            wrote.map_err(|failure| {
                if failure.is_stale {
                    changed_since(&self.first, version)
                } else {
                    failure
                }
            })?;
        }
        let moved = self.moved.iter().map(|(old, now)| format!("{old}→{now}"));
        let moved = moved.collect();
        Ok(Answer::of(&self.first, &self.done, &after, written, moved))
    }

    /// Returns what is still in the way of edits when all are made.
    fn in_the_way(&mut self, after: &[u8]) -> Result<Vec<Barred>, Failure> {
        if self.obstacles.is_empty() {
            return Ok(Vec::new());
        }
        let mut last = Opened::plan(self.name, &self.over, |_| true)?;
        last.file = self.first.file;
        proof::ask(&mut last, Imported::IsShown, self.place)?;
        let now = last.judge(after);
        let before = self.first.judge(self.first.doc().source().bytes());
        let mut found = Vec::new();
        for mut barred in std::mem::take(&mut self.obstacles) {
            if let Obstacle::Finding(judged) = &barred.obstacle {
                let of_rule = |all: &[Judged]| {
                    let of_rule = all.iter().filter(|it| it.rule.name == judged.rule.name);
                    of_rule.count()
                };
                let same = now.iter().find(|it| alike(it, judged));
                let is_cleared = same.is_none() && of_rule(&now) <= of_rule(&before);
                if is_cleared && !barred.is_unwritten {
                    continue;
                }
                barred.line = same.map(|it| last.doc().line(it.finding.primary.span));
            }
            found.push(barred);
        }
        Ok(found)
    }

    /// Returns by which name a thing goes after the edits so far; whoever asks knows what it was called before them.
    fn now(&self, thing: &str) -> String {
        let file = self.changed.as_ref().map_or(0, |(file, _)| *file);
        let (_, plan) = &self.first.loaded.files[file];
        let units = plan.units.iter().map(|it| (&it.id, &it.handle));
        let mut known = units.chain(plan.boxes.iter().map(|it| (&it.id, &it.handle)));
        let is_changed = !self.moved.is_empty();
        let by_id = known.find(|(id, _)| is_changed && id.as_str() == thing);
        let handle = by_id.map_or(thing, |(_, handle)| handle);
        for (old, now) in &self.moved {
            let head = handle.get(..old.len());
            if head.is_some_and(|it| it.eq_ignore_ascii_case(old)) {
                let rest = &handle[old.len()..];
                if rest.is_empty() || rest.starts_with('.') {
                    return format!("{now}{rest}");
                }
            }
        }
        handle.to_owned()
    }
}

/// Returns whether two findings say the same, but for numbers, which other edits may move.
fn alike(a: &Judged, b: &Judged) -> bool {
    let said = |it: &Judged| {
        let words = it.finding.message.chars();
        words.filter(|it| !it.is_ascii_digit()).collect::<String>()
    };
    a.rule.name == b.rule.name && said(a) == said(b)
}

/// Returns the handles of phases and tasks that are others afterwards: they are known by their titles.
fn moved(before: &Plan, after: &Plan) -> Vec<(String, String)> {
    let mut taken = vec![false; after.units.len()];
    let mut moved = Vec::new();
    for unit in &before.units {
        let mut units = after.units.iter().enumerate();
        let same = units.find(|(at, it)| {
            !taken[*at] && it.kind == unit.kind && it.title.value == unit.title.value
        });
        if let Some((at, now)) = same {
            taken[at] = true;
            if now.handle != unit.handle {
                moved.push((unit.handle.clone(), now.handle.clone()));
            }
        }
    }
    moved
}
