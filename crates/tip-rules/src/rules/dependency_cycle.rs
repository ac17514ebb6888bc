//! Phases that wait for each other.

use std::collections::VecDeque;

use tip_plan::{DependencySource, Plan, UnitId};
use tip_syntax::{Finding, Label, Span};

use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "dependency-cycle",
    code: "TIP017",
    category: Category::Phases,
    levels: Levels::until_over(Level::Error),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "phases or tasks wait for each other",
    docs: r"## What it does

Finds phases or tasks whose written dependencies lead back to themselves, and shows the whole way round.
Each cycle is told once.

## Why it matters

None of them can ever start.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: Phase 2

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: None

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

/// The most units that a headline names.
const NAMED: usize = 6;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for cycle in cycles(&edges(ctx.plan)) {
        let name = |at: usize| unit_name(ctx.plan.unit(UnitId(cycle[at].unit as u32)));
        let mut names: Vec<String> = (0..cycle.len().min(NAMED)).map(name).collect();
        if cycle.len() > NAMED {
            names.push("…".to_owned());
        }
        names.push(name(0));
        let words = |at: usize| {
            let next = name((at + 1) % cycle.len());
            format!("{} waits for {next}", name(at))
        };
        let finding = Finding::new(
            RULE.name,
            cycle[0].span,
            format!("dependency cycle: {}", names.join(" → ")),
        )
        .label(words(0))
        .help("take one of these dependencies away, or split a phase");
        out.push((1..cycle.len()).fold(finding, |finding, at| {
            finding.also(Label::new(cycle[at].span, words(at)))
        }));
    }
}

/// A unit on a cycle, and where it says that it waits for the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    unit: usize,
    span: Span,
}

/// What each unit waits for, by its position; those that wait for themselves are another rule's.
type Edges = Vec<Vec<Step>>;

fn edges(plan: &Plan) -> Edges {
    let written = |(at, unit): (usize, &tip_plan::Unit)| {
        if unit.depends_on.source != DependencySource::Written {
            return Vec::new();
        }
        let steps = unit.depends_on.on.iter().map(|it| Step {
            unit: it.value.index(),
            span: it.span,
        });
        steps.filter(|step| step.unit != at).collect()
    };
    plan.units.iter().enumerate().map(written).collect()
}

/// Returns cycles that share no unit, so that each place is told of once; the shortest through its first unit.
fn cycles(edges: &Edges) -> Vec<Vec<Step>> {
    let mut alive = Alive::new(edges);
    let mut cycles = Vec::new();
    for start in 0..edges.len() {
        if !alive.units[start] {
            continue;
        }
        if let Some(cycle) = shortest_cycle(edges, &alive.units, start) {
            for step in &cycle {
                alive.remove(step.unit);
            }
            cycles.push(cycle);
        } else {
            alive.remove(start);
        }
    }
    cycles
}

/// The units that may still lie on a cycle: each waits for one of them, and one of them waits for it.
struct Alive<'a> {
    edges: &'a Edges,
    units: Vec<bool>,
    /// For each unit, who waits for it.
    back: Vec<Vec<usize>>,
    /// For each unit, how many of them it waits for, and how many wait for it.
    outgoing: Vec<usize>,
    incoming: Vec<usize>,
}

impl<'a> Alive<'a> {
    fn new(edges: &'a Edges) -> Self {
        let mut back = vec![Vec::new(); edges.len()];
        for (at, steps) in edges.iter().enumerate() {
            for step in steps {
                back[step.unit].push(at);
            }
        }
        let mut alive = Self {
            edges,
            units: vec![true; edges.len()],
            outgoing: edges.iter().map(Vec::len).collect(),
            incoming: back.iter().map(Vec::len).collect(),
            back,
        };
        for at in 0..edges.len() {
            if alive.outgoing[at] == 0 || alive.incoming[at] == 0 {
                alive.remove(at);
            }
        }
        alive
    }

    /// Removes a unit, and every other that lies on no cycle without it.
    fn remove(&mut self, unit: usize) {
        let mut doomed = vec![unit];
        while let Some(at) = doomed.pop() {
            if !std::mem::replace(&mut self.units[at], false) {
                continue;
            }
            for step in &self.edges[at] {
                self.incoming[step.unit] -= 1;
                if self.incoming[step.unit] == 0 {
                    doomed.push(step.unit);
                }
            }
            for &waiting in &self.back[at] {
                self.outgoing[waiting] -= 1;
                if self.outgoing[waiting] == 0 {
                    doomed.push(waiting);
                }
            }
        }
    }
}

fn shortest_cycle(edges: &Edges, alive: &[bool], start: usize) -> Option<Vec<Step>> {
    // For each unit that was reached: who leads there, and where that is written.
    let mut from: Vec<Option<Step>> = vec![None; edges.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for step in edges[at].iter().filter(|step| alive[step.unit]) {
            if from[step.unit].is_some() {
                continue;
            }
            from[step.unit] = Some(Step {
                unit: at,
                span: step.span,
            });
            if step.unit == start {
                return Some(way_back(&from, start));
            }
            queue.push_back(step.unit);
        }
    }
    None
}

fn way_back(from: &[Option<Step>], start: usize) -> Vec<Step> {
    let mut cycle = Vec::new();
    let mut at = start;
    while let Some(step) = from[at] {
        cycle.push(step);
        at = step.unit;
        if at == start {
            break;
        }
    }
    cycle.reverse();
    cycle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_cycles(edges: &[&[usize]], expected: &[&[usize]]) {
        let edges: Edges = edges
            .iter()
            .map(|steps| {
                let step = |&unit| Step {
                    unit,
                    span: Span::default(),
                };
                steps.iter().map(step).collect()
            })
            .collect();
        let found: Vec<Vec<usize>> = cycles(&edges)
            .iter()
            .map(|cycle| cycle.iter().map(|step| step.unit).collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_chain_is_no_cycle() {
        check_cycles(&[&[], &[0], &[0, 1], &[2]], &[]);
    }

    #[test]
    fn a_cycle_is_told_once_from_its_first_unit() {
        check_cycles(&[&[2], &[0], &[1], &[0]], &[&[0, 2, 1]]);
    }

    #[test]
    fn the_shortest_way_round_is_told() {
        check_cycles(&[&[1, 3], &[2], &[0], &[0]], &[&[0, 3]]);
    }

    #[test]
    fn cycles_apart_are_each_told() {
        check_cycles(&[&[1], &[0], &[3], &[2], &[0, 2]], &[&[0, 1], &[2, 3]]);
    }

    #[test]
    fn a_bridge_between_two_cycles_is_on_neither() {
        check_cycles(&[&[1], &[0, 2], &[3], &[4], &[3]], &[&[0, 1], &[3, 4]]);
    }
}
