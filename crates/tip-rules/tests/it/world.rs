//! A made-up repository that answers what plans ask.

use rustc_hash::FxHashMap;
use tip_plan::Plan;
use tip_rules::{
    Answers, Change, Day, Drifted, EvidenceAnswer, Fate, FileFacts, FilterAnswer, PathAnswer,
    PatternAnswer, Query, Runnable, RunnableAnswer, RunnableKind, Spot, TestFilter, queries,
};
use tip_syntax::{Document, Safety};

/// A repository: a line for each file with the number of its lines, and its headings after `#`.
///
/// ```text
/// src/alerts/store.rs 120
/// docs/model.md 40 # Alerts # Prices
/// ```
///
/// A document holds the words of its headings. `today 2026-03-01` tells the day, and `defines npm build test` what scripts there are;
/// besides `npm` there are `make`, `just`, `package`, `test`, `bin` and `example`. `evidence` says that somebody asks whether the plan may
/// become complete, and `evidence P1.C1 fresh` what is known of a box; there are also `stale` and `failed`.
/// `program cargo` says that somebody looked for programs, and that this one is there.
///
/// `drift src/alerts/store.rs:118 moved src/alerts/store.rs:131` tells what became of a reference: `moved`, `renamed`, `edited`,
/// `ambiguous` with the places, `deleted`, `gone`; after `|` follow the texts of an edited line. `unsure drift …` is not rewritten unasked.
#[derive(Debug, Default)]
pub(crate) struct World {
    files: Vec<(String, FileFacts)>,
    today: Option<Day>,
    defined: Vec<(RunnableKind, Vec<String>)>,
    drifted: Vec<Drifted>,
    evidence: Option<Vec<(String, EvidenceAnswer)>>,
    programs: Vec<String>,
}

impl World {
    /// Reads the lines.
    pub(crate) fn parse(text: &str) -> Self {
        let file = |line: &str| {
            let mut parts = line.split('#').map(str::trim);
            let (path, lines) = parts.next()?.split_once(' ')?;
            let facts = FileFacts {
                lines: lines.trim().parse().ok()?,
                headings: parts.map(str::to_lowercase).collect(),
            };
            Some((path.to_owned(), facts))
        };
        let word = |it: &'static str| text.lines().filter_map(move |line| line.strip_prefix(it));
        Self {
            files: text.lines().filter_map(file).collect(),
            today: word("today ").next().and_then(Day::parse),
            defined: word("defines ").filter_map(defined).collect(),
            drifted: text.lines().filter_map(drifted).collect(),
            programs: word("program ").map(str::to_owned).collect(),
            evidence: (word("evidence").next().is_some())
                .then(|| word("evidence ").filter_map(evidence).collect()),
        }
    }

    /// Answers all that a plan asks.
    pub(crate) fn answers(&self, doc: &Document, plan: &Plan) -> Answers {
        let mut answers = Answers {
            evidence: self.evidence.as_ref().map(|_| FxHashMap::default()),
            ..Answers::default()
        };
        for query in queries(doc, plan) {
            match query {
                Query::Path(path) => {
                    let answer = self.path(&path);
                    answers.paths.insert(path, answer);
                }
                Query::Facts(path) => {
                    if let PathAnswer::File(found) | PathAnswer::Suffix(found) = self.path(&path)
                        && let Some((_, facts)) = self.files.iter().find(|it| it.0 == found)
                    {
                        answers.facts.insert(path, facts.clone());
                    }
                }
                Query::Words(path, words) => {
                    if let PathAnswer::File(found) = self.path(&path)
                        && let Some((_, facts)) = self.files.iter().find(|it| it.0 == found)
                    {
                        let held = |word: &&String| !facts.headings.contains(word);
                        let lacking = words.iter().filter(held).cloned().collect();
                        answers.lacking.insert(path, lacking);
                    }
                }
                Query::Runnable(runnable) => {
                    let answer = self.runnable(&runnable);
                    answers.runnables.insert(runnable, answer);
                }
                Query::Drift => {
                    for (at, reference) in plan.references.iter().enumerate() {
                        let is_of = |it: &&Drifted| {
                            let then = &it.then;
                            (&then.path, then.line, then.end_line)
                                == (&reference.path, reference.line, reference.end_line)
                        };
                        if let Some(found) = self.drifted.iter().find(is_of) {
                            answers.drifted.insert(at, found.clone());
                        }
                    }
                }
                Query::Filter(filter) => {
                    let answer = self.filter(&filter);
                    answers.filters.insert(filter, answer);
                }
                Query::Pattern(pattern) => {
                    let answer = self.pattern(&pattern);
                    answers.patterns.insert(pattern, answer);
                }
                Query::Program(name) => {
                    if !self.programs.is_empty() {
                        let is_there = self.programs.contains(&name);
                        answers.programs.insert(name, is_there);
                    }
                }
                Query::Evidence(id) => {
                    let it = plan.boxes.iter().find(|it| it.id == id);
                    let known = self.evidence.iter().flatten();
                    let found = known
                        .filter(|(handle, _)| it.is_some_and(|it| it.handle == *handle))
                        .map(|(_, answer)| (id.clone(), answer.clone()));
                    answers
                        .evidence
                        .iter_mut()
                        .for_each(|it| it.extend(found.clone()));
                }
                Query::Today => answers.today = self.today,
            }
        }
        answers
    }

    fn runnable(&self, runnable: &Runnable) -> RunnableAnswer {
        match self.defined.iter().find(|it| it.0 == runnable.kind) {
            None => RunnableAnswer::Unknown,
            Some((_, names)) if names.contains(&runnable.name) => RunnableAnswer::Found,
            Some(_) => RunnableAnswer::Missing { nearest: None },
        }
    }

    fn filter(&self, filter: &TestFilter) -> FilterAnswer {
        let mut held = self.files.iter().filter(|it| filter.runner.may_hold(&it.0));
        let holds = |(path, facts): &(String, FileFacts)| {
            filter.any.iter().any(|it| {
                let name = it.to_lowercase();
                let in_path = filter.is_path && path.contains(it.as_str());
                in_path || facts.headings.iter().any(|heading| heading.contains(&name))
            })
        };
        match (held.clone().next(), held.any(holds)) {
            (None, _) => FilterAnswer::Unknown,
            (_, true) => FilterAnswer::Found,
            (_, false) => FilterAnswer::Missing,
        }
    }

    /// Knows `folder/**` and whole paths.
    fn pattern(&self, pattern: &str) -> PatternAnswer {
        if pattern.contains('{') {
            return PatternAnswer::Broken("a brace does not close".to_owned());
        }
        let folder = pattern.strip_suffix("**");
        let fits = |path: &str| path == pattern || folder.is_some_and(|it| path.starts_with(it));
        PatternAnswer::Files(self.files.iter().filter(|it| fits(&it.0)).count())
    }

    fn path(&self, written: &str) -> PathAnswer {
        if written.contains('*') {
            return PathAnswer::Pattern(1);
        }
        let path = written.trim_start_matches(['.', '/']).trim_end_matches('/');
        if self.files.iter().any(|it| it.0 == path) {
            return PathAnswer::File(path.to_owned());
        }
        if self
            .files
            .iter()
            .any(|it| it.0.starts_with(&format!("{path}/")))
        {
            return PathAnswer::Folder(path.to_owned());
        }
        if written.starts_with(['/', '~']) || written.starts_with("..") {
            return PathAnswer::Outside;
        }
        let ending: Vec<String> = self
            .files
            .iter()
            .map(|it| it.0.clone())
            .filter(|file| file.ends_with(&format!("/{path}")))
            .collect();
        match ending.as_slice() {
            [] => PathAnswer::Missing {
                nearest: self.nearest(path),
                begins_here: match path.split_once('/') {
                    Some((first, _)) => self.files.iter().any(|it| {
                        let mut folders = it.0.split('/').rev().skip(1);
                        folders.any(|it| it == first)
                    }),
                    None => true,
                },
            },
            [only] => PathAnswer::Suffix(only.clone()),
            _ => PathAnswer::Ambiguous(ending),
        }
    }

    /// A file of the same name in another folder is near.
    fn nearest(&self, path: &str) -> Option<String> {
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let same = |it: &&(String, FileFacts)| name(&it.0) == name(path);
        self.files.iter().find(same).map(|it| it.0.clone())
    }
}

fn evidence(line: &str) -> Option<(String, EvidenceAnswer)> {
    let (handle, word) = line.split_once(' ')?;
    let answer = match word {
        "fresh" => EvidenceAnswer::Fresh,
        "stale" => EvidenceAnswer::Stale("the files changed since".to_owned()),
        "failed" => EvidenceAnswer::Failed("failed".to_owned()),
        _ => return None,
    };
    Some((handle.to_owned(), answer))
}

fn defined(line: &str) -> Option<(RunnableKind, Vec<String>)> {
    let mut words = line.split_whitespace();
    let kind = match words.next()? {
        "npm" => RunnableKind::NpmScript,
        "make" => RunnableKind::MakeTarget,
        "just" => RunnableKind::JustRecipe,
        "package" => RunnableKind::CargoPackage,
        "test" => RunnableKind::CargoTest,
        "bin" => RunnableKind::CargoBin,
        "example" => RunnableKind::CargoExample,
        _ => return None,
    };
    Some((kind, words.map(str::to_owned).collect()))
}

/// Reads `drift THEN FATE NOW… | TEXT THEN | TEXT NOW`.
fn drifted(line: &str) -> Option<Drifted> {
    let (safety, line) = match line.strip_prefix("unsure ") {
        Some(line) => (Safety::Unsafe, line),
        None => (Safety::Safe, line),
    };
    let mut parts = line.strip_prefix("drift ")?.split('|').map(str::trim);
    let mut words = parts.next()?.split_whitespace();
    let then = spot(words.next()?);
    let fate = match words.next()? {
        "moved" => Fate::Moved,
        "renamed" => Fate::Renamed,
        "edited" => Fate::Edited,
        "ambiguous" => Fate::Ambiguous,
        "deleted" => Fate::Deleted,
        "gone" => Fate::FileGone,
        "unclear" => Fate::Unclear,
        word => panic!("`{word}` is no fate"),
    };
    let places: Vec<Spot> = words.map(spot).collect();
    let texts = parts.next().zip(parts.next());
    Some(Drifted {
        fate,
        then,
        now: places.first().cloned(),
        candidates: if matches!(fate, Fate::Ambiguous | Fate::Unclear) {
            places
        } else {
            Vec::new()
        },
        rewrite: Some(safety),
        doubt: None,
        change: Some(Change {
            commit: "1a2b3c4d5e".to_owned(),
            date: "2026-03-01".to_owned(),
            subject: "harbor: move things".to_owned(),
        }),
        texts: texts.map(|(then, now)| (then.to_owned(), now.to_owned())),
    })
}

fn spot(written: &str) -> Spot {
    let (path, lines) = written.split_once(':').unwrap_or((written, ""));
    let (line, end_line) = lines.split_once('-').unwrap_or((lines, ""));
    Spot {
        path: path.to_owned(),
        line: line.parse().ok(),
        end_line: end_line.parse().ok(),
    }
}
