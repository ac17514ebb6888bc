//! A box that is to count as done, and nothing shows that it is.

use tip_plan::{
    CheckBox, Confirmation, Proof, Unit, UnitState, Unrunnable, Voice, WhyNot, spoken_command,
};
use tip_syntax::Finding;

use crate::counted::counted_boxes;
use crate::quote::quoted;
use crate::{Category, EvidenceAnswer, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unproven-box",
    code: "TIP121",
    category: Category::Status,
    levels: Levels::always(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a plan is to be complete, and nothing shows that one of its boxes holds",
    docs: r"## What it does

Speaks when a plan is moved to `complete`, and not in `tip check`: evidence lies on the machine that earned it.
It finds boxes with commands for which there is no fresh evidence, that is no run that passed and on whose inputs nothing changed since, and criteria and gates without a command that can be run which no person has confirmed as they stand.
A task without a command is work, of which its tick tells; boxes in tables, check lists of the document, and what is optional or deferred do not count.
An agent's word is none of a person; a phase without a box that asks for more, which an agent finished, waits for one too.

## Why it matters

A tick is one byte, and anybody writes it.
`complete` should mean that somebody, or something, has looked.

## Example

Where nothing was run

```world
evidence
```

```plan,fail
---
feature: price-alerts
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] Tests pass: `cargo test -p alerts`
- [x] The page shows all alerts
```

## Use instead

`tip verify PLAN --tick` runs the first, `tip confirm PLAN#P1.C2` writes down who has looked at the second.

```world
evidence P1.C1 fresh
```

```plan,pass
---
feature: price-alerts
status: complete
---

# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] Tests pass: `cargo test -p alerts`
- [x] The page shows all alerts <!-- tip: confirm(xrnawk3j7m) by Ada, 2026-01-31 -->
```
",
    scope: Scope::Gate(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(evidence) = &ctx.answers.evidence else {
        return;
    };
    for it in counted_boxes(ctx.plan) {
        let lacks = match ctx.plan.proof(it) {
            Proof::Run => run(ctx, it, evidence.get(&it.id)),
            Proof::Person(why) => person(ctx, it, &reason(ctx, it, why)),
            Proof::Tick => None,
        };
        out.extend(lacks.map(|message| Finding::new(RULE.name, it.text, message)));
    }
    for unit in &ctx.plan.units {
        out.extend(on_a_word(ctx, unit));
    }
}

/// Says of a phase or task without a box that it is done on the word of an agent alone.
fn on_a_word(ctx: &PlanContext<'_>, unit: &Unit) -> Option<Finding> {
    let words = ctx.plan.unit_confirmations(ctx.doc, unit);
    let is_person = |it: &Confirmation<'_>| it.fresh && it.voice == Voice::Person;
    let word = words
        .last()
        .filter(|_| unit.state.value == UnitState::Done)?;
    if words.iter().any(is_person) {
        return None;
    }
    let (handle, path) = (&unit.handle, ctx.path);
    let lacks = match word.voice {
        Voice::Agent => format!(
            "is done on the word of an agent alone, {}",
            quoted(word.who)
        ),
        Voice::Person => format!("was another when {} confirmed it", quoted(word.who)),
    };
    let message = format!("`{handle}` {lacks}: `tip confirm {path}#{handle} --note …`");
    Some(Finding::new(RULE.name, unit.title.span, message))
}

/// Says what a box lacks that can be run.
fn run(ctx: &PlanContext<'_>, it: &CheckBox, answer: Option<&EvidenceAnswer>) -> Option<String> {
    let commands = it.commands.iter();
    let mut commands = commands.filter_map(|at| ctx.plan.commands.get(*at as usize));
    let mutates = commands.any(|it| it.why_not == Some(WhyNot::Mutating));
    if mutates && ctx.plan.confirmed(ctx.doc, it).is_some() {
        return None;
    }
    let lacks = match answer {
        Some(EvidenceAnswer::Fresh) => return None,
        Some(EvidenceAnswer::Stale(why)) => format!("passed, but {why}"),
        Some(EvidenceAnswer::Failed(word)) => format!("did not pass when it was last run ({word})"),
        None => "was never run here".to_owned(),
    };
    let (handle, path) = (&it.handle, ctx.path);
    let allow = if mutates { " --allow-mutating" } else { "" };
    Some(format!(
        "`{handle}` {lacks}: `tip verify {path}#{handle} --tick{allow}`"
    ))
}

/// Says why a box is left to a person, in a phrase that fits behind "since".
fn reason(ctx: &PlanContext<'_>, it: &CheckBox, why: Unrunnable) -> String {
    let spoken = match why {
        Unrunnable::NoCommand => spoken_command(ctx.doc.text(it.text)),
        _ => None,
    };
    match spoken {
        Some(command) => format!("{} in it is spoken of, and not run", quoted(command)),
        None => why.reason().to_owned(),
    }
}

/// Says what a box lacks that a person has to look at.
fn person(ctx: &PlanContext<'_>, it: &CheckBox, why: &str) -> Option<String> {
    let words = ctx.plan.confirmations(ctx.doc, it);
    if words.iter().any(|it| it.fresh && it.voice == Voice::Person) {
        return None;
    }
    let lacks = match words.last() {
        Some(word) if word.voice == Voice::Agent => {
            format!("bears the word of an agent alone, {}", quoted(word.who))
        }
        Some(word) => format!("was another text when {} confirmed it", quoted(word.who)),
        None => format!("waits for a person, since {why}"),
    };
    let (handle, path) = (&it.handle, ctx.path);
    Some(format!(
        "`{handle}` {lacks}: `tip confirm {path}#{handle} --note …`"
    ))
}
