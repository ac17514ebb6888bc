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
    let mut untouched = 0;
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
            match put_right(change, place) {
                Ok(true) => {}
                Ok(false) => {
                    untouched += 1;
                    continue;
                }
                Err(failure) => {
                    output.failure(&failure);
                    failed += 1;
                    continue;
                }
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
    let written = differs - failed - untouched;
    output.note(&format!("{written} of {count} files changed"));
    if failed > 0 {
        return Err(Failure::user("not every plan could be written"));
    }
    Ok(Answer::Yes)
}

/// Writes a file; where somebody changed it meanwhile, what stands there then. Returns whether it was written.
fn put_right(change: &mut Change<'_>, place: &Place) -> Result<bool, Failure> {
    let mut is_first = true;
    again(|| {
        if !std::mem::take(&mut is_first) {
            let source = change.snapshot.source(&change.path)?;
            match self::change(change.snapshot, &change.path, &source) {
                Some(now) => *change = now,
                None => return Ok(false),
            }
        }
        change.write(place).map(|()| true)
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

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;
    use tip_work::Surroundings;

    use super::*;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test changes a file between reading and writing"
    )]
    fn what_somebody_wrote_meanwhile_is_put_right_too() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_path_buf());
        let root = root.expect("a folder with a UTF-8 name");
        let place = Place::new(Surroundings {
            cwd: Some(root.clone()),
            ..Surroundings::default()
        });
        let place = place.expect("the folder is there");
        let repository = place.open().expect("it opens");
        let path = root.join("a.md");
        let write = |text: &str| std::fs::write(&path, text).expect("it is written");
        let read = || std::fs::read_to_string(&path).expect("it is there");
        let planned = |text: &str| {
            write(text);
            let source = repository.snapshot.source("a.md").expect("it is read");
            change(&repository.snapshot, "a.md", &source).expect("it is not in form")
        };

        let mut first = planned("# Plan: a\n## Phase 1: b\n");
        write("# Plan: a\n## Phase 2: c\n");
        assert!(put_right(&mut first, &place).expect("it is written"));
        assert_eq!(read(), "# Plan: a\n\n## Phase 2: c\n");

        let mut second = planned("# Plan: a\n## Phase 1: b\n");
        write("# Plan: a\n\n## Phase 3: d\n");
        assert!(!put_right(&mut second, &place).expect("it is in form"));
        assert_eq!(read(), "# Plan: a\n\n## Phase 3: d\n");
    }
}
