//! Tables: rows that are units, or speak of units that stand elsewhere; boxes in cells.

use tip_syntax::{BlockId, BlockKind, Document, Span, Spanned, scan};

use crate::read::refs::{self, Place};
use crate::read::sections::{new_unit, speaks_of_others};
use crate::read::walk::Walk;
use crate::read::{Labels, boxes, lead};
use crate::{
    BoxKind, BoxState, CheckBox, Effort, Intent, Meaning, Site, StateEvidence, StateSource, UnitId,
    UnitKind, UnitState,
};

/// What the columns of a table are about.
#[derive(Debug, Default)]
struct Columns {
    /// The kind of unit that the rows are about, and the column that names it.
    unit: Option<(UnitKind, usize)>,
    /// The column of the number, where it has one of its own beside that of the unit.
    number: Option<usize>,
    /// The column of the title, where the number has one of its own.
    title: Option<usize>,
    status: Option<usize>,
    effort: Option<usize>,
    depends: Option<usize>,
    action: Option<usize>,
    lines: Option<usize>,
    /// What the plan means to do with the files of a column: `Files Modified`.
    intents: Vec<(usize, Intent)>,
}

fn columns(doc: &Document, labels: Labels<'_>, table: BlockId) -> Columns {
    let mut columns = Columns::default();
    let Some(head) = doc
        .children(table)
        .find(|&id| doc.block(id).kind == BlockKind::TableHead)
    else {
        return columns;
    };
    for (at, cell) in doc.children(head).enumerate() {
        let text = doc.text(doc.block(cell).content);
        let folded = scan::normalized(text);
        let kind = match folded.as_str() {
            "phase"
            | "phases"
            | "stage"
            | "milestone"
            | "sprint"
            | "chunk"
            | "implementation phase" => Some(UnitKind::Phase),
            "task" | "tasks" | "task id" => Some(UnitKind::Task),
            "step" => Some(UnitKind::Step),
            _ => None,
        };
        if let Some(kind) = kind
            && columns.unit.is_none()
            && at <= 1
        {
            columns.unit = Some((kind, at));
            continue;
        }
        if at == 0 && matches!(folded.as_str(), "" | "no" | "nr" | "id" | "number") {
            columns.number = Some(at);
            continue;
        }
        match labels.meaning(text) {
            Some(Meaning::Status) => columns.status = columns.status.or(Some(at)),
            Some(Meaning::Effort | Meaning::TotalEffort) => {
                columns.effort = columns.effort.or(Some(at));
            }
            Some(Meaning::Dependencies) => columns.depends = columns.depends.or(Some(at)),
            Some(Meaning::ChangeType) => columns.action = Some(at),
            Some(Meaning::CodeChanges) => columns.action = columns.action.or(Some(at)),
            Some(Meaning::Lines) => columns.lines = columns.lines.or(Some(at)),
            Some(Meaning::Create) => columns.intents.push((at, Intent::Create)),
            Some(Meaning::Modify) => columns.intents.push((at, Intent::Modify)),
            Some(Meaning::Delete) => columns.intents.push((at, Intent::Delete)),
            _ if matches!(
                folded.as_str(),
                "title"
                    | "name"
                    | "description"
                    | "goal"
                    | "focus"
                    | "deliverable"
                    | "deliverables"
                    | "scope"
                    | "summary"
                    | "what"
            ) =>
            {
                columns.title = columns.title.or(Some(at));
            }
            _ if matches!(
                folded.as_str(),
                "change" | "change type" | "action" | "operation"
            ) =>
            {
                columns.action = columns.action.or(Some(at));
            }
            _ if matches!(
                folded.as_str(),
                "done" | "complete" | "completed" | "progress"
            ) =>
            {
                columns.status = columns.status.or(Some(at));
            }
            _ => {}
        }
    }
    // A number and a title make a row of tasks, where tasks may stand.
    if let (None, Some(number), Some(_)) = (columns.unit, columns.number, columns.title) {
        columns.unit = Some((UnitKind::Task, number));
    }
    columns
}

/// Returns whether the rows of a table are about phases, each with a name or number of its own.
pub(crate) fn is_phase_table(doc: &Document, labels: Labels<'_>, table: Option<BlockId>) -> bool {
    table
        .is_some_and(|table| matches!(columns(doc, labels, table).unit, Some((UnitKind::Phase, _))))
}

/// Reads a table.
pub(crate) fn read(walk: &mut Walk<'_>, table: BlockId) {
    let doc = walk.doc;
    let mut columns = columns(doc, walk.labels, table);
    columns.lines = columns.lines.filter(|&at| names_lines(doc, table, at));
    for row in doc.children(table) {
        let cells: Vec<BlockId> = doc.children(row).collect();
        let head = doc.block(row).kind == BlockKind::TableHead;
        let unit = if head {
            None
        } else {
            row_unit(walk, &columns, row, &cells)
        };
        let row_references = walk.references.len();
        for (at, &cell) in cells.iter().enumerate() {
            let content = doc.block(cell).content;
            if !head {
                box_in_cell(
                    walk,
                    &columns,
                    unit,
                    at,
                    content,
                    doc.block(cells[0]).content,
                );
            }
            let references = walk.references.len();
            let first = references == row_references;
            refs::text(walk, cell, content, Place::Cell);
            let told = columns.intents.iter().find(|(column, _)| *column == at);
            if let Some((_, intent)) = told.filter(|_| !head) {
                for reference in &mut walk.references[references..] {
                    if reference.intent == Intent::Mention {
                        reference.intent = *intent;
                    }
                }
            }
            if let Some(action) = columns
                .action
                .filter(|_| !head)
                .and_then(|at| cells.get(at))
            {
                let intent = action_intent(doc.text(doc.block(*action).content));
                // What the row says of its file goes before what the section says of all.
                for reference in &mut walk.references[references..] {
                    if matches!(reference.intent, Intent::Mention | Intent::Modify) && first {
                        reference.intent = intent.unwrap_or(reference.intent);
                    }
                }
            }
            if let Some(lines) = columns.lines.filter(|_| !head).and_then(|at| cells.get(at)) {
                let span = doc.block(*lines).content;
                if let Some(range) =
                    super::path::line_range(doc.text(span).trim_matches(['`', '~', 'L', ' ']))
                {
                    for reference in walk.references[references..]
                        .iter_mut()
                        .filter(|it| first && it.line.is_none())
                    {
                        (reference.line, reference.end_line) = (Some(range.0), range.1);
                        reference.line_span = Some(span);
                    }
                }
            }
        }
    }
}

/// Returns whether a column names lines: in one of `Lines` where no row has a range the numbers are counts.
fn names_lines(doc: &Document, table: BlockId, at: usize) -> bool {
    let cell = |row: BlockId| {
        let cell = doc.children(row).nth(at)?;
        Some(doc.text(doc.block(cell).content))
    };
    doc.children(table).filter_map(cell).any(|text| {
        let text = text.trim_matches(['`', '~', ' ']);
        text.eq_ignore_ascii_case("line")
            || text.starts_with('L') && text[1..].starts_with(|c: char| c.is_ascii_digit())
            || text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['-', '–', ','])
    })
}

fn action_intent(text: &str) -> Option<Intent> {
    let folded = scan::normalized(text);
    match folded.split(' ').next()? {
        // `Add the check as step 9` adds to the file.
        "add" | "added" if !matches!(&*folded, "add" | "added" | "add file" | "add new file") => {
            Some(Intent::Modify)
        }
        "create" | "new" | "add" | "added" | "created" => Some(if folded.contains(" to ") {
            Intent::Modify
        } else {
            Intent::Create
        }),
        "modify" | "update" | "edit" | "modified" | "updated" | "change" | "changed" | "extend"
        | "refactor" | "replace" | "fix" => Some(Intent::Modify),
        // `Remove the second pass` is done to what is in the file.
        "delete" | "remove" | "deleted" | "removed" => {
            let of_file = matches!(folded.split(' ').count(), 1 | 2) || folded.contains("file");
            Some(if of_file {
                Intent::Delete
            } else {
                Intent::Modify
            })
        }
        _ => None,
    }
}

/// Makes a unit of a row, or takes what it says of one.
fn row_unit(
    walk: &mut Walk<'_>,
    columns: &Columns,
    row: BlockId,
    cells: &[BlockId],
) -> Option<UnitId> {
    let doc = walk.doc;
    let (kind, at) = columns.unit?;
    let cell = doc.block(*cells.get(at)?);
    let text = doc.text(cell.content).trim_matches(['*', '`', ' ']);
    if text.is_empty() || scan::normalized(text) == "total" {
        return None;
    }
    let parsed = lead::parse(doc.text(cell.content), cell.content.start())
        .filter(|lead| lead.number.is_some());
    let beside = columns
        .number
        .and_then(|at| cells.get(at))
        .map(|&id| doc.block(id).content)
        .and_then(|span| {
            Some((
                bare_number(doc.text(span).trim_matches(['*', '`', ' ']))?.to_owned(),
                span,
            ))
        });
    let number = match &parsed {
        Some(lead) => lead.number.clone(),
        None => {
            beside.or_else(|| bare_number(text).map(|number| (number.to_owned(), cell.content)))
        }
    };
    let existing = number
        .as_ref()
        .and_then(|(number, _)| walk.numbered(kind, number))
        .or_else(|| find_title(walk, kind, text));
    // Where the things of a table have another column, one of phases tells where they stand.
    let told_of = at > 0 && columns.number.is_none();
    let unit = match existing {
        Some(unit) => unit,
        None if told_of && number.is_none() => return None,
        None if makes_unit(walk, kind, number.is_some()) => {
            let mut lead = parsed.unwrap_or_else(|| plain_lead(cell.content));
            lead.number = number;
            if let Some(title) = columns.title.and_then(|at| cells.get(at)) {
                lead.title = doc.block(*title).content;
            } else if (lead.title.is_empty()
                || lead.title == cell.content && bare_number(text).is_some())
                && let Some(next) = cells.get(at + 1)
            {
                lead.title = doc.block(*next).content;
            }
            let span = doc.block(row).span;
            let unit = UnitId(walk.units.len() as u32);
            let parent = walk
                .unit()
                .filter(|&parent| walk.units[parent.index()].kind < kind);
            walk.units.push(new_unit(
                kind,
                &lead,
                doc,
                doc.source().trim(span),
                span,
                parent,
                Site::TableRow,
            ));
            if let Some((value, span)) = lead.state {
                walk.evidence.push((
                    unit,
                    StateEvidence {
                        value,
                        source: StateSource::Title,
                        span,
                    },
                ));
            }
            unit
        }
        None => return None,
    };
    if let Some(status) = columns.status.and_then(|at| cells.get(at)) {
        let span = doc.block(*status).content;
        let text = doc.text(span);
        let told = match boxes::parse(text) {
            Some(mark) if mark.state == BoxState::Done => Some(UnitState::Done),
            Some(_) => Some(UnitState::Open),
            None => UnitState::parse(text),
        };
        if let Some(value) = told {
            walk.evidence.push((
                unit,
                StateEvidence {
                    value,
                    source: StateSource::Table,
                    span,
                },
            ));
        }
    }
    if let Some(effort) = columns.effort.and_then(|at| cells.get(at)) {
        let span = doc.block(*effort).content;
        if let Some(effort) = Effort::parse(doc.text(span)) {
            walk.tell_effort(unit, Spanned::new(effort, span));
        }
    }
    if let Some(depends) = columns.depends.and_then(|at| cells.get(at)) {
        walk.tell_dependencies(unit, doc.block(*depends).content);
    }
    Some(unit)
}

/// Returns whether a row that names no unit of the text is one of its own.
///
/// Phases are where the file writes its phases as rows, tasks where numbered rows stand in a phase or under a heading for tasks.
fn makes_unit(walk: &Walk<'_>, kind: UnitKind, numbered: bool) -> bool {
    if walk.is_history() {
        return false;
    }
    match kind {
        UnitKind::Phase => walk.phase_site == Some(Site::TableRow),
        UnitKind::Task => {
            let in_phase = walk
                .unit()
                .is_some_and(|unit| walk.units[unit.index()].kind == UnitKind::Phase);
            let listed = walk
                .chain()
                .any(|meaning| matches!(meaning, Meaning::Tasks | Meaning::Phases));
            numbered && (in_phase || listed) && !walk.chain().any(speaks_of_others)
        }
        _ => false,
    }
}

fn plain_lead(title: Span) -> lead::Lead {
    lead::Lead {
        title,
        separated: true,
        ..lead::Lead::default()
    }
}

fn bare_number(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['#', 'P']);
    let digits = text.strip_prefix('T').unwrap_or(text);
    let len = scan::number_len(digits);
    (len > 0 && len == digits.len()).then_some(text)
}

/// How many units of a kind there may be for their titles to be compared one by one.
const MOST_TITLES: usize = 200;

fn find_title(walk: &Walk<'_>, kind: UnitKind, text: &str) -> Option<UnitId> {
    if let Some(recall) = &walk.recall {
        recall.asked_for_title();
    }
    if walk.units.len() > MOST_TITLES {
        return None;
    }
    let folded = scan::normalized(text);
    if folded.is_empty() {
        return None;
    }
    let starts = |title: &str| {
        title == folded
            || title
                .strip_prefix(&folded)
                .is_some_and(|rest| rest.starts_with(' '))
    };
    let mut matching = walk
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.kind == kind && starts(&scan::normalized(&unit.title.value)));
    let (at, _) = matching.next()?;
    matching.next().is_none().then_some(UnitId(at as u32))
}

fn box_in_cell(
    walk: &mut Walk<'_>,
    columns: &Columns,
    unit: Option<UnitId>,
    at: usize,
    content: Span,
    first: Span,
) {
    let text = walk.doc.text(content);
    let Some(mark) = boxes::parse(text) else {
        return;
    };
    let rest = walk
        .doc
        .source()
        .trim(Span::new(content.start() + mark.len, content.end()));
    let text = if rest.is_empty() { first } else { rest };
    let kind = if columns.status == Some(at) && unit.is_some() {
        BoxKind::Progress
    } else {
        let kind = walk.box_kind(walk.doc.text(text));
        if kind == BoxKind::Task && walk.unit().is_none() {
            BoxKind::Progress
        } else {
            kind
        }
    };
    let inside = unit.or_else(|| walk.unit());
    walk.boxes.push(CheckBox {
        handle: String::new(),
        id: String::new(),
        kind,
        state: mark.state,
        mark: Span::new(content.start(), content.start() + mark.len),
        text,
        unit: inside,
        is_unit: None,
        phase: None,
        in_table: true,
        manual: false,
        deferred: false,
        commands: Vec::new(),
    });
}
