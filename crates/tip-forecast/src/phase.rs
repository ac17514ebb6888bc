//! A phase as it counts: how far it has come, and how much work it is.

use tip_plan::{Confidence, DependencySource, Effort, UnitId, UnitKind, UnitState};

use crate::file_facts::FileFacts;
use crate::{EffortTable, Estimate, EstimateSource, FileInput, PlanInput};

/// A phase; in a plan without phases a task.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its plan, as a position in [`PhaseGraph::plans`].
    pub plan: usize,
    /// What it is.
    pub kind: UnitKind,
    /// Its handle.
    pub handle: String,
    /// Its id.
    pub id: String,
    /// Its number as written.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The path of its file.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// How far it has come.
    pub state: UnitState,
    /// How many of its boxes are ticked, and how many there are.
    pub ticked: (u32, u32),
    /// How much work all of it is, as written.
    pub effort: Option<Effort>,
    /// How sure its author is of it, where that is said of this phase alone.
    pub confidence: Option<Confidence>,
    /// How much work all of it is, as it counts.
    pub estimate: Estimate,
    /// Whether it is written that it waits for nothing.
    pub declared_none: bool,
    /// How many files it means to create, where all of them are there although nothing tells that it is begun; else 0.
    pub built: u32,
}

/// Reads a phase with the tasks in it; what it says nothing of is [assumed](assume) when all of the plan is read.
pub(crate) fn read(
    at: usize,
    input: &PlanInput<'_>,
    file: &FileInput<'_>,
    facts: &FileFacts<'_>,
    id: UnitId,
    inner: &[UnitId],
    table: &EffortTable,
) -> Phase {
    let plan = file.plan;
    let unit = plan.unit(id);
    let state = match unit.state.value {
        state if state.is_over() || !input.is_over => state,
        _ => UnitState::Done,
    };
    let effort = unit.effort.as_ref().map(|it| it.value);
    let of_tasks = || {
        let efforts = inner
            .iter()
            .map(|it| table.estimate(plan.unit(*it).effort.as_ref()?.value));
        let efforts: Vec<u32> = efforts
            .map(|it| it.map(|it| it.minutes))
            .collect::<Option<_>>()?;
        let sum = efforts
            .iter()
            .fold(0_u32, |sum, it| sum.saturating_add(*it));
        (!efforts.is_empty()).then_some(Estimate {
            minutes: sum,
            range: None,
            source: EstimateSource::Tasks,
        })
    };
    let estimate = effort.and_then(|it| table.estimate(it)).or_else(of_tasks);
    Phase {
        plan: at,
        kind: unit.kind,
        handle: unit.handle.clone(),
        id: unit.id.clone(),
        number: unit.number.as_ref().map(|it| it.value.clone()),
        title: unit.title.value.clone(),
        path: file.path.to_owned(),
        line: file.doc.source().line_of(unit.lead.start),
        state,
        ticked: facts.ticked(id),
        effort,
        confidence: facts.confidence(id),
        estimate: estimate.unwrap_or(MISSING),
        declared_none: unit.depends_on.source == DependencySource::DeclaredNone,
        built: match state {
            UnitState::Open | UnitState::Unknown => {
                file.built.get(id.index()).copied().unwrap_or(0)
            }
            _ => 0,
        },
    }
}

/// Stands for an estimate until all of the plan is read.
const MISSING: Estimate = Estimate {
    minutes: 0,
    range: None,
    source: EstimateSource::Table,
};

/// Assumes how much work the phases of a plan are that say nothing of it.
pub(crate) fn assume(phases: &mut [Phase], total: Option<Effort>, table: &EffortTable) {
    let mut known: Vec<u32> = phases
        .iter()
        .filter(|it| it.estimate != MISSING)
        .map(|it| it.estimate.minutes)
        .collect();
    known.sort_unstable();
    let total = total.and_then(|it| table.estimate(it));
    let (minutes, source) = match (known.as_slice(), total, table.missing) {
        (_, _, Some(minutes)) => (minutes, EstimateSource::Table),
        ([], Some(total), _) => {
            let count = phases.len().max(1) as u32;
            (total.minutes.div_ceil(count), EstimateSource::Total)
        }
        ([], None, _) => {
            let kind = phases.first().map_or(UnitKind::Phase, |it| it.kind);
            (table.unknown(kind), EstimateSource::Table)
        }
        (known, _, _) => (known[(known.len() - 1) / 2], EstimateSource::Others),
    };
    for phase in phases.iter_mut().filter(|it| it.estimate == MISSING) {
        phase.estimate.minutes = minutes;
        phase.estimate.source = source;
    }
}
