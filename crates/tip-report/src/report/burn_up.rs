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
const BOTTOM: f64 = TOP + HEIGHT;

/// Where days and counts lie in the chart.
struct Scale {
    first: Date,
    days: f64,
    top: u64,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        LEFT + WIDTH * days_between(self.first, day) / self.days
    }

    fn y(&self, count: impl Into<u64>) -> f64 {
        BOTTOM - HEIGHT * to_float(count.into()) / to_float(self.top)
    }
}

/// Draws what was done by when; dashed lines lead to when all may be done.
pub(super) fn chart(view: &ReportView<'_>) -> String {
    let points = &view.burn_up.points;
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
    let most = points.iter().map(|it| it.total.max(it.done)).max();
    let scale = Scale {
        first: first.day,
        days: days_between(first.day, until).max(1.0),
        top: round_up(most.unwrap_or(0)),
    };
    let mut picture = Picture::default();
    grid(&scale, &mut picture);
    let done = steps(points, &scale, |it| it.done);
    let mut area = done.clone();
    area.push((scale.x(last.day), BOTTOM));
    area.push((scale.x(first.day), BOTTOM));
    picture.area(&area, OFTEN);
    picture.line(&done, Stroke::plain(CALM, 2.2));
    let total = steps(points, &scale, |it| it.total);
    picture.line(&total, Stroke::plain(INK, 1.6));
    for (level, day) in &ends {
        end(*level, *day, last, &scale, &mut picture);
    }
    days(last.day, ends.is_empty(), &scale, &mut picture);
    legend(&mut picture);
    let title = format!(
        "Burn-up: on {} {} of {} were done, on {} {} of {}",
        first.day, first.done, first.total, last.day, last.done, last.total
    );
    picture.finish_in_page(460.0, 272.0, &title)
}

fn grid(scale: &Scale, picture: &mut Picture) {
    for part in 0..=4 {
        let count = scale.top / 4 * part;
        let y = scale.y(count);
        picture.line(&[(LEFT, y), (LEFT + WIDTH, y)], Stroke::plain(GRID, 1.0));
        let font = Font::plain(FAINT).anchored(Anchor::End);
        picture.text((LEFT - 8.0, y + 4.0), &count.to_string(), 12, font);
    }
}

/// Returns a line that keeps its height until the next day on which something changed.
fn steps(points: &[BurnPoint], scale: &Scale, of: fn(&BurnPoint) -> u32) -> Vec<(f64, f64)> {
    let mut line = Vec::new();
    let mut before = None;
    for point in points {
        let x = scale.x(point.day);
        line.extend(before.map(|before| (x, scale.y(before))));
        line.push((x, scale.y(of(point))));
        before = Some(of(point));
    }
    line
}

/// Draws how it may go on to an end.
fn end(level: u32, day: Date, last: &BurnPoint, scale: &Scale, picture: &mut Picture) {
    let stroke = Stroke {
        dashed: true,
        ..Stroke::plain(CRITICAL, 1.4)
    };
    let at = (scale.x(day), scale.y(last.total));
    picture.line(&[(scale.x(last.day), scale.y(last.done)), at], stroke);
    let thin = Stroke {
        width: 1.0,
        ..stroke
    };
    picture.line(&[at, (at.0, BOTTOM)], thin);
    let row = if level == 50 { 0.0 } else { 15.0 };
    let font = Font::plain(INK).anchored(Anchor::End);
    let place = (at.0.max(LEFT + 100.0), BOTTOM + 33.0 + row);
    picture.text(place, &format!("P{level} {day}"), 20, font);
}

/// Writes the first day, and the last one where it has room beside that.
fn days(last: Date, alone: bool, scale: &Scale, picture: &mut Picture) {
    let y = BOTTOM + 18.0;
    picture.text((LEFT, y), &scale.first.to_string(), 12, Font::plain(FAINT));
    if scale.x(last) > LEFT + 150.0 || alone {
        let font = Font::plain(FAINT).anchored(Anchor::Middle);
        let x = scale.x(last).min(LEFT + WIDTH - 30.0);
        picture.text((x, y), &last.to_string(), 12, font);
    }
}

fn legend(picture: &mut Picture) {
    let lines = [
        ("to do", Stroke::plain(INK, 1.6)),
        ("done", Stroke::plain(CALM, 2.2)),
    ];
    let mut y = BOTTOM + 33.0;
    for (what, stroke) in lines {
        picture.line(&[(LEFT, y - 4.0), (LEFT + 16.0, y - 4.0)], stroke);
        picture.text((LEFT + 22.0, y), what, 8, Font::plain(FAINT));
        y += 15.0;
    }
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
