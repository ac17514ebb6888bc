//! What a walk met and could not look at.

use super::{Decision, Finder, Standing, Verdict, is_markdown};
use crate::{EntryKind, Unseen};

impl Finder<'_> {
    /// Tells of something that was not looked at, unless its path tells that no plan is lost with it.
    pub(super) fn add_unseen(
        &self,
        it: &Unseen,
        verdicts: &mut Vec<Verdict>,
        unseen: &mut Vec<Unseen>,
    ) {
        if is_markdown(&it.path) {
            let decision = match self.by_path(&it.path) {
                Err(other @ Decision::Other(_)) => other,
                _ => Decision::Unseen(it.reason.clone()),
            };
            if matches!(decision, Decision::Unseen(_)) {
                unseen.push(it.clone());
            }
            verdicts.push(self.told(&it.path, Standing::Current, decision));
            return;
        }
        // A folder is decided on by what could lie in it.
        let below = format!("{}/x.md", it.path);
        let is_folder = self.system.kind(&self.root.join(&it.path)) == Some(EntryKind::Folder);
        if is_folder && !matches!(self.by_path(&below), Err(Decision::Other(_))) {
            unseen.push(it.clone());
        }
    }

    /// Says of something with the name of a file that it is none: a pipe, a socket, a device.
    pub(crate) fn irregular(&self, path: &str) -> Verdict {
        let decision = Decision::Other("is no regular file".to_owned());
        self.told(path, Standing::Current, decision)
    }
}
