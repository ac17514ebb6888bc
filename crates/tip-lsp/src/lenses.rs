//! What is shown above a line: how far a phase has come, and the command of a criterion.

use gen_lsp_types::{CodeLens, Command};
use serde_json::json;
use tip_plan::{BoxState, UnitKind, UnitState};
use tip_syntax::Span;

use crate::session::View;

/// What the editor itself has to know how to do: open a terminal and type a command into it, for a person to look at and to run.
pub(crate) const RUN_IN_TERMINAL: &str = "tip.runInTerminal";

/// Returns the progress of each phase, and for an editor that can type into its terminal the commands of boxes.
pub(crate) fn lenses(view: &View<'_>) -> Vec<CodeLens> {
    let plan = &view.looked.plan;
    let mut lenses = Vec::new();
    for (id, phase) in plan.phases() {
        let boxes = plan.boxes_of_phase(id);
        let (done, total) = boxes.fold((0, 0), |(done, total), it| {
            (done + u32::from(it.state == BoxState::Done), total + 1)
        });
        let state = match phase.state.value {
            UnitState::Unknown => String::new(),
            state => state.word().replace('_', " "),
        };
        let title = match (total, state.is_empty()) {
            (0, true) => continue,
            (0, false) => state,
            (_, true) => format!("{done}/{total} boxes"),
            (_, false) => format!("{state}, {done}/{total} boxes"),
        };
        debug_assert_eq!(phase.kind, UnitKind::Phase);
        // A lens without a command is shown and cannot be clicked.
        lenses.push(lens(view, phase.title.span, title, "", Vec::new()));
    }
    if !view.client.runs_in_terminal {
        return lenses;
    }
    for it in &plan.boxes {
        for at in &it.commands {
            let Some(command) = plan.commands.get(*at as usize) else {
                continue;
            };
            // To a terminal a line end and every other control character is a key: it would run what nobody has looked at.
            if command.why_not.is_some() || command.text.contains(char::is_control) {
                continue;
            }
            let arguments = vec![json!({
                "command": command.text,
                "cwd": view.project.snapshot.root().as_str(),
            })];
            let title = "▷ type into the terminal".to_owned();
            lenses.push(lens(view, it.mark, title, RUN_IN_TERMINAL, arguments));
        }
    }
    lenses
}

fn lens(
    view: &View<'_>,
    span: Span,
    title: String,
    command: &str,
    arguments: Vec<serde_json::Value>,
) -> CodeLens {
    CodeLens {
        range: view.client.encoding.range(view.looked.doc.source(), span),
        command: Some(Command {
            title,
            tooltip: None,
            command: command.to_owned(),
            arguments: (!arguments.is_empty()).then_some(arguments),
        }),
        data: None,
    }
}
