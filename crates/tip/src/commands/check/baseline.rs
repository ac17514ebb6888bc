//! `tip check --baseline` and `--write-baseline`.

use std::collections::BTreeMap;

use camino::Utf8Path;
use tip_report::baseline::Baseline;
use tip_workspace::{Snapshot, Standing};

use crate::Answer;
use crate::args::CheckArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Reads the baseline that the command line names, or else the configuration; without either none is known.
pub(super) fn read(
    args: &CheckArgs,
    snapshot: &Snapshot,
    place: &Place,
) -> Result<Baseline, Failure> {
    if args.write_baseline.is_some() {
        return Ok(Baseline::default());
    }
    let named = args.baseline.as_ref().map(|it| place.absolute(it));
    let configured = || {
        let named = snapshot.config().baseline.as_ref();
        named.map(|it| snapshot.root().join(it))
    };
    let Some(path) = named.or_else(configured) else {
        return Ok(Baseline::default());
    };
    let shown = place.shown(&path);
    let bytes = place.read(&path)?.ok_or_else(|| {
        Failure::user(format!("no such file: `{shown}`"))
            .hint(format!("`tip check --write-baseline {shown}` begins it"))
    })?;
    Baseline::parse(&bytes).map_err(|why| {
        Failure::user(format!("`{shown}` is no baseline: {why}")).hint(format!(
            "`tip check --write-baseline {shown}` writes it anew"
        ))
    })
}

/// Says how much of the baseline is gone from the plans that were checked.
pub(super) fn tell_stale(
    left: &Baseline,
    checked: &BTreeMap<String, Standing>,
    output: &mut Output,
) {
    let gone: u32 = checked.keys().map(|path| left.len_of(path)).sum();
    if gone > 0 {
        output.detail(&format!(
            "{gone} known finding{} gone: `--write-baseline` forgets them",
            if gone == 1 { " is" } else { "s are" }
        ));
    }
}

/// Writes what was found.
pub(super) fn write(
    file: &Utf8Path,
    found: &Baseline,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let path = place.absolute(file);
    if !path.starts_with(place.base()) {
        let failure = Failure::user(format!("`{file}` lies outside the repository"));
        return Err(failure.hint("a baseline is kept beside the plans that it is about"));
    }
    let before = place.read(&path)?;
    let after = found.write();
    if before.as_deref() != Some(after.as_bytes()) {
        place
            .write(&path, before.as_deref(), after.as_bytes())
            .map_err(|error| Failure::user(format!("cannot write `{file}`: {error}")))?;
    }
    let count = found.len();
    let ending = if count == 1 { "" } else { "s" };
    output.note(&format!("`{file}` holds {count} finding{ending}"));
    Ok(Answer::Yes)
}
