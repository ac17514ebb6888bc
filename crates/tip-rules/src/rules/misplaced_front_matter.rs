//! Front matter that does not stand at the start.

use tip_syntax::{Edit, Finding, FrontMatter, Placement, Safety, Source, Span};

use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "misplaced-front-matter",
    code: "TIP007",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "the front matter does not stand between `---` lines at the start",
    docs: r"## What it does

Finds front matter that stands after other text, or whose opening `---` is missing or glued to other text.

## Why it matters

Only front matter that starts on the first line is front matter to other programs.
Elsewhere it is a rule, a paragraph and, of all things, a heading.

## Example

```plan,fail
# Plan: Price alerts

---
feature: price-alerts
status: draft
---

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
---
feature: price-alerts
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Fix safety

Writing the missing `---` is safe.
Moving the front matter to the start is not applied unasked, since it moves text of yours.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let Some(front_matter) = ctx.doc.front_matter() else {
        return;
    };
    let source = ctx.doc.source();
    let first_line = source.line_span(ctx.doc.line(front_matter.span));
    let finding = |message: &str| Finding::new(RULE.name, source.trim(first_line), message);
    match front_matter.placement {
        Placement::Start | Placement::Unclosed => {}
        Placement::AfterText => out.push(
            finding("the front matter stands after other text")
                .label("expected on the first line of the file")
                .fix(
                    "move it to the start",
                    moved(source, front_matter),
                    Safety::Unsafe,
                ),
        ),
        Placement::OpeningMissing => out.push(
            finding("the opening `---` of the front matter is missing")
                .label("expected before this line")
                .fix(
                    "write `---` before it",
                    vec![Edit::insert(
                        front_matter.span.start,
                        format!("---{}", line_end(source)),
                    )],
                    Safety::Safe,
                ),
        ),
        Placement::OpeningGlued => out.push(
            finding("the opening `---` of the front matter is glued to other text")
                .label("expected `---` alone on the first line")
                .help("put `---` on a line of its own, and what stands before it elsewhere"),
        ),
    }
}

fn moved(source: &Source, front_matter: &FrontMatter) -> Vec<Edit> {
    let end = line_end(source);
    let start = if source.text().starts_with('\u{feff}') {
        '\u{feff}'.len_utf8() as u32
    } else {
        0
    };
    let text = source.slice(front_matter.span).trim_end();
    // The blank lines on both sides of it become those of one side.
    let before = &source.text()[..front_matter.span.start()];
    let after = &source.text()[front_matter.span.end()..];
    let blank = after.len() - after.trim_start_matches(['\r', '\n']).len();
    let parted = before.trim_end_matches('\r').ends_with("\n\n") || before.ends_with("\n\r\n");
    let gone = if parted { blank } else { 0 };
    let span = Span::new(front_matter.span.start(), front_matter.span.end() + gone);
    vec![
        Edit::insert(start, format!("{text}{end}{end}")),
        Edit::delete(span),
    ]
}

/// Returns the line end that the file uses.
fn line_end(source: &Source) -> &'static str {
    if source.text().contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}
