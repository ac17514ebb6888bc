//! List items: those that are units, and those that bear a box.

use tip_syntax::{Block, BlockId, BlockKind, InlineKind, Span, scan};

use crate::annotation;
use crate::dialect::{COMMON_UNITS, LeadPattern, Within};
use crate::read::sections::{lead_matches, may_outline, new_unit, speaks_of_others, within_phases};
use crate::read::walk::{OpenUnit, Walk};
use crate::read::{boxes, lead};
use crate::{
    BoxKind, BoxState, CheckBox, DialectId, Meaning, Site, StateEvidence, StateSource, UnitId,
    UnitKind, UnitState,
};

impl Walk<'_> {
    pub(crate) fn item(&mut self, id: BlockId, block: &Block) {
        if self.is_top_item(block) {
            self.open_boxes.retain(|&(_, end)| end <= block.span.end);
        }
        let text = self.doc.text(block.content);
        let first_line = annotation::without(text.lines().next().unwrap_or_default());
        let (mark, _) = boxes::strip(first_line);
        let text_start = self.item_text_start(block);
        let line_end = block.content.start() + first_line.len();
        let line = Span::new(text_start.min(line_end), line_end);
        let own = self.own_text(id, block, text_start);
        let dated = date_len(self.doc.text(line));
        let lead = lead::parse(&self.doc.text(line)[dated..], line.start() + dated)
            .or_else(|| self.ordered_lead(block, line))
            .or_else(|| self.lettered_phase(line).filter(|_| mark.is_some()))
            .map(|lead| self.whole_title(id, lead, line, own));
        let kind = mark.map(|_| self.box_kind(self.doc.text(line)));
        let unit = lead
            .as_ref()
            .and_then(|lead| self.item_unit(block, lead, line, kind));
        let Some(mark) = mark else {
            if unit.is_none() {
                self.scenario_item(block, own);
            }
            return;
        };
        let kind = if unit.is_some() {
            BoxKind::Task
        } else {
            kind.unwrap_or(BoxKind::Task)
        };
        let at = self.boxes.len() as u32;
        // The text of a box begins with its bold mark, what is read of it behind that.
        let bold = self.doc.source().text()[block.content.start()..own.start()].ends_with("**");
        let text_span = Span::new(own.start() - 2 * usize::from(bold), own.end());
        let own = self.doc.text(text_span);
        let state = mark.state;
        if let Some(unit) = unit {
            let optional = mark.optional || self.is_optional_section();
            let it = &mut self.units[unit.index()];
            it.own_box = Some(at);
            it.optional |= optional;
        }
        // A tick in a list of progress, or in a list of the phases, speaks of the unit that it names.
        let listed = unit.is_none()
            && self.unit().is_none()
            && lead.as_ref().is_some_and(|lead| {
                // `Phase 1 checks the line` is a sentence.
                let named = lead.separated || lead.title.is_empty();
                named && lead.word == Some(UnitKind::Phase)
            });
        if (kind == BoxKind::Progress || listed)
            && let Some(lead) = &lead
            && let (Some(word), Some((number, _))) = (lead.word, &lead.number)
            && let Some(other) = self.numbered(word, number)
        {
            let value = match state {
                BoxState::Done => UnitState::Done,
                BoxState::Open => UnitState::Open,
                BoxState::Other => UnitState::InProgress,
            };
            self.evidence.push((
                other,
                StateEvidence {
                    value,
                    source: StateSource::Progress,
                    span: line,
                },
            ));
        }
        let manual = self.chain().next() == Some(Meaning::ManualCriteria)
            || is_manual(own)
            || self
                .unit()
                .is_some_and(|unit| is_manual(&self.units[unit.index()].title.value));
        let box_span = Span::new(block.content.start(), block.content.start() + mark.len);
        let inside = match unit {
            Some(unit) => self.units[unit.index()].parent,
            None => self.unit(),
        };
        self.boxes.push(CheckBox {
            handle: String::new(),
            id: String::new(),
            kind,
            state,
            mark: box_span,
            text: text_span,
            unit: inside,
            is_unit: unit,
            phase: None,
            in_table: false,
            manual,
            deferred: is_deferred(own) || self.is_given_up(box_span),
            commands: Vec::new(),
        });
        let end = unit.map_or(block.span.end, |unit| self.units[unit.index()].span.end);
        self.open_boxes.push((at, end));
        self.last_command = None;
    }

    /// Returns whether a box is `[-]`: given up, but in Kiro's lists, where it is begun.
    fn is_given_up(&self, mark: Span) -> bool {
        self.doc.text(mark) == "[-]" && self.labels.dialect.id != DialectId::Kiro
    }

    /// Returns whether the heading above says that nothing under it must be: `Optional (Nice to Have)`.
    fn is_optional_section(&self) -> bool {
        self.section.is_some_and(|id| {
            let title = scan::normalized(&self.sections[id.0 as usize].title.value);
            title.starts_with("optional") || title.contains("nice to have")
        })
    }

    /// Returns where the text of an item begins, its box taken off.
    fn item_text_start(&self, block: &Block) -> usize {
        let text = self.doc.text(block.content);
        let line = text.lines().next().unwrap_or_default();
        block.content.start() + line.len() - boxes::strip(line).1.len()
    }

    /// Returns the text of an item without that of what is nested in it.
    fn own_text(&self, id: BlockId, block: &Block, start: usize) -> Span {
        let end = match self.doc.children(id).next() {
            Some(first) if self.doc.block(first).kind == BlockKind::Paragraph => {
                self.doc.block(first).content.end()
            }
            Some(first) => self.doc.block(first).span.start(),
            None => block.content.end(),
        };
        let own = self.doc.source().trim(Span::new(start, end.max(start)));
        let text = annotation::without(self.doc.text(own));
        Span::new(own.start(), own.start() + text.len())
    }

    /// Reads the number of an item of an ordered list as its lead.
    fn ordered_lead(&self, block: &Block, line: Span) -> Option<lead::Lead> {
        let marker = self.doc.text(Span {
            start: block.span.start,
            end: block.content.start,
        });
        let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let number = &marker[..digits];
        let text = format!("{number}. x");
        let mut lead = lead::parse(&text, block.span.start())?;
        lead.number = Some((
            number.to_owned(),
            Span::new(block.span.start(), block.span.start() + digits),
        ));
        lead.title = line;
        lead.state = None;
        if let Some((state, mark, title)) = lead::marked(self.doc.text(line), line.start()) {
            lead.state = Some((state, mark));
            lead.title = title;
        }
        Some(lead)
    }

    /// Reads an item that names a phase by a number with letters: `S0: title` for `Milestone S0`.
    fn lettered_phase(&self, line: Span) -> Option<lead::Lead> {
        let mut lead = lead::lettered(self.doc.text(line), line.start())?;
        let (number, _) = lead.number.as_ref()?;
        self.numbered(UnitKind::Phase, number)?;
        lead.word = Some(UnitKind::Phase);
        Some(lead)
    }

    /// Makes a unit of a list item where the tables say so.
    fn item_unit(
        &mut self,
        block: &Block,
        lead: &lead::Lead,
        line: Span,
        box_kind: Option<BoxKind>,
    ) -> Option<UnitId> {
        let boxed = box_kind.is_some();
        let matcher = self
            .labels
            .dialect
            .units
            .iter()
            .chain(COMMON_UNITS)
            .filter(|it| it.site == Site::ListItem && lead_matches(it.lead, lead))
            .find(|it| match it.within {
                Within::Boxed => boxed,
                Within::Anywhere => true,
                Within::Directly(meaning) => {
                    self.open_fields.is_empty()
                        && self.is_top_item(block)
                        && self.meanings().direct() == Some(meaning)
                }
                Within::Unit(kind) => {
                    self.open_fields.is_empty()
                        && self.is_top_item(block)
                        && self
                            .unit()
                            .is_some_and(|unit| self.units[unit.index()].kind == kind)
                }
                _ => false,
            })?;
        let kind = matcher.unit;
        if boxed && kind == UnitKind::Scenario {
            return None;
        }
        let required = self.required(kind, lead);
        let lead = required.as_ref().unwrap_or(lead);
        let (number, _) = lead.number.as_ref()?;
        let bare = lead.word.is_none();
        let told = match box_kind {
            Some(BoxKind::Progress | BoxKind::Review) => true,
            // Numbered criteria are no tasks, unless their number is that of the unit they stand in: `3.1` in `3`.
            Some(BoxKind::Criterion | BoxKind::Gate) => {
                bare && matcher.lead != LeadPattern::TaskId && !self.continues_number(number)
            }
            _ => false,
        };
        if told {
            return None;
        }
        if kind == UnitKind::Phase && self.phase_site != Some(Site::ListItem) {
            // `Phase 1 → Phase 2: works ✓` speaks of neither.
            let named = lead.separated || lead.title.is_empty();
            if named && (!boxed || lead.state.is_some()) {
                let mut lead = lead.clone();
                lead.state = lead.state.or_else(|| self.told_of_progress(line));
                self.join(kind, number, &lead);
            }
            return None;
        }
        if !boxed && !bare {
            // A mention of a unit is none: it stands elsewhere, or speaks of the past.
            let others = within_phases(self.chain()).any(|meaning| {
                speaks_of_others(meaning) && !(kind == UnitKind::Phase && may_outline(meaning))
            });
            if !lead.separated
                || others
                || self.numbered(kind, number).is_some()
                || !self.is_top_item(block)
            {
                self.join(kind, number, lead);
                return None;
            }
        }
        self.close_line_units(kind, block.span.start);
        let unit = UnitId(self.units.len() as u32);
        let parent = self.parent_by_number(number, kind, block).or_else(|| {
            self.unit()
                .filter(|&parent| self.units[parent.index()].kind <= kind)
        });
        // What follows a step without being indented still belongs to it.
        let reaches_on = lead.word == Some(UnitKind::Step) && self.is_top_item(block);
        let end = if reaches_on {
            self.text_end()
        } else {
            block.span.end
        };
        let span = Span {
            start: block.span.start,
            end,
        };
        self.units.push(new_unit(
            kind,
            lead,
            self.doc,
            line,
            span,
            parent,
            Site::ListItem,
        ));
        self.note_lead(unit, lead);
        self.open_units.push(OpenUnit {
            unit,
            end,
            line: reaches_on,
            tag: false,
        });
        // What a label announced ends where a unit of its own begins.
        self.open_fields.retain(|open| open.tag);
        Some(unit)
    }

    /// Reads what a section on progress says of a phase behind its name: `**Phase 2: Sail.** Done.`
    fn told_of_progress(&self, line: Span) -> Option<(UnitState, Span)> {
        if self.meanings().direct() != Some(Meaning::Progress) {
            return None;
        }
        let text = self.doc.text(line);
        let told = text.strip_prefix("**")?.split_once("**")?.1;
        let told = told.trim_start_matches([':', ' ', '—', '–', '-']);
        let sentence = told.split(". ").next().unwrap_or(told);
        let start = line.start() + text.len() - told.len();
        let span = Span::new(start, start + sentence.len());
        UnitState::parse(sentence).map(|state| (state, span))
    }

    /// Counts an item among the criteria of a requirement with the number of that: `1.` under `Requirement 2` is 2.1.
    fn required(&self, kind: UnitKind, lead: &lead::Lead) -> Option<lead::Lead> {
        let (number, span) = lead
            .number
            .as_ref()
            .filter(|_| kind == UnitKind::Scenario)?;
        let section = self.section?;
        let outer = self.sections[section.0 as usize].parent?;
        let title = &self.sections[outer.0 as usize].title.value;
        let begin = title.find(|c: char| c.is_ascii_digit())?;
        let of = &title[begin..begin + scan::number_len(&title[begin..])];
        let mut lead = lead.clone();
        lead.number = Some((format!("{of}.{number}"), *span));
        Some(lead)
    }

    /// Reads an item of a list of scenarios, which bears neither number nor box; a part of a scenario is none.
    fn scenario_item(&mut self, block: &Block, own: Span) {
        const PARTS: [&str; 5] = ["given", "when", "then", "and", "validates"];
        let in_scenario = |unit: UnitId| self.units[unit.index()].kind == UnitKind::Scenario;
        if self.chain().next() != Some(Meaning::Scenarios)
            || self.unit().is_some_and(in_scenario)
            || !self.is_top_item(block)
            || own.is_empty()
        {
            return;
        }
        let words = scan::normalized(self.doc.text(own));
        let has = |word: &str| words.split(' ').any(|it| it == word);
        let begins = words.split(' ').next().unwrap_or_default();
        if PARTS.contains(&begins) && !(has("when") && has("then")) {
            return;
        }
        let unit = UnitId(self.units.len() as u32);
        let parent = self.unit();
        let lead = lead::Lead {
            title: own,
            ..lead::Lead::default()
        };
        self.units.push(new_unit(
            UnitKind::Scenario,
            &lead,
            self.doc,
            own,
            block.span,
            parent,
            Site::ListItem,
        ));
        self.open_units.push(OpenUnit {
            unit,
            end: block.span.end,
            line: false,
            tag: false,
        });
    }

    /// Lets a title that goes on in the next lines go on, up to the first label or the end of its sentence.
    fn whole_title(&self, id: BlockId, mut lead: lead::Lead, line: Span, own: Span) -> lead::Lead {
        let inlines = self
            .doc
            .children(id)
            .next()
            .map_or(&[][..], |first| self.doc.inlines(first));
        let bold = inlines.first().is_some_and(|it| {
            it.kind == InlineKind::Strong && it.span.start() <= lead.title.start()
        });
        if lead.title.end < line.end || own.end <= line.end || bold {
            return lead;
        }
        let rest = self.doc.text(Span {
            start: line.end,
            end: own.end,
        });
        let label = rest
            .find("\n\n")
            .or_else(|| rest.find(":\n"))
            .unwrap_or(rest.len());
        let sentence = self.doc.text(lead.title).find(". ");
        if sentence.is_none() && self.labels_of(id, own).is_empty() {
            let stop = rest[..label].find(". ").map_or(label, |at| at + 1);
            lead.title = self
                .doc
                .source()
                .trim(Span::new(lead.title.start(), line.end() + stop));
        }
        lead
    }

    /// Finds the unit `1` for an item `1.1` that stands beside it.
    fn parent_by_number(&self, number: &str, kind: UnitKind, block: &Block) -> Option<UnitId> {
        // Phase 1.5 stands between two phases, task 1.5 in task 1.
        let (head, _) = number
            .rsplit_once('.')
            .filter(|_| kind != UnitKind::Phase)?;
        if let Some(recall) = &self.recall {
            recall.asked_for_number();
        }
        let at = self.units.iter().rposition(|unit| {
            unit.kind <= kind
                && unit.span.start < block.span.start
                && unit.number.as_ref().is_some_and(|it| it.value == head)
        })?;
        Some(UnitId(at as u32))
    }

    /// Returns whether a number goes on from that of the unit at this place.
    fn continues_number(&self, number: &str) -> bool {
        let goes_on = |own: &str| {
            !own.is_empty()
                && number
                    .strip_prefix(own)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        let unit = self
            .unit()
            .and_then(|unit| self.units[unit.index()].number.as_ref());
        let section = self
            .section
            .map(|id| self.sections[id.0 as usize].title.value.as_str());
        unit.is_some_and(|own| goes_on(&own.value))
            || section.is_some_and(|title| goes_on(&title[..scan::number_len(title)]))
    }

    fn is_top_item(&self, block: &Block) -> bool {
        block
            .parent
            .is_some_and(|list| self.doc.block(list).parent.is_none())
    }
}

/// Returns the length of a date in parentheses that leads an entry of a log: `(2026-01-07 10:00Z) `.
fn date_len(text: &str) -> usize {
    let dated = text
        .strip_prefix('(')
        .is_some_and(|rest| rest.starts_with("20"));
    if !dated {
        return 0;
    }
    let close = text.find(')').filter(|&at| at < 40);
    close.map_or(0, |at| {
        at + 1 + text[at + 1..].len() - text[at + 1..].trim_start().len()
    })
}

fn is_manual(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_', '[', '(']);
    scan::starts_with_ignore_case(text, "manual")
        || scan::starts_with_ignore_case(text, "visually")
        || scan::contains(text.get(..40).unwrap_or(text), " manual ")
}

/// Words by which something is to be done only where it is needed.
const CONDITIONAL: &[&str] = &["(optional", "if necessary", "if needed)", "if applicable)"];

/// Words by which something is put off or given up.
const DEFERRED: &[&str] = &[
    "deferred",
    "skipped",
    "n/a",
    "cancelled",
    "canceled",
    "not needed",
    "not applicable",
];

fn is_deferred(text: &str) -> bool {
    if text.starts_with("~~") {
        return true;
    }
    let nothing = scan::starts_with_ignore_case(text, "no ")
        && ["required", "needed", "necessary"]
            .iter()
            .any(|word| text.trim_end_matches('.').ends_with(word));
    let letters = scan::letters(text);
    let may_hold = |word: &&&str| {
        let needed = scan::letters(word);
        letters & needed == needed
    };
    let conditional = CONDITIONAL
        .iter()
        .filter(may_hold)
        .any(|word| scan::find_ignore_case(text, word).is_some());
    if nothing || conditional {
        return true;
    }
    DEFERRED.iter().filter(may_hold).any(|word| {
        scan::find_ignore_case(text, word).is_some_and(|at| {
            let before = text[..at].trim_end_matches(['*', '_', ' ']);
            let after = text[at + word.len()..].trim_start_matches(['*', '_', ' ']);
            // `(deferred to …)`, `DEFERRED: …`, `… — skipped`; `the deferred queue` is something else.
            before.is_empty() && after.starts_with([':', '-', '—', '–', ')', '(', '.'])
                || before.ends_with(['(', '[', '—', '–'])
                || text[..at].ends_with("- **")
                || after.is_empty() && before.ends_with(['-', ':', ','])
                || text[at..].starts_with("DEFERRED")
                || text[at..].starts_with("SKIPPED")
        })
    })
}
