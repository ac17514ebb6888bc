//! Fields: a label, its value, and the list that goes with it.

use tip_syntax::{Block, BlockId, BlockKind, Document, Span, Spanned, scan};

use super::{OpenField, OpenUnit, Walk};
use crate::annotation;
use crate::read::sections::new_unit;
use crate::read::{label, lead};
use crate::{Field, Meaning, Site, StateEvidence, StateSource, UnitId, UnitKind, UnitState};

impl Walk<'_> {
    /// Reads `Depends on Phase 1 and Phase 2.`, a sentence of its own in a unit.
    pub(super) fn spoken_dependency(&mut self, content: Span) {
        let text = self.doc.text(content);
        let Some(word) = ["depends on ", "blocked by ", "requires phase "]
            .iter()
            .find(|word| scan::starts_with_ignore_case(text, word))
        else {
            return;
        };
        let Some(unit) = self.unit().filter(|&unit| self.fields_belong_to(unit)) else {
            return;
        };
        if text.len() <= 240 {
            let start = word.find("phase").unwrap_or(word.len());
            self.tell_dependencies(unit, Span::new(content.start() + start, content.end()));
        }
    }

    /// Finds the labels in the lines of a paragraph's text.
    pub(crate) fn labels_of(&self, id: BlockId, text: Span) -> Vec<label::Hit> {
        let inlines = self.doc.inlines(id);
        let labels = self.labels;
        let source = self.doc.source();
        let mut hits = Vec::new();
        let mut count = 0;
        for line in lines(self.doc, text) {
            count += 1;
            let text = source.slice(line);
            let may_begin = text.starts_with(['*', '_', '`'])
                || memchr::memchr(b':', &text.as_bytes()[..text.len().min(40)]).is_some();
            if may_begin {
                label::find(
                    source,
                    inlines,
                    line,
                    |label| labels.meaning(label),
                    &mut hits,
                );
            }
        }
        if hits.is_empty()
            && let Some(hit) = self.spoken_criteria(text)
        {
            hits.push(hit);
        }
        if count > 1 && !hits.is_empty() && hits.len() < count {
            self.unknown_labels(text, &mut hits);
        }
        hits
    }

    /// Reads `Done when the old package is gone.`, a sentence of its own in a phase.
    fn spoken_criteria(&self, content: Span) -> Option<label::Hit> {
        const WORDS: &str = "Done when";
        let text = self.doc.text(content);
        let rest = text.strip_prefix(WORDS)?;
        let unit = self.unit().filter(|&unit| self.fields_belong_to(unit))?;
        let own = self.units[unit.index()].kind == UnitKind::Phase && rest.starts_with([' ', '\n']);
        let end = content.start() + WORDS.len();
        own.then(|| label::Hit {
            label: Span::new(content.start(), end),
            start: content.start(),
            value: end,
            value_end: None,
            meaning: Some(Meaning::Criteria),
        })
    }

    /// Adds the labels that mean nothing to us where each line of a paragraph has one: `Status: done` above `Owner: Ada`.
    fn unknown_labels(&self, text: Span, hits: &mut Vec<label::Hit>) {
        let source = self.doc.source();
        let mut unknown = Vec::new();
        for line in lines(self.doc, text) {
            if hits.iter().any(|it| it.start == line.start()) {
                continue;
            }
            let Some(hit) = label::unknown(source, line) else {
                return;
            };
            unknown.push(hit);
        }
        hits.append(&mut unknown);
        hits.sort_by_key(|it| it.start);
    }

    pub(super) fn field(
        &mut self,
        id: BlockId,
        block: &Block,
        hit: &label::Hit,
        end: u32,
        last: bool,
        item: Option<BlockId>,
    ) {
        let source = self.doc.source();
        let raw_end = hit
            .value_end
            .map_or(end, |value_end| value_end as u32)
            .max(hit.value as u32);
        let mut value = source.trim(Span {
            start: hit.value as u32,
            end: raw_end,
        });
        let shown = annotation::without(source.slice(value));
        let shown = shown.trim_end_matches(['|', '·', '•', ' ']);
        value.end = value.start + shown.len() as u32;
        let alone = hit.meaning == Some(Meaning::Status)
            && !value.is_empty()
            && item.is_none()
            && self.unit().is_some()
            && self.ends_in_blank_line(block);
        let items_list = if last && !alone {
            self.list_after(id, item)
        } else {
            None
        };
        let items: Vec<Span> = items_list.map_or_else(Vec::new, |list| {
            self.doc
                .children(list)
                .filter_map(|item| {
                    let first = self.doc.children(item).next()?;
                    Some(source.trim(self.doc.block(first).content))
                })
                .collect()
        });
        let span_end = items_list.map_or(end, |list| self.doc.block(list).span.end);
        let scope_end = match item {
            Some(item) => self.doc.block(item).span.end,
            None if last => match block.parent {
                Some(parent) => self.doc.block(parent).span.end,
                None => u32::MAX,
            },
            None => end,
        };
        if hit.meaning == Some(Meaning::Risk) && self.chain().any(is_risk) {
            self.risk(hit, value);
        }
        let field = self.fields.len() as u32;
        self.fields.push(Field {
            label: Spanned::new(source.slice(hit.label).to_owned(), hit.label),
            meaning: hit.meaning,
            value,
            span: Span {
                start: hit.start as u32,
                end: span_end,
            },
            items,
            section: self.section,
            unit: self.unit(),
        });
        self.open_fields
            .retain(|open| open.tag || open.parent != block.parent || item.is_some());
        if !alone {
            self.open_fields.push(OpenField {
                field,
                meaning: hit.meaning,
                parent: block.parent,
                end: scope_end,
                has_value: !value.is_empty(),
                tag: false,
            });
        }
        if hit.meaning == Some(Meaning::Status)
            && let Some(unit) = self.unit()
            && let Some(state) = UnitState::parse(source.slice(value))
            && self.fields_belong_to(unit)
            && self.speaks_of_all(unit)
        {
            self.evidence.push((
                unit,
                StateEvidence {
                    value: state,
                    source: StateSource::Field,
                    span: value,
                },
            ));
        }
    }

    /// Returns whether a blank line follows a paragraph, so that the list after it may be the unit's and not that of its status.
    fn ends_in_blank_line(&self, block: &Block) -> bool {
        let rest = &self.doc.source().text()[block.content.end()..];
        let blank = rest.len() - rest.trim_start().len();
        rest[..blank].matches('\n').count() > 1
    }

    /// Makes a unit of a risk, which its own label begins and the next one's ends.
    fn risk(&mut self, hit: &label::Hit, title: Span) {
        self.close_line_units(UnitKind::Risk, hit.start as u32);
        let unit = UnitId(self.units.len() as u32);
        let lead = lead::Lead {
            title,
            ..lead::Lead::default()
        };
        let parent = self.unit();
        let span = Span {
            start: hit.start as u32,
            end: self.text_end(),
        };
        let line = Span::new(hit.start, title.end().max(hit.value));
        self.units.push(new_unit(
            UnitKind::Risk,
            &lead,
            self.doc,
            line,
            span,
            parent,
            Site::ListItem,
        ));
        self.open_units.push(OpenUnit {
            unit,
            end: span.end,
            line: true,
            tag: false,
        });
    }

    /// Returns whether a field at this place speaks of the unit as a whole.
    fn fields_belong_to(&self, unit: UnitId) -> bool {
        let unit = &self.units[unit.index()];
        matches!(unit.kind, UnitKind::Phase | UnitKind::Task | UnitKind::Step)
    }

    /// Returns whether this place is no part of a unit under a heading of its own, whose status is that of the part.
    fn speaks_of_all(&self, unit: UnitId) -> bool {
        let unit = &self.units[unit.index()];
        let section = self.section.map(|id| &self.sections[id.0 as usize]);
        unit.site != Site::Heading
            || section.is_none_or(|it| {
                it.span.start == unit.span.start
                    || matches!(it.meaning, Some(Meaning::Status | Meaning::Progress))
            })
    }

    /// Returns the list that follows a paragraph, or that stands in its item.
    fn list_after(&self, id: BlockId, item: Option<BlockId>) -> Option<BlockId> {
        let next = self.doc.block(id).end;
        let limit = item.map_or(BlockId(self.doc.blocks().len() as u32), |item| {
            self.doc.block(item).end
        });
        (next < limit && next.index() < self.doc.blocks().len())
            .then_some(next)
            .filter(|&next| matches!(self.doc.block(next).kind, BlockKind::List(_)))
            .filter(|&next| self.doc.block(next).parent == self.doc.block(id).parent)
    }
}

fn is_risk(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Risks | Meaning::HighRisk | Meaning::MediumRisk | Meaning::LowRisk
    )
}

/// Returns the lines of a paragraph, quote marks, indentation and annotations taken off.
pub(crate) fn lines(doc: &Document, content: Span) -> impl Iterator<Item = Span> + '_ {
    let text = doc.text(content);
    let mut at = content.start();
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let mut from = 0;
    ends.chain(std::iter::once(text.len()))
        .filter_map(move |end| {
            let line = &text[from..end];
            from = end;
            let start = at;
            at += line.len();
            let bare = if start == content.start() {
                line.trim_start()
            } else {
                line.trim_start_matches(|c: char| c.is_whitespace() || c == '>')
            };
            let lead = line.len() - bare.len();
            let bare = annotation::without(bare.trim_end());
            let span = Span::new(start + lead, start + lead + bare.len());
            (!span.is_empty()).then_some(span)
        })
}
