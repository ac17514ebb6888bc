//! `tip convert`.

use serde_json::json;
use tip_edit::convert::{Converted, Identity, Part, convert};
use tip_edit::scaffold::{slug, title_of_slug};
use tip_workspace::{Keeping, Past, Snapshot};

use super::VERSION;
use crate::Answer;
use crate::args::ConvertArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;
use tip_work::Loaded;
use tip_work::new::{today, write_new};

pub(super) fn run(
    args: &ConvertArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let entry = snapshot.find(&args.plan, &place.cwd)?;
    let loaded = Loaded::read(snapshot, entry)?;
    loaded.ensure_utf8(snapshot, place)?;
    let identity = identity(&loaded, snapshot);
    let parts: Vec<Part<'_>> = loaded
        .files
        .iter()
        .map(|(doc, plan)| Part { doc, plan })
        .collect();
    let converted = convert(&parts, snapshot.schema(), &identity);
    let path = match &args.output {
        Some(path) => snapshot
            .relative(&place.absolute(path))
            .ok_or_else(|| Failure::user(format!("`{path}` lies outside the repository")))?,
        None => home_of(&loaded, &identity.feature, snapshot),
    };
    if !args.dry_run {
        write_new(snapshot, &path, converted.text.as_bytes(), place)?;
    }
    if args.json {
        let unplaced: Vec<_> = converted
            .unplaced
            .iter()
            .map(|it| json!({ "path": path_of(&loaded, it.part), "line": it.line, "title": it.title }))
            .collect();
        let restated = converted.restated.as_ref();
        let restated = restated
            .map(|it| json!({ "was": it.was, "is": it.is.word(), "by_ticks": it.by_ticks }));
        let mut value =
            json!({ "version": VERSION, "path": path, "unplaced": unplaced, "restated": restated });
        if args.dry_run {
            value["text"] = json!(converted.text);
        }
        let text = serde_json::to_string_pretty(&value).map_err(Failure::internal)?;
        output.line(&text)?;
        return Ok(Answer::Yes);
    }
    if args.dry_run {
        output.note(&format!("would write `{path}`"));
        output.write(&converted.text)?;
    } else {
        output.line(&path)?;
    }
    report(&loaded, &converted, output);
    Ok(Answer::Yes)
}

/// Says what is written in other words than before, and what has no place in the template.
fn report(loaded: &Loaded, converted: &Converted, output: &mut Output) {
    if let Some(it) = &converted.restated {
        let was = match &it.was {
            Some(was) => format!("its status was `{}`, and is", shortened(was)),
            None => "it had no status, and is".to_owned(),
        };
        let why = if it.by_ticks { ", by its ticks" } else { "" };
        output.note(&format!("{was} `{}` now{why}", it.is.word()));
    }
    if converted.unplaced.is_empty() {
        output.note("every section has its place in the template");
        return;
    }
    let mut under = None;
    for it in &converted.unplaced {
        if under != Some(&it.under) {
            output.note(&format!(
                "these sections have no place in the template and stand under `{}`:",
                tip_report::escape::line(&it.under)
            ));
            under = Some(&it.under);
        }
        let path = path_of(loaded, it.part);
        output.note(&format!("{path}:{}: {}", it.line, it.title));
    }
}

/// The most characters of a status that are told.
const MOST_TOLD: usize = 80;

fn shortened(words: &str) -> String {
    match words.char_indices().nth(MOST_TOLD) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

fn path_of(loaded: &Loaded, part: usize) -> &str {
    loaded
        .entry
        .files
        .get(part)
        .map_or("", |file| file.path.as_str())
}

/// Returns where the plan goes that is made of one: where ours lie, and beside it where that is one of them.
fn home_of(loaded: &Loaded, feature: &str, snapshot: &Snapshot) -> String {
    let path = snapshot.home().path_of(feature);
    if loaded.entry.files.iter().any(|it| it.path == path) {
        snapshot.home().path_of(&format!("tip-{feature}"))
    } else {
        path
    }
}

/// Names the plan by its feature, its title, or its file or folder.
fn identity(loaded: &Loaded, snapshot: &Snapshot) -> Identity {
    let mut plans = loaded.files.iter().map(|(_, plan)| plan);
    let feature = plans.find_map(|plan| plan.feature.as_ref());
    let mut parts = loaded.entry.name.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let last = last.strip_suffix(".md").unwrap_or(last);
    // A file that is called as every plan is goes by its folder.
    let plain = ["plan", "implementation-plan", "tasks"].contains(&&*last.to_lowercase());
    let name = parts.next().filter(|_| plain).unwrap_or(last);
    let feature = slug(feature.map_or(name, |it| it.value.as_str()));
    Identity {
        title: loaded.title().unwrap_or_else(|| title_of_slug(&feature)),
        date: named_day(last)
            .or_else(|| first_day(loaded, snapshot))
            .unwrap_or_else(|| today(snapshot)),
        feature,
    }
}

/// Returns the day that the name of a file begins or ends with: `2026-01-31-tides`, `plan-2026-01-31-tides`, `tides-2026-01-31`.
///
/// One amid other words may be anything: `protocol-2026-01-31-client`.
fn named_day(name: &str) -> Option<String> {
    let is_day = |it: &&str| {
        let shape = it.bytes().enumerate();
        it.len() == 10
            && shape
                .clone()
                .all(|(at, byte)| (matches!(at, 4 | 7) && byte == b'-') || byte.is_ascii_digit())
            && shape.filter(|(_, byte)| *byte == b'-').count() == 2
    };
    let name = name.strip_prefix("plan-").unwrap_or(name);
    let first = name.get(..10).filter(is_day);
    let last = name.get(name.len().saturating_sub(10)..).filter(is_day);
    first.or(last).map(str::to_owned)
}

/// Returns the day on which the plan was first committed.
fn first_day(loaded: &Loaded, snapshot: &Snapshot) -> Option<String> {
    let past = Past::open(snapshot, Keeping::Kept).ok()?;
    let drift = past.drift().ok()?;
    let days = loaded.entry.files.iter().filter_map(|file| {
        let versions = drift.versions(&file.path).ok()?;
        let first = versions.last()?;
        Some(past.history().about(first.revision).ok()?.date)
    });
    days.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_plan_stands_at_an_end_of_its_name() {
        let day = |name: &str| named_day(name);
        assert_eq!(day("2026-01-31-tides").as_deref(), Some("2026-01-31"));
        assert_eq!(day("plan-2026-01-31-tides").as_deref(), Some("2026-01-31"));
        assert_eq!(day("tides-2026-01-31").as_deref(), Some("2026-01-31"));
        assert_eq!(day("protocol-2026-01-31-client"), None);
        assert_eq!(day("tides"), None);
    }
}
