//! Reads plans for showing them.

use camino::Utf8Path;
use rustc_hash::FxHashMap;
use tip_drift::{Drift, History};
use tip_plan::Plan;
use tip_report::{PlanFile, PlanSummary, PlanView, Ticks};
use tip_rules::EvidenceAnswer;
use tip_syntax::Document;
use tip_workspace::{PlanEntry, ReadError, Snapshot, Standing, Tick};

use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// A plan with all its files read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) entry: PlanEntry,
    pub(super) files: Vec<(Document, Plan)>,
    /// What is known of runs of the boxes of each file, where somebody looked.
    pub(super) evidence: Vec<FxHashMap<String, EvidenceAnswer>>,
    /// Since when what is done in each file is done; empty where the history was not asked.
    pub(super) ticks: Vec<Ticks>,
    /// For each unit of each file how many files it means to create, where all of them are there; empty where nobody looked.
    pub(super) built: Vec<Vec<u32>>,
}

impl Loaded {
    pub(super) fn read(snapshot: &Snapshot, entry: PlanEntry) -> Result<Self, ReadError> {
        let files = entry.files.iter().map(|it| snapshot.read(&it.path));
        let files = files.collect::<Result<_, _>>()?;
        Ok(Self {
            entry,
            files,
            evidence: Vec::new(),
            ticks: Vec::new(),
            built: Vec::new(),
        })
    }

    /// Looks which phases and tasks may be done without anybody having said so.
    pub(super) fn look_what_is_built(&mut self, snapshot: &Snapshot) {
        let files = self.entry.files.iter().zip(&self.files);
        let built = files.map(|(file, (_, plan))| snapshot.built(&file.path, plan));
        self.built = built.collect();
    }

    /// Asks the history since when what is done is done.
    pub(super) fn ask_history(
        &mut self,
        snapshot: &Snapshot,
        history: &History,
    ) -> Result<(), Failure> {
        let drift = Drift::open(history)?;
        self.ticks.clear();
        for (file, (doc, plan)) in self.entry.files.iter().zip(&self.files) {
            let ticks = snapshot.ticks(history, &drift, &file.path, doc, plan)?;
            let all = |ticks: Vec<Option<Tick>>| ticks.into_iter().map(|it| it.map(told)).collect();
            self.ticks.push(Ticks {
                boxes: all(ticks.boxes),
                units: all(ticks.units),
            });
        }
        Ok(())
    }

    /// Writes its name and its paths as people in this folder do.
    pub(super) fn for_people(&mut self, snapshot: &Snapshot, place: &Place) {
        let shown = |path: &str| place.shown(&snapshot.root().join(path)).into_string();
        self.entry.name = shown(&self.entry.name);
        for file in &mut self.entry.files {
            file.path = shown(&file.path);
        }
    }

    pub(super) fn view(&self) -> PlanView<'_> {
        let files = self.entry.files.iter().zip(&self.files).enumerate();
        PlanView {
            name: &self.entry.name,
            files: files
                .map(|(at, (file, (doc, plan)))| PlanFile {
                    path: &file.path,
                    doc,
                    plan,
                    evidence: self.evidence.get(at),
                    ticks: self.ticks.get(at),
                    built: self.built.get(at).map(Vec::as_slice),
                })
                .collect(),
        }
    }

    /// Returns the title.
    pub(super) fn title(&self) -> Option<String> {
        self.view().title().map(str::to_owned)
    }

    pub(super) fn summary(&self) -> PlanSummary {
        let mut summary = PlanSummary::of(&self.view());
        summary.archived = self.entry.standing != Standing::Current;
        summary
    }
}

fn told(tick: Tick) -> tip_report::Tick {
    match tick {
        Tick::Commit(commit) => tip_report::Tick::Commit {
            hash: commit.revision.hash(),
            by: commit.author,
            at: commit.date,
        },
        Tick::WorkTree => tip_report::Tick::WorkTree,
    }
}

/// What to do about files that nobody can read.
pub(super) const EXCLUDE: &str = "`plans.exclude` in tip.toml leaves out what is no plan";

/// Says what could not be looked at below a folder of the repository, and returns how much that is.
pub(super) fn tell_unseen(
    snapshot: &Snapshot,
    folder: &str,
    place: &Place,
    output: &mut Output,
) -> usize {
    let unseen = snapshot.discovery().unseen.iter();
    let below = unseen.filter(|it| Utf8Path::new(&it.path).starts_with(folder));
    below
        .inspect(|it| {
            let path = place.shown(&snapshot.root().join(&it.path));
            output.trouble(&format!("cannot read `{path}`: {}", it.reason));
        })
        .count()
}

/// Fails where something could not be read, so that nobody takes what was shown for all that there is.
pub(super) fn all_read(troubles: usize) -> Result<(), Failure> {
    if troubles == 0 {
        return Ok(());
    }
    Err(Failure::user("not every plan could be read").hint(EXCLUDE))
}

/// Says what to do in a repository without plans.
pub(super) fn no_plans(repository: &Repository, output: &mut Output) {
    let root = repository.snapshot.root();
    output.note(&format!("no plans found in `{root}`"));
    let discovery = repository.snapshot.discovery();
    let others = discovery.verdicts.len();
    let excluded = discovery.verdicts.iter();
    let excluded = excluded.filter(|it| it.reason.starts_with("`plans.exclude`"));
    let excluded = excluded.count();
    if discovery
        .verdicts
        .iter()
        .any(|it| it.reason.contains("of its own"))
    {
        output.hint("a folder within it has a tip.toml of its own: run `tip -C FOLDER`");
    } else if others > 0 && others == excluded {
        output.hint("`plans.exclude` in tip.toml leaves out every Markdown file");
    } else if others > 0 {
        output.hint(&format!(
            "`tip list --why` says why none of {others} Markdown file{} is one; `plans.include` in tip.toml adds more",
            if others == 1 { "" } else { "s" }
        ));
    }
    output.hint("`tip new FEATURE` begins one");
}
