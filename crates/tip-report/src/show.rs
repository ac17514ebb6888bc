//! A plan for the terminal.

mod commands;

use std::borrow::Cow;
use std::fmt::Write as _;

use tip_plan::{
    BoxState, CheckBox, DependencySource, Expectation, Intent, ReadyUnit, StateSource, Unit,
    UnitKind, UnitState,
};

pub use self::commands::unanswered;
use crate::layout::{counted, fit};
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{
    PlanFile, PlanView, StageBasis, Terminal, Tick, escape, marks, tick_source, unit_word,
};

/// The open boxes that are shown.
const OPEN: usize = 12;

/// The tasks that are shown where there are no phases.
const TASKS: usize = 40;

/// Renders a plan.
pub fn render(view: &PlanView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    head(view, *terminal, &mut out);
    let of_phases = view.working().any(|it| it.plan.phases().next().is_some());
    for file in view.working() {
        units(file, view, of_phases, *terminal, &mut out);
    }
    let ready = view.ready();
    let first = ready
        .as_ref()
        .and_then(|(file, ready)| Some((file, ready.units.first()?)));
    if let Some((file, unit)) = first {
        open_in(file, unit, *terminal, &mut out);
    }
    open_beside(view, *terminal, &mut out);
    ticked(view, *terminal, &mut out);
    totals(view, *terminal, &mut out);
    out
}

fn head(view: &PlanView<'_>, terminal: Terminal, out: &mut String) {
    let title = escape::line(view.title().unwrap_or(view.name));
    let title = fit(&title, terminal.columns());
    let _ = writeln!(out, "{}", terminal.paint(Look::Title, title));
    let mut rows = Table::new(0, &[Column::Left, Column::Text]);
    let mut row = |name: &str, look: Look, value: &str| {
        rows.row([Cell::new(Look::Dim, name), Cell::new(look, value)]);
    };
    for file in &view.files {
        row("file", Look::Code, file.path);
    }
    row("dialect", Look::Plain, view.dialect().word());
    let (_, look) = marks::stage_word(view.stage(), view.basis());
    row("stage", look, &stage(view));
    let plans = || view.files.iter().map(|it| it.plan);
    let optional = [
        ("feature", view.feature().map(str::to_owned)),
        (
            "date",
            plans()
                .find_map(|it| it.date.as_ref())
                .map(|it| it.value.clone()),
        ),
        (
            "effort",
            plans().find_map(|it| it.effort).map(|it| it.value.short()),
        ),
        (
            "confidence",
            plans()
                .find_map(|it| it.confidence)
                .map(|it| it.value.word().to_owned()),
        ),
    ];
    for (name, value) in optional {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            row(name, Look::Plain, &value);
        }
    }
    let progress = view.progress();
    let bar = marks::bar(progress, 20);
    if !bar.is_empty() {
        let fraction = marks::fraction_of(progress, view.counted());
        let doubt = if view.is_uncertain() {
            ", or more: a code block ends where it should not (`tip check`)"
        } else {
            ""
        };
        let bar = format!("{bar} {fraction}{doubt}");
        row("progress", marks::bar_look(progress), &bar);
    }
    if let Some(ticks) = tick_source::counted(&view.files) {
        let mut row = |name: &str, value: &str| {
            rows.row([Cell::new(Look::Dim, name), Cell::plain(value)]);
        };
        row("ticks", &ticks);
    }
    rows.write(terminal, out);
}

/// How many columns of a status are shown; some tell it in a paragraph.
const MOST_OF_STATUS: usize = 80;

/// Says the stage, and what the plan says of it where that is something else.
fn stage(view: &PlanView<'_>) -> String {
    let stage = view.stage();
    let settled = view.files.iter().find_map(|it| it.plan.status.settled);
    if let Some(settled) = settled.filter(|it| it.stage == stage) {
        return format!("{} ({})", stage.word(), settled.why);
    }
    let written = view
        .files
        .iter()
        .find_map(|file| Some((file, file.plan.status.written.as_ref()?)));
    match written {
        None if view.basis() == StageBasis::SeemsBuilt => seems_built(view),
        None => {
            let (word, _) = marks::stage_word(stage, view.basis());
            format!("{word} (no status is written)")
        }
        Some((_, written)) if view.basis() == StageBasis::SeemsBuilt => {
            let said = fit(&written.value, MOST_OF_STATUS);
            format!("{}; the plan says `{said}`", seems_built(view))
        }
        Some((file, _)) if file.plan.status.stage == Some(stage) => stage.word().to_owned(),
        Some((file, written)) => {
            let (word, _) = marks::stage_word(stage, view.basis());
            let line = file.doc.line(written.span);
            format!(
                "{word} (line {line} says `{}`)",
                fit(&written.value, MOST_OF_STATUS)
            )
        }
    }
}

/// Says why a plan seems to be built.
fn seems_built(view: &PlanView<'_>) -> String {
    let (there, planned) = view.made();
    format!(
        "seems_built ({there} of {planned} files that it means to create are there, nothing is ticked)"
    )
}

/// Shows the phases of a file, or its outermost tasks where the plan has no phases.
fn units(
    file: &PlanFile<'_>,
    view: &PlanView<'_>,
    of_phases: bool,
    terminal: Terminal,
    out: &mut String,
) {
    let shown: Vec<(usize, &Unit)> = file
        .plan
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| match unit.kind {
            UnitKind::Phase => true,
            UnitKind::Task => !of_phases && unit.parent.is_none(),
            _ => false,
        })
        .collect();
    if shown.is_empty() {
        return;
    }
    let heading = if of_phases { "Phases" } else { "Tasks" };
    let _ = write!(out, "\n{}", terminal.paint(Look::Title, heading));
    if view.files.len() > 1 {
        let path = escape::line(file.path);
        let _ = write!(out, " {}", terminal.paint(Look::Dim, path));
    }
    out.push('\n');
    let progress = file.progress_by_unit();
    let columns = [
        Column::Left,
        Column::Left,
        Column::Text,
        Column::Right,
        Column::Left,
        Column::Wrapped,
    ];
    let mut table = Table::new(2, &columns);
    let most = if of_phases { usize::MAX } else { TASKS };
    for (at, unit) in shown.iter().take(most) {
        let (mark, look) = marks::state(unit.state.value);
        let effort = unit.effort.map(|it| it.value.short()).unwrap_or_default();
        table.row([
            Cell::new(look, mark),
            Cell::new(Look::Code, &unit.handle),
            Cell::plain(&unit.title.value),
            Cell::new(
                marks::bar_look(progress[*at]),
                &marks::fraction(progress[*at]),
            ),
            Cell::plain(&effort),
            Cell::new(Look::Dim, &remarks(file, *at)),
        ]);
    }
    table.write(terminal, out);
    if shown.len() > most {
        let _ = writeln!(out, "  … and {} more", shown.len() - most);
    }
}

/// Says what a unit waits for, and what is odd about it.
fn remarks(file: &PlanFile<'_>, at: usize) -> String {
    let unit = &file.plan.units[at];
    let mut remarks = Vec::new();
    let since = file.ticks.and_then(|it| it.units.get(at)?.as_ref());
    remarks.extend(since.map(tick));
    remarks.extend(unit_word(file, unit));
    let depends = &unit.depends_on;
    let pending: Vec<&str> = depends
        .on
        .iter()
        .filter_map(|it| file.plan.units.get(it.value.index()))
        .filter(|it| !it.state.value.is_over())
        .map(|it| it.handle.as_str())
        .collect();
    // What is begun does not wait for what is only written before it.
    let is_order = depends.source == DependencySource::Order;
    let begun = unit.state.value == UnitState::InProgress;
    let waits = !unit.state.value.is_over() && (!is_order || !begun);
    if !pending.is_empty() && waits {
        let by_order = if is_order { " by order" } else { "" };
        remarks.push(format!("waits for {}{by_order}", pending.join(", ")));
    }
    for unknown in &depends.unknown {
        remarks.push(format!("depends on unknown `{}`", unknown.value));
    }
    if let Some(other) = &unit.state.contradicted_by {
        let word = other.value.word();
        remarks.push(match other.source {
            StateSource::Boxes => format!("its boxes say {word}"),
            _ => format!("line {} says {word}", file.doc.line(other.span)),
        });
    }
    if unit.optional {
        remarks.push("optional".to_owned());
    }
    remarks.join("; ")
}

/// Shows what is open in the phase of a unit, or in a task that stands in no phase.
fn open_in(file: &PlanFile<'_>, ready: &ReadyUnit, terminal: Terminal, out: &mut String) {
    let phase = file.plan.phase_of(ready.unit);
    let open: Vec<&CheckBox> = match phase {
        Some(phase) => file
            .plan
            .boxes_of_phase(phase)
            .filter(|it| it.state != BoxState::Done && !it.deferred && !it.in_table)
            .collect(),
        None => boxes_at(file, &ready.open),
    };
    let unit = file.plan.unit(phase.unwrap_or(ready.unit));
    let title = escape::line(&unit.title.value);
    let heading = format!("Open in {}: {title}", unit.handle);
    boxes(file, &heading, &open, terminal, out);
}

/// Says who ticked something, and when.
pub fn tick(tick: &Tick) -> String {
    match tick {
        Tick::Commit { hash, by, at } => {
            let hash = hash.get(..10).unwrap_or(hash);
            format!("{at} {} {hash}", escape::line(by))
        }
        Tick::WorkTree => "not committed".to_owned(),
    }
}

/// Shows the boxes that are ticked, with who ticked them and when.
fn ticked(view: &PlanView<'_>, terminal: Terminal, out: &mut String) {
    for file in view.working() {
        let Some(ticks) = file.ticks else {
            continue;
        };
        let boxes = file.plan.boxes.iter().zip(&ticks.boxes);
        let ticked: Vec<(&CheckBox, &Tick)> = boxes
            .filter_map(|(it, tick)| Some((it, tick.as_ref()?)))
            .collect();
        if ticked.is_empty() {
            continue;
        }
        let place = match view.files.len() {
            1 => String::new(),
            _ => format!(" {}", escape::line(file.path)),
        };
        let heading = format!("Ticked{place}");
        let heading = fit(&heading, terminal.columns());
        let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, heading));
        let mut table = Table::new(2, &[Column::Left, Column::Left, Column::Text]);
        for (it, since) in ticked {
            table.row([
                Cell::new(Look::Code, &it.handle),
                Cell::new(Look::Dim, &tick(since)),
                Cell::plain(&words(file, it)),
            ]);
        }
        table.write(terminal, out);
    }
}

/// Returns the text of a box, or the title of the unit that it is.
fn words<'a>(file: &PlanFile<'a>, it: &CheckBox) -> Cow<'a, str> {
    match it.is_unit.and_then(|id| file.plan.units.get(id.index())) {
        Some(unit) => Cow::Borrowed(unit.title.value.as_str()),
        None => file.doc.source().folded(it.text),
    }
}

/// Shows what is open outside of phases and tasks, and beside the list of tasks.
fn open_beside(view: &PlanView<'_>, terminal: Terminal, out: &mut String) {
    let mut units = view.working().flat_map(|it| &it.plan.units);
    let words = if units.any(|it| it.kind <= UnitKind::Task) {
        "Open beside them"
    } else {
        "Open"
    };
    for (file, open) in view.open_beside() {
        let place = match view.files.len() {
            1 => String::new(),
            _ => format!(" {}", escape::line(file.path)),
        };
        let open = boxes_at(&file, &open);
        boxes(&file, &format!("{words}{place}"), &open, terminal, out);
    }
}

fn boxes_at<'a>(file: &PlanFile<'a>, at: &[u32]) -> Vec<&'a CheckBox> {
    at.iter()
        .filter_map(|at| file.plan.boxes.get(*at as usize))
        .collect()
}

fn boxes(
    file: &PlanFile<'_>,
    heading: &str,
    open: &[&CheckBox],
    terminal: Terminal,
    out: &mut String,
) {
    if open.is_empty() {
        return;
    }
    let heading = fit(heading, terminal.columns());
    let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, heading));
    let mut table = Table::new(2, &[Column::Left, Column::Text, Column::Left]);
    for it in open.iter().take(OPEN) {
        let text = words(file, it);
        let by_hand = if it.manual { "by hand" } else { "" };
        table.row([
            Cell::new(Look::Code, &it.handle),
            Cell::plain(&text),
            Cell::new(Look::Dim, by_hand),
        ]);
    }
    table.write(terminal, out);
    if open.len() > OPEN {
        let _ = writeln!(out, "  … and {} more", open.len() - OPEN);
    }
}

fn totals(view: &PlanView<'_>, terminal: Terminal, out: &mut String) {
    let plans = || view.files.iter().map(|it| it.plan);
    let of_kind = |kind| plans().map(|it| it.units_of(kind).count()).sum::<usize>();
    let commands: usize = plans().map(|it| it.commands.len()).sum();
    let runnable = plans()
        .flat_map(|it| &it.commands)
        .filter(|it| it.why_not.is_none())
        .count();
    let intended = |intent| {
        let references = plans().flat_map(|it| &it.references);
        references.filter(|it| it.intent == intent).count()
    };
    let references: usize = plans().map(|it| it.references.len()).sum();
    let mut parts = Vec::new();
    let mut part = |count: usize, noun: &str, detail: String| {
        if count > 0 {
            parts.push(format!("{}{detail}", counted(count, noun)));
        }
    };
    part(of_kind(UnitKind::Task), "task", String::new());
    part(of_kind(UnitKind::Scenario), "scenario", String::new());
    part(of_kind(UnitKind::Risk), "risk", String::new());
    let to_judge = plans()
        .flat_map(|it| &it.commands)
        .filter(|it| matches!(it.expectation, Expectation::Unreadable(_)))
        .count();
    let judged = match to_judge {
        0 => String::new(),
        count => format!(", {count} to judge: --full names them"),
    };
    part(
        commands,
        "command",
        format!(" ({runnable} runnable{judged})"),
    );
    let intents = [
        (intended(Intent::Create), "create"),
        (intended(Intent::Modify), "modify"),
        (intended(Intent::Delete), "delete"),
    ];
    let intents: Vec<String> = intents
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let detail = if intents.is_empty() {
        String::new()
    } else {
        format!(" ({})", intents.join(", "))
    };
    part(references, "reference", detail);
    if !parts.is_empty() {
        let _ = writeln!(out, "\n{}", terminal.paint(Look::Dim, parts.join(", ")));
    }
}
