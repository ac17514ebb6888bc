//! From efforts, as people write them, to working time.

use tip_plan::{Confidence, Effort, Size, UnitKind};

use crate::{MINUTES_A_DAY, MINUTES_A_WEEK};

/// How long sizes take, and how far that may be off.
#[derive(Clone, Debug, PartialEq)]
pub struct EffortTable {
    /// The minutes that a phase of each size takes, half of the time: in the order of [`Size::ALL`].
    pub sizes: [u32; 5],
    /// The minutes of a phase of which nothing tells how much work it is; `None` takes the middle of the other phases of its plan, and
    /// where there is none that of size M, of a task that of size S.
    pub missing: Option<u32>,
    /// How far a phase may be off, by how sure the author is.
    pub spread: Spread,
    /// How much the phases of one plan are off together, from 0 to 1: the correlation of the logarithms of what they take.
    pub correlation: f64,
}

/// By what factor phases may be off: of ten, eight take between the estimate divided by the factor and the estimate times the factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Where the confidence is high.
    pub high: f64,
    /// Where it is medium.
    pub medium: f64,
    /// Where it is low, and where nothing is said of it.
    pub low: f64,
}

impl Default for EffortTable {
    /// XS half a day, S a day, M three days, L a week, XL two weeks.
    ///
    /// The spreads are the bands of the cone of uncertainty at a finished design, at finished requirements and at an approved definition
    /// of the product: B. W. Boehm, "Software Engineering Economics", Prentice-Hall, 1981, figure 21-1. The correlation lies where the
    /// variance of a sum is no longer badly underestimated: S. A. Book, "Why correlation matters in cost estimating", 32nd `DoD` Cost
    /// Analysis Symposium, 1999.
    fn default() -> Self {
        let day = MINUTES_A_DAY as u32;
        Self {
            sizes: [
                day / 2,
                day,
                3 * day,
                MINUTES_A_WEEK as u32,
                2 * MINUTES_A_WEEK as u32,
            ],
            missing: None,
            spread: Spread {
                high: 1.25,
                medium: 1.5,
                low: 2.0,
            },
            correlation: 0.3,
        }
    }
}

/// How much work something is, in minutes, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The minutes: of a range the middle.
    pub minutes: u32,
    /// The least and the most minutes, where a range is written.
    pub range: Option<(u32, u32)>,
    /// How it is known.
    pub source: EstimateSource,
}

/// How it is known how much work something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EstimateSource {
    /// A time is written.
    Time,
    /// A size is written, which the table turns into a time.
    Size,
    /// Nothing is written, and its tasks have efforts: their sum.
    Tasks,
    /// Nothing is written: the middle of the other phases of the plan.
    Others,
    /// Nothing is written for any phase: an equal share of the plan's total.
    Total,
    /// Nothing is written at all: what the table says of that.
    Table,
    /// Somebody asked what would be if it were this much.
    Supposed,
}

impl EstimateSource {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Size => "size",
            Self::Tasks => "tasks",
            Self::Others => "others",
            Self::Total => "total",
            Self::Table => "table",
            Self::Supposed => "supposed",
        }
    }

    /// Returns whether the plan says nothing and something was assumed.
    pub fn is_assumed(self) -> bool {
        matches!(self, Self::Others | Self::Total | Self::Table)
    }
}

impl EffortTable {
    /// Returns the minutes of a size.
    pub fn minutes(&self, size: Size) -> u32 {
        let at = Size::ALL.iter().position(|it| *it == size);
        at.map_or(0, |at| self.sizes[at])
    }

    /// Returns how much work an effort is: a time where one is written, else what its size takes.
    pub fn estimate(&self, effort: Effort) -> Option<Estimate> {
        let (minutes, range, source) = match (effort.minutes, effort.size) {
            (Some((least, most)), _) => {
                let middle = least + (most - least) / 2;
                (
                    middle,
                    (least < most).then_some((least, most)),
                    EstimateSource::Time,
                )
            }
            (None, Some(size)) => (self.minutes(size), None, EstimateSource::Size),
            (None, None) => return None,
        };
        Some(Estimate {
            minutes,
            range,
            source,
        })
    }

    /// Returns the minutes of a phase, or else of a task, that nothing is known of.
    pub fn unknown(&self, kind: UnitKind) -> u32 {
        let size = match kind {
            UnitKind::Phase => Size::M,
            _ => Size::S,
        };
        self.missing.unwrap_or_else(|| self.minutes(size))
    }
}

impl Spread {
    /// Returns the factor for a confidence; where nothing is said it is the one for a low one.
    pub fn factor(self, confidence: Option<Confidence>) -> f64 {
        match confidence {
            Some(Confidence::High) => self.high,
            Some(Confidence::Medium) => self.medium,
            Some(Confidence::Low) | None => self.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, minutes: u32, range: Option<(u32, u32)>, source: EstimateSource) {
        let effort = Effort::parse(written).expect("it is an effort");
        let expected = Estimate {
            minutes,
            range,
            source,
        };
        assert_eq!(EffortTable::default().estimate(effort), Some(expected));
    }

    #[test]
    fn a_time_goes_before_a_size_and_a_range_has_a_middle() {
        check("M", 3 * 480, None, EstimateSource::Size);
        check("S (2h)", 120, None, EstimateSource::Time);
        check("2-4 days", 1440, Some((960, 1920)), EstimateSource::Time);
        check("1 week", 2400, None, EstimateSource::Time);
    }
}
