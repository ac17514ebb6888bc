//! Plans after our template, most sections filled.

use crate::bench::draft::Draft;

const SIZES: [&str; 5] = ["XS", "S", "M", "L", "XL"];
const CONFIDENCES: [&str; 3] = ["High", "Medium", "Low"];

pub(super) fn write(draft: &mut Draft) {
    let (size, confidence) = (draft.random.pick(&SIZES), draft.random.pick(&CONFIDENCES));
    head(draft, size, confidence);
    draft.heading(2, "Implementation Phases");
    let mut number = 1;
    while number < 3 || !draft.is_written(72) {
        phase(draft, number);
        // Now and then somebody inserts a phase and forgets to count on.
        number += u32::from(!draft.random.chance(2));
    }
    scenarios(draft);
    points(draft);
    risks(draft);
    notes(draft);
    draft.heading(2, "Total Effort Estimate");
    // A few say something else than the front matter.
    let total = if draft.random.chance(4) { "XL" } else { size };
    let why = draft.sentence();
    draft.line(format_args!("**Total**: {total}\n"));
    draft.line(format_args!("**Confidence**: {confidence}\n"));
    draft.line(format_args!("**Justification**: {why}."));
    draft.heading(2, "References");
    let (design, similar) = (draft.path(), draft.reference());
    draft.line(format_args!("- Domain design: `{design}`"));
    draft.line(format_args!("- Similar implementations: {similar}"));
}

fn head(draft: &mut Draft, size: &str, confidence: &str) {
    let (date, slug, title) = (draft.date(), draft.slug(), draft.title());
    let stand = draft.stand.word();
    let status = if draft.random.chance(3) { "wip" } else { stand };
    draft.line(format_args!("---\ndate: {date}\nfeature: {slug}"));
    draft.line(format_args!("status: {status}\nestimated_effort: {size}"));
    draft.line(format_args!("confidence: {confidence}"));
    draft.line(format_args!("tags: [implementation, api]\n---\n"));
    draft.line(format_args!("# Technical Implementation Plan: {title}"));
    draft.heading(2, "Domain Context");
    let path = draft.path();
    draft.line(format_args!("**Relevant Domain Model Docs**:"));
    draft.line(format_args!("- `{path}` (Key concepts, Events)"));
    draft.line(format_args!("- Key concepts: limits, windows, receipts\n"));
    draft.paragraphs(1);
}

fn phase(draft: &mut Draft, number: u32) {
    let title = draft.short();
    draft.line(format_args!("\n---\n"));
    draft.line(format_args!("### Phase {number}: {title}\n"));
    let purpose = draft.sentence();
    draft.line(format_args!("**Purpose**: {purpose}.\n"));
    draft.paragraphs(1);
    draft.line(format_args!("**Code Changes**:"));
    let changes = draft.random.between(1, 4);
    for _ in 0..changes {
        let (reference, change) = (draft.reference(), draft.sentence());
        draft.line(format_args!("- {reference} - {change}"));
    }
    let path = draft.new_path();
    draft.line(format_args!("- Create: `{path}`\n"));
    draft.line(format_args!("**Test Strategy**:"));
    let (path, case) = (draft.path(), draft.sentence());
    draft.line(format_args!(
        "- Unit tests: {case}\n  - `{path}` - {case}\n"
    ));
    if draft.random.chance(40) {
        draft.fence();
    }
    if draft.random.chance(15) {
        draft.table();
    }
    // A few phases say nothing on when they are done.
    if !draft.random.chance(4) {
        draft.line(format_args!("**Success Criteria**:"));
        let count = draft.random.between(2, 4);
        draft.criteria(count);
        if draft.random.chance(1) {
            draft.line(format_args!("- [ ] [Specific testable outcome]"));
        }
    }
    depends(draft, number);
    let size = draft.random.pick(&SIZES[..4]);
    draft.line(format_args!("**Estimated Effort**: {size}"));
}

fn depends(draft: &mut Draft, number: u32) {
    if number == 1 {
        draft.line(format_args!("\n**Dependencies**: None\n"));
        return;
    }
    let on = if draft.random.chance(2) {
        number + 20
    } else {
        draft.random.between(1, number - 1)
    };
    draft.line(format_args!("\n**Dependencies**: Phase {on} complete\n"));
}

fn scenarios(draft: &mut Draft) {
    draft.heading(2, "Key Test Scenarios");
    for number in 1..=2 {
        let title = draft.short();
        draft.line(format_args!("### Scenario {number}: {title}"));
        for label in ["Given", "When", "Then", "Validates"] {
            let sentence = draft.sentence();
            draft.line(format_args!("**{label}**: {sentence}"));
        }
        draft.gap();
    }
}

fn points(draft: &mut Draft) {
    draft.heading(2, "Integration Points");
    for label in ["Backend", "Frontend"] {
        draft.line(format_args!("**{label}**:"));
        draft.bullets(2);
        draft.gap();
    }
}

fn risks(draft: &mut Draft) {
    draft.heading(2, "Risk Assessment");
    draft.line(format_args!("### High Risk"));
    for label in ["Risk", "Mitigation"] {
        let sentence = draft.sentence();
        draft.line(format_args!("- **{label}**: {sentence}"));
    }
}

fn notes(draft: &mut Draft) {
    draft.heading(2, "Implementation Notes");
    let reference = draft.reference();
    draft.line(format_args!("**Architectural Patterns to Follow**:"));
    draft.line(format_args!("- Follow {reference}\n"));
    draft.line(format_args!("**Quality Gates**:"));
    draft.criteria(3);
}
