//! A plan that begins.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_edit::scaffold::{NewPlan, scaffold, slug};
use tip_plan::Meaning;
use tip_syntax::{Document, Source};
use tip_work::new::{check_sections, exists, exists_at, known, phases, title, today, write_new};
use tip_work::{Failure, Loaded};

use crate::desk::Desk;

/// So many bytes may a feature have, which becomes the name of a file.
const LONGEST: usize = 100;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    feature: String,
    title: Option<String>,
    /// Their titles.
    #[serde(default)]
    phases: Vec<String>,
    effort: Option<String>,
    /// Optional sections to keep.
    #[serde(default)]
    sections: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    version: String,
    /// What stands in brackets is to be filled in.
    text: String,
}

pub(crate) fn new(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.place.open()?.snapshot;
    let feature = slug(&wish.feature);
    if feature.is_empty() {
        return Err(
            Failure::usage(format!("`{}` names no feature", wish.feature))
                .hint("name it by a few words: \"CSV export\""),
        );
    }
    if feature.len() > LONGEST {
        return Err(Failure::usage(format!(
            "`feature` is the name of the file, and has at most {LONGEST} letters"
        ))
        .hint("name it by a few words; `title` may say more"));
    }
    let schema = snapshot.schema();
    check_sections(schema, &wish.sections)?;
    let plan = NewPlan {
        title: title(wish.title.as_deref(), &wish.feature, &feature),
        date: today(&snapshot),
        phases: phases(0, &wish.phases)?,
        sections: wish.sections.clone(),
        effort: known(schema, Meaning::Effort, wish.effort.as_deref())?,
        confidence: None,
        tags: Vec::new(),
        domain_design: None,
        feature,
    };
    let path = snapshot.home().path_of(&plan.feature);
    if exists_at(&snapshot, &path) {
        let mut failure = exists(&path);
        failure.hints = vec!["name another feature, or `read` this plan".to_owned()];
        return Err(failure);
    }
    let template = Document::from_source(Source::from_text(snapshot.template()));
    let text = scaffold(&template, schema, &plan);
    write_new(&snapshot, &path, text.as_bytes(), &desk.place)?;
    let loaded = Loaded::read(&snapshot, snapshot.entry_of(&path))?;
    Ok(Answer {
        plan: path,
        version: loaded.version(),
        text,
    })
}
