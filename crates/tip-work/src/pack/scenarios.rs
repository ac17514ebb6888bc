//! The scenarios that show a phase.

use rustc_hash::FxHashMap;
use tip_plan::{Plan, UnitId, UnitKind};
use tip_rules::{Answers, Trace, TraceKind, TracedFile};

use super::Piece;
use crate::Loaded;

/// Returns the scenarios that lead to a phase, in the order of the plan.
pub(super) fn of_phase(loaded: &Loaded, (file, id): (usize, UnitId)) -> Vec<Piece> {
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
        if trace.nodes[at].kind == TraceKind::Scenario {
            scenarios.push(at);
        }
    }
    scenarios.sort_unstable();
    let pieces = scenarios.into_iter().filter_map(|at| {
        let node = &trace.nodes[at];
        let (doc, plan): &(_, Plan) = &loaded.files[node.file];
        let mut units = plan.units_of(UnitKind::Scenario);
        let (_, unit) = units.find(|(_, it)| Some(&it.handle) == node.handle.as_ref())?;
        Some(Piece {
            name: format!("the scenario `{}`", unit.handle),
            text: doc.text(unit.span.cover(unit.lead)).trim_end().to_owned(),
        })
    });
    pieces.collect()
}
