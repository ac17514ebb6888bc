//! Edits of plans: what is written, and that nothing else changes.

mod add;

mod annotate;

mod confirm;

mod convert;

mod format;

mod renumber;

mod scaffold;

mod status;

mod tick;

mod unit_state;

use tip_edit::EditError;
use tip_plan::{Plan, ReadOptions, read};
use tip_syntax::{Document, Edit, apply_edits};

/// Reads a text as the plan `docs/tips/a.md`.
fn parsed(text: &str) -> (Document, Plan) {
    parsed_at("docs/tips/a.md", text)
}

fn parsed_at(path: &str, text: &str) -> (Document, Plan) {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new(path));
    (doc, plan)
}

/// Returns the text after edits.
#[track_caller]
fn applied(text: &str, edits: &[Edit]) -> String {
    let bytes = apply_edits(text.as_bytes(), edits).expect("edits do not overlap");
    String::from_utf8(bytes).expect("edits are text")
}

/// Returns the lines that differ, those before with `-` and those after with `+`, or the reason why nothing is changed.
#[track_caller]
fn changed(text: &str, edit: impl Fn(&Document, &Plan) -> Result<Vec<Edit>, EditError>) -> String {
    let (doc, plan) = parsed(text);
    match edit(&doc, &plan) {
        Ok(edits) => difference(text, &applied(text, &edits)),
        Err(error) => format!("error: {error}"),
    }
}

fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old[same..].iter().rev().zip(new[same..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    let mark = |mark: &str, lines: &[&str]| {
        let lines = lines.iter().map(|line| format!("{mark}{line}\n"));
        lines.collect::<String>()
    };
    mark("-", &old[same..old.len() - tail]) + &mark("+", &new[same..new.len() - tail])
}
