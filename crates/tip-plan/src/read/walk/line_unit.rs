//! Units that are paragraphs: a bold line, or its first words; and what names a unit that stands elsewhere.

use tip_syntax::{Block, BlockId, Span, Spanned};

use super::{OpenUnit, Walk};
use crate::annotation;
use crate::dialect::{COMMON_UNITS, LeadPattern};
use crate::read::lead;
use crate::read::sections::{new_unit, speaks_of_others};
use crate::{SectionId, Site, StateEvidence, StateSource, UnitId, UnitKind};

impl Walk<'_> {
    /// Reads a paragraph that is a unit: a bold line, or its first words.
    pub(super) fn line_unit(&mut self, id: BlockId, block: &Block) -> bool {
        if block.parent.is_some() {
            return false;
        }
        let text = self.doc.text(block.content);
        let line = annotation::without(text.lines().next().unwrap_or_default());
        let bold = line.starts_with("**") || line.starts_with("__") || line.starts_with("✅ **");
        let Some(mut lead) = lead::parse(line, block.content.start()) else {
            return false;
        };
        let site = if bold {
            Site::BoldLine
        } else {
            // Of prose the first sentence names the unit; the line ends where the author's editor broke it.
            let title = self.doc.text(lead.title);
            if let Some((sentence, _)) = title.split_once(". ") {
                lead.title = Span::new(lead.title.start(), lead.title.start() + sentence.len());
            }
            Site::Paragraph
        };
        let Some(kind) = lead.word else { return false };
        let known = COMMON_UNITS
            .iter()
            .any(|it| it.site == site && it.lead == LeadPattern::Word(kind))
            || self
                .labels
                .dialect
                .units
                .iter()
                .any(|it| it.site == site && it.lead == LeadPattern::Word(kind));
        if !known || lead.number.is_none() || !lead.separated {
            return false;
        }
        let number = lead
            .number
            .as_ref()
            .map_or("", |(number, _)| number.as_str());
        // Within the element of a task nothing is a phase.
        if kind == UnitKind::Phase && (self.phase_site != Some(site) || self.in_tag()) {
            self.join(kind, number, &lead);
            return false;
        }
        let others = self.chain().any(speaks_of_others);
        if others
            && kind <= UnitKind::Task
            && (self.numbered(kind, number).is_some() || self.is_history())
        {
            self.join(kind, number, &lead);
            return false;
        }
        if bold && !is_mostly_bold(line, &lead) {
            return false;
        }
        let end = self.text_end();
        self.close_line_units(kind, block.span.start);
        let unit = UnitId(self.units.len() as u32);
        let parent = self
            .unit()
            .filter(|&parent| self.units[parent.index()].kind < kind || kind == UnitKind::Scenario);
        let lead_span = self.doc.source().trim(Span::new(
            block.content.start(),
            block.content.start() + line.len(),
        ));
        let span = Span {
            start: block.span.start,
            end,
        };
        self.units.push(new_unit(
            kind, &lead, self.doc, lead_span, span, parent, site,
        ));
        self.note_lead(unit, &lead);
        self.open_units.push(OpenUnit {
            unit,
            end,
            line: true,
            tag: false,
        });
        let _ = id;
        true
    }

    /// Returns whether an element that is a unit is open.
    fn in_tag(&self) -> bool {
        self.open_units.iter().any(|open| open.tag)
    }

    /// Returns where the text of this section ends: at the next heading of any level.
    pub(crate) fn text_end(&self) -> u32 {
        let end = self
            .section
            .map_or(self.doc.source().text().len() as u32, |section| {
                self.section_text_end(section)
            });
        let units = self.open_units.iter().filter(|open| open.tag);
        units
            .map(|open| open.end)
            .fold(end.min(self.element_end), u32::min)
    }

    /// Returns where the text of a section ends: at the next heading of any level.
    fn section_text_end(&self, section: SectionId) -> u32 {
        self.sections
            .get(section.0 as usize + 1)
            .map_or(self.doc.source().text().len() as u32, |next| {
                next.span.start
            })
    }

    /// Ends the units that are lines and that a line of `kind` ends.
    pub(crate) fn close_line_units(&mut self, kind: UnitKind, at: u32) {
        while let Some(open) = self.open_units.last()
            && open.line
            && self.units[open.unit.index()].kind >= kind
        {
            self.units[open.unit.index()].span.end = at;
            self.open_units.pop();
        }
    }

    pub(crate) fn note_lead(&mut self, unit: UnitId, lead: &lead::Lead) {
        if let Some((value, span)) = lead.state {
            self.evidence.push((
                unit,
                StateEvidence {
                    value,
                    source: StateSource::Title,
                    span,
                },
            ));
        }
        if let Some((number, span)) = &lead.phase {
            self.phase_links
                .push((unit, Spanned::new(number.clone(), *span)));
        }
    }

    /// Takes what a place says of a unit that stands elsewhere.
    pub(crate) fn join(
        &mut self,
        kind: UnitKind,
        number: &str,
        lead: &lead::Lead,
    ) -> Option<UnitId> {
        let other = self.numbered(kind, number)?;
        if let Some((value, span)) = lead.state {
            self.evidence.push((
                other,
                StateEvidence {
                    value,
                    source: StateSource::Progress,
                    span,
                },
            ));
        }
        if let Some((effort, span)) = lead.effort {
            self.tell_effort(other, Spanned::new(effort, span));
        }
        Some(other)
    }
}

/// Returns whether a line is the head of a unit, not a sentence that begins in bold.
fn is_mostly_bold(line: &str, lead: &lead::Lead) -> bool {
    let _ = lead;
    let Some(inner) = line
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '*' && c != '_')
        .strip_prefix("**")
    else {
        return true;
    };
    let Some(end) = inner.find("**") else {
        return true;
    };
    let rest = inner[end + 2..].trim_start_matches([':', ' ', '-', '—', '–']);
    rest.len() <= 140
}
