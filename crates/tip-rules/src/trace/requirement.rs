//! What scenarios belong to by their story or their number: `User Story 2`, `_Requirements: 1.2_`.

use tip_plan::{Meaning, UnitId, story_of, story_of_unit};
use tip_syntax::Span;

use super::build::{Builder, Inner, outermost};
use super::search::searches_of;
use super::{Known, TraceKind, TracedFile};

/// What more files of tests hold is nothing that tells a scenario.
const MOST_FILES: usize = 4;

impl Builder<'_> {
    /// Links a scenario of a user story with the phase that carries the story, and with the tests that are planned there.
    pub(super) fn link_scenario_with_story(&mut self, from: usize, id: UnitId) {
        let TracedFile { plan, .. } = self.files[self.nodes[from].0.file];
        let at = plan.unit(id).span;
        let around = plan.sections.iter().filter(|it| it.span.contains(at));
        let Some(story) = around.rev().find_map(|it| story_of(&it.title.value)) else {
            return;
        };
        let carries = |builder: &Self, phase: usize| {
            let (node, inner) = &builder.nodes[phase];
            let TracedFile { doc, plan, .. } = builder.files[node.file];
            matches!(inner, Inner::Unit(it) if story_of_unit(doc, plan, *it) == Some(story))
        };
        for phase in self.of_kind(TraceKind::Phase) {
            if !carries(self, phase) {
                continue;
            }
            self.link(from, phase, Known::Named);
            let (file, Inner::Unit(unit)) = (self.nodes[phase].0.file, self.nodes[phase].1.clone())
            else {
                continue;
            };
            for test in self.of_kind(TraceKind::Test) {
                let is_of_phase =
                    matches!(&self.nodes[test].1, Inner::Test { home, .. } if home.contains(&unit));
                if is_of_phase && self.nodes[test].0.file == file {
                    self.link(from, test, Known::Named);
                }
            }
        }
    }

    /// Links a scenario with the work that names its number among the requirements, and with the tests that are named there.
    pub(super) fn link_scenario_with_requirements(&mut self, from: usize, id: UnitId) {
        let number = &self.files[self.nodes[from].0.file].plan.unit(id).number;
        let Some(number) = number.as_ref().filter(|it| it.value.contains('.')) else {
            return;
        };
        let (number, whole) = (number.value.as_str(), number.value.split('.').next());
        for file in 0..self.files.len() {
            let TracedFile { doc, plan, .. } = self.files[file];
            let fields = plan.fields.iter();
            for field in fields.filter(|it| it.meaning == Some(Meaning::Requirements)) {
                let text = doc.text(field.value);
                let mut numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.');
                let is_its = |it: &str| {
                    let it = it.trim_matches('.');
                    it == number || Some(it) == whole
                };
                let Some(unit) = field.unit.filter(|_| numbers.any(is_its)) else {
                    continue;
                };
                let phase = outermost(plan, Some(unit)).and_then(|it| self.phase(file, it));
                if let Some(phase) = phase {
                    self.link(from, phase, Known::Named);
                }
                let own = plan.unit(unit).span;
                self.link_tests_in(from, file, own);
            }
        }
    }

    /// Links a scenario with the tests that a part of a file names.
    fn link_tests_in(&mut self, from: usize, file: usize, part: Span) {
        let plan = self.files[file].plan;
        let references = plan.references.iter().filter(|it| part.contains(it.span));
        let spans: Vec<Span> = references.map(|it| it.span).collect();
        for test in self.of_kind(TraceKind::Test) {
            let node = &self.nodes[test].0;
            if node.file == file && spans.contains(&node.span) {
                self.link(from, test, Known::Named);
            }
        }
    }

    /// Links a scenario with tests that no file of the plan names and that hold its words.
    pub(super) fn link_scenario_with_found(&mut self, from: usize, id: UnitId) {
        let file = self.nodes[from].0.file;
        let mut paths: Vec<&str> = Vec::new();
        for search in searches_of(&self.files[file], id) {
            let found = self.found.get(&search).map_or(&[][..], Vec::as_slice);
            if found.len() <= MOST_FILES {
                paths.extend(found.iter().map(String::as_str));
            }
        }
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            let to = self.found_test(file, path, self.nodes[from].0.span);
            self.link(from, to, Known::Found);
        }
    }
}
