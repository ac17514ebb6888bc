//! A repository that open documents belong to.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use tip_plan::{Plan, UnitKind};
use tip_rules::{Judged, Outline, RuleConfig};
use tip_syntax::{Document, Span};
use tip_workspace::{OpenError, RuleChoice, Snapshot, Standing, System};

use crate::drifted::Trail;
use crate::evidence::Remembered;

/// A repository that open documents belong to.
#[derive(Debug)]
pub(crate) struct Project {
    /// Its files.
    pub(crate) snapshot: Arc<Snapshot>,
    /// What its configuration says of rules.
    pub(crate) rules: Arc<RuleConfig>,
    /// What all plans hold; empty until somebody looked.
    pub(crate) survey: SharedSurvey,
    /// What the rules over all plans found in open documents, by path.
    pub(crate) of_set: FxHashMap<String, Vec<Judged>>,
    /// What became of the references of open documents, by path.
    pub(crate) drift: FxHashMap<String, Arc<Trail>>,
    /// What is remembered of runs of criteria.
    pub(crate) evidence: Arc<Remembered>,
}

/// What all plans of a repository hold, as far as one document needs it of the others.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The plans in small, sorted by path.
    pub(crate) outlines: Vec<Outline>,
    /// What else is known of each, in the same order.
    pub(crate) contents: Vec<Contents>,
}

/// What is known of a plan besides its outline.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    /// Its title, phases and tasks.
    pub(crate) names: Vec<Named>,
    /// Its tags.
    pub(crate) tags: Vec<String>,
}

/// Something in a plan that has a name.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// What it is; `None` for the plan itself.
    pub(crate) kind: Option<UnitKind>,
    /// How it is called.
    pub(crate) name: String,
    /// Where.
    pub(crate) span: Span,
}

impl Project {
    /// Opens the repository at `root`.
    pub(crate) fn open(system: Arc<dyn System>, root: &Utf8Path) -> Result<Self, OpenError> {
        let snapshot = Snapshot::open(system, root.to_path_buf(), None, None)?;
        let rules = snapshot.config().rules.settings(&RuleChoice::default());
        Ok(Self {
            snapshot: Arc::new(snapshot),
            rules: Arc::new(rules),
            survey: SharedSurvey::default(),
            of_set: FxHashMap::default(),
            drift: FxHashMap::default(),
            evidence: Arc::default(),
        })
    }

    /// Returns how a file stands among the plans; `None` where it is none.
    pub(crate) fn standing(&self, path: &str) -> Option<Standing> {
        let verdict = self.snapshot.verdict(path);
        verdict.is_plan.then_some(verdict.standing)
    }

    /// Returns where a file of it really lies.
    pub(crate) fn absolute(&self, path: &str) -> Utf8PathBuf {
        self.snapshot.root().join(path)
    }
}

impl Survey {
    /// Looks at all plans.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let entries = snapshot.discovery().entries.iter();
        let files: Vec<(String, Standing)> = entries
            .flat_map(|entry| {
                let files = entry.files.iter();
                files.map(|file| (file.path.clone(), entry.standing))
            })
            .collect();
        let make = |doc: &Document, plan: &Plan, outline| (outline, Contents::of(doc, plan));
        let mut found = snapshot.survey(&files, make);
        found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let (outlines, contents) = found.into_iter().unzip();
        Self { outlines, contents }
    }

    /// Takes in one plan as it is now.
    fn update(&mut self, outline: Outline, contents: Contents) {
        match self
            .outlines
            .binary_search_by(|it| it.path.cmp(&outline.path))
        {
            Ok(at) => {
                self.outlines[at] = outline;
                self.contents[at] = contents;
            }
            Err(at) => {
                self.outlines.insert(at, outline);
                self.contents.insert(at, contents);
            }
        }
    }
}

/// A survey that one thread keeps up to date while another asks it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedSurvey(Arc<RwLock<Survey>>);

impl SharedSurvey {
    pub(crate) fn new(survey: Survey) -> Self {
        Self(Arc::new(RwLock::new(survey)))
    }

    /// Returns the survey as it is.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Survey> {
        // Both lists are changed one after the other; a panic between them would have to come from an allocation.
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in one plan as it is now.
    pub(crate) fn update(&self, outline: Outline, contents: Contents) {
        let mut survey = self.0.write().unwrap_or_else(PoisonError::into_inner);
        survey.update(outline, contents);
    }
}

impl Contents {
    pub(crate) fn of(doc: &Document, plan: &Plan) -> Self {
        let title = plan.title.iter().map(|it| Named {
            kind: None,
            name: it.value.clone(),
            span: it.span,
        });
        let units = plan.units.iter();
        let units = units.filter(|it| matches!(it.kind, UnitKind::Phase | UnitKind::Task));
        let units = units.map(|it| Named {
            kind: Some(it.kind),
            name: format!("{} {}", it.handle, doc.source().folded(it.title.span)),
            span: it.title.span,
        });
        Self {
            names: title.chain(units).collect(),
            tags: plan.tags.iter().map(|it| it.value.clone()).collect(),
        }
    }
}
