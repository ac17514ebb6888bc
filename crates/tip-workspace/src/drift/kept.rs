//! Where references lead, for whoever asks again.

use std::sync::Arc;

use camino::Utf8PathBuf;

use super::{DriftError, DriftedPlan};
use crate::carried::Look;
use crate::{Keeping, Past, Snapshot, Standing};

impl Snapshot {
    /// Judges references as [`Snapshot::drift`] does. What a snapshot before this one was told is taken over where nothing changed that
    /// it was taken from: the plans, the files that were looked at, and where the history stands.
    pub fn drifted(
        &self,
        files: &[(String, Standing)],
        all: bool,
    ) -> Result<Arc<Vec<DriftedPlan>>, DriftError> {
        let tree = self.shared_tree();
        let asked = (files.to_vec(), all);
        let kept = &self.carried().drifts;
        if let Some(told) = kept.get(&asked, tree, self.system()) {
            return Ok(told);
        }
        let _first = kept.begin();
        if let Some(told) = kept.get(&asked, tree, self.system()) {
            return Ok(told);
        }
        let look = Look::begin(self.system());
        let past = Past::open(self, Keeping::Kept)?;
        for path in past.history().deciding_files() {
            look.note(path);
        }
        for (path, _) in files {
            look.note(self.root().join(path));
        }
        let drift = past.drift()?;
        let noting = |path: &str| look.note(self.root().join(path));
        let told = Arc::new(self.drift_noting(&drift, files, all, &noting)?);
        if self.carried().keeps {
            let kinds = self.unindexed_kinds().into_iter();
            let kinds: Vec<(Utf8PathBuf, _)> = kinds
                .map(|(path, kind)| (self.root().join(path), kind))
                .collect();
            kept.put(asked, tree, look, kinds, &told);
        }
        Ok(told)
    }
}
