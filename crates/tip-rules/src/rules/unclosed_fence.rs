//! A code block that never ends.

use tip_syntax::{Block, BlockKind, Edit, Finding, Safety, Span};

use crate::quote::counted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unclosed-fence",
    code: "TIP011",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a fenced code block is never closed",
    docs: r"## What it does

Finds a fenced code block without its closing fence.

## Why it matters

Everything after it is code: its headings, boxes and references vanish from the plan without a sound.
Often the fence is not missing but used up: a block that shows a fence itself needs a longer one around it.

## Example

````plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

```sh
cargo test

- [ ] An alert survives a restart
````

## Use instead

````plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

```sh
cargo test
```

- [ ] An alert survives a restart
````

## Fix safety

The closing fence is written only where nothing but code can have been meant up to the end of the file.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let source = ctx.doc.source();
    for block in ctx.doc.blocks() {
        let BlockKind::Code {
            fenced: true,
            closed: false,
            ..
        } = block.kind
        else {
            continue;
        };
        let opening = opening(ctx, block);
        let fence = source.slice(opening);
        let mark = fence.chars().next().unwrap_or('`');
        let marks = fence.chars().take_while(|&it| it == mark).count();
        let closing = mark.to_string().repeat(marks);
        let mut finding = Finding::new(RULE.name, opening, "the code block is never closed")
            .label("opened here")
            .help(format!(
                "write {closing} after its last line; a block that shows such a fence itself needs a longer one"
            ));
        let swallowed = swallowed(ctx.doc.text(block.content));
        let ends_file = block.span.end() == source.text().len() && block.parent.is_none();
        if let Some(words) = &swallowed {
            finding = finding.note(format!("what follows counts as code: {words}"));
        } else if ends_file {
            let text = source.text();
            let before = if text.ends_with('\n') { "" } else { "\n" };
            finding = finding.fix(
                "close it at the end of the file",
                vec![Edit::insert(
                    text.len() as u32,
                    format!("{before}{closing}\n"),
                )],
                Safety::Safe,
            );
        }
        out.push(finding);
    }
}

fn opening(ctx: &PlanContext<'_>, block: &Block) -> Span {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(block.span.start));
    source.trim(Span::new(
        block.span.start(),
        line.end().max(block.span.start()),
    ))
}

/// Says what a reader of the plan loses, if anything.
fn swallowed(code: &str) -> Option<String> {
    let is_heading = |line: &&str| {
        let rest = line.trim_start_matches('#');
        (2..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let is_box = |line: &&str| {
        let item = line.trim_start().trim_start_matches(['-', '*', '+']);
        item.starts_with(" [ ]") || item.starts_with(" [x]") || item.starts_with(" [X]")
    };
    let headings = code.lines().filter(is_heading).count();
    let boxes = code.lines().filter(is_box).count();
    let mut parts = Vec::new();
    if headings > 0 {
        parts.push(counted(headings, "heading", "headings"));
    }
    if boxes > 0 {
        parts.push(counted(boxes, "box", "boxes"));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}
