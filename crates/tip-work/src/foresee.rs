//! What looks ahead: the graph of the phases of plans.

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use tip_forecast::{FileInput, PhaseGraph, PlanInput, Target};
use tip_report::PlanView;
use tip_workspace::Snapshot;

use crate::Loaded;

/// What of plans is known by their paths in the repository, before these are written for people.
#[derive(Debug)]
pub struct PlanLinks {
    keys: Vec<String>,
    targets: Vec<Vec<Vec<Target>>>,
}

impl PlanLinks {
    /// Looks how plans lead to each other.
    pub fn of(plans: &[Loaded]) -> Self {
        Self {
            keys: plans.iter().map(|it| it.entry.name.clone()).collect(),
            targets: targets(plans),
        }
    }

    /// Makes the graph of the phases of these plans.
    pub fn graph(self, plans: &[Loaded], snapshot: &Snapshot) -> PhaseGraph {
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
