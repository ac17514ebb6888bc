//! A section, a field or a key that is nearly one of the template.

use rustc_hash::FxHashSet;
use tip_plan::{DialectId, Meaning, UnitId};
use tip_syntax::{Edit, Finding, Safety, Span, scan};

use crate::nearest::{slip, slip_among};
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "misspelled-name",
    code: "TIP034",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Off),
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a section, a field or a key is nearly one of the template",
    docs: r"## What it does

Finds headings, labels and keys of the front matter that no meaning is known of and that differ from one of the template by a letter or two, where the plan lacks that one.
A team's own sections and fields are left alone, and so are plans in other dialects.

## Why it matters

What is misspelled is read as prose: its dates, dependencies and criteria are lost, and nobody is told.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Sucess Criteira**:
- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart
```

## Fix safety

The nearest name is a guess, and is not written unasked.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    if ctx.plan.dialect != DialectId::Tip {
        return;
    }
    keys(ctx, out);
    let plan = ctx.plan;
    let unknown = plan.sections.iter().filter(|it| it.meaning.is_none());
    let unknown: Vec<_> = unknown.filter(|it| it.level > 1).collect();
    let labels: Vec<_> = plan
        .fields
        .iter()
        .filter(|it| it.meaning.is_none())
        .collect();
    if unknown.is_empty() && labels.is_empty() {
        return;
    }
    let sections = ctx.schema.all_sections();
    let here: FxHashSet<Option<Meaning>> = plan.sections.iter().map(|it| it.meaning).collect();
    let free = sections
        .iter()
        .filter(|it| it.repeated.is_none() && it.meaning.is_some() && !here.contains(&it.meaning));
    let free: Vec<(String, &str)> = free.map(|it| folded(&it.title)).collect();
    for section in unknown {
        let free = free.iter().map(|(folded, it)| (folded, *it));
        if let Some(name) = slip_among(&section.title.value, free) {
            out.push(finding(
                "section",
                section.title.span,
                &section.title.value,
                name,
            ));
        }
    }
    let fields = sections.iter().flat_map(|it| it.all_fields());
    let fields: Vec<_> = fields
        .filter(|spec| spec.meaning.is_some())
        .map(|spec| (spec.meaning, folded(&spec.label)))
        .collect();
    let here: FxHashSet<(Option<Meaning>, Option<UnitId>)> =
        plan.fields.iter().map(|it| (it.meaning, it.unit)).collect();
    for field in labels {
        let free = fields
            .iter()
            .filter(|(meaning, _)| !here.contains(&(*meaning, field.unit)))
            .map(|(_, (folded, it))| (folded, *it));
        if let Some(name) = slip_among(&field.label.value, free) {
            out.push(finding("field", field.label.span, &field.label.value, name));
        }
    }
}

fn keys(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front) = ctx.doc.front_matter() else {
        return;
    };
    let known = ctx.schema.front_matter.iter().map(|it| it.key.as_str());
    let lacking: Vec<&str> = known.filter(|it| front.get(it).is_none()).collect();
    for entry in &front.entries {
        let key = &entry.key;
        let is_known = ctx.schema.front_matter.iter().any(|it| it.key == key.value);
        if let Some(name) = slip(&key.value, lacking.iter().copied()).filter(|_| !is_known) {
            out.push(finding("key", key.span, &key.value, name));
        }
    }
}

/// Returns a name of the template behind what it is when it is normalized.
fn folded(name: &str) -> (String, &str) {
    (scan::normalized(name), name)
}

fn finding(noun: &str, span: Span, written: &str, name: &str) -> Finding {
    Finding::new(
        RULE.name,
        span,
        format!("unknown {noun} {}, nearly `{name}`", quoted(written)),
    )
    .label(format!("no such {noun} in the template"))
    .help(format!("did you mean `{name}`?"))
    .fix(
        format!("write `{name}`"),
        vec![Edit::replace(span, name)],
        Safety::Unsafe,
    )
}
