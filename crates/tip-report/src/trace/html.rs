//! Traces as a page that stands alone: no script, nothing from elsewhere, all text of plans escaped.

use std::borrow::Cow;
use std::fmt::Write as _;

use tip_rules::{Known, ShownBy, Trace, TraceKind};

use super::{TraceView, heading, is_tested, name, partners, summary};
use crate::escape;
use crate::layout::short_title;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#c4c9d1;--head:#eef1f5;--bad:#a3210f;--good:#116329;--mid:#7a4b00}\
@media(prefers-color-scheme:dark){:root{--line:#474f5a;--head:#242a32;--bad:#ff9d8f;--good:#7ee29a;--mid:#f0c36d}}\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}\
caption{text-align:left;padding:.25rem 0}\
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;font-weight:400}\
thead th{background:var(--head);font-weight:600}\
code{font:.9em ui-monospace,monospace}\
ul{margin:0;padding-left:1.1rem}\
.bad{color:var(--bad);font-weight:600}.ran{color:var(--good);font-weight:600}.stale,.failed{color:var(--mid);font-weight:600}\
.wide{overflow-x:auto}.matrix{width:auto}.matrix td,.matrix thead th{text-align:center;overflow-wrap:normal}.matrix tbody th{min-width:16rem}\
@media print{@page{size:A4 landscape;margin:12mm}:root{color-scheme:light;--line:#888;--head:#eee;--bad:#a3210f;--good:#116329;--mid:#7a4b00}\
body{margin:0;max-width:none;font-size:10pt}.wide{overflow:visible}tr{break-inside:avoid}thead{display:table-header-group}h2,h3,caption{break-after:avoid}a{color:inherit;text-decoration:none}}";

/// Returns text of a plan as it may stand in the page.
fn safe(text: &str) -> String {
    let line: Cow<'_, str> = escape::line(text);
    escape::xml(&line).into_owned()
}

/// Returns traces as a page.
pub fn html(plans: &[TraceView<'_>]) -> String {
    let title = match plans {
        [plan] => safe(short_title(plan.title.as_deref().unwrap_or(plan.name))),
        _ => format!("{} plans", plans.len()),
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <title>Trace: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Trace: {title}</h1>\n\
        <p>From scenario to test, criterion, phase, code change and domain document. A link is <em>named</em> by the plan, \
        <em>found</em> in the repository, or its command <em>ran</em> and passed; <em>stale</em> where something changed since, \
        <em>failed</em> where the last run did not pass.</p>\n"
    );
    for (at, plan) in plans.iter().enumerate() {
        write_plan(&Page { at, plan }, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
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
    out.push_str(
        "<h3>Without a partner</h3>\n<table>\n<caption>Things that lack a partner on one side</caption>\n\
        <thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">What</th><th scope=\"col\">Lacks</th></tr></thead>\n<tbody>\n",
    );
    for (at, node) in trace.lacking() {
        let text = match &node.handle {
            Some(_) => format!("{} {}", page.link(at), safe(&node.text)),
            None => page.link(at),
        };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><th scope=\"row\">{text}</th><td class=\"bad\">{}</td></tr>",
            node.kind.word().replace('_', " "),
            node.lacks.join("; "),
        );
    }
    out.push_str("</tbody>\n</table>\n");
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
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"matrix{at}\">\n<table class=\"matrix\">\n\
        <caption id=\"matrix{at}\">Which tests show which scenarios and criteria; the numbers are those of the tests below</caption>\n\
        <thead><tr><th scope=\"col\">Scenario or criterion</th>",
        at = page.at,
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
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{} {}</th>",
            page.link(row),
            safe(&trace.nodes[row].text)
        );
        for test in &tests {
            let _ = match known(trace, row, *test) {
                Some(known) => write!(out, "<td class=\"{0}\">{0}</td>", known.word()),
                None => write!(out, "<td></td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn known(trace: &Trace, one: usize, other: usize) -> Option<&Known> {
    let mut links = trace.links.iter();
    let link =
        links.find(|it| (it.from, it.to) == (one, other) || (it.from, it.to) == (other, one));
    link.map(|it| &it.known)
}

/// Writes the things of a kind with their partners.
fn write_kind(page: &Page<'_>, kind: TraceKind, out: &mut String) {
    let trace = page.plan.trace;
    if trace.of_kind(kind).next().is_none() {
        return;
    }
    let heading = heading(kind);
    let _ = write!(
        out,
        "<h3>{heading}</h3>\n<table>\n<caption>{heading} and their partners</caption>\n\
        <thead><tr><th scope=\"col\">{}</th><th scope=\"col\">What</th><th scope=\"col\">Comes from</th>\
        <th scope=\"col\">Leads to</th><th scope=\"col\">Lacks</th></tr></thead>\n<tbody>\n",
        if kind == TraceKind::Test {
            "Number"
        } else {
            "Handle"
        },
    );
    for (number, (at, node)) in trace.of_kind(kind).enumerate() {
        let handle = match (&node.handle, kind) {
            (Some(handle), _) => safe(handle),
            (None, TraceKind::Test) => (number + 1).to_string(),
            (None, _) => String::new(),
        };
        let (path, doc) = page.plan.files[node.file];
        let side = |forward: bool| {
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
        };
        let _ = writeln!(
            out,
            "<tr id=\"{}\"><td>{handle}</td><th scope=\"row\">{}<br><small>{}:{}</small></th><td>{}</td><td>{}</td><td class=\"bad\">{}</td></tr>",
            page.id(at),
            safe(&node.text),
            safe(path),
            doc.line(node.span),
            side(false),
            side(true),
            node.lacks.join("; "),
        );
    }
    out.push_str("</tbody>\n</table>\n");
}
