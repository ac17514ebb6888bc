//! A date that is none.

use tip_plan::DialectId;
use tip_syntax::Finding;

use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-date",
    code: "TIP009",
    category: Category::Form,
    levels: Levels::until_over(Level::Warning),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "the date in the front matter is no day, or not written as YYYY-MM-DD",
    docs: r"## What it does

Finds a date in the front matter that names no day of the calendar.
In plans in the form of the template it must be written `YYYY-MM-DD`; a time may follow.
In other dialects only dates of that form are judged.

## Why it matters

`03/04/26` is two days, a month apart, depending on who reads it.

## Example

```plan,fail
---
date: 2026-02-30
feature: price-alerts
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts
```

## Use instead

```plan,pass
---
date: 2026-02-28
feature: price-alerts
status: draft
---

# Plan: Price alerts

## Phase 1: Store the alerts
```
",
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let (Some(date), Some(front_matter)) = (&ctx.plan.date, ctx.doc.front_matter()) else {
        return;
    };
    let text = date.value.trim();
    if !front_matter.span.contains(date.span) || text.is_empty() || text.starts_with('[') {
        return;
    }
    let finding = |message: String| Finding::new(RULE.name, date.span, message);
    match day_of(text) {
        Some(day) if day.exists() => {}
        Some(day) => out.push(
            finding(format!("{} is no day of the calendar", quoted(text)))
                .label(day.fault())
                .help("write the day on which the plan was written"),
        ),
        None if ctx.plan.dialect == DialectId::Tip => out.push(
            finding(format!(
                "the date {} is not written as `YYYY-MM-DD`",
                quoted(text)
            ))
            .label("expected a date such as `2026-03-01`"),
        ),
        None => {}
    }
}

/// A year, a month and a day that need not exist.
#[derive(Clone, Copy)]
struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    fn exists(self) -> bool {
        (1..=12).contains(&self.month) && (1..=self.days_of_month()).contains(&self.day)
    }

    fn fault(self) -> String {
        if (1..=12).contains(&self.month) {
            format!("the month has {} days", self.days_of_month())
        } else {
            "the year has 12 months".to_owned()
        }
    }

    fn days_of_month(self) -> u32 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

/// Reads `YYYY-MM-DD`, a time after it or not.
fn day_of(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    let bytes = date.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten()
    };
    Some(Date {
        year: number(&date[..4])?,
        month: number(&date[5..7])?,
        day: number(&date[8..])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_day(text: &str, expected: Option<bool>) {
        assert_eq!(day_of(text).map(Date::exists), expected, "{text}");
    }

    #[test]
    fn days_are_told_from_what_is_none() {
        check_day("2026-03-01", Some(true));
        check_day("2024-02-29", Some(true));
        check_day("2025-02-29", Some(false));
        check_day("1900-02-29", Some(false));
        check_day("2000-02-29", Some(true));
        check_day("2026-13-01", Some(false));
        check_day("2026-04-31", Some(false));
        check_day("2026-00-10", Some(false));
        check_day("2026-03-01T12:00:00Z", Some(true));
        check_day("2026-03-01 12:00", Some(true));
        check_day("2026-3-1", None);
        check_day("03/01/2026", None);
        check_day("2026-03-011", None);
        check_day("2026年3月1日", None);
    }
}
