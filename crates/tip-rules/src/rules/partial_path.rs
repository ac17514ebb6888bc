//! A path that starts in the middle.

use tip_plan::{RefForm, Reference};
use tip_syntax::{Edit, Finding, Label, Safety};

use crate::claim::{Shorthands, Weight, claims, has_folder, is_explained};
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "partial-path",
    code: "TIP026",
    category: Category::References,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a path is only the end of the real one",
    docs: r"## What it does

Finds a path that leads nowhere as written, while exactly one path of the repository ends with it.
A bare file name without a line is left alone, and so is one that is short for a path that the plan names in full.

## Why it matters

It is clear today, and no longer on the day on which a second file has that name.

## Example

In a repository that holds

```world
backend/src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `alerts/store.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `backend/src/alerts/store.rs`

- [ ] An alert survives a restart
```

## Fix safety

Writing the full path is safe: no other file is meant.
The targets of links are not changed, since they start at the folder of the plan.
",
    scope: Scope::Plan(check),
};

/// The most places that a finding shows beside the first.
const SHOWN: usize = 3;

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let claims = claims(ctx, |it| matches!(it, PathAnswer::Suffix(_)));
    if claims.is_empty() {
        return;
    }
    let weight = Weight::new(ctx.plan);
    let shorthands = Shorthands::new(ctx);
    for claim in claims {
        let PathAnswer::Suffix(full) = claim.answer else {
            continue;
        };
        // A path that fits one file is understood wherever it is only named.
        let worth = |it: &&Reference| {
            has_folder(claim.path)
                && (weight.is_firm(it) || it.form == RefForm::Link)
                && !is_explained(ctx, it)
        };
        if shorthands.hold(claim.path) {
            continue;
        }
        let places: Vec<&Reference> = claim.references.iter().copied().filter(worth).collect();
        let Some((first, more)) = places.split_first() else {
            continue;
        };
        let mut finding = Finding::new(
            RULE.name,
            first.path_span,
            format!("`{}` is only the end of a path", claim.path),
        )
        .label("not at the root of the repository")
        .help(format!("the full path is `{full}`"));
        for reference in more.iter().take(SHOWN) {
            finding = finding.also(Label::new(reference.path_span, "and here"));
        }
        if let Some(root) = root(claim.path, full) {
            finding = finding.note(format!(
                "where many paths start in `{root}`, name it in `roots` in `tip.toml`"
            ));
        }
        let edits: Vec<Edit> = places
            .iter()
            .filter(|it| it.form != RefForm::Link && ctx.doc.text(it.path_span) == it.path)
            .map(|it| Edit::replace(it.path_span, with_slash(full, it)))
            .collect();
        out.push(if edits.len() == places.len() {
            finding.fix("write the full path", edits, Safety::Safe)
        } else {
            finding
        });
    }
}

/// Returns the folder that a partial path starts in.
fn root<'a>(path: &str, full: &'a str) -> Option<&'a str> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let full = full.trim_end_matches('/');
    full.strip_suffix(path)?
        .strip_suffix('/')
        .filter(|root| path.contains('/') && !root.is_empty())
}

fn with_slash(full: &str, reference: &Reference) -> String {
    if reference.is_folder() && !full.ends_with('/') {
        format!("{full}/")
    } else {
        full.to_owned()
    }
}
