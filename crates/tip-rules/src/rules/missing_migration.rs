//! Changes to a database without a word on the data in it.

use tip_plan::{DialectId, Meaning};
use tip_syntax::{Finding, scan};

use crate::nothing::says_nothing;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "missing-migration",
    code: "TIP068",
    category: Category::Domain,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the database changes, but nothing is said about the data in it",
    docs: r"## What it does

Finds plans in the form of the template whose integration points change a table, a column or a schema that exists, while the plan speaks of no migration anywhere.
New tables need none.

## Why it matters

The change works on an empty database on a laptop, and meets years of rows in production.

## Example

```plan,fail
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Integration Points

**Backend**:
- Database: the column `owner` of the table `alerts` becomes required

**Frontend**:
- None
```

## Use instead

```plan,pass
# Technical Implementation Plan: Price Alerts

## Implementation Phases

### Phase 1: Store the alerts

**Purpose**: Remember what a user waits for.

**Success Criteria**:
- [ ] An alert survives a restart

## Integration Points

**Backend**:
- Database: the column `owner` of the table `alerts` becomes required

**Frontend**:
- None

## Data Migration

Alerts without an owner are given to the administrator; the old table is kept as a backup, and a test counts the rows.
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    let speaks_of_it = || scan::find_ignore_case(ctx.doc.source().text(), "migrat").is_some();
    if plan.dialect != DialectId::Tip || speaks_of_it() {
        return;
    }
    let mut fields = plan
        .fields
        .iter()
        .filter(|it| it.meaning == Some(Meaning::Backend));
    let change = fields.find_map(|field| {
        let mut items = field.items.iter();
        items.find(|it| changes_database(ctx.doc.text(**it)))
    });
    let Some(change) = change else {
        return;
    };
    out.push(
        Finding::new(
            RULE.name,
            *change,
            "the database changes, but nothing is said about the data in it",
        )
        .label("what happens to the rows that are there?")
        .help("add a section `## Data Migration`"),
    );
}

fn changes_database(text: &str) -> bool {
    let folded = scan::normalized(text);
    let has = |words: &[&str]| {
        let mut all = folded.split(' ');
        all.any(|word| words.contains(&word))
    };
    !says_nothing(text)
        && has(&[
            "database", "table", "tables", "column", "columns", "schema", "schemas",
        ])
        && has(&[
            "alter", "altered", "change", "changed", "changes", "rename", "renamed", "drop",
            "dropped", "becomes", "become", "required", "remove", "removed", "modify", "modified",
            "extend", "extended", "split", "merge", "merged", "add", "added", "adds",
        ])
        && !has(&["new", "create", "created", "no", "none", "without"])
}
