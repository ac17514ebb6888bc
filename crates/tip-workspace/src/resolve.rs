//! What a path in a plan leads to, and what is known of the file there.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::Utf8Path;
use rustc_hash::{FxHashMap, FxHashSet};
use tip_plan::{Plan, RefForm, Reference, Shorthands, is_pattern};
use tip_rules::{Answers, FileFacts, PathAnswer, Query, queries, trace_queries};
use tip_syntax::{BlockKind, Document, scan};

use crate::index::last_part;
use crate::{EntryKind, Snapshot, is_markdown};

/// How many paths are named when a path fits several.
const MOST_NAMED: usize = 8;

/// The files whose facts were read, by path relative to the repository.
pub(crate) type FactCache = Mutex<FxHashMap<String, Arc<FileFacts>>>;

/// Answers that do not depend on the plan that asks, by the path as written.
pub(crate) type AnswerCache = Mutex<FxHashMap<String, PathAnswer>>;

pub(crate) fn lock<T>(cache: &Mutex<T>) -> MutexGuard<'_, T> {
    // A cache that was left in the middle of an insertion is still a cache.
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Snapshot {
    /// Answers all that the rules ask of the world for one plan.
    pub fn answers(&self, path: &str, doc: &Document, plan: &Plan) -> Answers {
        answer(self, path, doc, plan, &queries(doc, plan))
    }

    /// Answers what tracing a plan asks of the world.
    pub fn trace_answers(
        &self,
        path: &str,
        doc: &Document,
        plan: &Plan,
        phrases: &[String],
    ) -> Answers {
        answer(self, path, doc, plan, &trace_queries(doc, plan, phrases))
    }
}

/// The files that a path in a plan may mean, whether or not they are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meant {
    /// Whole paths, the likeliest first.
    pub(crate) paths: Vec<String>,
    /// Whole paths below other roots of sources: one is meant where it is the only one that is there.
    pub(crate) among: Vec<String>,
    /// What a path anywhere else must end with.
    pub(crate) suffix: Option<String>,
}

impl Snapshot {
    /// Returns what a path in the plan at `path` leads to.
    pub(crate) fn resolve(&self, path: &str, written: &str, is_link: bool) -> PathAnswer {
        Resolver::new(self, path).resolve(written, is_link)
    }

    /// Returns the files that a path in the plan at `path` may mean; `None` where it leads out of the repository.
    pub(crate) fn meant(&self, path: &str, written: &str, is_link: bool) -> Option<Meant> {
        Resolver::new(self, path).meant(written, is_link)
    }

    /// Returns the files that a reference in the plan at `path` may mean: where it is short for a path that the plan names in full, that
    /// one before others of its name.
    pub(crate) fn meant_by(
        &self,
        path: &str,
        reference: &Reference,
        shorthands: &Shorthands<'_>,
    ) -> Option<Meant> {
        let is_link = reference.form == RefForm::Link;
        let mut meant = self.meant(path, &reference.path, is_link)?;
        let full = shorthands.full(&reference.path);
        if let Some(full) = full.and_then(|it| self.meant(path, it, false)) {
            for it in full.paths {
                if !meant.paths.contains(&it) {
                    meant.paths.push(it);
                }
            }
        }
        Some(meant)
    }

    /// Returns what a reference in the plan at `path` leads to now.
    pub fn lead(&self, path: &str, plan: &Plan, reference: &Reference) -> PathAnswer {
        let answer = self.resolve(path, &reference.path, reference.form == RefForm::Link);
        if !matches!(answer, PathAnswer::Ambiguous(_)) {
            return answer;
        }
        let full = self.in_full(path, &Shorthands::of(plan), &reference.path);
        full.unwrap_or(answer)
    }

    /// Returns the same where the short ways to write the paths of the plan are known.
    pub(crate) fn lead_by(
        &self,
        path: &str,
        reference: &Reference,
        shorthands: &Shorthands<'_>,
    ) -> PathAnswer {
        let answer = self.resolve(path, &reference.path, reference.form == RefForm::Link);
        if !matches!(answer, PathAnswer::Ambiguous(_)) {
            return answer;
        }
        let full = self.in_full(path, shorthands, &reference.path);
        full.unwrap_or(answer)
    }

    /// Returns what the full path leads to that an ambiguous one is short for.
    fn in_full(
        &self,
        path: &str,
        shorthands: &Shorthands<'_>,
        written: &str,
    ) -> Option<PathAnswer> {
        match self.resolve(path, shorthands.full(written)?, false) {
            PathAnswer::File(found) | PathAnswer::Suffix(found) => Some(PathAnswer::Suffix(found)),
            _ => None,
        }
    }
}

/// Answers all that one plan asks.
fn answer(
    snapshot: &Snapshot,
    path: &str,
    doc: &Document,
    plan: &Plan,
    queries: &[Query],
) -> Answers {
    let resolver = Resolver::new(snapshot, path);
    let links = plan.references.iter().filter(|it| it.form == RefForm::Link);
    let links: FxHashSet<&str> = links.map(|it| it.path.as_str()).collect();
    let evidence = snapshot.evidence(path);
    let mut shorthands = None;
    let mut answers = Answers {
        evidence: evidence.map(|_| FxHashMap::default()),
        ..Answers::default()
    };
    for query in queries {
        let written = match query {
            Query::Path(written) | Query::Facts(written) | Query::Words(written, _) => written,
            Query::Runnable(runnable) => {
                let answer = snapshot.runnable(runnable);
                answers.runnables.insert(runnable.clone(), answer);
                continue;
            }
            // Only who was asked to looks into the history.
            Query::Drift => continue,
            Query::Filter(filter) => {
                let answer = snapshot.filter(filter);
                answers.filters.insert(filter.clone(), answer);
                continue;
            }
            Query::Pattern(pattern) => {
                let answer = snapshot.fitting_inputs(pattern);
                answers.patterns.insert(pattern.clone(), answer);
                continue;
            }
            Query::Program(name) => {
                let answer = snapshot.has_program(name);
                answers.programs.extend(answer.map(|it| (name.clone(), it)));
                continue;
            }
            Query::Evidence(id) => {
                if let (Some(known), Some(answers)) = (evidence, &mut answers.evidence) {
                    answers.extend(known.get(id).map(|it| (id.clone(), it.clone())));
                }
                continue;
            }
            Query::Today => {
                answers.today = snapshot.system().today();
                continue;
            }
        };
        if !answers.paths.contains_key(written) {
            let mut answer = resolver.resolve(written, links.contains(written.as_str()));
            if matches!(answer, PathAnswer::Ambiguous(_)) {
                let shorthands = shorthands.get_or_insert_with(|| Shorthands::of(plan));
                answer = snapshot
                    .in_full(path, shorthands, written)
                    .unwrap_or(answer);
            }
            answers.paths.insert(written.clone(), answer);
        }
        let Some(PathAnswer::File(found) | PathAnswer::Suffix(found)) = answers.paths.get(written)
        else {
            continue;
        };
        match query {
            Query::Facts(_) if found == path => {
                answers.facts.insert(written.clone(), facts_of(doc));
            }
            Query::Facts(_) => {
                if let Some(facts) = snapshot.facts(found) {
                    answers.facts.insert(written.clone(), (*facts).clone());
                }
            }
            Query::Words(_, words) => {
                if let Ok(source) = snapshot.source(found) {
                    let lacking = lacking(source.text(), words);
                    answers.lacking.insert(written.clone(), lacking);
                }
            }
            _ => {}
        }
    }
    answers
}

struct Resolver<'a> {
    snapshot: &'a Snapshot,
    path: &'a str,
    folder: &'a str,
    /// What is known of the folders that paths may be relative to: whether one holds a folder of that name.
    holds: RefCell<Vec<(String, String, bool)>>,
}

impl<'a> Resolver<'a> {
    /// Resolves the paths of the plan at `path`.
    fn new(snapshot: &'a Snapshot, path: &'a str) -> Self {
        Self {
            snapshot,
            path,
            folder: path.rsplit_once('/').map_or("", |(it, _)| it),
            holds: RefCell::default(),
        }
    }
}

impl Resolver<'_> {
    fn resolve(&self, written: &str, is_link: bool) -> PathAnswer {
        if written.is_empty() {
            return PathAnswer::File(self.path.to_owned());
        }
        if is_pattern(written) {
            return self.cached(written, || {
                let prefixes = self.snapshot.roots();
                PathAnswer::Pattern(self.snapshot.index().count_matching(written, prefixes))
            });
        }
        let Some(written) = self.within(written) else {
            return PathAnswer::Outside;
        };
        for base in self.near_bases(is_link, &written) {
            if !self.may_hold(base, &written) {
                continue;
            }
            if let Some(path) = join(base, &written)
                && let Some(answer) = self.at(&path)
            {
                return answer;
            }
        }
        // Steps upwards begin where the plan lies: those that stay within from there mean a place that is empty.
        if written.starts_with("..") && join(self.folder, &written).is_none() {
            return PathAnswer::Outside;
        }
        let plain = plain(&written);
        if let Some(answer) = self.without_repository_name(&plain) {
            return answer;
        }
        self.far(&plain)
    }

    /// Returns the files that a path may mean, in the order in which [`Self::resolve`] looks.
    fn meant(&self, written: &str, is_link: bool) -> Option<Meant> {
        if written.is_empty() {
            return Some(Meant {
                paths: vec![self.path.to_owned()],
                among: Vec::new(),
                suffix: None,
            });
        }
        let written = self.within(written)?;
        let bases = self.near_bases(is_link, &written);
        let mut paths: Vec<String> = bases
            .into_iter()
            .filter_map(|base| join(base, &written).map(Cow::into_owned))
            .collect();
        if paths.is_empty() {
            return None;
        }
        let plain = plain(&written);
        if let Some((first, rest)) = plain.split_once('/')
            && self.snapshot.names().iter().any(|it| it == first)
        {
            paths.push(rest.to_owned());
        }
        let is_own = |root: &&String| self.folder.starts_with(root.as_str());
        let (own, others): (Vec<_>, Vec<_>) = self.snapshot.roots().iter().partition(is_own);
        let below = |root: &String| join(root, &written).map(Cow::into_owned);
        paths.extend(own.into_iter().filter_map(below));
        // Where one is there, no other root is looked into.
        let is_there = paths.iter().any(|it| self.at(it).is_some());
        let others = others.into_iter().filter(|_| !is_there);
        let mut among: Vec<String> = others.filter_map(below).collect();
        let mut seen = FxHashSet::default();
        for paths in [&mut paths, &mut among] {
            paths.retain(|it| !it.is_empty() && seen.insert(it.clone()));
        }
        Some(Meant {
            paths,
            among,
            suffix: (!plain.is_empty()).then_some(plain),
        })
    }

    /// Turns an absolute path into one that is relative to the repository; `None` where it lies outside.
    fn within(&self, written: &str) -> Option<String> {
        if written.starts_with('~') || written.as_bytes().get(1) == Some(&b':') {
            return self.after_repository_name(written);
        }
        if !written.starts_with('/') {
            return Some(written.to_owned());
        }
        let root = self.snapshot.root().as_str();
        if let Some(rest) = written.strip_prefix(root)
            && let Some(rest) = rest.strip_prefix('/')
        {
            return Some(rest.to_owned());
        }
        // A slash at the start may mean the root of the repository.
        let relative = written.trim_start_matches('/');
        if self.at(relative.trim_end_matches('/')).is_some() {
            return Some(relative.to_owned());
        }
        self.after_repository_name(written)
    }

    /// Reads `/home/user/code/repository/src/a.rs` as `src/a.rs`.
    fn after_repository_name(&self, written: &str) -> Option<String> {
        self.snapshot.names().iter().find_map(|name| {
            let (_, rest) = written.split_once(&format!("/{name}/"))?;
            // A clone may lie in a folder that is called as the repository.
            let twice = rest.strip_prefix(&format!("{name}/"));
            let rest = twice.filter(|_| self.at(rest).is_none()).unwrap_or(rest);
            Some(rest.to_owned())
        })
    }

    /// Folders that a path may be relative to, as can be told without the index.
    fn near_bases<'a>(&'a self, is_link: bool, written: &str) -> Vec<&'a str> {
        let mut bases = Vec::new();
        if is_link || written.starts_with('.') {
            bases.push(self.folder);
        }
        bases.push("");
        bases.extend(self.snapshot.config().roots.iter().map(String::as_str));
        // The folders above the plan, the nearest first: a package keeps its plans within it.
        let above = Utf8Path::new(self.folder).ancestors();
        bases.extend(above.map(Utf8Path::as_str).filter(|it| !it.is_empty()));
        bases
    }

    /// Returns whether a path may lead to something below `base`, as its first part tells.
    fn may_hold(&self, base: &str, written: &str) -> bool {
        let Some((first, _)) = written.split_once('/') else {
            return true;
        };
        if base.is_empty() || matches!(first, "" | "." | "..") {
            return true;
        }
        let mut holds = self.holds.borrow_mut();
        let known = holds.iter().find(|it| it.0 == base && it.1 == first);
        if let Some((_, _, known)) = known {
            return *known;
        }
        let kind = join(base, first).map(|it| self.snapshot.kind(&it));
        let held = kind.is_none_or(|it| matches!(it, Some(EntryKind::Folder | EntryKind::Other)));
        holds.push((base.to_owned(), first.to_owned(), held));
        held
    }

    fn at(&self, path: &str) -> Option<PathAnswer> {
        if path.is_empty() {
            return Some(PathAnswer::Folder(String::new()));
        }
        match self.snapshot.kind(path)? {
            EntryKind::File | EntryKind::Other => Some(PathAnswer::File(path.to_owned())),
            EntryKind::Folder => Some(PathAnswer::Folder(path.to_owned())),
        }
    }

    fn without_repository_name(&self, written: &str) -> Option<PathAnswer> {
        let (first, rest) = written.split_once('/')?;
        if rest.is_empty() || !self.snapshot.names().iter().any(|it| it == first) {
            return None;
        }
        self.at(rest)
    }

    /// Looks further than the places that the path names.
    fn far(&self, written: &str) -> PathAnswer {
        let index = self.snapshot.index();
        let roots = self.snapshot.roots();
        let mut in_roots = Vec::new();
        for root in roots {
            if let Some(path) = join(root, written)
                && (index.has_file(&path) || index.has_folder(&path))
            {
                // A root that holds the plan is meant before others.
                if self.folder.starts_with(root.as_str()) {
                    return self
                        .at(&path)
                        .unwrap_or_else(|| PathAnswer::File(path.into_owned()));
                }
                in_roots.push(path.into_owned());
            }
        }
        if let [only] = in_roots.as_slice() {
            return self
                .at(only)
                .unwrap_or_else(|| PathAnswer::File(only.clone()));
        }
        self.cached(written, || self.anywhere(written))
    }

    /// Returns the answer that was given before, or gives one.
    fn cached(&self, written: &str, answer: impl FnOnce() -> PathAnswer) -> PathAnswer {
        let cache = self.snapshot.answer_cache();
        if let Some(known) = lock(cache).get(written) {
            return known.clone();
        }
        let answer = answer();
        lock(cache).insert(written.to_owned(), answer.clone());
        answer
    }

    fn anywhere(&self, written: &str) -> PathAnswer {
        let index = self.snapshot.index();
        let found = index.ending_with(written);
        match found.as_slice() {
            [] => {}
            [only] => return PathAnswer::Suffix((*only).to_owned()),
            several => {
                let named = several.iter().take(MOST_NAMED);
                return PathAnswer::Ambiguous(named.map(|it| (*it).to_owned()).collect());
            }
        }
        if self.snapshot.git_ignores(written) {
            return PathAnswer::Ignored;
        }
        PathAnswer::Missing {
            nearest: index.nearest(written).map(str::to_owned),
            begins_here: match written.split_once('/') {
                Some((first, _)) => index.has_folder_named(first),
                None => true,
            },
        }
    }
}

/// Joins lexically; `None` when the path leaves the repository.
fn join<'a>(base: &str, written: &'a str) -> Option<Cow<'a, str>> {
    let is_plain = |path: &str| !path.split('/').any(|it| matches!(it, "" | "." | ".."));
    if base.is_empty() && is_plain(written) {
        return Some(Cow::Borrowed(written));
    }
    let mut joined = String::with_capacity(base.len() + 1 + written.len());
    for part in base.split('/').chain(written.split('/')) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or_default()),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(Cow::Owned(joined))
}

/// Leaves out what of a path names no part: `./`, `../` and doubled slashes.
fn plain(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    for part in written.split('/') {
        if !matches!(part, "" | "." | "..") {
            if !plain.is_empty() {
                plain.push('/');
            }
            plain.push_str(part);
        }
    }
    plain
}

impl Snapshot {
    /// Returns what is known of a file; `None` when it cannot be read.
    pub(crate) fn facts(&self, path: &str) -> Option<Arc<FileFacts>> {
        if let Some(known) = lock(self.fact_cache()).get(path) {
            return Some(Arc::clone(known));
        }
        let (system, root) = (self.system(), self.root());
        let stamp = self.carried().stamp(system, root, path);
        let facts = self.carried().facts.get(path, stamp, || {
            let bytes = system.read(&root.join(path)).ok()?;
            Some(Arc::new(if is_markdown(last_part(path)) {
                facts_of(&Document::parse(bytes))
            } else {
                FileFacts {
                    lines: count_lines(&bytes),
                    headings: Vec::new(),
                }
            }))
        })?;
        lock(self.fact_cache()).insert(path.to_owned(), Arc::clone(&facts));
        Some(facts)
    }
}

/// Returns the words that a text does not hold, the last letter of each aside: `booking` is held by `bookings` and the other way round.
fn lacking(text: &str, words: &[String]) -> Vec<String> {
    let text = format!(" {}", scan::normalized(text));
    let held = |word: &String| {
        let stem = word.strip_suffix('s').unwrap_or(word);
        text.contains(&format!(" {stem}"))
    };
    words.iter().filter(|it| !held(it)).cloned().collect()
}

fn count_lines(bytes: &[u8]) -> u32 {
    let ends = memchr::memchr_iter(b'\n', bytes).count();
    let open = bytes.last().is_some_and(|it| *it != b'\n');
    (ends + usize::from(open)) as u32
}

/// Returns the number of lines, and for each heading its anchor and its normalized text.
fn facts_of(doc: &Document) -> FileFacts {
    let mut headings: Vec<String> = Vec::new();
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for id in doc.ids() {
        let block = doc.block(id);
        match block.kind {
            BlockKind::Heading(_) => {
                let text = doc.text(block.content);
                let slug = scan::slug(text);
                let count = seen.entry(slug.clone()).or_default();
                headings.push(match *count {
                    0 => slug,
                    again => format!("{slug}-{again}"),
                });
                *count += 1;
                headings.push(scan::normalized(text));
            }
            BlockKind::Html => headings.extend(named_anchors(doc.text(block.span))),
            _ => {}
        }
    }
    for inline in doc.all_inlines() {
        if inline.kind == tip_syntax::InlineKind::Html {
            headings.extend(named_anchors(doc.text(inline.span)));
        }
    }
    FileFacts {
        lines: count_lines(doc.source().bytes()),
        headings,
    }
}

/// Returns the values of `id` and `name` in HTML.
fn named_anchors(html: &str) -> impl Iterator<Item = String> + '_ {
    ["id=\"", "name=\""].into_iter().flat_map(move |key| {
        html.split(key)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
    })
}
