//! A path that starts in the middle.

use tip_plan::{RefForm, Reference};
use tip_syntax::{Edit, Finding, Label, Safety};

use crate::claim::{Weight, claims, has_folder, is_explained, shorthands};
use crate::quote::{counted, quoted_list};
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

/// A path that is only the end of one, and the places that name it.
struct Partial<'a> {
    path: &'a str,
    full: &'a str,
    places: Vec<&'a Reference>,
}

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let claims = claims(ctx, |it| matches!(it, PathAnswer::Suffix(_)));
    if claims.is_empty() {
        return;
    }
    let weight = Weight::new(ctx.plan);
    let shorthands = shorthands(ctx);
    let mut found: Vec<Partial<'_>> = Vec::new();
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
        let places: Vec<&Reference> = claim.references.iter().copied().filter(worth).collect();
        if !places.is_empty() && !shorthands.hold(claim.path) {
            let path = claim.path;
            found.push(Partial { path, full, places });
        }
    }
    // Whoever leaves out a folder does so throughout: one finding a plan.
    out.extend(finding(ctx, &found));
}

fn finding(ctx: &PlanContext<'_>, found: &[Partial<'_>]) -> Option<Finding> {
    let (first, others) = found.split_first()?;
    let message = match others.len() {
        0 => format!("`{}` is only the end of a path", first.path),
        more => format!(
            "`{}` and {} are only ends of paths",
            first.path,
            counted(more, "other", "others")
        ),
    };
    let mut finding = Finding::new(RULE.name, first.places.first()?.path_span, message)
        .label("not at the root of the repository")
        .help(format!("the full path is `{}`", first.full));
    for other in others.iter().take(SHOWN) {
        let place = other.places.first()?;
        let label = format!("in full `{}`", other.full);
        finding = finding.also(Label::new(place.path_span, label));
    }
    if others.len() > SHOWN {
        let paths: Vec<&str> = others[SHOWN..].iter().map(|it| it.path).collect();
        finding = finding.note(format!("so are {}", quoted_list(paths, "and")));
    }
    if let Some(root) = root(first.path, first.full) {
        finding = finding.note(format!(
            "where many paths start in `{root}`, name it in `roots` in `tip.toml`"
        ));
    }
    let places = found.iter().flat_map(|it| {
        let full = it.full;
        it.places.iter().map(move |place| (*place, full))
    });
    let edits: Option<Vec<Edit>> = places
        .map(|(place, full)| {
            let plain = place.form != RefForm::Link && ctx.doc.text(place.path_span) == place.path;
            plain.then(|| Edit::replace(place.path_span, with_slash(full, place)))
        })
        .collect();
    Some(match edits {
        Some(edits) if others.is_empty() => finding.fix("write the full path", edits, Safety::Safe),
        Some(edits) => finding.fix("write the full paths", edits, Safety::Safe),
        None => finding,
    })
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
