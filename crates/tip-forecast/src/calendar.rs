//! From working time to dates.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// The minutes that are worked on a day.
pub const MINUTES_A_DAY: i64 = 480;

/// The minutes that are worked in a week of five days.
pub const MINUTES_A_WEEK: i64 = 5 * MINUTES_A_DAY;

/// The days on which work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The days of the week, Monday first.
    pub weekdays: [bool; 7],
    /// The days on which nobody works all the same.
    pub holidays: Vec<Date>,
}

impl Default for Calendar {
    /// Monday to Friday, without holidays.
    fn default() -> Self {
        Self {
            weekdays: [true, true, true, true, true, false, false],
            holidays: Vec::new(),
        }
    }
}

impl Calendar {
    /// Returns whether work is done on a day.
    pub fn is_working(&self, day: Date) -> bool {
        let at = day.weekday().since(Weekday::Monday);
        let listed = usize::try_from(at)
            .ok()
            .and_then(|it| self.weekdays.get(it));
        listed.copied().unwrap_or(true) && !self.holidays.contains(&day)
    }

    /// Returns the day on which work begins that starts after so many minutes; the first day of all is `start` or the next working
    /// day. `None` beyond the year 9999, or where no day is a working day.
    pub fn day_of_start(&self, start: Date, minutes: i64) -> Option<Date> {
        self.working_day(start, minutes.max(0) / MINUTES_A_DAY)
    }

    /// Returns the day on which work is done that finishes after so many minutes: what fills a day ends on it.
    pub fn day_of_finish(&self, start: Date, minutes: i64) -> Option<Date> {
        self.working_day(start, (minutes.max(1) - 1) / MINUTES_A_DAY)
    }

    fn working_day(&self, start: Date, mut after: i64) -> Option<Date> {
        let worked = self.weekdays.iter().filter(|it| **it).count();
        let worked = i64::try_from(worked).ok().filter(|it| *it > 0)?;
        let mut day = start;
        // Whole weeks at once, as long as no holiday lies in them.
        if self.holidays.is_empty() {
            let weeks = after / worked;
            let days = Span::new().try_days(weeks.checked_mul(7)?).ok()?;
            day = day.checked_add(days).ok()?;
            after %= worked;
        }
        loop {
            if self.is_working(day) {
                if after == 0 {
                    return Some(day);
                }
                after -= 1;
            }
            day = day.tomorrow().ok()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(minutes: i64, start: Date, finish: Date) {
        let calendar = Calendar {
            holidays: vec![date(2026, 12, 25)],
            ..Calendar::default()
        };
        let from = date(2026, 12, 23);
        assert_eq!(calendar.day_of_start(from, minutes), Some(start));
        assert_eq!(calendar.day_of_finish(from, minutes), Some(finish));
    }

    #[test]
    fn weekends_and_holidays_are_left_out() {
        check(0, date(2026, 12, 23), date(2026, 12, 23));
        check(480, date(2026, 12, 24), date(2026, 12, 23));
        check(960, date(2026, 12, 28), date(2026, 12, 24));
        check(961, date(2026, 12, 28), date(2026, 12, 28));
        check(5 * 480, date(2026, 12, 31), date(2026, 12, 30));
    }

    #[test]
    fn whole_weeks_are_counted_at_once() {
        let calendar = Calendar::default();
        let from = date(2026, 11, 28);
        assert_eq!(
            calendar.day_of_finish(from, 10 * 480),
            Some(date(2026, 12, 11))
        );
        let nobody = Calendar {
            weekdays: [false; 7],
            ..Calendar::default()
        };
        assert_eq!(nobody.day_of_start(from, 0), None);
        assert_eq!(calendar.day_of_start(from, i64::MAX), None);
    }
}
