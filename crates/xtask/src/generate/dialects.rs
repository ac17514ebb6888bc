//! The dialects, from the tables that the reader reads.

use std::fmt::Write as _;

use tip_plan::dialect::{
    COMMON_UNITS, DIALECTS, Dialect, LEAST_WEIGHT, LeadPattern, Sign, UnitMatcher, Within,
};

use super::{Generated, comment};

pub(super) fn file() -> Generated {
    let mut text = comment("`crates/tip-plan/src/dialect.rs`");
    let _ = write!(
        text,
        "# Dialects\n\n\
         No two teams write plans alike, and there is one reader for all of them.\n\
         A dialect is a row in its tables: by which signs it is told from the others, which places are which units, what labels mean in \
         it beside the common vocabulary, and what a box stands for where nothing tells.\n\n\
         Signs weigh, and the dialect with the heaviest signs wins, the one listed first in a tie.\n\
         What weighs less than {LEAST_WEIGHT} is `generic`.\n\
         `tip show --json` tells which dialect was detected, and `tip.toml` may name one.\n\n\
         ## Units in every dialect\n\n\
         The first row that fits decides, after those of the dialect itself.\n\n"
    );
    units(&mut text, COMMON_UNITS);
    for dialect in DIALECTS {
        describe(&mut text, dialect);
    }
    Generated {
        path: "docs/dialects.md".to_owned(),
        text,
    }
}

fn describe(text: &mut String, dialect: &Dialect) {
    let _ = writeln!(
        text,
        "\n## `{}`\n\nA box that nothing tells more of is a {}.",
        dialect.id.word(),
        dialect.plain_box.word()
    );
    if !dialect.signs.is_empty() {
        text.push_str("\n| sign | in | weight |\n| --- | --- | ---: |\n");
        for sign in dialect.signs {
            let (what, place, weight) = match *sign {
                Sign::Path(part, weight) => (part, "the path", weight),
                Sign::Heading(heading, weight) => (heading, "a heading", weight),
                Sign::Text(part, weight) => (part, "the text", weight),
                Sign::Key(key, weight) => (key, "the keys of the front matter", weight),
            };
            let _ = writeln!(text, "| {} | {place} | {weight} |", code(what));
        }
    }
    if !dialect.units.is_empty() {
        text.push('\n');
        units(text, dialect.units);
    }
    if !dialect.labels.is_empty() {
        text.push_str("\n| label | meaning |\n| --- | --- |\n");
        for (label, meaning) in dialect.labels {
            let _ = writeln!(text, "| {} | {} |", code(label), spaced(meaning.word()));
        }
    }
}

fn units(text: &mut String, matchers: &[UnitMatcher]) {
    text.push_str("| a | led by | standing | is a |\n| --- | --- | --- | --- |\n");
    for matcher in matchers {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            spaced(matcher.site.word()),
            lead(matcher.lead),
            within(matcher.within),
            matcher.unit.word()
        );
    }
}

fn lead(lead: LeadPattern) -> String {
    match lead {
        LeadPattern::Word(unit) => format!("a word for a {}, as `{0} 1:`", unit.word()),
        LeadPattern::Number => "a number, as `1.`".to_owned(),
        LeadPattern::DottedNumber => "a number of several parts, as `1.2`".to_owned(),
        LeadPattern::AnyNumber => "a number of any form".to_owned(),
        LeadPattern::TaskId => "a letter and a number, as `T001`".to_owned(),
        LeadPattern::Lettered => "letters and a number, as `M0:`".to_owned(),
        LeadPattern::AcceptanceId => "the number of an acceptance criterion, as `AC1`".to_owned(),
        LeadPattern::Title => "its title".to_owned(),
    }
}

fn within(within: Within) -> String {
    match within {
        Within::Anywhere => "anywhere".to_owned(),
        Within::Section(meaning) => format!("in a section on {}", spaced(meaning.word())),
        Within::Directly(meaning) => {
            format!("directly in a section on {}", spaced(meaning.word()))
        }
        Within::Unit(unit) => format!("in a {}", unit.word()),
        Within::NumberedParent => "in a unit that its number begins with".to_owned(),
        Within::File(name, level) => format!("at level {level} of a file `{name}`"),
        Within::Boxed => "in an item with a box".to_owned(),
    }
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// Returns a code span for a cell of a table.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

#[cfg(test)]
mod tests {
    use tip_plan::DialectId;

    use super::{code, file};

    #[test]
    fn every_dialect_has_a_section() {
        let text = file().text;
        for id in DialectId::ALL {
            assert!(text.contains(&format!("\n## `{}`\n", id.word())));
        }
    }

    #[test]
    fn a_code_span_holds_what_cells_and_spans_end_at() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("**Branch**: `"), "`` **Branch**: ` ``");
    }
}
