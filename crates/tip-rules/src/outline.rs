//! A plan in small: what rules across plans need of it.

use tip_plan::{Intent, Meaning, Plan, Stage};
use tip_syntax::Span;

use crate::claim::is_over;
use crate::region::Regions;
use crate::{Answers, PathAnswer};

/// A plan in small.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The path of the file, relative to the repository.
    pub path: String,
    /// The stage, corrected by progress.
    pub stage: Stage,
    /// The feature and where it stands.
    pub feature: Option<(String, Span)>,
    /// Whether the feature stands in the front matter, and is not taken from the title.
    pub names_feature: bool,
    /// The title and where it stands.
    pub title: Option<(String, Span)>,
    /// The stage that its status tells in words, whatever progress or an archive makes of it.
    pub said: Option<Stage>,
    /// The paths that it refers to.
    pub references: Vec<OutlineRef>,
}

/// A reference in small.
#[derive(Clone, Debug)]
pub struct OutlineRef {
    /// The path that it leads to, relative to the repository, or the path as written where it leads nowhere.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// What the plan means to do with it.
    pub intent: Intent,
    /// What it is to the plan.
    pub role: RefRole,
    /// Whether it stands in a unit.
    pub in_unit: bool,
    /// Whether it stands in a unit in which nothing remains to be done.
    pub over: bool,
}

/// What a reference is to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefRole {
    /// The plan waits for it.
    Dependency,
    /// It is listed among related plans and references.
    Related,
    /// Anything else.
    Other,
}

impl Outline {
    /// Makes a plan small.
    pub fn new(path: &str, plan: &Plan, answers: &Answers) -> Self {
        let waits = Regions::of_meanings(plan, |it| it == Meaning::Dependencies);
        let related = Regions::of_meanings(plan, |it| {
            matches!(it, Meaning::RelatedPlans | Meaning::References)
        });
        let role = |span: Span| {
            if waits.hold(span) {
                RefRole::Dependency
            } else if related.hold(span) {
                RefRole::Related
            } else {
                RefRole::Other
            }
        };
        let words = plan.status.written.as_ref();
        let references = plan.references.iter().filter(|it| !it.historical);
        Self {
            path: path.to_owned(),
            stage: plan.stage(),
            feature: plan.feature.as_ref().map(|it| (it.value.clone(), it.span)),
            names_feature: match (&plan.feature, &plan.title) {
                (Some(feature), Some(title)) => !title.span.contains(feature.span),
                (feature, _) => feature.is_some(),
            },
            title: plan.title.as_ref().map(|it| (it.value.clone(), it.span)),
            said: words.and_then(|it| Stage::parse(&it.value)),
            references: references
                .map(|it| OutlineRef {
                    path: match answers.path(&it.path) {
                        Some(PathAnswer::File(found) | PathAnswer::Suffix(found)) => found.clone(),
                        _ => it.path.clone(),
                    },
                    span: it.path_span,
                    intent: it.intent,
                    role: role(it.span),
                    in_unit: it.unit.is_some(),
                    over: is_over(plan, it.unit),
                })
                .collect(),
        }
    }

    /// Returns whether its status says in so many words that it is approved or in progress.
    pub(crate) fn is_active(&self) -> bool {
        matches!(self.said, Some(Stage::Approved | Stage::InProgress)) && !self.stage.is_over()
    }

    /// Returns whether its status says in so many words that it is superseded or abandoned.
    pub(crate) fn is_given_up(&self) -> bool {
        matches!(self.said, Some(Stage::Superseded | Stage::Abandoned))
    }

    /// Returns what files of one plan have in common: their folder, where several files make a plan, else the path.
    pub(crate) fn group(&self) -> &str {
        match self.path.rsplit_once('/') {
            Some((folder, name)) if PARTS.contains(&name) => folder,
            _ => &self.path,
        }
    }

    /// Returns whether it refers to another plan.
    pub(crate) fn refers_to(&self, other: &Self) -> bool {
        self.references.iter().any(|it| it.path == other.path)
    }
}

/// The names of files that make a plan together with those beside them.
const PARTS: &[&str] = &[
    "tasks.md",
    "plan.md",
    "spec.md",
    "design.md",
    "requirements.md",
    "proposal.md",
    "feature.md",
    "research.md",
    "data-model.md",
    "quickstart.md",
];
