//! Runs `tests/rules/*.md`: each heading is a test, and marks stand at the lines of which the rule should speak.

#![expect(clippy::disallowed_methods, reason = "the tests themselves are files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tip_rules::RULES;

use crate::example::Example;
use crate::run::run;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules"))
}

/// Returns what is wrong with one example, if something is.
fn fault(name: &str, example: &Example) -> Option<String> {
    let outcome = run(example);
    let found: BTreeSet<(u32, String)> = outcome
        .judged
        .iter()
        .filter(|it| it.rule.name == name)
        .map(|it| (outcome.doc.line(it.finding.primary.span), name.to_owned()))
        .collect();
    let expected: BTreeSet<(u32, String)> = example.marks.iter().cloned().collect();
    (found != expected).then(|| {
        format!(
            "{name}.md: {}\n  expected {expected:?}\n     found {found:?}",
            example.heading
        )
    })
}

#[test]
fn every_rule_speaks_where_its_tests_say() {
    let mut faults = Vec::new();
    for rule in RULES {
        let path = folder().join(format!("{}.md", rule.name));
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} has no tests: {error}", rule.name));
        let examples = Example::all(&text);
        assert!(examples.len() >= 2, "{}.md holds tests", rule.name);
        let mut headings: Vec<&str> = examples.iter().map(|it| it.heading.as_str()).collect();
        headings.dedup();
        assert_eq!(
            headings.len(),
            examples.len(),
            "{}.md: one plan a heading",
            rule.name
        );
        assert!(
            examples.iter().any(|it| !it.marks.is_empty()),
            "{}.md: the rule speaks at least once",
            rule.name
        );
        for (_, marked) in examples.iter().flat_map(|it| &it.marks) {
            assert_eq!(marked, rule.name, "a mark names the rule of its file");
        }
        faults.extend(examples.iter().filter_map(|it| fault(rule.name, it)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_belongs_to_a_rule() {
    for entry in fs::read_dir(folder()).expect("the folder of the tests is there") {
        let path = entry.expect("its entries can be read").path();
        let name = path
            .file_stem()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        assert!(
            RULES.iter().any(|rule| rule.name == name),
            "{name}.md names no rule"
        );
    }
}
