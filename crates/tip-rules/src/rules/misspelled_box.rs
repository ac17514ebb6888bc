//! A box that no reader of Markdown takes for one.

use tip_plan::Meaning;
use tip_syntax::{BlockId, BlockKind, Edit, Finding, Safety, Span, scan};

use crate::quote::quoted;
use crate::region::Regions;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "misspelled-box",
    code: "TIP134",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::Always,
    since: "0.1.0",
    summary: "a box is written so that it is none",
    docs: r"## What it does

Finds `[]`, `[ x]`, `[x ]` and `[v]` at the start of list items, and `-[ ]` without a space after the dash.
Of `[]` and `[v]`, which may be prose, it speaks only beside boxes and under success criteria.

## Why it matters

To Markdown these are words: no box is shown, and what stands behind it is neither counted nor ticked.
A phase may look done that is not.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] An alert survives a restart
- [] An alert is sent once
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [x] An alert survives a restart
- [ ] An alert is sent once
```

## Fix safety

A box that holds a mark becomes `[x]`, an empty one `[ ]`; nothing else is touched.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let mut criteria = None;
    let may_be_glued = scan::contains(ctx.doc.source().text(), "-[");
    for (at, block) in ctx.doc.blocks().iter().enumerate() {
        match block.kind {
            BlockKind::Item => {
                let Some(slip) = slip_of(ctx.doc.text(block.content)) else {
                    continue;
                };
                let criteria = criteria
                    .get_or_insert_with(|| Regions::of_meanings(ctx.plan, Meaning::is_criteria));
                let start = block.content.start();
                let span = Span::new(start, start + slip.len);
                if slip.is_sure
                    || criteria.hold(span)
                    || is_beside_boxes(ctx, BlockId(at as u32), block.parent)
                {
                    out.push(finding(ctx, span, slip.meant));
                }
            }
            BlockKind::Paragraph if may_be_glued => glued(ctx, block.content, out),
            _ => {}
        }
    }
}

fn finding(ctx: &PlanContext<'_>, span: Span, meant: &str) -> Finding {
    let written = quoted(ctx.doc.text(span));
    Finding::new(RULE.name, span, format!("{written} is no box"))
        .label("neither counted nor ticked")
        .fix(
            format!("write `{meant}`"),
            vec![Edit::replace(span, meant)],
            Safety::Safe,
        )
}

/// Something at the start of an item that is nearly a box.
struct Slip {
    len: usize,
    meant: &'static str,
    /// Whether it can be nothing else.
    is_sure: bool,
}

fn slip_of(item: &str) -> Option<Slip> {
    let inner = item.strip_prefix('[')?;
    let (inner, after) = inner.split_once(']')?;
    if !after.starts_with([' ', '\t']) || after.trim().is_empty() {
        return None;
    }
    let mark = inner.trim();
    let meant = match mark {
        "" if inner != " " && inner != "\t" => "[ ]",
        "x" | "X" if inner != mark => "[x]",
        // The letter that a tick looks like, and those that look like an `x`.
        "v" | "V" | "√" | "х" | "Х" => "[x]",
        _ => return None,
    };
    Some(Slip {
        len: inner.len() + 2,
        meant,
        is_sure: inner != mark,
    })
}

/// Returns whether another item of the same list begins with a box.
fn is_beside_boxes(ctx: &PlanContext<'_>, id: BlockId, list: Option<BlockId>) -> bool {
    let Some(list) = list else { return false };
    let boxes = &ctx.plan.boxes;
    let mut others = ctx.doc.children(list).filter(|it| *it != id);
    others.any(|it| {
        let start = ctx.doc.block(it).content.start;
        let at = boxes.partition_point(|it| it.mark.start < start);
        boxes.get(at).is_some_and(|it| it.mark.start == start)
    })
}

/// Finds lines that begin with `-[ ]`, which are text of the paragraph before them.
fn glued(ctx: &PlanContext<'_>, paragraph: Span, out: &mut Vec<Finding>) {
    let text = ctx.doc.text(paragraph);
    if !scan::contains(text, "-[") {
        return;
    }
    let mut start = paragraph.start();
    for line in text.split_inclusive('\n') {
        let at = start + line.len() - line.trim_start().len();
        start += line.len();
        let boxed = ["-[ ] ", "-[x] ", "-[X] "];
        if boxed.iter().any(|it| line.trim_start().starts_with(it)) {
            let span = Span::new(at, at + 4);
            let meant = format!("- {}", &ctx.doc.text(span)[1..]);
            out.push(finding(ctx, span, &meant));
        }
    }
}
