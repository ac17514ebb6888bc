//! Which plans a change touches.

mod command;

mod place;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use tip_drift::{Claim, Difference, History, Side, Version};
use tip_plan::{BoxKind, BoxState, CheckBox, Intent, Plan, Reference, Shorthands, UnitId};
use tip_syntax::{Document, Span};

use self::place::Placer;
use crate::drift::{DriftError, Spoken};
use crate::index::last_part;
use crate::resolve::Meant;
use crate::{EntryKind, Past, PlanEntry, ReadFiles, Snapshot};

/// A plan as it was read, file by file.
pub type ReadPlan<'a> = (&'a PlanEntry, &'a ReadFiles);

/// How much of what a plan names a change reaches, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The very lines that it points at.
    Lines,
    /// The file that it names.
    File,
    /// A file in the folder, or fitting the pattern, that it names.
    Folder,
}

impl Reach {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::File => "file",
            Self::Folder => "folder",
        }
    }
}

/// The lines that a reference points at, from 1 and with the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// In which version of the file they are counted.
    pub side: Side,
    /// The first.
    pub line: u32,
    /// The last.
    pub end_line: u32,
}

/// Something in a plan that names what changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which file of the plan it stands in.
    pub file: usize,
    /// The line that it stands on.
    pub line_in_plan: u32,
    /// Where it stands.
    pub span: Span,
    /// Whether it is a command, not a reference.
    pub is_command: bool,
    /// How much of what it names is reached.
    pub reach: Reach,
    /// The files that change, as positions in [`Difference::files`].
    pub changed: Vec<usize>,
    /// The lines that it points at, where it does.
    pub pointed: Option<Pointed>,
    /// What the plan means to do with the file.
    pub intent: Intent,
    /// The unit that it stands in.
    pub unit: Option<UnitId>,
    /// The box that it stands in.
    pub in_box: Option<usize>,
    /// Whether the box was ticked before the change, and rests on what changes.
    pub in_doubt: bool,
}

/// What keeps a tick: a command that runs a file, or lines that are pointed at.
fn rests_on(touch: &Touch, difference: &Difference) -> bool {
    let is_gone = |at: &usize| difference.files[*at].after.is_none();
    match touch.reach {
        Reach::Lines => true,
        Reach::File => touch.is_command || touch.changed.iter().any(is_gone),
        Reach::Folder => false,
    }
}

/// The files that change, by the names that they have or had.
struct Known<'a> {
    difference: &'a Difference,
    by_path: FxHashMap<&'a str, usize>,
    names: FxHashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(difference: &'a Difference) -> Self {
        let mut by_path = FxHashMap::default();
        for (at, file) in difference.files.iter().enumerate() {
            for path in [&file.before, &file.after].into_iter().flatten() {
                by_path.insert(path.as_str(), at);
            }
        }
        let names = by_path.keys().map(|it| last_part(it)).collect();
        Self {
            difference,
            by_path,
            names,
        }
    }

    fn get(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// Returns the files that change below a folder.
    fn within(&self, folder: &str) -> Vec<usize> {
        let folder = folder.trim_end_matches('/');
        let is_within = |path: &Option<String>| {
            let rest = path.as_deref().and_then(|it| it.strip_prefix(folder));
            rest.is_some_and(|it| it.starts_with('/'))
        };
        let files = self.difference.files.iter().enumerate();
        files
            .filter(|(_, it)| is_within(&it.before) || is_within(&it.after))
            .map(|it| it.0)
            .collect()
    }
}

/// What a path in a plan leads to, as far as the change is concerned.
enum Found {
    /// A file that changes.
    Changed(usize),
    /// Files that change, in a folder.
    Within(Vec<usize>),
    /// Something that does not change.
    Same,
    /// Nothing that is there: its file may have had another name.
    Nothing,
}

/// A reference whose lines are to be found in the versions of the change.
struct Open {
    touch: Touch,
    claim: Claim,
}

impl Snapshot {
    /// Compares two versions of the repository; files that git does not know and does not ignore belong to the working tree.
    pub fn difference(
        &self,
        history: &History,
        before: Version,
        after: Version,
    ) -> Result<Difference, DriftError> {
        let now = |path: &str| self.bytes(path).ok();
        Ok(history.difference(before, after, self.index().files(), &now)?)
    }

    /// Returns what in each plan names what changes, in the order of the text; references to lines are followed to where they are then.
    ///
    /// References that claim nothing about now are passed over unless all are wanted.
    pub fn impact(
        &self,
        past: &Past,
        difference: &Difference,
        plans: &[ReadPlan<'_>],
        all: bool,
    ) -> Result<Vec<Vec<Touch>>, DriftError> {
        let known = Known::new(difference);
        let mut placer = Placer::new(self, past, difference);
        let mut touches = Vec::with_capacity(plans.len());
        for (entry, files) in plans {
            let mut of_plan = Vec::new();
            for (at, (doc, plan)) in files.iter().enumerate() {
                let path = entry.files[at].path.as_str();
                let (closed, open) = self.named(&known, at, path, doc, plan, all);
                of_plan.extend(closed);
                placer.add(touches.len(), path, doc, open);
            }
            touches.push(of_plan);
        }
        for (plan, touch) in placer.placed(&known)? {
            touches[plan].push(touch);
        }
        for ((entry, files), of_plan) in plans.iter().zip(&mut touches) {
            of_plan.sort_by_key(|it| (it.file, it.span.start));
            for touch in of_plan.iter_mut() {
                let (_, plan) = &files[touch.file];
                let path = entry.files[touch.file].path.as_str();
                let Some(ticked) = touch.in_box.map(|it| &plan.boxes[it]) else {
                    continue;
                };
                touch.in_doubt = is_claim(ticked)
                    && rests_on(touch, difference)
                    && self.was_ticked(past.history(), &known, path, ticked)?;
            }
        }
        Ok(touches)
    }

    /// Returns which of the files that change each plan names, by their positions; nothing is followed through the history.
    pub fn naming(&self, difference: &Difference, plans: &[ReadPlan<'_>]) -> Vec<Vec<usize>> {
        let known = Known::new(difference);
        let names = |(entry, files): &ReadPlan<'_>| {
            let mut named = Vec::new();
            for (at, (doc, plan)) in files.iter().enumerate() {
                let path = entry.files[at].path.as_str();
                named.extend(known.get(path));
                let (closed, open) = self.named(&known, at, path, doc, plan, true);
                let touches = closed
                    .into_iter()
                    .chain(open.into_iter().map(|it| it.touch));
                let touches = touches.filter(|it| it.reach != Reach::Folder);
                named.extend(touches.flat_map(|it| it.changed));
            }
            named.sort_unstable();
            named.dedup();
            named
        };
        plans.par_iter().map(names).collect()
    }

    /// Returns what names files that change, and the references that must be followed first.
    fn named(
        &self,
        known: &Known<'_>,
        file: usize,
        path: &str,
        doc: &Document,
        plan: &Plan,
        all: bool,
    ) -> (Vec<Touch>, Vec<Open>) {
        let (mut closed, mut open) = (Vec::new(), Vec::new());
        let shorthands = Shorthands::of(plan);
        for reference in plan.references.iter().filter(|it| all || !it.historical) {
            let mut touch = Touch {
                file,
                line_in_plan: doc.line(reference.path_span),
                span: reference.span,
                is_command: false,
                reach: Reach::File,
                changed: Vec::new(),
                pointed: None,
                intent: reference.intent,
                unit: reference.unit,
                in_box: box_at(plan, reference.span),
                in_doubt: false,
            };
            let claim = || {
                let spoken = Spoken::new(doc, plan, reference);
                self.claim(path, doc.source(), &spoken, &shorthands)
            };
            let points = reference.line.is_some()
                || reference.symbol.is_some()
                || reference.anchor.is_some();
            let found = self.leads_to(known, path, reference, &shorthands);
            match found {
                Found::Within(changed) => {
                    touch.reach = Reach::Folder;
                    touch.changed = changed;
                    closed.push(touch);
                }
                Found::Changed(at) => {
                    touch.changed = vec![at];
                    match claim() {
                        Ok(claim) if points => open.push(Open { touch, claim }),
                        _ => closed.push(touch),
                    }
                }
                Found::Nothing if reference.intent != Intent::Create => {
                    if let Ok(claim) = claim() {
                        open.push(Open { touch, claim });
                    }
                }
                Found::Same | Found::Nothing => {}
            }
        }
        for command in &plan.commands {
            for (reach, changed) in self.in_command(known, path, &command.text) {
                closed.push(Touch {
                    file,
                    line_in_plan: doc.line(command.span),
                    span: command.span,
                    is_command: true,
                    reach,
                    changed,
                    pointed: None,
                    intent: Intent::Mention,
                    unit: command.unit,
                    in_box: command.in_box.map(|it| it as usize),
                    in_doubt: false,
                });
            }
        }
        (closed, open)
    }

    fn leads_to(
        &self,
        known: &Known<'_>,
        path: &str,
        reference: &Reference,
        shorthands: &Shorthands<'_>,
    ) -> Found {
        if reference.is_pattern() {
            let files = known.difference.files.iter().enumerate();
            let fits = self.index().fitting(&reference.path, self.roots());
            let fitting = files.filter(|(_, it)| {
                let mut paths = [&it.before, &it.after].into_iter().flatten();
                paths.any(|it| fits(it))
            });
            let fitting: Vec<usize> = fitting.map(|it| it.0).collect();
            return if fitting.is_empty() {
                Found::Same
            } else {
                Found::Within(fitting)
            };
        }
        match self.meant_by(path, reference, shorthands) {
            Some(meant) => self.found(known, &meant),
            None => Found::Same,
        }
    }

    /// Returns what the first path that leads anywhere leads to.
    fn found(&self, known: &Known<'_>, meant: &Meant) -> Found {
        for path in &meant.paths {
            if let Some(at) = known.get(path) {
                return Found::Changed(at);
            }
            match self.kind(path) {
                Some(EntryKind::Folder) => {
                    let within = known.within(path);
                    return if within.is_empty() {
                        Found::Same
                    } else {
                        Found::Within(within)
                    };
                }
                Some(_) => return Found::Same,
                None => {}
            }
        }
        let there = |it: &&String| known.get(it).is_some() || self.kind(it).is_some();
        let mut there = meant.among.iter().filter(there);
        if let (Some(only), None) = (there.next(), there.next()) {
            return known.get(only).map_or(Found::Same, Found::Changed);
        }
        let Some(suffix) = &meant.suffix else {
            return Found::Nothing;
        };
        // A file that is deleted is not in the index any more.
        let gone = known.difference.files.iter().enumerate().find(|(_, it)| {
            let before = it.before.as_deref().filter(|_| it.after.is_none());
            let start = before.and_then(|it| it.strip_suffix(suffix.as_str()));
            start.is_some_and(|it| it.ends_with('/'))
        });
        match self.index().ending_with(suffix).as_slice() {
            [only] => known.get(only).map_or(Found::Same, Found::Changed),
            [] => gone.map_or(Found::Nothing, |it| Found::Changed(it.0)),
            // Which of several is meant cannot be told.
            _ => Found::Same,
        }
    }

    /// Returns whether a box was ticked before the change.
    fn was_ticked(
        &self,
        history: &History,
        known: &Known<'_>,
        path: &str,
        ticked: &CheckBox,
    ) -> Result<bool, DriftError> {
        let before = match known.get(path) {
            Some(at) => known.difference.files[at].before.as_deref(),
            None => Some(path),
        };
        let Some(before) = before else {
            return Ok(false);
        };
        let now = |path: &str| self.bytes(path).ok();
        let version = known.difference.before;
        let Some(bytes) = history.file_at(version, before, &now)? else {
            return Ok(false);
        };
        let doc = Document::parse(bytes);
        let plan = self.plan(before, &doc);
        let same = plan.boxes.iter().find(|it| it.id == ticked.id);
        Ok(same.is_some_and(|it| it.state == BoxState::Done))
    }
}

/// Returns whether a box claims that something holds.
fn is_claim(it: &CheckBox) -> bool {
    it.state == BoxState::Done
        && !it.deferred
        && matches!(it.kind, BoxKind::Criterion | BoxKind::Gate)
}

/// Returns the box whose text holds a place.
fn box_at(plan: &Plan, span: Span) -> Option<usize> {
    let tells = |it: &CheckBox| !matches!(it.kind, BoxKind::Review | BoxKind::Progress);
    plan.boxes
        .iter()
        .position(|it| tells(it) && it.text.contains(span))
}
