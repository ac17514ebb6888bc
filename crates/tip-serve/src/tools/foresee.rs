//! What lies ahead: when plans may be done, and where they meet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_forecast::{Forecast, ForecastOptions, MINUTES_A_DAY, Model};
use tip_report::conflicts::Conflict as Found;
use tip_work::changes::{as_written, files, followed};
use tip_work::foresee::PlanLinks;
use tip_work::{Failure, Loaded};
use tip_workspace::Snapshot;

use crate::desk::Desk;
use crate::page::page;

/// So many times the work is drawn.
const SAMPLES: u64 = 10_000;

/// The same answer for the same plans.
const SEED: u64 = 1;

/// So many phases are told on which the end hangs.
const PHASES: usize = 5;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// Days of work that are enough with so much of 100.
    p50: f64,
    p80: f64,
    p95: f64,
    /// On which the end hangs most.
    critical: Vec<Phase>,
    conflicts: Vec<Conflict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Phase {
    plan: String,
    handle: String,
    title: String,
    /// The mean, in days.
    days: f64,
    /// How often it is critical, from 0 to 1.
    criticality: f64,
}

#[derive(Serialize, JsonSchema)]
struct Conflict {
    path: String,
    /// lines, `whole_file` or file.
    meeting: &'static str,
    /// `plan#phase intent lines`
    by: Vec<String>,
}

pub(crate) fn foresee(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let all = desk.entries(&snapshot, None)?;
    let read = snapshot.map_plans(&all, |entry| Loaded::read(&snapshot, entry.clone()));
    let mut loaded: Vec<Loaded> = read.into_iter().filter_map(Result::ok).collect();
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
    let conflicts = conflicts(&snapshot, &loaded, named.as_deref())?;
    let ahead: Vec<Loaded> = loaded
        .into_iter()
        .filter(|it| named.as_ref().is_none_or(|name| it.entry.name == *name))
        .collect();
    let (forecast, critical) = forecast(&snapshot, &ahead);
    let page = page(conflicts, wish.cursor.as_deref())?;
    let days = |share: f64| rounded(forecast.all.quantile(share) / DAY);
    Ok(Answer {
        p50: days(0.5),
        p80: days(0.8),
        p95: days(0.95),
        critical,
        conflicts: page.items,
        more: page.more,
    })
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
fn conflicts(
    snapshot: &Snapshot,
    plans: &[Loaded],
    named: Option<&str>,
) -> Result<Vec<Conflict>, Failure> {
    // Without a history lines stand where they are written.
    let changes = match snapshot.drifted(&files(plans), false) {
        Ok(drifted) => followed(plans, &drifted, snapshot),
        Err(error) if error.has_no_history() => as_written(plans, snapshot),
        Err(error) => return Err(error.into()),
    };
    let found = Found::find(&changes).into_iter();
    let found = found.filter(|it| {
        let mut changes = it.changes.iter();
        named.is_none_or(|name| changes.any(|it| plans[it.plan].entry.name == name))
    });
    let told = found.map(|it| {
        let by = it.changes.iter().map(|change| {
            let plan = &plans[change.plan].entry.name;
            let phase = change.phase.as_ref();
            let phase = phase.map_or(String::new(), |it| format!("#{it}"));
            let lines = match change.lines {
                Some((first, last)) if first != last => format!(" {first}-{last}"),
                Some((first, _)) => format!(" {first}"),
                None => String::new(),
            };
            format!("{plan}{phase} {}{lines}", change.intent.word())
        });
        Conflict {
            meeting: it.meeting.word(),
            by: by.collect(),
            path: it.path,
        }
    });
    Ok(told.collect())
}
