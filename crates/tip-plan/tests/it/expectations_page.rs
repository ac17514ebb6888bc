//! The page about expectations shows what is read.

use tip_plan::Expectation;

use crate::outline;

const PAGE: &str = include_str!("../../../../docs/expectations.md");

/// Returns the examples of the page with what it says of them.
fn examples() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cells = |line: &'static str| {
        let line = line.strip_prefix("| ")?.strip_suffix(" |")?;
        line.split_once(" | ")
    };
    PAGE.lines()
        .filter_map(cells)
        .filter(|(text, _)| *text != "In the plan")
}

fn said(expectation: &Expectation) -> String {
    let named = |texts: &[String], word: &str| {
        let texts: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
        match texts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
            None => String::new(),
        }
    };
    let texts = |word: &str| named(expectation.texts(), word);
    match expectation {
        Expectation::Success => "exits with 0".to_owned(),
        Expectation::Failure => "exits with another code than 0".to_owned(),
        Expectation::ExitCode(code) => format!("exits with {code}"),
        Expectation::FailsWith { code, .. } => {
            let code = code.map_or_else(|| "another code than 0".to_owned(), |it| it.to_string());
            format!("exits with {code} and shows {}", texts("and"))
        }
        Expectation::Silence => "prints or finds nothing".to_owned(),
        Expectation::Output(text) => format!("prints `{text}`"),
        Expectation::Contains(_) | Expectation::ContainsAll(_) => {
            format!("shows {}", texts("and"))
        }
        Expectation::Lacks(_) => format!("exits with 0 and does not show {}", texts("or")),
        Expectation::ContainsBut { texts, shown } => {
            let (shown, absent) = texts.split_at(*shown);
            let (shown, absent) = (named(shown, "and"), named(absent, "or"));
            format!("exits with 0, shows {shown} and does not show {absent}")
        }
        Expectation::Bound(bound) => format!("prints {}", bound.phrase()),
        Expectation::Lines(1) => "prints 1 line".to_owned(),
        Expectation::Lines(count) => format!("prints {count} lines"),
        Expectation::Unreadable(_) => "to judge".to_owned(),
    }
}

#[test]
fn each_example_is_read_as_the_page_says() {
    for (text, expected) in examples() {
        let plan = format!("## Success Criteria\n\n- [ ] {text}\n");
        let read = outline::generic(&plan);
        let found: Vec<String> = read
            .plan
            .commands
            .iter()
            .map(|it| said(&it.expectation))
            .collect();
        assert_eq!(found, [expected], "{text}");
    }
    assert!(examples().count() > 30);
}
