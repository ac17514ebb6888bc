//! A page per rule, and a table of all.

use std::fmt::Write as _;

use tip_rules::{FixAvailability, Level, RULES, Rule};

use super::{Generated, comment};

pub(super) fn files() -> Vec<Generated> {
    let mut files: Vec<Generated> = RULES.iter().map(|rule| page(rule)).collect();
    files.push(Generated {
        path: "docs/rules/README.md".to_owned(),
        text: overview(),
    });
    files
}

fn page(rule: &Rule) -> Generated {
    let source = format!(
        "crates/tip-rules/src/rules/{}.rs",
        rule.name.replace('-', "_")
    );
    let mut text = comment(&format!("`{source}`"));
    let Rule {
        name, code, since, ..
    } = rule;
    let _ = writeln!(text, "# {name}\n\n{}.\n", sentence(rule.summary));
    text.push_str("| code | category | draft | approved | in progress | over | fix | since |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    let _ = writeln!(
        text,
        "| {code} | {} | {} | {} | {since} |\n",
        rule.category.word(),
        levels(rule),
        fix(rule.fix)
    );
    text.push_str(rule.docs.trim());
    text.push('\n');
    Generated {
        path: format!("docs/rules/{name}.md"),
        text,
    }
}

fn overview() -> String {
    let mut text = comment("`crates/tip-rules/src/rules`");
    text.push_str(
        "# Rules\n\n\
         The stage of a plan decides how grave a finding is, and `tip.toml` has the last word.\n\
         A plan is over when it is complete, superseded or abandoned.\n\n\
         | rule | code | category | what it finds | draft | approved | in progress | over | fix |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for rule in RULES {
        let name = rule.name;
        let _ = writeln!(
            text,
            "| [{name}]({name}.md) | {} | {} | {} | {} | {} |",
            rule.code,
            rule.category.word(),
            rule.summary.replace('|', "\\|"),
            levels(rule),
            fix(rule.fix)
        );
    }
    text
}

/// Returns the level at each stage, as cells of a table.
fn levels(rule: &Rule) -> String {
    let levels = rule.levels;
    [
        levels.draft,
        levels.approved,
        levels.in_progress,
        levels.over,
    ]
    .map(level)
    .join(" | ")
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "–",
        Level::Hint => "hint",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

fn fix(fix: FixAvailability) -> &'static str {
    match fix {
        FixAvailability::None => "–",
        FixAvailability::Sometimes => "sometimes",
        FixAvailability::Always => "always",
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use tip_rules::RULES;

    use super::{files, overview};

    #[test]
    fn every_rule_has_a_page_and_a_row() {
        assert_eq!(files().len(), RULES.len() + 1);
        for rule in RULES {
            assert!(overview().contains(&format!("[{0}]({0}.md)", rule.name)));
        }
    }
}
