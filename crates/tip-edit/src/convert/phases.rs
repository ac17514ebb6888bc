//! The phases of a converted plan.

use std::fmt::Write;

use tip_plan::{BoxKind, DependencySource, Site, Unit, UnitId, UnitKind, UnitState};
use tip_syntax::{Edit, Span, scan};

use super::piece::Piece;
use super::{Part, UnitOf, heading};
use crate::title_mark::mark_of;

/// What becomes the phases: the phases that are headings, else the tasks that are, else all work as one phase.
pub(super) struct Phases<'a> {
    /// The units that become phases, as far as they were met.
    met: Vec<(UnitOf, Part<'a>, Span)>,
    /// What begins a phase, by file and offset.
    heads: Vec<(usize, UnitId, u32)>,
    /// Sections of work, where no heading begins a phase.
    work: Vec<Piece<'a>>,
}

impl<'a> Phases<'a> {
    pub(super) fn new(parts: &[Part<'a>]) -> Self {
        let heads_of = |kind: UnitKind| -> Vec<(usize, UnitId, u32)> {
            let units = parts.iter().enumerate().flat_map(|(at, part)| {
                let units = part.plan.units.iter().enumerate();
                units.map(move |(unit, it)| (at, UnitId(unit as u32), it))
            });
            units
                .filter(|(_, _, unit)| unit.kind == kind && unit.site == Site::Heading)
                .map(|(at, id, unit)| (at, id, unit.span.start))
                .collect()
        };
        let phases = heads_of(UnitKind::Phase);
        Self {
            met: Vec::new(),
            heads: if phases.is_empty() {
                heads_of(UnitKind::Task)
            } else {
                phases
            },
            work: Vec::new(),
        }
    }

    /// Returns the unit that a section of a file is, if it becomes a phase.
    pub(super) fn begins(&self, part: usize, start: u32) -> Option<UnitId> {
        let mut heads = self.heads.iter();
        heads
            .find(|(at, _, offset)| (*at, *offset) == (part, start))
            .map(|(_, unit, _)| *unit)
    }

    /// Returns whether phases begin within a span of a file.
    pub(super) fn are_within(&self, part: usize, span: Span) -> bool {
        let mut heads = self.heads.iter();
        heads.any(|(at, _, start)| *at == part && (span.start..span.end).contains(start))
    }

    pub(super) fn push(&mut self, at: usize, part: Part<'a>, unit: UnitId, span: Span) {
        self.met.push(((at, unit), part, span));
    }

    /// Returns whether a text is work to be done and there is no phase that it could stand in.
    pub(super) fn takes(&self, part: Part<'_>, span: Span) -> bool {
        let holds = |start: u32| (span.start..span.end).contains(&start);
        self.heads.is_empty()
            && part.plan.boxes.iter().any(|it| {
                matches!(it.kind, BoxKind::Task | BoxKind::Criterion) && holds(it.mark.start)
            })
    }

    pub(super) fn push_work(&mut self, piece: Piece<'a>) {
        self.work.push(piece);
    }

    pub(super) fn write(&self, text: &mut String) {
        let numbers = self.numbers();
        for (((at, id), part, span), number) in self.met.iter().zip(&numbers) {
            let unit = part.plan.unit(*id);
            let title = marked_title(*part, unit);
            heading(text, 3, &format!("Phase {number}: {title}"));
            let body = Piece::body(*part, *span).without_heading();
            let mut changes = Vec::new();
            let depends = &unit.depends_on;
            let waits: Vec<String> = depends
                .on
                .iter()
                .filter_map(|it| {
                    let met = self
                        .met
                        .iter()
                        .position(|(unit, ..)| *unit == (*at, it.value))?;
                    Some(format!("Phase {}", numbers[met]))
                })
                .collect();
            let within = |it: Span| it.start >= span.start && it.end <= span.end && !it.is_empty();
            let written = depends.written.filter(|it| within(*it));
            let words = match depends.source {
                DependencySource::Written => waits.join(", "),
                DependencySource::DeclaredNone => "None".to_owned(),
                DependencySource::Order => String::new(),
            };
            if let Some(written) = written
                && unit.kind != UnitKind::Phase
                && !waits.is_empty()
                && depends.unknown.is_empty()
            {
                changes.push(Edit::replace(written, words.clone()));
            } else {
                changes.extend(self.renamed(*at, *part, *id, &numbers));
            }
            body.write_with(text, 4, &changes);
            if written.is_none() && !words.is_empty() {
                let _ = writeln!(text, "\n**Dependencies**: {words}");
            }
            if let Some(effort) = &unit.effort
                && !(effort.span.start > unit.lead.end && within(effort.span))
            {
                let words = part.doc.text(effort.span);
                let words = words.trim_matches(['(', ')', '*', ' ']);
                let _ = writeln!(text, "\n**Estimated Effort**: {words}");
            }
        }
        if !self.work.is_empty() {
            heading(text, 3, "Phase 1: All of it");
            for piece in &self.work {
                piece.write(text, 4);
            }
        }
    }

    /// Lets what a phase waits for follow the phases that get another number.
    fn renamed(&self, at: usize, part: Part<'_>, id: UnitId, numbers: &[String]) -> Vec<Edit> {
        let mut changes: Vec<Edit> = Vec::new();
        for dependency in &part.plan.unit(id).depends_on.on {
            let other = (at, dependency.value);
            let Some(met) = self.met.iter().position(|(unit, ..)| *unit == other) else {
                continue;
            };
            let Some(number) = &part.plan.unit(dependency.value).number else {
                continue;
            };
            let span = dependency.span;
            let apart = |it: &Edit| it.span.end <= span.start || span.end <= it.span.start;
            if number.value == numbers[met] || !changes.iter().all(apart) {
                continue;
            }
            let text = part.doc.text(span);
            let shared = part.plan.unit(id).depends_on.on.iter();
            let shared: Vec<&str> = shared
                .filter(|it| it.span == span)
                .filter_map(|it| self.met.iter().position(|met| met.0 == (at, it.value)))
                .map(|it| numbers[it].as_str())
                .collect();
            let after = if shared.len() > 1 {
                format!("Phase {}", shared.join(", Phase "))
            } else {
                text.replacen(number.value.as_str(), &numbers[met], 1)
            };
            changes.push(Edit::replace(span, after));
        }
        changes
    }

    /// Returns the numbers of the phases: their own where each has one and no two have the same, else counted ones.
    fn numbers(&self) -> Vec<String> {
        let own: Option<Vec<String>> = self
            .met
            .iter()
            .map(|((_, id), part, _)| {
                let number = part.plan.unit(*id).number.as_ref()?;
                Some(number.value.clone())
            })
            .collect();
        let distinct = own.filter(|own| {
            let mut sorted: Vec<&String> = own.iter().collect();
            sorted.sort();
            sorted.windows(2).all(|pair| pair[0] != pair[1])
        });
        distinct.unwrap_or_else(|| (1..=self.met.len()).map(|it| it.to_string()).collect())
    }
}

/// Returns the title of a phase as it is written, with the mark that tells how far it has come; one of ours where it is told elsewhere.
fn marked_title(part: Part<'_>, unit: &Unit) -> String {
    let title = format!("{}{}", named(part, unit), unit.title.value);
    let Some(mark) = mark_of(part.doc, unit) else {
        let written = written(part, unit).unwrap_or(title);
        let done = unit.state.value == UnitState::Done;
        return format!("{written}{}", if done { " ✓" } else { "" });
    };
    if mark.text.trim() == "~~" {
        return format!("~~{title}~~");
    }
    match written(part, unit) {
        Some(written) if !mark.is_before() => written,
        Some(written) => format!("{written} {}", mark.text.trim()),
        None => format!("{title} {}", mark.text.replace("**", "").trim()),
    }
}

/// Returns the text of a heading from the title on, its effort left out, which gets a line of its own; `None` where marks in it open or close
/// before it.
fn written(part: Part<'_>, unit: &Unit) -> Option<String> {
    let (start, end) = (unit.title.span.start(), unit.lead.end());
    let line = Span::new(start, end.max(start));
    let mut text = part.doc.text(line).lines().next()?.to_owned();
    if let Some(effort) = &unit.effort
        && line.contains(effort.span)
        && let Some(open) = text[..effort.span.start() - start].rfind('(')
        && let Some(close) = text[open..].find(')')
    {
        text.replace_range(open..=open + close, "");
    }
    let text = text.trim_end().trim_end_matches('#').trim();
    let even = |mark: &str| text.matches(mark).count().is_multiple_of(2);
    let whole = even("**") && even("~~") && even("_");
    whole.then(|| {
        format!(
            "{}{}",
            named(part, unit),
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        )
    })
}

/// Returns what a phase is called where that is no phase, since other texts may call it so: `PR A: `.
fn named<'a>(part: Part<'a>, unit: &Unit) -> &'a str {
    const WORDS: &[&str] = &[
        "chunk",
        "iteration",
        "milestone",
        "part",
        "pr",
        "slice",
        "sprint",
        "stage",
        "wave",
        "workstream",
    ];
    let start = unit.lead.start();
    let before = part
        .doc
        .text(Span::new(start, unit.title.span.start().max(start)));
    let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = scan::word(before).to_ascii_lowercase();
    let is_named = unit.number.is_some() && WORDS.contains(&word.as_str());
    if is_named && !before.contains('*') {
        before
    } else {
        ""
    }
}
