//! A path that leads out of the repository.

use tip_syntax::Finding;

use crate::claim::{claims, is_explained, is_made_up};
use crate::{Category, FixAvailability, Level, Levels, PathAnswer, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "path-outside-repository",
    code: "TIP030",
    category: Category::References,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a path leads out of the repository",
    docs: r"## What it does

Finds paths that lead out of the repository: absolute ones, those of a home folder, and `..` past the root.
What looks like an import of code (`../lib/cache.js`) is left alone.

## Why it matters

On another machine the path means nothing, and nobody can check what it says.

## Example

In a repository that holds

```world
src/alerts/store.rs 120
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `/home/user/shop/src/alerts/store.rs`

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- Modify: `src/alerts/store.rs`

- [ ] An alert survives a restart
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for claim in claims(ctx, |it| *it == PathAnswer::Outside) {
        if is_made_up(claim.path)
            || is_route(claim.path)
            || is_output(claim.path)
            || claim.references.iter().all(|it| is_explained(ctx, it))
        {
            continue;
        }
        out.push(
            Finding::new(
                RULE.name,
                claim.references[0].path_span,
                format!("`{}` leads out of the repository", claim.path),
            )
            .label("cannot be checked")
            .help(
                "write the path from the root of the repository, or the address of the other one",
            ),
        );
    }
}

/// The folders at the root of file systems.
const ROOTS: &[&str] = &[
    "Applications",
    "Library",
    "Users",
    "Volumes",
    "etc",
    "home",
    "mnt",
    "opt",
    "private",
    "root",
    "srv",
    "tmp",
    "usr",
    "var",
];

/// Returns whether an absolute path begins in no folder of a file system, so that it is rather the address of a page.
fn is_route(path: &str) -> bool {
    path.strip_prefix('/')
        .is_some_and(|rest| !ROOTS.contains(&rest.split('/').next().unwrap_or_default()))
}

/// Returns whether a path is of something that no repository holds: a backup, a log.
fn is_output(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "bak" | "dump" | "gz" | "log" | "pid" | "sock" | "zip"
    )
}
