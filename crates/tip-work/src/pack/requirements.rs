//! What is required: the words over scenarios, and the specifications beside a plan.

use tip_plan::{Plan, UnitId};
use tip_rules::likeness;
use tip_syntax::{BlockKind, Document, Span};
use tip_workspace::{ReadFiles, Snapshot};

use super::Piece;
use crate::Loaded;

/// A requirement must share so much of what a phase says to be shown whole.
const LEAST_LIKENESS: f64 = 0.35;

/// A requirement: the section under a heading such as `### Requirement 5: Costs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Requirement {
    heading: Span,
    title: Span,
    all: Span,
}

impl Requirement {
    /// Returns what it is called.
    pub(super) fn title(self, doc: &Document) -> &str {
        doc.text(self.title)
    }

    /// Returns its heading and what stands between that and the next one: the story, or what must hold.
    pub(super) fn says(self, doc: &Document) -> &str {
        let next = headings(doc).find(|it| it.1.start > self.heading.start);
        let end = next.map_or(self.all.end, |it| it.1.start.min(self.all.end));
        let own = Span {
            start: self.heading.start,
            end,
        };
        doc.text(own).trim_end()
    }
}

/// Returns the requirement that a part of a file stands under.
pub(super) fn around(doc: &Document, plan: &Plan, part: Span) -> Option<Requirement> {
    let mut all = requirements(doc, plan).into_iter();
    all.find(|it| it.all.contains(part))
}

/// Returns the requirements of a file in their order.
fn requirements(doc: &Document, plan: &Plan) -> Vec<Requirement> {
    let sections = plan.sections.iter();
    let own = sections.filter_map(|section| {
        let (_, heading, title) = headings(doc).find(|it| it.1.start == section.span.start)?;
        is_name(doc.text(title)).then_some(Requirement {
            heading,
            title,
            all: section.span,
        })
    });
    own.collect()
}

/// Returns the levels of headings, where each stands, and its words.
fn headings(doc: &Document) -> impl Iterator<Item = (u8, Span, Span)> + '_ {
    doc.blocks().iter().filter_map(|it| match it.kind {
        BlockKind::Heading(level) => Some((level, it.span, it.content)),
        _ => None,
    })
}

/// Returns whether a title is that of a requirement: `Requirement 5: Costs`, `Requirement: Costs`.
fn is_name(title: &str) -> bool {
    const NAME: &str = "requirement";
    let Some((name, rest)) = title.split_at_checked(NAME.len()) else {
        return false;
    };
    let rest = rest.trim_start();
    let is_told = rest.starts_with(|c: char| c == ':' || c.is_ascii_digit());
    name.eq_ignore_ascii_case(NAME) && is_told
}

/// Returns what the specifications beside a plan require, as a change of OpenSpec has them: whole the one that shares most words with a phase, and
/// the names of the others.
pub(super) fn beside(
    snapshot: &Snapshot,
    loaded: &Loaded,
    (file, id): (usize, UnitId),
) -> Vec<Piece> {
    let paths = snapshot.requirements_of(&loaded.entry);
    // What cannot be read is told by a check.
    let Ok(files) = ReadFiles::read(snapshot, paths.iter().map(|it| it.path.as_str())) else {
        return Vec::new();
    };
    let all = paths.iter().zip(&files).flat_map(|(path, (doc, plan))| {
        let own = requirements(doc, plan).into_iter();
        own.map(move |it| (path.path.as_str(), doc, it))
    });
    let all: Vec<(&str, &Document, Requirement)> = all.collect();
    let texts: Vec<&str> = all.iter().map(|it| it.1.text(it.2.all)).collect();
    let likeness = likeness(&words(loaded, (file, id)), &texts);
    let of = |at: &usize| likeness[*at];
    let alike = (0..all.len()).filter(|at| of(at) >= LEAST_LIKENESS);
    // Of several that are as much alike the first.
    let most = alike.rev().max_by(|a, b| of(a).total_cmp(&of(b)));
    let mut pieces = Vec::new();
    if let Some(at) = most {
        let (path, doc, requirement) = all[at];
        pieces.push(Piece {
            name: format!("the requirement `{}`", requirement.title(doc)),
            text: format!("`{path}` requires:\n\n{}", texts[at].trim_end()),
        });
    }
    for path in &paths {
        let others = all.iter().enumerate();
        let others = others.filter(|(at, it)| it.0 == path.path && most != Some(*at));
        let others: Vec<&str> = others.map(|(_, it)| name(it.2.title(it.1))).collect();
        if !others.is_empty() {
            let also = if most.is_some() { " also" } else { "" };
            pieces.push(Piece {
                name: format!("what `{}` requires", path.path),
                text: format!("`{}`{also} requires: {}", path.path, others.join("; ")),
            });
        }
    }
    pieces
}

/// Returns the title of a requirement without the word.
fn name(title: &str) -> &str {
    title.split_once(':').map_or(title, |(_, name)| name.trim())
}

/// Returns the words of a phase and the titles of what it stands in.
fn words(loaded: &Loaded, (file, id): (usize, UnitId)) -> String {
    let (doc, plan) = &loaded.files[file];
    let unit = plan.unit(id);
    let mut words = doc.text(unit.span.cover(unit.lead)).to_owned();
    let mut around = unit.parent;
    while let Some(outer) = around {
        words.push('\n');
        words.push_str(&plan.unit(outer).title.value);
        around = plan.unit(outer).parent;
    }
    words
}
