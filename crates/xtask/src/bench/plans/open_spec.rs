//! Changes in the style of `OpenSpec`: three files in a folder.

use super::Write;
use crate::bench::draft::Draft;

pub(super) const ROLES: &[(&str, Write)] = &[
    ("proposal.md", write_proposal),
    ("design.md", write_design),
    ("tasks.md", write_tasks),
];

fn write_proposal(draft: &mut Draft) {
    let title = draft.title();
    draft.line(format_args!("# Change: {title}"));
    draft.heading(2, "Why");
    draft.paragraphs(3);
    draft.heading(2, "What Changes");
    while !draft.is_written(80) {
        let (reference, sentence) = (draft.reference(), draft.sentence());
        draft.line(format_args!("- **BREAKING** {sentence}: {reference}"));
        draft.bullets(3);
    }
    draft.heading(2, "Impact");
    draft.line(format_args!("- Affected specs: limits, receipts"));
    for _ in 0..4 {
        let reference = draft.reference();
        draft.line(format_args!("- Affected code: {reference}"));
    }
}

fn write_design(draft: &mut Draft) {
    draft.line(format_args!("## Context\n"));
    draft.paragraphs(2);
    draft.heading(2, "Goals / Non-Goals");
    draft.line(format_args!("**Goals:**"));
    draft.bullets(4);
    draft.line(format_args!("\n**Non-Goals:**"));
    draft.bullets(3);
    draft.heading(2, "Decisions");
    let mut number = 1;
    while !draft.is_written(80) {
        let title = draft.short();
        draft.heading(3, &format!("Decision {number}: {title}"));
        draft.paragraphs(2);
        if draft.random.chance(30) {
            draft.fence();
        }
        if draft.random.chance(20) {
            draft.table();
        }
        number += 1;
    }
    draft.heading(2, "Risks / Trade-offs");
    for _ in 0..4 {
        let (risk, mitigation) = (draft.sentence(), draft.sentence());
        draft.line(format_args!("- **Risk:** {risk} → {mitigation}"));
    }
}

fn write_tasks(draft: &mut Draft) {
    let mut group = 1;
    while group < 3 || !draft.is_written(96) {
        let title = draft.short();
        draft.heading(2, &format!("{group}. {title}"));
        let tasks = draft.random.between(3, 7);
        for task in 1..=tasks {
            let (check, sentence) = (draft.check(), draft.sentence());
            let reference = draft.reference();
            draft.line(format_args!(
                "- {check} {group}.{task} Update {reference}: {sentence}"
            ));
        }
        group += 1;
    }
}
