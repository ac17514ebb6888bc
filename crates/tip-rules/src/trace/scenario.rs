//! What shows a scenario: tests, criteria and phases that bear its words or name it, or that it names.

use tip_plan::{Meaning, Plan, Unit, UnitId, UnitKind};
use tip_syntax::{Document, InlineKind, Span, scan};

use super::alike::most_alike;
use super::build::{Builder, Inner, holds};
use super::runs::Run;
use super::{Known, TraceKind, TracedFile};

/// The fewest words of a sentence that is not the title and names one thing all the same.
const LEAST_WORDS: usize = 3;

/// The fewest letters of a name in code that is looked for.
const LEAST_LETTERS: usize = 6;

/// Returns the scenarios of a plan.
pub(super) fn scenarios(plan: &Plan) -> impl Iterator<Item = (UnitId, &Unit)> + '_ {
    plan.units_of(UnitKind::Scenario)
}

/// Returns the words by which tests can be known as those of the scenarios of a file, normalized.
pub fn scenario_phrases(doc: &Document, plan: &Plan) -> Vec<String> {
    let all = scenarios(plan).flat_map(|(id, _)| phrases(doc, plan, id));
    let mut all: Vec<String> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns the words by which something can be known as that of a scenario: its title, what it says to validate and to come out, and the
/// names in code that it holds.
pub(super) fn phrases(doc: &Document, plan: &Plan, id: UnitId) -> Vec<String> {
    let unit = plan.unit(id);
    let mut found: Vec<String> = telling(&unit.title.value, 2).into_iter().collect();
    let says =
        |meaning: Option<Meaning>| matches!(meaning, Some(Meaning::Validates | Meaning::Then));
    let fields = plan
        .fields
        .iter()
        .filter(|it| it.unit == Some(id) && says(it.meaning));
    found.extend(fields.filter_map(|it| telling(doc.text(it.value), LEAST_WORDS)));
    let code = code_in(doc, unit.span).filter_map(name_in);
    found.extend(code.map(scan::normalized));
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the names of tests that stand in a part of a document, as they are looked for in all tests.
pub(super) fn names_in(doc: &Document, part: Span) -> Vec<String> {
    let names = code_in(doc, part).filter_map(name_in);
    names.map(scan::separated).collect()
}

/// Returns the title of a scenario as it is looked for in all tests, where it has words enough to be that of one thing.
pub(super) fn title_phrase(title: &str) -> Option<String> {
    let words = scan::separated(title);
    (words.split(' ').count() >= LEAST_WORDS).then_some(words)
}

fn code_in(doc: &Document, part: Span) -> impl Iterator<Item = &str> + '_ {
    let code = doc.all_inlines().iter();
    let code = code.filter(move |it| it.kind == InlineKind::Code && part.contains(it.span));
    code.map(|it| doc.text(it.content))
}

/// Returns words as they are looked for; few words are the name of many things.
fn telling(text: &str, least: usize) -> Option<String> {
    let text = scan::normalized(text);
    (text.split(' ').count() >= least).then_some(text)
}

/// Returns the name of a test in code: `test_low_water`, `tests/test_tides.py::test_low_water`, `TideTest.testLowWater`.
fn name_in(code: &str) -> Option<&str> {
    let name = code.rsplit(['/', ':', '.']).next()?.trim_end_matches("()");
    let is_name = name.chars().all(|it| it.is_alphanumeric() || it == '_');
    let is_joined = name.contains('_') || name.chars().skip(1).any(char::is_uppercase);
    let is_test = scan::find_ignore_case(name, "test").is_some();
    (is_name && is_joined && is_test && name.len() >= LEAST_LETTERS).then_some(name)
}

/// Returns words between spaces, so that whole words alone are found in them.
fn spaced(text: &str) -> String {
    format!(" {} ", scan::normalized(text))
}

impl Builder<'_> {
    /// Links scenarios with what bears their words, and with criteria and phases that speak of them or that they speak of.
    pub(super) fn link_scenarios(&mut self) {
        for from in self.of_kind(TraceKind::Scenario) {
            let file = self.nodes[from].0.file;
            let Inner::Unit(id) = self.nodes[from].1 else {
                continue;
            };
            let TracedFile { doc, plan, .. } = self.files[file];
            let phrases = phrases(doc, plan, id);
            self.link_scenario_with_tests(from, &phrases);
            self.link_scenario_with_work(from, id, &phrases);
            self.link_scenario_with_docs(from, &phrases);
            self.link_scenario_with_story(from, id);
            self.link_scenario_with_requirements(from, id);
        }
        // What is found makes things of its own, behind all others.
        for from in self.of_kind(TraceKind::Scenario) {
            if let Inner::Unit(id) = self.nodes[from].1 {
                self.link_scenario_with_found(from, id);
            }
        }
    }

    fn link_scenario_with_tests(&mut self, from: usize, phrases: &[String]) {
        let (file, own) = self.place(from);
        for to in self.of_kind(TraceKind::Test) {
            let (test, Inner::Test { run, written, .. }) = &self.nodes[to] else {
                continue;
            };
            let answers = self.files[test.file].answers;
            let is_file = matches!(run, Run::File { name: None, .. });
            let in_code = is_file && phrases.iter().any(|it| holds(answers, written, it));
            let called = spaced(&test.text);
            let bears = phrases.iter().any(|it| called.contains(&format!(" {it} ")));
            let within = test.file == file && own.contains(test.span);
            if in_code || within || bears {
                let there = in_code || test.found == Some(true);
                self.link(from, to, if there { Known::Found } else { Known::Named });
            }
        }
    }

    fn link_scenario_with_work(&mut self, from: usize, id: UnitId, phrases: &[String]) {
        let (file, own) = self.place(from);
        let TracedFile { doc, plan, .. } = self.files[file];
        let unit = plan.unit(id);
        let said = spaced(doc.text(own));
        let number = unit.number.as_ref().map(|it| it.value.as_str());
        let mention = number.map(|it| spaced(&format!("scenario {it}")));
        // `AC1` alone names it.
        let id_of =
            number.filter(|it| it.starts_with(|it: char| it.is_alphabetic()) && it.len() > 2);
        let id_of = id_of.map(spaced);
        for kind in [TraceKind::Criterion, TraceKind::Phase] {
            for to in self.of_kind(kind) {
                let node = &self.nodes[to].0;
                let words = spaced(&self.words(to));
                let names =
                    |it: &Option<String>| it.as_ref().is_some_and(|it| words.contains(it.as_str()));
                let bears = || phrases.iter().any(|it| words.contains(&format!(" {it} ")));
                let forth =
                    names(&mention) || names(&id_of) || (kind == TraceKind::Criterion && bears());
                let back = node.file == file && self.is_named_in(to, own, &said);
                if forth || back {
                    self.link(from, to, Known::Named);
                }
            }
        }
    }

    /// Returns whether the text of a scenario names a criterion or a phase of its file, or stands in the phase.
    fn is_named_in(&self, at: usize, scenario: Span, said: &str) -> bool {
        let (node, inner) = &self.nodes[at];
        if let Inner::Unit(phase) = inner {
            let phase = self.files[node.file].plan.unit(*phase);
            let number = phase.number.as_ref();
            let mention = number.map(|it| spaced(&format!("phase {}", it.value)));
            return phase.span.contains(scenario) || mention.is_some_and(|it| said.contains(&it));
        }
        let handle = node.handle.as_deref().unwrap_or_default();
        let by_handle = handle.contains('.') && said.contains(&spaced(handle));
        let words = telling(&node.text, LEAST_WORDS);
        by_handle || words.is_some_and(|it| said.contains(&format!(" {it} ")))
    }

    /// Links a scenario with the documents of the domain that say what it validates.
    fn link_scenario_with_docs(&mut self, from: usize, phrases: &[String]) {
        for to in self.of_kind(TraceKind::DomainDoc) {
            let (node, Inner::Doc { path }) = &self.nodes[to] else {
                continue;
            };
            let answers = self.files[node.file].answers;
            let says =
                |it: &&String| it.split(' ').count() >= LEAST_WORDS && holds(answers, path, it);
            if phrases.iter().any(|it| says(&it)) {
                self.link(from, to, Known::Found);
            }
        }
    }

    /// Says of scenarios that nothing shows which criterion or test may be meant, by the words.
    pub(super) fn find_likely(&mut self) {
        let others: Vec<(usize, String)> = [TraceKind::Criterion, TraceKind::Test]
            .into_iter()
            .flat_map(|kind| self.of_kind(kind))
            .filter(|at| !self.is_found(*at))
            .map(|at| (at, self.line_of(at)))
            .collect();
        for at in self.of_kind(TraceKind::Scenario) {
            if self.nodes[at].0.lacks.is_empty() {
                continue;
            }
            let (file, own) = self.place(at);
            let text = self.files[file].doc.text(own);
            self.nodes[at].0.perhaps = most_alike(text, &others);
        }
    }

    /// Returns whether no file of the plan names a test: what stands beside it is another scenario.
    fn is_found(&self, at: usize) -> bool {
        matches!(&self.nodes[at].1, Inner::Test { run: Run::File { .. }, written, .. } if written.is_empty())
    }

    /// Returns the file of a thing and all of it.
    fn place(&self, at: usize) -> (usize, Span) {
        let (node, inner) = &self.nodes[at];
        let span = match inner {
            Inner::Unit(id) => self.files[node.file].plan.unit(*id).span,
            _ => node.span,
        };
        (node.file, span)
    }

    /// Returns the line that a thing stands in, which says more of a test than its path.
    fn line_of(&self, at: usize) -> String {
        let node = &self.nodes[at].0;
        let source = self.files[node.file].doc.source();
        let line = source.line_span(source.line_of(node.span.start));
        format!("{} {}", node.text, source.slice(line))
    }
}
