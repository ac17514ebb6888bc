//! A condition of the template that is left beside a label.

use tip_plan::DialectId;
use tip_syntax::{Edit, Finding, Safety, Span, scan};

use crate::quote::quoted;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "leftover-condition",
    code: "TIP037",
    category: Category::Form,
    levels: Levels::once_agreed(),
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a condition of the template is left beside a label",
    docs: r"## What it does

Finds words such as `*(if from domain design)*`, which the template writes beside a label to say when the field is needed.

## Why it matters

The condition is advice to the author.
Whoever reads the plan wonders whether it was decided.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Domain Context

**Domain Changes Required** *(if from domain design)*:
- An alert belongs to one user

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

**Domain Changes Required**:
- An alert belongs to one user

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Fix safety

The words say nothing about this plan, so that deleting them loses nothing.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let text = ctx.doc.source().text();
    if ctx.plan.dialect != DialectId::Tip || !scan::contains(text, "*(") {
        return;
    }
    let sections = ctx.schema.all_sections();
    let fields = sections.iter().flat_map(|it| it.all_fields());
    let conditions: Vec<&str> = fields.filter_map(|it| it.condition.as_deref()).collect();
    for field in &ctx.plan.fields {
        let line = ctx.doc.source().line_span(ctx.doc.line(field.label.span));
        let Some(span) = condition_in(text, line, &conditions) else {
            continue;
        };
        let before = text[..span.start()].trim_end_matches(' ').len();
        out.push(
            Finding::new(
                RULE.name,
                span,
                format!("the condition {} is left", quoted(ctx.doc.text(span))),
            )
            .label("advice of the template")
            .help("delete it, and the whole field where it does not hold")
            .fix(
                "delete the condition",
                vec![Edit::delete(Span::new(before, span.end()))],
                Safety::Safe,
            ),
        );
    }
}

/// Returns where a line holds a condition with its marks.
fn condition_in(text: &str, line: Span, conditions: &[&str]) -> Option<Span> {
    let start = line.start() + text.get(line.range())?.find("*(")?;
    let len = text[start..line.end()].find(")*")? + 2;
    let inner = text[start + 2..start + len - 2].trim();
    let known = conditions.iter().any(|it| it.eq_ignore_ascii_case(inner));
    known.then(|| Span::new(start, start + len))
}
