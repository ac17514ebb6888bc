//! The one façade over a repository's plans.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use thiserror::Error;
use tip_drift::ContentId;
use tip_plan::{DialectId, Memory, Plan, ReadOptions, Schema, Settled, Stage, template};
use tip_rules::{EvidenceAnswer, TestRunner};
use tip_syntax::{Document, Source};

use crate::carried::{Carried, Known, Look, Terms};
use crate::discover::{self, Finder};
use crate::ignored::IgnoreRules;
use crate::index::FileIndex;
use crate::repository_name;
use crate::resolve::{AnswerCache, FactCache, lock};
use crate::runnables::NameCache;
use crate::test_words::TestWords;
use crate::{
    CONFIG_FILE, Config, ConfigError, Discovery, EntryKind, PlanEntry, Standing, System, Verdict,
    Walk, Walked,
};

/// Why a plan cannot be read.
#[derive(Debug, Error)]
#[error("cannot read `{path}`")]
pub struct ReadError {
    /// The file.
    pub path: String,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// A repository as it is while somebody asks about it.
///
/// What is expensive is done once, when it is first needed: the walk over all files, and finding the plans among them.
#[derive(Debug)]
pub struct Snapshot {
    system: Arc<dyn System>,
    root: Utf8PathBuf,
    config: Config,
    /// The text that the configuration was read from.
    config_text: Option<Vec<u8>>,
    template: Option<Template>,
    tree: OnceLock<Arc<Tree>>,
    discovery: OnceLock<Arc<Discovery>>,
    ignored: IgnoreRules,
    /// What the repository is called.
    repository_names: OnceLock<Vec<String>>,
    facts: FactCache,
    answers: AnswerCache,
    names: NameCache,
    /// The words in the tests of the repository.
    test_words: TestWords,
    /// Where programs are looked for, where somebody asks for them.
    pub(crate) search_path: Option<Vec<Utf8PathBuf>>,
    /// What is known of runs of the boxes of plans, by the path of the file and the id of the box, where somebody asks for proof.
    evidence: FxHashMap<String, FxHashMap<String, EvidenceAnswer>>,
    /// What stands at paths that the index does not have.
    unindexed: Mutex<FxHashMap<String, Option<EntryKind>>>,
    /// What those before it left, and what it leaves to the next.
    carried: Arc<Carried>,
}

/// A template that is not the built-in one.
#[derive(Debug)]
struct Template {
    text: String,
    schema: Schema,
}

/// Why a repository cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Its configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The template asks nothing of a plan.
    #[error("`{path}` is no template: nothing in it is to be filled in")]
    NoTemplate {
        /// The file.
        path: Utf8PathBuf,
        /// Where it is named, when that is not the command line.
        named_in: Option<Utf8PathBuf>,
    },
    /// The template cannot be read.
    #[error("cannot read the template `{path}`")]
    Template {
        /// The file.
        path: Utf8PathBuf,
        /// Where it is named, when that is not the command line.
        named_in: Option<Utf8PathBuf>,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// What a walk found.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) index: FileIndex,
    roots: Vec<String>,
    /// What else it met: neither files nor folders, and what could not be looked at.
    pub(crate) rest: Walked,
    /// Those of its files and folders that are links.
    pub(crate) links: Vec<String>,
    /// The files that decided what else was found.
    pub(crate) rules: Vec<String>,
    /// The files that define scripts, targets and packages.
    pub(crate) definers: OnceLock<Vec<String>>,
    /// For each runner the files that may hold its tests.
    pub(crate) tests: [OnceLock<Vec<String>>; TestRunner::ALL.len()],
}

/// Files that stand at the root of a project of its own.
const PROJECT_FILES: &[&str] = &[
    "package.json",
    "Cargo.toml",
    "pyproject.toml",
    "setup.py",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "Gemfile",
    "composer.json",
    "mix.exs",
    "Package.swift",
    "pubspec.yaml",
    "deno.json",
];

impl Snapshot {
    /// Opens the repository at `root`, with the configuration in `config` or else in its `tip.toml`, and with the template in
    /// `template` or else the one that the configuration names.
    pub fn open(
        system: Arc<dyn System>,
        root: Utf8PathBuf,
        config: Option<&Utf8Path>,
        template: Option<&Utf8Path>,
    ) -> Result<Self, OpenError> {
        let (config, config_text) = read_config(&*system, &root, config)?;
        let template = read_template(&*system, &root, &config, template)?;
        Ok(Self {
            ignored: IgnoreRules::new(&root),
            repository_names: OnceLock::new(),
            system,
            root,
            config,
            config_text,
            template,
            tree: OnceLock::new(),
            discovery: OnceLock::new(),
            facts: FactCache::default(),
            answers: AnswerCache::default(),
            names: NameCache::default(),
            test_words: TestWords::default(),
            search_path: None,
            evidence: FxHashMap::default(),
            unindexed: Mutex::default(),
            carried: Arc::default(),
        })
    }

    /// Keeps what it finds out for a snapshot that comes after.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.carried = Arc::new(Carried::for_others());
        self
    }

    /// Takes over what is still true of what snapshots before it found out.
    ///
    /// Nothing is believed: what was made of a file holds where the file has the stamp that it had before it was read.
    #[must_use]
    pub fn after(mut self, before: &Known) -> Self {
        if self.terms() != before.terms {
            return self.kept();
        }
        self.carried = Arc::clone(&before.carried);
        self
    }

    /// Returns what it finds out, for a snapshot that comes after.
    pub fn known(&self) -> Known {
        Known {
            carried: Arc::clone(&self.carried),
            terms: self.terms(),
        }
    }

    fn terms(&self) -> Terms {
        Terms {
            root: self.root.clone(),
            config: self.config.path.clone(),
            config_text: self.config_text.clone(),
            template: self.template.as_ref().map(|it| it.text.clone()),
        }
    }

    /// Returns the folder that paths are relative to.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Says what is known of runs of the boxes of a file, by their ids: so the rules are asked whether the plan may become complete.
    pub fn set_evidence(&mut self, path: &str, evidence: FxHashMap<String, EvidenceAnswer>) {
        self.evidence.insert(path.to_owned(), evidence);
    }

    pub(crate) fn evidence(&self, path: &str) -> Option<&FxHashMap<String, EvidenceAnswer>> {
        self.evidence.get(path)
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the text of the template in force.
    pub fn template(&self) -> &str {
        self.template
            .as_ref()
            .map_or(template::BUILT_IN, |it| &it.text)
    }

    /// Returns what the template in force asks of plans.
    pub fn schema(&self) -> &Schema {
        self.template
            .as_ref()
            .map_or(Schema::built_in(), |it| &it.schema)
    }

    pub(crate) fn shared_system(&self) -> &Arc<dyn System> {
        &self.system
    }

    /// Returns what it sees the world through.
    pub fn system(&self) -> &dyn System {
        &*self.system
    }

    /// Returns the path relative to the root; `None` for one that lies outside.
    pub fn relative(&self, path: &Utf8Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        Some(relative.as_str().to_owned())
    }

    /// Returns every plan, and for every Markdown file whether it is one.
    pub fn discovery(&self) -> &Discovery {
        self.discovery.get_or_init(|| {
            let (tree, ignored) = (self.shared_tree(), self.ignored_files());
            let kept = &self.carried.discovery;
            if let Some(known) = kept.get(tree, &ignored, &*self.system) {
                return known;
            }
            let look = Look::begin(&*self.system);
            let files = tree.index.files();
            let finder = self.finder(files);
            let finder = if self.carried.keeps {
                finder.noting(&look)
            } else {
                finder
            };
            let found = Arc::new(finder.discover(files, &tree.rest, &ignored));
            if self.carried.keeps {
                kept.put(tree, ignored, look, &found);
            }
            found
        })
    }

    /// Returns whether one file is a plan, and why.
    pub fn verdict(&self, path: &str) -> Verdict {
        let standing = if self.git_ignores(path) {
            Standing::Ignored
        } else {
            Standing::Current
        };
        // A configuration between the root and the file makes it another project's.
        let folders = Utf8Path::new(path).ancestors().skip(1);
        let configs: Vec<String> = folders
            .filter(|it| !it.as_str().is_empty())
            .map(|it| it.join(CONFIG_FILE).into_string())
            .filter(|it| self.kind(it).is_some())
            .collect();
        let finder = self.finder(&configs);
        match self.kind(path) {
            Some(EntryKind::Other) => finder.irregular(path),
            _ => finder.verdict(path, standing),
        }
    }

    /// Returns the plan that a file belongs to, whether or not it would be found, without looking further than its folder.
    pub fn entry_of(&self, path: &str) -> PlanEntry {
        let standing = self.verdict(path).standing;
        let is_file = |it: &str| self.kind(it) == Some(EntryKind::File);
        discover::entry_of(path, standing, is_file)
    }

    /// Returns the text of a file.
    pub fn source(&self, path: &str) -> Result<Source, ReadError> {
        self.bytes(path).map(Source::from_bytes)
    }

    /// Reads a file as a plan.
    pub fn read(&self, path: &str) -> Result<(Document, Plan), ReadError> {
        let doc = Document::parse(self.bytes(path)?);
        let plan = self.plan(path, &doc);
        Ok((doc, plan))
    }

    /// Does something for each plan, all at once, and returns the results in their order.
    pub fn map_plans<T: Send>(
        &self,
        entries: &[PlanEntry],
        work: impl Fn(&PlanEntry) -> T + Send + Sync,
    ) -> Vec<T> {
        entries.par_iter().map(work).collect()
    }

    /// Reads a document as the plan at a path, as this repository is configured; it need not be what stands there.
    pub fn plan(&self, path: &str, doc: &Document) -> Plan {
        let plan = tip_plan::read(doc, &self.manner(path));
        self.in_its_place(path, plan)
    }

    /// Reads a version of a document, as [`Self::plan`] does, with what was kept of the version before.
    pub(crate) fn plan_again(&self, path: &str, doc: &Document, memory: &mut Memory) -> Plan {
        let plan = tip_plan::read_again(doc, &self.manner(path), memory);
        self.in_its_place(path, plan)
    }

    fn manner<'a>(&'a self, path: &'a str) -> ReadOptions<'a> {
        let mut options = ReadOptions::new(path);
        options.vocabulary = &self.config.vocabulary;
        options.dialect = self.config.dialect_of(path);
        options.schema = self.schema();
        options.gates = &self.config.gates;
        options
    }

    /// Gives a plan the stage that its place decides.
    fn in_its_place(&self, path: &str, mut plan: Plan) -> Plan {
        if !plan.stage().is_over() {
            plan.status.settled = self.settled(path, &plan);
        }
        plan
    }

    /// Returns the stage that the place of a plan which is not over decides.
    fn settled(&self, path: &str, plan: &Plan) -> Option<Settled> {
        let (stage, why) = if self.has_summary(path) {
            let why = "the summary beside it says that it was carried out";
            (Stage::Complete, why)
        } else if plan.dialect == DialectId::Backlog && path.contains("/drafts/") {
            (Stage::Draft, "it stands among the drafts")
        } else {
            return None;
        };
        Some(Settled { stage, why })
    }

    /// Returns what stands for all by which any plan is read in this repository.
    pub(crate) fn settings_of_reading(&self) -> ContentId {
        let Config {
            vocabulary, gates, ..
        } = &self.config;
        let schema = self.schema();
        ContentId::of(format!("{vocabulary:?}\n{gates:?}\n{schema:?}").as_bytes())
    }

    /// Returns what stands for the way in which the plan at a path is read, its text aside.
    pub(crate) fn manner_of_reading(&self, path: &str, settings: ContentId) -> ContentId {
        let dialect = self.config.dialect_of(path);
        let (settings, summary) = (settings.bytes(), self.has_summary(path));
        ContentId::of(format!("{settings:?}\n{path}\n{dialect:?}\n{summary}").as_bytes())
    }

    /// Returns whether a summary beside the plan tells that it was carried out: `01-02-SUMMARY.md` for `01-02-PLAN.md`.
    pub(crate) fn has_summary(&self, path: &str) -> bool {
        let stem = path.strip_suffix("-PLAN.md");
        stem.is_some_and(|it| self.kind(&format!("{it}-SUMMARY.md")) == Some(EntryKind::File))
    }

    /// Returns the bytes of a file; `None` where there is none that can be read.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.bytes(path).ok()
    }

    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.system
            .read(&self.root.join(path))
            .map_err(|source| ReadError {
                path: path.to_owned(),
                source,
            })
    }

    /// Returns what lies at a path relative to the root.
    pub fn kind(&self, path: &str) -> Option<EntryKind> {
        let path = path.trim_end_matches('/');
        let Some(tree) = self.tree.get() else {
            return self.system.kind(&self.root.join(path));
        };
        if let Some(kind) = tree.index.kind(path) {
            return Some(kind);
        }
        // What git ignores is not in the index and may be there all the same, below the last folder that the index knows.
        let mut unknown = path;
        while let Some((folder, _)) = unknown.rsplit_once('/')
            && !tree.index.has_folder(folder)
        {
            unknown = folder;
        }
        if unknown.len() < path.len() && self.unindexed_kind(unknown)? == EntryKind::File {
            return None;
        }
        self.unindexed_kind(path)
    }

    /// Returns what lies at a path that is not in the index; the system is asked once.
    fn unindexed_kind(&self, path: &str) -> Option<EntryKind> {
        if let Some(known) = lock(&self.unindexed).get(path) {
            return *known;
        }
        let kind = self.system.kind(&self.root.join(path));
        lock(&self.unindexed).insert(path.to_owned(), kind);
        kind
    }

    /// Returns what was found at paths that are not in the index, as far as somebody asked.
    pub(crate) fn unindexed_kinds(&self) -> Vec<(String, Option<EntryKind>)> {
        let known = lock(&self.unindexed);
        let mut kinds: Vec<_> = known.iter().map(|(path, it)| (path.clone(), *it)).collect();
        kinds.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        kinds
    }

    pub(crate) fn git_ignores(&self, path: &str) -> bool {
        self.ignored
            .ignores(&*self.system, path, path.ends_with('/'))
    }

    /// Returns the names that the repository is called by.
    pub(crate) fn names(&self) -> &[String] {
        self.repository_names
            .get_or_init(|| repository_name::names(&*self.system, &self.root))
    }

    pub(crate) fn index(&self) -> &FileIndex {
        &self.tree().index
    }

    /// Returns the folders that paths may be relative to: those of the configuration, or else those of projects.
    pub(crate) fn roots(&self) -> &[String] {
        if self.config.roots.is_empty() {
            &self.tree().roots
        } else {
            &self.config.roots
        }
    }

    pub(crate) fn answer_cache(&self) -> &AnswerCache {
        &self.answers
    }

    pub(crate) fn fact_cache(&self) -> &FactCache {
        &self.facts
    }

    pub(crate) fn carried(&self) -> &Carried {
        &self.carried
    }

    pub(crate) fn test_words(&self) -> &TestWords {
        &self.test_words
    }

    pub(crate) fn name_cache(&self) -> &NameCache {
        &self.names
    }

    fn finder<'a>(&'a self, files: &[String]) -> Finder<'a> {
        Finder::new(
            &*self.system,
            &self.root,
            &self.config,
            files,
            &self.carried,
        )
    }

    pub(crate) fn tree(&self) -> &Tree {
        self.shared_tree()
    }

    pub(crate) fn shared_tree(&self) -> &Arc<Tree> {
        self.tree.get_or_init(|| {
            self.carried.tree(&*self.system, &self.root, || {
                let mut walked = self.walk(&self.root, false);
                let rest = Walked {
                    others: std::mem::take(&mut walked.others),
                    problems: std::mem::take(&mut walked.problems),
                    ..Walked::default()
                };
                let roots = project_roots(&walked.files);
                Tree {
                    links: std::mem::take(&mut walked.links),
                    rules: std::mem::take(&mut walked.rules),
                    index: FileIndex::new(walked),
                    roots,
                    rest,
                    definers: OnceLock::new(),
                    tests: Default::default(),
                }
            })
        })
    }

    pub(crate) fn walk(&self, root: &Utf8Path, ignored: bool) -> Walked {
        self.system.walk(&Walk { root, ignored })
    }
}

fn read_config(
    system: &dyn System,
    root: &Utf8Path,
    named: Option<&Utf8Path>,
) -> Result<(Config, Option<Vec<u8>>), ConfigError> {
    let default = root.join(CONFIG_FILE);
    let path = named.unwrap_or(&default);
    match system.read(path) {
        Ok(bytes) => {
            let config = Config::parse(path, &String::from_utf8_lossy(&bytes))?;
            Ok((config, Some(bytes)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => {
            Ok((Config::default(), None))
        }
        Err(source) => Err(ConfigError::Read {
            path: path.to_path_buf(),
            source,
        }),
    }
}

fn read_template(
    system: &dyn System,
    root: &Utf8Path,
    config: &Config,
    named: Option<&Utf8Path>,
) -> Result<Option<Template>, OpenError> {
    let configured = || config.template.as_ref().map(|it| root.join(it));
    let Some(path) = named.map(Utf8Path::to_path_buf).or_else(configured) else {
        return Ok(None);
    };
    let bytes = system.read(&path).map_err(|source| OpenError::Template {
        named_in: named.is_none().then(|| config.path.clone()).flatten(),
        path: path.clone(),
        source,
    })?;
    let doc = Document::parse(bytes);
    let schema = template::compile(&doc, &config.vocabulary);
    if !schema.asks_something() {
        return Err(OpenError::NoTemplate {
            named_in: named.is_none().then(|| config.path.clone()).flatten(),
            path,
        });
    }
    Ok(Some(Template {
        schema,
        text: doc.source().text().to_owned(),
    }))
}

/// Returns the folders below the root that hold a project file, the innermost last.
fn project_roots(files: &[String]) -> Vec<String> {
    let mut roots: Vec<String> = files
        .iter()
        .filter_map(|path| path.rsplit_once('/'))
        .filter(|(_, name)| PROJECT_FILES.contains(name))
        .map(|(folder, _)| folder.to_owned())
        .collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}
