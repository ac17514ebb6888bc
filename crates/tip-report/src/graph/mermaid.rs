//! A graph as a flowchart of Mermaid.

use std::fmt::Write as _;

use tip_forecast::LinkSource;

use super::GraphView;
use crate::layout::short_title;
use crate::mermaid::label;

/// Renders a graph as a flowchart: a box around each plan, what was only assumed dotted.
pub fn mermaid(view: &GraphView<'_>) -> String {
    let graph = view.graph;
    let mut out = String::from("flowchart TD\n");
    let mut over = Vec::new();
    for (at, plan) in graph.plans.iter().enumerate() {
        let title = plan
            .title
            .as_deref()
            .map_or(plan.name.as_str(), short_title);
        let _ = writeln!(out, "    subgraph p{at}[\"{}\"]", label(title));
        for phase in plan.phases.clone() {
            let it = &graph.phases[phase];
            let effort = view.effort(phase);
            let effort = effort.map_or(String::new(), |it| format!(" ({it})"));
            let text = format!("{} {}{effort}", it.handle, it.title);
            let _ = writeln!(out, "        n{phase}[\"{}\"]", label(&text));
            if it.state.is_over() {
                over.push(format!("n{phase}"));
            }
        }
        if plan.phases.is_empty() {
            let _ = writeln!(out, "        e{at}[\"no phases\"]");
        }
        out.push_str("    end\n");
    }
    for link in view.links() {
        let arrow = match link.source {
            LinkSource::Order => "-.->",
            LinkSource::Written | LinkSource::Plan => "-->",
        };
        let _ = writeln!(out, "    n{} {arrow} n{}", link.from, link.to);
    }
    for link in &graph.plan_links {
        let arrow = if link.waits { "==>" } else { "-.-" };
        let _ = writeln!(out, "    p{} {arrow} p{}", link.from, link.to);
    }
    if !over.is_empty() {
        out.push_str("    classDef over fill:#eee,stroke:#999,color:#666\n");
        let _ = writeln!(out, "    class {} over", over.join(","));
    }
    out
}
