//! A key concept that no document of the domain holds.

use tip_plan::Meaning;
use tip_syntax::Finding;

use crate::concept::{concepts, domain_docs};
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-concept",
    code: "TIP060",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a key concept stands in none of the domain documents that the plan names",
    docs: r"## What it does

Looks up the key concepts of the domain context in the documents that stand beside them.
A concept is up to three words between commas; whole sentences are not looked up, and neither case nor plural matters.
Nothing is said where the plan changes the domain, or where a document cannot be read.

## Why it matters

A word that the model does not know means that the plan and the model speak of different things, or that the model has to grow first.

## Example

In a repository that holds

```world
docs/model.md 40 # Alert # Price
```

```plan,fail
# Technical Implementation Plan: Price Alerts

## Domain Context

**Relevant Domain Model Docs**:
- `docs/model.md`
- Key concepts: alert, bargain

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Domain Context

**Relevant Domain Model Docs**:
- `docs/model.md`
- Key concepts: alert, price

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let changes = plan
        .fields
        .iter()
        .any(|it| it.meaning == Some(Meaning::DomainChanges));
    let docs = domain_docs(plan);
    if changes || docs.is_empty() {
        return;
    }
    let lacking: Option<Vec<_>> = docs.iter().map(|it| ctx.answers.lacking.get(*it)).collect();
    let Some(lacking) = lacking else {
        return;
    };
    for concept in concepts(ctx.doc, plan) {
        if !lacking.iter().all(|it| it.contains(&concept.name)) {
            continue;
        }
        let written = quoted(ctx.doc.text(concept.span));
        let message = match docs.as_slice() {
            [only] => format!("the concept {written} does not stand in `{only}`"),
            _ => format!("the concept {written} stands in none of the domain documents"),
        };
        out.push(
            Finding::new(RULE.name, concept.span, message)
                .label("the model does not know this word")
                .help(
                    "use the word of the model, or list the change under `Domain Changes Required`",
                ),
        );
    }
}
