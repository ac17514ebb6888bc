//! A box without words.

use tip_syntax::{Edit, Finding, Safety, Span};

use crate::claim::is_over;
use crate::{Category, FixAvailability, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "empty-box",
    code: "TIP053",
    category: Category::Criteria,
    levels: Levels::once_agreed(),
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a box stands for nothing",
    docs: r"## What it does

Finds boxes with no text and nothing under them.

## Why it matters

Nobody can do or check it, and the plan can never be complete.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
- [ ]
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] An alert survives a restart
```

## Fix safety

Somebody may have meant to write there, so the line is not deleted unasked.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let text = ctx.doc.source().text();
    for it in &plan.boxes {
        let says = ctx.doc.text(it.text);
        if it.in_table || says.contains(char::is_alphanumeric) || is_over(plan, it.unit) {
            continue;
        }
        // What stands indented under it, or an image, is what it stands for.
        let rest = &text[it.mark.end()..];
        let more = rest.split_once('\n').map_or("", |it| it.1);
        if more.starts_with([' ', '\t']) || says.contains(|c: char| !c.is_ascii() || c == '!') {
            continue;
        }
        let line = ctx.doc.source().line_span(ctx.doc.line(it.mark));
        let end = text[line.end()..]
            .find('\n')
            .map_or(text.len(), |at| line.end() + at + 1);
        out.push(
            Finding::new(RULE.name, it.mark, "a box stands for nothing")
                .label("no words after it")
                .help("say what is to be done or to hold, or delete the line")
                .fix(
                    "delete the line",
                    vec![Edit::delete(Span::new(line.start(), end))],
                    Safety::Unsafe,
                ),
        );
    }
}
