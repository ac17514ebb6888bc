//! What in a plan belongs to what: for the terminal, as JSON, and as a page.

mod html;

mod json;

use std::fmt::Write as _;

use tip_rules::{Known, ShownBy, Trace, TraceKind, TraceLink, TraceNode};
use tip_syntax::Document;

use crate::layout::{counted, short_title};
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape};

pub use html::html;
pub use json::{json, schema};

/// A plan and its trace.
#[derive(Clone, Debug)]
pub struct TraceView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its title.
    pub title: Option<String>,
    /// Its files: their paths and documents.
    pub files: Vec<(&'a str, &'a Document)>,
    /// What belongs to what.
    pub trace: &'a Trace,
}

/// The partners of a thing on one side that are known in the same way.
struct Partners {
    /// Whether they stand further along the chain.
    forward: bool,
    known: Known,
    nodes: Vec<usize>,
}

/// Renders traces for the terminal.
pub fn render(plans: &[TraceView<'_>], terminal: &Terminal) -> String {
    let mut out = String::new();
    for plan in plans {
        if !out.is_empty() {
            out.push('\n');
        }
        let name = terminal.paint(Look::Code, escape::line(plan.name));
        match &plan.title {
            Some(title) => {
                let title = escape::line(short_title(title));
                let _ = writeln!(out, "{}  {name}", terminal.paint(Look::Title, title));
            }
            None => {
                let _ = writeln!(out, "{name}");
            }
        }
        for kind in TraceKind::ALL {
            section(plan, kind, *terminal, &mut out);
        }
        let _ = writeln!(out, "\n{}", summary(plan.trace));
    }
    out
}

/// Returns how much lacks a partner, in a sentence.
fn summary(trace: &Trace) -> String {
    let all = trace.nodes.len();
    match trace.lacking().count() {
        _ if all == 0 => "nothing to trace".to_owned(),
        0 => format!("all of {} have their partners", counted(all, "thing")),
        1 => format!("1 of {} lacks a partner", counted(all, "thing")),
        lacking => format!("{lacking} of {} lack a partner", counted(all, "thing")),
    }
}

/// Returns the heading of a kind.
fn heading(kind: TraceKind) -> &'static str {
    match kind {
        TraceKind::Scenario => "Scenarios",
        TraceKind::Test => "Tests",
        TraceKind::Criterion => "Criteria",
        TraceKind::Phase => "Phases",
        TraceKind::Change => "Code changes",
        TraceKind::DomainDoc => "Domain documents",
    }
}

fn section(plan: &TraceView<'_>, kind: TraceKind, terminal: Terminal, out: &mut String) {
    let trace = plan.trace;
    if trace.of_kind(kind).next().is_none() {
        return;
    }
    let _ = writeln!(out, "\n{}", terminal.paint(Look::Title, heading(kind)));
    let columns = [
        Column::Left,
        Column::Text,
        Column::Left,
        Column::Text,
        Column::Left,
    ];
    let mut table = Table::new(2, &columns);
    let shared = lacked_by_all(trace, kind);
    for (at, node) in trace.of_kind(kind) {
        let handle = Cell::new(Look::Code, node.handle.as_deref().unwrap_or(""));
        let mut lead = Some([handle, Cell::plain(&node.text)]);
        let mut row = |arrow: &str, partner: Cell, known: Cell| {
            let [handle, text] = lead.take().unwrap_or_default();
            let arrow = Cell::new(Look::Dim, arrow);
            table.row([handle, text, arrow, partner, known]);
        };
        for it in partners(trace, at) {
            let names: Vec<&str> = it.nodes.iter().map(|it| name(&trace.nodes[*it])).collect();
            let arrow = if it.forward { "→" } else { "←" };
            let known = Cell::new(look(&it.known), it.known.word());
            row(arrow, Cell::plain(&names.join(", ")), known);
        }
        match &node.shown_by {
            Some(ShownBy::Command(known)) if !is_tested(trace, at) => {
                let known = Cell::new(look(known), known.word());
                row("←", Cell::plain("its command"), known);
            }
            Some(ShownBy::Person) => row("←", Cell::plain("a person"), Cell::default()),
            _ => {}
        }
        for lacks in node.lacks.iter().filter(|it| !shared.contains(it)) {
            row("✗", Cell::new(Look::Warning, lacks), Cell::default());
        }
        if let Some(perhaps) = node.perhaps {
            let said = format!("perhaps shown by {}", name(&trace.nodes[perhaps]));
            row("", Cell::new(Look::Dim, &said), Cell::default());
        }
        if let Some([handle, text]) = lead {
            table.row([
                handle,
                text,
                Cell::default(),
                Cell::default(),
                Cell::default(),
            ]);
        }
    }
    table.write(terminal, out);
    if !shared.is_empty() {
        let all = trace.of_kind(kind).count();
        let said = terminal.paint(Look::Warning, shared.join(", "));
        let _ = writeln!(out, "  ✗  all {all}: {said}");
    }
}

/// Things of a kind are few up to here, so that each may say what it lacks.
const FEW: usize = 3;

/// Returns what every thing of a kind lacks, where they are many.
fn lacked_by_all(trace: &Trace, kind: TraceKind) -> Vec<&'static str> {
    let mut nodes = trace.of_kind(kind).map(|it| &it.1.lacks);
    let first = nodes.next().cloned().unwrap_or_default();
    let by_all = |lacks: &&'static str| trace.of_kind(kind).all(|it| it.1.lacks.contains(lacks));
    if trace.of_kind(kind).nth(FEW).is_none() {
        return Vec::new();
    }
    first.into_iter().filter(|it| by_all(it)).collect()
}

/// Returns whether a test shows a criterion.
fn is_tested(trace: &Trace, criterion: usize) -> bool {
    let mut links = trace.to(criterion);
    links.any(|it| trace.nodes[it.from].kind == TraceKind::Test)
}

fn look(known: &Known) -> Look {
    match known {
        Known::Named => Look::Dim,
        Known::Found => Look::Plain,
        Known::Ran => Look::Good,
        Known::Stale => Look::Active,
        Known::Failed => Look::Error,
    }
}

/// Returns what a thing is called by others: its handle, else its text.
fn name(node: &TraceNode) -> &str {
    node.handle.as_deref().unwrap_or(&node.text)
}

/// Returns the partners of a thing that are shown with it: those that its handle does not tell already.
fn partners(trace: &Trace, at: usize) -> Vec<Partners> {
    let kind = trace.nodes[at].kind;
    let mut found: Vec<Partners> = Vec::new();
    let mut add = |forward: bool, link: &TraceLink, other: usize| {
        let of = trace.nodes[other].kind;
        // What has no handle does not tell its phase.
        let by_handle = kind != TraceKind::Criterion || trace.nodes[at].handle.is_some();
        let told = by_handle
            && matches!(
                (kind, of),
                (TraceKind::Criterion, TraceKind::Phase)
                    | (TraceKind::Phase, TraceKind::Criterion | TraceKind::Test)
            )
            || (kind == TraceKind::Test
                && of == TraceKind::Phase
                && through_criterion(trace, at, other));
        if told {
            return;
        }
        let same = |it: &&mut Partners| {
            it.forward == forward && it.known == link.known && trace.nodes[it.nodes[0]].kind == of
        };
        match found.iter_mut().find(same) {
            Some(it) => it.nodes.push(other),
            None => found.push(Partners {
                forward,
                known: link.known.clone(),
                nodes: vec![other],
            }),
        }
    };
    trace.to(at).for_each(|it| add(false, it, it.from));
    trace.from(at).for_each(|it| add(true, it, it.to));
    found
}

/// Returns whether a test leads to a phase by one of the criteria there.
fn through_criterion(trace: &Trace, test: usize, phase: usize) -> bool {
    let mut criteria = trace.from(test);
    criteria.any(|it| trace.from(it.to).any(|it| it.to == phase))
}

#[cfg(test)]
mod tests {
    use tip_syntax::Span;

    use super::*;

    fn node(kind: TraceKind, handle: Option<&str>, text: &str) -> TraceNode {
        TraceNode {
            kind,
            handle: handle.map(str::to_owned),
            text: text.to_owned(),
            file: 0,
            span: Span::new(0, 1),
            found: None,
            shown_by: None,
            lacks: Vec::new(),
            perhaps: None,
        }
    }

    fn link(from: usize, to: usize, known: Known) -> TraceLink {
        TraceLink { from, to, known }
    }

    fn hostile() -> Trace {
        let mut trace = Trace {
            nodes: vec![
                node(TraceKind::Scenario, Some("S1"), "<script>alert(1)</script>"),
                node(TraceKind::Test, None, "tests/a\"><img src=x onerror=y>.py"),
                node(
                    TraceKind::Criterion,
                    Some("P1.C1"),
                    "a & b\u{202e}\u{1b}[2J",
                ),
                node(TraceKind::Phase, Some("P1"), "One"),
            ],
            links: vec![link(1, 2, Known::Ran), link(2, 3, Known::Named)],
        };
        trace.nodes[0].lacks.push("no test");
        trace
    }

    fn view<'a>(trace: &'a Trace, doc: &'a Document) -> TraceView<'a> {
        TraceView {
            name: "docs/<b>.md",
            title: Some("</title><script>".to_owned()),
            files: vec![("docs/<b>.md", doc)],
            trace,
        }
    }

    #[test]
    fn what_lacks_a_partner_stands_beside_it() {
        let doc = Document::parse(b"# A\n".to_vec());
        let trace = hostile();
        let text = render(&[view(&trace, &doc)], &Terminal::PLAIN);
        assert!(text.contains("✗  no test"), "{text}");
        assert!(text.contains("→  P1.C1  ran"), "{text}");
        assert!(text.ends_with("1 of 4 things lacks a partner\n"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn what_all_of_a_kind_lack_is_said_once() {
        let doc = Document::parse(b"# A\n".to_vec());
        let mut trace = Trace::default();
        for number in 1..=4 {
            let handle = format!("P{number}");
            let mut phase = node(TraceKind::Phase, Some(&handle), "Part");
            phase.lacks.push("no criterion");
            trace.nodes.push(phase);
        }
        trace.nodes[2].lacks.push("no code change");
        let text = render(&[view(&trace, &doc)], &Terminal::PLAIN);
        assert_eq!(text.matches("no criterion").count(), 1, "{text}");
        assert!(text.contains("✗  all 4: no criterion\n"), "{text}");
        assert!(text.contains("P3  Part  ✗  no code change\n"), "{text}");
    }

    #[test]
    fn nothing_of_a_plan_is_markup() {
        let doc = Document::parse(b"# A\n".to_vec());
        let trace = hostile();
        let page = html(&[view(&trace, &doc)]);
        for mark in [
            "<script", "<img", "<b>", "\u{1b}", "\u{202e}", "http:", "https:",
        ] {
            assert!(!page.contains(mark), "{mark} in {page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.contains("a &amp; b&lt;U+202E&gt;"));
    }

    #[test]
    fn every_table_says_what_it_is_and_every_link_leads_somewhere() {
        let doc = Document::parse(b"# A\n".to_vec());
        let trace = hostile();
        let page = html(&[view(&trace, &doc)]);
        let count = |what: &str| page.matches(what).count();
        assert_eq!(count("<table"), count("<caption"));
        assert_eq!(count("<h1"), 1);
        assert_eq!(count("<th"), count("<th scope=") + count("<thead"));
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap_or_default();
            assert_eq!(count(&format!(" id=\"{id}\"")), 1, "{id}");
        }
        assert!(count("href=\"#") > 0);
    }
}
