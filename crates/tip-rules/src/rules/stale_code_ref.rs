//! A reference to code that stands elsewhere now.

use tip_syntax::Finding;

use crate::drifted::{drifted, rewritten, said};
use crate::{Category, Fate, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "stale-code-ref",
    code: "TIP130",
    category: Category::References,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a reference points at code that stands elsewhere now",
    docs: r"## What it does

Finds references whose code moved to another line or to another file since they were written, by following it through the history of git.
Where plan and code came into the history in one commit with much else, the words beside the reference must tell that its line was right;
else it says where they stood, or that it cannot be told.

`tip check` tells what an earlier `tip drift` found out, as far as that still holds; `tip check --drift` looks itself.
Finished phases, plans that are over, and permanent links to a commit are history and are not judged.

## Why it matters

Whoever carries out the phase reads the wrong lines, and may change them.

## Example

In a repository that holds

```world
src/alerts/store.rs 240
drift src/alerts/store.rs:118 moved src/alerts/store.rs:131
```

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:118` - Keep alerts in the database

- [ ] An alert survives a restart
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Code Changes**:
- `src/alerts/store.rs:131` - Keep alerts in the database

- [ ] An alert survives a restart
```

## Fix safety

Safe where every change on the way left the text of the line alone, no other place could be meant, and nothing speaks against the line
that was written; else it is not written unasked.
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    for (reference, it) in drifted(
        ctx,
        &[Fate::Moved, Fate::Renamed, Fate::Ambiguous, Fate::Unclear],
    ) {
        let written = said(ctx, reference);
        let mut finding = match &it.now {
            Some(now) if it.fate != Fate::Ambiguous => {
                let finding = Finding::new(
                    RULE.name,
                    reference.span,
                    format!("`{written}` is `{now}` now"),
                );
                match it.fate {
                    Fate::Renamed => finding.label("the file was renamed"),
                    _ => finding.label("the code moved"),
                }
            }
            _ if it.fate == Fate::Unclear => {
                let mut finding = Finding::new(
                    RULE.name,
                    reference.span,
                    format!("it cannot be told where `{written}` leads now"),
                )
                .label("the code around it changed");
                for candidate in &it.candidates {
                    finding = finding.note(format!("perhaps `{candidate}`"));
                }
                finding.help("point at the line that is meant")
            }
            _ => {
                let mut finding = Finding::new(
                    RULE.name,
                    reference.span,
                    format!(
                        "`{written}` may be any of {} places now",
                        it.candidates.len()
                    ),
                )
                .label("the code moved");
                for candidate in &it.candidates {
                    finding = finding.note(format!("perhaps `{candidate}`"));
                }
                finding.help("point at the one that is meant")
            }
        };
        if let Some(doubt) = &it.doubt {
            finding = finding.note(doubt.clone());
        }
        if let Some(change) = &it.change {
            finding = finding.note(change.to_string());
        }
        if let Some((safety, now)) = it.rewrite.zip(it.now.as_ref())
            && it.fate != Fate::Ambiguous
            && let Some(edits) = rewritten(ctx, reference, it)
        {
            finding = finding.fix(format!("point at `{now}`"), edits, safety);
        }
        out.push(finding);
    }
}
