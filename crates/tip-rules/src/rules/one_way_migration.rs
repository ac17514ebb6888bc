//! A migration without a way back or without a test.

use tip_plan::{DialectId, Meaning};
use tip_syntax::{Finding, Span, scan};

use crate::nothing::{body, section_says};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "one-way-migration",
    code: "TIP067",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a migration of data without a way back or without a test",
    docs: r"## What it does

Finds migrations of data that do not say how to go back or, in plans in the form of the template, how they are tested.
In plans in other dialects only sections that speak of data in their heading are judged.
A section that says in its own words how to restore, revert or verify is not judged, and neither is one that says that nothing is migrated.

## Why it matters

Data that was changed wrongly cannot be fixed with a new build.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Data Migration

**Migration Strategy**:
- Every alert gets an owner
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Data Migration

**Migration Strategy**:
- Every alert gets an owner

**Rollback Plan**:
- The column is dropped

**Testing Migration**:
- [ ] A copy of the live data is migrated
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let sections = plan.sections.iter();
    let mut sections = sections.filter(|it| it.meaning == Some(Meaning::Migration));
    let Some(section) = sections.find(|it| it.unit.is_none()) else {
        return;
    };
    // Elsewhere a section on migration is rather about users, releases or nothing at all.
    let about_data = plan.dialect == DialectId::Tip
        || scan::normalized(&section.title.value).contains("data migration");
    if !about_data || !section_says(ctx.doc, plan, section) {
        return;
    }
    let within = |span: Span| section.span.contains(span);
    let has = |meaning: Meaning, words: &[&str]| {
        let fields = plan.fields.iter().filter(|it| it.meaning == Some(meaning));
        let sections = plan
            .sections
            .iter()
            .filter(|it| it.meaning == Some(meaning));
        let text = body(ctx.doc, section);
        fields
            .map(|it| it.span)
            .chain(sections.map(|it| it.span))
            .any(within)
            || words
                .iter()
                .any(|it| scan::find_ignore_case(text, it).is_some())
    };
    let back = has(Meaning::Rollback, BACK)
        || plan
            .sections
            .iter()
            .any(|it| it.meaning == Some(Meaning::Rollback));
    let tested = plan.dialect != DialectId::Tip || has(Meaning::MigrationTesting, TESTED);
    let lacking = match (back, tested) {
        (true, true) => return,
        (false, false) => "neither a way back nor a test",
        (false, true) => "no way back",
        (true, false) => "no test",
    };
    out.push(
        Finding::new(
            RULE.name,
            section.title.span,
            format!("the migration has {lacking}"),
        )
        .label("and when it goes wrong?")
        .help(if back {
            "add `**Testing Migration**:`"
        } else {
            "add `**Rollback Plan**:`, with a reason where there is no way back"
        }),
    );
}

/// Words in which a way back is told, or that none is needed.
const BACK: &[&str] = &[
    "rollback",
    "roll back",
    "revert",
    "restore",
    "undo",
    "backup",
    "back up",
    "backward",
    "reversible",
    "no data",
    "no migration",
    "not needed",
    "not required",
    "additive",
    "optional",
];

/// Words in which a test is told.
const TESTED: &[&str] = &["test", "verif", "valid", "check", "dry run", "dry-run"];
