//! A code block that ends too early.

use tip_syntax::{Finding, Label};

use crate::fence::{self, marks, nested};
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "nested-fence",
    code: "TIP032",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a code block that shows a fence of its own length ends too early",
    docs: r"## What it does

Finds a code block that shows the opening of another one, whose fence is no shorter than its own.

## Why it matters

The first closing fence ends the outer block, and from there on text is code and code is text.
Headings and boxes of the example become the plan's, and those of the plan vanish, without a sound.

## Example

`````plan,fail
# Plan: Price alerts

## Phase 1: Document the alerts

```md
## Installation
```sh
cargo install shop
```
```

- [ ] The page is linked
`````

## Use instead

`````plan,pass
# Plan: Price alerts

## Phase 1: Document the alerts

````md
## Installation
```sh
cargo install shop
```
````

- [ ] The page is linked
`````
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let all = nested(ctx.doc);
    for (at, it) in all.iter().copied().enumerate() {
        let (sign, count) = marks(ctx.doc.text(it.inner)).unwrap_or(('`', 3));
        let inner = ctx.doc.text(it.inner);
        let closes = if inner.chars().all(|it| it == sign) {
            "this fence is as long, so it closes the block instead of opening one"
        } else {
            "this fence is as long, so its end closes both"
        };
        let longer = sign.to_string().repeat(count + 1);
        let finding = Finding::new(
            RULE.name,
            it.outer,
            "the code block ends at the first fence within it",
        )
        .label("opened here")
        .also(Label::new(it.inner, closes))
        .help(format!("open and close the outer block with {longer}"));
        out.push(match fence::hidden(ctx.doc, it, all.get(at + 1).copied()) {
            Some(words) => finding.note(format!("what follows counts as code: {words}")),
            None => finding,
        });
    }
}
