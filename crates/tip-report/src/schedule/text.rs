//! A schedule for the terminal: a table, and a bar for each phase.

use std::fmt::Write as _;

use tip_forecast::{Link, LinkSource, ScheduledPhase};

use super::{ScheduleView, days, days_in_words};
use crate::layout::{self, short_title};
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape, marks};

/// The columns of the bars where nobody limits them, and the fewest.
const BARS: usize = 40;
const LEAST_BARS: usize = 10;

/// A terminal of fewer columns shows no bars and no slack where titles would suffer.
const NARROW: usize = 72;

/// The columns of a title that the bars leave to it.
const TITLE: usize = 32;

/// The critical phases of a plan that are shown, and the paths.
const CRITICAL: usize = 20;
const PATHS: usize = 4;

/// The columns that the bars leave to the rest of the table, the names of phases and what they wait for aside.
const REST: usize = 40;

/// Renders a schedule.
pub fn render(view: &ScheduleView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    let after = after(view);
    let bars = match terminal.width {
        Terminal::UNLIMITED => BARS,
        width => {
            let dates = if view.start.is_some() { 16 } else { 0 };
            let phases = || view.graph.phases.iter();
            let names = phases().map(|it| layout::width(&it.title)).max();
            let handles = phases().map(|it| layout::width(&it.handle)).max();
            let after = after.iter().map(|it| layout::width(it)).max();
            let names =
                names.unwrap_or(0).min(TITLE) + handles.unwrap_or(0) + after.unwrap_or(0).max(5);
            let left = width.saturating_sub(REST + dates + names);
            left.clamp(LEAST_BARS, BARS)
        }
    };
    for (at, plan) in view.graph.plans.iter().enumerate() {
        if plan.phases.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let name = escape::line(&plan.name);
        let _ = write!(out, "{}", terminal.paint(Look::Code, name));
        if let Some(title) = &plan.title {
            let title = escape::line(short_title(title)).into_owned();
            let _ = write!(out, "  {}", terminal.paint(Look::Title, title));
        }
        out.push('\n');
        table(view, at, &after, bars, *terminal, &mut out);
    }
    summary(view, *terminal, &mut out);
    out
}

fn table(
    view: &ScheduleView<'_>,
    plan: usize,
    after: &[String],
    bars: usize,
    terminal: Terminal,
    out: &mut String,
) {
    let dated = view.start.is_some();
    let time = if dated { Column::Left } else { Column::Right };
    let (slack, drawn) = if terminal.columns() < NARROW {
        (Column::Spare, Column::Spare)
    } else {
        (Column::Right, Column::Left)
    };
    let mut table = Table::new(
        2,
        &[
            Column::Left,
            Column::Left,
            Column::Name,
            Column::Left,
            Column::Right,
            time,
            time,
            slack,
            Column::Left,
            drawn,
        ],
    );
    let dim = |text: &str| Cell::new(Look::Dim, text);
    let people = view.schedule.people.is_some();
    table.row([
        dim(""),
        dim(""),
        dim(""),
        dim("after"),
        dim("days"),
        dim("start"),
        dim("finish"),
        dim("slack"),
        dim(if people { "who" } else { "" }),
        Cell::drawn(Look::Dim, ruler(view.schedule.minutes, bars)),
    ]);
    for at in view.graph.plans[plan].phases.clone() {
        let phase = &view.graph.phases[at];
        let it = &view.schedule.phases[at];
        let (mark, look) = marks::state(phase.state);
        let over = phase.state.is_over();
        let look_of_row = match (over, it.is_critical) {
            (true, _) => Look::Dim,
            (_, true) => Look::Warning,
            _ => Look::Plain,
        };
        let when = |minutes: i64, day: Option<tip_forecast::Date>| match (over, view.start, day) {
            (true, ..) => String::new(),
            (_, None, _) => days(minutes).to_string(),
            (_, Some(_), day) => day.map_or_else(|| "?".to_owned(), |it| it.to_string()),
        };
        let (start, finish) = (it.assignment.start, it.assignment.finish);
        table.row([
            Cell::new(look, mark),
            Cell::new(Look::Code, &phase.handle),
            Cell::new(if over { Look::Dim } else { Look::Plain }, &phase.title),
            dim(&after[at]),
            Cell::plain(&if over {
                String::new()
            } else {
                let assumed = phase.estimate.source.is_assumed();
                format!("{}{}", if assumed { "~" } else { "" }, days(it.minutes))
            }),
            Cell::plain(&when(start, view.day_of_start(start))),
            Cell::plain(&when(finish, view.day_of_finish(finish))),
            Cell::plain(&if over {
                String::new()
            } else {
                days(it.times.slack).to_string()
            }),
            dim(&it
                .assignment
                .person
                .map_or(String::new(), |who| (who + 1).to_string())),
            Cell::drawn(look_of_row, bar(it, view.schedule.minutes, bars, over)),
        ]);
    }
    table.write(terminal, out);
}

/// Returns what each phase waits for; what was only assumed stands in parentheses.
fn after(view: &ScheduleView<'_>) -> Vec<String> {
    let name = |phase: usize, it: &Link| {
        let from = &view.graph.phases[it.from];
        let name = if from.plan == view.graph.phases[phase].plan {
            from.handle.clone()
        } else {
            view.name_of(it.from)
        };
        match it.source {
            LinkSource::Order => format!("({name})"),
            LinkSource::Written | LinkSource::Plan => name,
        }
    };
    let links = view.graph.links_by_phase();
    let said = links.iter().enumerate().map(|(phase, links)| {
        let shown = links
            .iter()
            .filter(|it| !view.as_written || it.source != LinkSource::Order);
        shown
            .map(|it| name(phase, it))
            .collect::<Vec<_>>()
            .join(" ")
    });
    said.collect()
}

/// Tells what is critical, plan by plan, each path on a line.
fn critical(view: &ScheduleView<'_>, terminal: Terminal, out: &mut String) {
    let several = view.graph.plans.len() > 1;
    for (at, plan) in view.graph.plans.iter().enumerate() {
        let (paths, is_more) = view.critical_paths(at, PATHS);
        let lead = if several {
            format!("critical: {}  ", escape::line(&plan.name))
        } else {
            "critical: ".to_owned()
        };
        let mut shown = 0;
        for (number, path) in paths.iter().enumerate() {
            let room = CRITICAL.saturating_sub(shown).max(1);
            let names = path.iter().take(room);
            let names = names.map(|it| escape::line(&view.graph.phases[*it].handle).into_owned());
            let names: Vec<String> = names.collect();
            shown += names.len();
            if number > 0 {
                let _ = write!(out, "{:1$}", "", layout::width(&lead));
            } else if several {
                let name = terminal.paint(Look::Code, escape::line(&plan.name));
                let _ = write!(out, "critical: {name}  ");
            } else {
                out.push_str(&lead);
            }
            let _ = write!(out, "{}", terminal.paint(Look::Warning, names.join(" → ")));
            if path.len() > room {
                let _ = write!(out, " → … and {} more", path.len() - room);
            }
            out.push('\n');
        }
        if is_more {
            let indent = layout::width(&lead);
            let _ = writeln!(out, "{:indent$}and more: `--json` has all", "");
        }
    }
}

/// Returns the position of a moment among so many columns.
fn column(minutes: i64, end: i64, columns: usize) -> usize {
    let columns = i64::try_from(columns).unwrap_or(0);
    let at = (minutes * columns * 2 + end) / (end.max(1) * 2);
    usize::try_from(at.clamp(0, columns)).unwrap_or(0)
}

/// A bar for the work, dots for the slack. What is there shows at least one column.
fn bar(it: &ScheduledPhase, end: i64, columns: usize, over: bool) -> String {
    if over || columns == 0 || end == 0 {
        return String::new();
    }
    let start = column(it.assignment.start, end, columns).min(columns - 1);
    let finish = column(it.assignment.finish, end, columns).max(start + 1);
    let late = column(it.assignment.finish + it.times.slack.max(0), end, columns).max(finish);
    let block = if it.is_critical { "█" } else { "▒" };
    format!(
        "{}{}{}",
        " ".repeat(start),
        block.repeat(finish - start),
        "·".repeat(late - finish)
    )
}

/// Writes the first and the last day over the bars.
fn ruler(end: i64, columns: usize) -> String {
    let last = days(end).to_string();
    let gap = columns.saturating_sub(last.len() + 1);
    format!("0{}{last}", " ".repeat(gap))
}

fn summary(view: &ScheduleView<'_>, terminal: Terminal, out: &mut String) {
    let schedule = view.schedule;
    if view.graph.phases.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    if schedule.work == 0 {
        let over = view.graph.phases.iter().all(|it| it.state.is_over());
        out.push_str(if over {
            "everything is done\n"
        } else {
            "what remains takes no time\n"
        });
        return;
    }
    let _ = write!(
        out,
        "{} of work, done after {}",
        days_in_words(schedule.work),
        days_in_words(schedule.minutes)
    );
    if let Some(day) = view.day_of_finish(schedule.minutes) {
        let _ = write!(out, ", on {day}");
    }
    match schedule.people {
        Some(1) => out.push_str(", by one person"),
        Some(people) => {
            let _ = write!(out, ", by {people} people");
        }
        None => {}
    }
    out.push('\n');
    critical(view, terminal, out);
    let assumed = view.graph.links.iter();
    let assumed = assumed.filter(|it| it.source == LinkSource::Order).count();
    if assumed > 0 && !view.as_written {
        let text = "(P1): no dependency is written, so the order of the text decides; `--as-written` leaves that out";
        for line in layout::wrap(text, terminal.columns()) {
            let _ = writeln!(out, "{}", terminal.paint(Look::Dim, line));
        }
    }
}

impl ScheduleView<'_> {
    /// Returns the phases that decide when all is done, in the order in which they are worked on.
    pub fn critical_path(&self) -> Vec<usize> {
        let phases = self.schedule.phases.iter().enumerate();
        let mut path: Vec<usize> = phases
            .filter(|(_, it)| it.is_critical)
            .map(|(at, _)| at)
            .collect();
        path.sort_by_key(|at| (self.schedule.phases[*at].assignment.start, *at));
        path
    }

    /// Returns paths through the phases of a plan that decide when all is done, at most so many: what runs beside another has a path of
    /// its own. Whether phases are left that stand in none of them is told beside them.
    fn critical_paths(&self, plan: usize, most: usize) -> (Vec<Vec<usize>>, bool) {
        let phases = &self.schedule.phases;
        let counts = |it: usize| phases[it].is_critical && self.graph.phases[it].plan == plan;
        let tight = |from: usize, to: usize| {
            counts(from)
                && counts(to)
                && phases[from].assignment.finish == phases[to].assignment.start
        };
        let network = &self.schedule.network;
        // Whoever has worked on another phase is waited for too.
        let (previous, next) = self.handovers();
        let after = |from: usize| {
            let waiting = network.after(from as u32).iter().map(|it| *it as usize);
            waiting.chain(next[from]).filter(move |to| tight(from, *to))
        };
        let before = |to: usize| {
            let awaited = network.before(to as u32).iter().map(|it| *it as usize);
            awaited
                .chain(previous[to])
                .find(move |from| tight(*from, to))
        };
        let mut seen = vec![false; phases.len()];
        let mut paths = Vec::new();
        for first in self.critical_path().into_iter().filter(|it| counts(*it)) {
            if seen[first] {
                continue;
            }
            if paths.len() == most {
                return (paths, true);
            }
            let mut path = vec![first];
            while let Some(it) = path.last().and_then(|it| before(*it)) {
                path.push(it);
            }
            path.reverse();
            while let Some(last) = path.last().copied() {
                let fresh = after(last).find(|it| !seen[*it]);
                let Some(it) = fresh.or_else(|| after(last).next()) else {
                    break;
                };
                path.push(it);
            }
            for it in &path {
                seen[*it] = true;
            }
            paths.push(path);
        }
        (paths, false)
    }

    /// Returns of each phase what the same person works on before it, and after it.
    fn handovers(&self) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let phases = self.schedule.phases.iter().enumerate();
        let mut order: Vec<(u32, i64, usize)> = phases
            .filter_map(|(at, it)| Some((it.assignment.person?, it.assignment.start, at)))
            .collect();
        order.sort_unstable();
        let mut before = vec![None; self.schedule.phases.len()];
        let mut after = before.clone();
        for pair in order.windows(2).filter(|it| it[0].0 == it[1].0) {
            before[pair[1].2] = Some(pair[0].2);
            after[pair[0].2] = Some(pair[1].2);
        }
        (before, after)
    }
}
