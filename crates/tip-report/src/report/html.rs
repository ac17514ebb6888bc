//! A report as a page that stands alone.

use std::fmt::Write as _;

use tip_plan::Progress;

use super::burn_up::chart;
use super::{ReportView, ReportedPlan, percent};
use crate::conflicts::lines;
use crate::drift::outcome;
use crate::forecast::curve;
use crate::html::{self, Table, prose, text};
use crate::layout::counted;
use crate::marks;
use crate::schedule::name_of;

const STYLE: &str = "\
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0 1.5rem;padding:0}\
.numbers div{border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem}.numbers dt{color:var(--faint);font-size:.875rem}\
.numbers dd{margin:0;font-size:1.25rem;font-weight:600;line-height:1.3}.numbers small{font-size:.8rem;font-weight:400;display:block}\
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem}\
figure{margin:0;border:1px solid var(--line);border-radius:6px;padding:.5rem}figcaption{font-weight:600;padding:.1rem .4rem .3rem}svg{display:block;width:100%;height:auto}\
progress{display:block;width:6rem;max-width:100%;height:.6rem;margin-top:.3rem;accent-color:var(--bar)}";

/// The phases on which the end hangs that are shown.
const MOST_PHASES: usize = 8;

/// The rows of a list that are shown.
const MOST: usize = 60;

/// Returns a report as a page.
pub fn html(view: &ReportView<'_>) -> String {
    let mut out = String::new();
    head(view, &mut out);
    numbers(view, &mut out);
    plans(view, &mut out);
    charts(view, &mut out);
    phases(view, &mut out);
    ready(view, &mut out);
    risks(view, &mut out);
    stale(view, &mut out);
    questions(view, &mut out);
    conflicts(view, &mut out);
    notes(view, &mut out);
    html::page(&format!("Report: {}", view.title()), STYLE, &out)
}

fn head(view: &ReportView<'_>, out: &mut String) {
    let mut said = Vec::new();
    said.extend(view.date.map(|it| format!("As of <strong>{it}</strong>")));
    said.extend(view.commit.map(|it| {
        let hash = it.hash.get(..10).unwrap_or(&it.hash);
        format!(
            "at commit <code>{}</code> of {}: {}",
            text(hash),
            text(&it.date),
            text(&it.subject)
        )
    }));
    if !said.is_empty() {
        let _ = writeln!(out, "<p>{}.</p>", said.join(", "));
    }
    match view.left_out {
        0 => {}
        1 => out.push_str("<p>One more plan is over and left out.</p>\n"),
        count => {
            let _ = writeln!(out, "<p>{count} more plans are over and left out.</p>");
        }
    }
}

/// The numbers that one looks at first.
fn numbers(view: &ReportView<'_>, out: &mut String) {
    out.push_str("<dl class=\"numbers\">\n");
    let mut number = |what: &str, value: String, more: String| {
        let more = if more.is_empty() {
            more
        } else {
            format!("<small>{}</small>", text(&more))
        };
        let _ = writeln!(
            out,
            "<div><dt>{what}</dt><dd>{}{more}</dd></div>",
            text(&value)
        );
    };
    let progress = view.progress();
    let mut done = format!("{} of {}", progress.done, progress.total);
    if let Some(lately) = view.burn_up.lately_in_words() {
        let _ = write!(done, "; {lately}");
    }
    number("Done", format!("{}%", percent(progress)), done);
    if view.plans.len() > 1 {
        let stages = view.stages().join(", ");
        number("Plans", view.plans.len().to_string(), stages);
    }
    if view.is_foreseeable() {
        let words = [
            "as likely as not",
            "four times of five",
            "nineteen of twenty",
        ];
        for ((level, when), words) in view.levels().into_iter().zip(words) {
            number(&format!("Done by, P{level}"), when, words.to_owned());
        }
    }
    let risks = view.risks();
    let high = risks.iter().filter(|it| it.1.word() == "high").count();
    let said = if high > 0 {
        format!("{high} high")
    } else {
        String::new()
    };
    number("Risks", risks.len().to_string(), said);
    if let Some(stale) = view.stale {
        number("Stale references", stale.len().to_string(), String::new());
    }
    let questions = view.questions().count();
    number("Open questions", questions.to_string(), String::new());
    if view.plans.len() > 1 {
        number(
            "Files in conflict",
            view.conflicts.len().to_string(),
            String::new(),
        );
    }
    out.push_str("</dl>\n");
    if let Some(caution) = view.caution() {
        let _ = writeln!(
            out,
            "<p><b>Take the dates with caution:</b> {}.</p>",
            text(&caution)
        );
    }
}

fn plan_cell(plan: &ReportedPlan) -> String {
    let title = prose(plan.title());
    if plan.title() == plan.summary.name {
        return title;
    }
    format!("{title}<br><small>{}</small>", text(&plan.summary.name))
}

fn plans(view: &ReportView<'_>, out: &mut String) {
    out.push_str("<h2>Status</h2>\n");
    let mut table = Table::new(
        "Where each plan stands, and when it is done four times of five",
        &[
            "Plan",
            "Progress",
            "P80",
            "Findings|spare",
            "Last changed|spare",
        ],
    );
    for (at, plan) in view.plans.iter().enumerate() {
        let changed = plan.changed.as_ref().map_or(String::new(), |(who, day)| {
            format!("{}<br><small>{}</small>", text(day), text(who))
        });
        table.row([
            ("", plan_cell(plan)),
            ("short", progress_cell(plan)),
            ("short", text(&view.p80_of(at).unwrap_or_default())),
            ("spare", findings(plan)),
            ("spare", changed),
        ]);
    }
    out.push_str(&table.finish());
}

fn progress_cell(plan: &ReportedPlan) -> String {
    let it = &plan.summary;
    let mut cell = text(&marks::stage_name(it.stage, it.basis).replace('_', " "));
    if it.progress.total > 0 {
        let fraction = text(&marks::fraction_in_row(it));
        let Progress { done, total } = it.progress;
        let _ = write!(
            cell,
            " <small>{fraction}</small><progress aria-label=\"{fraction} done\" max=\"{total}\" value=\"{done}\"></progress>"
        );
    }
    cell
}

fn findings(plan: &ReportedPlan) -> String {
    let it = &plan.summary;
    let counts = [("bad", it.errors, "error"), ("mid", it.warnings, "warning")];
    let told = counts.iter().filter(|it| it.1 > 0);
    let told = told.map(|(class, count, what)| {
        format!("<span class=\"{class}\">{}</span>", counted(*count, what))
    });
    told.collect::<Vec<_>>().join("<br>")
}

fn charts(view: &ReportView<'_>, out: &mut String) {
    let burn_up = view.burn_up.is_shown();
    let all = &view.forecast.forecast.all;
    let spread = view.is_foreseeable() && all.quantile(0.99) > all.quantile(0.01);
    if !burn_up && !spread {
        return;
    }
    out.push_str("<h2>Progress and forecast</h2>\n<div class=\"charts\">\n");
    if burn_up {
        let _ = writeln!(
            out,
            "<figure>\n<figcaption>What was done by when</figcaption>\n{}</figure>",
            chart(view)
        );
    }
    if spread {
        let _ = writeln!(
            out,
            "<figure>\n<figcaption>How probable it is that a time is enough</figcaption>\n{}</figure>",
            curve(&view.forecast)
        );
    }
    out.push_str("</div>\n");
}

fn phases(view: &ReportView<'_>, out: &mut String) {
    if !view.is_foreseeable() {
        return;
    }
    let order = view.forecast.by_weight();
    let mut table = Table::new(
        "What the end hangs on most: how often a phase decides it, and how much both are late together",
        &["Phase", "Critical|number", "Crucial|number"],
    );
    for at in order.iter().take(MOST_PHASES) {
        let phase = &view.forecast.graph.phases[*at];
        let it = view.forecast.forecast.phases[*at];
        table.row([
            (
                "",
                format!(
                    "{}<br><small>{}</small>",
                    prose(&phase.title),
                    text(&name_of(view.forecast.graph, *at))
                ),
            ),
            ("number", format!("{:.0}%", it.criticality * 100.0)),
            ("number", format!("{:.2}", it.cruciality)),
        ]);
    }
    out.push_str(&table.finish());
}

fn more(count: usize, out: &mut String) {
    if count > MOST {
        let _ = writeln!(out, "<p>And {} more.</p>", count - MOST);
    }
}

fn ready(view: &ReportView<'_>, out: &mut String) {
    let ready: Vec<_> = view
        .plans
        .iter()
        .flat_map(|plan| plan.next.ready.iter().map(move |it| (plan, it)))
        // What is done and has open boxes is for `tip next`.
        .filter(|(_, it)| !it.state.is_over())
        .collect();
    out.push_str("<h2>Ready to be worked on</h2>\n");
    if ready.is_empty() {
        out.push_str("<p>Nothing is ready.</p>\n");
        return;
    }
    let mut table = Table::new(
        "Phases and tasks that wait for nothing, with their open boxes",
        &["What", "Effort|short", "Open", "Plan|spare"],
    );
    for (plan, it) in ready.iter().take(MOST) {
        let (_, look) = marks::state(it.state);
        let begun = if look == crate::terminal::Look::Active {
            " <span class=\"mid\">begun</span>"
        } else {
            ""
        };
        let mut open = match it.open.as_slice() {
            [] => String::new(),
            [only] => prose(&only.text),
            [first, rest @ ..] => {
                format!(
                    "{}<br><small>and {} more</small>",
                    prose(&first.text),
                    rest.len()
                )
            }
        };
        if let Some(built) = it.built_in_words() {
            let apart = if open.is_empty() { "" } else { "<br>" };
            let _ = write!(open, "{apart}<span class=\"mid\">{built}</span>");
        }
        table.row([
            (
                "",
                format!(
                    "<code>{}</code> {}{begun}",
                    text(&it.handle),
                    prose(&it.title)
                ),
            ),
            ("short", text(it.effort.as_deref().unwrap_or_default())),
            ("", open),
            ("spare", text(plan.title())),
        ]);
    }
    out.push_str(&table.finish());
    more(ready.len(), out);
}

fn place(path: &str, line: u32) -> String {
    format!("<small>{}:{line}</small>", text(path))
}

fn risks(view: &ReportView<'_>, out: &mut String) {
    let risks = view.risks();
    out.push_str("<h2>Risks</h2>\n");
    if risks.is_empty() {
        out.push_str("<p>The plans name no risk.</p>\n");
        return;
    }
    let mut table = Table::new(
        "Risks of plans that are not over, the gravest first",
        &["Risk", "Level", "Mitigation"],
    );
    for (_, it) in risks.iter().take(MOST) {
        let level = match it.word() {
            "high" => "bad short",
            "medium" => "mid short",
            _ => "faint short",
        };
        let mitigation = match &it.mitigation {
            Some(it) => prose(it),
            None => "<span class=\"mid\">none written</span>".to_owned(),
        };
        table.row([
            (
                "",
                format!("{}<br>{}", prose(&it.text), place(&it.path, it.line)),
            ),
            (level, it.word().to_owned()),
            ("", mitigation),
        ]);
    }
    out.push_str(&table.finish());
    more(risks.len(), out);
}

fn stale(view: &ReportView<'_>, out: &mut String) {
    out.push_str("<h2>Stale references</h2>\n");
    let Some(stale) = view.stale else {
        out.push_str("<p>Without a history nobody can tell.</p>\n");
        return;
    };
    if stale.is_empty() {
        out.push_str("<p>Every reference in open work still leads to what it led to.</p>\n");
        return;
    }
    let mut table = Table::new(
        "References in open work that no longer lead to what they led to",
        &["Reference", "What became of it", "By|spare"],
    );
    for it in stale.iter().take(MOST) {
        let by = it.change.as_ref().map_or(String::new(), |it| {
            format!(
                "{}<br><small>{}, {}</small>",
                prose(&it.subject),
                text(&it.author),
                text(&it.date)
            )
        });
        table.row([
            (
                "",
                format!(
                    "<code>{}</code><br>{}",
                    text(&it.written),
                    place(&it.plan, it.line_in_plan)
                ),
            ),
            ("", text(&outcome(it))),
            ("spare", by),
        ]);
    }
    out.push_str(&table.finish());
    more(stale.len(), out);
}

fn questions(view: &ReportView<'_>, out: &mut String) {
    out.push_str("<h2>Open questions</h2>\n");
    let questions: Vec<_> = view.questions().collect();
    if questions.is_empty() {
        out.push_str("<p>The plans leave no question open.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for (_, it) in questions.iter().take(MOST) {
        let _ = writeln!(
            out,
            "<li>{} {}</li>",
            prose(&it.text),
            place(&it.path, it.line)
        );
    }
    out.push_str("</ul>\n");
    more(questions.len(), out);
}

fn conflicts(view: &ReportView<'_>, out: &mut String) {
    if view.plans.len() < 2 {
        return;
    }
    out.push_str("<h2>Conflicts</h2>\n");
    if view.conflicts.is_empty() {
        out.push_str("<p>No file is meant to be changed by two of these plans.</p>\n");
        return;
    }
    let mut table = Table::new(
        "Files that several of these plans mean to change, the nearest conflicts first",
        &["File", "How near", "Who"],
    );
    for it in view.conflicts.iter().take(MOST) {
        let who = it.changes.iter().map(|change| {
            let mut said = text(&view.changing[change.plan].name);
            if let Some(phase) = &change.phase {
                let _ = write!(said, " <code>{}</code>", text(phase));
            }
            let _ = write!(said, " {}", change.intent.word());
            if let Some(at) = change.lines {
                let _ = write!(said, ", {}", lines(at));
            }
            format!("<li>{said}</li>")
        });
        let who: String = who.collect();
        table.row([
            ("", format!("<code>{}</code>", text(&it.path))),
            ("", it.meeting.words().to_owned()),
            ("", format!("<ul>{who}</ul>")),
        ]);
    }
    out.push_str(&table.finish());
    more(view.conflicts.len(), out);
}

/// What a forecast rests on, so that nobody takes it for a promise.
fn notes(view: &ReportView<'_>, out: &mut String) {
    if !view.is_foreseeable() {
        return;
    }
    let forecast = &view.forecast;
    let people = match forecast.people {
        Some(1) => "one person".to_owned(),
        Some(people) => format!("{people} people"),
        None => "as many people as find work".to_owned(),
    };
    let _ = write!(
        out,
        "<h2>What the forecast rests on</h2>\n<ul>\n<li>{} samples of the phases that are left, for {people}; seed {}. \
        A spread and no promise: P80 is enough four times of five.</li>\n",
        forecast.forecast.all.samples(),
        forecast.seed
    );
    for note in forecast.notes {
        let _ = writeln!(out, "<li>{}</li>", prose(note));
    }
    out.push_str("</ul>\n");
}
