//! Plans in the style of superpowers.

use crate::bench::draft::Draft;

pub(super) fn write(draft: &mut Draft) {
    let (title, goal, architecture) = (draft.title(), draft.sentence(), draft.sentence());
    draft.line(format_args!("# {title} Implementation Plan\n"));
    draft.line(format_args!(
        "> **For agentic workers:** REQUIRED SUB-SKILL: Use superpowers:executing-plans to work through this plan task by task.\n"
    ));
    draft.line(format_args!("**Goal:** {goal}.\n"));
    draft.line(format_args!("**Architecture:** {architecture}.\n"));
    draft.line(format_args!("**Tech Stack:** Rust, TypeScript\n\n---"));
    let mut number = 1;
    while number < 2 || !draft.is_written(94) {
        task(draft, number);
        number += 1;
    }
}

fn task(draft: &mut Draft, number: u32) {
    let title = draft.short();
    draft.heading(3, &format!("Task {number}: {title}"));
    let (create, modify, test) = (draft.new_path(), draft.reference(), draft.path());
    draft.line(format_args!("**Files:**\n- Create: `{create}`"));
    draft.line(format_args!("- Modify: {modify}\n- Test: `{test}`\n"));
    step(draft, 1, "Write the failing test");
    draft.fence();
    step(draft, 2, "Run it to see it fail");
    let command = draft.command();
    draft.line(format_args!("Run: `{command}`"));
    draft.line(format_args!("Expected: FAIL with \"not found\"\n"));
    step(draft, 3, "Write the least that passes");
    draft.fence();
    step(draft, 4, "Run it again");
    let command = draft.command();
    draft.line(format_args!("Run: `{command}`\nExpected: PASS\n"));
    step(draft, 5, "Commit");
    draft.line(format_args!("```bash\ngit add {create}"));
    draft.line(format_args!("git commit -m \"feat: {title}\"\n```"));
}

fn step(draft: &mut Draft, number: u32, title: &str) {
    let check = draft.check();
    draft.line(format_args!("- {check} **Step {number}: {title}**\n"));
}
