//! What was found out, and what it rests on beside the files.

use std::sync::Arc;

use camino::Utf8PathBuf;

use super::Carried;

/// What snapshots of one repository found out, for those of it that come after.
#[derive(Clone, Debug)]
pub struct Known {
    pub(crate) carried: Arc<Carried>,
    pub(crate) terms: Terms,
}

/// By what a repository is looked at, beside its files: of another way to look at it nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) root: Utf8PathBuf,
    pub(crate) config: Option<Utf8PathBuf>,
    pub(crate) config_text: Option<Vec<u8>>,
    pub(crate) template: Option<String>,
}
