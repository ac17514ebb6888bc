//! Front matter that is no YAML.

use tip_plan::DialectId;
use tip_syntax::{Edit, Finding, Label, Placement, Safety, Span};

use crate::quote::quoted;
use crate::yaml_fault::{self, YamlFault};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "broken-front-matter",
    code: "TIP006",
    category: Category::Form,
    levels: Levels::form(Level::Error, Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the front matter is no valid YAML, is never closed, or holds anchors",
    docs: r#"## What it does

Finds front matter that a YAML parser refuses or that is never closed (but not `@name` in tasks of Backlog.md, whose tool reads it), and anchors, aliases and merge keys in it, which are not read.

## Why it matters

Other programs refuse the whole file, or show the front matter as text.
`tip` goes on with the lines that read `key: value`, but what it reads is a guess.

## Example

```plan,fail
---
feature: price-alerts
summary: alerts: for everybody
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
---
feature: price-alerts
summary: "alerts: for everybody"
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Fix safety

Writing the closing `---` after the last key is safe.
"#,
    scope: Scope::Plan(check),
};

/// The most places that a finding shows beside the first.
const SHOWN: usize = 3;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front_matter) = ctx.doc.front_matter() else {
        return;
    };
    if front_matter.placement == Placement::Unclosed {
        let line = ctx.doc.line(front_matter.span);
        let source = ctx.doc.source();
        let end = front_matter.span.end;
        let glued = !ctx.doc.text(front_matter.span).ends_with('\n');
        let before = if glued { source.line_end() } else { "" };
        let close = format!("{before}---{}", source.line_end());
        out.push(
            Finding::new(
                RULE.name,
                source.line_span(line),
                "the front matter is never closed",
            )
            .label("opened here")
            .fix(
                "write `---` after the last key",
                vec![Edit::insert(end, close)],
                Safety::Safe,
            ),
        );
    }
    if let Some(error) = &front_matter.error
        && !is_name(ctx, error.span)
    {
        let said = error.message.trim_end_matches('.');
        let fault = yaml_fault::find(ctx.doc.source(), front_matter.content, error.span);
        let (span, label, help) = match fault {
            Some(YamlFault { span, label, help }) => (span, label, help),
            None => (
                place(ctx, error.span),
                said.to_owned(),
                "put a value in quotes that holds `: `, ` #` or starts with a sign".to_owned(),
            ),
        };
        out.push(
            Finding::new(RULE.name, span, "the front matter is no valid YAML")
                .label(label)
                .note("only the lines that read `key: value` were read")
                .help(help),
        );
    }
    if let Some((&first, more)) = front_matter.unsupported.split_first() {
        let mut finding = Finding::new(
            RULE.name,
            first,
            "anchors, aliases and merge keys in the front matter are not supported",
        )
        .label(format!("{} is not read", quoted(ctx.doc.text(first))));
        for &span in more.iter().take(SHOWN) {
            finding = finding.also(Label::new(span, "nor is this"));
        }
        out.push(
            finding
                .note("they are valid YAML, and few readers of front matter know them")
                .help("write the values out"),
        );
    }
}

/// Returns whether the parser stopped at `@name` in a task of Backlog.md, which writes people so and reads them back.
fn is_name(ctx: &PlanContext<'_>, error: Span) -> bool {
    let source = ctx.doc.source();
    let line = ctx.doc.text(source.line_span(source.line_of(error.start)));
    let value = line.split_once(':').map_or(line, |(_, value)| value);
    let value = value.trim_start_matches([' ', '-', '[']);
    ctx.plan.dialect == DialectId::Backlog && value.starts_with('@')
}

/// Returns the rest of the line at which the parser stopped, so that there is something to show.
fn place(ctx: &PlanContext<'_>, error: Span) -> Span {
    if !error.is_empty() {
        return error;
    }
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(error.start));
    let rest = source.trim(Span::new(error.start(), line.end().max(error.start())));
    if rest.is_empty() {
        source.trim(line)
    } else {
        rest
    }
}
