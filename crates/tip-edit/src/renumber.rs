//! Numbers the phases of a plan in the order of its text, and lets everything that names them follow.

use std::collections::{BTreeMap, BTreeSet};

use tip_plan::{DependencySource, Plan, Site, Unit, UnitId, UnitKind};
use tip_syntax::{BlockKind, Document, Edit, InlineKind, Span, scan};

use crate::EditError;

mod history;

pub use history::names_in_history;

use history::{line_text, past, refuse_told};

/// A phase that gets another number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renumbered {
    /// The phase, as it was read.
    pub unit: UnitId,
    /// Its number before.
    pub before: String,
    /// Its number after.
    pub after: String,
}

/// Numbers the phases from the first one's number on (0 or 1), and rewrites what names them outside code: dependencies, the numbers of
/// tasks in them, `Phase 2` in the text, links to their headings. What is a log of the past keeps the numbers of then.
///
/// # Errors
///
/// Fails for a plan that is a phase itself, for one whose phases bear no plain numbers, where a number that two phases bear is named elsewhere, since nobody knows
/// which is meant, and where a line about the past alone tells how far a phase has come that would get another number.
pub fn renumber(doc: &Document, plan: &Plan) -> Result<(Vec<Edit>, Vec<Renumbered>), EditError> {
    if is_phase(plan) {
        return Err(EditError::IsPhase);
    }
    let past = past(doc, plan);
    let is_past = |span: Span| past.iter().any(|it| it.contains(span));
    let numbered = numbered(plan, is_past)?;
    let mut renumbered = Vec::new();
    let mut edits: BTreeMap<Span, String> = BTreeMap::new();
    for (id, number, span, after) in &numbered {
        if number != after {
            renumbered.push(Renumbered {
                unit: *id,
                before: number.clone(),
                after: after.clone(),
            });
            edits.insert(*span, after.clone());
        }
    }
    if renumbered.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    refuse_told(doc, plan, &past, &renumbered)?;
    let leads: BTreeSet<Span> = numbered.iter().map(|(.., span, _)| *span).collect();
    let mut names = Names::new(doc, plan, &numbered);
    tasks(doc, plan, &numbered, &mut edits);
    for (span, kind) in mentions(doc, plan, &leads, &past) {
        let text = doc.text(span);
        if kind == UnitKind::Phase {
            if let Some(after) = names.after(text, span) {
                edits.insert(span, after);
            }
        } else if let Some((head, tail)) = text.split_once('.')
            && let Some(after) = names.after(head, span)
        {
            edits.insert(span, format!("{after}.{tail}"));
        }
    }
    dependencies(doc, plan, &mut names, &mut edits);
    names.refuse_unclear()?;
    let mut out: Vec<Edit> = Vec::new();
    for (span, after) in edits {
        let apart = out.last().is_none_or(|last| last.span.end <= span.start) && !is_past(span);
        if apart && doc.text(span) != after {
            out.push(Edit::replace(span, after));
        }
    }
    Ok((out, renumbered))
}

/// Returns whether the title of the plan is its only phase: the plan is one of several, each in a file.
pub(crate) fn is_phase(plan: &Plan) -> bool {
    let mut tops = plan.phases().filter(|(_, unit)| unit.parent.is_none());
    let (Some((_, only)), None) = (tops.next(), tops.next()) else {
        return false;
    };
    only.site == Site::Heading
        && plan
            .sections
            .first()
            .is_some_and(|title| title.level == 1 && title.span.start == only.span.start)
}

/// A phase, its number, where that stands, and the number that it gets.
type Numbered = (UnitId, String, Span, String);

fn numbered(plan: &Plan, is_past: impl Fn(Span) -> bool) -> Result<Vec<Numbered>, EditError> {
    let missing = || EditError::Missing {
        what: "phases with plain numbers".to_owned(),
    };
    let mut series: Vec<(Option<UnitId>, u32)> = Vec::new();
    let mut out = Vec::new();
    let all: Vec<(UnitId, &Unit)> = plan
        .phases()
        .filter(|(_, unit)| unit.number.is_some() && !is_past(unit.lead))
        .collect();
    for (id, unit) in &all {
        let Some(number) = &unit.number else { continue };
        let digits = number
            .value
            .bytes()
            .next()
            .is_some_and(|it| it.is_ascii_digit());
        if !digits || number.value.contains(['-', '–']) {
            return Err(missing());
        }
        let place = series.iter().position(|(parent, _)| *parent == unit.parent);
        let place = place.unwrap_or_else(|| {
            let starts_at_zero = number.value.trim_start_matches('0').is_empty();
            series.push((unit.parent, u32::from(!starts_at_zero)));
            series.len() - 1
        });
        let next = &mut series[place].1;
        // Phases within a phase bear its number before a dot.
        let head = unit
            .parent
            .and_then(|parent| out.iter().find(|it: &&Numbered| it.0 == parent))
            .filter(|parent| number.value.starts_with(&format!("{}.", parent.1)))
            .map(|parent| format!("{}.", parent.3));
        let padded = head.is_none() && number.value.starts_with('0');
        let width = if padded { number.value.len() } else { 0 };
        let after = format!("{}{next:0width$}", head.unwrap_or_default());
        *next += 1;
        out.push((*id, number.value.clone(), number.span, after));
    }
    if out.is_empty() {
        return Err(missing());
    }
    Ok(out)
}

/// What becomes of each number.
struct Names<'a> {
    doc: &'a Document,
    /// For each number the phases that bear it, with the numbers that they get.
    bearers: BTreeMap<String, Vec<(UnitId, String)>>,
    /// Where each phase says what it waits for.
    waits: Vec<(Span, UnitId)>,
    /// The numbers of several phases that are named, and where.
    unclear: BTreeMap<Span, String>,
}

impl<'a> Names<'a> {
    fn new(doc: &'a Document, plan: &Plan, numbered: &[Numbered]) -> Self {
        let mut bearers: BTreeMap<String, Vec<(UnitId, String)>> = BTreeMap::new();
        for (id, before, _, after) in numbered {
            let of_number = bearers.entry(before.clone()).or_default();
            of_number.push((*id, after.clone()));
        }
        let waits = plan.phases();
        let waits = waits.filter_map(|(id, unit)| Some((unit.depends_on.written?, id)));
        Self {
            doc,
            bearers,
            waits: waits.collect(),
            unclear: BTreeMap::new(),
        }
    }

    /// Returns the new number for one that is named at `span`; `None` for one that no phase bears, and where it is unclear which is meant.
    fn after(&mut self, number: &str, span: Span) -> Option<String> {
        let bearers = self.bearers.get(number)?;
        // No phase waits for itself.
        let own = self
            .waits
            .iter()
            .find(|(written, _)| written.contains(span));
        let meant = bearers
            .iter()
            .filter(|(id, _)| own.is_none_or(|own| own.1 != *id));
        let mut after: Vec<&String> = meant.map(|(_, after)| after).collect();
        after.dedup();
        match after.as_slice() {
            [] => None,
            [only] => Some((*only).clone()),
            _ => {
                self.unclear.insert(span, number.to_owned());
                None
            }
        }
    }

    /// Fails where a number is named that several phases bear.
    fn refuse_unclear(&self) -> Result<(), EditError> {
        let Some(number) = self.unclear.values().next() else {
            return Ok(());
        };
        let mut lines: Vec<(u32, String)> = Vec::new();
        for (span, _) in self.unclear.iter().filter(|(_, it)| *it == number) {
            let line = self.doc.line(*span);
            if lines.iter().all(|(known, _)| *known != line) {
                lines.push((line, line_text(self.doc, *span)));
            }
        }
        Err(EditError::AmbiguousNumber {
            number: number.clone(),
            lines,
        })
    }
}

/// Lets the numbers of tasks and steps follow that begin with that of their phase: `2.1`.
fn tasks(doc: &Document, plan: &Plan, numbered: &[Numbered], edits: &mut BTreeMap<Span, String>) {
    for (at, unit) in plan.units.iter().enumerate() {
        let id = UnitId(at as u32);
        let Some(number) = unit
            .number
            .as_ref()
            .filter(|_| unit.kind != UnitKind::Phase)
        else {
            continue;
        };
        let Some(phase) = plan.phase_of(id) else {
            continue;
        };
        let Some((_, before, _, after)) = numbered.iter().find(|it| it.0 == phase) else {
            continue;
        };
        let written = doc.text(number.span);
        let head = format!("{before}.");
        if let Some(at) = written.find(&head).filter(|at| *at <= 1) {
            let start = number.span.start() + at;
            edits.insert(Span::new(start, start + before.len()), after.clone());
        }
    }
}

/// Lets written dependencies follow that do not say `Phase`.
fn dependencies(
    doc: &Document,
    plan: &Plan,
    names: &mut Names<'_>,
    edits: &mut BTreeMap<Span, String>,
) {
    for unit in &plan.units {
        if unit.depends_on.source != DependencySource::Written {
            continue;
        }
        for dependency in &unit.depends_on.on {
            if plan.unit(dependency.value).kind != UnitKind::Phase {
                continue;
            }
            let text = doc.text(dependency.span);
            let mut at = 0;
            while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
                let start = at + start;
                let len = scan::number_len(&text[start..]).max(1);
                at = start + len;
                let base = dependency.span.start();
                let span = Span::new(base + start, base + at);
                if let Some(after) = names.after(&text[start..at], span) {
                    edits.insert(span, after);
                }
            }
        }
    }
}

/// Finds the numbers after the words of phases and tasks, outside code and `hidden`: `Phase 2`, `Phases 1-3`, `#phase-2-send`, `Task 2.1`.
fn mentions(
    doc: &Document,
    plan: &Plan,
    leads: &BTreeSet<Span>,
    hidden: &[Span],
) -> Vec<(Span, UnitKind)> {
    let text = doc.source().text();
    let is_hidden = |at: usize| hidden.iter().any(|it| it.contains_offset(at));
    let mut opaque = opaque(doc);
    opaque.sort_unstable();
    let mut out = Vec::new();
    for (word, kind) in words(doc, plan) {
        let mut from = 0;
        while let Some(at) = scan::find_ignore_case(&text[from..], &word).map(|it| from + it) {
            from = at + word.len();
            let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric());
            let after = opaque.partition_point(|it| it.start() <= at);
            let in_code = after > 0 && opaque[after - 1].contains_offset(at);
            if begins && !in_code && !is_hidden(at) {
                numbers(text, from, |span| {
                    if !leads.contains(&span) {
                        out.push((span, kind));
                    }
                });
            }
        }
    }
    out
}

/// Returns the words that lead the phases of this plan, and those of tasks.
fn words(doc: &Document, plan: &Plan) -> Vec<(String, UnitKind)> {
    let mut words: Vec<(String, UnitKind)> = vec![("task".to_owned(), UnitKind::Task)];
    for (_, unit) in plan.phases() {
        let Some(number) = &unit.number else { continue };
        let before = doc.text(Span::new(unit.lead.start(), number.span.start()));
        let word: String = before
            .chars()
            .rev()
            .skip_while(|c| !c.is_ascii_alphabetic())
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let word: String = word.chars().rev().collect::<String>().to_lowercase();
        if word.len() > 1 && !words.iter().any(|(known, _)| *known == word) {
            words.push((word, UnitKind::Phase));
        }
    }
    words
}

/// Reads the numbers that follow a word: one, or of a plural several, or a range.
fn numbers(text: &str, from: usize, mut found: impl FnMut(Span)) {
    let rest = &text[from..];
    let plural = rest.starts_with(['s', 'S']);
    let rest = if plural { &rest[1..] } else { rest };
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '#', '-', '*']);
    let gap = rest.len() - trimmed.len();
    if gap == 0 || gap > 4 {
        return;
    }
    let mut at = from + usize::from(plural) + gap;
    loop {
        let len = scan::number_len(&text[at..]);
        if len == 0 {
            return;
        }
        found(Span::new(at, at + len));
        at += len;
        let rest = &text[at..];
        let separators: &[&str] = if plural {
            &[
                "-", "–", " - ", " – ", ", and ", ", ", " and ", " & ", " or ", "/", "+", " + ",
                " to ",
            ]
        } else {
            &["–"]
        };
        let Some(separator) = separators.iter().find(|it| {
            rest.strip_prefix(**it)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }) else {
            return;
        };
        at += separator.len();
    }
}

/// Returns what is not looked into: code, front matter, and where links lead, but for those within the file.
fn opaque(doc: &Document) -> Vec<Span> {
    let mut spans: Vec<Span> = doc.front_matter().iter().map(|it| it.span).collect();
    for block in doc.blocks() {
        if matches!(block.kind, BlockKind::Code { .. }) {
            spans.push(block.span);
        }
    }
    for inline in doc.all_inlines() {
        match &inline.kind {
            InlineKind::Code => spans.push(inline.span),
            InlineKind::Link(to) | InlineKind::Image(to) if !to.starts_with('#') => {
                spans.push(Span::new(inline.content.end(), inline.span.end()));
            }
            _ => {}
        }
    }
    spans
}
