//! The dialects that plans are written in.

/// Names a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DialectId {
    /// Our template and its later practice.
    Tip,
    /// HumanLayer style: `## Phase 1:`, `### Changes Required`, automated and manual verification.
    HumanLayer,
    /// An ExecPlan: a living document with `Progress`, `Surprises & Discoveries`, `Decision Log`.
    ExecPlan,
    /// Superpowers: `### Task 1:` with `- [ ] **Step 1: …**`.
    Superpowers,
    /// Spec-kit: `spec.md`, `plan.md`, `tasks.md` with `- [ ] T001 [P] [US1] …`.
    SpecKit,
    /// OpenSpec changes: `proposal.md`, `design.md`, `tasks.md` with `- [ ] 1.1 …`.
    OpenSpec,
    /// Kiro specs: `requirements.md`, `design.md`, `tasks.md` with `- [ ] 1. …`.
    Kiro,
    /// Backlog.md tasks: a file each.
    Backlog,
    /// AgentChrome's specs: `### T001:` with `**Acceptance**`.
    AgentChrome,
    /// None of these.
    Generic,
}

impl DialectId {
    /// Every dialect.
    pub const ALL: [Self; 10] = [
        Self::Tip,
        Self::HumanLayer,
        Self::ExecPlan,
        Self::Superpowers,
        Self::SpecKit,
        Self::OpenSpec,
        Self::Kiro,
        Self::Backlog,
        Self::AgentChrome,
        Self::Generic,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tip => "tip",
            Self::HumanLayer => "humanlayer",
            Self::ExecPlan => "execplan",
            Self::Superpowers => "superpowers",
            Self::SpecKit => "spec-kit",
            Self::OpenSpec => "openspec",
            Self::Kiro => "kiro",
            Self::Backlog => "backlog",
            Self::AgentChrome => "agentchrome",
            Self::Generic => "generic",
        }
    }
}
