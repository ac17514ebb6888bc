//! A forecast as SVG: the histogram, and over it the probability that so much time is enough.

use std::fmt::Write as _;

use super::{ForecastView, LEVELS, classes, days};
use crate::layout::short_title;
use crate::picture::{
    Anchor, CALM, CRITICAL, FAINT, Font, GRID, INK, OFTEN, Picture, Stroke, number,
};
use crate::schedule::name_of;

const LEFT: f64 = 56.0;
const TOP: f64 = 60.0;
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const CLASSES: u32 = 48;
const ROW: f64 = 22.0;
/// Where a chart stands in its picture.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    classes: u32,
}

/// The phases that are shown.
const PHASES: usize = 10;

/// Renders a forecast.
pub fn svg(view: &ForecastView<'_>) -> String {
    let mut picture = Picture::default();
    let title = match view.graph.plans.as_slice() {
        [plan] => plan
            .title
            .as_deref()
            .map_or(plan.name.as_str(), short_title)
            .to_owned(),
        plans => format!("{} plans", plans.len()),
    };
    picture.text((LEFT, 26.0), &title, 80, Font::plain(INK).bold());
    if view.by_weight().is_empty() {
        picture.text((LEFT, 50.0), "everything is done", 40, Font::plain(FAINT));
        return picture.finish(480.0, 70.0, "Forecast");
    }
    let supposed = view.supposed.join(", ");
    picture.text((LEFT, 44.0), &supposed, 90, Font::plain(CRITICAL));
    let frame = Frame {
        left: LEFT,
        top: TOP,
        width: WIDTH,
        height: HEIGHT,
        classes: CLASSES,
    };
    chart(view, frame, &mut picture);
    let order = view.by_weight();
    let top = TOP + HEIGHT + 84.0;
    let head = "What the end hangs on: correlation of each phase with the end (cruciality), share of samples in which it is critical";
    picture.text((LEFT, top - 14.0), head, 120, Font::plain(FAINT));
    for (row, at) in order.iter().take(PHASES).enumerate() {
        let y = top + ROW * f64::from(u32::try_from(row).unwrap_or(0));
        let it = view.forecast.phases[*at];
        picture.text(
            (LEFT, y + 14.0),
            &name_of(view.graph, *at),
            14,
            Font::plain(FAINT),
        );
        let title = &view.graph.phases[*at].title;
        picture.text((LEFT + 110.0, y + 14.0), title, 36, Font::plain(INK));
        let size = ((200.0 * it.cruciality).max(1.0), 12.0);
        picture.rectangle((LEFT + 380.0, y + 4.0), size, CRITICAL, None, "");
        let text = format!("{:.2}   {:.0}%", it.cruciality, it.criticality * 100.0);
        let x = LEFT + 388.0 + size.0;
        picture.text((x, y + 14.0), &text, 24, Font::plain(FAINT));
    }
    let shown = order.len().min(PHASES);
    let bottom = top + ROW * f64::from(u32::try_from(shown).unwrap_or(0)) + 24.0;
    let foot = format!(
        "{} samples, seed {}; mean {} days, standard deviation {} days",
        view.forecast.all.samples(),
        view.seed,
        days(view.forecast.mean),
        days(view.forecast.deviation)
    );
    picture.text((LEFT, bottom), &foot, 110, Font::plain(FAINT));
    picture.finish(LEFT + WIDTH + 56.0, bottom + 16.0, "Forecast")
}

/// Renders the histogram and the S-curve alone, to stand within a page.
pub(crate) fn curve(view: &ForecastView<'_>) -> String {
    let mut picture = Picture::default();
    let frame = Frame {
        left: 48.0,
        top: 16.0,
        width: 380.0,
        height: 190.0,
        classes: 32,
    };
    chart(view, frame, &mut picture);
    let title = "Forecast: how often the end falls on each time, and how probable it is that so much time is enough";
    picture.finish_in_page(460.0, 272.0, title)
}

fn chart(view: &ForecastView<'_>, frame: Frame, picture: &mut Picture) {
    let Frame {
        left,
        top,
        width,
        height,
        ..
    } = frame;
    let all = &view.forecast.all;
    let classes = classes(all, frame.classes);
    let (least, most) = match (classes.first(), classes.last()) {
        (Some(first), Some(last)) if last.1 > first.0 => (first.0, last.1),
        (Some(first), _) => (first.0 - 1.0, first.0 + 1.0),
        _ => (0.0, 1.0),
    };
    let x = |minutes: f64| left + width * (minutes - least) / (most - least);
    let y = |share: f64| top + height * (1.0 - share);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let line = [(left, y(share)), (left + width, y(share))];
        picture.line(&line, Stroke::plain(GRID, 1.0));
        let text = format!("{:.0}%", share * 100.0);
        let font = Font::plain(FAINT).anchored(Anchor::End);
        picture.text((left - 8.0, y(share) + 4.0), &text, 5, font);
    }
    let highest = classes
        .iter()
        .map(|it| it.2)
        .fold(f64::MIN_POSITIVE, f64::max);
    for (start, end, share) in &classes {
        let tall = height * 0.92 * share / highest;
        let place = (x(*start) + 0.5, top + height - tall);
        let wide = (x(*end) - x(*start) - 1.0).max(1.0);
        picture.rectangle(place, (wide, tall), OFTEN, None, "");
    }
    let mut curve = String::new();
    for at in 0..=120_u32 {
        let minutes = least + (most - least) * f64::from(at) / 120.0;
        let command = if at == 0 { 'M' } else { 'L' };
        let (px, py) = (x(minutes), y(all.share_within(minutes)));
        let _ = write!(curve, "{command}{} {}", number(px), number(py));
    }
    picture.path(&curve, Stroke::plain(CALM, 2.2));
    for (row, level) in LEVELS.iter().enumerate() {
        let share = f64::from(*level) / 100.0;
        let minutes = all.quantile(share);
        let stroke = Stroke {
            dashed: true,
            ..Stroke::plain(CRITICAL, 1.2)
        };
        let line = [(x(minutes), y(share)), (x(minutes), top + height)];
        picture.line(&line, stroke);
        let text = match view.day(minutes) {
            Some(day) => format!("P{level} {day}"),
            None => format!("P{level} {} days", days(minutes)),
        };
        let font = Font::plain(INK).anchored(Anchor::Middle);
        let row = f64::from(u32::try_from(row).unwrap_or(0));
        // One below the other, so that near ones do not cover each other.
        picture.text(
            (x(minutes), top + height + 18.0 + row * 15.0),
            &text,
            20,
            font,
        );
    }
}
