//! A report for the terminal: one screen, and no more of anything than is read.

use std::fmt::Write as _;

use super::{ReportView, done_in_words};
use crate::drift::outcome;
use crate::layout::{counted, fit};
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape, marks};

/// What is shown of each list.
const MOST: usize = 5;

/// The plans that are shown.
const MOST_PLANS: usize = 20;

/// Renders a report.
pub fn render(view: &ReportView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    head(view, *terminal, &mut out);
    plans(view, *terminal, &mut out);
    numbers(view, *terminal, &mut out);
    hangs_on(view, *terminal, &mut out);
    ready(view, *terminal, &mut out);
    risks(view, *terminal, &mut out);
    stale(view, *terminal, &mut out);
    questions(view, *terminal, &mut out);
    conflicts(view, *terminal, &mut out);
    out
}

fn head(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let title = escape::line(&view.title()).into_owned();
    let _ = write!(out, "{}", terminal.paint(Look::Title, title));
    if view.plans.len() > 1 {
        let _ = write!(out, ": {}", view.stages().join(", "));
    }
    if view.left_out > 0 {
        let more = format!(" ({} more are over)", view.left_out);
        let _ = write!(out, "{}", terminal.paint(Look::Dim, more));
    }
    let mut at = Vec::new();
    at.extend(view.date.map(|it| it.to_string()));
    at.extend(view.commit.map(|it| {
        let hash = it.hash.get(..10).unwrap_or(&it.hash);
        format!("{hash} of {}", it.date)
    }));
    let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, at.join(", ")));
}

fn plans(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let columns = [
        Column::Path,
        Column::Left,
        Column::Spare,
        Column::Right,
        Column::Left,
        Column::Text,
    ];
    let mut table = Table::new(2, &columns);
    let foreseen = view.is_foreseeable();
    let dim = |text: &str| Cell::new(Look::Dim, text);
    table.row([
        dim(""),
        dim("stage"),
        dim(""),
        dim("done"),
        dim(if foreseen { "P80" } else { "" }),
        dim(""),
    ]);
    for (at, plan) in view.plans.iter().enumerate().take(MOST_PLANS) {
        let it = &plan.summary;
        let (stage, look) = marks::stage_word(it.stage, it.basis);
        table.row([
            Cell::new(Look::Code, &it.name),
            Cell::new(look, stage),
            Cell::new(marks::bar_look(it.progress), &marks::bar(it.progress, 10)),
            Cell::plain(&marks::fraction_in_row(it)),
            Cell::plain(&view.p80_of(at).unwrap_or_default()),
            Cell::plain(plan.title()),
        ]);
    }
    out.push('\n');
    table.write(terminal, out);
    more(view.plans.len(), MOST_PLANS, out);
}

/// Says how much was left out of a list.
fn more(count: usize, most: usize, out: &mut String) {
    if count > most {
        let _ = writeln!(out, "  and {} more: `--json` has all", count - most);
    }
}

fn numbers(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    out.push('\n');
    let mut line = |word: &str, said: String| {
        let word = terminal.paint(Look::Title, format!("{word:9}"));
        let _ = writeln!(out, "{word}  {}", escape::line(&said));
    };
    if view.progress().total > 0 {
        let mut done = done_in_words(view.progress());
        if let Some(lately) = view.burn_up.lately_in_words() {
            let _ = write!(done, "; {lately}");
        }
        line("done", done);
    }
    if view.is_foreseeable() {
        let levels = view.levels().into_iter();
        let levels: Vec<String> = levels.map(|(level, it)| format!("P{level} {it}")).collect();
        let people = match view.forecast.people {
            Some(1) => "1 person".to_owned(),
            Some(people) => format!("{people} people"),
            None => "as many people as find work".to_owned(),
        };
        line("forecast", format!("{}, for {people}", levels.join(", ")));
        if let Some(caution) = view.caution() {
            line("caution", caution);
        }
    } else if !view.forecast.graph.phases.is_empty() {
        line("forecast", "everything is done".to_owned());
    }
}

fn heading(text: &str, terminal: Terminal, out: &mut String) {
    let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, text));
}

/// The phases on which the end hangs most.
fn hangs_on(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let order = view.forecast.by_weight();
    if order.len() < 2 {
        return;
    }
    heading("What the end hangs on", terminal, out);
    let mut table = Table::new(
        2,
        &[Column::Right, Column::Left, Column::Text, Column::Path],
    );
    for at in order.iter().take(3) {
        let phase = &view.forecast.graph.phases[*at];
        let it = view.forecast.forecast.phases[*at];
        let share = format!("{:.0}% critical", it.criticality * 100.0);
        table.row([
            Cell::plain(&share),
            Cell::new(Look::Code, &phase.handle),
            Cell::plain(&phase.title),
            Cell::new(Look::Dim, &view.forecast.graph.plans[phase.plan].name),
        ]);
    }
    table.write(terminal, out);
}

fn ready(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let ready = view
        .plans
        .iter()
        .flat_map(|plan| plan.next.ready.iter().map(move |it| (plan, it)))
        // What is done and has open boxes is for `tip next`.
        .filter(|(_, it)| !it.state.is_over());
    let ready: Vec<_> = ready.collect();
    if ready.is_empty() {
        return;
    }
    heading("Ready", terminal, out);
    let mut table = Table::new(2, &[Column::Left, Column::Left, Column::Text, Column::Path]);
    for (plan, it) in ready.iter().take(MOST) {
        let (mark, look) = marks::state(it.state);
        table.row([
            Cell::new(look, mark),
            Cell::new(Look::Code, &it.handle),
            Cell::plain(&it.title),
            Cell::new(Look::Dim, &plan.summary.name),
        ]);
    }
    table.write(terminal, out);
    more(ready.len(), MOST, out);
}

fn risks(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let risks = view.risks();
    if risks.is_empty() {
        return;
    }
    heading("Risks", terminal, out);
    let mut table = Table::new(2, &[Column::Left, Column::Text, Column::Path]);
    for (_, it) in risks.iter().take(MOST) {
        let look = match it.word() {
            "high" => Look::Error,
            "medium" => Look::Warning,
            _ => Look::Dim,
        };
        table.row([
            Cell::new(look, it.word()),
            Cell::plain(&it.text),
            Cell::new(Look::Dim, &format!("{}:{}", it.path, it.line)),
        ]);
    }
    table.write(terminal, out);
    more(risks.len(), MOST, out);
}

fn stale(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let Some(stale) = view.stale.filter(|it| !it.is_empty()) else {
        return;
    };
    heading("Stale references", terminal, out);
    let mut table = Table::new(2, &[Column::Text, Column::Left, Column::Path]);
    for it in stale.iter().take(MOST) {
        table.row([
            Cell::new(Look::Code, &it.written),
            Cell::new(Look::Warning, &outcome(it)),
            Cell::new(Look::Dim, &format!("{}:{}", it.plan, it.line_in_plan)),
        ]);
    }
    table.write(terminal, out);
    more(stale.len(), MOST, out);
}

fn questions(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    let questions: Vec<_> = view.questions().collect();
    if questions.is_empty() {
        return;
    }
    heading("Open questions", terminal, out);
    let mut table = Table::new(2, &[Column::Text, Column::Path]);
    for (_, it) in questions.iter().take(MOST) {
        table.row([
            Cell::plain(&it.text),
            Cell::new(Look::Dim, &format!("{}:{}", it.path, it.line)),
        ]);
    }
    table.write(terminal, out);
    more(questions.len(), MOST, out);
}

fn conflicts(view: &ReportView<'_>, terminal: Terminal, out: &mut String) {
    if view.conflicts.is_empty() {
        return;
    }
    heading("Conflicts", terminal, out);
    for it in view.conflicts.iter().take(MOST) {
        let names = it.plans().into_iter();
        let names: Vec<&str> = names.map(|at| view.changing[at].name.as_str()).collect();
        let path = terminal.paint(Look::Code, escape::line(&it.path));
        let names = escape::line(&names.join(", ")).into_owned();
        let room = terminal.columns().saturating_sub(4);
        let _ = writeln!(
            out,
            "  {path}  {}, {}\n    {}",
            counted(it.plans().len(), "plan"),
            it.meeting.words(),
            terminal.paint(Look::Dim, fit(&names, room))
        );
    }
    more(view.conflicts.len(), MOST, out);
}
