//! `tip trust`.

use std::fmt::Write as _;
use std::rc::Rc;

use serde_json::json;
use tip_plan::Gates;
use tip_report::escape;
use tip_run::{
    Choice, CommandChange, RunItem, TrustRecord, TrustStanding, TrustStore, TrustSubject,
    TrustedCommand, notable, select,
};
use tip_workspace::{Snapshot, Standing, VerifyConfig};

use super::VERSION;
use crate::Answer;
use crate::args::TrustArgs;
use crate::env::Env;
use crate::error::Failure;
use crate::output::Output;
use crate::prompt::{Prompt, Reply};
use crate::repository::Place;
use tip_work::Loaded;
use tip_work::verify::store;

/// A file of a plan, and all that can be run of it.
#[derive(Debug)]
pub(super) struct Runnable {
    pub(super) subject: TrustSubject,
    pub(super) items: Vec<RunItem>,
    /// The text of the configuration that binds each command, where one does.
    bound: Vec<Option<String>>,
}

pub(super) fn run(
    args: &TrustArgs,
    env: &Env,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let store = store(place)?;
    if args.list {
        return list(&store, args.json, output);
    }
    if args.revoke {
        return revoke(&store, args, place, output);
    }
    let mut answer = Answer::Yes;
    let mut prompt = None;
    let plans = runnables(&args.plans, place)?;
    if plans.is_empty() {
        output.note("no plan holds a command: there is nothing to approve");
    }
    for (at, (snapshot, plan)) in plans.iter().enumerate() {
        let standing = store.standing(&plan.subject)?;
        let name = place.shown(&snapshot.root().join(&plan.subject.plan));
        if standing == TrustStanding::Trusted {
            output.line(&format!(
                "{}: approved already",
                escape::line(name.as_str())
            ))?;
            continue;
        }
        let verify = &snapshot.config().verify;
        output.write(&shown(name.as_str(), plan, &standing, verify))?;
        if !args.yes {
            if !env.asks() {
                output.flush()?;
                return Err(
                    Failure::user("nobody is here to answer: nothing was approved")
                        .hint("run it on a terminal, or type `--yes` when you have read them"),
                );
            }
            output.flush()?;
            let prompt = prompt.get_or_insert_with(Prompt::new);
            let place = match plans.len() {
                1 => String::new(),
                all => format!("({} of {all}) ", at + 1),
            };
            let question =
                format!("{place}may `tip verify` run these commands of {name} on this machine?");
            match prompt.reply(&question, plans.len() - at - 1)? {
                Reply::Yes => {}
                Reply::No => {
                    output.line("not approved")?;
                    answer = Answer::No;
                    continue;
                }
                Reply::Stop => {
                    output.line("not approved, and the rest is not asked for")?;
                    return Ok(Answer::No);
                }
            }
        }
        let today = snapshot.system().today();
        let today = today.map_or_else(String::new, |it| it.to_string());
        store.trust(&plan.subject, &today)?;
        output.line(&format!("approved {}", escape::line(name.as_str())))?;
    }
    Ok(answer)
}

/// Returns what can be run of plans, file by file; of all current plans where none is named.
fn runnables(names: &[String], place: &Place) -> Result<Vec<(Rc<Snapshot>, Runnable)>, Failure> {
    let mut out = Vec::new();
    let mut add = |snapshot: Snapshot, loaded: Vec<Loaded>| {
        let snapshot = Rc::new(snapshot);
        for plan in loaded {
            let all = of_plan(&snapshot, &plan).into_iter();
            out.extend(all.map(|it| (Rc::clone(&snapshot), it)));
        }
    };
    if names.is_empty() {
        let snapshot = place.open()?.snapshot;
        let entries = snapshot.discovery().entries.iter();
        let current = entries.filter(|it| it.standing == Standing::Current);
        let loaded = current.map(|it| Loaded::read(&snapshot, it.clone()));
        let loaded = loaded.collect::<Result<Vec<_>, _>>()?;
        add(snapshot, loaded);
    }
    for name in names {
        let snapshot = place.open_for(name)?;
        let entry = snapshot.find(name, &place.cwd)?;
        let loaded = Loaded::read(&snapshot, entry)?;
        add(snapshot, vec![loaded]);
    }
    Ok(out)
}

/// Returns what can be run of a plan, file by file; files without commands are left out.
pub(super) fn of_plan(snapshot: &Snapshot, loaded: &Loaded) -> Vec<Runnable> {
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let files = loaded.entry.files.iter().zip(&loaded.files);
    let runnables = files.map(|(file, (doc, plan))| {
        let mut items = select(&file.path, doc, plan, &choice).items;
        items.retain(|it| !it.is_manual());
        let subject = TrustSubject::new(
            snapshot.system(),
            snapshot.root(),
            &file.path,
            TrustedCommand::of(&items),
            &snapshot.config().verify,
        );
        let bound = bound(&items, &snapshot.config().gates);
        Runnable {
            subject,
            items,
            bound,
        }
    });
    runnables
        .filter(|it| !it.subject.commands.is_empty())
        .collect()
}

/// Returns for each command the text of the configuration that binds it.
fn bound(items: &[RunItem], gates: &Gates) -> Vec<Option<String>> {
    let steps = items.iter().flat_map(|item| {
        let gate = gates.of(&item.text);
        item.subject.steps.iter().map(move |step| {
            let gate = gate.filter(|it| it.commands.contains(&step.command));
            gate.map(|it| it.text.clone())
        })
    });
    steps.collect()
}

/// Says what a plan would run, what is notable of it, and what changed since it was approved.
fn shown(name: &str, plan: &Runnable, standing: &TrustStanding, verify: &VerifyConfig) -> String {
    let mut text = String::new();
    let why = match standing {
        TrustStanding::Changed(change) => change.phrase(),
        _ => "nobody has approved its commands".to_owned(),
    };
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{}: {why}\n", escape::line(name));
    let places = plan.items.iter().flat_map(|item| {
        let lines = item.lines.iter();
        lines.map(move |line| format!("{} line {line}", item.handle))
    });
    let places: Vec<String> = places.collect();
    let mut at = 0;
    let same = |it: &TrustedCommand| CommandChange::Same(it.clone());
    let changes = match standing {
        TrustStanding::Changed(change) => change.commands.clone(),
        _ => plan.subject.commands.iter().map(same).collect(),
    };
    for change in &changes {
        let (mark, it, is_there) = match change {
            CommandChange::Same(it) => (' ', it, true),
            CommandChange::New(it) => ('+', it, true),
            CommandChange::Gone(it) => ('-', it, false),
        };
        if is_there {
            let place = places.get(at).map_or("", String::as_str);
            let bound = plan.bound.get(at).and_then(Option::as_ref);
            let bound = bound.map(|it| format!(", bound in tip.toml to \"{it}\""));
            let bound = bound.unwrap_or_default();
            let _ = writeln!(text, "    {}{}", escape::line(place), escape::line(&bound));
            at += 1;
        }
        command(mark, it, &mut text);
        for notable in notable(&it.command).iter().filter(|_| is_there) {
            let phrase = notable.phrase();
            let _ = writeln!(text, "      ! it {}", escape::line(&phrase));
        }
    }
    if let TrustStanding::Changed(change) = standing {
        for (key, was, is) in &change.settings {
            let _ = writeln!(
                text,
                "  verify.{key}: was `{}`, is `{}`",
                escape::line(was),
                escape::line(is)
            );
        }
    }
    let root = escape::line(plan.subject.repository.as_str()).into_owned();
    let _ = writeln!(text, "\n  in {root}");
    let mut told = |what: &str, names: &[String]| {
        if !names.is_empty() {
            let _ = writeln!(text, "  {what} {}", escape::line(&names.join(", ")));
        }
    };
    told("they see of your environment also", &verify.environment);
    told("they see your secrets", &verify.secrets);
    text.push('\n');
    text
}

/// The most blanks in a row that are shown as such: more would push what follows out of sight.
const BLANKS: usize = 8;

/// Writes a command as it is, with what cannot be seen made visible.
fn command(mark: char, it: &TrustedCommand, text: &mut String) {
    let mut shown = String::new();
    let mut blanks = 0_usize;
    for c in it.command.chars().chain(['\n']) {
        if c == ' ' || c == '\t' {
            blanks += 1;
            continue;
        }
        if blanks > BLANKS {
            let _ = write!(shown, "<{blanks} blanks>");
        } else {
            shown.push_str(&" ".repeat(blanks));
        }
        blanks = 0;
        shown.push(c);
    }
    let folder = if it.directory.is_empty() {
        String::new()
    } else {
        format!("(in {}) ", escape::line(&it.directory))
    };
    // A carriage return would let a line overwrite itself; it is shown like any other character of its kind.
    for (at, line) in shown.trim_end_matches('\n').split('\n').enumerate() {
        let lead = if at == 0 { folder.as_str() } else { "" };
        let line = escape::terminal(line);
        let _ = writeln!(text, "{mark}     {lead}{line}");
    }
}

fn list(store: &TrustStore, as_json: bool, output: &mut Output) -> Result<Answer, Failure> {
    let records = store.all()?;
    if as_json {
        let plans: Vec<_> = records.iter().map(record_json).collect();
        let object =
            json!({ "version": VERSION, "folder": store.folder().as_str(), "approved": plans });
        let text = serde_json::to_string_pretty(&object).map_err(Failure::internal)?;
        output.line(&text)?;
        return Ok(Answer::Yes);
    }
    if records.is_empty() {
        output.note(&format!("nothing is approved in `{}`", store.folder()));
    }
    for it in &records {
        let count = it.commands.len();
        let commands = if count == 1 { "command" } else { "commands" };
        let when = if it.when.is_empty() {
            String::new()
        } else {
            format!(", {}", it.when)
        };
        let path = it.repository.join(&it.plan);
        let line = format!("{path}: {count} {commands}{when}");
        output.line(&escape::line(&line))?;
    }
    Ok(Answer::Yes)
}

fn record_json(it: &TrustRecord) -> serde_json::Value {
    let commands = it.commands.iter();
    let commands: Vec<_> = commands
        .map(|it| json!({ "directory": it.directory, "command": it.command }))
        .collect();
    json!({
        "repository": it.repository.as_str(),
        "plan": it.plan,
        "date": it.when,
        "commands": commands,
    })
}

fn revoke(
    store: &TrustStore,
    args: &TrustArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let snapshot = place.open()?.snapshot;
    let root = snapshot.system().real(snapshot.root());
    let root = root.unwrap_or_else(|| snapshot.root().to_path_buf());
    let mut plans: Vec<String> = Vec::new();
    for name in &args.plans {
        match snapshot.find(name, &place.cwd) {
            Ok(entry) => plans.extend(entry.files.into_iter().map(|it| it.path)),
            // A plan that is gone may still be approved.
            Err(_) => plans.push(name.clone()),
        }
    }
    if args.plans.is_empty() {
        let records = store.all()?.into_iter();
        let here = records.filter(|it| it.repository == root);
        plans.extend(here.map(|it| it.plan));
    }
    let mut any = false;
    for plan in &plans {
        if store.revoke(&root, plan)? {
            any = true;
            output.line(&format!("no longer approved: {}", escape::line(plan)))?;
        }
    }
    if !any {
        output.note("nothing of it was approved");
    }
    Ok(Answer::Yes)
}
