//! `tip fmt`.

use std::io::{self, Read};

use serde_json::json;
use tip_edit::formatted;
use tip_plan::Plan;
use tip_syntax::{Document, Source};
use tip_work::{Change, again};
use tip_workspace::{Snapshot, Standing};

use super::VERSION;
use super::change::show_change;
use super::check::jobs;
use crate::Answer;
use crate::args::{CheckArgs, FmtArgs};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// The path that stands for standard input.
const STDIN: &str = "-";

pub(super) fn run(args: &FmtArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    if args.paths.iter().any(|it| it == STDIN) {
        return stdin(args, place, output);
    }
    let named: Vec<_> = args.paths.iter().map(|it| place.absolute(it)).collect();
    let wanted = CheckArgs {
        paths: args.paths.clone(),
        ..CheckArgs::default()
    };
    let (jobs, troubles) = jobs(&wanted, place, output)?;
    let mut changes = Vec::new();
    let mut count = 0;
    for job in &jobs {
        let snapshot = &job.repository.snapshot;
        for (path, standing) in &job.files {
            // What lies in an archive is history, unless somebody names it.
            let is_named = named.contains(&snapshot.root().join(path));
            if *standing != Standing::Current && !is_named {
                continue;
            }
            count += 1;
            let source = snapshot.source(path)?;
            if let Some(reason) = tip_edit::unformattable(&source) {
                let path = place.shown(&snapshot.root().join(path));
                let path = tip_report::escape::line(path.as_str());
                output.note(&format!("`{path}` is left as it is: {reason}"));
            }
            changes.extend(change(snapshot, path, &source));
        }
    }
    let mut failed = 0;
    let mut paths = Vec::new();
    for change in &mut changes {
        if args.diff {
            show_change(change, place, output)?;
        } else if args.check {
            if args.json {
                paths.push(change.path.clone());
                continue;
            }
            let path = change.shown(place);
            output.line(&tip_report::escape::line(path.as_str()))?;
        } else {
            // One file that cannot be written is no reason to leave the others.
            if let Err(failure) = put_right(change, place) {
                output.failure(&failure);
                failed += 1;
                continue;
            }
            if args.json {
                paths.push(change.path.clone());
                continue;
            }
            let path = change.shown(place);
            output.line(&format!(
                "formatted {}",
                tip_report::escape::line(path.as_str())
            ))?;
        }
    }
    if args.json {
        let value = json!({
            "version": VERSION,
            "written": !args.check,
            "checked": count,
            "files": paths,
        });
        output.line(&serde_json::to_string_pretty(&value).map_err(Failure::internal)?)?;
    }
    let differs = changes.len();
    if troubles > 0 {
        return Err(Failure::user("not every plan could be looked at"));
    }
    if args.check || args.diff {
        output.note(&format!("{differs} of {count} files would change"));
        return Ok(if differs == 0 {
            Answer::Yes
        } else {
            Answer::No
        });
    }
    output.note(&format!("{} of {count} files changed", differs - failed));
    if failed > 0 {
        return Err(Failure::user("not every plan could be written"));
    }
    Ok(Answer::Yes)
}

/// Writes a file; where somebody changed it meanwhile, what stands there then.
fn put_right(change: &mut Change<'_>, place: &Place) -> Result<(), Failure> {
    let mut is_first = true;
    again(|| {
        if !std::mem::take(&mut is_first) {
            let source = change.snapshot.source(&change.path)?;
            match self::change(change.snapshot, &change.path, &source) {
                Some(now) => *change = now,
                None => return Ok(()),
            }
        }
        change.write(place)
    })
}

/// Returns what changes in one file, if something does.
fn change<'a>(snapshot: &'a Snapshot, path: &str, source: &Source) -> Option<Change<'a>> {
    let before = source.bytes().to_vec();
    let read = |doc: &Document| -> Plan { snapshot.plan(path, doc) };
    let after = formatted(&before, &read);
    (before != after).then(|| Change {
        snapshot,
        path: path.to_owned(),
        before,
        after,
    })
}

/// Puts a text right that is no file.
fn stdin(args: &FmtArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    if args.paths.len() > 1 || args.check || args.diff || args.json {
        return Err(Failure::usage("`-` goes alone"));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let repository = place.open()?;
    let read = |doc: &Document| -> Plan { repository.snapshot.plan("plan.md", doc) };
    let after = String::from_utf8(formatted(&bytes, &read));
    let after = after.map_err(|_| {
        Failure::user("the text holds bytes that are no UTF-8").hint("save it as UTF-8")
    })?;
    output.write(&after)?;
    Ok(Answer::Yes)
}
