//! A file of a plan with what is asked of it again and again.

use std::borrow::Cow;
use std::ops::Deref;

use tip_plan::{Field, Meaning, Progress, UnitId};
use tip_syntax::Span;

use super::words;
use crate::{PlanFile, Tick};

/// A file of a plan, indexed once so that the cost of converting it is linear.
pub(super) struct Reading<'a> {
    file: PlanFile<'a>,
    /// The fields of each unit.
    fields: Vec<Vec<&'a Field>>,
    /// How much of each unit is done.
    progress: Vec<Progress>,
    /// What says how high the risks within it are.
    risk_levels: Vec<(Span, &'static str)>,
}

impl<'a> Deref for Reading<'a> {
    type Target = PlanFile<'a>;

    fn deref(&self) -> &Self::Target {
        &self.file
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(file: PlanFile<'a>) -> Self {
        let plan = file.plan;
        let mut fields = vec![Vec::new(); plan.units.len()];
        for field in &plan.fields {
            if let Some(of_unit) = field.unit.and_then(|unit| fields.get_mut(unit.index())) {
                of_unit.push(field);
            }
        }
        let around = (plan.sections.iter().map(|it| (it.meaning, it.span)))
            .chain(plan.fields.iter().map(|it| (it.meaning, it.span)));
        let risk_levels = around
            .filter_map(|(meaning, span)| Some((span, words::risk_level(meaning?)?)))
            .collect();
        Self {
            file,
            fields,
            progress: file.progress_by_unit(),
            risk_levels,
        }
    }

    /// Returns since when a unit is done.
    pub(super) fn tick_of_unit(&self, unit: UnitId) -> Option<&'a Tick> {
        self.file.ticks?.units.get(unit.index())?.as_ref()
    }

    /// Returns since when a box is ticked.
    pub(super) fn tick_of_box(&self, at: usize) -> Option<&'a Tick> {
        self.file.ticks?.boxes.get(at)?.as_ref()
    }

    /// Returns the text at a span on one line.
    pub(super) fn folded(&self, span: Span) -> Cow<'a, str> {
        self.file.doc.source().folded(span)
    }

    /// Returns the line on which a span starts.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.doc.line(span)
    }

    /// Returns the line on which the text of a span ends.
    pub(super) fn end_line(&self, span: Span) -> u32 {
        let source = self.doc.source();
        source.line_of(source.trim(span).end).max(self.line(span))
    }

    /// Returns the handle of a unit.
    pub(super) fn handle(&self, unit: Option<UnitId>) -> Option<&'a str> {
        let unit = self.file.plan.units.get(unit?.index())?;
        Some(unit.handle.as_str())
    }

    /// Returns how much of a phase is done.
    pub(super) fn progress(&self, phase: UnitId) -> Progress {
        let progress = self.progress.get(phase.index());
        progress.copied().unwrap_or_default()
    }

    /// Returns what the fields of one meaning in a unit say, one value or item on a line.
    pub(super) fn said(&self, unit: UnitId, meaning: Meaning) -> Option<String> {
        let fields = self.fields.get(unit.index())?.iter();
        let mut lines = Vec::new();
        for field in fields.filter(|field| field.meaning == Some(meaning)) {
            lines.push(self.folded(field.value));
            lines.extend(field.items.iter().map(|item| self.folded(*item)));
        }
        lines.retain(|line| !line.is_empty());
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Returns how high the risk at a span is, from the narrowest section or field around it that says so.
    pub(super) fn risk_level(&self, span: Span) -> Option<&'static str> {
        let around = self.risk_levels.iter();
        around
            .filter(|(around, _)| around.contains(span))
            .min_by_key(|(around, _)| around.len())
            .map(|(_, level)| *level)
    }
}
