//! Files beside a plan that say what is required, and hold none of its work.

use crate::{PlanEntry, PlanFile, Role, Snapshot};

impl Snapshot {
    /// Returns the specifications in the folder of a plan that are no files of the plan itself: `specs/NAME/spec.md` of an OpenSpec
    /// change.
    pub fn requirements_of(&self, entry: &PlanEntry) -> Vec<PlanFile> {
        let folder = format!("{}/specs/", entry.name);
        let files = self.index().files().iter();
        let found = files.filter(|it| {
            let inner = it.strip_prefix(&folder);
            inner.is_some_and(|it| it.ends_with("/spec.md") || it == "spec.md")
        });
        let known = |path: &String| entry.files.iter().any(|it| it.path == *path);
        found
            .filter(|it| !known(it))
            .map(|path| PlanFile {
                path: path.clone(),
                role: Role::Requirements,
            })
            .collect()
    }
}
