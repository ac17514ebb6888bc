//! Two phases that change one file, with no order between them.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use tip_plan::{DependencySource, Intent, Plan, Reference, Unit, UnitId, UnitKind};
use tip_syntax::{Finding, Label};

use crate::claim::{has_folder, is_over};
use crate::quote::quoted;
use crate::series::series_of;
use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "shared-file",
    code: "TIP047",
    category: Category::Phases,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two phases, or two parallel tasks, change one file and neither waits for the other",
    docs: r"## What it does

Finds files that two phases change although neither waits for the other, directly or by way of others, and files that two tasks marked as parallel change.
Where nothing is written, a phase comes after the one before it.
Units that are over are not judged.

## Why it matters

Phases without an order may be carried out at the same time, by two people or two agents, who then overwrite each other.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: None

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: None

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Dependencies**: None

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] An alert survives a restart

## Phase 2: Send the messages

**Dependencies**: Phase 1

**Code Changes**:
- Modify: `src/prices.rs`

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let mut changes: BTreeMap<&str, Vec<Change<'_>>> = BTreeMap::new();
    for reference in &plan.references {
        let is_change = matches!(
            reference.intent,
            Intent::Modify | Intent::Create | Intent::Delete
        );
        if !is_change || reference.historical || reference.is_pattern() || reference.is_folder() {
            continue;
        }
        let Some(unit) = reference.unit.and_then(|id| holder(plan, id)) else {
            continue;
        };
        if is_over(plan, reference.unit) || !has_folder(&reference.path) {
            continue;
        }
        let all = changes.entry(&reference.path).or_default();
        if all.iter().all(|it| it.unit != unit) {
            all.push(Change { unit, reference });
        }
    }
    let order = Order::new(plan);
    let mut told: Vec<(UnitId, UnitId)> = Vec::new();
    for (path, all) in &changes {
        for (at, second) in all.iter().enumerate() {
            let apart = |first: &&Change<'_>| order.are_apart(first.unit, second.unit);
            let Some(first) = all[..at].iter().find(apart) else {
                continue;
            };
            // Of two units one file is enough.
            if told.contains(&(first.unit, second.unit)) {
                continue;
            }
            told.push((first.unit, second.unit));
            let (one, two) = (plan.unit(first.unit), plan.unit(second.unit));
            out.push(
                Finding::new(
                    RULE.name,
                    second.reference.path_span,
                    format!(
                        "{} and {} both change {}, and neither waits for the other",
                        unit_name(one),
                        unit_name(two),
                        quoted(path)
                    ),
                )
                .label(format!("changed by {}", unit_name(two)))
                .also(Label::new(
                    first.reference.path_span,
                    format!("changed by {}", unit_name(one)),
                ))
                .help("let one wait for the other"),
            );
        }
    }
}

struct Change<'a> {
    unit: UnitId,
    reference: &'a Reference,
}

/// Returns the parallel task that a unit is or stands in, or else its phase.
fn holder(plan: &Plan, id: UnitId) -> Option<UnitId> {
    let mut at = Some(id);
    while let Some(id) = at {
        let unit = plan.unit(id);
        if unit.kind == UnitKind::Phase || unit.kind == UnitKind::Task && unit.parallel {
            return Some(id);
        }
        at = unit.parent.filter(|parent| *parent < id);
    }
    None
}

/// What comes before what.
struct Order<'a> {
    plan: &'a Plan,
    /// The phase before each phase of the same series.
    before: FxHashMap<UnitId, UnitId>,
}

impl<'a> Order<'a> {
    fn new(plan: &'a Plan) -> Self {
        let mut last = FxHashMap::default();
        let mut before = FxHashMap::default();
        for (id, phase) in plan.phases() {
            if let Some(previous) = last.insert(series_of(plan, phase), id) {
                before.insert(id, previous);
            }
        }
        Self { plan, before }
    }

    /// Returns whether two units may be worked on at the same time.
    fn are_apart(&self, one: UnitId, two: UnitId) -> bool {
        let (left, right) = (self.plan.unit(one), self.plan.unit(two));
        if left.kind == UnitKind::Task || right.kind == UnitKind::Task {
            return left.parallel
                && right.parallel
                && left.parent == right.parent
                && !self.waits(one, two)
                && !self.waits(two, one);
        }
        let says = |unit: &Unit| unit.depends_on.source != DependencySource::Order;
        says(right)
            && right.depends_on.unknown.is_empty()
            && left.parent == right.parent
            && !self.waits(one, two)
            && !self.waits(two, one)
    }

    fn waits(&self, unit: UnitId, on: UnitId) -> bool {
        let mut seen = FxHashSet::default();
        let mut next = vec![unit];
        while let Some(at) = next.pop() {
            if at == on {
                return true;
            }
            if !seen.insert(at) {
                continue;
            }
            let depends = &self.plan.unit(at).depends_on;
            if depends.source == DependencySource::Order {
                next.extend(self.before.get(&at));
            }
            next.extend(depends.on.iter().map(|it| it.value));
        }
        false
    }
}
