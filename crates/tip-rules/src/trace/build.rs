//! Finds the things of a plan and links them.

use std::collections::BTreeMap;

use tip_plan::{BoxKind, CheckBox, Intent, Plan, Proof, Reference, UnitId, UnitKind, Unrunnable};
use tip_syntax::{Document, Span, scan};

use super::runs::{Run, named, plain, runs_all};
use super::{Known, Trace, TraceKind, TraceLink, TraceNode, TracedFile};
use crate::concept::{concepts, domain_docs};
use crate::region::Regions;
use crate::test_filter::FilterAnswer;
use crate::{Answers, EvidenceAnswer, PathAnswer, Query};

/// Returns what tracing a plan asks of the world, each question once.
pub fn trace_queries(doc: &Document, plan: &Plan) -> Vec<Query> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = Vec::new();
    let titles: Vec<String> = scenarios(plan)
        .filter_map(|it| telling(&it.1.title.value))
        .collect();
    for reference in references(plan) {
        words.entry(reference.path.clone()).or_default();
    }
    for reference in test_references(plan) {
        let asked = words.entry(plain(&reference.path).to_owned()).or_default();
        asked.extend(titles.iter().cloned());
    }
    for command in &plan.commands {
        for run in named(plan, command) {
            match run {
                Run::File { path, name } => {
                    let asked = words.entry(path).or_default();
                    asked.extend(titles.iter().cloned());
                    asked.extend(name.as_deref().map(scan::normalized));
                }
                Run::Filter(filter) => out.push(Query::Filter(filter)),
            }
        }
    }
    let names: Vec<String> = concepts(doc, plan).into_iter().map(|it| it.name).collect();
    for path in domain_docs(plan) {
        words
            .entry(path.to_owned())
            .or_default()
            .extend(names.iter().cloned());
    }
    for (path, mut asked) in words {
        asked.sort_unstable();
        asked.dedup();
        out.push(if asked.is_empty() {
            Query::Path(path)
        } else {
            Query::Words(path, asked)
        });
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// What a thing is besides what is shown of it.
#[derive(Clone, Debug)]
enum Inner {
    Unit(UnitId),
    Criterion { at: usize, home: Option<UnitId> },
    Test { run: Run, home: Vec<UnitId> },
    Change { home: Option<UnitId>, words: Span },
    Doc { path: String },
}

struct Builder<'a> {
    files: &'a [TracedFile<'a>],
    nodes: Vec<(TraceNode, Inner)>,
    links: BTreeMap<(usize, usize), Known>,
}

pub(super) fn build(files: &[TracedFile<'_>]) -> Trace {
    let mut builder = Builder {
        files,
        nodes: Vec::new(),
        links: BTreeMap::new(),
    };
    for file in 0..files.len() {
        builder.collect(file);
    }
    builder
        .nodes
        .sort_by_key(|(it, _)| (it.kind, it.file, it.span.start));
    builder.link_tests();
    builder.link_scenarios();
    builder.link_phases();
    builder.link_docs();
    builder.find_lacking();
    Trace {
        nodes: builder.nodes.into_iter().map(|it| it.0).collect(),
        links: builder
            .links
            .into_iter()
            .map(|((from, to), known)| TraceLink { from, to, known })
            .collect(),
    }
}

fn scenarios(plan: &Plan) -> impl Iterator<Item = (UnitId, &tip_plan::Unit)> + '_ {
    plan.units_of(UnitKind::Scenario)
}

/// Returns a title as it is looked for; a single word is the name of many things.
fn telling(title: &str) -> Option<String> {
    let title = scan::normalized(title);
    title.contains(' ').then_some(title)
}

/// Returns the references that mean to change something.
fn references(plan: &Plan) -> impl Iterator<Item = &Reference> + '_ {
    let references = plan.references.iter();
    references.filter(|it| it.intent != Intent::Mention && !it.historical && !it.path.is_empty())
}

/// Returns the references to files of tests where tests are planned.
fn test_references(plan: &Plan) -> impl Iterator<Item = &Reference> + '_ {
    let tests = Regions::of_tests(plan);
    plan.references.iter().filter(move |it| {
        let path = it.path.to_ascii_lowercase();
        tests.hold(it.span)
            && !it.historical
            && it.intent != Intent::Delete
            && !it.is_folder()
            && !it.is_pattern()
            && (path.contains("test") || path.contains("spec"))
    })
}

/// Returns the phase that a unit belongs to; in a plan without phases the outermost task.
fn home(plan: &Plan, unit: Option<UnitId>) -> Option<UnitId> {
    let unit = unit?;
    if let Some(phase) = plan.phase_of(unit) {
        return Some(phase);
    }
    if plan.phases().next().is_some() {
        return None;
    }
    let mut found = None;
    let mut at = Some(unit);
    while let Some(id) = at {
        if plan.unit(id).kind == UnitKind::Task {
            found = Some(id);
        }
        at = plan.unit(id).parent.filter(|it| *it < id);
    }
    found
}

fn is_there(answers: &Answers, path: &str) -> Option<bool> {
    match answers.path(path)? {
        PathAnswer::File(_) | PathAnswer::Folder(_) | PathAnswer::Suffix(_) => Some(true),
        PathAnswer::Pattern(count) => Some(*count > 0),
        PathAnswer::Missing { .. } => Some(false),
        PathAnswer::Ambiguous(_) | PathAnswer::Outside | PathAnswer::Ignored => None,
    }
}

/// Returns whether a file is there and holds words.
fn holds(answers: &Answers, path: &str, words: &str) -> bool {
    is_there(answers, path) == Some(true)
        && answers
            .lacking
            .get(path)
            .is_some_and(|it| !it.iter().any(|it| it == words))
}

fn is_traced(plan: &Plan, it: &CheckBox) -> bool {
    let outcome = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate)
        || (it.kind == BoxKind::Task && plan.proof(it) == Proof::Run);
    outcome && !it.in_table && !it.deferred
}

/// Returns whether a text speaks of a thing by its kind and number: `Scenario 2`.
fn speaks_of(text: &str, word: &str, number: &str) -> bool {
    let mention = scan::normalized(&format!("{word} {number}"));
    format!(" {} ", scan::normalized(text)).contains(&format!(" {mention} "))
}

impl Builder<'_> {
    fn push(
        &mut self,
        kind: TraceKind,
        handle: Option<&str>,
        text: &str,
        place: (usize, Span),
        inner: Inner,
    ) {
        let node = TraceNode {
            kind,
            handle: handle.map(str::to_owned),
            text: text.to_owned(),
            file: place.0,
            span: place.1,
            found: None,
            lacks: Vec::new(),
        };
        self.nodes.push((node, inner));
    }

    fn collect(&mut self, file: usize) {
        let TracedFile {
            doc, plan, answers, ..
        } = self.files[file];
        for (id, unit) in scenarios(plan) {
            let place = (file, unit.lead);
            self.push(
                TraceKind::Scenario,
                Some(&unit.handle),
                &unit.title.value,
                place,
                Inner::Unit(id),
            );
        }
        let units = plan.units.iter().enumerate();
        for (at, unit) in units {
            let id = UnitId(at as u32);
            // A phase within another is a part of it.
            let outer = unit.parent.and_then(|it| home(plan, Some(it)));
            if outer.is_none() && home(plan, Some(id)) == Some(id) {
                let place = (file, unit.lead);
                self.push(
                    TraceKind::Phase,
                    Some(&unit.handle),
                    &unit.title.value,
                    place,
                    Inner::Unit(id),
                );
            }
        }
        for (at, it) in plan
            .boxes
            .iter()
            .enumerate()
            .filter(|(_, it)| is_traced(plan, it))
        {
            let inner = Inner::Criterion {
                at,
                home: outermost(plan, it.phase.or(it.unit)),
            };
            self.push(
                TraceKind::Criterion,
                Some(&it.handle),
                doc.text(it.text),
                (file, it.text),
                inner,
            );
        }
        let mut changes: BTreeMap<(&str, Option<UnitId>), ()> = BTreeMap::new();
        let references: Vec<&Reference> = references(plan).collect();
        for it in &references {
            let home = outermost(plan, it.unit);
            let elsewhere = |other: &&&Reference| {
                other.path == it.path && outermost(plan, other.unit).is_some()
            };
            let known = home.is_none() && references.iter().any(|other| elsewhere(&other));
            if known || changes.insert((&it.path, home), ()).is_some() {
                continue;
            }
            let source = doc.source();
            let words = source.line_span(source.line_of(it.span.start));
            let inner = Inner::Change { home, words };
            self.push(
                TraceKind::Change,
                None,
                doc.text(it.span),
                (file, it.span),
                inner,
            );
            if let Some((node, _)) = self.nodes.last_mut() {
                node.found = is_there(answers, &it.path);
            }
        }
        for path in domain_docs(plan) {
            let mut references = plan.references.iter();
            let Some(it) = references.find(|it| it.path == path) else {
                continue;
            };
            let inner = Inner::Doc {
                path: path.to_owned(),
            };
            self.push(TraceKind::DomainDoc, None, path, (file, it.span), inner);
            if let Some((node, _)) = self.nodes.last_mut() {
                node.found = is_there(answers, path);
            }
        }
        for it in test_references(plan) {
            let run = Run::File {
                path: plain(&it.path).to_owned(),
                name: None,
            };
            self.test(file, run, it.span, outermost(plan, it.unit));
        }
        for command in &plan.commands {
            for run in named(plan, command) {
                self.test(file, run, command.span, outermost(plan, command.unit));
            }
        }
    }

    /// Adds a test, or another place that names it.
    fn test(&mut self, file: usize, run: Run, span: Span, phase: Option<UnitId>) {
        for (node, inner) in &mut self.nodes {
            if let Inner::Test { run: known, home } = inner
                && node.file == file
                && *known == run
            {
                home.extend(phase.filter(|it| !home.contains(it)));
                return;
            }
        }
        let answers = self.files[file].answers;
        let (text, found) = match &run {
            Run::File { path, name: None } => (path.clone(), is_there(answers, path)),
            Run::File {
                path,
                name: Some(name),
            } => {
                let held = is_there(answers, path)
                    .map(|there| there && holds(answers, path, &scan::normalized(name)));
                (format!("{path}::{name}"), held)
            }
            Run::Filter(filter) => {
                let found = match answers.filters.get(filter) {
                    Some(FilterAnswer::Found) => Some(true),
                    Some(FilterAnswer::Missing) => Some(false),
                    _ => None,
                };
                (filter.any.join(" | "), found)
            }
        };
        let home = phase.into_iter().collect();
        self.push(
            TraceKind::Test,
            None,
            &text,
            (file, span),
            Inner::Test { run, home },
        );
        if let Some((node, _)) = self.nodes.last_mut() {
            node.found = found;
        }
    }

    fn link(&mut self, from: usize, to: usize, known: Known) {
        let held = self.links.entry((from, to)).or_insert(Known::Named);
        if *held == Known::Named {
            *held = known;
        }
    }

    fn of_kind(&self, kind: TraceKind) -> Vec<usize> {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .filter(|(_, it)| it.0.kind == kind)
            .map(|it| it.0)
            .collect()
    }

    fn phase(&self, file: usize, id: UnitId) -> Option<usize> {
        self.nodes.iter().position(|(node, inner)| {
            node.kind == TraceKind::Phase
                && node.file == file
                && matches!(inner, Inner::Unit(it) if *it == id)
        })
    }

    /// Links tests with the criteria whose commands run them.
    fn link_tests(&mut self) {
        let tests = self.of_kind(TraceKind::Test);
        for to in self.of_kind(TraceKind::Criterion) {
            let (file, Inner::Criterion { at, home }) =
                (self.nodes[to].0.file, self.nodes[to].1.clone())
            else {
                continue;
            };
            let TracedFile { plan, evidence, .. } = self.files[file];
            let it = &plan.boxes[at];
            let ran = evidence.get(&it.id).map(|it| match it {
                EvidenceAnswer::Fresh => Known::Ran,
                EvidenceAnswer::Stale(_) => Known::Stale,
                EvidenceAnswer::Failed(_) => Known::Failed,
            });
            let commands = it
                .commands
                .iter()
                .filter_map(|at| plan.commands.get(*at as usize));
            for command in commands {
                let runs = named(plan, command);
                let all = runs.is_empty() && runs_all(command);
                for &from in &tests {
                    let (test, Inner::Test { run, home: homes }) = &self.nodes[from] else {
                        continue;
                    };
                    let same = test.file == file && runs.iter().any(|it| covers(it, run));
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

    /// Links scenarios with tests that bear their titles, and with criteria and phases that speak of them or that they speak of.
    fn link_scenarios(&mut self) {
        for from in self.of_kind(TraceKind::Scenario) {
            let (file, Inner::Unit(id)) = (self.nodes[from].0.file, self.nodes[from].1.clone())
            else {
                continue;
            };
            let TracedFile { doc, plan, .. } = self.files[file];
            let unit = plan.unit(id);
            let title = telling(&unit.title.value);
            for to in self.of_kind(TraceKind::Test) {
                let (test, Inner::Test { run, .. }) = &self.nodes[to] else {
                    continue;
                };
                let answers = self.files[test.file].answers;
                let found = match (run, &title) {
                    (Run::File { path, name: None }, Some(title)) => holds(answers, path, title),
                    _ => false,
                };
                let bears = title.as_ref().is_some_and(|title| {
                    format!(" {} ", scan::normalized(&test.text)).contains(&format!(" {title} "))
                });
                let within = test.file == file && unit.span.contains(test.span);
                if found || bears || within {
                    let known = if found || test.found == Some(true) {
                        Known::Found
                    } else {
                        Known::Named
                    };
                    self.link(from, to, known);
                }
            }
            let own = doc.text(unit.span);
            let number = unit.number.as_ref().map(|it| it.value.as_str());
            for kind in [TraceKind::Criterion, TraceKind::Phase] {
                for to in self.of_kind(kind) {
                    let other = &self.nodes[to];
                    let in_file = self.files[other.0.file];
                    let (text, back) = match &other.1 {
                        Inner::Unit(id) => {
                            let phase = in_file.plan.unit(*id);
                            let number = phase.number.as_ref();
                            let back = number.is_some_and(|it| speaks_of(own, "phase", &it.value));
                            // The lead alone of one that holds the scenario itself.
                            let holds = other.0.file == file && phase.span.contains(unit.span);
                            let span = if holds { phase.lead } else { phase.span };
                            (in_file.doc.text(span), back || holds)
                        }
                        _ => (other.0.text.as_str(), false),
                    };
                    let forth = number.is_some_and(|it| speaks_of(text, "scenario", it));
                    if forth || back {
                        self.link(from, to, Known::Named);
                    }
                }
            }
        }
    }

    /// Links criteria and tests with their phases, and phases with their changes.
    fn link_phases(&mut self) {
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
                } => {
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
    fn link_docs(&mut self) {
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

    /// Says of each thing what it lacks.
    fn find_lacking(&mut self) {
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
                    if !linked(at, TraceKind::Criterion) {
                        lacks.push("no criterion runs it");
                    }
                    if node.found == Some(false) {
                        lacks.push("not in the repository");
                    }
                }
                TraceKind::Criterion => {
                    let plan = self.files[node.file].plan;
                    let proof = match inner {
                        Inner::Criterion { at, .. } => plan.boxes.get(*at).map(|it| plan.proof(it)),
                        _ => None,
                    };
                    // A command shows it as well as a test; what the plan leaves to a person is a person's.
                    let shown =
                        matches!(proof, Some(Proof::Run | Proof::Person(Unrunnable::Manual)));
                    if !shown && !linked(at, TraceKind::Test) && !linked(at, TraceKind::Scenario) {
                        lacks.push("no test and no command");
                    }
                }
                TraceKind::Phase => {
                    if !linked(at, TraceKind::Criterion) {
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

/// Returns the outermost phase, or task, that a unit belongs to.
fn outermost(plan: &Plan, unit: Option<UnitId>) -> Option<UnitId> {
    let mut found = home(plan, unit)?;
    // A parent stands before its children, so that this ends.
    while let Some(outer) = plan
        .unit(found)
        .parent
        .filter(|it| *it < found)
        .and_then(|it| home(plan, Some(it)))
    {
        found = outer;
    }
    Some(found)
}
