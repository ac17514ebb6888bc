//! Scenarios that all go well.

use tip_plan::{Meaning, Size, Unit, UnitKind};
use tip_syntax::{Finding, scan};

use crate::demand::asks;
use crate::quote::counted;
use crate::unit_name::unit_place;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-error-scenario",
    code: "TIP064",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "no scenario is about what goes wrong",
    docs: r"## What it does

Finds plans in the form of the template, from effort `M`, with two scenarios or more of which none speaks of an error, a refusal, a limit or something that is missing.
The words are looked for in English, German, French, Spanish, Portuguese, Chinese and Japanese.

## Why it matters

What happens when something fails is decided by whoever meets it first, at night.

## Example

```plan,fail
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: Another day
**Given**: A price of 10
**When**: It falls to 8
**Then**: One message is sent
**Validates**: Users are told
```

## Use instead

```plan,pass
---
feature: price-alerts
estimated_effort: M
---

# Technical Implementation Plan: Price Alerts

## Context

An alert belongs to one user.

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

### Phase 2: Send the messages

**Purpose**: Tell the user.

**Success Criteria**:
- [ ] One message is sent

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: Error handling
**Given**: A price of 10
**When**: The mail server refuses the message
**Then**: It is sent a minute later
**Validates**: Users are told
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if !asks(plan, Size::M) {
        return;
    }
    let scenarios: Vec<&Unit> = plan.units_of(UnitKind::Scenario).map(|it| it.1).collect();
    let [first, _, ..] = scenarios.as_slice() else {
        return;
    };
    let about_errors = |it: &&Unit| is_about_errors(ctx.doc.text(it.span));
    if scenarios.iter().any(about_errors) {
        return;
    }
    let section = plan.section_of(Meaning::Scenarios);
    let span = section.map_or_else(|| unit_place(first), |it| it.title.span);
    let count = counted(scenarios.len(), "scenario", "scenarios");
    out.push(
        Finding::new(
            RULE.name,
            span,
            format!("of {count} none is about what goes wrong"),
        )
        .label("and when something fails?")
        .help("add a scenario with an error, a refusal or something that is missing"),
    );
}

/// Beginnings of words, [normalized](scan::normalized), in which people speak of what goes wrong.
const SIGNS: &[&str] = &[
    // English
    "error",
    "fail",
    "invalid",
    "missing",
    "unavailable",
    "reject",
    "refus",
    "den",
    "timeout",
    "conflict",
    "wrong",
    "empty",
    "without",
    "lost",
    "no",
    "not",
    "never",
    "cannot",
    "exceed",
    "too",
    "duplicate",
    "concurrent",
    "broken",
    "malformed",
    "unauthorized",
    "forbidden",
    "down",
    "crash",
    "corrupt",
    "stale",
    "expire",
    "offline",
    "retry",
    "edge",
    "unknown",
    "already",
    "insufficient",
    "nothing",
    "negative",
    "warn",
    "block",
    "prevent",
    "disabled",
    // German
    "fehl",
    "ungültig",
    "abgelehnt",
    "kein",
    "nicht",
    "ohne",
    "leer",
    // French
    "erreur",
    "échec",
    "échou",
    "invalide",
    "refus",
    "aucun",
    "sans",
    "pas",
    // Spanish and Portuguese
    "fall",
    "inválid",
    "rechaz",
    "ningun",
    "sin",
    "erro",
    "falh",
    "rejeit",
    "nenhum",
    "sem",
    "não",
];

/// The same in languages that put no space between words.
const SIGNS_WITHOUT_SPACES: &[&str] = &[
    "错误",
    "失败",
    "无效",
    "拒绝",
    "异常",
    "没有",
    "缺少",
    "エラー",
    "失敗",
    "無効",
    "拒否",
    "例外",
    "ない",
    "ません",
];

fn is_about_errors(text: &str) -> bool {
    let folded = scan::normalized(text);
    let is_sign = |word: &str| {
        SIGNS.iter().any(|sign| match *sign {
            "no" | "not" | "too" | "den" | "fall" | "sin" | "sem" | "pas" | "down" | "edge" => {
                word == *sign || *sign == "den" && word.starts_with("denied")
            }
            sign => word.starts_with(sign),
        })
    };
    folded.split(' ').any(is_sign) || SIGNS_WITHOUT_SPACES.iter().any(|it| text.contains(it))
}
