//! The commands of a plan that no run can answer for, with why.

use std::fmt::Write as _;

use tip_plan::{Command, Expectation, WhyNot};

use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{PlanFile, PlanView, Terminal, escape};

/// Renders the commands of a plan that a person must judge, and those that cannot be run as they stand.
pub fn unanswered(view: &PlanView<'_>, terminal: &Terminal) -> String {
    let mut out = String::new();
    let to_judge = |it: &Command| match &it.expectation {
        Expectation::Unreadable(text) => Some(format!("expected: {text}")),
        _ => None,
    };
    section("To judge", view, *terminal, to_judge, &mut out);
    let kept = |it: &Command| it.why_not.map(|it| why(it).to_owned());
    section("Not run as they stand", view, *terminal, kept, &mut out);
    out
}

fn section(
    heading: &str,
    view: &PlanView<'_>,
    terminal: Terminal,
    told: impl Fn(&Command) -> Option<String>,
    out: &mut String,
) {
    let mut table = Table::new(2, &[Column::Left, Column::Text]);
    let mut some = false;
    for file in view.working() {
        for command in &file.plan.commands {
            let Some(told) = told(command) else {
                continue;
            };
            some = true;
            let text = escape::line(&format!("$ {}", command.text)).into_owned();
            table.row([
                Cell::new(Look::Code, &place(file, command)),
                Cell::plain(&text),
            ]);
            let told = escape::line(&told).into_owned();
            table.row([Cell::plain(""), Cell::new(Look::Dim, &told)]);
        }
    }
    if some {
        let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, heading));
        table.write(terminal, out);
    }
}

/// Returns the handle of the box or of the part that a command stands in, and its line.
fn place(file: &PlanFile<'_>, command: &Command) -> String {
    let line = file.doc.line(command.span);
    let in_box = command
        .in_box
        .and_then(|at| file.plan.boxes.get(at as usize));
    let handle = in_box.map(|it| &*it.handle).or_else(|| {
        let unit = command.unit?;
        Some(&*file.plan.unit(unit).handle)
    });
    format!("{}:{line}", handle.unwrap_or_default())
}

fn why(it: WhyNot) -> &'static str {
    match it {
        WhyNot::Placeholder => "it holds a placeholder: fill it in",
        WhyNot::Ellipsis => "it is cut short: write all of it",
        WhyNot::Unbalanced => "its quotes or brackets do not close",
        WhyNot::Mutating => "it changes things: `tip verify --allow-mutating` runs it",
        WhyNot::Interactive => "it never ends by itself, or waits for somebody",
    }
}
