//! `tip report`.

use std::collections::BTreeMap;

use camino::Utf8Path;
use tip_drift::{Drift, History};
use tip_forecast::{Date, ForecastOptions, PhaseGraph, Schedule, ScheduleOptions};
use tip_report::NextPlan;
use tip_report::conflicts::{ChangingPlan, Conflict};
use tip_report::drift::{Commit, Reference};
use tip_report::forecast::ForecastView;
use tip_report::report::{self, BurnPoint, BurnUp, Concerns, ReportView, ReportedPlan};
use tip_report::schedule::notes;
use tip_syntax::Severity;
use tip_work::foresee::PlanLinks;
use tip_work::{Loaded, changes};
use tip_workspace::{Keeping, Past, RuleChoice, Snapshot, Standing};

use super::burn_up::burn_up;
use super::chosen::Chosen;
use super::forecast::simulate;
use super::load::{all_read, no_plans};
use super::{VERSION, drift};
use crate::Answer;
use crate::args::ReportArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// What its random numbers begin with.
const SEED: u64 = 1;

/// What the history tells of the plans.
#[derive(Default)]
struct Told {
    commit: Option<Commit>,
    /// Who changed each plan last, and on which day.
    changed: Vec<Option<(String, String)>>,
    burn_up: BurnUp,
    stale: Option<Vec<Reference>>,
    conflicts: Vec<Conflict>,
}

pub(super) fn run(
    args: &ReportArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let mut chosen = Chosen::read(&args.plans, &repository, place, output)?;
    if chosen.found_none() {
        no_plans(&repository, output);
        return Ok(Answer::No);
    }
    let all = chosen.plans.len();
    if !args.all {
        chosen.leave_out_over();
    }
    let mut plans = chosen.plans;
    let left_out = all - plans.len();
    if plans.is_empty() {
        output.note("every plan is over: `--all` tells of them too");
    }
    for plan in &mut plans {
        plan.look_what_is_built(snapshot);
    }
    let today = || snapshot.system().today()?.to_string().parse().ok();
    let date: Option<Date> = args.date.or_else(today);
    let told = told(&plans, snapshot, date)?;
    let counts = findings(&plans, snapshot);
    // A page goes to people elsewhere, who know the paths of the repository alone.
    let links = PlanLinks::of(&plans);
    if args.html.is_none() && !args.json {
        for plan in &mut plans {
            plan.for_people(snapshot, place);
        }
    }
    let changing: Vec<ChangingPlan> = plans
        .iter()
        .zip(&told.changed)
        .map(|(plan, changed)| ChangingPlan {
            name: plan.entry.name.clone(),
            who: changed.as_ref().map(|it| it.0.clone()),
        })
        .collect();
    let graph = links.graph(&plans, snapshot);
    let reported = reported(&plans, told.changed, &counts);
    let forecast = Foretold::of(&graph, snapshot, args.people);
    let effort = &snapshot.config().effort;
    let view = ReportView {
        date,
        commit: told.commit.as_ref(),
        plans: &reported,
        left_out,
        burn_up: &told.burn_up,
        forecast: ForecastView {
            graph: &graph,
            forecast: &forecast.forecast,
            supposed: &[],
            before: None,
            people: forecast.options.people,
            as_written: false,
            seed: SEED,
            start: date,
            calendar: &effort.calendar,
            notes: &forecast.notes,
        },
        stale: told.stale.as_deref(),
        conflicts: &told.conflicts,
        changing: &changing,
    };
    show(&view, args, place, output)?;
    all_read(chosen.troubles)?;
    Ok(if reported.is_empty() {
        Answer::No
    } else {
        Answer::Yes
    })
}

fn show(
    view: &ReportView<'_>,
    args: &ReportArgs,
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    match &args.html {
        _ if args.json => output.line(&report::json(view, VERSION)),
        None if view.plans.is_empty() => Ok(()),
        None => output.write(&report::render(view, &output.terminal())),
        Some(file) if file == "-" => output.write(&report::html(view)),
        Some(file) => {
            write(file, &report::html(view), place)?;
            output.note(&format!("wrote `{file}`"));
            Ok(())
        }
    }
}

/// Writes a page where somebody asked for it, be that outside of the repository; what was there is replaced.
fn write(file: &Utf8Path, page: &str, place: &Place) -> Result<(), Failure> {
    let path = place.absolute(file);
    let failed = |error| Failure::user(format!("cannot write `{file}`: {error}"));
    let before = place.read(&path).map_err(failed)?;
    place
        .write(&path, before.as_deref(), page.as_bytes())
        .map_err(|error| Failure::user(format!("cannot write `{file}`: {error}")))
}

/// Asks the history; without one references and conflicts are as they are written.
fn told(plans: &[Loaded], snapshot: &Snapshot, date: Option<Date>) -> Result<Told, Failure> {
    let past = Past::open(snapshot, Keeping::Kept).ok();
    let Some(past) = past else {
        let each = plans.iter().map(|it| it.view().progress());
        let now = date.map(|day| BurnPoint {
            day,
            done: each.clone().map(|it| it.done).sum(),
            total: each.map(|it| it.total).sum(),
        });
        return Ok(Told {
            changed: plans.iter().map(|_| None).collect(),
            burn_up: BurnUp::new(now),
            conflicts: find(plans, &changes::as_written(plans, snapshot)),
            ..Told::default()
        });
    };
    let (history, drift) = (past.history(), past.drift()?);
    let drifted = changes::drifted(plans, &drift, snapshot)?;
    let mut stale = drift::wire(&drifted, history)?;
    stale.retain(|it| it.finding);
    let changed = plans.iter().map(|plan| changed(plan, history, &drift));
    let head = history.revision("HEAD").ok();
    let head = head.map(|it| history.about(it)).transpose()?;
    Ok(Told {
        commit: head.as_ref().map(drift::commit),
        changed: changed.collect::<Result<_, _>>()?,
        burn_up: burn_up(plans, snapshot, history, &drift, date)?,
        stale: Some(stale),
        conflicts: find(plans, &changes::followed(plans, &drifted, snapshot)),
    })
}

/// Finds conflicts among the plans that still change something.
fn find(plans: &[Loaded], changes: &[tip_report::conflicts::FileChange]) -> Vec<Conflict> {
    let over: Vec<bool> = plans.iter().map(|it| it.view().stage().is_over()).collect();
    let still = changes.iter().filter(|it| !over[it.plan]);
    Conflict::find(&still.cloned().collect::<Vec<_>>())
}

/// Returns who changed a plan last, and on which day.
fn changed(
    plan: &Loaded,
    history: &History,
    drift: &Drift<'_>,
) -> Result<Option<(String, String)>, Failure> {
    let mut newest: Option<(i64, String, String)> = None;
    for file in &plan.entry.files {
        let Some(version) = drift.last_version(&file.path)? else {
            continue;
        };
        let it = history.about(version.revision)?;
        if newest.as_ref().is_none_or(|newest| newest.0 < it.seconds) {
            newest = Some((it.seconds, it.author, it.date));
        }
    }
    Ok(newest.map(|it| (it.1, it.2)))
}

/// Returns how many errors and warnings each plan has.
fn findings(plans: &[Loaded], snapshot: &Snapshot) -> Vec<(usize, usize)> {
    let files = plans.iter().flat_map(|plan| {
        let files = plan.entry.files.iter();
        files.map(|file| (file.path.clone(), plan.entry.standing))
    });
    let files: Vec<(String, Standing)> = files.collect();
    let rules = snapshot.config().rules.settings(&RuleChoice::default());
    let checked = snapshot.check(&files, &rules, &|_| {});
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in &checked.files {
        let count = counts.entry(&file.path).or_default();
        for judged in &file.judged {
            match judged.severity {
                Severity::Error => count.0 += 1,
                Severity::Warning => count.1 += 1,
                Severity::Hint => {}
            }
        }
    }
    let of_plan = |plan: &Loaded| {
        let files = plan.entry.files.iter();
        let counts = files.filter_map(|it| counts.get(it.path.as_str()));
        counts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    };
    plans.iter().map(of_plan).collect()
}

fn reported(
    plans: &[Loaded],
    changed: Vec<Option<(String, String)>>,
    counts: &[(usize, usize)],
) -> Vec<ReportedPlan> {
    let plans = plans.iter().zip(changed).zip(counts);
    let plans = plans.map(|((plan, changed), (errors, warnings))| {
        let mut summary = plan.summary();
        summary.errors = *errors;
        summary.warnings = *warnings;
        ReportedPlan {
            summary,
            changed,
            next: NextPlan::of(&plan.view(), plan.title()),
            concerns: Concerns::of(&plan.view()),
        }
    });
    plans.collect()
}

/// When all may be done, and what that rests on.
struct Foretold {
    forecast: tip_forecast::Forecast,
    options: ForecastOptions,
    notes: Vec<String>,
}

impl Foretold {
    fn of(graph: &PhaseGraph, snapshot: &Snapshot, people: Option<u32>) -> Self {
        let effort = &snapshot.config().effort;
        let options = ForecastOptions {
            people: people.or(effort.people),
            as_written: false,
            seed: SEED,
        };
        let schedule = Schedule::new(graph, ScheduleOptions::default());
        Self {
            forecast: simulate(graph, &effort.table, options, None),
            options,
            notes: notes(graph, &schedule),
        }
    }
}
