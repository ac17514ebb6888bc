//! The one vocabulary that binds labels and headings to meanings, which a user extends.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use tip_syntax::scan;

use crate::Meaning;

/// Labels and headings, normalized, with what they mean; the longest one that a label starts with wins.
///
/// A `*` at the end lets any words follow; without one the label must be the whole.
const VOCABULARY: &[(&str, Meaning)] = &[
    ("status", Meaning::Status),
    ("current status", Meaning::Status),
    ("implementation status", Meaning::Status),
    ("plan status", Meaning::Status),
    ("program status", Meaning::Status),
    ("project status", Meaning::Status),
    ("overall status", Meaning::Status),
    ("state", Meaning::Status),
    ("date", Meaning::Date),
    ("created on", Meaning::Date),
    ("created date", Meaning::Date),
    ("feature", Meaning::Feature),
    ("tags", Meaning::Tags),
    ("labels", Meaning::Tags),
    ("context", Meaning::Context),
    ("domain context", Meaning::Context),
    ("context and orientation", Meaning::Context),
    ("overview", Meaning::Overview),
    ("summary", Meaning::Overview),
    ("goal", Meaning::Purpose),
    ("goals", Meaning::Purpose),
    ("objective", Meaning::Purpose),
    ("purpose", Meaning::Purpose),
    ("purpose big picture", Meaning::Purpose),
    ("why", Meaning::Purpose),
    ("problem statement", Meaning::Overview),
    ("description", Meaning::Overview),
    ("relevant domain model docs", Meaning::DomainDocs),
    ("domain docs", Meaning::DomainDocs),
    ("key concepts", Meaning::KeyConcepts),
    ("domain changes required*", Meaning::DomainChanges),
    ("domain changes", Meaning::DomainChanges),
    ("implementation phases", Meaning::Phases),
    ("phases", Meaning::Phases),
    ("implementation plan*", Meaning::Phases),
    ("implementation steps", Meaning::Phases),
    ("implementation order", Meaning::Sequencing),
    ("implementation sequence", Meaning::Sequencing),
    ("implementation strategy", Meaning::Sequencing),
    ("phased implementation", Meaning::Phases),
    ("migration steps", Meaning::Phases),
    ("milestones", Meaning::Phases),
    ("implementation slices", Meaning::Phases),
    ("build slices", Meaning::Phases),
    ("build sequence", Meaning::Phases),
    ("delivery sequence", Meaning::Phases),
    ("delivery plan", Meaning::Phases),
    ("migration sequence", Meaning::Phases),
    ("plan of work", Meaning::Phases),
    ("concrete steps", Meaning::Phases),
    ("steps", Meaning::Tasks),
    ("scope", Meaning::Scope),
    ("in scope", Meaning::Scope),
    ("scope boundaries", Meaning::Scope),
    ("out of scope*", Meaning::OutOfScope),
    ("non goals*", Meaning::OutOfScope),
    ("what were not doing*", Meaning::OutOfScope),
    ("what we are not doing*", Meaning::OutOfScope),
    ("key considerations", Meaning::KeyConsiderations),
    ("considerations", Meaning::KeyConsiderations),
    ("constraints*", Meaning::KeyConsiderations),
    ("shared constraints", Meaning::KeyConsiderations),
    ("tdd focus", Meaning::TddFocus),
    ("code changes*", Meaning::CodeChanges),
    ("changes required*", Meaning::CodeChanges),
    ("required changes", Meaning::CodeChanges),
    ("changes", Meaning::CodeChanges),
    ("changes to*", Meaning::CodeChanges),
    ("changes needed", Meaning::CodeChanges),
    ("what changes", Meaning::CodeChanges),
    ("affected code", Meaning::CodeChanges),
    ("affected files", Meaning::CodeChanges),
    ("files", Meaning::CodeChanges),
    ("file changes", Meaning::CodeChanges),
    ("files to change", Meaning::Modify),
    ("files affected", Meaning::CodeChanges),
    ("files changed", Meaning::CodeChanges),
    ("files to create modify", Meaning::CodeChanges),
    ("files to modify create", Meaning::CodeChanges),
    ("key files", Meaning::References),
    ("critical files", Meaning::References),
    ("file", Meaning::File),
    ("files s", Meaning::File),
    ("file s", Meaning::File),
    ("file path", Meaning::File),
    ("location", Meaning::File),
    ("test file", Meaning::File),
    ("lines", Meaning::Lines),
    ("line", Meaning::Lines),
    ("line s", Meaning::Lines),
    ("line range", Meaning::Lines),
    ("type", Meaning::ChangeType),
    ("action", Meaning::ChangeType),
    ("operation", Meaning::ChangeType),
    ("create", Meaning::Create),
    ("new", Meaning::Create),
    ("new file", Meaning::Create),
    ("new files*", Meaning::Create),
    ("files to create", Meaning::Create),
    ("to create", Meaning::Create),
    ("to add", Meaning::Create),
    ("created", Meaning::Create),
    ("files to be created", Meaning::Create),
    ("to modify", Meaning::Modify),
    ("to update", Meaning::Modify),
    ("to change", Meaning::Modify),
    ("modified", Meaning::Modify),
    ("files to be modified", Meaning::Modify),
    ("to delete", Meaning::Delete),
    ("to remove", Meaning::Delete),
    ("deleted", Meaning::Delete),
    ("files created", Meaning::Create),
    ("files to add", Meaning::Create),
    ("add", Meaning::Create),
    ("created files", Meaning::Create),
    ("modify", Meaning::Modify),
    ("update", Meaning::Modify),
    ("edit", Meaning::Modify),
    ("files to modify", Meaning::Modify),
    ("files to update", Meaning::Modify),
    ("files to edit", Meaning::Modify),
    ("files to fix", Meaning::Modify),
    ("files modified", Meaning::Modify),
    ("modified files*", Meaning::Modify),
    ("delete", Meaning::Delete),
    ("remove", Meaning::Delete),
    ("files to delete*", Meaning::Delete),
    ("files to remove*", Meaning::Delete),
    ("deleted files", Meaning::Delete),
    ("deletion map", Meaning::Delete),
    ("deletions", Meaning::Delete),
    ("removals", Meaning::Delete),
    ("removed files", Meaning::Delete),
    ("test strategy", Meaning::TestStrategy),
    ("testing strategy", Meaning::TestStrategy),
    ("high level test strategy", Meaning::TestStrategy),
    ("test plan", Meaning::TestStrategy),
    ("tests", Meaning::TestStrategy),
    ("testing", Meaning::TestStrategy),
    ("test", Meaning::TestStrategy),
    ("test requirements", Meaning::TestStrategy),
    ("unit tests*", Meaning::UnitTests),
    ("integration tests*", Meaning::IntegrationTests),
    ("integration testing*", Meaning::Criteria),
    ("success criteria*", Meaning::Criteria),
    ("phase success criteria*", Meaning::Criteria),
    ("acceptance criteria*", Meaning::Criteria),
    ("key acceptance criteria*", Meaning::Criteria),
    ("acceptance", Meaning::Criteria),
    ("acceptance tests", Meaning::Criteria),
    ("verification*", Meaning::Criteria),
    ("verify", Meaning::Criteria),
    ("validation", Meaning::Criteria),
    ("validation and acceptance", Meaning::Criteria),
    ("validation criteria", Meaning::Criteria),
    ("final verification", Meaning::Criteria),
    ("final validation", Meaning::Criteria),
    ("exit criteria", Meaning::Criteria),
    ("completion criteria", Meaning::Criteria),
    ("done when", Meaning::Criteria),
    ("expected outcome*", Meaning::Criteria),
    ("expected results", Meaning::Criteria),
    ("desired end state", Meaning::Criteria),
    ("deliverables", Meaning::Criteria),
    ("deliverable", Meaning::Criteria),
    ("checkpoint*", Meaning::Criteria),
    ("independent test*", Meaning::Criteria),
    ("verification checklist", Meaning::Criteria),
    ("automated verification*", Meaning::AutomatedCriteria),
    ("automated", Meaning::AutomatedCriteria),
    ("automated checks", Meaning::AutomatedCriteria),
    ("manual verification*", Meaning::ManualCriteria),
    ("manual testing*", Meaning::ManualCriteria),
    ("manual", Meaning::ManualCriteria),
    ("manual checks", Meaning::ManualCriteria),
    ("manual tests", Meaning::ManualCriteria),
    ("dependencies", Meaning::Dependencies),
    ("dependency", Meaning::Dependencies),
    ("depends", Meaning::Dependencies),
    ("depends on", Meaning::Dependencies),
    ("blocked by", Meaning::Dependencies),
    ("prerequisites", Meaning::Dependencies),
    ("prerequisite", Meaning::Dependencies),
    ("precondition", Meaning::Dependencies),
    ("requires", Meaning::Dependencies),
    ("effort", Meaning::Effort),
    ("estimated effort", Meaning::Effort),
    ("effort estimate", Meaning::Effort),
    ("estimate", Meaning::Effort),
    ("estimated time", Meaning::Effort),
    ("time estimate", Meaning::Effort),
    ("estimated duration", Meaning::Effort),
    ("estimated complexity", Meaning::Effort),
    ("duration", Meaning::Effort),
    ("complexity", Meaning::Effort),
    ("size", Meaning::Effort),
    ("time", Meaning::Effort),
    ("estimated scope", Meaning::Effort),
    ("estimated", Meaning::Effort),
    ("estimated size", Meaning::Effort),
    ("level of effort", Meaning::Effort),
    ("timeline", Meaning::Effort),
    ("timeline estimate", Meaning::Effort),
    ("sequencing logic", Meaning::Sequencing),
    ("why this order", Meaning::Sequencing),
    ("parallel work possible", Meaning::Sequencing),
    ("parallel example*", Meaning::Sequencing),
    ("parallel execution*", Meaning::Sequencing),
    ("dependencies constrain", Meaning::Sequencing),
    ("task sequencing", Meaning::Sequencing),
    ("dependencies execution order", Meaning::Sequencing),
    ("dependency graph", Meaning::Sequencing),
    ("library research needed", Meaning::LibraryResearch),
    ("library research", Meaning::LibraryResearch),
    ("need", Meaning::Need),
    ("focus areas", Meaning::FocusAreas),
    ("alternatives", Meaning::Alternatives),
    ("alternatives considered", Meaning::Alternatives),
    ("key test scenarios*", Meaning::Scenarios),
    ("test scenarios", Meaning::Scenarios),
    ("key scenarios*", Meaning::Scenarios),
    ("acceptance scenarios", Meaning::Scenarios),
    ("scenarios", Meaning::Scenarios),
    ("given", Meaning::Given),
    ("when", Meaning::When),
    ("then", Meaning::Then),
    ("validates*", Meaning::Validates),
    ("integration points", Meaning::IntegrationPoints),
    ("backend", Meaning::Backend),
    ("frontend", Meaning::Frontend),
    ("external", Meaning::External),
    ("data migration", Meaning::Migration),
    ("migration", Meaning::Migration),
    ("migration plan", Meaning::Migration),
    ("migration strategy", Meaning::MigrationStrategy),
    ("rollback plan", Meaning::Rollback),
    ("rollback*", Meaning::Rollback),
    ("testing migration", Meaning::MigrationTesting),
    ("migration checklist", Meaning::Tasks),
    ("performance considerations", Meaning::Performance),
    ("performance", Meaning::Performance),
    ("expected impact", Meaning::ExpectedImpact),
    ("optimization strategy", Meaning::Optimization),
    ("monitoring", Meaning::Monitoring),
    ("risk assessment", Meaning::Risks),
    ("risks", Meaning::Risks),
    ("risks and mitigations", Meaning::Risks),
    ("risks mitigations", Meaning::Risks),
    ("risks and trade offs", Meaning::Risks),
    ("risks trade offs", Meaning::Risks),
    ("regression risk", Meaning::Risks),
    ("high risk", Meaning::HighRisk),
    ("high risks*", Meaning::HighRisk),
    ("medium risk", Meaning::MediumRisk),
    ("medium risks*", Meaning::MediumRisk),
    ("low risk", Meaning::LowRisk),
    ("low risks*", Meaning::LowRisk),
    ("risk", Meaning::Risk),
    ("mitigation", Meaning::Mitigation),
    ("mitigation strategies", Meaning::Mitigation),
    ("contingency", Meaning::Contingency),
    ("implementation notes*", Meaning::Notes),
    ("implementation note", Meaning::Notes),
    ("notes", Meaning::Notes),
    ("note", Meaning::Notes),
    ("architectural patterns to follow", Meaning::Patterns),
    ("prototype patterns to follow", Meaning::Patterns),
    ("patterns to follow", Meaning::Patterns),
    ("code conventions", Meaning::Conventions),
    ("quality gates", Meaning::QualityGates),
    ("definition of done", Meaning::QualityGates),
    ("performance and quality gates", Meaning::QualityGates),
    ("success criteria checklist", Meaning::Criteria),
    ("pre merge checklist", Meaning::QualityGates),
    ("total effort estimate", Meaning::TotalEffort),
    ("overall complexity estimate", Meaning::TotalEffort),
    ("total", Meaning::TotalEffort),
    ("overall", Meaning::TotalEffort),
    ("total estimated effort", Meaning::TotalEffort),
    ("total effort", Meaning::TotalEffort),
    ("total estimated time", Meaning::TotalEffort),
    ("confidence", Meaning::Confidence),
    ("justification", Meaning::Justification),
    ("references", Meaning::References),
    ("related", Meaning::References),
    ("related files", Meaning::References),
    ("prior work", Meaning::References),
    ("domain design", Meaning::DomainDesign),
    ("related domain design", Meaning::DomainDesign),
    ("related tips", Meaning::RelatedPlans),
    ("related plans", Meaning::RelatedPlans),
    ("similar implementations", Meaning::SimilarImplementations),
    ("tasks", Meaning::Tasks),
    ("task list", Meaning::Tasks),
    ("implementation tasks", Meaning::Tasks),
    ("completed tasks", Meaning::Tasks),
    ("remaining tasks", Meaning::Tasks),
    ("implementation checklist", Meaning::Tasks),
    ("todo", Meaning::Tasks),
    ("to do", Meaning::Tasks),
    ("implementation", Meaning::Tasks),
    ("subtasks", Meaning::Tasks),
    ("action items", Meaning::Tasks),
    ("tip context", Meaning::TaskContext),
    ("tip reference", Meaning::TaskContext),
    ("progress*", Meaning::Progress),
    ("progress tracking", Meaning::Progress),
    ("status board", Meaning::Progress),
    ("task board", Meaning::Progress),
    ("milestone status", Meaning::Progress),
    ("migration status", Meaning::Progress),
    ("implementation progress", Meaning::Progress),
    ("checklist summary", Meaning::Progress),
    ("summary checklist", Meaning::Progress),
    ("status tracking", Meaning::Progress),
    ("validation checklist", Meaning::Review),
    ("review checklist", Meaning::Review),
    ("self review*", Meaning::Review),
    ("design review checklist", Meaning::Review),
    ("requirements checklist", Meaning::Review),
    ("review acceptance checklist", Meaning::Review),
    ("execution status", Meaning::Review),
    ("constitution check*", Meaning::Review),
    ("requirement completeness", Meaning::Review),
    ("content quality", Meaning::Review),
    ("feature readiness", Meaning::Review),
    ("open questions", Meaning::OpenQuestions),
    ("questions", Meaning::OpenQuestions),
    ("decision log", Meaning::Log),
    ("decisions log", Meaning::Log),
    ("surprises discoveries", Meaning::Log),
    ("surprises and discoveries", Meaning::Log),
    ("outcomes retrospective", Meaning::Log),
    ("outcomes and retrospective", Meaning::Log),
    ("artifacts and notes", Meaning::Log),
    ("changelog", Meaning::Log),
    ("change log", Meaning::Log),
    ("change history", Meaning::Log),
    ("revision note*", Meaning::Log),
    ("revision history", Meaning::Log),
    ("final summary", Meaning::Log),
    ("drift log*", Meaning::Log),
    ("completion notes*", Meaning::Log),
    ("dev agent record", Meaning::Log),
    ("requirements", Meaning::Requirements),
    ("functional requirements", Meaning::Requirements),
    ("current state analysis", Meaning::CurrentState),
    ("current state", Meaning::CurrentState),
    ("key discoveries", Meaning::CurrentState),
    ("run", Meaning::Run),
    ("command", Meaning::Run),
    ("expected", Meaning::Expected),
    ("expected output", Meaning::Expected),
    ("expect", Meaning::Expected),
];

/// Labels bound to meanings: the built-in ones and those a user added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    exact: FxHashMap<String, Meaning>,
    prefixes: FxHashMap<String, Meaning>,
}

static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary {
        exact: FxHashMap::default(),
        prefixes: FxHashMap::default(),
    };
    for (label, meaning) in VOCABULARY {
        vocabulary.add(label, *meaning);
    }
    vocabulary
});

impl Default for Vocabulary {
    fn default() -> Self {
        BUILT_IN.clone()
    }
}

impl Vocabulary {
    /// Returns the labels that everybody has.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Binds a label to a meaning; a `*` at its end lets any words follow.
    pub fn add(&mut self, label: &str, meaning: Meaning) {
        if let Some(prefix) = label.strip_suffix('*') {
            self.prefixes.insert(scan::normalized(prefix), meaning);
        }
        self.exact.insert(scan::normalized(label), meaning);
    }

    /// Returns what a label means.
    ///
    /// Case, punctuation, marks, a leading number and a parenthesis at the end do not matter.
    pub fn meaning(&self, label: &str) -> Option<Meaning> {
        self.meaning_in(&[], label)
    }

    /// Returns what a label means where `first`, a table of normalized labels, is asked before this vocabulary.
    pub(crate) fn meaning_in(&self, first: &[(&str, Meaning)], label: &str) -> Option<Meaning> {
        let bare = strip_number(label);
        if bare.len() > 120 {
            return None;
        }
        let folded = scan::normalized(bare);
        if let Some((_, meaning)) = first.iter().find(|(label, _)| *label == folded) {
            return Some(*meaning);
        }
        self.of_normalized(&folded).or_else(|| {
            let (head, _) = bare.split_once(['(', '—', '–', ':'])?;
            self.of_normalized(&scan::normalized(head))
        })
    }

    fn of_normalized(&self, folded: &str) -> Option<Meaning> {
        if folded.is_empty() || folded.len() > 80 {
            return None;
        }
        if let Some(meaning) = self.exact.get(folded) {
            return Some(*meaning);
        }
        let mut end = folded.len();
        while let Some(space) = folded[..end].rfind(' ') {
            end = space;
            if let Some(meaning) = self.prefixes.get(&folded[..end]) {
                return Some(*meaning);
            }
        }
        None
    }
}

fn strip_number(label: &str) -> &str {
    let trimmed = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    let len = scan::number_len(trimmed);
    if len == 0 {
        return trimmed;
    }
    trimmed[len..].trim_start_matches(['.', ')', ':', ' ', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, meaning: Option<Meaning>) {
        assert_eq!(Vocabulary::built_in().meaning(label), meaning, "{label}");
    }

    #[test]
    fn case_punctuation_numbers_and_parentheses_do_not_matter() {
        check("Success Criteria", Some(Meaning::Criteria));
        check("✅ success criteria:", Some(Meaning::Criteria));
        check("3. Testing Strategy", Some(Meaning::TestStrategy));
        check("Out of Scope (deferred)", Some(Meaning::OutOfScope));
        check("File(s)", Some(Meaning::File));
        check("What We're NOT Doing", Some(Meaning::OutOfScope));
        check("Anything else", None);
    }

    #[test]
    fn a_label_of_a_user_is_understood() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("Abnahme*", Meaning::Criteria);
        assert_eq!(
            vocabulary.meaning("Abnahme durch QA"),
            Some(Meaning::Criteria)
        );
    }

    #[test]
    fn words_of_meanings_are_unique() {
        let mut words: Vec<&str> = Meaning::ALL.iter().map(|meaning| meaning.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Meaning::ALL.len());
    }
}
