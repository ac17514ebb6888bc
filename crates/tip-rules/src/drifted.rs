//! What became of what code references point at, as the history tells.

use std::fmt;

use tip_edit::{Aim, retarget};
use tip_plan::{Intent, Plan, RefForm, Reference};
use tip_syntax::{Edit, Safety};

use crate::PlanContext;
use crate::claim::is_over;

/// A reference that no longer leads to what it led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drifted {
    /// What became of it.
    pub fate: Fate,
    /// Where it pointed when it was written.
    pub then: Spot,
    /// Where that is now, where it is.
    pub now: Option<Spot>,
    /// The places that could be meant.
    pub candidates: Vec<Spot>,
    /// How it may be rewritten to where that is now; `None` where that is too uncertain.
    pub rewrite: Option<Safety>,
    /// Why its line may not be what was meant.
    pub doubt: Option<String>,
    /// The commit that moved, edited or deleted it.
    pub change: Option<Change>,
    /// The text of its line then and now, where they differ.
    pub texts: Option<(String, String)>,
}

/// What became of what a reference points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands at another line, or in another file that was there already.
    Moved,
    /// Its file has another path.
    Renamed,
    /// Its line has a successor with another text.
    Edited,
    /// Several places could be meant.
    Ambiguous,
    /// It was taken out of its file.
    Deleted,
    /// Its file was deleted.
    FileGone,
    /// It cannot be told: nothing tells that its line was right.
    Unclear,
}

/// A place in a file. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, relative to the repository.
    pub path: String,
    /// The first line.
    pub line: Option<u32>,
    /// The last line, where there are several.
    pub end_line: Option<u32>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        match (self.line, self.end_line) {
            (Some(line), Some(end)) if end != line => write!(f, ":{line}-{end}"),
            (Some(line), _) => write!(f, ":{line}"),
            (None, _) => Ok(()),
        }
    }
}

/// A commit, as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The start of its hash.
    pub commit: String,
    /// The day on which it was written.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            commit,
            date,
            subject,
        } = self;
        write!(f, "by {commit} of {date}: {subject}")
    }
}

/// Returns whether it matters where a reference leads now: the plan and its unit are not over, and it is no permanent link to a commit.
pub fn may_drift(plan: &Plan, reference: &Reference) -> bool {
    !plan.stage().is_over()
        && !reference.historical
        && !matches!(reference.intent, Intent::Delete)
        && (reference.intent != Intent::Create || reference.line.is_some())
        && reference.form != RefForm::Permalink
        && !reference.is_pattern()
        && !is_over(plan, reference.unit)
}

/// Returns the references that came to one of these fates and matter, in the order of the text.
pub(crate) fn drifted<'a>(
    ctx: &PlanContext<'a>,
    fates: &[Fate],
) -> Vec<(&'a Reference, &'a Drifted)> {
    let mut found = Vec::new();
    if ctx.answers.drifted.is_empty() {
        return found;
    }
    let spilled = ctx.spilled();
    for (at, reference) in ctx.plan.references.iter().enumerate() {
        let Some(drifted) = ctx.answers.drifted.get(&at) else {
            continue;
        };
        if fates.contains(&drifted.fate)
            && may_drift(ctx.plan, reference)
            && !spilled.hold(reference.span)
        {
            found.push((reference, drifted));
        }
    }
    found
}

/// Returns what a reference says, with the line that it means: one of `a.rs:4,9`, or one that stands in words beside the path.
pub(crate) fn said(ctx: &PlanContext<'_>, reference: &Reference) -> String {
    match reference.line {
        Some(line) => Spot {
            path: reference.path.clone(),
            line: Some(line),
            end_line: reference.end_line,
        }
        .to_string(),
        None => ctx.doc.source().folded(reference.span).into_owned(),
    }
}

/// Returns what became of a reference of the plan.
pub(crate) fn fate(ctx: &PlanContext<'_>, reference: &Reference) -> Option<Fate> {
    let drifted = &ctx.answers.drifted;
    if drifted.is_empty() {
        return None;
    }
    let references = &ctx.plan.references;
    let at = references.iter().position(|it| it.span == reference.span)?;
    drifted.get(&at).map(|it| it.fate)
}

/// Returns the edits that point a reference at where it leads now; `None` where its form has no place for that.
pub(crate) fn rewritten(
    ctx: &PlanContext<'_>,
    reference: &Reference,
    drifted: &Drifted,
) -> Option<Vec<Edit>> {
    let now = drifted.now.as_ref()?;
    let then = drifted.then.path.as_str();
    let aim = Aim {
        renamed: (then != now.path).then_some((then, now.path.as_str())),
        plan: ctx.path,
        line: now.line,
        end_line: now.end_line,
    };
    retarget(ctx.doc.source(), reference, aim).filter(|it| !it.is_empty())
}
