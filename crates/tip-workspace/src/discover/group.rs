//! Files that form one plan.

/// What a file of a plan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The plan itself: its only file, or the one that holds its work.
    Plan,
    /// The tasks.
    Tasks,
    /// The design.
    Design,
    /// What is proposed, and why.
    Proposal,
    /// What is required.
    Requirements,
    /// What was found out before.
    Research,
}

impl Role {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Tasks => "tasks",
            Self::Design => "design",
            Self::Proposal => "proposal",
            Self::Requirements => "requirements",
            Self::Research => "research",
        }
    }
}

/// The files of a folder that form one plan, the one that says most of its progress first.
const ROLES: &[(&str, Role)] = &[
    ("tasks.md", Role::Tasks),
    ("plan.md", Role::Plan),
    ("implementation-plan.md", Role::Plan),
    ("implementation_plan.md", Role::Plan),
    ("design.md", Role::Design),
    ("proposal.md", Role::Proposal),
    ("spec.md", Role::Requirements),
    ("spec-lite.md", Role::Requirements),
    ("requirements.md", Role::Requirements),
    ("bugfix.md", Role::Requirements),
    ("research.md", Role::Research),
    ("data-model.md", Role::Research),
    ("quickstart.md", Role::Research),
];

/// Folders below which a folder is one plan.
const PARENTS: &[&str] = &["specs", "changes", "features", "todos", "epics"];

/// Returns the folder whose files form one plan with this one, and the file's rank and role in it.
pub(super) fn family(path: &str) -> Option<(&str, usize, Role)> {
    let (folder, name) = path.rsplit_once('/')?;
    let rank = ROLES.iter().position(|(it, _)| *it == name)?;
    let parents = folder.split('/').rev().skip(1);
    let mut parents = parents.take_while(|it| !it.is_empty());
    parents
        .any(|it| PARENTS.contains(&it))
        .then_some((folder, rank, ROLES[rank].1))
}

/// Returns the names of files that may form a plan with others.
pub(super) fn family_names() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(name, _)| *name)
}
