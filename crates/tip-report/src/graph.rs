//! Phases and plans as a graph: a drawing for the terminal, SVG, Mermaid, DOT, JSON.

mod dot;

mod json;

mod layered;

mod mermaid;

mod svg;

mod text;

use tip_forecast::{Link, LinkSource, PhaseGraph};

pub use dot::dot;
pub use json::{json, schema};
pub use mermaid::mermaid;
pub use svg::svg;
pub use text::render;

/// A graph of phases and plans, and what of it is shown.
#[derive(Clone, Copy, Debug)]
pub struct GraphView<'a> {
    /// The phases and plans.
    pub graph: &'a PhaseGraph,
    /// Whether the order of the text is left out.
    pub as_written: bool,
}

impl<'a> GraphView<'a> {
    /// Returns the links that are shown.
    fn links(&self) -> impl Iterator<Item = &'a Link> + use<'a> {
        let as_written = self.as_written;
        let links = self.graph.links.iter();
        links.filter(move |it| !as_written || it.source != LinkSource::Order)
    }

    /// Returns how much work a phase is, as short as it can be written; an assumed one is left out.
    fn effort(&self, phase: usize) -> Option<String> {
        let phase = &self.graph.phases[phase];
        phase.effort.map(tip_plan::Effort::short)
    }
}
