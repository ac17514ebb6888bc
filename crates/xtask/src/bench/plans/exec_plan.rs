//! Living documents in the style of `ExecPlan`.

use crate::bench::draft::Draft;

pub(super) fn write(draft: &mut Draft) {
    let (title, stand) = (draft.title(), draft.stand.word());
    draft.line(format_args!("# {title}\n"));
    draft.line(format_args!(
        "This ExecPlan is a living document.\nThe sections `Progress` and `Decision Log` are kept up to date.\n"
    ));
    draft.line(format_args!("Status: {}", stand.to_uppercase()));
    draft.heading(2, "Purpose / Big Picture");
    draft.paragraphs(2);
    draft.heading(2, "Progress");
    for _ in 0..6 {
        let (check, date, sentence) = (draft.check(), draft.date(), draft.sentence());
        draft.line(format_args!("- {check} ({date} 14:05Z) {sentence}"));
    }
    draft.heading(2, "Surprises & Discoveries");
    draft.bullets(3);
    draft.heading(2, "Decision Log");
    for _ in 0..3 {
        let (decision, date) = (draft.sentence(), draft.date());
        draft.line(format_args!("- Decision: {decision}\n  Date: {date}"));
    }
    draft.heading(2, "Plan of Work");
    let mut stage = 'A';
    while !draft.is_written(75) {
        let (title, path) = (draft.short(), draft.path());
        draft.line(format_args!("Stage {stage}: {title} in `{path}`.\n"));
        draft.paragraphs(2);
        stage = char::from_u32(stage as u32 + 1)
            .filter(char::is_ascii_uppercase)
            .unwrap_or('A');
    }
    draft.heading(2, "Concrete Steps");
    draft.line(format_args!("Run from the root of the repository:\n"));
    let command = draft.command();
    draft.line(format_args!("```sh\n{command}\nmake check\n```"));
    draft.heading(2, "Validation and Acceptance");
    draft.bullets(3);
    draft.heading(2, "Idempotence and Recovery");
    draft.paragraphs(1);
}
