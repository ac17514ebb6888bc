//! Plans that begin.

use tip_edit::scaffold::{names_section, optional_sections, title_of_slug};
use tip_plan::schema::ValueSpec;
use tip_plan::{Meaning, Schema};
use tip_workspace::{ReplaceError, Snapshot};

use crate::{Failure, Place};

/// More phases than anybody would want at once.
pub const MOST_PHASES: u8 = 40;

/// Writes a file that is not there yet.
pub fn write_new(
    snapshot: &Snapshot,
    path: &str,
    bytes: &[u8],
    place: &Place,
) -> Result<(), Failure> {
    let target = snapshot.root().join(path);
    place.writable(&target)?;
    let written = snapshot.system().replace(&target, None, bytes);
    written.map_err(|error| match error {
        ReplaceError::Changed => exists(path),
        error => Failure::user(format!("cannot write `{path}`: {error}")),
    })
}

/// Says that something stands at a path already.
pub fn exists(path: &str) -> Failure {
    Failure::user(format!(
        "`{path}` exists already, and nothing is overwritten"
    ))
    .hint("say where with `--output FILE`, or look first with `--dry-run`")
}

/// Returns the day of today, `YYYY-MM-DD`; nothing where the system does not know it.
pub fn today(snapshot: &Snapshot) -> String {
    let today = snapshot.system().today();
    today.map_or_else(String::new, |it| it.to_string())
}

/// Returns whether something stands at a path of the repository.
pub fn exists_at(snapshot: &Snapshot, path: &str) -> bool {
    snapshot
        .system()
        .kind(&snapshot.root().join(path))
        .is_some()
}

/// Returns the title of a plan: what is given, or else its feature in words.
pub fn title(given: Option<&str>, written: &str, feature: &str) -> String {
    match given {
        Some(title) => on_one_line(title),
        // Words as they were written are a title already.
        None if written.contains(' ') => on_one_line(written),
        None => title_of_slug(feature),
    }
}

/// Takes line ends out of a title, behind which something else would begin.
fn on_one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the titles of phases, so many of them as are asked for.
pub fn phases(count: usize, titles: &[String]) -> Result<Vec<String>, Failure> {
    let count = count.max(titles.len());
    if count > usize::from(MOST_PHASES) {
        return Err(
            Failure::usage(format!("{count} phases are too many")).hint(format!(
                "a plan begins with at most {MOST_PHASES}; split it"
            )),
        );
    }
    let mut phases: Vec<String> = titles.iter().map(|it| on_one_line(it)).collect();
    phases.resize(count, String::new());
    Ok(phases)
}

/// Returns a word if the template knows it, as the template writes it.
pub fn known(
    schema: &Schema,
    meaning: Meaning,
    word: Option<&str>,
) -> Result<Option<String>, Failure> {
    let Some(word) = word else { return Ok(None) };
    let Some(ValueSpec::Enumeration(words)) = schema.key_of(meaning).map(|key| &key.kind) else {
        return Ok(Some(word.to_owned()));
    };
    let found = words.iter().find(|it| it.eq_ignore_ascii_case(word));
    match found {
        Some(word) => Ok(Some(word.clone())),
        None => Err(
            Failure::usage(format!("the template knows no {} `{word}`", meaning.word()))
                .hint(format!("it knows {}", words.join(", "))),
        ),
    }
}

/// Fails where the template has no optional section of a name.
pub fn check_sections(schema: &Schema, sections: &[String]) -> Result<(), Failure> {
    let titles: Vec<&str> = optional_sections(schema)
        .iter()
        .map(|it| it.title.as_str())
        .collect();
    for written in sections {
        if !titles.iter().any(|title| names_section(written, title)) {
            let hint = if titles.is_empty() {
                "every section of this template is always there".to_owned()
            } else {
                format!("these may be asked for: {}", titles.join(", "))
            };
            return Err(
                Failure::usage(format!("no optional section is named `{written}`")).hint(hint),
            );
        }
    }
    Ok(())
}
