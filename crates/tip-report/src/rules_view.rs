//! The rules and their documentation.

use tip_rules::Rule;

use crate::Terminal;

/// Renders the rules as a table.
pub fn render(rules: &[&Rule], terminal: &Terminal) -> String {
    let _ = (rules, terminal);
    String::new()
}

/// Returns the rules as JSON.
pub fn json(rules: &[&Rule], version: &str) -> String {
    let _ = (rules, version);
    String::new()
}

/// Renders the documentation of a rule.
pub fn explain(rule: &Rule, terminal: &Terminal) -> String {
    let _ = (rule, terminal);
    String::new()
}
