//! Features in the style of spec-kit: three files in a folder.

use super::Write;
use crate::bench::draft::Draft;

pub(super) const ROLES: &[(&str, Write)] = &[
    ("spec.md", write_spec),
    ("plan.md", write_plan),
    ("tasks.md", write_tasks),
];

fn write_spec(draft: &mut Draft) {
    let (title, slug, date) = (draft.title(), draft.slug(), draft.date());
    draft.line(format_args!("# Feature Specification: {title}\n"));
    draft.line(format_args!("**Feature Branch**: `{slug}`"));
    draft.line(format_args!("**Created**: {date}\n**Status**: Draft"));
    draft.heading(2, "User Scenarios & Testing *(mandatory)*");
    let mut number = 1;
    while number < 3 || !draft.is_written(75) {
        let title = draft.short();
        draft.heading(
            3,
            &format!("User Story {number} - {title} (Priority: P{number})"),
        );
        draft.paragraphs(2);
        draft.line(format_args!("**Acceptance Scenarios**:\n"));
        for scenario in 1..=3 {
            let (given, when, then) = (draft.sentence(), draft.sentence(), draft.sentence());
            draft.line(format_args!(
                "{scenario}. **Given** {given}, **When** {when}, **Then** {then}"
            ));
        }
        number += 1;
    }
    draft.heading(2, "Requirements *(mandatory)*");
    for number in 1..=8 {
        let sentence = draft.sentence();
        draft.line(format_args!("- **FR-{number:03}**: {sentence}"));
    }
    draft.heading(2, "Success Criteria *(mandatory)*");
    for number in 1..=4 {
        let sentence = draft.sentence();
        draft.line(format_args!("- **SC-{number:03}**: {sentence}"));
    }
}

fn write_plan(draft: &mut Draft) {
    let (title, slug, date) = (draft.title(), draft.slug(), draft.date());
    draft.line(format_args!("# Implementation Plan: {title}\n"));
    draft.line(format_args!(
        "**Branch**: `{slug}` | **Date**: {date} | **Spec**: spec.md"
    ));
    draft.heading(2, "Summary");
    draft.paragraphs(2);
    draft.heading(2, "Technical Context");
    draft.line(format_args!("**Language/Version**: Rust 1.95"));
    draft.line(format_args!(
        "**Testing**: cargo test\n**Scale/Scope**: 10k users"
    ));
    draft.heading(2, "Constitution Check");
    draft.criteria(5);
    draft.heading(2, "Project Structure");
    draft.line(format_args!("```text\nservices/\n├── api/"));
    for _ in 0..12 {
        let path = draft.path();
        draft.line(format_args!("│   ├── {path}"));
    }
    draft.line(format_args!("```"));
    draft.heading(2, "Complexity Tracking");
    draft.table();
    while !draft.is_written(95) {
        let title = draft.short();
        draft.heading(3, &title);
        draft.paragraphs(3);
        let (reference, sentence) = (draft.reference(), draft.sentence());
        draft.line(format_args!("- {sentence}: {reference}"));
    }
}

pub(super) fn write_tasks(draft: &mut Draft) {
    let title = draft.title();
    draft.line(format_args!("# Tasks: {title}\n"));
    draft.line(format_args!(
        "**Input**: Design documents from `specs/`\n**Prerequisites**: plan.md, spec.md"
    ));
    draft.heading(2, "Format: `[ID] [P?] [Story] Description`");
    draft.line(format_args!("- **[P]**: Can run in parallel"));
    let (mut phase, mut task) = (1, 1);
    while phase < 3 || !draft.is_written(90) {
        let (title, purpose) = (draft.short(), draft.sentence());
        draft.heading(
            2,
            &format!("Phase {phase}: User Story {phase} - {title} (Priority: P2)"),
        );
        draft.line(format_args!("**Goal**: {purpose}\n"));
        let tasks = draft.random.between(4, 9);
        for _ in 0..tasks {
            let (check, sentence, path) = (draft.check(), draft.sentence(), draft.path());
            let parallel = if draft.random.chance(40) { "[P] " } else { "" };
            draft.line(format_args!(
                "- {check} T{task:03} {parallel}[US{phase}] {sentence} in {path}"
            ));
            task += 1;
        }
        draft.line(format_args!("\n**Checkpoint**: Story {phase} works alone"));
        phase += 1;
    }
    draft.heading(2, "Dependencies & Execution Order");
    draft.line(format_args!("- **Phase 2**: Depends on Phase 1"));
    draft.line(format_args!("- T003 depends on T001, T002"));
}
