//! A forecast for the terminal.

use std::fmt::Write as _;

use tip_forecast::Durations;

use super::{ForecastView, LEVELS, classes, days};
use crate::layout::{counted, short_title, width, wrap};
use crate::schedule::name_of;
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape};

/// The columns of the bars, and the fewest.
const BARS: usize = 40;
const LEAST_BARS: usize = 10;

/// The columns that the bars leave to the rest of the histogram.
const REST: usize = 46;

/// The rows of the histogram.
const CLASSES: u32 = 16;

/// The phases that are shown; of more only those on which the end hangs most.
const PHASES: usize = 12;

/// Renders a forecast.
pub fn render(view: &ForecastView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    if view.by_weight().is_empty() {
        if !view.graph.phases.is_empty() {
            out.push_str("everything is done\n");
        }
        return out;
    }
    head(view, *terminal, &mut out);
    levels(view, *terminal, &mut out);
    if view.forecast.all.quantile(0.99) > view.forecast.all.quantile(0.01) {
        out.push('\n');
        histogram(view, *terminal, &mut out);
    }
    out.push('\n');
    phases(view, *terminal, &mut out);
    if !view.forecast.plans.is_empty() {
        out.push('\n');
        plans(view, *terminal, &mut out);
    }
    out
}

/// Writes words as lines that fit, indented.
fn lines(words: &str, look: Look, terminal: Terminal, out: &mut String) {
    for line in wrap(words, terminal.columns() - 2) {
        let _ = writeln!(out, "  {}", terminal.paint(look, line));
    }
}

fn head(view: &ForecastView<'_>, terminal: Terminal, out: &mut String) {
    let mut begun = 0;
    match view.graph.plans.as_slice() {
        [plan] => {
            let name = escape::line(&plan.name);
            begun += width(&name);
            let _ = write!(out, "{}", terminal.paint(Look::Code, name));
            if let Some(title) = &plan.title {
                let title = escape::line(short_title(title)).into_owned();
                begun += 2 + width(&title);
                let _ = write!(out, "  {}", terminal.paint(Look::Title, title));
            }
        }
        plans => {
            let count = counted(plans.len(), "plan");
            begun += count.len();
            out.push_str(&count);
        }
    }
    let left = view.by_weight().len();
    let mut rest = format!("{} left", counted(left, "phase"));
    match view.people {
        Some(people) => {
            let who = if people == 1 { "person" } else { "people" };
            let _ = write!(rest, ", {people} {who}");
        }
        // Who has three people shall not take the date for theirs.
        None if left > 1 => rest.push_str(", as many people as find work (`--people N`)"),
        None => {}
    }
    if begun + 2 + width(&rest) <= terminal.columns() {
        let _ = writeln!(out, "  {rest}");
    } else {
        out.push('\n');
        lines(&rest, Look::Plain, terminal, out);
    }
    for it in view.supposed {
        let text = format!("  supposed: {}", escape::line(it));
        let _ = writeln!(out, "{}", terminal.paint(Look::Active, text));
    }
    out.push('\n');
}

fn when(view: &ForecastView<'_>, minutes: f64) -> String {
    match view.start {
        None => format!("{} days", days(minutes)),
        Some(_) => view
            .day(minutes)
            .map_or_else(|| "beyond all calendars".to_owned(), |it| it.to_string()),
    }
}

fn levels(view: &ForecastView<'_>, terminal: Terminal, out: &mut String) {
    let mut table = Table::new(
        2,
        &[Column::Left, Column::Right, Column::Text, Column::Left],
    );
    for level in LEVELS {
        let share = f64::from(level) / 100.0;
        let minutes = view.forecast.all.quantile(share);
        let (least, most) = view.forecast.all.interval(share);
        let error = days((most - least) / 2.0);
        let change = view.before.map_or(String::new(), |before| {
            let by = days(minutes) - days(before.all.quantile(share));
            let by = (by * 100.0).round() / 100.0;
            let sign = if by > 0.0 { "+" } else { "" };
            format!("{sign}{by} by what is supposed")
        });
        let words = match level {
            50 => "as likely as not",
            80 => "four times of five",
            _ => "nineteen times of twenty",
        };
        let about = if error > 0.0 {
            format!("{words}, ±{error} by chance")
        } else {
            words.to_owned()
        };
        table.row([
            Cell::new(Look::Title, &format!("P{level}")),
            Cell::new(Look::Title, &when(view, minutes)),
            Cell::new(Look::Dim, &about),
            Cell::new(Look::Active, &change),
        ]);
    }
    table.write(terminal, out);
    let samples = view.forecast.all.samples();
    let said = format!(
        "mean {} days, standard deviation {} days; {samples} samples, seed {}",
        days(view.forecast.mean),
        days(view.forecast.deviation),
        view.seed
    );
    lines(&said, Look::Dim, terminal, out);
}

/// A histogram, and beside it the probability that so much time is enough.
fn histogram(view: &ForecastView<'_>, terminal: Terminal, out: &mut String) {
    let all = &view.forecast.all;
    let classes = classes(all, CLASSES);
    let most = classes.iter().map(|it| it.2).fold(0.0, f64::max);
    let mut table = Table::new(
        2,
        &[Column::Right, Column::Left, Column::Right, Column::Spare],
    );
    let columns = terminal.columns().saturating_sub(REST);
    let columns = columns.clamp(LEAST_BARS, BARS) as u32;
    let dim = |text: &str| Cell::new(Look::Dim, text);
    table.row([
        dim(if view.start.is_some() {
            "until"
        } else {
            "days"
        }),
        dim("how often"),
        dim("enough"),
        dim(""),
    ]);
    for (_, end, share) in classes {
        let enough = all.share_within(end);
        let look = if enough <= 0.5 {
            Look::Good
        } else if enough <= 0.8 {
            Look::Active
        } else {
            Look::Dim
        };
        let label = match view.day(end) {
            Some(day) => day.to_string(),
            None => format!("{:.1}", days(end)),
        };
        table.row([
            Cell::plain(&label),
            Cell::drawn(look, bar(share / most.max(f64::MIN_POSITIVE), columns)),
            Cell::plain(&percent(enough)),
            Cell::drawn(Look::Dim, dot(enough)),
        ]);
    }
    table.write(terminal, out);
}

/// A bar of eighths of columns.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn bar(share: f64, columns: u32) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share * f64::from(columns) * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// A point of the S-curve.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn dot(share: f64) -> String {
    let at = (share * 20.0).round() as usize;
    format!("{}●", " ".repeat(at))
}

fn percent(share: f64) -> String {
    // What is not certain is not told to be.
    let percent = share * 100.0;
    if percent > 99.0 && percent < 100.0 {
        ">99%".to_owned()
    } else if percent > 0.0 && percent < 1.0 {
        "<1%".to_owned()
    } else {
        format!("{percent:.0}%")
    }
}

fn phases(view: &ForecastView<'_>, terminal: Terminal, out: &mut String) {
    // The end of a name tells the phase, its beginning the plan.
    let name = match view.graph.plans.as_slice() {
        [_] => Column::Left,
        _ => Column::Path,
    };
    let mut table = Table::new(
        2,
        &[
            name,
            Column::Text,
            Column::Right,
            Column::Right,
            Column::Right,
            Column::Spare,
        ],
    );
    let dim = |text: &str| Cell::new(Look::Dim, text);
    table.row([
        dim(""),
        dim(""),
        dim("days"),
        dim("critical"),
        dim("crucial"),
        dim(""),
    ]);
    let order = view.by_weight();
    for at in order.iter().take(PHASES) {
        let phase = &view.graph.phases[*at];
        let it = view.forecast.phases[*at];
        table.row([
            Cell::new(Look::Code, &name_of(view.graph, *at)),
            Cell::plain(&phase.title),
            Cell::plain(&format!("{} ±{}", days(it.mean), days(it.deviation))),
            Cell::plain(&percent(it.criticality)),
            Cell::plain(&format!("{:.2}", it.cruciality)),
            Cell::drawn(Look::Warning, bar(it.cruciality, 10)),
        ]);
    }
    table.write(terminal, out);
    if order.len() > PHASES {
        let more = counted(order.len() - PHASES, "phase");
        let _ = writeln!(
            out,
            "  and {more} more on which the end hangs less: `--json` has all"
        );
    }
}

fn plans(view: &ForecastView<'_>, terminal: Terminal, out: &mut String) {
    let mut table = Table::new(
        2,
        &[Column::Path, Column::Right, Column::Right, Column::Right],
    );
    let dim = |text: String| Cell::new(Look::Dim, &text);
    let heads = LEVELS.iter().map(|level| dim(format!("P{level}")));
    table.row(std::iter::once(dim(String::new())).chain(heads));
    for (plan, durations) in view.graph.plans.iter().zip(&view.forecast.plans) {
        if plan.phases.is_empty() {
            continue;
        }
        let cell = |level: &u32| {
            let minutes = Durations::quantile(durations, f64::from(*level) / 100.0);
            Cell::plain(&when(view, minutes))
        };
        let name = Cell::new(Look::Code, &plan.name);
        table.row(std::iter::once(name).chain(LEVELS.iter().map(cell)));
    }
    table.write(terminal, out);
}
