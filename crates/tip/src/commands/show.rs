//! `tip show`.

use serde_json::{Map, Value, json};
use tip_drift::History;
use tip_plan::Plan;
use tip_report::{PlanFile, PlanView, plan_json, show};
use tip_syntax::Span;
use tip_workspace::{EntryKind, Snapshot, Target, TargetKind};

use super::VERSION;
use super::drift::warn;
use crate::Answer;
use crate::args::ShowArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;
use tip_work::{Loaded, proof};

pub(super) fn run(args: &ShowArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    if args.jsonl {
        return lines(args, place, output);
    }
    if args.json && args.plans.len() > 1 {
        return Err(Failure::usage("`--json` shows one plan")
            .hint("`--jsonl` prints an object for each file"));
    }
    for name in &args.plans {
        one(name, args, place, output)?;
    }
    Ok(Answer::Yes)
}

/// Returns whether nothing in a file was understood.
fn reads_as_nothing(plan: &Plan) -> bool {
    plan.sections.is_empty()
        && plan.boxes.is_empty()
        && plan.fields.is_empty()
        && plan.status.stage.is_none()
}

/// Shows one plan, or one thing in it.
fn one(name: &str, args: &ShowArgs, place: &Place, output: &mut Output) -> Result<(), Failure> {
    let (name, thing) = place.split(name);
    let snapshot = place.open_for(name)?;
    let entry = snapshot.find(name, &place.cwd)?;
    let mut loaded = Loaded::read(&snapshot, entry)?;
    loaded.look_what_is_built(&snapshot);
    // What cannot be told of runs is not told.
    loaded.evidence =
        proof::evidence(&snapshot, &loaded, proof::Imported::IsShown, place).unwrap_or_default();
    if args.history {
        let history = History::open(snapshot.root())?;
        warn(&history, output)?;
        loaded.ask_history(&snapshot, &history)?;
    }
    if !args.json {
        loaded.for_people(&snapshot, place);
    }
    let terminal = output.terminal();
    let Some(thing) = thing else {
        if args.json {
            return output.line(&plan_json::show(&loaded.view(), VERSION));
        }
        if loaded.files.iter().all(|(_, plan)| reads_as_nothing(plan)) {
            output.note("nothing in it reads like a plan: `tip check` says more");
        }
        output.line(&show::render(&loaded.view(), &terminal))?;
        if args.full {
            output.write(&show::unanswered(&loaded.view(), &terminal))?;
        }
        return Ok(());
    };
    let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
    let target = Snapshot::find_in(&loaded.entry, &plans, thing)?;
    if args.json {
        let text = plan_json::show(&loaded.view(), VERSION);
        let value: Value = serde_json::from_str(&text).map_err(Failure::internal)?;
        let (_, id, _) = described(&loaded, &target);
        let path = &loaded.entry.files[target.file].path;
        let found = object_with(&value, id, path)
            .ok_or_else(|| Failure::internal(format!("`{id}` is not in the plan's JSON")))?;
        let text = serde_json::to_string_pretty(found).map_err(Failure::internal)?;
        return output.line(&text);
    }
    let (handle, id, span) = described(&loaded, &target);
    let (doc, _) = &loaded.files[target.file];
    let path = &loaded.entry.files[target.file].path;
    output.line(&format!("{path}:{}  {handle}  {id}", doc.line(span)))?;
    if let TargetKind::CheckBox(at) = target.kind {
        let view = loaded.view();
        let file = &view.files[target.file];
        if let Some(source) = file.tick_source(&file.plan.boxes[at]) {
            let phrase = source.phrase();
            output.line(&format!("ticked {}", tip_report::escape::line(&phrase)))?;
        }
    }
    let ticks = loaded.ticks.get(target.file);
    let tick = ticks.and_then(|it| match target.kind {
        TargetKind::Unit(at) => it.units.get(at)?.as_ref(),
        TargetKind::CheckBox(at) => it.boxes.get(at)?.as_ref(),
    });
    if let Some(tick) = tick {
        output.line(&format!("done: {}", show::tick(tick)))?;
    }
    let text = tip_report::escape::terminal(doc.text(span).trim_end());
    output.line(&format!("\n{text}"))
}

/// Returns the handle, the id and the place of a thing.
fn described<'a>(loaded: &'a Loaded, target: &Target) -> (&'a str, &'a str, Span) {
    let (_, plan) = &loaded.files[target.file];
    match target.kind {
        TargetKind::Unit(at) => {
            let unit = &plan.units[at];
            (&unit.handle, &unit.id, unit.span.cover(unit.lead))
        }
        TargetKind::CheckBox(at) => {
            let it = &plan.boxes[at];
            (&it.handle, &it.id, it.mark.cover(it.text))
        }
    }
}

/// Finds the object with an id, in the given file where several are told apart.
fn object_with<'a>(value: &'a Value, id: &str, path: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => {
            let here = map.get("id").and_then(Value::as_str) == Some(id)
                && map.get("handle").is_some()
                && map
                    .get("path")
                    .and_then(Value::as_str)
                    .is_none_or(|it| it == path);
            if here {
                return Some(value);
            }
            map.values().find_map(|it| object_with(it, id, path))
        }
        Value::Array(items) => items.iter().find_map(|it| object_with(it, id, path)),
        _ => None,
    }
}

/// Prints an object for each file, in order; one that cannot be read gives an object that says so.
fn lines(args: &ShowArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let mut open: Vec<Snapshot> = Vec::new();
    let mut failed = false;
    for name in &args.plans {
        match line(name, place, &mut open) {
            Ok(line) => output.line(&line)?,
            Err(failure) => {
                failed = true;
                let error = json!({ "version": VERSION, "path": name, "error": failure.chain() });
                output.line(&error.to_string())?;
            }
        }
    }
    if failed {
        return Err(Failure::user("some files could not be read")
            .hint("their lines of the output hold `error`"));
    }
    Ok(Answer::Yes)
}

fn line(name: &str, place: &Place, open: &mut Vec<Snapshot>) -> Result<String, Failure> {
    let (root, path, kind) = place.root_of(name.into())?;
    if kind == EntryKind::Folder {
        return Err(Failure::user(format!("`{name}` is a folder")));
    }
    let known = open.iter().position(|it| it.root() == root.path);
    let at = if let Some(at) = known {
        at
    } else {
        open.push(place.open_root(root)?.snapshot);
        open.len() - 1
    };
    let snapshot = &open[at];
    let relative = snapshot
        .relative(&path)
        .ok_or_else(|| Failure::user(format!("`{name}` lies outside the repository")))?;
    let entry = snapshot.entry_of(&relative);
    let (doc, plan) = snapshot.read(&relative)?;
    let view = PlanView {
        name: &entry.name,
        files: vec![PlanFile {
            path: &relative,
            doc: &doc,
            plan: &plan,
            evidence: None,
            ticks: None,
            built: None,
            made: (0, 0),
        }],
    };
    let text = plan_json::show_line(&view, VERSION);
    if entry.files.len() == 1 {
        return Ok(text);
    }
    let mut object: Map<String, Value> = serde_json::from_str(&text).map_err(Failure::internal)?;
    let files: Vec<&str> = entry.files.iter().map(|it| it.path.as_str()).collect();
    object.insert("plan".to_owned(), json!(entry.name));
    object.insert("files".to_owned(), json!(files));
    serde_json::to_string(&object).map_err(Failure::internal)
}
