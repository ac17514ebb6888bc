//! A section that a document does not have.

use tip_plan::Reference;
use tip_syntax::{Finding, Span, scan};

use crate::claim::claims;
use crate::nearest::nearest;
use crate::quote::quoted;
use crate::region::Regions;
use crate::{
    Category, FileFacts, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope,
};

pub(crate) static RULE: Rule = Rule {
    name: "missing-section-ref",
    code: "TIP029",
    category: Category::References,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a reference names a section that the document does not have",
    docs: r"## What it does

Finds references to a section of a Markdown document that has no such heading: an anchor (`docs/model.md#alerts`), or the names in parentheses after a document of the domain (`docs/model.md` (Alerts, Prices)).

## Why it matters

The document has changed since, and what the plan builds on may no longer hold.

## Example

In a repository that holds

```world
docs/model.md 40 # Alerts # Prices
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

What an alert is: [the model](/docs/model.md#users).

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

What an alert is: [the model](/docs/model.md#alerts).

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let domain_docs = Regions::of_domain_docs(ctx.plan);
    for claim in claims(ctx, |it| {
        matches!(it, PathAnswer::File(_) | PathAnswer::Suffix(_))
    }) {
        let (PathAnswer::File(path) | PathAnswer::Suffix(path)) = claim.answer else {
            continue;
        };
        if !is_markdown(path) {
            continue;
        }
        let Some(facts) = ctx.answers.facts(claim.path) else {
            continue;
        };
        for reference in &claim.references {
            if let Some(anchor) = &reference.anchor
                && is_section_anchor(anchor)
                && !has_anchor(facts, anchor)
            {
                out.push(finding(reference.span, path, anchor, facts));
            }
            if domain_docs.hold(reference.span) {
                for name in names_after(ctx, reference) {
                    let text = bare_name(ctx.doc.text(name));
                    if is_section_name(text) && !has_name(facts, text) {
                        out.push(finding(name, path, text, facts));
                    }
                }
            }
        }
    }
}

fn finding(span: Span, path: &str, name: &str, facts: &FileFacts) -> Finding {
    let finding = Finding::new(
        RULE.name,
        span,
        format!("{} has no section {}", quoted(path), quoted(name)),
    )
    .label("no such heading");
    match nearest(name, facts.headings.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean {}?", quoted(near))),
        None => finding,
    }
}

fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| matches!(it, "md" | "markdown" | "mdx"))
}

/// Returns whether an anchor names a section, and no lines or something encoded.
fn is_section_anchor(anchor: &str) -> bool {
    let lines = anchor
        .strip_prefix('L')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !anchor.is_empty() && !lines && !anchor.contains(['%', '=', ':'])
}

fn has_anchor(facts: &FileFacts, anchor: &str) -> bool {
    let wanted = letters(anchor);
    // The second heading of one text gets the anchor of the first with `-1` after it.
    let first = anchor
        .rsplit_once('-')
        .filter(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|(first, _)| letters(first));
    facts
        .headings
        .iter()
        .map(|it| letters(it))
        .any(|heading| heading == wanted || first.as_ref().is_some_and(|first| heading == *first))
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns whether a heading holds the name, or the name a heading.
fn has_name(facts: &FileFacts, name: &str) -> bool {
    let wanted = scan::normalized(name);
    facts.headings.iter().any(|heading| {
        let heading = scan::normalized(heading);
        heading.contains(&wanted) || (heading.len() > 3 && wanted.contains(&heading))
    })
}

/// Returns the names in the parentheses that follow a reference on its line.
fn names_after(ctx: &PlanContext<'_>, reference: &Reference) -> Vec<Span> {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(reference.span.start));
    let from = reference.span.end();
    let rest = source.slice(Span::new(from, line.end().max(from)));
    let opening = rest.len() - rest.trim_start_matches(['`', '*', '_', ')', ' ']).len();
    let Some(inner) = rest[opening..].strip_prefix('(') else {
        return Vec::new();
    };
    let Some(end) = inner.find(')') else {
        return Vec::new();
    };
    let mut at = from + opening + 1;
    let mut names = Vec::new();
    for part in inner[..end].split_inclusive([',', ';']) {
        let name = part.trim_end_matches([',', ';']);
        names.push(source.trim(Span::new(at, at + name.len())));
        at += part.len();
    }
    names
}

/// Returns a name without quotes and without the word that says that it is a section.
fn bare_name(text: &str) -> &str {
    let marks = ['"', '\'', '“', '”', '`', '*', '_', '#', '§', ' '];
    let mut name = text.trim_matches(marks);
    for word in ["Sections", "sections", "Section", "section", "see", "See"] {
        if let Some(rest) = name.strip_prefix(word) {
            name = rest.trim_start_matches(':').trim_matches(marks);
        }
        if let Some(rest) = name.strip_suffix(word) {
            name = rest.trim_matches(marks);
        }
    }
    name
}

/// Returns whether words in parentheses can be meant as a heading, and no remark.
fn is_section_name(name: &str) -> bool {
    let remarks = [
        "New", "Existing", "Updated", "TBD", "TODO", "Draft", "All", "Lines", "Optional",
    ];
    let first = name.split_whitespace().next().unwrap_or_default();
    name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 6
        && !name.contains(['[', '<', '/', ':'])
        && !remarks.contains(&first)
}
