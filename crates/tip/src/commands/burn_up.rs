//! How much of plans was done by when, by their history.

use tip_drift::{Drift, FileVersion, History};
use tip_forecast::Date;
use tip_plan::{Plan, Progress};
use tip_report::report::{BurnPoint, BurnUp};
use tip_report::{PlanFile, PlanView};
use tip_syntax::Document;
use tip_work::Loaded;
use tip_workspace::Snapshot;

use crate::error::Failure;

/// A version of a file of a plan, and when it came to be.
struct Happened {
    seconds: i64,
    /// The day, by the clock of who made the commit.
    day: String,
    plan: usize,
    file: usize,
    version: FileVersion,
}

/// Follows plans through their versions, and adds what they are as they stand on a day.
pub(super) fn burn_up(
    plans: &[Loaded],
    snapshot: &Snapshot,
    history: &History,
    drift: &Drift<'_>,
    now: Option<Date>,
) -> Result<BurnUp, Failure> {
    let mut happened = Vec::new();
    for (plan, loaded) in plans.iter().enumerate() {
        for (file, entry) in loaded.entry.files.iter().enumerate() {
            for version in drift.versions(&entry.path)? {
                let commit = history.about(version.revision)?;
                happened.push(Happened {
                    seconds: commit.seconds,
                    day: commit.date,
                    plan,
                    file,
                    version,
                });
            }
        }
    }
    // Versions of one file come the newest first, and stay in their order where clocks say the same.
    happened.reverse();
    happened.sort_by_key(|it| it.seconds);
    let mut states: Vec<Vec<Option<(Document, Plan)>>> = plans
        .iter()
        .map(|it| it.files.iter().map(|_| None).collect())
        .collect();
    let mut each = vec![Progress::default(); plans.len()];
    let mut points = Vec::new();
    for it in happened {
        let doc = Document::parse(it.version.bytes);
        let read = snapshot.plan(&it.version.path, &doc);
        states[it.plan][it.file] = Some((doc, read));
        each[it.plan] = progress(&plans[it.plan], &states[it.plan]);
        let Ok(day) = it.day.parse::<Date>() else {
            continue;
        };
        points.push(sum(&each, day));
    }
    if let Some(day) = now {
        let each: Vec<Progress> = plans.iter().map(|it| it.view().progress()).collect();
        points.push(sum(&each, day));
    }
    Ok(BurnUp::new(points))
}

fn sum(each: &[Progress], day: Date) -> BurnPoint {
    BurnPoint {
        day,
        done: each.iter().map(|it| it.done).sum(),
        total: each.iter().map(|it| it.total).sum(),
    }
}

/// Returns how far a plan had come with those of its files that there were.
fn progress(plan: &Loaded, files: &[Option<(Document, Plan)>]) -> Progress {
    let files = plan.entry.files.iter().zip(files);
    let files = files.filter_map(|(file, read)| {
        let (doc, read) = read.as_ref()?;
        Some(PlanFile {
            path: &file.path,
            doc,
            plan: read,
            evidence: None,
            ticks: None,
            built: None,
            made: (0, 0),
        })
    });
    PlanView {
        name: &plan.entry.name,
        files: files.collect(),
    }
    .progress()
}
