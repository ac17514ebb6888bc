//! The phases of plans, what each waits for, and how that is known.

use std::ops::Range;

use rustc_hash::FxHashMap;
use tip_plan::{Confidence, DependencySource, Effort, Meaning, Plan, UnitId, UnitKind};
use tip_syntax::Document;

use crate::file_facts::FileFacts;
use crate::phase;
use crate::{
    EffortTable, Estimate, EstimateSource, Link, LinkSource, Network, Phase, PlanLink,
    UnknownDependency,
};

/// A plan to make a graph of.
#[derive(Clone, Debug)]
pub struct PlanInput<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its name in the repository, the same for everybody: random numbers are told apart by it.
    pub key: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// Whether nothing remains to be done in it.
    pub is_over: bool,
    /// The files that hold its work.
    pub files: Vec<FileInput<'a>>,
}

/// A file of a plan.
#[derive(Clone, Debug)]
pub struct FileInput<'a> {
    /// Its path, as it shall be shown.
    pub path: &'a str,
    /// The document.
    pub doc: &'a Document,
    /// What was read of it.
    pub plan: &'a Plan,
    /// The references in it that lead to other plans.
    pub targets: Vec<Target>,
    /// For each unit how many files it means to create, where all of them are there; empty where nobody looked.
    pub built: &'a [u32],
}

/// A reference that leads to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The reference, as a position in [`Plan::references`].
    pub reference: usize,
    /// The plan that it leads to, as a position among the inputs.
    pub plan: usize,
}

/// The phases of one or several plans.
#[derive(Clone, Debug, Default)]
pub struct PhaseGraph {
    /// The plans.
    pub plans: Vec<PlanNode>,
    /// The phases, plan by plan in the order of the text.
    pub phases: Vec<Phase>,
    /// What phases wait for.
    pub links: Vec<Link>,
    /// Which plans name which.
    pub plan_links: Vec<PlanLink>,
    /// The dependencies that lead nowhere, and were left out.
    pub unknown: Vec<UnknownDependency>,
}

/// A plan.
#[derive(Clone, Debug)]
pub struct PlanNode {
    /// Its name.
    pub name: String,
    /// Its name in the repository, the same for everybody.
    pub key: String,
    /// Its title.
    pub title: Option<String>,
    /// Its phases, as positions in [`PhaseGraph::phases`].
    pub phases: Range<usize>,
    /// How sure its author is of the whole.
    pub confidence: Option<Confidence>,
    /// How much work the whole is, as it says.
    pub effort: Option<Effort>,
    /// Whether nothing remains to be done in it.
    pub is_over: bool,
}

impl PhaseGraph {
    /// Makes the graph of plans. Efforts are turned into time by `table`.
    pub fn new(plans: &[PlanInput<'_>], table: &EffortTable) -> Self {
        let mut graph = Self::default();
        let mut waits: Vec<(usize, Option<usize>, usize)> = Vec::new();
        for (at, input) in plans.iter().enumerate() {
            graph.add_plan(at, input, table, &mut waits);
        }
        // What waits for a plan waits for the phases of it that nothing in it waits for.
        let mut more = Vec::new();
        let mut waits_in_plan = vec![false; graph.phases.len()];
        let mut awaited_in_plan = vec![false; graph.phases.len()];
        for link in &graph.links {
            waits_in_plan[link.to] = true;
            awaited_in_plan[link.from] = true;
        }
        for (from, phase, to) in waits {
            let first = |it: &usize| !waits_in_plan[*it];
            let last = |it: &usize| !awaited_in_plan[*it];
            let waiting: Vec<usize> = match phase {
                Some(phase) => vec![phase],
                None => graph.plans[from].phases.clone().filter(first).collect(),
            };
            let awaited: Vec<usize> = graph.plans[to].phases.clone().filter(last).collect();
            for to in &waiting {
                more.extend(awaited.iter().map(|from| Link {
                    from: *from,
                    to: *to,
                    source: LinkSource::Plan,
                }));
            }
        }
        graph.links.extend(more);
        graph.links.sort_unstable();
        graph.links.dedup_by_key(|it| (it.from, it.to));
        graph.plan_links.sort_unstable();
        // What is both waited for and named elsewhere is waited for.
        graph
            .plan_links
            .sort_by_key(|it| (it.from, it.to, !it.waits));
        graph.plan_links.dedup_by_key(|it| (it.from, it.to));
        graph
    }

    /// Returns the network of the phases; without what was only assumed when `as_written`.
    pub fn network(&self, as_written: bool) -> Network {
        let links = self.links.iter();
        let counted = links.filter(|it| !as_written || it.source != LinkSource::Order);
        let arcs: Vec<(u32, u32)> = counted.map(|it| (it.from as u32, it.to as u32)).collect();
        Network::new(self.phases.len(), &arcs)
    }

    /// Returns what each phase waits for, in the order of the phases.
    pub fn links_by_phase(&self) -> Vec<Vec<Link>> {
        let mut links = vec![Vec::new(); self.phases.len()];
        for link in &self.links {
            links[link.to].push(*link);
        }
        links
    }

    /// Returns the network of what remains to be done: what is over waits for nothing, so that nothing waits through it.
    pub fn network_of_rest(&self, as_written: bool) -> Network {
        let links = self.links.iter();
        let counted = links.filter(|it| !as_written || it.source != LinkSource::Order);
        let counted = counted.filter(|it| !self.phases[it.to].state.is_over());
        let arcs: Vec<(u32, u32)> = counted.map(|it| (it.from as u32, it.to as u32)).collect();
        Network::new(self.phases.len(), &arcs)
    }

    /// Takes a phase out; what waited for it waits for what it waited for.
    pub fn drop_phase(&mut self, phase: usize) {
        let before: Vec<Link> = self
            .links
            .iter()
            .filter(|it| it.to == phase)
            .copied()
            .collect();
        let after: Vec<Link> = self
            .links
            .iter()
            .filter(|it| it.from == phase)
            .copied()
            .collect();
        self.links.retain(|it| it.from != phase && it.to != phase);
        for from in &before {
            let bridged = after.iter().filter(|to| to.to != from.from);
            self.links.extend(bridged.map(|to| Link {
                from: from.from,
                to: to.to,
                source: from.source.max(to.source),
            }));
        }
        let moved = |it: usize| if it > phase { it - 1 } else { it };
        for link in &mut self.links {
            link.from = moved(link.from);
            link.to = moved(link.to);
        }
        self.links.sort_unstable();
        self.links.dedup_by_key(|it| (it.from, it.to));
        self.unknown.retain(|it| it.phase != phase);
        for it in &mut self.unknown {
            it.phase = moved(it.phase);
        }
        for plan in &mut self.plans {
            let Range { start, end } = plan.phases.clone();
            plan.phases = moved(start)..if end > phase { end - 1 } else { end };
        }
        self.phases.remove(phase);
    }

    /// Supposes that a phase is as much work as this.
    pub fn suppose(&mut self, phase: usize, effort: Effort, table: &EffortTable) {
        if let Some(estimate) = table.estimate(effort) {
            self.phases[phase].effort = Some(effort);
            self.phases[phase].estimate = Estimate {
                source: EstimateSource::Supposed,
                ..estimate
            };
        }
    }

    fn add_plan(
        &mut self,
        at: usize,
        input: &PlanInput<'_>,
        table: &EffortTable,
        waits: &mut Vec<(usize, Option<usize>, usize)>,
    ) {
        let start = self.phases.len();
        let mut confidence = None;
        let mut effort = None;
        for file in &input.files {
            let nodes = nodes(file.plan);
            let facts = FileFacts::new(file.doc, file.plan);
            let base = self.phases.len();
            let place: FxHashMap<UnitId, usize> = nodes
                .iter()
                .enumerate()
                .map(|(at, id)| (*id, base + at))
                .collect();
            let node_of = |unit: Option<UnitId>| node_of(file.plan, &place, unit);
            let children = children(file.plan, &place);
            for id in &nodes {
                let inner = children.get(id).map_or(&[][..], Vec::as_slice);
                let read = phase::read(at, input, file, &facts, *id, inner, table);
                self.phases.push(read);
            }
            for id in &nodes {
                self.add_links(file.plan, *id, &place);
            }
            confidence = confidence.or_else(|| confidence_of(file));
            effort = effort.or_else(|| total_of(file));
            for target in file.targets.iter().filter(|it| it.plan != at) {
                let Some(reference) = file.plan.references.get(target.reference) else {
                    continue;
                };
                let is_dependency = facts.waits(reference.span);
                self.plan_links.push(PlanLink {
                    from: at,
                    to: target.plan,
                    waits: is_dependency,
                });
                if is_dependency {
                    waits.push((at, node_of(reference.unit), target.plan));
                }
            }
        }
        self.plans.push(PlanNode {
            name: input.name.to_owned(),
            key: input.key.to_owned(),
            title: input.title.map(str::to_owned),
            phases: start..self.phases.len(),
            confidence,
            effort,
            is_over: input.is_over,
        });
        phase::assume(&mut self.phases[start..], effort, table);
    }

    fn add_links(&mut self, plan: &Plan, id: UnitId, place: &FxHashMap<UnitId, usize>) {
        let to = place[&id];
        let depends_on = &plan.unit(id).depends_on;
        let source = match depends_on.source {
            DependencySource::Order => LinkSource::Order,
            DependencySource::Written | DependencySource::DeclaredNone => LinkSource::Written,
        };
        for on in &depends_on.on {
            let from = node_of(plan, place, Some(on.value));
            if let Some(from) = from.filter(|it| *it != to || on.value == id) {
                self.links.push(Link { from, to, source });
            }
        }
        let unknown = depends_on.unknown.iter();
        self.unknown.extend(unknown.map(|it| UnknownDependency {
            phase: to,
            written: it.value.clone(),
        }));
    }
}

/// Returns the outermost phases; in a plan without phases the outermost tasks.
fn nodes(plan: &Plan) -> Vec<UnitId> {
    let kind = if plan.phases().next().is_some() {
        UnitKind::Phase
    } else {
        UnitKind::Task
    };
    let is_outermost = |id: UnitId| {
        let mut at = plan.unit(id).parent;
        while let Some(outer) = at {
            if plan.unit(outer).kind == kind {
                return false;
            }
            at = plan.unit(outer).parent;
        }
        true
    };
    plan.units_of(kind)
        .map(|(id, _)| id)
        .filter(|id| is_outermost(*id))
        .collect()
}

/// Returns the node that a unit is, or stands in.
fn node_of(plan: &Plan, place: &FxHashMap<UnitId, usize>, unit: Option<UnitId>) -> Option<usize> {
    let mut at = unit;
    while let Some(id) = at {
        if let Some(node) = place.get(&id) {
            return Some(*node);
        }
        at = plan.unit(id).parent;
    }
    None
}

/// Returns the phases and tasks that stand directly in each node.
fn children(plan: &Plan, place: &FxHashMap<UnitId, usize>) -> FxHashMap<UnitId, Vec<UnitId>> {
    let mut children: FxHashMap<UnitId, Vec<UnitId>> = FxHashMap::default();
    for (at, unit) in plan.units.iter().enumerate() {
        if unit.kind <= UnitKind::Task
            && let Some(parent) = unit.parent.filter(|it| place.contains_key(it))
        {
            children.entry(parent).or_default().push(UnitId(at as u32));
        }
    }
    children
}

/// Returns how sure the author is of the whole.
fn confidence_of(file: &FileInput<'_>) -> Option<Confidence> {
    let written = || {
        let mut fields = file.plan.fields_of(Meaning::Confidence, None);
        fields.find_map(|it| Confidence::parse(file.doc.text(it.value)))
    };
    let confidence = file.plan.confidence.as_ref();
    confidence.map(|it| it.value).or_else(written)
}

fn total_of(file: &FileInput<'_>) -> Option<Effort> {
    let written = || {
        let mut fields = file.plan.fields_of(Meaning::TotalEffort, None);
        fields.find_map(|it| Effort::parse(file.doc.text(it.value)))
    };
    file.plan
        .effort
        .as_ref()
        .map(|it| it.value)
        .or_else(written)
}
