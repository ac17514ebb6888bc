//! A plan of any dialect as one of ours.
//!
//! Nothing is written anew that somebody wrote already: sections move, whole and word for word, to where the template has a place for
//! them, and only the levels of their headings change. What has no place goes to the notes at the end, and is named.

mod phases;

mod piece;

use std::fmt::Write;

use tip_plan::{Meaning, Plan, Schema, SectionId, Stage, UnitId};
use tip_syntax::{Document, Span, scan};

use self::phases::Phases;
use self::piece::Piece;

/// A file of the plan to convert.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The document.
    pub doc: &'a Document,
    /// What was read of it.
    pub plan: &'a Plan,
}

/// What front matter and title say where the plan itself says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name of the feature.
    pub feature: String,
    /// The title.
    pub title: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
}

/// A converted plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// Its text.
    pub text: String,
    /// What has no place in the template and stands at the end.
    pub unplaced: Vec<Unplaced>,
    /// The status that it has, where it is not written as before.
    pub restated: Option<Restated>,
}

/// A status that is not written as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// What was written; `None` where nothing was.
    pub was: Option<String>,
    /// What is written.
    pub is: Stage,
    /// Whether it is another stage than was written, by the ticks.
    pub by_ticks: bool,
}

/// A section without a place in the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The position of its file.
    pub part: usize,
    /// Its line there, from 1.
    pub line: u32,
    /// Its heading.
    pub title: String,
    /// The heading that it stands under now.
    pub under: String,
}

/// The heading of what has no place; one that means nothing, so that what stands below it means what it meant.
const REST: &str = "Other Sections";

/// Converts a plan, its files in the order in which they are to be read.
pub fn convert(parts: &[Part<'_>], schema: &Schema, identity: &Identity) -> Converted {
    let mut sorter = Sorter {
        schema,
        intro: Vec::new(),
        phases: Phases::new(parts),
        placed: vec![Vec::new(); schema.sections.len()],
        notes: Vec::new(),
        unplaced: Vec::new(),
        alone: parts.len() == 1,
    };
    for (at, part) in parts.iter().enumerate() {
        sorter.part(at, *part);
    }
    let mut text = head(parts, schema, identity);
    sorter.write(&mut text);
    Converted {
        text,
        unplaced: sorter.unplaced,
        restated: restated(parts, schema),
    }
}

/// Sorts the sections of a plan into those of the template.
struct Sorter<'a> {
    schema: &'a Schema,
    /// What stands between the phases and is none.
    intro: Vec<Piece<'a>>,
    phases: Phases<'a>,
    /// For each section of the template what goes there.
    placed: Vec<Vec<Piece<'a>>>,
    /// What has no place, and the heading of its file.
    notes: Vec<(&'a str, Piece<'a>)>,
    unplaced: Vec<Unplaced>,
    /// Whether the plan is one file.
    alone: bool,
}

impl<'a> Sorter<'a> {
    fn part(&mut self, at: usize, part: Part<'a>) {
        let sections = &part.plan.sections;
        let start = part.doc.front_matter().map_or(0, |front| front.span.end);
        let end = sections.first().map_or_else(
            || part.doc.source().text().len() as u32,
            |first| first.span.start,
        );
        self.context(part, Span { start, end });
        for (index, section) in sections.iter().enumerate() {
            if section.parent.is_none() {
                self.section(at, part, SectionId(index as u32), index == 0);
            }
        }
    }

    /// Puts a section where it belongs; of the title and of what holds phases its parts.
    fn section(&mut self, at: usize, part: Part<'a>, id: SectionId, first: bool) {
        let section = &part.plan.sections[id.0 as usize];
        if let Some(unit) = self.phases.begins(at, section.span.start) {
            self.phases.push(at, part, unit, section.span);
            return;
        }
        let is_title = first && section.level == 1;
        if !is_title && !self.phases.are_within(at, section.span) {
            self.place(at, part, id);
            return;
        }
        let children: Vec<SectionId> = children(part.plan, id);
        let end = children.first().map_or(section.span.end, |child| {
            part.plan.sections[child.0 as usize].span.start
        });
        let own = Span {
            start: part.doc.block(section.block).span.end,
            end,
        };
        // A heading over phases goes, but for what it says besides.
        let title = part.doc.source().trim(section.title.span);
        if !is_title && says_more(part.doc.text(title)) {
            self.intro
                .push(Piece::body(part, without_number(part, title)));
        }
        if is_title {
            self.context(part, own);
        } else if !part.doc.text(own).trim().is_empty() {
            self.intro.push(Piece::body(part, own));
        }
        for child in children {
            self.section(at, part, child, false);
        }
    }

    /// Puts text without a heading into the first section that tells what the plan is about.
    fn context(&mut self, part: Part<'a>, span: Span) {
        if part.doc.text(span).trim().is_empty() {
            return;
        }
        if self.phases.takes(part, span) {
            self.phases.push_work(Piece::body(part, span));
            return;
        }
        match self.position(Meaning::Context) {
            Some(position) => self.placed[position].push(Piece::body(part, span)),
            None => self.notes.push((self.rest(part), Piece::body(part, span))),
        }
    }

    fn place(&mut self, at: usize, part: Part<'a>, id: SectionId) {
        let section = &part.plan.sections[id.0 as usize];
        let whole = Piece::section(part, section);
        if self.phases.takes(part, section.span) {
            self.phases.push_work(whole);
            return;
        }
        let target = section
            .meaning
            .and_then(|meaning| Some((meaning, self.position(target_of(meaning))?)));
        if let Some((meaning, position)) = target {
            let same = self.schema.sections[position].meaning == Some(meaning);
            // A heading that names a file says more than that of the template.
            let plain = !part.doc.text(section.title.span).contains('`');
            let alone = same && plain && self.placed[position].is_empty();
            self.placed[position].push(if alone {
                whole.without_heading()
            } else {
                whole
            });
            return;
        }
        self.unplaced.push(Unplaced {
            part: at,
            line: part.doc.line(section.span),
            title: section.title.value.clone(),
            under: self.rest(part).to_owned(),
        });
        self.notes.push((self.rest(part), whole));
    }

    /// Returns the position of the template's section for a meaning.
    fn position(&self, meaning: Meaning) -> Option<usize> {
        let sections = &self.schema.sections;
        sections
            .iter()
            .position(|it| it.meaning == Some(meaning))
            .or_else(|| {
                sections
                    .iter()
                    .position(|it| it.field_of(meaning).is_some())
            })
    }

    fn write(&self, text: &mut String) {
        let phases = self.position(Meaning::Phases);
        for (at, section) in self.schema.sections.iter().enumerate() {
            let is_phases = phases == Some(at);
            if self.placed[at].is_empty() && !is_phases {
                continue;
            }
            heading(text, 2, &section.title);
            for piece in &self.placed[at] {
                piece.write(text, 3);
            }
            if is_phases {
                for piece in &self.intro {
                    piece.write(text, 3);
                }
                self.phases.write(text);
            }
        }
        if phases.is_none() {
            self.phases.write(text);
        }
        let mut under = None;
        for (rest, piece) in &self.notes {
            if under != Some(rest) {
                heading(text, 2, rest);
                under = Some(rest);
            }
            piece.write(text, 3);
        }
    }

    /// Returns the heading of what has no place in a file: its title, where that says what all of it is about, `Testing Strategy`, or
    /// tells it from other files. A title over phases would make phases of what stands below it.
    fn rest(&self, part: Part<'a>) -> &'a str {
        let title = part.plan.sections.first().filter(|it| it.level == 1);
        title
            .filter(|it| match it.meaning {
                Some(meaning) => self.alone || meaning != Meaning::Phases,
                None => !self.alone,
            })
            .map_or(REST, |it| it.title.value.as_str())
    }
}

/// Returns whether a heading over phases says more than that they are some.
fn says_more(title: &str) -> bool {
    const PLAIN: &[&str] = &[
        "implementation",
        "phase",
        "phases",
        "plan",
        "step",
        "steps",
        "task",
        "tasks",
        "the",
    ];
    let folded = scan::normalized(title);
    let plain = |word: &str| PLAIN.contains(&word) || word.bytes().all(|it| it.is_ascii_digit());
    title.contains('`') || !folded.split(' ').all(plain)
}

/// Takes the number off a heading, which would begin a list where the heading is none.
fn without_number(part: Part<'_>, title: Span) -> Span {
    let text = part.doc.text(title);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = text.len() - rest.len();
    let is_number = number > 0 && rest.starts_with([' ', ')']);
    let rest = rest.trim_start_matches([' ', ')']);
    let skipped = if is_number {
        text.len() - rest.len()
    } else {
        0
    };
    Span::new(title.start() + skipped, title.end())
}

/// Returns the meaning of the template's section that takes sections of `meaning`.
fn target_of(meaning: Meaning) -> Meaning {
    use Meaning as M;
    match meaning {
        M::Overview
        | M::Purpose
        | M::Scope
        | M::OutOfScope
        | M::KeyConsiderations
        | M::CurrentState
        | M::Requirements => M::Context,
        M::Criteria
        | M::AutomatedCriteria
        | M::ManualCriteria
        | M::QualityGates
        | M::TestStrategy
        | M::UnitTests
        | M::IntegrationTests
        | M::Patterns
        | M::Conventions => M::Notes,
        M::HighRisk | M::MediumRisk | M::LowRisk => M::Risks,
        M::RelatedPlans | M::SimilarImplementations | M::DomainDesign => M::References,
        M::Effort | M::Confidence | M::Sequencing => M::TotalEffort,
        other => other,
    }
}

fn children(plan: &Plan, id: SectionId) -> Vec<SectionId> {
    let all = plan.sections.iter().enumerate();
    all.filter(|(_, it)| it.parent == Some(id))
        .map(|(at, _)| SectionId(at as u32))
        .collect()
}

/// Writes front matter and title.
fn head(parts: &[Part<'_>], schema: &Schema, identity: &Identity) -> String {
    let mut text = String::from("---\n");
    for key in &schema.front_matter {
        if let Some(value) = key.meaning.and_then(|it| value_of(parts, it, identity)) {
            let _ = writeln!(text, "{}: {value}", key.key);
            continue;
        }
        // What only our own plans say is taken as it is written.
        let fronts = parts
            .iter()
            .filter_map(|part| Some((part, part.doc.front_matter()?)));
        let entry = fronts
            .filter_map(|(part, front)| Some((part, front.get(&key.key)?)))
            .find(|(part, entry)| !part.doc.text(entry.value.span).trim().is_empty());
        if let Some((part, entry)) = entry {
            text.push_str(
                part.doc
                    .text(entry.key.span.cover(entry.value.span))
                    .trim_end(),
            );
            text.push('\n');
        }
    }
    for part in parts {
        keep_other_keys(*part, schema, &mut text);
    }
    text.push_str("---\n\n# ");
    if let Some(prefix) = schema.title.as_ref().map(|it| it.prefix.as_str())
        && !prefix.is_empty()
    {
        text.push_str(prefix);
        text.push_str(": ");
    }
    let mut plans = parts.iter().filter_map(|part| part.plan.title.as_ref());
    let title = match plans.next() {
        Some(title) if parts.len() == 1 => bare_title(&title.value),
        _ => bare_title(&identity.title),
    };
    text.push_str(title);
    text.push('\n');
    text
}

/// The words that say that something is a plan.
const KINDS: &[&str] = &[
    "plan",
    "specification",
    "spec",
    "proposal",
    "tasks",
    "change",
];

/// The words beside them that tell no more.
const BESIDE_KIND: &[&str] = &[
    "technical",
    "implementation",
    "feature",
    "project",
    "development",
];

/// Takes the words that only say that it is a plan off a title: `Implementation Plan: `, `Implementation plan — `, `Feature Specification: `, ` — Implementation Plan`.
fn bare_title(title: &str) -> &str {
    let says_kind = |kind: &str| {
        let words = scan::normalized(kind);
        let mut words = words.split(' ');
        words.clone().any(|it| KINDS.contains(&it))
            && words.all(|it| KINDS.contains(&it) || BESIDE_KIND.contains(&it))
    };
    let heads = [": ", " — ", " – ", " - "];
    let heads = heads.iter().filter_map(|it| title.split_once(it));
    let title = match heads.min_by_key(|(kind, _)| kind.len()) {
        Some((kind, rest)) if says_kind(kind) => rest,
        _ => title,
    };
    [" Technical Implementation Plan", " Implementation Plan"]
        .iter()
        .find_map(|words| title.strip_suffix(words))
        .map(|rest| rest.trim_end_matches([' ', '-', '–', '—', ':', '|']))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title)
}

fn value_of(parts: &[Part<'_>], meaning: Meaning, identity: &Identity) -> Option<String> {
    let plans = || parts.iter().map(|part| part.plan);
    match meaning {
        Meaning::Date => plans()
            .find_map(|plan| plan.date.as_ref())
            .map(|it| it.value.clone())
            .or_else(|| Some(identity.date.clone())),
        Meaning::Feature => plans()
            .find_map(|plan| plan.feature.as_ref())
            .map(|it| crate::scaffold::slug(&it.value))
            .or_else(|| Some(identity.feature.clone())),
        Meaning::Status => Some(stage_of(parts).word().to_owned()),
        Meaning::Effort => plans()
            .find_map(|plan| plan.effort.as_ref())
            .and_then(|it| it.value.size)
            .map(|size| size.word().to_owned()),
        Meaning::Confidence => plans()
            .find_map(|plan| plan.confidence.as_ref())
            .map(|it| it.value.word().to_owned()),
        Meaning::Tags => {
            let tags: Vec<&str> = plans()
                .flat_map(|plan| &plan.tags)
                .map(|it| it.value.as_str())
                .collect();
            Some(format!("[{}]", tags.join(", ")))
        }
        _ => None,
    }
}

/// Returns the file that says the status of a plan.
fn tells_status<'a>(parts: &[Part<'a>]) -> Option<&'a Plan> {
    let mut plans = parts.iter().map(|part| part.plan);
    plans.find(|plan| plan.status.stage.is_some())
}

/// Returns the stage of a plan: the one that is written, corrected by the ticks, or what the ticks tell.
fn stage_of(parts: &[Part<'_>]) -> Stage {
    let progress = parts.iter().map(|part| part.plan.progress());
    let (done, total) = progress.fold((0, 0), |sum, it| (sum.0 + it.done, sum.1 + it.total));
    match tells_status(parts) {
        Some(plan) => plan.stage(),
        None if done == 0 => Stage::Draft,
        None if done == total => Stage::Complete,
        None => Stage::InProgress,
    }
}

/// Returns the status of the converted plan where it is not written as before.
fn restated(parts: &[Part<'_>], schema: &Schema) -> Option<Restated> {
    let mut keys = schema.front_matter.iter();
    if !keys.any(|it| it.meaning == Some(Meaning::Status)) {
        return None;
    }
    let is = stage_of(parts);
    let mut any = parts.iter().map(|part| part.plan);
    // Words that tell no stage are a status all the same.
    let told = tells_status(parts).or_else(|| any.find(|it| it.status.written.is_some()));
    let status = told.map(|it| &it.status);
    let was = status.and_then(|it| it.written.as_ref());
    let was = was.map(|it| it.value.trim().to_owned());
    (was.as_deref() != Some(is.word())).then(|| Restated {
        by_ticks: status.is_none_or(|it| it.stage != Some(is)),
        was,
        is,
    })
}

/// Keeps the keys of front matter that the template does not have.
fn keep_other_keys(part: Part<'_>, schema: &Schema, text: &mut String) {
    let Some(front) = part.doc.front_matter() else {
        return;
    };
    for entry in &front.entries {
        let key = entry.key.value.as_str();
        let known = schema.front_matter.iter().any(|it| it.key == key);
        let told = matches!(key, "title" | "labels" | "created_date");
        let again = text.contains(&format!("\n{key}:"));
        if !known && !told && !again {
            let span = entry.key.span.cover(entry.value.span);
            text.push_str(part.doc.text(span).trim_end());
            text.push('\n');
        }
    }
}

/// Writes a heading with blank lines around it.
fn heading(text: &mut String, level: usize, title: &str) {
    let start = text.trim_end().len();
    text.truncate(start);
    let _ = writeln!(text, "\n\n{} {title}", "#".repeat(level));
}

/// The position of a unit in a file of the plan.
type UnitOf = (usize, UnitId);
