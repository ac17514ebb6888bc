//! Any bytes give a plan, in every dialect, whose spans lie in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tip_plan::{DialectId, Plan, ReadOptions, read};
use tip_syntax::{Document, Span};

/// Paths by which dialects and files of several roles are told apart.
const PATHS: [&str; 6] = [
    "docs/tips/plan.md",
    ".kiro/specs/a/tasks.md",
    "openspec/changes/a/proposal.md",
    "specs/001-a/tasks.md",
    "backlog/tasks/task-1 - a.md",
    "plan.md",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, text)) = bytes.split_first() else {
        return;
    };
    let doc = Document::parse(text.to_vec());
    let mut options = ReadOptions::new(PATHS[usize::from(choice) % PATHS.len()]);
    options.dialect = DialectId::ALL
        .get(usize::from(choice) / PATHS.len())
        .copied();
    check(&doc, &read(&doc, &options));
});

fn check(doc: &Document, plan: &Plan) {
    let sound = |span: Span| {
        assert!(doc.source().text().get(span.range()).is_some(), "{span:?}");
    };
    for section in &plan.sections {
        sound(section.span);
        sound(section.title.span);
    }
    for field in &plan.fields {
        sound(field.span);
        sound(field.label.span);
        sound(field.value);
        field.items.iter().copied().for_each(sound);
    }
    for unit in &plan.units {
        sound(unit.span);
        sound(unit.lead);
        sound(unit.title.span);
        assert!(
            unit.parent
                .is_none_or(|parent| parent.index() < plan.units.len())
        );
    }
    for it in &plan.boxes {
        sound(it.mark);
        sound(it.text);
        assert!(
            it.commands
                .iter()
                .all(|&at| (at as usize) < plan.commands.len())
        );
    }
    for reference in &plan.references {
        sound(reference.span);
        sound(reference.path_span);
    }
    plan.commands.iter().for_each(|command| sound(command.span));
    plan.placeholders.iter().for_each(|it| sound(it.span));
    plan.stage();
}
