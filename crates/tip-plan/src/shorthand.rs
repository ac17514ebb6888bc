//! Short ways to write a path that a plan names in full.

use rustc_hash::FxHashMap;

use crate::{Plan, Reference};

/// The ends of paths that a plan names in full somewhere: who knows the full path knows what `store.rs` means.
#[derive(Debug, Default)]
pub struct Shorthands<'a> {
    /// The full path for each end; none where several have it.
    full: FxHashMap<&'a str, Option<&'a str>>,
}

impl<'a> Shorthands<'a> {
    /// Collects those of a plan.
    pub fn of(plan: &'a Plan) -> Self {
        Self::new(&plan.references)
    }

    /// Collects those of some references.
    pub fn new(references: impl IntoIterator<Item = &'a Reference>) -> Self {
        let mut shorthands = Self::default();
        for reference in references.into_iter().filter(|it| !it.is_pattern()) {
            let path = bare(&reference.path);
            for (at, _) in path.match_indices('/') {
                let full = shorthands.full.entry(&path[at + 1..]);
                let full = full.or_insert(Some(path));
                *full = full.and_then(|it| longer(it, path));
            }
        }
        shorthands
    }

    /// Returns whether a path is short for one that the plan names.
    pub fn hold(&self, path: &str) -> bool {
        self.full.contains_key(bare(path))
    }

    /// Returns the one path that another is short for.
    pub fn full(&self, path: &str) -> Option<&'a str> {
        self.full.get(bare(path)).copied().flatten()
    }
}

/// Returns the longer of two paths, where the other is short for it.
fn longer<'a>(one: &'a str, other: &'a str) -> Option<&'a str> {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let before = long.strip_suffix(short)?;
    (before.is_empty() || before.ends_with('/')).then_some(long)
}

fn bare(path: &str) -> &str {
    path.trim_start_matches("./").trim_end_matches('/')
}
