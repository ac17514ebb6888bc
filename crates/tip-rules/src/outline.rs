//! A plan in small: what rules across plans need of it.

use tip_plan::{Intent, Plan, Stage};
use tip_syntax::{Document, Span};

/// A plan in small.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The path of the file, relative to the repository.
    pub path: String,
    /// The stage, corrected by progress.
    pub stage: Stage,
    /// The feature and where it stands.
    pub feature: Option<(String, Span)>,
    /// The title and where it stands.
    pub title: Option<(String, Span)>,
    /// The paths that it refers to.
    pub references: Vec<OutlineRef>,
}

/// A reference in small.
#[derive(Clone, Debug)]
pub struct OutlineRef {
    /// The path as written.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// What the plan means to do with it.
    pub intent: Intent,
}

impl Outline {
    /// Makes a plan small.
    pub fn new(path: &str, doc: &Document, plan: &Plan) -> Self {
        let _ = doc;
        Self {
            path: path.to_owned(),
            stage: plan.stage(),
            feature: plan.feature.as_ref().map(|it| (it.value.clone(), it.span)),
            title: plan.title.as_ref().map(|it| (it.value.clone(), it.span)),
            references: plan
                .references
                .iter()
                .filter(|it| !it.historical)
                .map(|it| OutlineRef {
                    path: it.path.clone(),
                    span: it.path_span,
                    intent: it.intent,
                })
                .collect(),
        }
    }
}
