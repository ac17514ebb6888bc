//! A graph in the language of Graphviz.

use std::fmt::Write as _;

use tip_forecast::LinkSource;

use super::GraphView;
use crate::escape;

/// Renders a graph in DOT: a cluster for each plan, what was only assumed dashed, names between plans dotted.
pub fn dot(view: &GraphView<'_>) -> String {
    let graph = view.graph;
    let mut out = String::from(
        "digraph plans {\n  compound=true;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
    );
    for (at, plan) in graph.plans.iter().enumerate() {
        let name = plan.title.as_deref().unwrap_or(&plan.name);
        let _ = writeln!(
            out,
            "  subgraph cluster_{at} {{\n    label={};\n    anchor_{at} [shape=point, style=invis];",
            quoted(name)
        );
        for phase in plan.phases.clone() {
            let it = &graph.phases[phase];
            let over = if it.state.is_over() {
                ", color=gray, fontcolor=gray"
            } else {
                ""
            };
            let effort = view.effort(phase);
            let effort = effort.map_or(String::new(), |it| format!(" ({it})"));
            let text = format!("{} {}{effort}", it.handle, it.title);
            let _ = writeln!(out, "    n{phase} [label={}{over}];", quoted(&text));
        }
        out.push_str("  }\n");
    }
    for link in view.links() {
        let style = match link.source {
            LinkSource::Order => " [style=dashed]",
            LinkSource::Written | LinkSource::Plan => "",
        };
        let _ = writeln!(out, "  n{} -> n{}{style};", link.from, link.to);
    }
    for link in &graph.plan_links {
        let style = if link.waits { "bold" } else { "dotted" };
        let _ = writeln!(
            out,
            "  anchor_{0} -> anchor_{1} [ltail=cluster_{0}, lhead=cluster_{1}, style={style}];",
            link.from, link.to
        );
    }
    out.push_str("}\n");
    out
}

fn quoted(text: &str) -> String {
    let text = escape::line(text);
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
