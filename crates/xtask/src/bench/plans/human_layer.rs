//! Plans in the style of `HumanLayer`.

use crate::bench::draft::Draft;

pub(super) fn write(draft: &mut Draft) {
    let title = draft.title();
    if draft.random.chance(60) {
        let (date, stand) = (draft.date(), draft.stand.word());
        draft.line(format_args!("---\ndate: {date}\nstatus: {stand}"));
        draft.line(format_args!("tags: [plan, service]\n---\n"));
    }
    draft.line(format_args!("# {title} Implementation Plan"));
    draft.heading(2, "Overview");
    draft.paragraphs(1);
    draft.heading(2, "Current State Analysis");
    draft.paragraphs(1);
    for _ in 0..3 {
        let (reference, sentence) = (draft.reference(), draft.sentence());
        draft.line(format_args!("- {sentence} ({reference})"));
    }
    draft.heading(2, "What We're NOT Doing");
    draft.bullets(3);
    draft.heading(2, "Implementation Approach");
    draft.paragraphs(1);
    let mut number = 1;
    while number < 2 || !draft.is_written(85) {
        phase(draft, number);
        number += 1;
    }
    draft.heading(2, "Testing Strategy");
    draft.bullets(3);
    draft.heading(2, "References");
    let (path, reference) = (draft.path(), draft.reference());
    draft.line(format_args!("- Original ticket: `{path}`"));
    draft.line(format_args!("- Similar implementation: {reference}"));
}

fn phase(draft: &mut Draft, number: u32) {
    let title = draft.short();
    draft.heading(2, &format!("Phase {number}: {title}"));
    draft.line(format_args!("### Overview\n"));
    draft.paragraphs(1);
    draft.line(format_args!("### Changes Required:"));
    let changes = draft.random.between(1, 3);
    for change in 1..=changes {
        let (title, path, sentence) = (draft.short(), draft.path(), draft.sentence());
        draft.line(format_args!("\n#### {change}. {title}"));
        draft.line(format_args!("**File**: `{path}`"));
        draft.line(format_args!("**Changes**: {sentence}\n"));
        if draft.random.chance(50) {
            draft.fence();
        }
    }
    draft.heading(3, "Success Criteria:");
    draft.line(format_args!("#### Automated Verification:"));
    let count = draft.random.between(2, 4);
    for _ in 0..count {
        let (check, command, sentence) = (draft.check(), draft.command(), draft.sentence());
        draft.line(format_args!("- {check} {sentence}: `{command}`"));
    }
    draft.line(format_args!("\n#### Manual Verification:"));
    draft.criteria(2);
    draft.line(format_args!("\n---"));
}
