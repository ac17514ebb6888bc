//! What a plan says of itself: title, feature, status, date, effort, confidence, tags.

use tip_syntax::{BlockKind, Document, Entry, Span, Spanned, scan};

use crate::read::{Labels, lead};
use crate::{Confidence, Effort, Meaning, Plan, Section, Stage, Status, StatusSource, UnitKind};

/// Fills the header of the plan.
pub(crate) fn read(doc: &Document, labels: Labels<'_>, plan: &mut Plan) {
    front_matter(doc, plan);
    title(doc, plan);
    groups(doc, plan);
    if plan.status.written.is_none() {
        plan.status = find_status(doc, labels, plan);
    }
    if plan.date.is_none() {
        let written = header_fields(plan)
            .find(|field| match field.meaning {
                Some(Meaning::Date) => !field.value.is_empty(),
                // `**Created**: 2026-01-31` is a date, `**Created**:` before a list of files is none.
                Some(Meaning::Create) => doc.text(field.value).starts_with("20"),
                _ => false,
            })
            .map(|field| Spanned::new(doc.text(field.value).to_owned(), field.value));
        plan.date = written;
    }
    unit_fields(doc, plan);
}

fn front_matter(doc: &Document, plan: &mut Plan) {
    let Some(front) = doc.front_matter() else {
        return;
    };
    let scalar = |entry: &Entry| {
        entry
            .value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(|text| Spanned::new(text.to_owned(), entry.value.span))
    };
    let raw = |entry: &Entry| {
        let text = doc.text(entry.value.span).trim();
        (!text.is_empty()).then(|| Spanned::new(text.to_owned(), entry.value.span))
    };
    for entry in &front.entries {
        match scan::normalized(&entry.key.value).as_str() {
            "status" if plan.status.written.is_none() => {
                if let Some(written) = raw(entry) {
                    let bare = written.value.trim_matches(['"', '\'']).to_owned();
                    plan.status = Status {
                        stage: Stage::parse(&bare).filter(|_| !bare.starts_with('[')),
                        written: Some(Spanned::new(bare, written.span)),
                        source: StatusSource::FrontMatter,
                        ..Status::default()
                    };
                }
            }
            "date" | "created" | "created date" if plan.date.is_none() => {
                // A placeholder in brackets is a list to YAML; it is kept as written.
                plan.date = scalar(entry).or_else(|| raw(entry));
            }
            "feature" | "feature name" => {
                plan.feature = plan.feature.take().or_else(|| scalar(entry));
            }
            "title" => plan.title = plan.title.take().or_else(|| scalar(entry)),
            "estimated effort" | "effort" | "size" | "estimate" | "complexity" => {
                if let Some(text) = entry.value.as_str()
                    && let Some(effort) = Effort::parse(text)
                {
                    plan.effort
                        .get_or_insert(Spanned::new(effort, entry.value.span));
                }
            }
            "confidence" => {
                if let Some(confidence) = entry.value.as_str().and_then(Confidence::parse) {
                    plan.confidence
                        .get_or_insert(Spanned::new(confidence, entry.value.span));
                }
            }
            "tags" | "labels" => {
                plan.tags.extend(
                    entry
                        .value
                        .scalars()
                        .into_iter()
                        .map(|tag| tag.map(str::to_owned)),
                );
            }
            _ => {}
        }
    }
}

fn title(doc: &Document, plan: &mut Plan) {
    let mut sections = plan.sections.iter();
    let heading = sections.find(|section| section.level == 1);
    let heading = heading.map(|section| section.title.clone());
    let objective = objective(doc);
    // A heading below the objective is one of a part.
    let told = match (heading, objective) {
        (Some(heading), Some(objective)) if objective.span.start < heading.span.start => {
            Some(objective)
        }
        (heading, objective) => heading.or_else(|| plan.title.take()).or(objective),
    };
    plan.title = told;
    if plan.feature.is_none()
        && let Some(title) = &plan.title
        && let Some((head, tail)) = title.value.split_once(": ")
        && matches!(
            scan::normalized(head).as_str(),
            "technical implementation plan"
                | "tip"
                | "implementation plan"
                | "feature"
                | "implementation plan for"
                | "plan"
        )
    {
        let start = title.span.start() + doc.text(title.span).find(tail).unwrap_or(0);
        plan.feature = Some(Spanned::new(
            tail.to_owned(),
            Span::new(start, start + tail.len()),
        ));
    }
}

/// Returns the value of an item under the heading of the status whose label tells it: `Current: done`.
fn current_value(doc: &Document, item: Span) -> Option<Span> {
    let line = doc.text(item).lines().next()?;
    let (label, value) = line.split_once(':')?;
    let told = matches!(
        scan::normalized(label).as_str(),
        "current" | "current status" | "current state" | "overall" | "now" | "state"
    );
    let start = item.start() + line.len() - value.len();
    told.then(|| {
        doc.source()
            .trim(Span::new(start, item.start() + line.len()))
    })
}

/// Returns the first sentence of `<objective>`, which stands for a title where a plan has no heading.
fn objective(doc: &Document) -> Option<Spanned<String>> {
    let mut all = doc.containers().iter();
    let found = all.find(|it| doc.text(it.name).eq_ignore_ascii_case("objective"))?;
    let text = doc.source().trim(found.content);
    let line = doc.text(text).lines().next()?.trim_end();
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first);
    let sentence = sentence.trim_end_matches('.');
    let span = Span::new(text.start(), text.start() + sentence.len());
    (!sentence.is_empty()).then(|| Spanned::new(sentence.to_owned(), span))
}

/// Returns whether a unit is the title of its file: `# Phase 2: Migration`.
fn is_title(plan: &Plan, unit: &crate::Unit) -> bool {
    // Sections stand in the order of the text.
    let at = plan
        .sections
        .binary_search_by_key(&unit.span.start, |section| section.span.start);
    at.is_ok_and(|at| plan.sections[at].level == 1)
}

/// Returns the fields above the first unit and outside all.
fn header_fields(plan: &Plan) -> impl Iterator<Item = &crate::Field> + '_ {
    let first = plan
        .units
        .iter()
        .filter(|unit| unit.kind <= UnitKind::Step && !is_title(plan, unit))
        .map(|unit| unit.span.start)
        .min()
        .unwrap_or(u32::MAX);
    plan.fields
        .iter()
        .filter(move |field| field.span.start < first)
}

/// Returns whether a field stands where a status is not the plan's: in a check of the document itself, or deep within.
fn is_of_part(plan: &Plan, field: &crate::Field) -> bool {
    field.section.is_some_and(|section| {
        let section = &plan.sections[section.0 as usize];
        let review = matches!(
            section.meaning,
            Some(Meaning::Review | Meaning::QualityGates)
        );
        review || section.level > 2
    })
}

fn find_status(doc: &Document, labels: Labels<'_>, plan: &Plan) -> Status {
    let from = |span: Span, source: StatusSource| {
        // The lines of a quote bear its mark.
        let lines = doc.text(span).lines();
        let bare: Vec<&str> = lines
            .flat_map(|line| line.trim_start_matches(['>', ' ', '\t']).split_whitespace())
            .collect();
        let clean = bare.join(" ").trim_matches(['*', '`', ' ', '_']).to_owned();
        (!clean.is_empty()).then(|| Status {
            stage: Stage::parse(&clean),
            written: Some(Spanned::new(clean, span)),
            source,
            ..Status::default()
        })
    };
    let field = header_fields(plan)
        .filter(|field| {
            field.meaning == Some(Meaning::Status)
                && field.span.start < 4000
                && !is_of_part(plan, field)
        })
        .find_map(|field| {
            from(field.value, StatusSource::Field).filter(|status| status.stage.is_some())
        });
    if let Some(status) = field {
        return status;
    }
    // `## Status` and the words under it, or `## Status: done`.
    for section in plan
        .sections
        .iter()
        .filter(|section| section.unit.is_none())
    {
        if section.meaning != Some(Meaning::Status) {
            continue;
        }
        let title = doc.text(section.title.span);
        if let Some((head, value)) = title.split_once(':')
            && !value.trim().is_empty()
        {
            let start = section.title.span.start() + head.len() + 1;
            let span = doc
                .source()
                .trim(Span::new(start, section.title.span.end()));
            if let Some(status) = from(span, StatusSource::Heading) {
                return status;
            }
        }
        let next = doc.block(section.block).end;
        // `- Current: done`, a label that means nothing elsewhere.
        let list = doc
            .blocks()
            .get(next.index())
            .filter(|it| matches!(it.kind, BlockKind::List(_)));
        let mut current = list
            .into_iter()
            .flat_map(|_| doc.children(next))
            .filter_map(|item| current_value(doc, doc.block(item).content))
            .filter_map(|value| from(value, StatusSource::Field));
        if let Some(status) = current.find(|it| it.stage.is_some()) {
            return status;
        }
        if let Some(block) = doc.blocks().get(next.index())
            && matches!(block.kind, BlockKind::Paragraph)
        {
            let text = doc.text(block.content);
            let line = crate::annotation::without(text.lines().next().unwrap_or_default());
            let line = Span::new(block.content.start(), block.content.start() + line.len());
            let line = from(line, StatusSource::Heading).filter(|it| it.stage.is_some());
            let begun = |it: &Status| it.stage.is_some_and(|it| it > Stage::Approved);
            // What was done says more than what was agreed on.
            let work = || {
                sentence_of_the_work(doc, block.content)
                    .and_then(|it| from(it, StatusSource::Heading))
                    .filter(|it| it.stage.is_some())
            };
            let told = match line {
                Some(line) if begun(&line) => Some(line),
                line => work().or(line),
            };
            if let Some(status) = told {
                return status;
            }
        }
    }
    if let Some(status) = status_in_table(doc, labels) {
        return status;
    }
    // A title such as `Plan: x (COMPLETE)` or `✅ Plan`.
    let Some(title) = &plan.title else {
        return Status::default();
    };
    let text = doc.text(title.span);
    // A mark may lead the title or end it.
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let numbered = format!("{}Phase 1: {bare}", &text[..text.len() - bare.len()]);
    // A title that is nothing but such a word names the work: `Built`.
    let told = lead::parse(&numbered, 0)
        .filter(|lead| !lead.title.is_empty())
        .and_then(|lead| lead.state);
    match told {
        Some((state, _)) => Status {
            stage: match state {
                crate::UnitState::Done => Some(Stage::Complete),
                crate::UnitState::InProgress => Some(Stage::InProgress),
                crate::UnitState::Dropped => Some(Stage::Abandoned),
                crate::UnitState::Open | crate::UnitState::Unknown => Some(Stage::Draft),
            },
            written: Some(title.clone()),
            source: StatusSource::Title,
            ..Status::default()
        },
        None => header_fields(plan)
            .filter(|field| {
                field.meaning == Some(Meaning::Status)
                    && field.span.start < 4000
                    && !is_of_part(plan, field)
            })
            .find_map(|field| from(field.value, StatusSource::Field))
            .unwrap_or_default(),
    }
}

/// Returns the sentence that tells how far the work itself has come, behind others: `Spec locked. Implementation not started.`
fn sentence_of_the_work(doc: &Document, within: Span) -> Option<Span> {
    let text = doc.text(within);
    let mut start = 0;
    for sentence in text.split_inclusive(['.', ';']) {
        let folded = scan::normalized(sentence);
        let word = folded.split(' ').next().unwrap_or_default();
        if matches!(
            word,
            "implementation" | "implemented" | "execution" | "development"
        ) {
            let at = within.start() + start;
            return Some(doc.source().trim(Span::new(at, at + sentence.len())));
        }
        start += sentence.len();
    }
    None
}

/// Reads `| Status | Draft |` in a table near the start.
fn status_in_table(doc: &Document, labels: Labels<'_>) -> Option<Status> {
    let tables = doc
        .ids()
        .filter(|&id| doc.block(id).kind == BlockKind::Table && doc.block(id).span.start < 2500);
    for table in tables {
        for row in doc.children(table) {
            let cells: Vec<_> = doc.children(row).collect();
            let [label, value] = cells.as_slice() else {
                continue;
            };
            let label = doc.text(doc.block(*label).content);
            let span = doc.block(*value).content;
            let text = doc.text(span).trim_matches(['*', '`', ' ']).to_owned();
            if labels.meaning(label) == Some(Meaning::Status) && Stage::parse(&text).is_some() {
                return Some(Status {
                    stage: Stage::parse(&text),
                    written: Some(Spanned::new(text, span)),
                    source: StatusSource::Field,
                    ..Status::default()
                });
            }
        }
    }
    None
}

/// Lets sibling fields complete each other: `**File**` with `**Lines**`, `**Type**` or `**Changes**`.
fn groups(doc: &Document, plan: &mut Plan) {
    for at in 0..plan.fields.len() {
        let field = &plan.fields[at];
        if field.meaning != Some(Meaning::File) {
            continue;
        }
        let (section, unit, span) = (field.section, field.unit, field.span);
        let mut lines = None;
        let mut intent = None;
        let mut each: Vec<crate::Intent> = Vec::new();
        let around = plan.fields[at + 1..]
            .iter()
            .take(3)
            .chain(at.checked_sub(1).and_then(|before| plan.fields.get(before)));
        for other in around {
            if other.section != section
                || other.unit != unit
                || other.meaning == Some(Meaning::File)
            {
                if other.span.start > span.start {
                    break;
                }
                continue;
            }
            let value = doc.text(other.value);
            match other.meaning {
                Some(Meaning::Lines) if lines.is_none() && other.span.start > span.start => {
                    let bare = value.trim_matches(['`', '~', ' ', 'L']);
                    lines = leading_range(bare)
                        .or_else(|| named_lines(value))
                        .map(|range| (range, other.value));
                }
                Some(Meaning::ChangeType | Meaning::CodeChanges) if intent.is_none() => {
                    each = value
                        .split(['/', '|', '+'])
                        .filter_map(|part| super::intent::of_value(part.trim()))
                        .collect();
                    // `Create / Modify` says of none of the files which it is.
                    let mixed = each.iter().any(|it| *it != each[0]);
                    intent = super::intent::of_value(value).filter(|_| !mixed);
                }
                _ => {}
            }
        }
        let from = plan.references.partition_point(|it| {
            it.form == crate::RefForm::FrontMatter || it.span.start < span.start
        });
        let count = plan.references[from..]
            .iter()
            .take_while(|it| span.contains(it.span))
            .count();
        // `Create / Modify` tells the two files of a field apart.
        let each = (each.len() > 1 && each.len() == count).then_some(each);
        for (nth, reference) in plan.references[from..from + count].iter_mut().enumerate() {
            let intent = each.as_ref().map_or(intent, |each| Some(each[nth]));
            if let Some((range, at)) = lines
                && reference.line.is_none()
            {
                (reference.line, reference.end_line) = (Some(range.0), range.1);
                reference.line_span = Some(at);
            }
            let marked = matches!(
                reference.intent,
                crate::Intent::Create | crate::Intent::Delete
            ) || super::intent::is_marked(doc, reference.span);
            if let Some(intent) = intent
                && !marked
            {
                reference.intent = intent;
            }
        }
    }
}

/// Reads the lines that words name: `After the call (line 202) and before the next (line 204)`.
fn named_lines(text: &str) -> Option<(u32, Option<u32>)> {
    let mut found: Option<(u32, u32)> = None;
    for (at, _) in text.match_indices("line") {
        let rest = text[at + 4..].trim_start_matches(['s', ' ', '~', 'L']);
        let Some((first, last)) = leading_range(rest) else {
            continue;
        };
        let last = last.unwrap_or(first);
        found = Some(found.map_or((first, last), |(low, high)| {
            (low.min(first), high.max(last))
        }));
    }
    found.map(|(first, last)| (first, (last > first).then_some(last)))
}

fn leading_range(text: &str) -> Option<(u32, Option<u32>)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ' | '~')))
        .unwrap_or(text.len());
    super::path::line_range(text[..end].trim_end_matches([' ', ',', '-']))
}

/// Fills what headings in units say of them: `### Dependencies`, `#### Estimated Effort`, with a text or a list under it.
fn unit_sections(doc: &Document, plan: &mut Plan) {
    for section in &plan.sections {
        let Some(unit) = section.unit.map(|unit| &mut plan.units[unit.index()]) else {
            continue;
        };
        let effort = section.meaning == Some(Meaning::Effort);
        if !effort && section.meaning != Some(Meaning::Dependencies)
            || unit.span.start == section.span.start
        {
            continue;
        }
        // `### Depends on: Phase 1` says it all.
        let title = section.title.span;
        let after = doc.text(title).find(": ").map(|at| at + 2);
        let span = match after {
            Some(at) => Span::new(title.start() + at, title.end()),
            None => match text_under(doc, section) {
                Some(span) => span,
                None => continue,
            },
        };
        if effort {
            if let Some(effort) = Effort::parse(doc.text(span)) {
                unit.effort.get_or_insert(Spanned::new(effort, span));
            }
        } else if unit.depends_on.written.is_none() {
            unit.depends_on.written = Some(span);
        }
    }
}

/// Returns the paragraph or the list right under a heading.
fn text_under(doc: &Document, section: &Section) -> Option<Span> {
    let next = doc.block(section.block).end;
    let block = doc.blocks().get(next.index())?;
    let text = match block.kind {
        BlockKind::Paragraph => block.content,
        BlockKind::List(_) => block.span,
        _ => return None,
    };
    let text = doc.source().trim(text);
    (!text.is_empty()).then_some(text)
}

/// Fills what fields say of their units: effort, dependencies, the phase of a task.
fn unit_fields(doc: &Document, plan: &mut Plan) {
    unit_sections(doc, plan);
    for field in &plan.fields {
        let Some(unit) = field.unit else { continue };
        let unit = &mut plan.units[unit.index()];
        // The total right under the heading of a phase is that of the phase.
        let own = field.section.map(|id| &plan.sections[id.0 as usize].span);
        let own = own.is_some_and(|span| span.start == unit.span.start);
        match field.meaning {
            Some(meaning)
                if meaning == Meaning::Effort || own && meaning == Meaning::TotalEffort =>
            {
                if let Some(effort) = Effort::parse(doc.text(field.value)) {
                    unit.effort.get_or_insert(Spanned::new(effort, field.value));
                }
            }
            Some(Meaning::Dependencies) if unit.depends_on.written.is_none() => {
                let items = field.items.first().zip(field.items.last());
                let span = match items {
                    Some((first, last)) if field.value.is_empty() => first.cover(*last),
                    _ => field.value,
                };
                unit.depends_on.written = (!span.is_empty()).then_some(span);
            }
            Some(Meaning::TaskContext) if unit.depends_on.written.is_none() => {
                let text = doc.text(field.value);
                if let Some(at) = scan::find_ignore_case(text, "depends on") {
                    unit.depends_on.written = Some(Span::new(
                        field.value.start() + at + "depends on".len(),
                        field.value.end(),
                    ));
                } else if scan::find_ignore_case(text, "no dependencies").is_some() {
                    let at = scan::find_ignore_case(text, "no dependencies").unwrap_or(0);
                    unit.depends_on.written =
                        Some(Span::new(field.value.start() + at, field.value.end()));
                }
            }
            _ => {}
        }
    }
}
