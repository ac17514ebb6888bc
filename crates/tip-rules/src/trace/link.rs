//! Links the things of a plan, and tells what has no partner.

use tip_plan::{BoxState, UnitId};
use tip_syntax::{Span, scan};

use super::build::{Builder, Inner, holds, ran};
use super::runs::{Run, named, runs_all};
use super::scenario::scenarios;
use super::{Known, TraceKind, TracedFile};
use crate::concept::concepts;

impl Builder<'_> {
    pub(super) fn link(&mut self, from: usize, to: usize, known: Known) {
        let held = self.links.entry((from, to)).or_insert(Known::Named);
        if *held == Known::Named {
            *held = known;
        }
    }

    pub(super) fn of_kind(&self, kind: TraceKind) -> Vec<usize> {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .filter(|(_, it)| it.0.kind == kind)
            .map(|it| it.0)
            .collect()
    }

    pub(super) fn phase(&self, file: usize, id: UnitId) -> Option<usize> {
        self.nodes.iter().position(|(node, inner)| {
            node.kind == TraceKind::Phase
                && node.file == file
                && matches!(inner, Inner::Unit(it) if *it == id)
        })
    }

    /// Links tests with the criteria whose commands run them.
    pub(super) fn link_tests(&mut self) {
        let tests = self.of_kind(TraceKind::Test);
        for to in self.of_kind(TraceKind::Criterion) {
            let (file, Inner::Criterion { at, home }) =
                (self.nodes[to].0.file, self.nodes[to].1.clone())
            else {
                continue;
            };
            let TracedFile { plan, evidence, .. } = self.files[file];
            let it = &plan.boxes[at];
            let ran = ran(evidence, it);
            let commands = it
                .commands
                .iter()
                .filter_map(|at| plan.commands.get(*at as usize));
            for command in commands {
                let runs = named(plan, command);
                let all = runs.is_empty() && runs_all(command);
                for &from in &tests {
                    let (
                        test,
                        Inner::Test {
                            run, home: homes, ..
                        },
                    ) = &self.nodes[from]
                    else {
                        continue;
                    };
                    let same = runs.iter().any(|it| covers(it, run));
                    // Without a phase it speaks of the whole.
                    let under =
                        all && home.is_none_or(|it| test.file == file && homes.contains(&it));
                    if same || under {
                        let found = if test.found == Some(true) {
                            Known::Found
                        } else {
                            Known::Named
                        };
                        self.link(from, to, ran.clone().unwrap_or(found));
                    }
                }
            }
        }
    }

    /// Returns what a criterion or a phase says, without the scenarios in it.
    pub(super) fn words(&self, at: usize) -> String {
        let (node, inner) = &self.nodes[at];
        let Inner::Unit(id) = inner else {
            return node.text.clone();
        };
        let TracedFile { doc, plan, .. } = self.files[node.file];
        let span = plan.unit(*id).span;
        let mut said = String::new();
        let mut from = span.start();
        for (_, it) in scenarios(plan).filter(|(_, it)| span.contains(it.span)) {
            if it.span.start() >= from {
                said.push_str(doc.text(Span::new(from, it.span.start())));
                said.push('\n');
                from = it.span.end();
            }
        }
        said.push_str(doc.text(Span::new(from, span.end().max(from))));
        said
    }

    /// Links criteria and tests with their phases, and phases with their changes.
    pub(super) fn link_phases(&mut self) {
        for at in 0..self.nodes.len() {
            let (node, inner) = &self.nodes[at];
            let (file, found) = (node.file, node.found);
            let known = if found == Some(true) {
                Known::Found
            } else {
                Known::Named
            };
            match inner.clone() {
                Inner::Criterion {
                    home: Some(home), ..
                }
                | Inner::Said { home } => {
                    if let Some(to) = self.phase(file, home) {
                        self.link(at, to, Known::Named);
                    }
                }
                Inner::Test { home, .. } => {
                    for to in home
                        .into_iter()
                        .filter_map(|it| self.phase(file, it))
                        .collect::<Vec<_>>()
                    {
                        self.link(at, to, known.clone());
                    }
                }
                Inner::Change {
                    home: Some(home), ..
                } => {
                    if let Some(from) = self.phase(file, home) {
                        self.link(from, at, known);
                    }
                }
                _ => {}
            }
        }
    }

    /// Links documents of the domain with the changes, else the phases, that name them or a concept that the plan takes from them.
    pub(super) fn link_docs(&mut self) {
        for to in self.of_kind(TraceKind::DomainDoc) {
            let (file, Inner::Doc { path }) = (self.nodes[to].0.file, self.nodes[to].1.clone())
            else {
                continue;
            };
            let TracedFile {
                doc, plan, answers, ..
            } = self.files[file];
            let there = self.nodes[to].0.found == Some(true);
            let concepts: Vec<String> = concepts(doc, plan).into_iter().map(|it| it.name).collect();
            for kind in [TraceKind::Change, TraceKind::Phase] {
                for from in self.of_kind(kind) {
                    let node = &self.nodes[from];
                    if node.0.file != file {
                        continue;
                    }
                    let words = match &node.1 {
                        Inner::Unit(id) => plan.unit(*id).span,
                        Inner::Change { words, .. } => *words,
                        _ => continue,
                    };
                    let text = doc.text(words);
                    let spoken = format!(" {}", scan::normalized(text));
                    let speaks = |it: &&String| {
                        let stem = it.strip_suffix('s').unwrap_or(it);
                        spoken.contains(&format!(" {stem}"))
                    };
                    let mut said = concepts.iter().filter(speaks).peekable();
                    let names = text.contains(&path);
                    let held = said.clone().any(|it| holds(answers, &path, it));
                    // A concept that another document holds is not this one's.
                    if names || held || (!there && said.peek().is_some()) {
                        let known = if held || (names && there) {
                            Known::Found
                        } else {
                            Known::Named
                        };
                        self.link(from, to, known);
                    }
                }
            }
        }
    }

    /// Returns whether a test is said to be there: a criterion that it shows is ticked, or a phase that it belongs to is over.
    fn should_be_there(&self, test: usize) -> bool {
        let mut links = self.links.keys().filter(|(from, _)| *from == test);
        links.any(|(_, to)| {
            let (node, inner) = &self.nodes[*to];
            let plan = self.files[node.file].plan;
            match inner {
                Inner::Criterion { at, .. } => plan.boxes[*at].state == BoxState::Done,
                Inner::Unit(id) => plan.unit(*id).state.value.is_over(),
                _ => false,
            }
        })
    }

    /// Says of each thing what it lacks.
    pub(super) fn find_lacking(&mut self) {
        let kinds: Vec<TraceKind> = self.nodes.iter().map(|it| it.0.kind).collect();
        let linked = |at: usize, kind: TraceKind| {
            self.links.keys().any(|(from, to)| {
                (*from == at && kinds[*to] == kind) || (*to == at && kinds[*from] == kind)
            })
        };
        let has_phases = kinds.contains(&TraceKind::Phase);
        let mut all = Vec::new();
        for (at, (node, inner)) in self.nodes.iter().enumerate() {
            let mut lacks = Vec::new();
            match node.kind {
                TraceKind::Scenario => {
                    if !linked(at, TraceKind::Test) && !linked(at, TraceKind::Criterion) {
                        lacks.push("no test");
                    }
                }
                TraceKind::Test => {
                    // What is only a change to a file of tests is its phase's.
                    let planned = matches!(inner, Inner::Test { planned: true, .. });
                    if planned && !linked(at, TraceKind::Criterion) {
                        lacks.push("no criterion runs it");
                    }
                    if node.found == Some(false) && self.should_be_there(at) {
                        lacks.push("not in the repository");
                    }
                }
                TraceKind::Criterion => {
                    let shown = node.shown_by.is_some()
                        || linked(at, TraceKind::Test)
                        || linked(at, TraceKind::Scenario);
                    if !shown {
                        lacks.push("no test and no command");
                    }
                }
                TraceKind::Phase => {
                    if !linked(at, TraceKind::Criterion) && !linked(at, TraceKind::Scenario) {
                        lacks.push("no criterion");
                    }
                    if !linked(at, TraceKind::Change) {
                        lacks.push("no code change");
                    }
                }
                TraceKind::Change => {
                    if has_phases && !linked(at, TraceKind::Phase) {
                        lacks.push("no phase");
                    }
                }
                TraceKind::DomainDoc => {
                    if !linked(at, TraceKind::Change) && !linked(at, TraceKind::Phase) {
                        lacks.push("no phase names it or a concept of it");
                    }
                    if node.found == Some(false) {
                        lacks.push("not in the repository");
                    }
                }
            }
            all.push(lacks);
        }
        for ((node, _), lacks) in self.nodes.iter_mut().zip(all) {
            node.lacks = lacks;
        }
    }
}

/// Returns whether what a command runs holds a test.
fn covers(run: &Run, test: &Run) -> bool {
    match (run, test) {
        (
            Run::File { path, name },
            Run::File {
                path: other,
                name: named,
            },
        ) => path == other && (name.is_none() || named.is_none() || name == named),
        (Run::Filter(run), Run::Filter(test)) => run == test,
        (Run::Filter(run), Run::File { path, .. }) => {
            run.is_path && run.any.iter().any(|it| path.contains(it.as_str()))
        }
        (Run::File { .. }, Run::Filter(_)) => false,
    }
}
