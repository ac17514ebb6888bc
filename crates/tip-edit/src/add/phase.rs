//! Adds a phase.

use tip_plan::{BoxKind, CheckBox, DialectId, Field, Meaning, Plan, Site, Unit, UnitId, UnitKind};
use tip_syntax::{Document, Edit, Span};

use super::{bullet, items, label, section, text_end, words};
use crate::EditError;
use crate::lead::{next, written};
use crate::renumber::is_phase;

/// A phase to be added; what is not given gets a placeholder where the other phases say it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewPhase<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// How much work it is.
    pub effort: Option<&'a str>,
    /// What it waits for, as written in the plan; without it the phase before.
    pub depends_on: Option<&'a str>,
    /// The places in the code that it changes, a line each.
    pub changes: Option<&'a str>,
    /// How it is tested, a line each.
    pub tests: Option<&'a str>,
    /// Its criteria.
    pub criteria: &'a [String],
    /// The phase after which it stands; without it the last one.
    pub after: Option<UnitId>,
}

/// Adds a phase, with the labels that its neighbor has, and the next free number.
///
/// # Errors
///
/// Fails where the plan is a phase itself, or writes its phases in another form than as headings, bold lines or list items.
pub fn add_phase(doc: &Document, plan: &Plan, new: &NewPhase<'_>) -> Result<Vec<Edit>, EditError> {
    if is_phase(plan) {
        return Err(EditError::IsPhase);
    }
    let end = doc.source().line_end();
    let kind = part_of_work(plan);
    let tops = || {
        plan.units_of(kind)
            .filter(|(_, unit)| unit.parent.is_none())
    };
    let Some((last, _)) = tops().last() else {
        return first(doc, plan, new);
    };
    let id = new.after.unwrap_or(last);
    let model = plan.unit(id);
    if !matches!(model.site, Site::Heading | Site::BoldLine | Site::ListItem) {
        return Err(EditError::OtherForm { what: "phases" });
    }
    let head = written(doc, model, &next(plan, model), new.title);
    let at = text_end(doc, model.span);
    if model.site == Site::ListItem {
        return Ok(vec![Edit::insert(at as u32, format!("{end}{head}"))]);
    }
    let mut out = separator(doc, plan, id, end);
    out.push_str(&head);
    for (at, part) in body(doc, plan, id, new).iter().enumerate() {
        out.push_str(end);
        // A list right under its heading stays there.
        if at > 0
            || !begins_with_list(doc, model)
            || !part.starts_with(['-', '*', '+'])
            || part.starts_with("**")
        {
            out.push_str(end);
        }
        out.push_str(part);
    }
    Ok(vec![Edit::insert(at as u32, out)])
}

/// Returns what the work of a plan is parted into: phases, or the tasks of a list that has nothing above them.
pub fn part_of_work(plan: &Plan) -> UnitKind {
    let listed = plan.dialect == DialectId::Kiro && plan.phases().next().is_none();
    let mut tasks = plan.units_of(UnitKind::Task);
    if listed
        && tasks
            .next()
            .is_some_and(|(_, unit)| unit.site == Site::ListItem)
    {
        UnitKind::Task
    } else {
        UnitKind::Phase
    }
}

/// Writes the first phase of a plan that has none.
fn first(doc: &Document, plan: &Plan, new: &NewPhase<'_>) -> Result<Vec<Edit>, EditError> {
    let section = section(plan, Meaning::Phases).ok_or_else(|| EditError::Missing {
        what: "phases, nor a section for them".to_owned(),
    })?;
    let end = doc.source().line_end();
    let marks = "#".repeat(usize::from(section.level) + 1);
    let title = words(Some(new.title), "Title");
    let at = text_end(doc, Span::new(section.span.start(), section.span.end()));
    let mut out = format!("{end}{end}{marks} Phase 1: {title}");
    for (_, part) in default_body(doc, plan, new, None) {
        out.push_str(end);
        out.push_str(end);
        out.push_str(&part.replace('\n', end));
    }
    Ok(vec![Edit::insert(at as u32, out)])
}

/// Returns what stands between two phases: blank lines, and a thematic break where the plan has one.
fn separator(doc: &Document, plan: &Plan, id: UnitId, end: &str) -> String {
    let blank = format!("{end}{end}");
    let phases: Vec<&Unit> = plan.phases().map(|(_, unit)| unit).collect();
    let place = plan.phases().position(|(other, _)| other == id);
    let pairs = phases.windows(2).map(|pair| (pair[0], pair[1]));
    let near = place.map(|at| at.saturating_sub(1)).unwrap_or_default();
    for (left, right) in pairs.skip(near) {
        let from = text_end(doc, left.span);
        if from < right.lead.start() {
            let between = doc.text(Span::new(from, right.lead.start()));
            let bare = |c: char| c.is_whitespace() || c == '-' || c == '*' || c == '_';
            let lead = between.trim_end_matches(['#', ' ']);
            if lead.chars().all(bare) && lead.contains('\n') {
                return lead.to_owned();
            }
        }
    }
    blank
}

/// Returns whether a list follows the heading of a unit without a blank line.
fn begins_with_list(doc: &Document, unit: &Unit) -> bool {
    let source = doc.source();
    let line = source.line_span(source.line_of(unit.lead.end.saturating_sub(1)));
    let rest = source.text()[line.end()..].trim_start_matches('\r');
    let next = rest.strip_prefix('\n').unwrap_or_default();
    ["- ", "* ", "+ "].iter().any(|it| next.starts_with(it))
}

/// Returns whether the phases of a plan, which has some, have no boxes: a first one would tell how far all of it has come.
fn has_no_boxes(plan: &Plan) -> bool {
    let boxed = |it: &CheckBox| it.phase.is_some() && !it.in_table && it.kind != BoxKind::Review;
    plan.phases().next().is_some() && !plan.boxes.iter().any(boxed)
}

/// Writes the parts that the neighbor has, in its order and with its labels.
fn body(doc: &Document, plan: &Plan, model: UnitId, new: &NewPhase<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    let mut said = Vec::new();
    let own = plan.fields.iter().filter(|it| it.unit == Some(model));
    let mut reach = 0;
    for field in own.filter(|it| it.meaning.is_some_and(is_part)) {
        // A field within the list of another is a part of that, one behind a box a part of its words.
        let boxed = label(doc, field).contains('[');
        if field.span.start < reach || boxed || field.meaning.is_some_and(|it| said.contains(&it)) {
            continue;
        }
        reach = field.span.end;
        said.extend(field.meaning);
        parts.push(part(doc, plan, model, field, new));
    }
    if parts.is_empty() && plan.dialect == DialectId::Tip {
        let body = default_body(doc, plan, new, Some(model));
        return body.into_iter().map(|it| it.1).collect();
    }
    // A phase that is a heading over a list of boxes begins with one.
    let has_boxes = plan
        .boxes
        .iter()
        .any(|it| it.unit == Some(model) || it.phase == Some(model));
    if parts.is_empty() && has_boxes && new.criteria.is_empty() {
        let end = doc.source().line_end();
        parts.push(criteria(new, bullet(doc, plan), end));
    }
    let wanted = default_body(doc, plan, new, Some(model));
    for (meaning, text) in wanted {
        let is_given = match meaning {
            Meaning::Purpose => new.purpose.is_some(),
            Meaning::Dependencies => new.depends_on.is_some(),
            Meaning::Effort => new.effort.is_some(),
            Meaning::Criteria => !new.criteria.is_empty(),
            // What nobody gave is not written at all.
            _ => true,
        };
        let has = said
            .iter()
            .any(|it| *it == meaning || meaning == Meaning::Criteria && it.is_criteria());
        if is_given && !has {
            parts.push(text);
        }
    }
    parts
}

/// Returns whether fields of this meaning are what a phase consists of.
fn is_part(meaning: Meaning) -> bool {
    meaning.is_criteria()
        || matches!(
            meaning,
            Meaning::Purpose
                | Meaning::Scope
                | Meaning::CodeChanges
                | Meaning::Create
                | Meaning::Modify
                | Meaning::TestStrategy
                | Meaning::UnitTests
                | Meaning::IntegrationTests
                | Meaning::Dependencies
                | Meaning::Effort
                | Meaning::Status
        )
}

/// Writes one part like that of the neighbor.
fn part(doc: &Document, plan: &Plan, model: UnitId, field: &Field, new: &NewPhase<'_>) -> String {
    let end = doc.source().line_end();
    let label = label(doc, field);
    let bullet = bullet(doc, plan);
    if let Some(items) = field.meaning.and_then(|it| given(new, it, bullet, end)) {
        return format!("{label}{end}{items}");
    }
    match field.meaning {
        Some(Meaning::Purpose) => {
            format!(
                "{label} {}",
                words(new.purpose, "What this phase accomplishes")
            )
        }
        Some(Meaning::Effort) => format!("{label} {}", words(new.effort, "XS/S/M/L")),
        Some(Meaning::Dependencies) => format!("{label} {}", dependency(doc, plan, model, new)),
        Some(Meaning::Status) if doc.text(field.value).starts_with('`') => {
            format!("{label} `Not started`")
        }
        Some(Meaning::Status) => format!("{label} Not started"),
        Some(meaning) if meaning.is_criteria() => listed(doc, plan, field, new),
        _ if field.items.is_empty() => format!("{label} [{}]", hint(field.meaning)),
        _ => format!("{label}{end}{bullet} [{}]", hint(field.meaning)),
    }
}

/// Returns the list that is given for a part that is one.
fn given(new: &NewPhase<'_>, meaning: Meaning, bullet: &str, end: &str) -> Option<String> {
    let text = match meaning {
        Meaning::CodeChanges => new.changes,
        Meaning::TestStrategy => new.tests,
        _ => None,
    };
    items(text?, bullet, end)
}

/// Writes the criteria as the neighbor writes its own: boxes, a list without them, or words behind the label.
fn listed(doc: &Document, plan: &Plan, field: &Field, new: &NewPhase<'_>) -> String {
    let end = doc.source().line_end();
    let label = label(doc, field);
    let bullet = bullet(doc, plan);
    if !has_no_boxes(plan) {
        return format!("{label}{end}{}", criteria(new, bullet, end));
    }
    let Some(first) = field.items.first() else {
        let texts: Vec<&str> = new.criteria.iter().map(String::as_str).collect();
        return format!("{label} {}", words(Some(&texts.join("; ")), OUTCOME));
    };
    let between = doc.text(Span::new(field.label.span.end(), first.start()));
    let gap = if between.matches('\n').count() > 1 {
        end
    } else {
        ""
    };
    let items = criteria(new, bullet, end).replace("[ ] ", "");
    format!("{label}{end}{gap}{items}")
}

/// What stands for a criterion that nobody gave.
const OUTCOME: &str = "Specific testable outcome";

fn hint(meaning: Option<Meaning>) -> &'static str {
    match meaning {
        Some(Meaning::CodeChanges) => "Specific file:line changes",
        Some(Meaning::TestStrategy) => "Specific testing approach",
        _ => "To be filled in",
    }
}

fn criteria(new: &NewPhase<'_>, bullet: &str, end: &str) -> String {
    if new.criteria.is_empty() {
        return format!("{bullet} [ ] [{OUTCOME}]");
    }
    let items = new.criteria.iter();
    let items: Vec<String> = items
        .map(|it| format!("{bullet} [ ] {}", words(Some(it), OUTCOME)))
        .collect();
    items.join(end)
}

/// Returns what the phase waits for: what is given, or the phase before in the words of its neighbor.
fn dependency(doc: &Document, plan: &Plan, before: UnitId, new: &NewPhase<'_>) -> String {
    if let Some(given) = new.depends_on {
        return words(Some(given), "Phase");
    }
    let unit = plan.unit(before);
    let Some(number) = &unit.number else {
        return "None".to_owned();
    };
    let lead = doc.text(Span::new(unit.lead.start(), number.span.start()));
    let word = lead
        .split_whitespace()
        .rev()
        .find(|it| it.bytes().next().is_some_and(|it| it.is_ascii_alphabetic()));
    format!("{} {}", word.unwrap_or("Phase"), number.value)
}

/// Writes purpose, criteria, dependencies and effort as the template does, and changes and tests where they are given.
fn default_body(
    doc: &Document,
    plan: &Plan,
    new: &NewPhase<'_>,
    before: Option<UnitId>,
) -> Vec<(Meaning, String)> {
    let end = doc.source().line_end();
    let bullet = bullet(doc, plan);
    let depends = match before {
        Some(before) => dependency(doc, plan, before, new),
        None => words(new.depends_on.or(Some("None")), "Phase"),
    };
    let purpose = words(new.purpose, "What this phase accomplishes");
    let list = |meaning: Meaning, label: &str| {
        let items = given(new, meaning, bullet, end)?;
        Some((meaning, format!("{label}{end}{items}")))
    };
    let mut parts = vec![(Meaning::Purpose, format!("**Purpose**: {purpose}"))];
    parts.extend(list(Meaning::CodeChanges, "**Code Changes**:"));
    parts.extend(list(Meaning::TestStrategy, "**Test Strategy**:"));
    let criteria = criteria(new, bullet, end);
    let criteria = if before.is_some() && has_no_boxes(plan) && plan.dialect != DialectId::Tip {
        criteria.replace("[ ] ", "")
    } else {
        criteria
    };
    let effort = words(new.effort, "XS/S/M/L");
    parts.extend([
        (
            Meaning::Criteria,
            format!("**Success Criteria**:{end}{criteria}"),
        ),
        (
            Meaning::Dependencies,
            format!("**Dependencies**: {depends}"),
        ),
        (Meaning::Effort, format!("**Estimated Effort**: {effort}")),
    ]);
    parts
}
