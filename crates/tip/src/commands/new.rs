//! `tip new`.

use tip_edit::scaffold::{Again, NewPlan, again, optional_sections, scaffold, slug};
use tip_plan::schema::ValueSpec;
use tip_plan::{Meaning, Schema};
use tip_syntax::{Document, Source};
use tip_work::new::{self, MOST_PHASES, check_sections, exists, exists_at, known, write_new};
use tip_workspace::Snapshot;

use crate::Answer;
use crate::args::NewArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::prompt::Prompt;
use crate::repository::Place;

pub(super) fn run(
    args: &NewArgs,
    prompt: Option<Prompt>,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let feature = slug(&args.feature);
    if feature.is_empty() {
        return Err(
            Failure::usage(format!("`{}` names no feature", args.feature))
                .hint("name it by a few words: `tip new \"CSV export\"`"),
        );
    }
    let schema = snapshot.schema();
    let mut plan = NewPlan {
        title: new::title(args.title.as_deref(), &args.feature, &feature),
        date: new::today(snapshot),
        phases: new::phases(usize::from(args.phases.unwrap_or_default()), &args.phase)?,
        sections: args.with.clone(),
        effort: known(schema, Meaning::Effort, args.effort.as_deref())?,
        confidence: known(schema, Meaning::Confidence, args.confidence.as_deref())?,
        tags: args.tag.clone(),
        domain_design: args.domain_design.as_ref().map(ToString::to_string),
        feature,
    };
    check_sections(schema, &plan.sections)?;
    let path = match &args.output {
        Some(path) => relative(snapshot, place, path)?,
        None => snapshot.home().path_of(&plan.feature),
    };
    if exists_at(snapshot, &path) {
        return Err(exists(&path));
    }
    if let Some(mut prompt) = prompt.filter(|_| !args.yes && args.from.is_none()) {
        ask(&mut prompt, schema, args, &mut plan)?;
    }
    let mut left_out = Vec::new();
    let bytes = if let Some(name) = &args.from {
        let again = from_plan(name, snapshot, place, &plan)?;
        left_out = again.left_out;
        again.bytes
    } else {
        let template = Document::from_source(Source::from_text(snapshot.template()));
        scaffold(&template, schema, &plan).into_bytes()
    };
    if args.dry_run {
        output.note(&format!("would write `{path}`"));
        output.write(&String::from_utf8_lossy(&bytes))?;
        tell_left_out(&left_out, output);
        return Ok(Answer::Yes);
    }
    write_new(snapshot, &path, &bytes, place)?;
    output.line(&path)?;
    tell_left_out(&left_out, output);
    let what = match &args.from {
        Some(_) => "say what is new in it",
        None => "fill in what stands in brackets",
    };
    output.hint(&format!("{what}, then `tip check {path}`"));
    Ok(Answer::Yes)
}

/// Says what of the other plan is its history, and not that of this one.
fn tell_left_out(left_out: &[(u32, String)], output: &mut Output) {
    for (line, title) in left_out {
        output.note(&format!(
            "left out `{}` (line {line}): it is the history of the other plan",
            tip_report::escape::line(title)
        ));
    }
}

/// Returns a path of the command line relative to the repository.
fn relative(
    snapshot: &Snapshot,
    place: &Place,
    path: &camino::Utf8Path,
) -> Result<String, Failure> {
    snapshot
        .relative(&place.absolute(path))
        .ok_or_else(|| Failure::user(format!("`{path}` lies outside the repository")))
}

fn from_plan(
    name: &str,
    snapshot: &Snapshot,
    place: &Place,
    new: &NewPlan,
) -> Result<Again, Failure> {
    let entry = snapshot.find(name, &place.cwd)?;
    if entry.files.len() > 1 {
        return Err(
            Failure::user(format!("`{name}` is a plan of several files"))
                .hint("name the one to begin from by its path"),
        );
    }
    let (doc, plan) = snapshot.read(&entry.primary().path)?;
    Ok(again(&doc, &plan, snapshot.schema(), new))
}

/// Asks for what the arguments do not say.
fn ask(
    prompt: &mut Prompt,
    schema: &Schema,
    args: &NewArgs,
    plan: &mut NewPlan,
) -> Result<(), Failure> {
    if args.title.is_none() {
        plan.title = prompt.text("Title", &plan.title)?;
    }
    if plan.phases.is_empty() {
        prompt.say("Phases, a title each; an empty line ends them.")?;
        while plan.phases.len() < usize::from(MOST_PHASES) {
            let title = prompt.text(&format!("Phase {}", plan.phases.len() + 1), "")?;
            if title.is_empty() {
                break;
            }
            plan.phases.push(title);
        }
    }
    for (meaning, label, value) in [
        (Meaning::Effort, "Effort", &mut plan.effort),
        (Meaning::Confidence, "Confidence", &mut plan.confidence),
    ] {
        if value.is_none()
            && let Some(ValueSpec::Enumeration(words)) = schema.key_of(meaning).map(|key| &key.kind)
        {
            *value = prompt.choice(label, words)?;
        }
    }
    if plan.sections.is_empty() {
        for section in optional_sections(schema) {
            let condition = section.condition.as_ref().map_or("", |it| it.text.as_str());
            let question = format!("Section `{}` ({condition})?", section.title);
            if prompt.yes(&question)? {
                plan.sections.push(section.title.clone());
            }
        }
    }
    Ok(())
}
