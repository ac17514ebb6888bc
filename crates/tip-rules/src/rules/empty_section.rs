//! A heading with nothing under it, a label with nothing after it.

use tip_plan::{DialectId, Meaning, Plan, Section};
use tip_syntax::{Finding, Span, scan};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "empty-section",
    code: "TIP036",
    category: Category::Form,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "nothing stands under a heading or after a label",
    docs: r#"## What it does

Finds headings with nothing under them, and labels of the template with nothing after them.
Headings that hold other headings are not empty, and what belongs to a unit that is over is not judged.
Labels are judged in plans in the form of the template only.

## Why it matters

An empty section reads as "to be written": whoever carries the plan out cannot tell whether nothing is to be done there or somebody forgot it.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Risk Assessment

## References
- Similar implementations: the price list
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## References
- Similar implementations: the price list
```
"#,
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    // A heading that escaped from a code block is none.
    let end = ctx.doubtful_from().unwrap_or(u32::MAX);
    for section in &plan.sections {
        let lead = ctx.doc.block(section.block).span;
        // A line of text above a rule is a heading to Markdown only.
        let is_text = !ctx.doc.text(lead).trim_start().starts_with('#');
        if section.level == 1 || is_text || lead.end > end || is_over(plan, section.unit) {
            continue;
        }
        let under = Span::new(lead.end(), section.span.end().max(lead.end()));
        if !is_blank(ctx.doc.text(under)) || says_it_itself(section) {
            continue;
        }
        let title = quoted(&section.title.value);
        out.push(
            Finding::new(
                RULE.name,
                section.title.span,
                format!("nothing stands under {title}"),
            )
            .label("empty")
            .help("say what belongs here, or delete the heading"),
        );
    }
    if plan.dialect == DialectId::Tip {
        labels(ctx, end, out);
    }
}

/// Returns whether there is nothing but white space and rules.
fn is_blank(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim();
        line.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_'))
    })
}

/// Returns whether a heading needs nothing under it: it is a unit, or says that there is nothing.
fn says_it_itself(section: &Section) -> bool {
    let folded = scan::normalized(&section.title.value);
    section.unit.is_some()
        || section.title.value.contains(':')
        || folded.ends_with("none")
        || folded.ends_with("n a")
        || folded.starts_with("no ")
}

fn labels(ctx: &PlanContext<'_>, end: u32, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for (at, field) in plan.fields.iter().enumerate() {
        let known = field.meaning.is_some();
        if !known || !field.items.is_empty() || field.span.end > end || is_over(plan, field.unit) {
            continue;
        }
        if !ctx.doc.text(field.value).trim().is_empty() {
            continue;
        }
        // What follows is the next label, a heading, a rule, or nothing.
        let rest = &ctx.doc.source().text()[field.span.end()..];
        let next = rest.trim_start_matches([' ', '\t', '\r', '\n', '-', '*', ':']);
        let start = (rest.len() - next.len() + field.span.end()) as u32;
        // A label of one's own may be a heading under this one.
        let is_label = plan.fields.get(at + 1).is_some_and(|it| {
            it.label.span.start == start
                && it.meaning.is_some_and(|it| it != Meaning::Risk)
                && !field.span.contains(it.span)
        });
        let level = next.bytes().take_while(|it| *it == b'#').count();
        let is_heading = matches!(next.as_bytes().get(level), None | Some(b' '));
        let is_heading = level > 0 && (level > 1 || is_heading);
        if is_heading && holds_headings(plan, field.meaning, field.label.span, level) {
            continue;
        }
        if next.is_empty() || is_heading || is_label {
            let label = quoted(&field.label.value);
            out.push(
                Finding::new(
                    RULE.name,
                    field.label.span,
                    format!("nothing stands after {label}"),
                )
                .label("empty")
                .help("say what belongs here, or delete the label"),
            );
        }
    }
}

/// Returns whether a heading of a level stands under a label, and not after the section that the label stands in: its parts may have headings.
fn holds_headings(plan: &Plan, meaning: Option<Meaning>, label: Span, level: usize) -> bool {
    let parted = matches!(
        meaning,
        Some(Meaning::Criteria | Meaning::TestStrategy | Meaning::CodeChanges)
    );
    let around = plan.sections.iter().filter(|it| it.span.contains(label));
    let inner = around.map(|it| usize::from(it.level)).max();
    parted && inner.is_some_and(|it| level > it)
}
