//! Which files the answer of a criterion depends on: `<!-- tip: inputs(src/**, Cargo.toml) -->`.
//!
//! It stands at the criterion, at the heading of its phase, or before the first heading and speaks of the whole file. The nearest decides.

use tip_syntax::{Document, Span, Spanned};

use crate::{Annotation, CheckBox, Plan, UnitId, Verb};

/// How near to a criterion an annotation stands; the smallest is the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// It speaks of so many bytes around the criterion, the fewer the nearer.
    Criterion(u32),
    /// It speaks of the lead of a unit, so many levels above the criterion.
    Unit(usize),
    File,
}

impl Plan {
    /// Returns the annotations that say which files criteria depend on, in the order of the text.
    pub fn input_annotations(&self) -> impl Iterator<Item = &Annotation> {
        let all = self.annotations.iter();
        all.filter(|it| it.verb == Some(Verb::Inputs))
    }

    /// Returns the patterns of the files that the answer of a box depends on, in the order of the text; none where the plan does not say.
    pub fn inputs_of(&self, doc: &Document, it: &CheckBox) -> Vec<&Spanned<String>> {
        let known = self.input_annotations();
        let known = known.filter_map(|said| Some((self.nearness(doc, said, it)?, said)));
        let known: Vec<_> = known.collect();
        let Some(nearest) = known.iter().map(|(nearness, _)| *nearness).min() else {
            return Vec::new();
        };
        let said = known.iter().filter(|(nearness, _)| *nearness == nearest);
        said.flat_map(|(_, said)| &said.arguments).collect()
    }

    fn nearness(&self, doc: &Document, said: &Annotation, it: &CheckBox) -> Option<Nearness> {
        let of = said.speaks_of;
        if said.own_line && of == Span::new(0, doc.source().text().len()) {
            return Some(Nearness::File);
        }
        // The whole lines of a box are its own, and so is an annotation at the end of one.
        let text = it.mark.cover(it.text);
        let beside = !said.own_line && of.start <= text.end && text.start <= of.end;
        if beside || of.contains(it.mark) && !self.leads(of) {
            return Some(Nearness::Criterion(of.end - of.start));
        }
        let units = self.units_above(it);
        let level = units.iter().position(|id| self.is_lead(*id, of))?;
        Some(Nearness::Unit(level))
    }

    /// Returns the units that a box belongs to, the innermost first.
    fn units_above(&self, it: &CheckBox) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = Vec::new();
        let mut next = it.unit;
        while let Some(id) = next.filter(|id| !units.contains(id)) {
            units.push(id);
            next = self.unit(id).parent;
        }
        if let Some(phase) = it.phase.filter(|id| !units.contains(id)) {
            units.push(phase);
        }
        units
    }

    /// Returns whether a place holds the lead of a unit.
    fn is_lead(&self, id: UnitId, place: Span) -> bool {
        let lead = self.unit(id).lead;
        place.start <= lead.start && lead.start < place.end
    }

    /// Returns whether a place holds the lead of any unit that is no box: it speaks of that, and not of a box below it.
    fn leads(&self, place: Span) -> bool {
        let mut units = self.units.iter();
        units.any(|it| {
            it.own_box.is_none() && place.start <= it.lead.start && it.lead.start < place.end
        })
    }
}
