//! What the commands that look ahead have in common: the graph of the phases of plans.

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use tip_forecast::{FileInput, PhaseGraph, PlanInput, Target};
use tip_report::PlanView;
use tip_workspace::Snapshot;

use super::chosen::Chosen;
use super::load::{Loaded, no_plans};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// The graph of the phases of plans, and how much could not be read of them.
pub(super) struct Foreseen {
    pub(super) graph: PhaseGraph,
    pub(super) troubles: usize,
}

/// Reads the named plans, or all that are not over, and makes the graph of their phases.
///
/// For people, names and paths are written as people in this folder do.
pub(super) fn foresee(
    wanted: &[String],
    repository: &Repository,
    for_people: bool,
    place: &Place,
    output: &mut Output,
) -> Result<Foreseen, Failure> {
    let mut chosen = Chosen::read(wanted, repository, place, output)?;
    if !chosen.named && chosen.found_none() {
        no_plans(repository, output);
    }
    chosen.leave_out_over();
    let mut plans = chosen.plans;
    for plan in &mut plans {
        plan.look_what_is_built(&repository.snapshot);
    }
    let snapshot = &repository.snapshot;
    let links = PlanLinks::of(&plans);
    if for_people {
        for plan in &mut plans {
            plan.for_people(snapshot, place);
        }
    }
    Ok(Foreseen {
        graph: links.graph(&plans, snapshot),
        troubles: chosen.troubles,
    })
}

/// What of plans is known by their paths in the repository, before these are written for people.
pub(super) struct PlanLinks {
    keys: Vec<String>,
    targets: Vec<Vec<Vec<Target>>>,
}

impl PlanLinks {
    pub(super) fn of(plans: &[Loaded]) -> Self {
        Self {
            keys: plans.iter().map(|it| it.entry.name.clone()).collect(),
            targets: targets(plans),
        }
    }

    /// Makes the graph of the phases of these plans.
    pub(super) fn graph(self, plans: &[Loaded], snapshot: &Snapshot) -> PhaseGraph {
        let titles: Vec<Option<String>> = plans.iter().map(Loaded::title).collect();
        let views: Vec<PlanView<'_>> = plans.iter().map(Loaded::view).collect();
        let inputs: Vec<PlanInput<'_>> = views
            .iter()
            .zip(&titles)
            .zip(&self.keys)
            .zip(self.targets)
            .map(|(((view, title), key), mut targets)| {
                let at = |path: &str| view.files.iter().position(|it| it.path == path);
                let files = view.working().map(|file| FileInput {
                    path: file.path,
                    doc: file.doc,
                    plan: file.plan,
                    built: file.built.unwrap_or_default(),
                    targets: at(file.path)
                        .and_then(|at| targets.get_mut(at).map(std::mem::take))
                        .unwrap_or_default(),
                });
                let files = files.collect();
                PlanInput {
                    name: view.name,
                    key,
                    title: title.as_deref(),
                    is_over: view.stage().is_over(),
                    files,
                }
            })
            .collect();
        PhaseGraph::new(&inputs, &snapshot.config().effort.table)
    }
}

/// Returns, for each file of each plan, the references that lead to other plans of these.
fn targets(plans: &[Loaded]) -> Vec<Vec<Vec<Target>>> {
    let mut by_path: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, plan) in plans.iter().enumerate() {
        by_path.insert(&plan.entry.name, at);
        by_path.extend(plan.entry.files.iter().map(|it| (it.path.as_str(), at)));
    }
    let of_file = |own: &str, plan: &tip_plan::Plan| -> Vec<Target> {
        let folder = Utf8Path::new(own).parent().unwrap_or(Utf8Path::new(""));
        let references = plan.references.iter().enumerate();
        let found = references.filter(|(_, it)| !it.historical);
        let found = found.filter_map(|(reference, it)| {
            let from_root = it.path.trim_start_matches("./").trim_end_matches('/');
            let from_here = join(folder, &it.path);
            let plan = by_path
                .get(from_here.as_str().trim_end_matches('/'))
                .or_else(|| by_path.get(from_root))?;
            Some(Target {
                reference,
                plan: *plan,
            })
        });
        found.collect()
    };
    plans
        .iter()
        .map(|plan| {
            let files = plan.entry.files.iter().zip(&plan.files);
            files
                .map(|(file, (_, plan))| of_file(&file.path, plan))
                .collect()
        })
        .collect()
}

/// Joins a relative path to a folder, `..` and `.` taken by their words.
fn join(folder: &Utf8Path, path: &str) -> Utf8PathBuf {
    let mut out = folder.to_path_buf();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
