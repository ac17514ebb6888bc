//! Sections, and the units that are headings.

use rustc_hash::FxHashSet;
use tip_syntax::{BlockId, BlockKind, Document, Span, Spanned, scan};

use crate::annotation;
use crate::dialect::{COMMON_UNITS, LeadPattern, UnitMatcher, Within};
use crate::read::{Labels, lead};
use crate::{
    Dependencies, Meaning, Section, SectionId, Site, State, StateEvidence, StateSource, Unit,
    UnitId, UnitKind,
};

/// What the first pass finds.
pub(crate) struct Found {
    pub(crate) sections: Vec<Section>,
    /// What their titles are as leads of units, in the same order.
    leads: Vec<Option<lead::Lead>>,
    pub(crate) units: Vec<Unit>,
    /// What titles say of states.
    pub(crate) evidence: Vec<(UnitId, StateEvidence)>,
    /// Phases that tasks name as their own, by number.
    pub(crate) phase_links: Vec<(UnitId, Spanned<String>)>,
    /// The one form in which this file writes its phases.
    pub(crate) phase_site: Option<Site>,
    /// What [`Found::titled`] returns, once it was asked for.
    titled: Option<FxHashSet<(UnitKind, String)>>,
}

/// Meanings under which a phase's heading speaks of a phase that stands elsewhere.
pub(crate) fn speaks_of_others(meaning: Meaning) -> bool {
    use Meaning as M;
    matches!(
        meaning,
        M::Criteria
            | M::AutomatedCriteria
            | M::ManualCriteria
            | M::TestStrategy
            | M::UnitTests
            | M::IntegrationTests
            | M::Sequencing
            | M::Progress
            | M::Effort
            | M::TotalEffort
            | M::Risks
            | M::Rollback
            | M::Log
            | M::References
            | M::Dependencies
            | M::QualityGates
            | M::Review
            | M::CurrentState
            | M::OutOfScope
            | M::Migration
            | M::Scenarios
            | M::Alternatives
            | M::CodeChanges
    )
}

/// Returns whether a section may be the only one that lists the phases: an order, an estimate.
pub(crate) fn may_outline(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Sequencing | Meaning::Progress | Meaning::TotalEffort | Meaning::Effort
    )
}

/// Returns the meanings up to a section for phases, whose own words count wherever it stands.
pub(crate) fn within_phases(chain: impl Iterator<Item = Meaning>) -> impl Iterator<Item = Meaning> {
    chain.take_while(|meaning| *meaning != Meaning::Phases)
}

impl Found {
    /// Returns whether a heading is called a phase and has a number.
    fn has_phases(&self, doc: &Document) -> bool {
        self.sections.iter().zip(&self.leads).any(|(it, lead)| {
            starts_with_word(doc.text(it.title.span), "phase")
                && lead.as_ref().is_some_and(|it| it.number.is_some())
        })
    }

    /// Returns the words and numbers that head a unit and are set apart from its title: `Phase 2: …`.
    fn titled(&mut self) -> &FxHashSet<(UnitKind, String)> {
        let leads = &self.leads;
        self.titled.get_or_insert_with(|| {
            let apart = leads.iter().flatten().filter(|it| it.separated);
            apart
                .filter_map(|it| Some((it.word?, it.number.as_ref()?.0.clone())))
                .collect()
        })
    }
}

/// Returns whether a heading is called a milestone: where phases have headings too, it gathers some of them and counts apart.
fn is_milestone(title: &str) -> bool {
    starts_with_word(title, "milestone")
}

fn starts_with_word(title: &str, word: &str) -> bool {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    scan::starts_with_ignore_case(title, word)
}

/// Finds the sections of a document, and the units among their headings.
pub(crate) fn find(doc: &Document, labels: Labels<'_>, path: &str) -> Found {
    let sections = outline(doc, labels);
    let leads = sections.iter().map(|it| it.title.span);
    let leads = leads.map(|it| lead::parse(doc.text(it), it.start()));
    let mut found = Found {
        leads: leads.collect(),
        sections,
        units: Vec::new(),
        evidence: Vec::new(),
        phase_links: Vec::new(),
        phase_site: None,
        titled: None,
    };
    let file = path.rsplit('/').next().unwrap_or(path);
    for at in 0..found.sections.len() {
        heading_unit(doc, labels, file, SectionId(at as u32), &mut found);
    }
    if found.units.iter().any(|unit| unit.kind == UnitKind::Phase) {
        found.phase_site = Some(Site::Heading);
    } else {
        found.phase_site = other_phase_site(doc, labels, &found.sections);
    }
    found
}

fn outline(doc: &Document, labels: Labels<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Vec<SectionId> = Vec::new();
    let end = doc.source().text().len() as u32;
    for (at, block) in doc.blocks().iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        if block.parent.is_some() {
            continue;
        }
        while let Some(&last) = open.last()
            && sections[last.0 as usize].level >= level
        {
            sections[last.0 as usize].span.end = block.span.start;
            open.pop();
        }
        let content = annotation::without(doc.text(block.content));
        let title = content.trim_matches(['*', '_', ' ']);
        sections.push(Section {
            block: BlockId(at as u32),
            level,
            title: Spanned::new(
                title.to_owned(),
                Span::new(block.content.start(), block.content.start() + content.len()),
            ),
            meaning: labels.meaning(title),
            span: Span {
                start: block.span.start,
                end,
            },
            parent: open.last().copied(),
            unit: None,
        });
        open.push(SectionId(sections.len() as u32 - 1));
    }
    sections
}

fn heading_unit(doc: &Document, labels: Labels<'_>, file: &str, id: SectionId, found: &mut Found) {
    let section = &found.sections[id.0 as usize];
    let parent_section = section.parent;
    let parent_unit = parent_section.and_then(|parent| found.sections[parent.0 as usize].unit);
    let text = doc.text(section.title.span);
    let lead = found.leads[id.0 as usize].clone();
    let lead = lead.or_else(|| lead::lettered(text, section.title.span.start()));
    let meanings = Meanings {
        sections: &found.sections,
        section: parent_section,
    };
    let by_lead = lead.as_ref().and_then(|lead| {
        labels
            .dialect
            .units
            .iter()
            .chain(COMMON_UNITS)
            .filter(|it| it.site == Site::Heading)
            .find(|matcher| {
                lead_matches(matcher.lead, lead)
                    && within_heading(
                        matcher,
                        lead,
                        section.level,
                        file,
                        &meanings,
                        parent_unit,
                        &found.units,
                    )
            })
    });
    let by_title = || {
        COMMON_UNITS.iter().find(|it| {
            it.site == Site::Heading
                && it.lead == LeadPattern::Title
                && matches!(it.within, Within::Directly(meaning) if meanings.direct() == Some(meaning))
        })
    };
    let Some((matcher, lead)) = by_lead.zip(lead.clone()).or_else(|| {
        let matcher = by_title()?;
        let title = section.title.span;
        let lead = lead::Lead {
            title,
            ..lead::Lead::default()
        };
        Some((matcher, lead))
    }) else {
        found.sections[id.0 as usize].unit =
            join_by_mention(doc, section, &found.units).or(parent_unit);
        return;
    };
    if is_prose(doc, labels, section, &lead) || is_document_title(doc, found, id, &lead) {
        found.sections[id.0 as usize].unit = parent_unit;
        return;
    }
    let kind = matcher.unit;
    if is_milestone(text) && found.has_phases(doc) {
        found.sections[id.0 as usize].unit = parent_unit;
        return;
    }
    if names_a_part(&lead, found.titled()) {
        let number = lead.number.as_ref().map_or("", |(number, _)| number);
        found.sections[id.0 as usize].unit =
            find_number(&found.units, kind, number).or(parent_unit);
        return;
    }
    let meanings = Meanings {
        sections: &found.sections,
        section: parent_section,
    };
    // A heading about a phase that stands elsewhere leads to it.
    if let Some((number, _)) = &lead.number
        && kind <= UnitKind::Step
        && meanings.chain().any(speaks_of_others)
        && !(kind == UnitKind::Task && matches!(matcher.within, Within::Section(_)))
        && let Some(other) = find_number(&found.units, kind, number)
    {
        if let Some((value, span)) = lead.state {
            found.evidence.push((
                other,
                StateEvidence {
                    value,
                    source: StateSource::Progress,
                    span,
                },
            ));
        }
        found.sections[id.0 as usize].unit = Some(other);
        return;
    }
    let history = meanings.chain().any(|meaning| {
        matches!(
            meaning,
            Meaning::Log
                | Meaning::Rollback
                | Meaning::References
                | Meaning::CurrentState
                | Meaning::OutOfScope
                | Meaning::Alternatives
        )
    });
    if history && kind <= UnitKind::Step {
        found.sections[id.0 as usize].unit = parent_unit;
        return;
    }
    let unit = UnitId(found.units.len() as u32);
    let span = found.sections[id.0 as usize].span;
    let block = doc.block(found.sections[id.0 as usize].block);
    let parent = match kind {
        UnitKind::Phase => {
            parent_unit.filter(|&parent| found.units[parent.index()].kind == UnitKind::Phase)
        }
        _ => parent_unit,
    };
    push_unit(
        found,
        kind,
        &lead,
        doc,
        block.content,
        span,
        parent,
        Site::Heading,
    );
    found.sections[id.0 as usize].unit = Some(unit);
}

#[expect(
    clippy::too_many_arguments,
    reason = "the one constructor of units that are headings"
)]
fn push_unit(
    found: &mut Found,
    kind: UnitKind,
    lead: &lead::Lead,
    doc: &Document,
    lead_span: Span,
    span: Span,
    parent: Option<UnitId>,
    site: Site,
) {
    let id = UnitId(found.units.len() as u32);
    found
        .units
        .push(new_unit(kind, lead, doc, lead_span, span, parent, site));
    if let Some((value, span)) = lead.state {
        found.evidence.push((
            id,
            StateEvidence {
                value,
                source: StateSource::Title,
                span,
            },
        ));
    }
    if let Some((number, span)) = &lead.phase {
        found
            .phase_links
            .push((id, Spanned::new(number.clone(), *span)));
    }
}

/// Makes a unit of what its lead says.
pub(crate) fn new_unit(
    kind: UnitKind,
    lead: &lead::Lead,
    doc: &Document,
    lead_span: Span,
    span: Span,
    parent: Option<UnitId>,
    site: Site,
) -> Unit {
    Unit {
        kind,
        handle: String::new(),
        id: String::new(),
        number: lead
            .number
            .as_ref()
            .map(|(number, span)| Spanned::new(number.clone(), *span)),
        title: Spanned::new(doc.source().folded(lead.title).into_owned(), lead.title),
        lead: lead_span,
        span,
        parent,
        site,
        state: State::default(),
        depends_on: Dependencies::default(),
        effort: lead.effort.map(|(effort, span)| Spanned::new(effort, span)),
        parallel: lead.parallel,
        optional: lead.optional,
        category: lead.category,
        own_box: None,
    }
}

/// Returns whether a lead has the form that a pattern asks for.
pub(crate) fn lead_matches(pattern: LeadPattern, lead: &lead::Lead) -> bool {
    let number = lead.number.as_ref().map(|(number, _)| number.as_str());
    match pattern {
        LeadPattern::Word(kind) => lead.word == Some(kind),
        LeadPattern::Number => {
            lead.word.is_none() && number.is_some_and(|it| is_plain(it) && !it.contains('.'))
        }
        LeadPattern::DottedNumber => {
            lead.word.is_none() && number.is_some_and(|it| is_plain(it) && it.contains('.'))
        }
        LeadPattern::AnyNumber => lead.word.is_none() && number.is_some_and(is_plain),
        LeadPattern::TaskId => {
            lead.word.is_none() && number.is_some_and(|it| it.starts_with(['T', 't']))
        }
        LeadPattern::Lettered => {
            lead.word.is_none()
                && lead.separated
                && number.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_uppercase()))
        }
        LeadPattern::AcceptanceId => {
            lead.word.is_none() && number.is_some_and(|it| it.starts_with("AC"))
        }
        LeadPattern::Title => false,
    }
}

fn is_plain(number: &str) -> bool {
    number.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns the unit of a kind with a number; several give the last.
pub(crate) fn find_number(units: &[Unit], kind: UnitKind, number: &str) -> Option<UnitId> {
    units
        .iter()
        .rposition(|unit| {
            unit.kind == kind
                && unit
                    .number
                    .as_ref()
                    .is_some_and(|it| it.value.eq_ignore_ascii_case(number))
        })
        .map(|at| UnitId(at as u32))
}

/// The meanings of a section and of those that it stands in.
pub(crate) struct Meanings<'a> {
    pub(crate) sections: &'a [Section],
    pub(crate) section: Option<SectionId>,
}

impl Meanings<'_> {
    /// Returns the meaning of the section itself.
    pub(crate) fn direct(&self) -> Option<Meaning> {
        self.section
            .and_then(|id| self.sections[id.0 as usize].meaning)
    }

    /// Returns the meanings from the section outward.
    pub(crate) fn chain(&self) -> impl Iterator<Item = Meaning> + '_ {
        std::iter::successors(self.section, |id| self.sections[id.0 as usize].parent)
            .filter_map(|id| self.sections[id.0 as usize].meaning)
    }
}

fn within_heading(
    matcher: &UnitMatcher,
    lead: &lead::Lead,
    level: u8,
    file: &str,
    meanings: &Meanings<'_>,
    parent: Option<UnitId>,
    units: &[Unit],
) -> bool {
    match matcher.within {
        Within::Anywhere => true,
        Within::Section(meaning) => {
            meanings.direct() == Some(meaning)
                && (meaning != Meaning::CodeChanges
                    || parent.is_some()
                    || meanings
                        .chain()
                        .any(|it| matches!(it, Meaning::Tasks | Meaning::Phases)))
        }
        Within::Directly(meaning) => meanings.direct() == Some(meaning),
        Within::Unit(kind) => parent.is_some_and(|id| units[id.index()].kind == kind),
        Within::NumberedParent => parent.is_some_and(|id| {
            let parent = units[id.index()]
                .number
                .as_ref()
                .map_or("", |it| it.value.as_str());
            let number = lead
                .number
                .as_ref()
                .map_or("", |(number, _)| number.as_str());
            number
                .strip_prefix(parent)
                .is_some_and(|rest| rest.starts_with('.'))
        }),
        Within::File(name, at) => file.eq_ignore_ascii_case(name) && level == at,
        Within::Boxed => false,
    }
}

/// Returns whether a heading such as `Phase 1 Success Criteria` is about a part of a phase.
fn is_prose(doc: &Document, labels: Labels<'_>, section: &Section, lead: &lead::Lead) -> bool {
    if lead.word.is_none() || lead.separated {
        return false;
    }
    let title = doc.text(lead.title);
    section.level > 1 && labels.meaning(title).is_some()
        || title.to_ascii_lowercase().starts_with("complete when")
}

/// Returns whether a heading such as `Phase 2 Targets` is about a part of a phase, which stands under a heading `Phase 2: …`.
fn names_a_part(lead: &lead::Lead, titled: &FxHashSet<(UnitKind, String)>) -> bool {
    let (Some(word), Some((number, _))) = (lead.word, &lead.number) else {
        return false;
    };
    !lead.separated && !lead.title.is_empty() && titled.contains(&(word, number.clone()))
}

/// Returns whether the heading is the title of a file that holds phases of its own.
fn is_document_title(doc: &Document, found: &Found, id: SectionId, lead: &lead::Lead) -> bool {
    let section = &found.sections[id.0 as usize];
    if section.level != 1 || lead.word != Some(UnitKind::Phase) {
        return false;
    }
    found.sections[id.0 as usize + 1..].iter().any(|other| {
        other.level == 2 && {
            let text = doc.text(other.title.span);
            lead::parse(text, 0)
                .is_some_and(|inner| inner.word == Some(UnitKind::Phase) && inner.number.is_some())
        }
    })
}

/// Finds the phase that a heading names in passing: `Unit Tests (Phase 2)`.
fn join_by_mention(doc: &Document, section: &Section, units: &[Unit]) -> Option<UnitId> {
    let text = doc.text(section.title.span);
    let at = scan::find_ignore_case(text, "phase ")?;
    let rest = &text[at + 6..];
    let len = scan::number_len(rest);
    (len > 0)
        .then(|| find_number(units, UnitKind::Phase, &rest[..len]))
        .flatten()
}

/// Finds the form of the phases in a file without headings for them.
fn other_phase_site(doc: &Document, labels: Labels<'_>, sections: &[Section]) -> Option<Site> {
    let mut bold = 0;
    let mut paragraphs = 0;
    let mut items = 0;
    let mut rows = 0;
    let mut at_section = 0;
    for id in doc.ids() {
        let block = doc.block(id);
        while at_section < sections.len() && sections[at_section].block <= id {
            at_section += 1;
        }
        let meanings = Meanings {
            sections,
            section: at_section.checked_sub(1).map(|at| SectionId(at as u32)),
        };
        let others = || {
            within_phases(meanings.chain())
                .any(|meaning| speaks_of_others(meaning) && !may_outline(meaning))
        };
        let head = doc.text(Span {
            start: block.content.start,
            end: block.content.end.min(block.content.start + 160),
        });
        let is_phase = |text: &str| lead::starts_phase(text.lines().next().unwrap_or_default());
        match block.kind {
            BlockKind::Paragraph if block.parent.is_none() && is_phase(head) && !others() => {
                if head.starts_with("**") || head.starts_with("__") {
                    bold += 1;
                } else if meanings.chain().any(|meaning| meaning == Meaning::Phases) {
                    paragraphs += 1;
                }
            }
            BlockKind::Item => {
                let text = super::boxes::strip(head).1;
                if is_phase(text) && !others() {
                    items += 1;
                }
            }
            BlockKind::TableRow
                if !others() && super::table::is_phase_table(doc, labels, block.parent) =>
            {
                rows += 1;
            }
            _ => {}
        }
    }
    if bold > 0 && items <= 2 * bold {
        Some(Site::BoldLine)
    } else if paragraphs > 0 {
        Some(Site::Paragraph)
    } else if items > 1 {
        Some(Site::ListItem)
    } else if rows > 1 {
        Some(Site::TableRow)
    } else {
        None
    }
}
