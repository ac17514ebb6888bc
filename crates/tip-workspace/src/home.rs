//! Where a new plan belongs.

use std::collections::BTreeMap;

use crate::{PlanEntry, Snapshot, Standing};

/// The folder of plans in a repository that has none yet.
pub const DEFAULT_HOME: &str = "docs/tips";

/// Where a new plan belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The folder, relative to the repository.
    pub folder: String,
    /// What the names of the plans there begin with: `tip-`, or nothing.
    pub prefix: &'static str,
}

impl Home {
    /// Returns the path of the plan of a feature.
    pub fn path_of(&self, feature: &str) -> String {
        let Self { folder, prefix } = self;
        let name = feature.strip_prefix(prefix).unwrap_or(feature);
        if folder.is_empty() {
            format!("{prefix}{name}.md")
        } else {
            format!("{folder}/{prefix}{name}.md")
        }
    }
}

impl Snapshot {
    /// Returns where a new plan belongs: where most plans of one file lie, a folder named `tips` before others.
    pub fn home(&self) -> Home {
        let mut counts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let current = |it: &&PlanEntry| it.standing == Standing::Current && it.files.len() == 1;
        for entry in self.discovery().entries.iter().filter(current) {
            let path = &entry.primary().path;
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            counts.entry(folder).or_default().push(name);
        }
        let is_tips = |folder: &str| folder == "tips" || folder.ends_with("/tips");
        let best = counts
            .into_iter()
            .filter(|(folder, _)| is_home(folder))
            .max_by_key(|(folder, names)| (is_tips(folder), names.len()));
        match best {
            Some((folder, names)) if !folder.is_empty() => Home {
                folder: folder.to_owned(),
                prefix: prefix_of(&names),
            },
            _ => Home {
                folder: DEFAULT_HOME.to_owned(),
                prefix: "",
            },
        }
    }
}

/// Returns whether a folder is one of plans in general, not of a tool that keeps its own there.
fn is_home(folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let hidden = folder.split('/').any(|part| part.starts_with('.'));
    !hidden
        && matches!(
            name,
            "tips" | "plans" | "plan" | "implementation-plans" | "planning"
        )
}

/// Returns `tip-` where at least half of the names begin with it.
fn prefix_of(names: &[&str]) -> &'static str {
    let prefixed = names.iter().filter(|it| it.starts_with("tip-")).count();
    if prefixed * 2 >= names.len() {
        "tip-"
    } else {
        ""
    }
}
