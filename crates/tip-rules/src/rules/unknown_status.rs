//! A status that is none.

use tip_plan::{DialectId, Stage, StatusSource};
use tip_syntax::{Edit, Finding, Safety};

use crate::nearest::nearest;
use crate::quote::{quoted, quoted_list};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-status",
    code: "TIP008",
    category: Category::Status,
    levels: Levels::always(Level::Warning),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the status says nothing about the life cycle of the plan",
    docs: r"## What it does

Finds a status that no word of the life cycle can be read from.
`Done ✅`, `Ready for implementation` or `Superseded by …` are understood; `blue` is not.
In the text only a line of few words, such as `**Status**: blue`, counts as a status.

## Why it matters

What is asked of a plan depends on its stage.
A plan whose stage nobody can read counts as in progress, whatever its author meant.

## Example

```plan,fail
---
feature: price-alerts
status: aproved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
---
feature: price-alerts
status: approved
---

# Plan: Price alerts

## Phase 1: Store the alerts

- [ ] An alert survives a restart
```

## Fix safety

The nearest word is a guess, and is not written unasked.
",
    scope: Scope::Plan(check),
};

/// Words of the life cycle that a status may be a slip of.
const WORDS: &[&str] = &[
    "draft",
    "approved",
    "in_progress",
    "complete",
    "superseded",
    "abandoned",
    "planned",
    "proposed",
    "in review",
    "completed",
    "done",
    "implemented",
    "cancelled",
    "deprecated",
];

/// The words that the template offers.
const EXPECTED: [Stage; 4] = [
    Stage::Draft,
    Stage::Approved,
    Stage::InProgress,
    Stage::Complete,
];

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let status = &ctx.plan.status;
    let Some(written) = &status.written else {
        return;
    };
    let words = written.value.trim();
    if status.stage.is_some() || words.is_empty() || is_placeholder(words) {
        return;
    }
    let is_status = match status.source {
        StatusSource::FrontMatter => true,
        StatusSource::Field => is_short(words),
        StatusSource::None | StatusSource::Heading | StatusSource::Title => false,
    };
    if !is_status {
        return;
    }
    let finding = Finding::new(
        RULE.name,
        written.span,
        format!("unknown status {}", quoted(words)),
    )
    .label("says nothing about the stage of the plan")
    .note("the plan counts as in progress, unless its boxes tell otherwise");
    out.push(match nearest(words, WORDS.iter().copied()) {
        Some(word) => finding.help(format!("did you mean `{word}`?")).fix(
            format!("write `{word}`"),
            vec![Edit::replace(written.span, word)],
            Safety::Unsafe,
        ),
        None if ctx.plan.dialect == DialectId::Tip => {
            let expected = quoted_list(EXPECTED.map(Stage::word), "or");
            finding.help(format!("write {expected}"))
        }
        None => finding.help("write a word such as `draft`, `in progress` or `done`"),
    });
}

fn is_placeholder(words: &str) -> bool {
    words.contains(['[', '{', '<', '|'])
}

fn is_short(words: &str) -> bool {
    words.chars().count() <= 30 && words.split_whitespace().count() <= 3
}
