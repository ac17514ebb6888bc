//! Two places that disagree on how far a phase has come.

use tip_plan::{StateSource, Unit, UnitKind, UnitState};
use tip_syntax::{Finding, Label, Span};

use crate::quote::counted;
use crate::together::and_more;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "phase-state-conflict",
    code: "TIP019",
    category: Category::Phases,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "two places disagree on how far a phase or task has come",
    docs: r"## What it does

Finds a phase or a task of which one place says that it is done and another that it is not: its title, its status, its own box, the boxes under it, a table or a list of progress.

## Why it matters

Whoever looks at one of the two places believes the wrong thing.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts ✅

- [x] An alert survives a restart
- [ ] An alert can be deleted

## Phase 2: Send the messages

- [ ] One message is sent
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

- [x] An alert survives a restart
- [ ] An alert can be deleted

## Phase 2: Send the messages

- [ ] One message is sent
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    // Of two places one may be an example that escaped from a code block.
    if ctx.doubtful_from().is_some() {
        return;
    }
    // Whoever keeps two places and only one of them up to date does so throughout.
    let mut alike: Vec<(Conflict, Vec<&Unit>)> = Vec::new();
    for unit in &ctx.plan.units {
        if !matches!(unit.kind, UnitKind::Phase | UnitKind::Task | UnitKind::Step) {
            continue;
        }
        let Some(other) = unit.state.contradicted_by else {
            continue;
        };
        let conflict = Conflict {
            kind: unit.kind,
            value: unit.state.value,
            source: unit.state.source,
            other: other.value,
            other_source: other.source,
        };
        match alike.iter_mut().find(|(it, _)| *it == conflict) {
            Some((_, units)) => units.push(unit),
            None => alike.push((conflict, vec![unit])),
        }
    }
    for (conflict, units) in &alike {
        if units.len() < MANY {
            out.extend(units.iter().map(|it| one(*conflict, it)));
        } else {
            out.push(several(*conflict, units));
        }
    }
}

/// From how many on units with the same conflict are one finding.
const MANY: usize = 3;

/// What two places say of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Conflict {
    kind: UnitKind,
    value: UnitState,
    source: StateSource,
    other: UnitState,
    other_source: StateSource,
}

impl Conflict {
    fn this(self) -> &'static str {
        source_word(self.source)
    }

    fn that(self) -> String {
        let that = source_word(self.other_source);
        if self.other_source == self.source {
            format!("{that} in another place")
        } else {
            that.to_owned()
        }
    }
}

fn one(conflict: Conflict, unit: &Unit) -> Finding {
    let (this, that) = (conflict.this(), conflict.that());
    let (value, other) = (state_word(conflict.value), state_word(conflict.other));
    let finding = Finding::new(
        RULE.name,
        place(unit),
        format!(
            "{} is {value} by {this}, but {other} by {that}",
            unit_name(unit)
        ),
    )
    .label(format!("{this}: {value}"));
    let finding = match unit.state.contradicted_by {
        Some(it) => finding.also(Label::new(it.span, format!("{that}: {other}"))),
        None => finding,
    };
    finding.help("make the two agree, or say it in one place only")
}

fn several(conflict: Conflict, units: &[&Unit]) -> Finding {
    let (this, that) = (conflict.this(), conflict.that());
    let (value, other) = (state_word(conflict.value), state_word(conflict.other));
    let (first, more) = (units[0], &units[1..]);
    let (by_this, by_that) = (plural(this), plural(&that));
    let count = counted(
        units.len(),
        conflict.kind.word(),
        &format!("{}s", conflict.kind.word()),
    );
    let mut finding = Finding::new(
        RULE.name,
        place(first),
        format!("{count} are {value} by {by_this}, but {other} by {by_that}"),
    )
    .label(format!("{this}: {value}"));
    if let Some(it) = first.state.contradicted_by {
        finding = finding.also(Label::new(it.span, format!("{that}: {other}")));
    }
    let labels = more.iter().map(|it| Label::new(place(it), "so here"));
    let finding = and_more(finding, labels, "more does", "more do", "the same");
    finding.help("make the two agree, or say it in one place only")
}

/// Says of several units what is said of one.
fn plural(place: &str) -> String {
    place
        .replace("its box", "their boxes")
        .replace("its title", "their titles")
        .replace("its status", "their states")
        .replace("under it", "under them")
}

fn place(unit: &Unit) -> Span {
    unit.state.span.unwrap_or_else(|| unit_place(unit))
}

fn state_word(state: UnitState) -> &'static str {
    match state {
        UnitState::Unknown => "unknown",
        UnitState::Open => "open",
        UnitState::InProgress => "in progress",
        UnitState::Done => "done",
        UnitState::Dropped => "dropped",
    }
}

fn source_word(source: StateSource) -> &'static str {
    match source {
        StateSource::None => "nothing",
        StateSource::OwnBox => "its box",
        StateSource::Title => "its title",
        StateSource::Field => "its status",
        StateSource::Table => "a table",
        StateSource::Progress => "the list of progress",
        StateSource::Boxes => "the boxes under it",
        StateSource::File => "the status of the file",
    }
}
