//! A graph for the terminal: a column of phases with branches, like the log of a repository.

use std::fmt::Write as _;

use tip_forecast::{LinkSource, Network};

use super::GraphView;
use crate::layout::{fit, short_title};
use crate::schedule::name_of;
use crate::terminal::Look;
use crate::{Terminal, escape, marks};

/// A phase under the one that it comes after last.
struct Tree {
    /// The phases under each phase, with whether that is only assumed.
    children: Vec<Vec<(usize, bool)>>,
    /// What a phase comes after besides, with whether that is only assumed.
    besides: Vec<Vec<(usize, bool)>>,
    roots: Vec<usize>,
    /// How many phases lie under each phase in the longest column.
    depth: Vec<usize>,
}

/// Renders a graph: each phase under the last one that it waits for; what else it waits for stands beside it.
pub fn render(view: &GraphView<'_>, terminal: &Terminal) -> String {
    let network = view.graph.network(view.as_written);
    let tree = Tree::new(view, &network);
    let mut out = String::new();
    for (at, plan) in view.graph.plans.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let name = escape::line(&plan.name);
        let _ = write!(out, "{}", terminal.paint(Look::Code, name));
        if let Some(title) = &plan.title {
            let title = escape::line(short_title(title)).into_owned();
            let _ = write!(out, "  {}", terminal.paint(Look::Title, title));
        }
        out.push('\n');
        for link in view.graph.plan_links.iter().filter(|it| it.from == at) {
            let verb = if link.waits { "waits for" } else { "names" };
            let other = escape::line(&view.graph.plans[link.to].name);
            let _ = writeln!(out, "  {verb} {}", terminal.paint(Look::Code, other));
        }
        let roots = tree.roots.iter().filter(|it| plan.phases.contains(it));
        for root in roots {
            draw(view, &tree, *root, *terminal, &mut out);
        }
    }
    let assumed = view.links().any(|it| it.source == LinkSource::Order);
    if assumed {
        let text = "┊ no dependency is written, so the order of the text decides; `--as-written` leaves that out";
        let _ = writeln!(out, "\n{}", terminal.paint(Look::Dim, text));
    }
    out
}

impl Tree {
    fn new(view: &GraphView<'_>, network: &Network) -> Self {
        let count = view.graph.phases.len();
        let mut place = vec![0; count];
        for (at, phase) in network.order().iter().enumerate() {
            place[*phase as usize] = at;
        }
        let mut tree = Self {
            children: vec![Vec::new(); count],
            besides: vec![Vec::new(); count],
            roots: Vec::new(),
            depth: vec![1; count],
        };
        let mut before: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
        for link in view.links() {
            if !network
                .left_out()
                .contains(&(link.from as u32, link.to as u32))
            {
                before[link.to].push((link.from, link.source == LinkSource::Order));
            }
        }
        for (phase, mut before) in before.into_iter().enumerate() {
            let plan = view.graph.phases[phase].plan;
            let inner = before
                .iter()
                .enumerate()
                .filter(|(_, it)| view.graph.phases[it.0].plan == plan)
                .max_by_key(|(_, it)| place[it.0])
                .map(|(at, _)| at);
            match inner {
                Some(at) => {
                    let (parent, assumed) = before.remove(at);
                    tree.children[parent].push((phase, assumed));
                }
                None => tree.roots.push(phase),
            }
            tree.besides[phase] = before;
        }
        for phase in network.order().iter().rev().map(|it| *it as usize) {
            let children = tree.children[phase].iter();
            let below = children.map(|child| tree.depth[child.0]).max();
            tree.depth[phase] = below.unwrap_or(0) + 1;
        }
        tree
    }
}

/// A phase that is still to be drawn: its prefix, the mark of a branch before it, and the rail that leads to it.
struct Waiting {
    phase: usize,
    prefix: String,
    branch: &'static str,
    rail: Option<&'static str>,
}

fn draw(view: &GraphView<'_>, tree: &Tree, root: usize, terminal: Terminal, out: &mut String) {
    let mut stack = vec![Waiting {
        phase: root,
        prefix: String::from("  "),
        branch: "",
        rail: None,
    }];
    while let Some(it) = stack.pop() {
        if let Some(rail) = it.rail {
            let line = format!("{}{rail}", it.prefix);
            let _ = writeln!(out, "{}", terminal.paint(Look::Dim, line));
        }
        row(view, tree, &it, terminal, out);
        let below = match it.branch {
            "" => it.prefix.clone(),
            "├─" => format!("{}│ ", it.prefix),
            _ => format!("{}┊ ", it.prefix),
        };
        let mut children = tree.children[it.phase].clone();
        // What has nothing under it is a branch; what leads on keeps the column.
        children.sort_by_key(|(child, _)| (tree.depth[*child], *child));
        if let Some((last, assumed)) = children.pop() {
            stack.push(Waiting {
                phase: last,
                prefix: below.clone(),
                branch: "",
                rail: Some(if assumed { "┊" } else { "│" }),
            });
        }
        for (child, assumed) in children.into_iter().rev() {
            stack.push(Waiting {
                phase: child,
                prefix: below.clone(),
                branch: if assumed { "┊┄" } else { "├─" },
                rail: None,
            });
        }
    }
}

fn row(view: &GraphView<'_>, tree: &Tree, it: &Waiting, terminal: Terminal, out: &mut String) {
    let phase = &view.graph.phases[it.phase];
    let (mark, look) = marks::state(phase.state);
    let besides: Vec<String> = tree.besides[it.phase]
        .iter()
        .map(|(other, assumed)| {
            let same = view.graph.phases[*other].plan == phase.plan;
            let name = if same {
                view.graph.phases[*other].handle.clone()
            } else {
                name_of(view.graph, *other)
            };
            let name = escape::line(&name).into_owned();
            if *assumed { format!("({name})") } else { name }
        })
        .collect();
    let mut tail = String::new();
    if let Some(effort) = view.effort(it.phase) {
        let _ = write!(tail, "  {}", escape::line(&effort));
    }
    if !besides.is_empty() {
        let _ = write!(tail, "  also after {}", besides.join(", "));
    }
    let handle = escape::line(&phase.handle);
    let lead = format!("{}{}", it.prefix, it.branch);
    let used = lead.chars().count() + 4 + handle.chars().count() + tail.chars().count();
    let title = escape::line(&phase.title);
    let title = fit(&title, terminal.columns().saturating_sub(used).max(12));
    let _ = writeln!(
        out,
        "{}{} {}  {title}{}",
        terminal.paint(Look::Dim, lead),
        terminal.paint(look, mark),
        terminal.paint(Look::Code, handle),
        terminal.paint(Look::Dim, tail)
    );
}
