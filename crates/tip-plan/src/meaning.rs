//! What sections and fields are about, and the one vocabulary that binds labels to it.

mod vocabulary;

pub use vocabulary::Vocabulary;

macro_rules! meanings {
    ($($(#[doc = $doc:literal])+ $name:ident: $word:literal;)+) => {
        /// What a section or a field is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Meaning {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Meaning {
            /// Every meaning.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Returns the word for it, as configuration and JSON write it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

meanings! {
    /// The status of the plan or of a unit.
    Status: "status";
    /// The date of the plan.
    Date: "date";
    /// The name of the feature.
    Feature: "feature";
    /// The tags.
    Tags: "tags";
    /// The template's domain context, or any context.
    Context: "context";
    /// What the plan is about, and why.
    Overview: "overview";
    /// Documents of the domain model.
    DomainDocs: "domain_docs";
    /// Concepts of the domain.
    KeyConcepts: "key_concepts";
    /// Changes to the domain model.
    DomainChanges: "domain_changes";
    /// The section that holds the phases.
    Phases: "phases";
    /// Why something is done.
    Purpose: "purpose";
    /// What belongs to a unit.
    Scope: "scope";
    /// What does not.
    OutOfScope: "out_of_scope";
    /// What to mind.
    KeyConsiderations: "key_considerations";
    /// What the tests drive.
    TddFocus: "tdd_focus";
    /// Changes to code.
    CodeChanges: "code_changes";
    /// The file that a change is about.
    File: "file";
    /// The lines that a change is about.
    Lines: "lines";
    /// Whether a change creates, modifies or deletes.
    ChangeType: "change_type";
    /// Files to create.
    Create: "create";
    /// Files to modify.
    Modify: "modify";
    /// Files to delete.
    Delete: "delete";
    /// How something is tested.
    TestStrategy: "test_strategy";
    /// Unit tests.
    UnitTests: "unit_tests";
    /// Integration tests.
    IntegrationTests: "integration_tests";
    /// Outcomes that must hold.
    Criteria: "criteria";
    /// Outcomes that a machine can check.
    AutomatedCriteria: "automated_criteria";
    /// Outcomes that a person must check.
    ManualCriteria: "manual_criteria";
    /// What a unit waits for.
    Dependencies: "dependencies";
    /// How much work a unit is.
    Effort: "effort";
    /// Why the order is as it is.
    Sequencing: "sequencing";
    /// Libraries to be researched.
    LibraryResearch: "library_research";
    /// What must be found out.
    Need: "need";
    /// Where to look.
    FocusAreas: "focus_areas";
    /// Other ways.
    Alternatives: "alternatives";
    /// Test scenarios.
    Scenarios: "scenarios";
    /// The state before.
    Given: "given";
    /// The action.
    When: "when";
    /// The outcome.
    Then: "then";
    /// What a scenario proves.
    Validates: "validates";
    /// What the change touches.
    IntegrationPoints: "integration_points";
    /// What it touches in the backend.
    Backend: "backend";
    /// What it touches in the frontend.
    Frontend: "frontend";
    /// What it touches outside.
    External: "external";
    /// Migration of data.
    Migration: "migration";
    /// How data is migrated.
    MigrationStrategy: "migration_strategy";
    /// How to go back.
    Rollback: "rollback";
    /// How the migration is tested.
    MigrationTesting: "migration_testing";
    /// Performance.
    Performance: "performance";
    /// What it costs.
    ExpectedImpact: "expected_impact";
    /// How it is made fast.
    Optimization: "optimization";
    /// What is watched.
    Monitoring: "monitoring";
    /// Risks.
    Risks: "risks";
    /// High risks.
    HighRisk: "high_risk";
    /// Medium risks.
    MediumRisk: "medium_risk";
    /// Low risks.
    LowRisk: "low_risk";
    /// A risk.
    Risk: "risk";
    /// How a risk is met.
    Mitigation: "mitigation";
    /// What is done when it strikes.
    Contingency: "contingency";
    /// Notes for the implementation.
    Notes: "notes";
    /// Patterns to follow.
    Patterns: "patterns";
    /// Conventions to follow.
    Conventions: "conventions";
    /// Conditions on the whole.
    QualityGates: "quality_gates";
    /// The effort of the whole.
    TotalEffort: "total_effort";
    /// How sure the estimate is.
    Confidence: "confidence";
    /// Why the estimate is what it is.
    Justification: "justification";
    /// References.
    References: "references";
    /// The design of the domain.
    DomainDesign: "domain_design";
    /// Related plans.
    RelatedPlans: "related_plans";
    /// Similar implementations.
    SimilarImplementations: "similar_implementations";
    /// Work to be done.
    Tasks: "tasks";
    /// The phase that a task belongs to.
    TaskContext: "task_context";
    /// A log of what was done.
    Progress: "progress";
    /// A check of the document itself.
    Review: "review";
    /// History: what was decided, found, changed.
    Log: "log";
    /// Requirements.
    Requirements: "requirements";
    /// The state of the code before.
    CurrentState: "current_state";
    /// Open questions.
    OpenQuestions: "open_questions";
    /// A command to run.
    Run: "run";
    /// What a command should show.
    Expected: "expected";
}

impl Meaning {
    /// Returns the meaning with the given word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|meaning| meaning.word() == word)
    }

    /// Returns whether it is about outcomes that must hold.
    pub fn is_criteria(self) -> bool {
        matches!(
            self,
            Self::Criteria | Self::AutomatedCriteria | Self::ManualCriteria
        )
    }
}
