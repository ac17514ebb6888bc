//! The scenarios that show a phase, and the requirements that they belong to.

use rustc_hash::FxHashMap;
use tip_plan::{Field, Meaning, Plan, Unit, UnitId, UnitKind};
use tip_rules::{Answers, Trace, TraceKind, TracedFile};
use tip_syntax::{Document, scan};

use super::Piece;
use super::own::trimmed;
use super::requirements::{Requirement, around};
use crate::Loaded;

/// Returns the scenarios that lead to a phase, in the order of the plan; those of one requirement together, behind what it says.
pub(super) fn of_phase(loaded: &Loaded, (file, id): (usize, UnitId)) -> Vec<Piece> {
    let mut found = traced(loaded, (file, id));
    found.extend(named(loaded, (file, id)));
    found.sort_unstable();
    found.dedup();
    let mut pieces: Vec<(Option<(usize, Requirement)>, Piece)> = Vec::new();
    for (file, id) in found {
        let (doc, plan): &(Document, Plan) = &loaded.files[file];
        let unit = plan.unit(id);
        let text = trimmed(doc.text(unit.span.cover(unit.lead)));
        let Some(requirement) = around(doc, plan, unit.span) else {
            let name = format!("the scenario `{}`", unit.handle);
            let text = text.to_owned();
            pieces.push((None, Piece { name, text }));
            continue;
        };
        let gap = if text.starts_with('#') { "\n\n" } else { "\n" };
        let own = Some((file, requirement));
        if let Some((known, piece)) = pieces.last_mut()
            && *known == own
        {
            piece.text.push_str(gap);
            piece.text.push_str(text);
            continue;
        }
        let piece = Piece {
            name: format!("the requirement `{}`", requirement.title(doc)),
            text: format!("{}\n\n{text}", requirement.says(doc)),
        };
        pieces.push((own, piece));
    }
    pieces.into_iter().map(|it| it.1).collect()
}

/// Returns the scenarios from which a link leads to a phase, straight or over its tests and criteria.
fn traced(loaded: &Loaded, (file, id): (usize, UnitId)) -> Vec<(usize, UnitId)> {
    let (answers, evidence) = (Answers::default(), FxHashMap::default());
    let files = loaded.entry.files.iter().zip(&loaded.files);
    let files: Vec<TracedFile<'_>> = files
        .map(|(file, (doc, plan))| TracedFile {
            path: &file.path,
            doc,
            plan,
            answers: &answers,
            evidence: &evidence,
        })
        .collect();
    let trace = Trace::of(&files, &FxHashMap::default());
    let handle = &loaded.files[file].1.unit(id).handle;
    let phases = trace.of_kind(TraceKind::Phase);
    let mut wanted: Vec<usize> = phases
        .filter(|(_, it)| it.file == file && it.handle.as_ref() == Some(handle))
        .map(|(at, _)| at)
        .collect();
    let mut seen = wanted.clone();
    let mut scenarios = Vec::new();
    while let Some(at) = wanted.pop() {
        for link in trace.to(at) {
            if !seen.contains(&link.from) {
                seen.push(link.from);
                wanted.push(link.from);
            }
        }
        let node = &trace.nodes[at];
        if node.kind == TraceKind::Scenario {
            let mut units = loaded.files[node.file].1.units_of(UnitKind::Scenario);
            let unit = units.find(|(_, it)| Some(&it.handle) == node.handle.as_ref());
            scenarios.extend(unit.map(|(id, _)| (node.file, id)));
        }
    }
    scenarios
}

/// Returns the scenarios whose numbers a task names among its requirements; else those that the task around it names.
fn named(loaded: &Loaded, (file, id): (usize, UnitId)) -> Vec<(usize, UnitId)> {
    let (doc, plan) = &loaded.files[file];
    let span = plan.unit(id).span;
    let mut numbers = numbers(doc, plan, |it| span.contains(it.span));
    numbers.extend(spoken(doc.text(span)));
    let mut around = plan.unit(id).parent;
    while let (true, Some(outer)) = (numbers.is_empty(), around) {
        numbers = self::numbers(doc, plan, |it| it.unit == Some(outer));
        around = plan.unit(outer).parent;
    }
    let is_named = |unit: &Unit| {
        let Some(own) = unit.number.as_ref().filter(|it| it.value.contains('.')) else {
            return false;
        };
        let whole = own.value.split('.').next();
        let mut numbers = numbers.iter().map(String::as_str);
        numbers.any(|it| it == own.value || Some(it) == whole)
    };
    let files = loaded.files.iter().enumerate();
    let found = files.flat_map(|(file, (_, plan))| {
        let units = plan.units_of(UnitKind::Scenario);
        let named = units.filter(|(_, it)| is_named(it));
        named.map(move |(id, _)| (file, id))
    });
    found.collect()
}

/// Returns the numbers of requirements in fields of a plan: `_Requirements: 1.2, 3_`.
fn numbers(doc: &Document, plan: &Plan, is_own: impl Fn(&Field) -> bool) -> Vec<String> {
    let names = |it: &&Field| it.meaning == Some(Meaning::Requirements);
    let fields = plan.fields.iter().filter(|it| is_own(it)).filter(names);
    let written = fields.flat_map(|it| numbers_in(doc.text(it.value)));
    written.collect()
}

/// Returns the numbers of requirements that a text speaks of: `Validates: Requirements 5.5, 6.1`.
fn spoken(text: &str) -> Vec<String> {
    const WORD: &str = "requirement";
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = scan::find_ignore_case(rest, WORD) {
        rest = &rest[at + WORD.len()..];
        let told = rest.trim_start_matches(['s', 'S', ':', ' ']);
        let end = told.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')));
        found.extend(numbers_in(&told[..end.unwrap_or(told.len())]));
    }
    found
}

fn numbers_in(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = parts.map(|it| it.trim_matches('.'));
    let numbers = numbers.filter(|it| !it.is_empty());
    numbers.map(str::to_owned).collect()
}
