//! The rules and their documentation.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_rules::{Category, FixAvailability, Level, Levels, Rule, Scope};

use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape, prose, wire};

/// The rules.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "rules")]
struct RulesJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The rules, in the order of their names.
    rules: Vec<RuleJson>,
}

/// A rule.
#[derive(Debug, Serialize, JsonSchema)]
struct RuleJson {
    /// Its name.
    name: &'static str,
    /// Its code.
    code: &'static str,
    /// What it is about.
    category: &'static str,
    /// One line on what it finds.
    summary: &'static str,
    /// How grave its findings are, by the stage of the plan.
    levels: LevelsJson,
    /// Whether its findings bring a fix.
    #[schemars(extend("enum" = ["none", "sometimes", "always"]))]
    fix: &'static str,
    /// Whether it looks at one plan or at all of them.
    #[schemars(extend("enum" = ["plan", "set", "suppressions"]))]
    scope: &'static str,
    /// The version that brought it.
    since: &'static str,
    /// Its documentation, in Markdown.
    docs: &'static str,
}

/// A level for each stage of a plan.
#[derive(Debug, Serialize, JsonSchema)]
struct LevelsJson {
    /// While it is written.
    draft: &'static str,
    /// When it is agreed on.
    approved: &'static str,
    /// While it is carried out.
    in_progress: &'static str,
    /// When it is complete, superseded or abandoned.
    over: &'static str,
}

/// Renders the rules as a table for each category: code, name, level while a plan is in progress, whether there are fixes, summary.
pub fn render(rules: &[&Rule], terminal: &Terminal) -> String {
    let mut categories: Vec<Category> = rules.iter().map(|rule| rule.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let columns = [
        Column::Left,
        Column::Left,
        Column::Left,
        Column::Left,
        Column::Wrapped,
    ];
    let mut out = String::new();
    for category in categories {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", terminal.paint(Look::Title, category.word()));
        let mut table = Table::new(2, &columns);
        for rule in rules.iter().filter(|rule| rule.category == category) {
            table.row(row(rule));
        }
        table.write(*terminal, &mut out);
    }
    out
}

fn row(rule: &Rule) -> [Cell; 5] {
    let level = rule.levels.in_progress;
    let fix = match rule.fix {
        FixAvailability::None => "",
        FixAvailability::Sometimes | FixAvailability::Always => "fix",
    };
    [
        Cell::new(Look::Dim, rule.code),
        Cell::new(Look::Code, rule.name),
        Cell::new(look(level), level_word(level)),
        Cell::new(Look::Good, fix),
        Cell::plain(rule.summary),
    ]
}

/// Returns the rules as JSON.
pub fn json(rules: &[&Rule], version: &str) -> String {
    wire::pretty(&RulesJson {
        version,
        rules: rules.iter().map(|rule| rule_json(rule)).collect(),
    })
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<RulesJson<'_>>()
}

/// Renders the documentation of a rule.
pub fn explain(rule: &Rule, terminal: &Terminal) -> String {
    let mut out = String::new();
    let name = terminal.paint(Look::Title, rule.name);
    let code = terminal.paint(Look::Dim, rule.code);
    let _ = writeln!(out, "{name} {code}");
    let _ = writeln!(out, "{}\n", escape::line(rule.summary));
    let mut table = Table::new(0, &[Column::Left, Column::Text]);
    let facts = [
        ("category", rule.category.word().to_owned()),
        ("level", levels(rule.levels)),
        ("fix", fix_word(rule.fix).to_owned()),
        ("since", rule.since.to_owned()),
    ];
    for (name, value) in &facts {
        table.row([Cell::new(Look::Dim, name), Cell::plain(value)]);
    }
    table.write(*terminal, &mut out);
    out.push('\n');
    prose::render(rule.docs, *terminal, &mut out);
    out
}

/// Says the levels, stages of one level together.
fn levels(levels: Levels) -> String {
    let stages = [
        (levels.draft, "draft"),
        (levels.approved, "approved"),
        (levels.in_progress, "in_progress"),
        (levels.over, "over"),
    ];
    if stages.iter().all(|(level, _)| *level == levels.draft) {
        return format!("{} at every stage", level_word(levels.draft));
    }
    let groups = [Level::Error, Level::Warning, Level::Hint, Level::Off].map(|level| {
        let of_level = stages.iter().filter(|it| it.0 == level).map(|it| it.1);
        (level, of_level.collect::<Vec<_>>())
    });
    let said = groups.iter().filter(|(_, stages)| !stages.is_empty());
    said.map(|(level, stages)| format!("{} ({})", level_word(*level), stages.join(", ")))
        .collect::<Vec<_>>()
        .join(", ")
}

fn rule_json(rule: &Rule) -> RuleJson {
    RuleJson {
        name: rule.name,
        code: rule.code,
        category: rule.category.word(),
        summary: rule.summary,
        levels: LevelsJson {
            draft: level_word(rule.levels.draft),
            approved: level_word(rule.levels.approved),
            in_progress: level_word(rule.levels.in_progress),
            over: level_word(rule.levels.over),
        },
        fix: fix_word(rule.fix),
        scope: match rule.scope {
            Scope::Plan(_) => "plan",
            Scope::Gate(_) => "gate",
            Scope::Set(_) => "set",
            Scope::Suppressions => "suppressions",
        },
        since: rule.since,
        docs: rule.docs,
    }
}

fn level_word(level: Level) -> &'static str {
    level.severity().map_or("off", tip_syntax::Severity::word)
}

fn fix_word(fix: FixAvailability) -> &'static str {
    match fix {
        FixAvailability::None => "none",
        FixAvailability::Sometimes => "sometimes",
        FixAvailability::Always => "always",
    }
}

fn look(level: Level) -> Look {
    match level {
        Level::Error => Look::Error,
        Level::Warning => Look::Warning,
        Level::Hint => Look::Hint,
        Level::Off => Look::Dim,
    }
}
