//! A schedule as a Gantt chart in SVG.

use std::fmt::Write as _;

use tip_forecast::{LinkSource, MINUTES_A_DAY};

use super::{ScheduleView, days, days_in_words};
use crate::layout::short_title;
use crate::picture::{
    Anchor, CALM, COLUMN, CRITICAL, DONE, FAINT, Font, GRID, INK, Picture, Stroke,
};

const ROW: f64 = 26.0;
const BAR: f64 = 14.0;
const LABELS: f64 = 300.0;
const CHART: f64 = 720.0;
const MARGIN: f64 = 16.0;
const HEAD: f64 = 44.0;
const TITLE_COLUMNS: usize = 34;

/// A row of the chart.
enum Row {
    Plan(usize),
    Phase(usize),
}

/// Renders a schedule as a Gantt chart.
///
/// Dependencies that are written are lines, the assumed ones are dashed.
#[expect(clippy::cast_precision_loss, reason = "positions of pixels are small")]
pub fn svg(view: &ScheduleView<'_>) -> String {
    let rows = rows(view);
    let mut picture = Picture::default();
    let end = view.schedule.minutes.max(1);
    let left = MARGIN + LABELS;
    let x = |minutes: i64| left + CHART * minutes as f64 / end as f64;
    let y = |row: usize| HEAD + ROW * row as f64;
    let bottom = y(rows.len());
    axis(view, &mut picture, &x, bottom);
    let mut place = vec![0; view.graph.phases.len()];
    for (at, row) in rows.iter().enumerate() {
        if let Row::Phase(phase) = row {
            place[*phase] = at;
        }
    }
    let middle = |phase: usize| y(place[phase]) + ROW / 2.0;
    for link in &view.graph.links {
        let hidden = view.as_written && link.source == LinkSource::Order;
        let (from, to) = (
            &view.schedule.phases[link.from],
            &view.schedule.phases[link.to],
        );
        let arc = (link.from as u32, link.to as u32);
        let cut = view.schedule.network.left_out().contains(&arc);
        if hidden || cut || from.minutes == 0 || to.minutes == 0 {
            continue;
        }
        let decides =
            from.is_critical && to.is_critical && from.assignment.finish == to.assignment.start;
        let color = if decides { CRITICAL } else { FAINT };
        let (x0, x1) = (x(from.assignment.finish), x(to.assignment.start));
        let (y0, y1) = (middle(link.from), middle(link.to));
        let turn = x1.max(x0) + 5.0;
        let enter = if y1 > y0 {
            y1 - BAR / 2.0
        } else {
            y1 + BAR / 2.0
        };
        picture.line(
            &[(x0, y0), (turn, y0), (turn, enter)],
            Stroke {
                color,
                width: 1.2,
                dashed: link.source == LinkSource::Order,
                arrow: true,
            },
        );
    }
    for (at, row) in rows.iter().enumerate() {
        let base = y(at) + ROW / 2.0 + 4.0;
        match row {
            Row::Plan(plan) => {
                let plan = &view.graph.plans[*plan];
                let title = plan
                    .title
                    .as_deref()
                    .map_or(plan.name.as_str(), short_title);
                picture.text((MARGIN, base), title, 120, Font::plain(INK).bold());
            }
            Row::Phase(phase) => phase_row(view, *phase, &mut picture, base, &x),
        }
    }
    let mut foot = format!(
        "{} of work, done after {}",
        days_in_words(view.schedule.work),
        days_in_words(view.schedule.minutes)
    );
    if let Some(day) = view.day_of_finish(view.schedule.minutes) {
        let _ = write!(foot, ", on {day}");
    }
    let assumed = view
        .graph
        .links
        .iter()
        .any(|it| it.source == LinkSource::Order);
    if assumed && !view.as_written {
        foot.push_str(". Dashed: assumed from the order of the text");
    }
    picture.text((MARGIN, bottom + 22.0), &foot, 150, Font::plain(FAINT));
    let width = left + CHART + 56.0;
    picture.finish(width, bottom + 36.0, "Schedule of phases")
}

fn rows(view: &ScheduleView<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, plan) in view.graph.plans.iter().enumerate() {
        if plan.phases.is_empty() {
            continue;
        }
        rows.push(Row::Plan(at));
        rows.extend(plan.phases.clone().map(Row::Phase));
    }
    rows
}

fn axis(view: &ScheduleView<'_>, picture: &mut Picture, x: &dyn Fn(i64) -> f64, bottom: f64) {
    let end = view.schedule.minutes;
    let step = step(end);
    let mut at = 0;
    while at <= end {
        let stroke = Stroke::plain(GRID, 1.0);
        picture.line(&[(x(at), HEAD - 6.0), (x(at), bottom)], stroke);
        let text = match (view.start, view.day_of_start(at)) {
            (Some(_), Some(day)) => day.strftime("%b %-d").to_string(),
            _ => days(at).to_string(),
        };
        let font = Font::plain(FAINT).anchored(Anchor::Middle);
        picture.text((x(at), HEAD - 14.0), &text, 12, font);
        at += step;
    }
    if view.start.is_none() {
        let font = Font::plain(FAINT).anchored(Anchor::End);
        picture.text((x(0) - 14.0, HEAD - 14.0), "days of work", 20, font);
    }
}

/// Returns a step of the axis that gives at most about a dozen marks.
fn step(end: i64) -> i64 {
    let hour = MINUTES_A_DAY / 8;
    let steps = [1, 2, 4, 8, 16, 40, 80, 160, 400, 800, 1600, 4000, 8000];
    let fits = steps
        .into_iter()
        .map(|it| it * hour)
        .find(|it| end / it <= 12);
    fits.unwrap_or_else(|| (end / 12).max(1))
}

fn phase_row(
    view: &ScheduleView<'_>,
    at: usize,
    picture: &mut Picture,
    base: f64,
    x: &dyn Fn(i64) -> f64,
) {
    let phase = &view.graph.phases[at];
    let it = &view.schedule.phases[at];
    let over = phase.state.is_over();
    let ink = if over { FAINT } else { INK };
    picture.text((MARGIN + 8.0, base), &phase.handle, 8, Font::plain(FAINT));
    picture.text(
        (MARGIN + 60.0, base),
        &phase.title,
        TITLE_COLUMNS,
        Font::plain(ink),
    );
    let top = base - 4.0 - BAR / 2.0;
    let (start, finish) = (it.assignment.start, it.assignment.finish);
    if over {
        picture.text((x(start) + 4.0, base), "✓ done", 8, Font::plain(DONE));
        return;
    }
    let slack = it.times.slack.max(0);
    if slack > 0 {
        let middle = top + BAR / 2.0;
        picture.line(
            &[(x(finish), middle), (x(finish + slack), middle)],
            Stroke {
                dashed: true,
                ..Stroke::plain(CALM, 2.0)
            },
        );
    }
    let fill = if it.is_critical { CRITICAL } else { CALM };
    let title = format!(
        "{} {}: {}, slack {}",
        view.name_of(at),
        phase.title,
        days_in_words(it.minutes),
        days_in_words(slack)
    );
    let width = (x(finish) - x(start)).max(2.0);
    picture.rectangle((x(start), top), (width, BAR), fill, None, &title);
    let label = match it.assignment.person {
        Some(who) => format!("{} · {}", days(it.minutes), who + 1),
        None => days(it.minutes).to_string(),
    };
    let columns = u32::try_from(label.chars().count()).unwrap_or(u32::MAX);
    if width > COLUMN * (f64::from(columns) + 1.0) {
        let font = Font::plain("#ffffff").anchored(Anchor::Middle);
        picture.text((x(start) + width / 2.0, base), &label, 16, font);
    }
}
