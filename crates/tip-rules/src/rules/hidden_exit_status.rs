//! A command whose pipe hides whether it failed.

use tip_plan::{BoxKind, Expectation};
use tip_syntax::{Finding, scan};

use crate::claim::is_over;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "hidden-exit-status",
    code: "TIP052",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the command of a criterion succeeds even when what it runs fails",
    docs: r"## What it does

Finds commands in criteria that end in a pipe into a program that always succeeds, such as `tail`, `head` or `tee`, or in `|| true`, where nothing but success is expected.
Commands that set `pipefail`, and those that only look at something, are not judged.

## Why it matters

The exit status of a pipe is that of its last program.
`make test | tail -5` succeeds when every test fails.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `make test | tail -5`
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] Tests pass: `make test`
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for command in &plan.commands {
        let it = command.in_box.and_then(|at| plan.boxes.get(at as usize));
        let checks = it
            .is_some_and(|it| matches!(it.kind, BoxKind::Criterion | BoxKind::Gate) && !it.manual);
        if !checks
            || command.expectation != Expectation::Success
            || command.why_not.is_some()
            || is_over(plan, command.unit)
        {
            continue;
        }
        let Some(cover) = cover(&command.text) else {
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                command.span,
                format!("{} succeeds even when it fails", quoted(&command.text)),
            )
            .label(format!("`{cover}` hides the exit status"))
            .help("run the command alone, or set `pipefail` before it"),
        );
    }
}

/// Programs that succeed whatever they are given.
const ALWAYS: &[&str] = &[
    "tail", "head", "tee", "cat", "less", "more", "sort", "uniq", "wc", "cut", "tr", "sed",
];

/// Programs whose output is all that is wanted of them.
const LOOKING: &[&str] = &[
    "cat", "ls", "grep", "rg", "find", "git", "gh", "echo", "printf", "jq", "curl", "sed", "awk",
    "wc", "head", "tail", "tree", "sort", "ps", "env", "kubectl", "docker", "psql", "sqlite3",
    "ag", "fd", "diff", "du", "stat", "file", "strings", "tokei", "xargs", "cut", "tr", "uniq",
];

/// Returns what hides the exit status of a command, if something does.
fn cover(text: &str) -> Option<&str> {
    if text.contains('\n') || scan::contains(text, "pipefail") || scan::contains(text, "PIPESTATUS")
    {
        return None;
    }
    if let Some((_, tail)) = text.rsplit_once("||")
        && matches!(tail.trim(), "true" | ":")
    {
        return Some("|| true");
    }
    // A `|` within quotes belongs to a pattern.
    if text.contains(['\'', '"', '(', '<']) {
        return None;
    }
    let (before, last) = text.rsplit_once('|')?;
    let first = before.rsplit(['&', ';']).next_back().unwrap_or(before);
    let program = |text: &str| {
        let mut words = text.split_whitespace().filter(|it| !it.contains('='));
        words.next().map(str::to_owned)
    };
    let runs = before.split('|').next().unwrap_or(before);
    let runs = runs.rsplit(['&', ';']).next().unwrap_or(first);
    let looked = program(runs).is_none_or(|it| LOOKING.contains(&it.as_str()));
    let last_program = last.split_whitespace().next()?;
    let after_pipe = last.contains(['&', ';', '>']);
    (!looked && !after_pipe && ALWAYS.contains(&last_program)).then_some(last_program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_are_found() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(cover(text), expected, "{text}");
        check("make test | tail -5", Some("tail"));
        check("cargo test 2>&1 | tee log.txt", Some("tee"));
        check("cd a && npm test | head", Some("head"));
        check("npm run lint || true", Some("|| true"));
        check("set -o pipefail; make test | tail", None);
        check("git log | head -1", None);
        check("cargo tree | grep serde", None);
        check("grep -rn a src | wc -l", None);
        check("rg 'a|tail' src", None);
    }
}
