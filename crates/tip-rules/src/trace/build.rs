//! Finds the things of a plan and links them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tip_plan::{
    BoxKind, CheckBox, Intent, Meaning, Plan, Proof, Reference, UnitId, UnitKind, Unrunnable,
};
use tip_syntax::{Document, Span, scan};

use super::runs::{Run, named, plain};
use super::scenario::scenarios;
use super::search::{TestSearch, is_test_by_name};
use super::{Known, ShownBy, Trace, TraceKind, TraceLink, TraceNode, TracedFile};
use crate::concept::{concepts, domain_docs};
use crate::region::Regions;
use crate::test_filter::FilterAnswer;
use crate::{Answers, EvidenceAnswer, PathAnswer, Query};

/// Returns what tracing a file of a plan asks of the world, each question once; `phrases` are the [words](super::scenario_phrases) of the
/// scenarios in all files of the plan.
pub fn trace_queries(doc: &Document, plan: &Plan, phrases: &[String]) -> Vec<Query> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = Vec::new();
    for reference in references(plan) {
        words.entry(reference.path.clone()).or_default();
    }
    for (reference, _) in test_references(plan) {
        let asked = words.entry(plain(&reference.path).to_owned()).or_default();
        asked.extend(phrases.iter().cloned());
        asked.extend(reference.symbol.as_deref().map(scan::normalized));
    }
    for command in &plan.commands {
        for run in named(plan, command) {
            match run {
                Run::File { path, name } => {
                    let asked = words.entry(path).or_default();
                    asked.extend(phrases.iter().cloned());
                    asked.extend(name.as_deref().map(scan::normalized));
                }
                Run::Filter(filter) => out.push(Query::Filter(filter)),
            }
        }
    }
    let names: Vec<String> = concepts(doc, plan).into_iter().map(|it| it.name).collect();
    for path in domain_docs(plan) {
        let asked = words.entry(path.to_owned()).or_default();
        asked.extend(names.iter().cloned());
        asked.extend(phrases.iter().cloned());
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
pub(super) enum Inner {
    Unit(UnitId),
    Criterion {
        at: usize,
        home: Option<UnitId>,
    },
    /// A criterion that is no box.
    Said {
        home: UnitId,
    },
    Test {
        run: Run,
        /// The path of its file as written, by which answers are found.
        written: String,
        home: Vec<UnitId>,
        /// Whether it stands where tests are planned, in a scenario or in a command.
        planned: bool,
    },
    Change {
        home: Option<UnitId>,
        words: Span,
    },
    Doc {
        path: String,
    },
}

/// A trace while it is made.
pub(super) struct Builder<'a> {
    pub(super) files: &'a [TracedFile<'a>],
    pub(super) found: &'a FxHashMap<TestSearch, Vec<String>>,
    pub(super) nodes: Vec<(TraceNode, Inner)>,
    pub(super) links: BTreeMap<(usize, usize), Known>,
}

pub(super) fn build(files: &[TracedFile<'_>], found: &FxHashMap<TestSearch, Vec<String>>) -> Trace {
    let mut builder = Builder {
        files,
        found,
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
    builder.find_likely();
    builder.into_trace()
}

/// Returns the references that mean to change something.
fn references(plan: &Plan) -> impl Iterator<Item = &Reference> + '_ {
    let references = plan.references.iter();
    references.filter(|it| it.intent != Intent::Mention && !it.historical && !it.path.is_empty())
}

/// Returns the references to files of tests, each with whether it stands where tests are planned or in a scenario; elsewhere they are
/// changes like others, to files that are tests by their names.
fn test_references(plan: &Plan) -> impl Iterator<Item = (&Reference, bool)> + '_ {
    let tests = Regions::of_tests(plan);
    let of_scenarios = Regions::new(scenarios(plan).map(|(_, it)| it.span).collect());
    plan.references.iter().filter_map(move |it| {
        let path = it.path.to_ascii_lowercase();
        let may_be = !it.historical
            && it.intent != Intent::Delete
            && !it.is_folder()
            && !it.is_pattern()
            && (path.contains("test") || path.contains("spec") || path.ends_with(".feature"));
        let planned = tests.hold(it.span) || of_scenarios.hold(it.span);
        // `Test the tides in tests/test_tides.py` is work on that file.
        let is_work = || {
            let unit = it.unit.map(|it| plan.unit(it));
            unit.is_some_and(|unit| unit.kind <= UnitKind::Step && unit.lead.contains(it.span))
        };
        let changed = is_test_by_name(&path) && (it.intent != Intent::Mention || is_work());
        (may_be && (planned || changed)).then_some((it, planned))
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
pub(super) fn holds(answers: &Answers, path: &str, words: &str) -> bool {
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
            shown_by: None,
            lacks: Vec::new(),
            perhaps: None,
        };
        self.nodes.push((node, inner));
    }

    fn collect(&mut self, file: usize) {
        let TracedFile {
            doc,
            plan,
            answers,
            evidence,
            ..
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
        let is_working = self.is_working(file);
        for (at, unit) in units.filter(|_| is_working) {
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
            if let Some((node, _)) = self.nodes.last_mut() {
                node.shown_by = match plan.proof(it) {
                    Proof::Run => Some(ShownBy::Command(ran(evidence, it).unwrap_or(Known::Named))),
                    // What the plan leaves to a person is a person's.
                    Proof::Person(Unrunnable::Manual) => Some(ShownBy::Person),
                    Proof::Person(_) | Proof::Tick => None,
                };
            }
        }
        self.said_criteria(file);
        let mut changes: BTreeSet<(&str, Option<UnitId>)> = BTreeSet::new();
        let references: Vec<&Reference> = references(plan).collect();
        for it in &references {
            let home = outermost(plan, it.unit);
            let elsewhere = |other: &&&Reference| {
                other.path == it.path && outermost(plan, other.unit).is_some()
            };
            let known = home.is_none() && references.iter().any(|other| elsewhere(&other));
            // What the folder of the plan holds is the plan.
            let known = known || self.is_of_plan(file, &it.path);
            if known || !changes.insert((&it.path, home)) {
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
        for (it, planned) in test_references(plan) {
            let run = Run::File {
                path: plain(&it.path).to_owned(),
                name: it.symbol.clone(),
            };
            self.test(file, run, it.span, outermost(plan, it.unit), planned);
        }
        for command in &plan.commands {
            for run in named(plan, command) {
                self.test(file, run, command.span, outermost(plan, command.unit), true);
            }
        }
    }

    /// Returns whether the phases and tasks of a file are the work: where a plan of several files has a list of tasks, only that.
    fn is_working(&self, file: usize) -> bool {
        let lists = |it: &TracedFile<'_>| {
            let mut units = it.plan.units.iter();
            it.path.ends_with("/tasks.md") && units.any(|unit| unit.kind <= UnitKind::Step)
        };
        let list = self.files.iter().position(lists);
        list.is_none_or(|list| list == file)
    }

    /// Returns whether a path leads into the folder that the files of the plan share.
    fn is_of_plan(&self, file: usize, path: &str) -> bool {
        let folder = self.files[0].path.rsplit_once('/').map_or("", |it| it.0);
        let answer = self.files[file].answers.path(path);
        let Some(PathAnswer::File(found) | PathAnswer::Suffix(found)) = answer else {
            return false;
        };
        let rest = found
            .strip_prefix(folder)
            .and_then(|it| it.strip_prefix('/'));
        self.files.len() > 1 && !folder.is_empty() && rest.is_some()
    }

    /// Adds what a phase says of when it is done without a box for it.
    fn said_criteria(&mut self, file: usize) {
        let TracedFile { doc, plan, .. } = self.files[file];
        let fields = plan.fields.iter();
        for field in fields.filter(|it| it.meaning == Some(Meaning::Criteria)) {
            let boxed = plan.boxes.iter().any(|it| field.span.contains(it.text));
            let Some(home) = outermost(plan, field.unit).filter(|_| !boxed) else {
                continue;
            };
            for item in &field.items {
                let source = doc.source();
                let line = source.line_span(source.line_of(item.start)).end();
                let text = doc
                    .source()
                    .trim(Span::new(item.start(), line.min(item.end())));
                let inner = Inner::Said { home };
                self.push(
                    TraceKind::Criterion,
                    None,
                    doc.text(text),
                    (file, *item),
                    inner,
                );
            }
        }
    }

    /// Returns a file of tests that was found, and makes a thing of it unless it is one.
    pub(super) fn found_test(&mut self, file: usize, path: &str, span: Span) -> usize {
        let is_it = |it: &(TraceNode, Inner)| matches!(&it.1, Inner::Test { run: Run::File { path: other, name: None }, .. } if other == path);
        if let Some(at) = self.nodes.iter().position(is_it) {
            return at;
        }
        let inner = Inner::Test {
            run: Run::File {
                path: path.to_owned(),
                name: None,
            },
            written: String::new(),
            home: Vec::new(),
            planned: false,
        };
        self.push(TraceKind::Test, None, path, (file, span), inner);
        let at = self.nodes.len() - 1;
        self.nodes[at].0.found = Some(true);
        at
    }

    /// Puts the things in the order of their kinds.
    fn into_trace(self) -> Trace {
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|at| self.nodes[*at].0.kind);
        let mut place = vec![0; order.len()];
        for (to, from) in order.iter().enumerate() {
            place[*from] = to;
        }
        let mut nodes: Vec<TraceNode> = self.nodes.into_iter().map(|it| it.0).collect();
        for node in &mut nodes {
            node.perhaps = node.perhaps.map(|it| place[it]);
        }
        let mut sorted: Vec<(usize, TraceNode)> = place.iter().copied().zip(nodes).collect();
        sorted.sort_by_key(|it| it.0);
        let links = self.links.into_iter();
        let mut links: Vec<TraceLink> = links
            .map(|((from, to), known)| TraceLink {
                from: place[from],
                to: place[to],
                known,
            })
            .collect();
        links.sort_by_key(|it| (it.from, it.to));
        Trace {
            nodes: sorted.into_iter().map(|it| it.1).collect(),
            links,
        }
    }

    /// Adds a test, or another place that names it.
    fn test(&mut self, file: usize, run: Run, span: Span, phase: Option<UnitId>, planned: bool) {
        let answers = self.files[file].answers;
        let (run, written) = match run {
            // However it is written, it is one file.
            Run::File { path, name } => {
                let there = match answers.path(&path) {
                    Some(PathAnswer::File(there) | PathAnswer::Suffix(there)) => there.clone(),
                    _ => path.clone(),
                };
                (Run::File { path: there, name }, path)
            }
            Run::Filter(filter) => (Run::Filter(filter), String::new()),
        };
        for (node, inner) in &mut self.nodes {
            if let Inner::Test {
                run: known,
                home,
                planned: is_planned,
                ..
            } = inner
                && node.file == file
                && *known == run
            {
                *is_planned |= planned;
                home.extend(phase.filter(|it| !home.contains(it)));
                return;
            }
        }
        let (text, found) = match &run {
            Run::File { path, name: None } => (path.clone(), is_there(answers, &written)),
            Run::File {
                path,
                name: Some(name),
            } => {
                let held = is_there(answers, &written)
                    .map(|there| there && holds(answers, &written, &scan::normalized(name)));
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
        let inner = Inner::Test {
            run,
            written,
            home,
            planned,
        };
        self.push(TraceKind::Test, None, &text, (file, span), inner);
        if let Some((node, _)) = self.nodes.last_mut() {
            node.found = found;
        }
    }
}

/// Returns what is known of runs of a box.
pub(super) fn ran(evidence: &FxHashMap<String, EvidenceAnswer>, it: &CheckBox) -> Option<Known> {
    evidence.get(&it.id).map(|it| match it {
        EvidenceAnswer::Fresh => Known::Ran,
        EvidenceAnswer::Stale(_) => Known::Stale,
        EvidenceAnswer::Failed(_) => Known::Failed,
    })
}

/// Returns the outermost phase, or task, that a unit belongs to.
pub(super) fn outermost(plan: &Plan, unit: Option<UnitId>) -> Option<UnitId> {
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
