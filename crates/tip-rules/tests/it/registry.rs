//! What holds for every rule in the list.

#![expect(clippy::disallowed_methods, reason = "the tests themselves are files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tip_rules::{INTERNAL_FAULT, RULES, Rule, find};

use crate::example::{Example, Part, parts};
use crate::run::{rendered, run};

#[test]
fn the_list_is_sorted_by_name() {
    assert!(RULES.is_sorted_by_key(|rule| rule.name));
}

#[test]
fn names_and_codes_are_unique() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(names.len(), RULES.len());
    assert_eq!(codes.len(), RULES.len());
    assert!(!names.contains(INTERNAL_FAULT.name) && !codes.contains(INTERNAL_FAULT.code));
}

#[test]
fn names_and_codes_are_well_formed() {
    for rule in RULES {
        let is_part = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part
                    .bytes()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(rule.name.split('-').all(is_part), "{}", rule.name);
        let verdict = ["no-", "require-", "check-", "invalid-plan"];
        assert!(
            !verdict.iter().any(|it| rule.name.starts_with(it)),
            "{}",
            rule.name
        );
        let number = rule
            .code
            .strip_prefix("TIP")
            .expect("a code starts with TIP");
        assert!(
            number.len() == 3 && number.bytes().all(|c| c.is_ascii_digit()),
            "{}",
            rule.code
        );
    }
}

#[test]
fn summaries_are_phrases() {
    for rule in RULES {
        let summary = rule.summary;
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{summary}");
        assert!(!summary.starts_with(char::is_uppercase), "{summary}");
    }
}

#[test]
fn every_file_of_a_rule_is_listed() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"));
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the folder of the rules is there") {
        let path = entry.expect("its entries can be read").path();
        let name = path
            .file_stem()
            .and_then(|it| it.to_str())
            .unwrap_or_default();
        if name != "mod" {
            files.insert(name.replace('_', "-"));
        }
    }
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, names);
}

#[test]
fn a_rule_is_found_by_name_and_by_code() {
    for rule in RULES {
        assert_eq!(find(rule.name).map(|it| it.name), Some(rule.name));
        assert_eq!(find(rule.code).map(|it| it.name), Some(rule.name));
        let code = rule.code.to_ascii_lowercase();
        assert_eq!(find(&code).map(|it| it.name), Some(rule.name));
    }
    assert_eq!(find("TIP000").map(|it| it.name), Some("internal-fault"));
    assert!(find("no-such-rule").is_none());
}

#[test]
fn docs_have_their_headings_in_order() {
    for rule in RULES {
        let headings: Vec<&str> = headings(rule);
        let fixed = ["What it does", "Why it matters", "Example", "Use instead"];
        let (start, rest) = headings
            .split_at_checked(fixed.len())
            .unwrap_or((&headings, &[]));
        assert_eq!(start, fixed, "{}", rule.name);
        assert!(rest.is_empty() || rest == ["Fix safety"], "{}", rule.name);
        let brings_fixes = rule.fix != tip_rules::FixAvailability::None;
        assert_eq!(
            !rest.is_empty(),
            brings_fixes,
            "{}: is its fix safe?",
            rule.name
        );
    }
}

fn headings(rule: &Rule) -> Vec<&'static str> {
    let heading = |part| match part {
        Part::Heading(text) => Some(text),
        Part::Fence { .. } => None,
    };
    parts(rule.docs).into_iter().filter_map(heading).collect()
}

#[test]
fn every_example_behaves() {
    let mut faults = Vec::new();
    for rule in RULES {
        let examples = Example::all(rule.docs);
        let count = |word: &str| examples.iter().filter(|it| it.has(word)).count();
        assert_eq!(
            (count("fail"), count("pass")),
            (1, 1),
            "{}: its examples",
            rule.name
        );
        for example in &examples {
            let outcome = run(example);
            let spoke = outcome.judged.iter().any(|it| it.rule.name == rule.name);
            if spoke != example.has("fail") {
                let verb = if spoke { "speaks of" } else { "is silent on" };
                faults.push(format!("{} {verb} {:?}", rule.name, example.words));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_good_example_is_good_to_every_rule() {
    let mut faults = Vec::new();
    for rule in RULES {
        for example in Example::all(rule.docs).iter().filter(|it| it.has("pass")) {
            let outcome = run(example);
            let spoken = outcome.judged.iter().map(|it| {
                format!(
                    "{} speaks of the good example of {}",
                    it.rule.name, rule.name
                )
            });
            faults.extend(spoken);
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_each_rule_says_of_its_example() {
    for rule in RULES {
        for example in Example::all(rule.docs).iter().filter(|it| it.has("fail")) {
            let said = rendered(&run(example), rule.name);
            insta::assert_snapshot!(rule.name, said);
        }
    }
}
