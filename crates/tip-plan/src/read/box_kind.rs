//! What a box stands for.

use crate::read::walk::{OpenField, Walk};
use crate::{BoxKind, DialectId, Meaning, UnitKind};

impl Walk<'_> {
    /// Decides what a box stands for, from the innermost label outward.
    pub(crate) fn box_kind(&self, text: &str) -> BoxKind {
        // `**Dependencies**: None` announces no list.
        let announces =
            |it: &&OpenField| !it.has_value || it.meaning != Some(Meaning::Dependencies);
        let open = self.open_fields.iter().rev().filter(announces);
        let open = open.filter_map(|open| open.meaning);
        for meaning in open.chain(self.meanings().chain()) {
            if let Some(kind) = kind_of(meaning) {
                return kind;
            }
        }
        if let Some(kind) = self.kind_by_heading() {
            return kind;
        }
        if self.labels.dialect.id == DialectId::Backlog && text.starts_with('#') {
            return BoxKind::Criterion;
        }
        if let Some(unit) = self.unit()
            && self.units[unit.index()].kind <= UnitKind::Step
        {
            return BoxKind::Task;
        }
        self.file_kind().unwrap_or(self.labels.dialect.plain_box)
    }

    /// Reads the words of a heading that the vocabulary does not know: `Post-deploy verification list`.
    fn kind_by_heading(&self) -> Option<BoxKind> {
        let section = &self.sections[self.section?.0 as usize];
        let own = section
            .unit
            .is_some_and(|unit| self.units[unit.index()].span.start == section.span.start);
        if own {
            return None;
        }
        let title = tip_syntax::scan::normalized(&section.title.value);
        let has = |words: &[&str]| title.split(' ').any(|word| words.contains(&word));
        if has(&[
            "verification",
            "verify",
            "validation",
            "acceptance",
            "criteria",
            "complete",
            "success",
            "outcomes",
        ]) {
            return Some(BoxKind::Criterion);
        }
        if has(&[
            "review",
            "quality",
            "compliance",
            "constitution",
            "clarifications",
        ]) && has(&["checklist", "check", "review"])
        {
            return Some(BoxKind::Review);
        }
        if has(&["gates", "gate"]) {
            return Some(BoxKind::Gate);
        }
        None
    }

    /// Returns what boxes stand for in files of this role.
    fn file_kind(&self) -> Option<BoxKind> {
        match self.file.to_ascii_lowercase().as_str() {
            "tasks.md" | "todo.md" | "implementation.md" => Some(BoxKind::Task),
            "requirements.md" | "spec.md" | "design.md" | "checklist.md" => Some(BoxKind::Review),
            _ => None,
        }
    }
}

/// Returns what a box under a label of this meaning stands for.
fn kind_of(meaning: Meaning) -> Option<BoxKind> {
    use Meaning as M;
    Some(match meaning {
        M::Criteria | M::AutomatedCriteria | M::ManualCriteria | M::MigrationTesting => {
            BoxKind::Criterion
        }
        M::QualityGates => BoxKind::Gate,
        M::Tasks | M::CodeChanges | M::Create | M::Modify | M::Delete => BoxKind::Task,
        M::Progress => BoxKind::Progress,
        // What must be there before the work begins is no part of it.
        M::Review | M::OpenQuestions | M::Dependencies => BoxKind::Review,
        _ => return None,
    })
}
