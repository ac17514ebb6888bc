//! Numbers that what a command prints is compared with: `at least 2`, `< 500`, `≥ 80 %`.

use std::fmt;

/// What a number is compared with, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// How it is compared.
    pub order: Order,
    /// With what.
    pub limit: Decimal,
    /// What of what is printed is compared.
    pub of: Measure,
}

/// How numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As many or more.
    AtLeast,
    /// As many or fewer.
    AtMost,
    /// More.
    Above,
    /// Fewer.
    Below,
    /// Another number.
    Other,
}

/// What of what is printed is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number that is printed.
    Number,
    /// A percentage that is printed.
    Percent,
    /// How many lines are printed.
    Lines,
}

/// A number without a sign, in millionths, so that it is compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(u64);

const UNIT: u64 = 1_000_000;

impl Bound {
    /// Reads what [`Display`](fmt::Display) writes.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let sign = words.next()?;
        let mut all = Order::ALL.into_iter();
        let (order, _) = all.find(|(_, it)| *it == sign)?;
        let limit = Decimal::read(words.next()?)?;
        let of = match (words.next(), words.next()) {
            (None, None) => Measure::Number,
            (Some("%"), None) => Measure::Percent,
            (Some("lines"), None) => Measure::Lines,
            _ => return None,
        };
        Some(Self { order, limit, of })
    }

    /// Returns whether a number is as it says.
    pub fn holds(&self, number: Decimal) -> bool {
        match self.order {
            Order::AtLeast => number >= self.limit,
            Order::AtMost => number <= self.limit,
            Order::Above => number > self.limit,
            Order::Below => number < self.limit,
            Order::Other => number != self.limit,
        }
    }

    /// Returns a phrase for people: `a number of at least 2`, `fewer than 5 lines`, `a percentage above 80`.
    pub fn phrase(&self) -> String {
        let limit = self.limit;
        let than = match self.order {
            Order::AtLeast => "at least",
            Order::AtMost => "at most",
            Order::Above => "more than",
            Order::Below => "less than",
            Order::Other => "other than",
        };
        match (self.of, self.order) {
            (Measure::Lines, Order::Below) => format!("fewer than {limit} lines"),
            (Measure::Lines, Order::Other) => format!("another number of lines than {limit}"),
            (Measure::Lines, _) if limit == Decimal::from(1) => format!("{than} 1 line"),
            (Measure::Lines, _) => format!("{than} {limit} lines"),
            (Measure::Number, Order::AtLeast | Order::AtMost) => {
                format!("a number of {than} {limit}")
            }
            (Measure::Number, Order::Above) => format!("a number greater than {limit}"),
            (Measure::Number, _) => format!("a number {than} {limit}"),
            (Measure::Percent, _) => format!("{than} {limit} %"),
        }
    }
}

impl Order {
    const ALL: [(Self, &'static str); 5] = [
        (Self::AtLeast, ">="),
        (Self::AtMost, "<="),
        (Self::Above, ">"),
        (Self::Below, "<"),
        (Self::Other, "!="),
    ];

    fn sign(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(it, _)| *it == self).map_or("", |(_, sign)| sign)
    }
}

/// Writes it as programs read it: `>= 2`, `< 5 lines`, `> 80 %`.
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.order.sign(), self.limit)?;
        f.write_str(match self.of {
            Measure::Number => "",
            Measure::Percent => " %",
            Measure::Lines => " lines",
        })
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self(u64::from(number) * UNIT)
    }
}

impl Decimal {
    /// Reads digits with at most six behind a point.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 6 {
            return None;
        }
        let whole = whole.parse::<u64>().ok()?.checked_mul(UNIT)?;
        let part = format!("{part:0<6}").parse().ok()?;
        whole.checked_add(part).map(Self)
    }

    /// Returns a count; one that is too large is the largest there is.
    pub fn count(number: u64) -> Self {
        Self(number.saturating_mul(UNIT))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / UNIT, self.0 % UNIT);
        if part == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{part:06}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_exactly() {
        for text in ["0", "7", "80.5", "0.000001", "18446744073709"] {
            let read = Decimal::read(text).map(|it| it.to_string());
            assert_eq!(read.as_deref(), Some(text));
        }
        for text in [
            "",
            ".",
            "5.",
            ".5",
            "-1",
            "1e3",
            "1,000",
            "18446744073710",
            "0.0000001",
        ] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
        assert_eq!(Decimal::read("80.10"), Decimal::read("80.1"));
        assert!(Decimal::read("9.9") < Decimal::read("10"));
    }

    #[track_caller]
    fn check(text: &str, phrase: &str, holds: &[u32], not: &[u32]) {
        let bound = Bound::read(text).expect("it is a bound");
        assert_eq!(bound.to_string(), text);
        assert_eq!(bound.phrase(), phrase);
        for (numbers, expected) in [(holds, true), (not, false)] {
            for it in numbers {
                assert_eq!(bound.holds(Decimal::from(*it)), expected, "{text}: {it}");
            }
        }
    }

    #[test]
    fn numbers_are_compared() {
        check(">= 2", "a number of at least 2", &[2, 3], &[1]);
        check("<= 2 lines", "at most 2 lines", &[2, 0], &[3]);
        check("> 1 lines", "more than 1 line", &[2], &[1]);
        check("< 5", "a number less than 5", &[4], &[5]);
        check("!= 0", "a number other than 0", &[1], &[0]);
        check("> 80.5 %", "more than 80.5 %", &[81], &[80]);
        for text in ["", "2", "= 2", ">= two", ">= 2 rows", ">= 2 % %"] {
            assert_eq!(Bound::read(text), None, "{text}");
        }
    }
}
