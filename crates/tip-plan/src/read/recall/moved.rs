//! What was read of a stretch, moved to where the stretch stands now.

use tip_syntax::{Span, Spanned};

use super::Base;
use crate::{CheckBox, Command, Field, Reference, SectionId, StateEvidence, Unit, UnitId};

/// How far a stretch moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    from: Base,
    to: Base,
}

impl Moved {
    pub(super) fn new(from: Base, to: Base) -> Self {
        Self { from, to }
    }

    pub(super) fn span(&self, span: Span) -> Span {
        let moved = |at: u32| at - self.from.offset + self.to.offset;
        Span {
            start: moved(span.start),
            end: moved(span.end),
        }
    }

    fn spanned<T: Clone>(&self, it: &Spanned<T>) -> Spanned<T> {
        Spanned::new(it.value.clone(), self.span(it.span))
    }

    /// Moves the id of a unit: one of the stretch, that of its heading, or one that stands where it stood.
    pub(super) fn unit(&self, unit: UnitId) -> UnitId {
        if unit.0 >= self.from.units {
            return UnitId(unit.0 - self.from.units + self.to.units);
        }
        match self.to.own {
            Some(own) if self.from.own == Some(unit) => own,
            _ => unit,
        }
    }

    fn in_box(&self, at: u32) -> u32 {
        at - self.from.boxes + self.to.boxes
    }

    fn command(&self, at: u32) -> u32 {
        at - self.from.commands + self.to.commands
    }

    fn section(&self, section: SectionId) -> SectionId {
        if section == self.from.section {
            self.to.section
        } else {
            section
        }
    }

    pub(super) fn of_unit(&self, it: &Unit) -> Unit {
        let mut unit = it.clone();
        unit.number = it.number.as_ref().map(|it| self.spanned(it));
        unit.title.span = self.span(it.title.span);
        unit.lead = self.span(it.lead);
        unit.span = self.span(it.span);
        unit.parent = it.parent.map(|it| self.unit(it));
        unit.effort = it.effort.as_ref().map(|it| self.spanned(it));
        unit.depends_on.written = it.depends_on.written.map(|it| self.span(it));
        unit.own_box = it.own_box.map(|it| self.in_box(it));
        unit
    }

    pub(super) fn of_evidence(&self, it: &(UnitId, StateEvidence)) -> (UnitId, StateEvidence) {
        let (unit, told) = it;
        let told = StateEvidence {
            span: self.span(told.span),
            ..*told
        };
        (self.unit(*unit), told)
    }

    pub(super) fn of_link(&self, it: &(UnitId, Spanned<String>)) -> (UnitId, Spanned<String>) {
        (self.unit(it.0), self.spanned(&it.1))
    }

    pub(super) fn of_field(&self, it: &Field) -> Field {
        Field {
            label: self.spanned(&it.label),
            meaning: it.meaning,
            value: self.span(it.value),
            span: self.span(it.span),
            items: it.items.iter().map(|it| self.span(*it)).collect(),
            section: it.section.map(|it| self.section(it)),
            unit: it.unit.map(|it| self.unit(it)),
        }
    }

    pub(super) fn of_box(&self, it: &CheckBox) -> CheckBox {
        let mut moved = it.clone();
        moved.mark = self.span(it.mark);
        moved.text = self.span(it.text);
        moved.unit = it.unit.map(|it| self.unit(it));
        moved.is_unit = it.is_unit.map(|it| self.unit(it));
        for command in &mut moved.commands {
            *command = self.command(*command);
        }
        moved
    }

    pub(super) fn of_reference(&self, it: &Reference) -> Reference {
        let mut moved = it.clone();
        moved.span = self.span(it.span);
        moved.path_span = self.span(it.path_span);
        moved.line_span = it.line_span.map(|it| self.span(it));
        moved.unit = it.unit.map(|it| self.unit(it));
        moved
    }

    pub(super) fn of_command(&self, it: &Command) -> Command {
        let mut moved = it.clone();
        moved.span = self.span(it.span);
        moved.expectation_span = it.expectation_span.map(|it| self.span(it));
        moved.unit = it.unit.map(|it| self.unit(it));
        moved.in_box = it.in_box.map(|it| self.in_box(it));
        moved
    }
}
