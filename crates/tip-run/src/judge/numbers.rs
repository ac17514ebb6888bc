//! Numbers in what a command printed: which of them is compared has to be clear.

use tip_plan::{Decimal, Measure};

use crate::Captured;

/// Returns the numbers that may be meant; all of them have to fit, or none. Otherwise says why none is clear.
pub(super) fn compared(
    of: Measure,
    stdout: &Captured,
    stderr: &Captured,
) -> Result<Vec<Decimal>, String> {
    match of {
        Measure::Lines => Ok(lines(stdout)),
        Measure::Percent => {
            let mut found = percentages(stdout);
            if found.is_empty() {
                found = percentages(stderr);
            }
            if found.is_empty() {
                return Err("it printed no percentage that is clearly of the whole".to_owned());
            }
            Ok(found)
        }
        Measure::Number => {
            let output = &stdout.output;
            let found = if output.tail.is_empty() {
                numbers(&output.head)
            } else {
                None
            };
            found.ok_or_else(|| match output.head.trim().lines().next() {
                Some(first) => {
                    let first: String = first.chars().take(80).collect();
                    format!("it printed `{first}`, which is not a number alone")
                }
                None => "it printed no number".to_owned(),
            })
        }
    }
}

/// Returns how many lines there are; a number that stands alone may itself be how many.
fn lines(stdout: &Captured) -> Vec<Decimal> {
    let mut found = vec![Decimal::count(stdout.output.lines)];
    if stdout.output.tail.is_empty() {
        found.extend(Decimal::read(stdout.output.head.trim()));
    }
    found
}

/// Returns the number that each line tells: alone, before a file as `wc` prints it, behind one as `grep -c` does, or as the only number of
/// the only line.
fn numbers(text: &str) -> Option<Vec<Decimal>> {
    let lines = || text.lines().map(str::trim).filter(|it| !it.is_empty());
    let of_wc = lines()
        .next_back()
        .is_some_and(|it| it.split_whitespace().nth(1) == Some("total"));
    let per_line: Option<Vec<Decimal>> = lines().map(|it| of_line(it, of_wc)).collect();
    let found = per_line.filter(|it| !it.is_empty());
    found.or_else(|| {
        let mut lines = lines();
        let only = lines.next().filter(|_| lines.next().is_none())?;
        let mut words = only.split_whitespace().filter(|it| has_digit(it));
        let number = words.next().filter(|_| words.next().is_none())?;
        let number = number.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '.'));
        Decimal::read(number).map(|it| vec![it])
    })
}

/// Returns the number that a line tells; `wc` where it is known that it printed it.
fn of_line(line: &str, wc: bool) -> Option<Decimal> {
    let first = line.split_whitespace().next().unwrap_or_default();
    let of_wc = || {
        let name = line[first.len()..].trim_start();
        let is_name = wc || name.contains(['/', '.']) && !name.contains(' ');
        Decimal::read(first).filter(|_| is_name)
    };
    let of_grep = || {
        let (name, count) = line.rsplit_once(':')?;
        let is_path = !name.is_empty() && !name.contains(char::is_whitespace);
        Decimal::read(count).filter(|_| is_path)
    };
    Decimal::read(line).or_else(of_wc).or_else(of_grep)
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Returns the percentages of the whole: those on lines that tell of a total, or else the only one there is.
fn percentages(captured: &Captured) -> Vec<Decimal> {
    let output = &captured.output;
    let lines = || output.head.lines().chain(output.tail.lines());
    let totals = lines().filter(|it| {
        let words = it.to_ascii_lowercase();
        words.contains("total") || words.contains("all files")
    });
    let found: Vec<Decimal> = totals.flat_map(of_percent).collect();
    if !found.is_empty() {
        return found;
    }
    let mut all: Vec<Decimal> = lines().flat_map(of_percent).collect();
    all.dedup();
    if all.len() == 1 && output.tail.is_empty() {
        all
    } else {
        Vec::new()
    }
}

/// Returns the numbers of a line that a `%` follows.
fn of_percent(line: &str) -> Vec<Decimal> {
    let before = line.match_indices('%').map(|(at, _)| line[..at].trim_end());
    let numbers = before.filter_map(|it| {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let number = &it[it.trim_end_matches(is_part).len()..];
        Decimal::read(number)
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captured(text: &str) -> Captured {
        let mut captured = Captured::default();
        text.clone_into(&mut captured.output.head);
        captured.output.lines = text.lines().count() as u64;
        captured
    }

    #[track_caller]
    fn check(of: Measure, text: &str, expected: &[&str]) {
        let found = compared(of, &captured(text), &Captured::default()).unwrap_or_default();
        let found: Vec<String> = found.iter().map(Decimal::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_number_is_clear_where_nothing_else_is_printed() {
        check(Measure::Number, "12\n", &["12"]);
        check(Measure::Number, " 12 src/a1.rs\n", &["12"]);
        check(
            Measure::Number,
            " 12 a.rs\n 3 b.rs\n 15 total\n",
            &["12", "3", "15"],
        );
        check(Measure::Number, "src/a.rs:3\nsrc/b.rs:0\n", &["3", "0"]);
        check(Measure::Number, "count: 0.5\n", &["0.5"]);
        check(Measure::Number, "found 3 errors.\n", &["3"]);
        for text in [
            "",
            "3 of 5",
            "v1.2.3",
            "2026-01-31",
            "3 passed\n2 failed",
            "a\n3",
            "12ms",
        ] {
            check(Measure::Number, text, &[]);
        }
    }

    #[test]
    fn a_percentage_is_clear_where_it_is_of_the_whole() {
        check(Measure::Percent, "a.py 50%\nTOTAL 10 2 80%\n", &["80"]);
        check(Measure::Percent, "total: (statements) 85.3%\n", &["85.3"]);
        check(
            Measure::Percent,
            "coverage: 72.5 % of statements",
            &["72.5"],
        );
        check(Measure::Percent, "a 50%\nb 60%\n", &[]);
        check(Measure::Percent, "no coverage", &[]);
    }

    #[test]
    fn lines_are_counted_unless_their_number_is_printed() {
        check(Measure::Lines, "a\nb\n", &["2"]);
        check(Measure::Lines, "7\n", &["1", "7"]);
    }
}
