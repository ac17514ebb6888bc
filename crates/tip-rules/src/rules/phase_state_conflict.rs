//! Two places that disagree on how far a phase has come.

use tip_plan::{StateSource, UnitKind, UnitState};
use tip_syntax::{Finding, Label};

use crate::fence;
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
    if fence::doubtful_from(ctx.doc).is_some() {
        return;
    }
    for unit in &ctx.plan.units {
        if !matches!(unit.kind, UnitKind::Phase | UnitKind::Task | UnitKind::Step) {
            continue;
        }
        let Some(other) = unit.state.contradicted_by else {
            continue;
        };
        let state = &unit.state;
        let this = source_word(state.source);
        let that = match other.source {
            same if same == state.source => format!("{this} in another place"),
            source => source_word(source).to_owned(),
        };
        out.push(
            Finding::new(
                RULE.name,
                state.span.unwrap_or_else(|| unit_place(unit)),
                format!(
                    "{} is {} by {this}, but {} by {that}",
                    unit_name(unit),
                    state_word(state.value),
                    state_word(other.value),
                ),
            )
            .label(format!("{this}: {}", state_word(state.value)))
            .also(Label::new(
                other.span,
                format!("{that}: {}", state_word(other.value)),
            ))
            .help("make the two agree, or say it in one place only"),
        );
    }
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
