//! How much was done by when: a burn-up chart.

use tip_forecast::Date;

use super::ReportView;
use crate::picture::{Anchor, CALM, CRITICAL, FAINT, Font, GRID, INK, OFTEN, Picture, Stroke};

/// How much was done by when, and how much there was to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BurnUp {
    /// The days on which one of them changed, in order; the last one is that of the report.
    pub points: Vec<BurnPoint>,
}

/// How much was done on a day, and how much there was to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurnPoint {
    /// The day.
    pub day: Date,
    /// What was done at its end.
    pub done: u32,
    /// What there was to do.
    pub total: u32,
}

/// The days that count as lately.
const LATELY: f64 = 28.0;

impl BurnUp {
    /// Makes one of what happened in the order of time: the day, what was done and what there was. Of a day the last one counts.
    pub fn new(happened: impl IntoIterator<Item = BurnPoint>) -> Self {
        let mut points: Vec<BurnPoint> = Vec::new();
        for point in happened {
            // A clock that went wrong leads nowhere.
            match points.last_mut() {
                Some(last) if point.day <= last.day => {
                    last.done = point.done;
                    last.total = point.total;
                }
                _ => points.push(point),
            }
        }
        Self { points }
    }

    /// Returns how much more was done in the four weeks before the last day, and how much more there was to do; nothing where they are
    /// not known that long.
    fn lately(&self) -> Option<(i64, i64)> {
        let last = self.points.last()?;
        let mut known = self.points.iter().rev();
        let before = known.find(|it| days_between(it.day, last.day) >= LATELY)?;
        let change = |now: u32, then: u32| i64::from(now) - i64::from(then);
        Some((
            change(last.done, before.done),
            change(last.total, before.total),
        ))
    }

    /// Says how much more was done in the last four weeks, and how much more there is to do.
    pub(super) fn lately_in_words(&self) -> Option<String> {
        let (done, total) = self.lately()?;
        let change = |count: i64, what: &str| {
            let word = if count < 0 { "fewer" } else { "more" };
            format!("{} {word} {what}", count.unsigned_abs())
        };
        let mut said = format!("in four weeks {}", change(done, "done"));
        if total != 0 {
            said = format!("{said}, {}", change(total, "to do in all"));
        }
        Some(said)
    }

    /// Returns whether there is more than one day to show.
    pub(super) fn is_shown(&self) -> bool {
        self.points.len() > 1
    }
}

const LEFT: f64 = 48.0;
const TOP: f64 = 16.0;
const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 190.0;

/// Draws what was done by when; dashed lines lead to when all may be done.
pub(super) fn chart(view: &ReportView<'_>) -> String {
    let points = &view.burn_up.points;
    let mut picture = Picture::default();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let ends: Vec<(u32, Date)> = [50_u32, 80]
        .into_iter()
        .filter(|_| view.is_foreseeable())
        .filter_map(|level| {
            let minutes = view
                .forecast
                .forecast
                .all
                .quantile(f64::from(level) / 100.0);
            Some((level, view.forecast.day(minutes)?))
        })
        .filter(|it| it.1 > last.day)
        .collect();
    let until = ends.iter().map(|it| it.1).max().unwrap_or(last.day);
    let span = days_between(first.day, until).max(1.0);
    let most = points.iter().map(|it| it.total.max(it.done)).max();
    let top = round_up(most.unwrap_or(0));
    let x = |day: Date| LEFT + WIDTH * days_between(first.day, day) / span;
    let y = |count: u64| TOP + HEIGHT * (1.0 - to_float(count) / to_float(top));
    for part in 0..=4 {
        let count = top / 4 * part;
        let line = [(LEFT, y(count)), (LEFT + WIDTH, y(count))];
        picture.line(&line, Stroke::plain(GRID, 1.0));
        let font = Font::plain(FAINT).anchored(Anchor::End);
        picture.text((LEFT - 8.0, y(count) + 4.0), &count.to_string(), 8, font);
    }
    let steps = |of: &dyn Fn(&BurnPoint) -> u64| -> Vec<(f64, f64)> {
        let mut line = Vec::new();
        let mut before = None;
        for point in points {
            if let Some(before) = before {
                line.push((x(point.day), y(before)));
            }
            line.push((x(point.day), y(of(point))));
            before = Some(of(point));
        }
        line
    };
    let done = steps(&|it| it.done.into());
    let mut area = done.clone();
    area.push((x(last.day), y(0)));
    area.push((x(first.day), y(0)));
    picture.area(&area, OFTEN);
    picture.line(&done, Stroke::plain(CALM, 2.2));
    picture.line(&steps(&|it| it.total.into()), Stroke::plain(INK, 1.6));
    for (level, day) in &ends {
        let stroke = Stroke {
            dashed: true,
            ..Stroke::plain(CRITICAL, 1.4)
        };
        let line = [
            (x(last.day), y(last.done.into())),
            (x(*day), y(last.total.into())),
        ];
        picture.line(&line, stroke);
        let drop = [(x(*day), y(last.total.into())), (x(*day), TOP + HEIGHT)];
        picture.line(
            &drop,
            Stroke {
                width: 1.0,
                ..stroke
            },
        );
        let row = if *level == 50 { 0.0 } else { 15.0 };
        let font = Font::plain(INK).anchored(Anchor::End);
        let text = format!("P{level} {day}");
        let place = (x(*day).max(LEFT + 100.0), TOP + HEIGHT + 33.0 + row);
        picture.text(place, &text, 20, font);
    }
    let under = TOP + HEIGHT + 18.0;
    picture.text(
        (LEFT, under),
        &first.day.to_string(),
        12,
        Font::plain(FAINT),
    );
    // Near the left end there is no room for a second date.
    if x(last.day) > LEFT + 150.0 || ends.is_empty() {
        let font = Font::plain(FAINT).anchored(Anchor::Middle);
        let place = (x(last.day).min(LEFT + WIDTH - 30.0), under);
        picture.text(place, &last.day.to_string(), 12, font);
    }
    let legend = TOP + HEIGHT + 33.0;
    picture.line(
        &[(LEFT, legend - 4.0), (LEFT + 16.0, legend - 4.0)],
        Stroke::plain(INK, 1.6),
    );
    picture.text((LEFT + 22.0, legend), "to do", 8, Font::plain(FAINT));
    picture.line(
        &[(LEFT, legend + 11.0), (LEFT + 16.0, legend + 11.0)],
        Stroke::plain(CALM, 2.2),
    );
    picture.text((LEFT + 22.0, legend + 15.0), "done", 8, Font::plain(FAINT));
    let title = format!(
        "Burn-up: on {} {} of {} were done, on {} {} of {}",
        first.day, first.done, first.total, last.day, last.done, last.total
    );
    picture.finish_in_page(460.0, 272.0, &title)
}

#[expect(clippy::cast_precision_loss, reason = "positions of pixels are small")]
fn to_float(count: u64) -> f64 {
    count as f64
}

/// Returns the days from one day to a later one.
fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |it| it.get_days()))
}

/// Returns the next number with four equal parts that look like numbers.
fn round_up(count: u32) -> u64 {
    const PARTS: [u64; 9] = [10, 12, 15, 20, 25, 30, 40, 60, 80];
    let part = u64::from(count.div_ceil(4).max(1));
    if part <= 10 {
        return part * 4;
    }
    let mut scale = 1;
    loop {
        if let Some(fits) = PARTS.into_iter().find(|it| it * scale >= part) {
            return fits * scale * 4;
        }
        scale *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: i8, done: u32, total: u32) -> BurnPoint {
        BurnPoint {
            day: Date::constant(2026, 11, day),
            done,
            total,
        }
    }

    #[test]
    fn of_a_day_the_last_state_counts() {
        let burn_up = BurnUp::new([point(1, 0, 4), point(1, 2, 4), point(3, 3, 6)]);
        assert_eq!(burn_up.points, [point(1, 2, 4), point(3, 3, 6)]);
    }

    #[test]
    fn a_commit_of_an_earlier_day_does_not_lead_back() {
        let burn_up = BurnUp::new([point(3, 1, 4), point(1, 2, 4)]);
        assert_eq!(burn_up.points, [point(3, 2, 4)]);
    }

    #[test]
    fn lately_is_told_only_where_it_is_known() {
        let known = BurnUp::new([point(1, 1, 4), point(9, 2, 4), point(30, 3, 6)]);
        assert_eq!(
            known.lately_in_words().as_deref(),
            Some("in four weeks 2 more done, 2 more to do in all")
        );
        let unknown = BurnUp::new([point(9, 2, 4), point(30, 3, 6)]);
        assert_eq!(unknown.lately_in_words(), None);
    }

    #[test]
    fn an_axis_ends_with_a_number_of_four_parts() {
        for (count, expected) in [
            (0, 4),
            (5, 8),
            (33, 36),
            (46, 48),
            (61, 80),
            (999, 1000),
            (1001, 1200),
            (u32::MAX, 4_800_000_000),
        ] {
            assert_eq!(round_up(count), expected, "{count}");
        }
    }
}
