//! What a phase needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_plan::UnitId;
use tip_report::NextPlan;
use tip_work::pack::pack;
use tip_work::{Failure, Loaded};
use tip_workspace::{Keeping, Past, Snapshot, TargetKind};

use crate::desk::{Desk, find};

/// So many tokens are given where nobody says otherwise.
const BUDGET: usize = 4000;

/// Fewer say nothing.
const LEAST: usize = 100;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// Handle or id; the first that is ready without it.
    phase: Option<String>,
    /// Most tokens; 4000.
    budget: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    version: String,
    path: String,
    phase: String,
    title: String,
    text: String,
    tokens: usize,
    /// What did not fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

pub(crate) fn context(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let loaded = desk.load(&snapshot, &wish.plan)?;
    let budget = wish.budget.unwrap_or(BUDGET).max(LEAST);
    let target = match &wish.phase {
        Some(name) => phase(&loaded, name)?,
        None => first_ready(&loaded)?,
    };
    let drifted = drifted(&snapshot, &loaded, target.0);
    let pack = pack(&snapshot, &loaded, target, drifted.as_ref(), budget);
    Ok(Answer {
        plan: loaded.entry.name.clone(),
        version: loaded.version(),
        tokens: pack.tokens(),
        path: pack.path,
        phase: pack.handle,
        title: pack.title,
        text: pack.text,
        left_out: pack.left_out,
    })
}

fn phase(loaded: &Loaded, name: &str) -> Result<(usize, UnitId), Failure> {
    let target = find(loaded, name)?;
    match target.kind {
        TargetKind::Unit(at) => Ok((target.file, UnitId(at as u32))),
        TargetKind::CheckBox(_) => Err(Failure::user(format!("`{name}` is a box, and no phase"))
            .hint("`read` shows it word for word")),
    }
}

fn first_ready(loaded: &Loaded) -> Result<(usize, UnitId), Failure> {
    let next = NextPlan::of(&loaded.view(), None);
    match next.ready.first() {
        Some(ready) => {
            let files = loaded.entry.files.iter();
            let file = files.zip(&loaded.files).position(|(file, (_, plan))| {
                file.path == ready.path && plan.units.iter().any(|it| it.id == ready.id)
            });
            let file = file.ok_or_else(|| Failure::internal("what is ready stands in no file"))?;
            let mut units = loaded.files[file].1.units.iter();
            let at = units.position(|it| it.handle == ready.handle);
            let at = at.ok_or_else(|| Failure::internal("what is ready is no unit"))?;
            Ok((file, UnitId(at as u32)))
        }
        None => Err(
            Failure::user(format!("nothing is ready: {}", next.why_nothing()))
                .hint("name a phase by its handle; `read` lists them"),
        ),
    }
}

/// Follows the references of a file through the history; without one, lines stand where they are written.
fn drifted(
    snapshot: &Snapshot,
    loaded: &Loaded,
    file: usize,
) -> Option<tip_workspace::DriftedPlan> {
    let past = Past::open(snapshot, Keeping::Kept).ok()?;
    let drift = past.drift().ok()?;
    let path = loaded.entry.files[file].path.clone();
    let asked = [(path, loaded.entry.standing)];
    snapshot.drift(&drift, &asked, true).ok()?.pop()
}
