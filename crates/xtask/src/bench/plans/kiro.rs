//! Specs in the style of Kiro: three files in a folder.

use super::Write;
use crate::bench::draft::Draft;

pub(super) const ROLES: &[(&str, Write)] = &[
    ("requirements.md", write_requirements),
    ("design.md", write_design),
    ("tasks.md", write_tasks),
];

fn write_requirements(draft: &mut Draft) {
    draft.line(format_args!("# Requirements Document"));
    draft.heading(2, "Introduction");
    draft.paragraphs(2);
    draft.heading(2, "Requirements");
    let mut number = 1;
    while number < 3 || !draft.is_written(95) {
        draft.heading(3, &format!("Requirement {number}"));
        let wish = draft.sentence();
        draft.line(format_args!(
            "**User Story:** As a customer, I want that {wish}.\n"
        ));
        draft.line(format_args!("#### Acceptance Criteria\n"));
        for criterion in 1..=5 {
            let (when, shall) = (draft.sentence(), draft.sentence());
            draft.line(format_args!(
                "{criterion}. WHEN {when} THEN THE SYSTEM SHALL see that {shall}"
            ));
        }
        number += 1;
    }
}

fn write_design(draft: &mut Draft) {
    draft.line(format_args!("# Design Document"));
    draft.heading(2, "Overview");
    draft.paragraphs(2);
    draft.heading(2, "Architecture");
    draft.line(format_args!("```mermaid\ngraph TD\n  A --> B\n```\n"));
    draft.heading(2, "Components and Interfaces");
    while !draft.is_written(85) {
        let (title, path) = (draft.short(), draft.path());
        draft.heading(3, &title);
        draft.line(format_args!("**Location**: `{path}`\n"));
        draft.paragraphs(1);
        draft.fence();
    }
    draft.heading(2, "Testing Strategy");
    draft.bullets(4);
}

fn write_tasks(draft: &mut Draft) {
    draft.line(format_args!("# Implementation Plan\n"));
    let mut number = 1;
    while number < 4 || !draft.is_written(96) {
        let (check, title) = (draft.check(), draft.short());
        draft.line(format_args!("- {check} {number}. {title}"));
        for part in 1..=2 {
            let (check, title) = (draft.check(), draft.short());
            let optional = if draft.random.chance(15) { "*" } else { "" };
            let (first, reference) = (draft.sentence(), draft.reference());
            draft.line(format_args!(
                "- {check}{optional} {number}.{part} {title}\n  - {first}\n  - Extend {reference}"
            ));
            draft.line(format_args!(
                "  - _Requirements: {number}.1, {number}.{part}_\n"
            ));
        }
        number += 1;
    }
}
