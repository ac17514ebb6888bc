//! A scenario that does not say what it proves.

use rustc_hash::FxHashSet;
use tip_plan::{DialectId, Field, Meaning, Unit, UnitId, UnitKind};
use tip_syntax::{Finding, InlineKind, Span, scan};

use crate::claim::is_over;
use crate::unit_name::{unit_name, unit_place};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unvalidated-scenario",
    code: "TIP065",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a scenario does not say what it proves, though others do",
    docs: r"## What it does

Finds scenarios without `**Validates**:` in plans in the form of the template in which at least half of the scenarios have it.
One is traced as well by a test in code marks that bears its title (`test_no_change` for `No change`), and by a phase that names it by its number.

## Why it matters

A scenario that proves nothing in particular is the first to be dropped, and nobody knows what was lost with it.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: No change
**Given**: A price of 10
**When**: It stays at 10
**Then**: Nothing is sent
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Key Test Scenarios

### Scenario 1: Happy path
**Given**: A price of 10
**When**: It falls to 9
**Then**: One message is sent
**Validates**: Users are told

### Scenario 2: No change
**Given**: A price of 10
**When**: It stays at 10
**Then**: Nothing is sent
**Validates**: Users are left in peace
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if plan.dialect != DialectId::Tip {
        return;
    }
    let scenarios: Vec<(UnitId, &Unit)> = plan.units_of(UnitKind::Scenario).collect();
    let validate = |it: &&Field| it.meaning == Some(Meaning::Validates);
    let validated = plan.fields.iter().filter(validate);
    let validated: FxHashSet<UnitId> = validated.filter_map(|it| it.unit).collect();
    let proves = |id: UnitId| validated.contains(&id);
    let with = scenarios.iter().filter(|it| proves(it.0)).count();
    if with == 0 || with * 2 < scenarios.len() {
        return;
    }
    for (id, scenario) in scenarios {
        if proves(id) || is_over(plan, Some(id)) || is_tested(ctx, scenario) {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(scenario),
                format!("{} does not say what it proves", unit_name(scenario)),
            )
            .label("what is shown by it?")
            .help("add `**Validates**:`"),
        );
    }
}

/// Returns whether the plan names a test that bears the title of a scenario, or the scenario itself by its number in a phase.
fn is_tested(ctx: &PlanContext<'_>, scenario: &Unit) -> bool {
    let plan = ctx.plan;
    let own = |span: Span| {
        let mut scenarios = plan.units_of(UnitKind::Scenario);
        scenarios.any(|(_, it)| it.span.contains(span))
    };
    let title = scan::normalized(&scenario.title.value);
    let title: Vec<&str> = title.split(' ').filter(|it| !it.is_empty()).collect();
    // A single word is the name of many things.
    if title.len() > 1 {
        let strategies: Vec<Span> = plan
            .fields
            .iter()
            .filter(|it| it.meaning.is_some_and(is_strategy))
            .map(|it| it.span)
            .collect();
        let mut code = ctx.doc.all_inlines().iter();
        let named = code.any(|it| {
            let text = ctx.doc.text(it.content);
            it.kind == InlineKind::Code
                && !own(it.span)
                && (scan::find_ignore_case(text, "test").is_some()
                    || strategies.iter().any(|span| span.contains(it.span)))
                && holds_words(text, &title)
        });
        if named {
            return true;
        }
    }
    let Some(number) = &scenario.number else {
        return false;
    };
    let mention = format!("scenario {}", number.value);
    plan.phases().any(|(_, phase)| {
        let text = ctx.doc.text(phase.span);
        let mut from = 0;
        while let Some(at) = scan::find_ignore_case(&text[from..], &mention) {
            from += at + mention.len();
            let goes_on = text[from..].starts_with(|c: char| c.is_alphanumeric());
            if !goes_on
                && !own(Span::new(
                    phase.span.start() + from - 1,
                    phase.span.start() + from,
                ))
            {
                return true;
            }
        }
        false
    })
}

fn is_strategy(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::TestStrategy | Meaning::UnitTests | Meaning::IntegrationTests
    )
}

/// Returns whether the words of a name, `test_happy_path` or `HappyPathTest`, hold those of a title one behind the other.
fn holds_words(name: &str, title: &[&str]) -> bool {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        let hump = lower && c.is_uppercase();
        lower = c.is_lowercase() || c.is_numeric();
        if (hump || !c.is_alphanumeric()) && words.last().is_some_and(|it| !it.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(last) = words.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    words.windows(title.len()).any(|it| it == title)
}

#[cfg(test)]
mod tests {
    use super::holds_words;

    #[test]
    fn the_words_of_a_name_are_told_apart() {
        let check = |name: &str, expected: bool| {
            assert_eq!(holds_words(name, &["no", "change"]), expected, "{name}");
        };
        check("test_no_change_is_told", true);
        check("tests/a.py::NoChange", true);
        check("noChangeTest", true);
        check("nochange", false);
        check("test_change", false);
    }
}
