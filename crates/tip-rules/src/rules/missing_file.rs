//! A file that the plan builds on and that does not exist.

use tip_plan::{Intent, RefForm, Reference};
use tip_syntax::{Edit, Finding, Label, Safety};

use crate::claim::{Ends, Weight, claims, is_explained, is_foreign, is_made_up};
use crate::drifted::fate;
use crate::nearest::{plausible, slip};
use crate::together::and_more;
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-file",
    code: "TIP024",
    category: Category::References,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a file that the plan changes, deletes or cites does not exist",
    docs: r"## What it does

Finds references to files and folders that do not exist, where the plan cannot be carried out without them: what it modifies or deletes, what it cites with a line, and what its front matter or its lists of documents name.
What the plan creates, bare file names without a line, patterns, and phases that are done are not judged.

## Why it matters

The file was moved, renamed, never built, or is another repository's.
Whoever carries out the plan has to guess which.

## Example

In a repository that holds

```world
src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/alert/storage.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/alerts/store.rs`
- Create: `src/alerts/message.rs`

- [ ] An alert survives a restart
```

## Fix safety

The nearest path is a guess, and is not written unasked.
There is no fix where a line is cited, which the other file may not have, nor where the names of the files differ by more than a slip.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let claims = claims(ctx, |it| matches!(it, PathAnswer::Missing { .. }));
    if claims.is_empty() {
        return;
    }
    let weight = Weight::new(ctx.plan);
    let planned = ctx.planned();
    let mut found: Vec<(&str, Finding)> = Vec::new();
    for claim in claims {
        let PathAnswer::Missing { nearest, .. } = claim.answer else {
            continue;
        };
        let near = plausible(claim.path, nearest.as_deref());
        // Of those `unknown-path` speaks.
        if is_foreign(claim) {
            continue;
        }
        let firm: Vec<&Reference> = claim
            .references
            .iter()
            .copied()
            // What the history tells of it says more.
            .filter(|it| weight.is_firm(it) && !is_explained(ctx, it) && fate(ctx, it).is_none())
            .collect();
        let Some((first, more)) = firm.split_first() else {
            continue;
        };
        if planned.explains(claim.path) || is_made_up(claim.path) {
            continue;
        }
        let noun = if first.is_folder() { "folder" } else { "file" };
        let finding = Finding::new(
            RULE.name,
            first.path_span,
            format!("`{}` does not exist", claim.path),
        )
        .label(match first.intent {
            Intent::Modify => format!("the plan changes this {noun}"),
            Intent::Delete => format!("the plan deletes this {noun}"),
            Intent::Create | Intent::Mention => format!("no such {noun}"),
        });
        let labels = more.iter().map(|it| Label::new(it.path_span, "and here"));
        let finding = and_more(
            finding,
            labels,
            "more place names",
            "more places name",
            "it",
        );
        found.push((claim.path, match near {
            Some(nearest) => {
                let finding = finding.help(format!("did you mean `{nearest}`?"));
                let edits = is_slip(claim.path, nearest).then(|| replaced(ctx, &firm, nearest));
                match edits.flatten() {
                    Some(edits) => {
                        finding.fix(format!("write `{nearest}`"), edits, Safety::Unsafe)
                    }
                    None => finding,
                }
            }
            None => finding.help(match (first.intent, claim.path.contains('/')) {
                (Intent::Modify, true) => "look up where it went, or list it under `Create` if the plan makes it",
                (Intent::Modify, false) => {
                    "write its path from the root of the repository, or list it under `Create` if the plan makes it"
                }
                (_, true) => "look up where it went, or whether it is another repository's",
                (_, false) => "write its path from the root of the repository",
            }),
        }));
    }
    // A short name of a file that is told to be missing in full says nothing more.
    let ends = Ends::new(found.iter().map(|it| it.0));
    found.retain(|(path, _)| !ends.hold(path));
    out.extend(found.into_iter().map(|(_, finding)| finding));
}

/// Returns whether the names of two files are the same but for a slip.
fn is_slip(path: &str, near: &str) -> bool {
    let name = |path: &str| -> String {
        let path = path.trim_end_matches('/');
        path.rsplit('/').next().unwrap_or(path).to_owned()
    };
    let (written, found) = (name(path), name(near));
    written == found || slip(&written, [found.as_str()]).is_some()
}

/// Replaces the path in every reference, unless one is a link, whose path starts elsewhere, or cites a line, which may be elsewhere.
fn replaced(ctx: &PlanContext<'_>, references: &[&Reference], path: &str) -> Option<Vec<Edit>> {
    references
        .iter()
        .map(|it| {
            let plain = it.form != RefForm::Link
                && it.line.is_none()
                && ctx.doc.text(it.path_span) == it.path;
            plain.then(|| Edit::replace(it.path_span, path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn only_a_slip_is_mended() {
        assert!(is_slip("src/alert/store.rs", "src/alerts/store.rs"));
        assert!(is_slip("src/messgae.rs", "src/message.rs"));
        assert!(!is_slip("src/context-store.ts", "src/context.ts"));
        assert!(!is_slip("src/page.rs", "src/page/mod.rs"));
    }
}
