//! Reads plans for showing them.

use rustc_hash::FxHashMap;
use tip_drift::{Drift, History};
use tip_ledger::DigestBuilder;
use tip_report::{PlanFile, PlanSummary, PlanView, Ticks};
use tip_rules::EvidenceAnswer;
use tip_workspace::{PlanEntry, ReadError, ReadFiles, Snapshot, Standing, Tick};

use crate::{Failure, Place};

/// A plan with all its files read.
#[derive(Debug)]
pub struct Loaded {
    /// Which files it has.
    pub entry: PlanEntry,
    /// The files, read.
    pub files: ReadFiles,
    /// What is known of runs of the boxes of each file, where somebody looked.
    pub evidence: Vec<FxHashMap<String, EvidenceAnswer>>,
    /// Since when what is done in each file is done; empty where the history was not asked.
    pub ticks: Vec<Ticks>,
    /// For each unit of each file how many files it means to create, where all of them are there; empty where nobody looked.
    pub built: Vec<Vec<u32>>,
    /// For each file how many of the files that it means to create are there, and how many it means to create.
    pub made: Vec<(u32, u32)>,
}

impl Loaded {
    /// Reads all files of a plan.
    pub fn read(snapshot: &Snapshot, entry: PlanEntry) -> Result<Self, ReadError> {
        let paths = entry.files.iter().map(|it| it.path.as_str());
        let files = ReadFiles::read(snapshot, paths)?;
        Ok(Self::of(entry, files))
    }

    /// Returns a plan of which all files are as somebody read them before; `None` where one has to be read.
    pub fn known(snapshot: &Snapshot, entry: &PlanEntry) -> Option<Self> {
        let paths = entry.files.iter().map(|it| it.path.as_str());
        let files = ReadFiles::known(snapshot, paths)?;
        Some(Self::of(entry.clone(), files))
    }

    fn of(entry: PlanEntry, files: ReadFiles) -> Self {
        Self {
            entry,
            files,
            evidence: Vec::new(),
            ticks: Vec::new(),
            built: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Reads the files beside it that say what is required as well.
    pub fn read_requirements(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        for file in snapshot.requirements_of(&self.entry) {
            self.files.add(snapshot, &file.path)?;
            self.entry.files.push(file);
        }
        Ok(())
    }

    /// Looks which phases and tasks may be done without anybody having said so.
    pub fn look_what_is_built(&mut self, snapshot: &Snapshot) {
        let files = self.entry.files.iter().zip(&self.files);
        let built = files.map(|(file, (_, plan))| snapshot.built(&file.path, plan));
        self.built = built.collect();
        let files = self.entry.files.iter().zip(&self.files);
        let made = files.map(|(file, (_, plan))| snapshot.made(&file.path, plan));
        self.made = made.collect();
    }

    /// Asks the history since when what is done is done.
    pub fn ask_history(&mut self, snapshot: &Snapshot, history: &History) -> Result<(), Failure> {
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

    /// Refuses to write anew what would lose bytes: those that are no UTF-8.
    pub fn ensure_utf8(&self, snapshot: &Snapshot, place: &Place) -> Result<(), Failure> {
        let mut files = self.entry.files.iter().zip(&self.files);
        let broken = files.find_map(|(file, (doc, _))| {
            let first = doc.source().invalid().first()?;
            Some((file, doc.line(*first)))
        });
        let Some((file, line)) = broken else {
            return Ok(());
        };
        let path = place.shown(&snapshot.root().join(&file.path));
        Err(Failure::user(format!(
            "line {line} of `{path}` holds bytes that are no UTF-8, which would be lost"
        ))
        .hint("save it as UTF-8; `iconv -f LATIN1 -t UTF-8` does so, where it is Latin-1"))
    }

    /// Writes its name and its paths as people in this folder do.
    pub fn for_people(&mut self, snapshot: &Snapshot, place: &Place) {
        let shown = |path: &str| place.shown(&snapshot.root().join(path)).into_string();
        self.entry.name = shown(&self.entry.name);
        for file in &mut self.entry.files {
            file.path = shown(&file.path);
        }
    }

    /// Returns which version of the plan it is: a digest of the bytes of all its files.
    pub fn version(&self) -> String {
        self.version_with(usize::MAX, &[])
    }

    /// Returns which version it would be if one of its files held other bytes.
    pub fn version_with(&self, file: usize, bytes: &[u8]) -> String {
        let mut digest = DigestBuilder::default();
        for (at, (doc, _)) in self.files.iter().enumerate() {
            digest.field(if at == file {
                bytes
            } else {
                doc.source().bytes()
            });
        }
        digest.finish().short()
    }

    /// Returns it as reports ask of it.
    pub fn view(&self) -> PlanView<'_> {
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
                    made: self.made.get(at).copied().unwrap_or_default(),
                })
                .collect(),
        }
    }

    /// Returns the title.
    pub fn title(&self) -> Option<String> {
        self.view().title().map(str::to_owned)
    }

    /// Returns it in a few words.
    pub fn summary(&self) -> PlanSummary {
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
