//! `tip calibrate`.

use std::collections::BTreeMap;

use tip_drift::{Drift, FileVersion, History, Revision};
use tip_forecast::{Calibration, FileInput, Observation, Phase, PhaseGraph, PlanInput, worked};
use tip_plan::{Intent, Plan, UnitState};
use tip_report::calibration::{self, CalibrationView, Silent};
use tip_syntax::Document;
use tip_workspace::{CONFIG_FILE, PlanEntry, Snapshot, with_effort};

use super::VERSION;
use crate::Answer;
use crate::args::CalibrateArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// What the history tells of one phase.
#[derive(Default)]
struct Track {
    /// The phase as its effort was first written, with the confidence of its plan.
    estimated: Option<Phase>,
    /// When something of it was first begun or ticked, beside other phases.
    begun: Option<i64>,
    /// When it was done, and not taken back.
    done: Option<i64>,
    /// Whether it was there before it was done.
    was_open: bool,
    /// The files that it means to create or change.
    files: Vec<String>,
}

pub(super) fn run(
    args: &CalibrateArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let entries: Vec<PlanEntry> = if args.plans.is_empty() {
        snapshot.discovery().entries.clone()
    } else {
        let entries = args.plans.iter().map(|it| snapshot.find(it, &place.cwd));
        entries.collect::<Result<_, _>>()?
    };
    let history = History::open(snapshot.root())?;
    let drift = Drift::open(&history)?;
    let mut observations = Vec::new();
    let mut without_effort = Vec::new();
    let mut silent = Silent::default();
    for entry in &entries {
        for file in &entry.files {
            let reader = Reader {
                snapshot,
                history: &history,
                drift: &drift,
            };
            let told = (&mut observations, &mut without_effort);
            reader.observe(&file.path, told, &mut silent)?;
        }
    }
    let table = &snapshot.config().effort.table;
    let calibration = Calibration::new(&observations, &without_effort, table);
    let view = CalibrationView {
        calibration: &calibration,
        observations: &observations,
        silent,
        plans: entries.len(),
    };
    if args.json {
        output.line(&calibration::json(&view, table, VERSION))?;
    } else {
        let terminal = output.terminal();
        output.write(&calibration::render(&view, &terminal))?;
    }
    let changes = calibration::changes(&calibration, table);
    if changes.is_empty() {
        output.note("too little is known to fit the table: nothing would change");
        return Ok(Answer::No);
    }
    if args.write {
        write(snapshot, &changes, place, output)?;
    } else if !args.json {
        output.note(&format!("`--write` puts it into {CONFIG_FILE}"));
    }
    Ok(Answer::Yes)
}

/// Puts the fitted values into the configuration, and leaves everything else of it as it is.
fn write(
    snapshot: &Snapshot,
    changes: &[(String, String)],
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    let path = match &snapshot.config().path {
        Some(path) => path.clone(),
        None => snapshot.root().join(CONFIG_FILE),
    };
    let before = place.read(&path)?;
    let text = String::from_utf8_lossy(before.as_deref().unwrap_or_default()).into_owned();
    let after = with_effort(&path, &text, changes)?;
    place
        .write(&path, before.as_deref(), after.as_bytes())
        .map_err(|error| {
            Failure::user(format!("cannot write `{}`: {error}", place.shown(&path)))
        })?;
    output.note(&format!("wrote {}", place.shown(&path)));
    Ok(())
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    history: &'a History,
    drift: &'a Drift<'a>,
}

impl Reader<'_> {
    /// Follows the phases of a file through its versions.
    fn observe(
        &self,
        path: &str,
        (observations, without_effort): (&mut Vec<Observation>, &mut Vec<f64>),
        silent: &mut Silent,
    ) -> Result<(), Failure> {
        let mut versions = self.drift.versions(path)?;
        versions.reverse();
        let Some(first) = versions.first().map(|it| it.revision) else {
            return Ok(());
        };
        let mut tracks: BTreeMap<String, Track> = BTreeMap::new();
        let mut ends = Vec::new();
        for version in versions {
            let at = self.history.about(version.revision)?.seconds;
            self.version(version, at, &mut tracks, &mut ends);
        }
        let calendar = &self.snapshot.config().effort.calendar;
        for track in tracks.into_values() {
            let Some(end) = track.done else { continue };
            if !track.was_open {
                silent.done_when_written += 1;
                continue;
            }
            let touched = self.first_touch(&track.files, first, end)?;
            let begun = track.begun.into_iter().chain(touched).min();
            // Else work on it began when another phase was done.
            let before = ends.iter().copied().filter(|it| *it < end).max();
            let start = begun.filter(|it| *it < end).or(before);
            let minutes = start.map_or(0.0, |start| worked(start, end, calendar));
            match &track.estimated {
                _ if minutes <= 0.0 => silent.in_one_commit += 1,
                Some(phase) => observations.push(Observation {
                    size: phase.effort.and_then(|it| it.size),
                    estimate: phase.estimate,
                    confidence: phase.confidence,
                    minutes,
                }),
                None => {
                    silent.without_effort += 1;
                    without_effort.push(minutes);
                }
            }
        }
        Ok(())
    }

    fn version(
        &self,
        version: FileVersion,
        at: i64,
        tracks: &mut BTreeMap<String, Track>,
        ends: &mut Vec<i64>,
    ) {
        let doc = Document::parse(version.bytes);
        let plan = self.snapshot.plan(&version.path, &doc);
        let input = PlanInput {
            name: &version.path,
            key: &version.path,
            title: None,
            is_over: false,
            files: vec![FileInput {
                path: &version.path,
                doc: &doc,
                plan: &plan,
                targets: Vec::new(),
                built: &[],
            }],
        };
        let graph = PhaseGraph::new(&[input], &self.snapshot.config().effort.table);
        for mut phase in graph.phases {
            let track = tracks.entry(phase.id.clone()).or_default();
            track.files = files(&plan, &phase.handle);
            phase.confidence = phase.confidence.or(graph.plans[0].confidence);
            let is_done = phase.state == UnitState::Done;
            let is_begun = phase.state == UnitState::InProgress || phase.ticked.0 > 0;
            if is_done && track.done.is_none() {
                track.done = Some(at);
                if track.was_open {
                    ends.push(at);
                }
            } else if !is_done {
                track.done = None;
                track.was_open = true;
                if is_begun {
                    track.begun = track.begun.or(Some(at));
                }
            }
            if track.estimated.is_none() && phase.effort.is_some() {
                track.estimated = Some(phase);
            }
        }
    }

    /// Returns when one of the files was first changed after a commit, and not after a moment.
    fn first_touch(
        &self,
        files: &[String],
        since: Revision,
        until: i64,
    ) -> Result<Option<i64>, Failure> {
        let mut first = None;
        for file in files {
            for (revision, _) in self.drift.changed_since(file, since)? {
                let at = self.history.about(revision)?.seconds;
                if at <= until {
                    first = first.into_iter().chain([at]).min();
                }
            }
        }
        Ok(first)
    }
}

/// Returns the files that a phase means to create or change.
fn files(plan: &Plan, handle: &str) -> Vec<String> {
    let stands_in = |unit: Option<tip_plan::UnitId>| {
        let mut at = unit;
        while let Some(id) = at {
            if plan.unit(id).handle == handle {
                return true;
            }
            at = plan.unit(id).parent;
        }
        false
    };
    let changed = plan.references.iter().filter(|it| {
        matches!(it.intent, Intent::Create | Intent::Modify)
            && !it.is_pattern()
            && stands_in(it.unit)
    });
    changed.map(|it| it.path.clone()).collect()
}
