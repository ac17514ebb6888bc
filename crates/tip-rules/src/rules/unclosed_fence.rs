//! A code block that never ends.

use tip_syntax::{Block, BlockKind, Edit, Finding, Label, Safety, Span};

use crate::fence::{self, Nested};
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
Where an earlier block ended too early see `nested-fence`.

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
    let text = source.text();
    // Where an earlier block ends too early, every fence after it is read inside out: the fault is there.
    let mut nested = None;
    for block in ctx.doc.blocks() {
        let BlockKind::Code {
            fenced: true,
            closed: false,
            ..
        } = block.kind
        else {
            continue;
        };
        let nested: &Vec<Nested> = nested.get_or_insert_with(|| fence::nested(ctx.doc));
        if nested.iter().any(|it| it.outer.start <= block.span.start) {
            continue;
        }
        let opening = fence::opening(ctx.doc, block);
        let (sign, count) = fence::marks(source.slice(opening)).unwrap_or(('`', 3));
        let closing = sign.to_string().repeat(count);
        let finding =
            Finding::new(RULE.name, opening, "the code block is never closed").label("opened here");
        let finding = match too_deep(ctx, block, (sign, count)) {
            Some(deep) => finding
                .also(Label::new(deep, "indented too far to close it"))
                .help("indent both fences alike"),
            None => finding.help(format!(
                "write {closing} on a line of its own after its last line"
            )),
        };
        let is_last = block.span.end() == text.len() && block.parent.is_none();
        out.push(match fence::swallowed(ctx.doc.text(block.content)) {
            Some(words) => finding.note(format!("what follows counts as code: {words}")),
            None if is_last => {
                let end = source.line_end();
                let before = if text.ends_with('\n') { "" } else { end };
                let edit = Edit::insert(text.len() as u32, format!("{before}{closing}{end}"));
                finding.fix("close it at the end of the file", vec![edit], Safety::Safe)
            }
            None => finding,
        });
    }
}

/// Returns the line in a block that would close it if it were not indented so far.
fn too_deep(ctx: &PlanContext<'_>, block: &Block, (sign, count): (char, usize)) -> Option<Span> {
    let mut start = block.content.start();
    for line in ctx.doc.text(block.content).split_inclusive('\n') {
        let fence = line.trim();
        if fence.len() >= count && fence.chars().all(|it| it == sign) {
            let indent = line.len() - line.trim_start().len();
            return Some(Span::new(start + indent, start + indent + fence.len()));
        }
        start += line.len();
    }
    None
}
