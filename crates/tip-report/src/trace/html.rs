//! Traces as a page that stands alone: no script, nothing from elsewhere, all text of plans escaped.

use std::fmt::Write as _;

use tip_rules::{Known, ShownBy, Trace, TraceKind};

use super::{TraceView, heading, is_tested, name, partners, summary};
use crate::html::{self, Table, prose, text as safe, wide};
use crate::layout::short_title;

const STYLE: &str = "\
.ran{color:var(--good);font-weight:600}.stale,.failed{color:var(--mid);font-weight:600}\
.matrix{width:auto}.matrix td,.matrix thead th{text-align:center;overflow-wrap:normal}.matrix th:first-child{text-align:left;min-width:16rem}";

/// Returns traces as a page.
pub fn html(plans: &[TraceView<'_>]) -> String {
    let title = match plans {
        [plan] => short_title(plan.title.as_deref().unwrap_or(plan.name)).to_owned(),
        _ => format!("{} plans", plans.len()),
    };
    let mut out = String::from(
        "<p>From scenario to test, criterion, phase, code change and domain document. A link is <em>named</em> by the plan, \
        <em>found</em> in the repository, or its command <em>ran</em> and passed; <em>stale</em> where something changed since, \
        <em>failed</em> where the last run did not pass.</p>\n",
    );
    write_contents(plans, &mut out);
    for (at, plan) in plans.iter().enumerate() {
        write_plan(&Page { at, plan }, &mut out);
    }
    html::page(&format!("Trace: {title}"), STYLE, &out)
}

/// Writes which plans are on the page, where they are several.
fn write_contents(plans: &[TraceView<'_>], out: &mut String) {
    if plans.len() < 2 {
        return;
    }
    let mut table = Table::new("The plans on this page", &["Plan", "Without a partner"]);
    for (at, plan) in plans.iter().enumerate() {
        let title = safe(short_title(plan.title.as_deref().unwrap_or(plan.name)));
        table.row([
            ("", format!("<a href=\"#plan{at}\">{title}</a>")),
            ("", summary(plan.trace)),
        ]);
    }
    out.push_str(&table.finish());
}

/// A plan on the page, and which one it is.
struct Page<'a> {
    at: usize,
    plan: &'a TraceView<'a>,
}

impl Page<'_> {
    fn id(&self, node: usize) -> String {
        format!("t{}-{node}", self.at)
    }

    /// Returns a link to a thing, by what others call it.
    fn link(&self, node: usize) -> String {
        let text = safe(name(&self.plan.trace.nodes[node]));
        format!("<a href=\"#{}\"><code>{text}</code></a>", self.id(node))
    }
}

fn write_plan(page: &Page<'_>, out: &mut String) {
    let plan = page.plan;
    let trace = plan.trace;
    let title = safe(short_title(plan.title.as_deref().unwrap_or(plan.name)));
    let _ = write!(
        out,
        "<section aria-labelledby=\"plan{at}\">\n<h2 id=\"plan{at}\">{title}</h2>\n<p><code>{}</code>: {}.</p>\n",
        safe(plan.name),
        summary(trace),
        at = page.at,
    );
    write_lacking(page, out);
    write_matrix(page, out);
    for kind in TraceKind::ALL {
        write_kind(page, kind, out);
    }
    out.push_str("</section>\n");
}

fn write_lacking(page: &Page<'_>, out: &mut String) {
    let trace = page.plan.trace;
    if trace.lacking().next().is_none() {
        return;
    }
    let mut table = Table::new(
        "Things that lack a partner on one side",
        &["What", "Kind", "Lacks"],
    );
    for (at, node) in trace.lacking() {
        let what = match &node.handle {
            Some(_) => format!("{} {}", page.link(at), prose(&node.text)),
            None => page.link(at),
        };
        table.row([
            ("", what),
            ("short", node.kind.word().replace('_', " ")),
            ("bad", lacks(page, at)),
        ]);
    }
    let _ = write!(out, "<h3>Without a partner</h3>\n{}", table.finish());
}

/// Writes which tests show which scenarios and criteria.
fn write_matrix(page: &Page<'_>, out: &mut String) {
    let trace = page.plan.trace;
    let tests: Vec<usize> = trace.of_kind(TraceKind::Test).map(|it| it.0).collect();
    let rows: Vec<usize> = [TraceKind::Scenario, TraceKind::Criterion]
        .into_iter()
        .flat_map(|kind| trace.of_kind(kind).map(|it| it.0))
        .collect();
    out.push_str("<h3>Matrix</h3>\n");
    if tests.is_empty() || rows.is_empty() {
        let what = if tests.is_empty() {
            "test"
        } else {
            "scenario and no criterion"
        };
        let _ = writeln!(out, "<p>The plan names no {what}.</p>");
        return;
    }
    let _ = write!(
        out,
        "<section class=\"wide\" tabindex=\"0\" aria-label=\"Matrix of {}\">\n<table class=\"matrix\">\n\
        <caption>Which tests show which scenarios and criteria; the numbers are those of the tests below</caption>\n\
        <thead><tr><th scope=\"col\">Scenario or criterion</th>",
        safe(page.plan.name),
    );
    for (number, test) in tests.iter().enumerate() {
        let text = safe(&trace.nodes[*test].text);
        let _ = write!(
            out,
            "<th scope=\"col\"><a href=\"#{}\" aria-label=\"test {number}: {text}\" title=\"{text}\">{number}</a></th>",
            page.id(*test),
            number = number + 1,
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let node = &trace.nodes[row];
        let text = match &node.handle {
            Some(_) => prose(&node.text),
            // The link says it already.
            None => String::new(),
        };
        let _ = write!(out, "<tr><th scope=\"row\">{} {text}</th>", page.link(row));
        for test in &tests {
            let _ = match known(trace, row, *test) {
                Some(known) => write!(out, "<td class=\"{0}\">{0}</td>", known.word()),
                None => write!(out, "<td></td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn known(trace: &Trace, one: usize, other: usize) -> Option<&Known> {
    let mut links = trace.links.iter();
    let link =
        links.find(|it| (it.from, it.to) == (one, other) || (it.from, it.to) == (other, one));
    link.map(|it| &it.known)
}

/// Writes the things of a kind with their partners; a column that would stay empty is left out.
fn write_kind(page: &Page<'_>, kind: TraceKind, out: &mut String) {
    let trace = page.plan.trace;
    if trace.of_kind(kind).next().is_none() {
        return;
    }
    let rows: Vec<[String; 4]> = trace
        .of_kind(kind)
        .enumerate()
        .map(|(number, (at, node))| {
            let handle = match (&node.handle, kind) {
                (Some(handle), _) => format!("<code>{}</code> ", safe(handle)),
                (None, TraceKind::Test) => format!("{}. ", number + 1),
                (None, _) => String::new(),
            };
            let (path, doc) = page.plan.files[node.file];
            let what = format!(
                "<span id=\"{}\">{handle}{}</span><br><small>{}:{}</small>",
                page.id(at),
                prose(&node.text),
                safe(path),
                doc.line(node.span)
            );
            [
                what,
                side(page, at, false),
                side(page, at, true),
                lacks(page, at),
            ]
        })
        .collect();
    let heads = ["What", "Comes from", "Leads to", "Lacks"];
    let is_shown = |at: &usize| rows.iter().any(|row| !row[*at].is_empty());
    let shown: Vec<usize> = (0..heads.len()).filter(is_shown).collect();
    let heading = heading(kind);
    let heads: Vec<&str> = shown.iter().map(|at| heads[*at]).collect();
    let caption = format!("{heading} and their partners");
    let mut table = Table::new(&caption, &heads);
    for row in &rows {
        let class = |at: usize| if at == 3 { "bad" } else { "" };
        table.row(shown.iter().map(|at| (class(*at), row[*at].clone())));
    }
    let label = format!("{heading} of {}", page.plan.name);
    let _ = write!(out, "<h3>{heading}</h3>\n{}", wide(&table.finish(), &label));
}

/// Returns what a thing lacks, and what may be meant to be its partner.
fn lacks(page: &Page<'_>, at: usize) -> String {
    let node = &page.plan.trace.nodes[at];
    let mut said = node.lacks.join("; ");
    if let Some(perhaps) = node.perhaps {
        let _ = write!(
            said,
            "<br><small>perhaps shown by {}</small>",
            page.link(perhaps)
        );
    }
    said
}

/// Returns the partners of a thing on one side, as a list.
fn side(page: &Page<'_>, at: usize, forward: bool) -> String {
    let trace = page.plan.trace;
    let node = &trace.nodes[at];
    let mut list = String::new();
    for it in partners(trace, at)
        .iter()
        .filter(|it| it.forward == forward)
    {
        let links: Vec<String> = it.nodes.iter().map(|it| page.link(*it)).collect();
        let word = it.known.word();
        let _ = write!(
            list,
            "<li>{} <span class=\"{word}\">{word}</span></li>",
            links.join(", ")
        );
    }
    match &node.shown_by {
        Some(ShownBy::Command(known)) if !forward && !is_tested(trace, at) => {
            let word = known.word();
            let _ = write!(
                list,
                "<li>its command <span class=\"{word}\">{word}</span></li>"
            );
        }
        Some(ShownBy::Person) if !forward => list.push_str("<li>a person</li>"),
        _ => {}
    }
    if list.is_empty() {
        list
    } else {
        format!("<ul>{list}</ul>")
    }
}
