//! What commands that look at many plans say of those that cannot be read.

use camino::Utf8Path;
use tip_workspace::Snapshot;

use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// What to do about files that nobody can read.
pub(super) const EXCLUDE: &str = "`plans.exclude` in tip.toml leaves out what is no plan";

/// Says what could not be looked at below a folder of the repository, and returns how much that is.
pub(super) fn tell_unseen(
    snapshot: &Snapshot,
    folder: &str,
    place: &Place,
    output: &mut Output,
) -> usize {
    let unseen = snapshot.discovery().unseen.iter();
    let below = unseen.filter(|it| Utf8Path::new(&it.path).starts_with(folder));
    below
        .inspect(|it| {
            let path = place.shown(&snapshot.root().join(&it.path));
            output.trouble(&format!("cannot read `{path}`: {}", it.reason));
        })
        .count()
}

/// Fails where something could not be read, so that nobody takes what was shown for all that there is.
pub(super) fn all_read(troubles: usize) -> Result<(), Failure> {
    if troubles == 0 {
        return Ok(());
    }
    Err(Failure::user("not every plan could be read").hint(EXCLUDE))
}

/// Says what to do in a repository without plans.
pub(super) fn no_plans(repository: &Repository, output: &mut Output) {
    let root = repository.snapshot.root();
    output.note(&format!("no plans found in `{root}`"));
    let discovery = repository.snapshot.discovery();
    let others = discovery.verdicts.len();
    let excluded = discovery.verdicts.iter();
    let excluded = excluded.filter(|it| it.reason.starts_with("`plans.exclude`"));
    let excluded = excluded.count();
    if discovery
        .verdicts
        .iter()
        .any(|it| it.reason.contains("of its own"))
    {
        output.hint("a folder within it has a tip.toml of its own: run `tip -C FOLDER`");
    } else if others > 0 && others == excluded {
        output.hint("`plans.exclude` in tip.toml leaves out every Markdown file");
    } else if others > 0 {
        output.hint(&format!(
            "`tip list --why` says why none of {others} Markdown file{} is one; `plans.include` in tip.toml adds more",
            if others == 1 { "" } else { "s" }
        ));
    }
    output.hint("`tip new FEATURE` begins one");
}
