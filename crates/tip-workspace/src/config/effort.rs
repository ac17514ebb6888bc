//! The `[effort]` table: how efforts become time.

use serde::Deserialize;
use tip_forecast::{Calendar, Date, EffortTable, MINUTES_A_DAY, Spread};
use tip_plan::{Effort, Size};
use toml::Spanned;

use super::ConfigError;
use super::read::Reader;

/// How efforts become time, and who works when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EffortConfig {
    /// How long sizes take, and how far that may be off.
    pub table: EffortTable,
    /// The days on which work is done.
    pub calendar: Calendar,
    /// How many people work; `None` for as many as find work.
    pub people: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct RawEffort {
    xs: Option<Spanned<String>>,
    s: Option<Spanned<String>>,
    m: Option<Spanned<String>>,
    l: Option<Spanned<String>>,
    xl: Option<Spanned<String>>,
    missing: Option<Spanned<String>>,
    people: Option<Spanned<u32>>,
    working_days: Option<Spanned<Vec<Spanned<String>>>>,
    holidays: Vec<Spanned<String>>,
    spread: RawSpread,
    correlation: Option<Spanned<f64>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawSpread {
    high: Option<Spanned<f64>>,
    medium: Option<Spanned<f64>>,
    low: Option<Spanned<f64>>,
}

/// The days of the week, Monday first, as they are written.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The longest time that one phase may take: more is a mistake in typing.
const LONGEST: u32 = 5200 * MINUTES_A_DAY as u32;

impl RawEffort {
    pub(super) fn read(self, reader: &Reader<'_>) -> Result<EffortConfig, ConfigError> {
        let mut config = EffortConfig::default();
        let sizes = [self.xs, self.s, self.m, self.l, self.xl];
        for (at, written) in sizes.into_iter().enumerate() {
            if let Some(written) = written {
                config.table.sizes[at] = minutes(&written, reader)?;
            }
        }
        if let Some(written) = &self.missing {
            config.table.missing = Some(minutes(written, reader)?);
        }
        let sizes = &config.table.sizes;
        if let Some(at) = (1..sizes.len()).find(|at| sizes[*at] < sizes[at - 1]) {
            let (small, large) = (Size::ALL[at - 1].word(), Size::ALL[at].word());
            let message = format!("`effort`: size {large} takes less than size {small}");
            let help = "`tip config` tells what sizes take that are not set".to_owned();
            return Err(reader.invalid(&(0..0), message, Some(help)));
        }
        if let Some(people) = self.people {
            if *people.get_ref() == 0 {
                let message = "`0` people do nothing".to_owned();
                return Err(reader.invalid(&people.span(), message, Some("at least 1".to_owned())));
            }
            config.people = Some(people.into_inner());
        }
        if let Some(days) = self.working_days {
            let span = days.span();
            config.calendar.weekdays = [false; 7];
            for day in days.into_inner() {
                let known = DAYS.iter().position(|it| day.get_ref() == it);
                let known = known.ok_or_else(|| reader.unknown("day", &day, &DAYS))?;
                config.calendar.weekdays[known] = true;
            }
            if config.calendar.weekdays == [false; 7] {
                let message = "without working days nothing gets done".to_owned();
                return Err(reader.invalid(&span, message, Some("name at least one".to_owned())));
            }
        }
        for day in self.holidays {
            let date: Date = day.get_ref().parse().map_err(|_| {
                let message = format!("`{}` is no date", day.get_ref());
                reader.invalid(
                    &day.span(),
                    message,
                    Some("write it as 2026-12-25".to_owned()),
                )
            })?;
            config.calendar.holidays.push(date);
        }
        let spread: &mut Spread = &mut config.table.spread;
        let factors = [
            (self.spread.high, &mut spread.high),
            (self.spread.medium, &mut spread.medium),
            (self.spread.low, &mut spread.low),
        ];
        for (written, factor) in factors {
            if let Some(written) = written {
                *factor = within(&written, 1.0, 100.0, reader)?;
            }
        }
        if let Some(written) = self.correlation {
            config.table.correlation = within(&written, 0.0, 1.0, reader)?;
        }
        Ok(config)
    }
}

fn minutes(written: &Spanned<String>, reader: &Reader<'_>) -> Result<u32, ConfigError> {
    let effort = Effort::parse(written.get_ref()).and_then(|it| it.minutes);
    match effort {
        Some((least, most)) if least == most && (1..=LONGEST).contains(&most) => Ok(most),
        _ => {
            let message = format!("`{}` is no time of work", written.get_ref());
            let help = "write it as `30 minutes`, `4h`, `1.5 days` or `2 weeks`".to_owned();
            Err(reader.invalid(&written.span(), message, Some(help)))
        }
    }
}

fn within(
    written: &Spanned<f64>,
    least: f64,
    most: f64,
    reader: &Reader<'_>,
) -> Result<f64, ConfigError> {
    let value = *written.get_ref();
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    let message = format!("`{value}` is not between {least} and {most}");
    Err(reader.invalid(&written.span(), message, None))
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use crate::Config;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match Config::parse(Utf8Path::new("tip.toml"), text) {
            Ok(config) => format!("{:?} {:?}", config.effort.table.sizes, config.effort.people),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn sizes_are_times_and_mistakes_have_lines() {
        check(
            "[effort]\ns = \"4h\"\nm = \"2 days\"\npeople = 2\n",
            "[240, 240, 960, 2400, 4800] Some(2)",
        );
        check("", "[240, 480, 1440, 2400, 4800] None");
        check(
            "[effort]\ns = \"soon\"\n",
            "tip.toml:2: `soon` is no time of work",
        );
        check(
            "[effort]\nl = \"1h\"\n",
            "tip.toml:1: `effort`: size L takes less than size M",
        );
        check(
            "[effort]\npeople = 0\n",
            "tip.toml:2: `0` people do nothing",
        );
        check(
            "[effort]\nworking-days = [\"mon\", \"moon\"]\n",
            "tip.toml:2: unknown day `moon`",
        );
        check(
            "[effort]\nholidays = [\"Christmas\"]\n",
            "tip.toml:2: `Christmas` is no date",
        );
        check(
            "[effort.spread]\nlow = 0.5\n",
            "tip.toml:2: `0.5` is not between 1 and 100",
        );
        check("[effort]\nsizes = 1\n", "tip.toml:2: unknown key `sizes`");
    }
}
