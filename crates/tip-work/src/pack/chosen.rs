//! Which phase a pack is of, and where its references lead now.

use std::sync::Arc;

use tip_plan::{Plan, UnitId};
use tip_report::NextPlan;
use tip_report::context::Pack;
use tip_workspace::{DriftedPlan, Snapshot, TargetKind};

use super::{LEAST_TOKENS, pack};
use crate::{Failure, Loaded};

/// Puts together what a phase or task of a plan needs, the first that is ready where none is named, in so many tokens; where nobody asks for
/// a number, in [`TOKENS`](super::TOKENS), and of what the plan itself says at length what is needed first.
///
/// A plan that is cut into no phases, as one task of a backlog, is taken whole.
pub fn of_phase(
    snapshot: &Snapshot,
    loaded: &Loaded,
    name: Option<&str>,
    tokens: Option<usize>,
) -> Result<Pack, Failure> {
    let target = match name {
        Some(name) => named(loaded, name)?,
        None => first_ready(loaded)?,
    };
    let drifted = drifted(snapshot, loaded, target.0);
    let drifted = drifted.as_ref().and_then(|it| it.first());
    let tokens = tokens.map(|it| it.max(LEAST_TOKENS));
    Ok(pack(snapshot, loaded, target, drifted, tokens))
}

fn named(loaded: &Loaded, name: &str) -> Result<(usize, Option<UnitId>), Failure> {
    let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
    let target = Snapshot::find_in(&loaded.entry, &plans, name)?;
    match target.kind {
        TargetKind::Unit(at) => Ok((target.file, Some(UnitId(at as u32)))),
        TargetKind::CheckBox(at) => {
            let plan = plans[target.file];
            let failure = Failure::user(format!("`{name}` is a box, and no phase"));
            Err(match plan.boxes[at].phase {
                Some(phase) => failure.hint(format!("its phase is `{}`", plan.unit(phase).handle)),
                None => failure.hint("name the phase that it belongs to"),
            })
        }
    }
}

fn first_ready(loaded: &Loaded) -> Result<(usize, Option<UnitId>), Failure> {
    let next = NextPlan::of(&loaded.view(), None);
    let of_path = |path: &str| loaded.entry.files.iter().position(|it| it.path == path);
    if let (None, Some(first)) = (next.ready.first(), next.boxes.first())
        && let Some(file) = of_path(&first.path)
    {
        return Ok((file, None));
    }
    let Some(ready) = next.ready.first() else {
        return Err(
            Failure::user(format!("nothing is ready: {}", next.why_nothing()))
                .hint("name a phase by its handle"),
        );
    };
    let files = loaded.entry.files.iter().zip(&loaded.files).enumerate();
    let mut found = files.filter(|(_, (file, _))| file.path == ready.path);
    found
        .find_map(|(file, (_, (_, plan)))| {
            let at = plan.units.iter().position(|it| it.id == ready.id)?;
            Some((file, Some(UnitId(at as u32))))
        })
        .ok_or_else(|| Failure::internal("what is ready stands in no file"))
}

/// Follows the references of a file through the history; without one, lines stand where they are written.
fn drifted(snapshot: &Snapshot, loaded: &Loaded, file: usize) -> Option<Arc<Vec<DriftedPlan>>> {
    let path = loaded.entry.files[file].path.clone();
    snapshot
        .drifted(&[(path, loaded.entry.standing)], true)
        .ok()
}
