//! Efforts as time of work.

use tip_forecast::{EstimateSource, MINUTES_A_DAY};
use tip_plan::Effort;
use tip_workspace::EffortConfig;

/// Says how long an effort takes by the table of the repository; `None` where it says so itself.
pub(crate) fn of_size(effort: Effort, config: &EffortConfig) -> Option<String> {
    let estimate = config.table.estimate(effort)?;
    (estimate.source == EstimateSource::Size).then(|| words(estimate.minutes))
}

/// Returns minutes of work in words.
fn words(minutes: u32) -> String {
    let minutes = f64::from(minutes);
    let (value, unit) = match minutes / f64::from(MINUTES_A_DAY as u32) {
        days if days >= 1.0 => (days, "day"),
        _ if minutes >= 60.0 => (minutes / 60.0, "hour"),
        _ => (minutes, "minute"),
    };
    let value = (value * 100.0).round() / 100.0;
    let plural = if (value - 1.0).abs() < f64::EPSILON {
        ""
    } else {
        "s"
    };
    format!("{value} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_the_time_that_the_table_gives_it() {
        let config = EffortConfig::default();
        let time = |written| Effort::parse(written).and_then(|it| of_size(it, &config));
        assert_eq!(time("XS").as_deref(), Some("4 hours"));
        assert_eq!(time("S").as_deref(), Some("1 day"));
        assert_eq!(time("M").as_deref(), Some("3 days"));
        assert_eq!(time("XL").as_deref(), Some("10 days"));
        assert_eq!(time("2 hours"), None);
        assert_eq!(words(20), "20 minutes");
        assert_eq!(words(720), "1.5 days");
    }
}
