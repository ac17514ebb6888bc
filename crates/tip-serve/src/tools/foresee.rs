//! What lies ahead: when plans may be done, and where they meet.

use std::sync::{Arc, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_forecast::{Forecast, ForecastOptions, MINUTES_A_DAY, Model};
use tip_report::conflicts::{Conflict as Found, FileChange};
use tip_work::changes::{as_written, files, followed};
use tip_work::foresee::PlanLinks;
use tip_work::{Failure, Loaded};
use tip_workspace::{DriftedPlan, EffortConfig, PlanEntry, ReadFiles, Snapshot};

use crate::desk::Desk;
use crate::page::page;

/// So many times the work is drawn.
const SAMPLES: u64 = 10_000;

/// The same answer for the same plans.
const SEED: u64 = 1;

/// So many phases are told on which the end hangs.
const PHASES: usize = 5;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// Days of work that are enough with so much of 100.
    p50_days: f64,
    p80_days: f64,
    p95_days: f64,
    /// On which the end hangs most.
    critical: Vec<Phase>,
    conflicts: Vec<Conflict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Phase {
    plan: String,
    handle: String,
    title: String,
    /// The mean, in days.
    days: f64,
    /// How often it is critical, from 0 to 1.
    criticality: f64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Conflict {
    path: String,
    /// lines, `whole_file` or file.
    meeting: &'static str,
    by: Vec<Meant>,
}

/// What a plan means to do with a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Meant {
    plan: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<String>,
    intent: &'static str,
    /// The first and the last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<(u32, u32)>,
}

/// What was foreseen, as long as it was made of the same plans, read once, and the same places of their references.
#[derive(Debug)]
pub(crate) struct Kept {
    named: Option<String>,
    plans: Vec<ReadFiles>,
    drifted: Arc<Vec<DriftedPlan>>,
    effort: EffortConfig,
    foreseen: Arc<Foreseen>,
}

/// So many answers are kept.
const MOST_KEPT: usize = 16;

/// What the plans tell, before it is cut into pages.
#[derive(Debug)]
struct Foreseen {
    days: [f64; 3],
    critical: Vec<Phase>,
    conflicts: Vec<Conflict>,
}

pub(crate) fn foresee(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let all = desk.entries(&snapshot, None)?;
    let mut loaded = read(&snapshot, &all);
    loaded.retain(|it| !it.view().stage().is_over());
    let named = match &wish.plan {
        Some(name) => {
            let entry = desk.entry(&snapshot, name)?;
            if !loaded.iter().any(|it| it.entry.name == entry.name) {
                loaded.push(Loaded::read(&snapshot, entry.clone())?);
            }
            Some(entry.name)
        }
        None => None,
    };
    // Without a history lines stand where they are written.
    let drifted = match snapshot.drifted(&files(&loaded), false) {
        Ok(drifted) => Some(drifted),
        Err(error) if error.has_no_history() => None,
        Err(error) => return Err(error.into()),
    };
    let foreseen = foreseen(desk, &snapshot, named, loaded, drifted);
    let page = page(foreseen.conflicts.clone(), wish.cursor.as_deref())?;
    let [p50_days, p80_days, p95_days] = foreseen.days;
    Ok(Answer {
        p50_days,
        p80_days,
        p95_days,
        critical: foreseen.critical.clone(),
        conflicts: page.items,
        more: page.more,
    })
}

/// Reads plans: one after the other where all are known, since that takes less than to begin threads.
fn read(snapshot: &Snapshot, entries: &[PlanEntry]) -> Vec<Loaded> {
    let known = entries.iter().map(|it| Loaded::known(snapshot, it));
    if let Some(known) = known.collect() {
        return known;
    }
    let read = snapshot.map_plans(entries, |entry| Loaded::read(snapshot, entry.clone()));
    read.into_iter().filter_map(Result::ok).collect()
}

/// Returns what was foreseen before of the same plans, or looks ahead.
fn foreseen(
    desk: &Desk,
    snapshot: &Snapshot,
    named: Option<String>,
    plans: Vec<Loaded>,
    drifted: Option<Arc<Vec<DriftedPlan>>>,
) -> Arc<Foreseen> {
    let effort = &snapshot.config().effort;
    let is_it = |it: &Kept| {
        let pairs = || it.plans.iter().zip(&plans);
        it.named == named
            && it.effort == *effort
            && drifted
                .as_ref()
                .is_some_and(|new| Arc::ptr_eq(new, &it.drifted))
            && it.plans.len() == plans.len()
            && pairs().all(|(old, new)| old.is_same(&new.files))
    };
    let kept = || desk.foreseen.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(it) = kept().iter().find(|it| is_it(it)) {
        return Arc::clone(&it.foreseen);
    }
    let changes = match &drifted {
        Some(drifted) => followed(&plans, drifted, snapshot),
        None => as_written(&plans, snapshot),
    };
    let conflicts = conflicts(&changes, &plans, named.as_deref());
    let files: Vec<ReadFiles> = plans.iter().map(|it| it.files.clone()).collect();
    let ahead: Vec<Loaded> = plans
        .into_iter()
        .filter(|it| named.as_ref().is_none_or(|name| it.entry.name == *name))
        .collect();
    let (forecast, critical) = forecast(snapshot, &ahead);
    let days = [0.5, 0.8, 0.95].map(|share| rounded(forecast.all.quantile(share) / DAY));
    let foreseen = Arc::new(Foreseen {
        days,
        critical,
        conflicts,
    });
    if let Some(drifted) = drifted {
        let mut kept = kept();
        kept.retain(|it| it.named != named);
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push(Kept {
            named,
            plans: files,
            drifted,
            effort: effort.clone(),
            foreseen: Arc::clone(&foreseen),
        });
    }
    foreseen
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The minutes of a day of work.
#[expect(clippy::cast_precision_loss, reason = "a day has few minutes")]
const DAY: f64 = MINUTES_A_DAY as f64;

/// Returns the forecast, and the phases on which the end hangs most.
fn forecast(snapshot: &Snapshot, plans: &[Loaded]) -> (Forecast, Vec<Phase>) {
    let effort = &snapshot.config().effort;
    let graph = PlanLinks::of(plans).graph(plans, snapshot);
    let options = ForecastOptions {
        people: effort.people,
        as_written: false,
        seed: SEED,
    };
    let model = Model::new(&graph, &effort.table, options);
    let tally = tip_workspace::simulate(&model, SAMPLES);
    let forecast = Forecast::new(&model, &tally);
    let mut order: Vec<usize> = (0..graph.phases.len())
        .filter(|at| forecast.phases[*at].mean > 0.0)
        .collect();
    order.sort_by(|a, b| {
        let of = |at: &usize| forecast.phases[*at].cruciality;
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let critical = order.into_iter().take(PHASES).map(|at| {
        let (phase, it) = (&graph.phases[at], &forecast.phases[at]);
        Phase {
            plan: graph.plans[phase.plan].name.clone(),
            handle: phase.handle.clone(),
            title: phase.title.clone(),
            days: rounded(it.mean / DAY),
            criticality: (it.criticality * 100.0).round() / 100.0,
        }
    });
    let critical = critical.collect();
    (forecast, critical)
}

/// Returns the files that several plans mean to change; of one plan those that it means to change too.
fn conflicts(changes: &[FileChange], plans: &[Loaded], named: Option<&str>) -> Vec<Conflict> {
    let found = Found::find(changes).into_iter();
    let found = found.filter(|it| {
        let mut changes = it.changes.iter();
        named.is_none_or(|name| changes.any(|it| plans[it.plan].entry.name == name))
    });
    let told = found.map(|it| {
        let by = it.changes.iter().map(|change| Meant {
            plan: plans[change.plan].entry.name.clone(),
            phase: change.phase.clone(),
            intent: change.intent.word(),
            lines: change.lines,
        });
        Conflict {
            meeting: it.meeting.word(),
            by: by.collect(),
            path: it.path,
        }
    });
    told.collect()
}
