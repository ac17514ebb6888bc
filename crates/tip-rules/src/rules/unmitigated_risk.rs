//! A risk that nothing is done about.

use tip_plan::{DialectId, Field, Meaning, Site, UnitKind};
use tip_syntax::{Finding, scan};

use crate::claim::is_over;
use crate::nothing::field_says;
use crate::quote::quoted;
use crate::risk::{RiskLevel, level_among, risk_levels};
use crate::unit_name::unit_place;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unmitigated-risk",
    code: "TIP066",
    category: Category::Domain,
    levels: Levels::once_agreed(),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a high or medium risk that nothing is done about",
    docs: r"## What it does

Finds high and medium risks without a mitigation, and high ones without a contingency in plans in the form of the template where other risks have one or the risk is written with labels.
Low risks may be borne.
A risk of which the text says the word, in whatever form, is not judged.

## Why it matters

A risk that is only named strikes as hard as one that nobody saw.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Risk Assessment

### High Risk
- **Risk**: Prices are late
- **Contingency**: Alerts are sent by hand

### Medium Risk
- **Risk**: Mail is slow
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Risk Assessment

### High Risk
- **Risk**: Prices are late
- **Mitigation**: Prices carry their time
- **Contingency**: Alerts are sent by hand

### Medium Risk
- **Risk**: Mail is slow
- **Mitigation**: The message tells the time
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    if ctx.doubtful_from().is_some() {
        return;
    }
    let levels = risk_levels(plan);
    let of_risks = |it: &&Field| {
        matches!(
            it.meaning,
            Some(Meaning::Mitigation | Meaning::Contingency | Meaning::Risk)
        )
    };
    let told: Vec<&Field> = plan.fields.iter().filter(of_risks).collect();
    for (id, risk) in plan.units_of(UnitKind::Risk) {
        let level = match level_among(&levels, risk) {
            Some(RiskLevel::High) => "high",
            Some(RiskLevel::Medium) => "medium",
            _ => continue,
        };
        if risk.site == Site::TableRow || is_over(plan, Some(id)) {
            continue;
        }
        let of_risk = |it: &&&Field| it.unit == Some(id);
        let own: Vec<&&Field> = told.iter().filter(of_risk).collect();
        let says = |meaning: Meaning, words: &[&str]| {
            let mut fields = own.iter().filter(|it| it.meaning == Some(meaning));
            fields.any(|it| field_says(ctx.doc, it))
                || words
                    .iter()
                    .any(|it| scan::find_ignore_case(ctx.doc.text(risk.span), it).is_some())
        };
        let lacking = if !says(
            Meaning::Mitigation,
            &["mitigat", "avoid", "prevent", "→", "fallback"],
        ) {
            "mitigation"
        } else if level == "high"
            && plan.dialect == DialectId::Tip
            && own.iter().any(|it| it.meaning == Some(Meaning::Risk))
            && !says(
                Meaning::Contingency,
                &["contingency", "fallback", "backup", "steering"],
            )
        {
            "contingency"
        } else {
            continue;
        };
        let mut label = lacking.to_owned();
        if let Some(first) = label.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        out.push(
            Finding::new(
                RULE.name,
                unit_place(risk),
                format!(
                    "{level} risk {} has no {lacking}",
                    quoted(&risk.title.value)
                ),
            )
            .label("what is done about it?")
            .help(format!("add `**{label}**:`")),
        );
    }
}
