//! Days of the calendar.

use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u32,
    month: u32,
    of_month: u32,
}

impl Day {
    /// Reads `2026-03-01`, whatever follows it; `None` for a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        let mut parts = date.split('-').map(|part| {
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok()).flatten()
        });
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let exists = parts.next().is_none()
            && (1..=12).contains(&month)
            && (1..=days_of_month(year, month)).contains(&day);
        exists.then_some(Self {
            year,
            month,
            of_month: day,
        })
    }

    /// Returns the day that lies a number of days after 1970-01-01.
    pub fn from_days_since_1970(mut days: u32) -> Self {
        let mut year = 1970;
        while days >= days_of_year(year) {
            days -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while days >= days_of_month(year, month) {
            days -= days_of_month(year, month);
            month += 1;
        }
        Self {
            year,
            month,
            of_month: days + 1,
        }
    }

    /// Returns how many days lie between `earlier` and this day; `None` where it lies after it.
    pub fn days_since(self, earlier: Self) -> Option<u32> {
        self.ordinal().checked_sub(earlier.ordinal())
    }

    /// Returns the number of days since the start of year 0.
    fn ordinal(self) -> u32 {
        let years = self.year * 365 + self.year.div_ceil(4) - self.year.div_ceil(100)
            + self.year.div_ceil(400);
        let months: u32 = (1..self.month).map(|it| days_of_month(self.year, it)).sum();
        years + months + self.of_month
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u32) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_counted() {
        let day = |text| Day::parse(text).expect("the day exists");
        assert_eq!(day("2026-03-01").days_since(day("2026-02-28")), Some(1));
        assert_eq!(day("2024-03-01").days_since(day("2024-02-28")), Some(2));
        assert_eq!(day("2001-01-01").days_since(day("2000-01-01")), Some(366));
        assert_eq!(day("2026-01-01").days_since(day("2026-01-02")), None);
        assert_eq!(Day::from_days_since_1970(0).to_string(), "1970-01-01");
        assert_eq!(Day::from_days_since_1970(20_514), day("2026-03-02"));
        assert_eq!(Day::parse("2026-02-30"), None);
        assert_eq!(Day::parse("2026年3月1日"), None);
    }
}
