//! A person's word about a text that is no longer there.

use tip_plan::{BoxState, Voice};
use tip_syntax::{Finding, Label};

use crate::quote::quoted;
use crate::unit_name::unit_name;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "stale-confirmation",
    code: "TIP120",
    category: Category::Criteria,
    levels: Levels::always(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "somebody confirmed another text than the one that stands there",
    docs: r"## What it does

Finds words of `tip confirm` beside a box whose text, or a command under it, changed since, or behind the title of a phase that was another, and such words that stand beside neither.
White space does not count.

## Why it matters

Whoever confirmed it has seen something else than what the plan says.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] The page shows all alerts <!-- tip: confirm(zm40dmvxqw) by Ada, 2026-01-31 -->
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] The page shows all alerts <!-- tip: confirm(xrnawk3j7m) by Ada, 2026-01-31 -->
- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let (doc, plan) = (ctx.doc, ctx.plan);
    if plan.confirm_annotations().next().is_none() {
        return;
    }
    let mut beside = Vec::new();
    for it in &plan.boxes {
        for word in plan.confirmations(doc, it) {
            beside.push(word.annotation.span);
            let ticks = word.voice == Voice::Person && it.state == BoxState::Done;
            if word.fresh || !ticks {
                continue;
            }
            let who = match (word.who, word.date) {
                ("", _) => "somebody".to_owned(),
                (who, Some(date)) => format!("{} on {date}", quoted(who)),
                (who, None) => quoted(who),
            };
            out.push(
                Finding::new(
                    RULE.name,
                    it.text,
                    format!(
                        "{who} confirmed another text than {}",
                        quoted(doc.text(it.text))
                    ),
                )
                .label("changed since")
                .also(Label::new(word.annotation.span, "the word"))
                .help(format!(
                    "look again and `tip confirm {}#{}`, or `tip untick` it",
                    ctx.path, it.handle
                )),
            );
        }
    }
    for unit in &plan.units {
        for word in plan.unit_confirmations(doc, unit) {
            beside.push(word.annotation.span);
            if word.fresh || word.voice == Voice::Agent || !unit.state.value.is_over() {
                continue;
            }
            let message = format!(
                "{} confirmed something else than {}",
                quoted(word.who),
                unit_name(unit)
            );
            out.push(
                Finding::new(RULE.name, unit.title.span, message)
                    .label("its title changed since")
                    .also(Label::new(word.annotation.span, "the word"))
                    .help(format!(
                        "look again and `tip confirm {}#{}`",
                        ctx.path, unit.handle
                    )),
            );
        }
    }
    let lost = plan.confirm_annotations();
    let lost = lost.filter(|it| !beside.contains(&it.span));
    out.extend(lost.map(|it| {
        Finding::new(
            RULE.name,
            it.span,
            "a word that confirms stands beside no box and no phase",
        )
        .label("of what?")
        .help("it belongs at the end of the text of a box or of the title of a phase: move it there, or take it away")
    }));
}
