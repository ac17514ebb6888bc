//! What stands for a rule that failed.

use crate::{Category, FixAvailability, Level, Levels, Rule, Scope};

/// Stands for a rule that failed: the findings that report it carry this name.
pub static INTERNAL_FAULT: Rule = Rule {
    name: "internal-fault",
    code: "TIP000",
    category: Category::Form,
    levels: Levels::always(Level::Error),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a rule failed on this plan",
    docs: "\
## What it does

Tells that a rule failed on a plan, so that nothing is known of what it would have found there.

## Why it matters

A rule that fails in silence makes a plan look as if it had no faults.
It is a bug of `tip`, not of the plan: please report it with the plan.
",
    scope: Scope::Plan(|_, _| {}),
};
