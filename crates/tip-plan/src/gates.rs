//! Texts of boxes that a team binds to commands: "All tests pass" is `cargo test`.

use tip_syntax::Document;

use crate::read::why_not;
use crate::{BoxKind, Command, CommandForm, Expectation, Plan};

/// The texts that are bound to commands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gates {
    gates: Vec<Gate>,
}

/// A text and its commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The text as it was written.
    pub text: String,
    /// The commands; all of them have to succeed.
    pub commands: Vec<String>,
    folded: String,
    open: bool,
}

impl Gates {
    /// Binds a text to commands; a `*` at its end lets anything follow.
    pub fn add(&mut self, text: &str, commands: Vec<String>) {
        let head = text.trim_end().strip_suffix('*');
        self.gates.push(Gate {
            folded: fold(head.unwrap_or(text)),
            open: head.is_some(),
            text: text.to_owned(),
            commands,
        });
    }

    /// Returns all of them, in the order in which they were added.
    pub fn all(&self) -> &[Gate] {
        &self.gates
    }

    /// Returns the gate that a text is bound to: the one of just this text, or else the longest that it begins with.
    ///
    /// Case, white space, marks of Markdown, quotes and the punctuation at the end do not matter.
    pub fn of(&self, text: &str) -> Option<&Gate> {
        if self.gates.is_empty() {
            return None;
        }
        let text = fold(text);
        let exact = self.gates.iter().find(|it| it.folded == text);
        let begins = |it: &&Gate| {
            let rest = text.strip_prefix(&it.folded);
            it.open && rest.is_some_and(|it| !it.starts_with(char::is_alphanumeric))
        };
        exact.or_else(|| {
            let open = self.gates.iter().filter(begins);
            open.max_by_key(|it| it.folded.len())
        })
    }
}

/// Returns a text without what does not matter when it is compared.
fn fold(text: &str) -> String {
    let plain = |c: &char| !matches!(c, '*' | '_' | '`' | '"' | '\'' | '“' | '”' | '‘' | '’');
    let plain: String = text.to_lowercase().chars().filter(plain).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let end = ['.', '!', ':', ';', ',', '…'];
    words.join(" ").trim_end_matches(end).trim_end().to_owned()
}

/// Gives the boxes that hold no command, and that no person is asked to look at, the commands that their texts are bound to.
pub(crate) fn bind(doc: &Document, plan: &mut Plan, gates: &Gates) {
    if gates.gates.is_empty() {
        return;
    }
    let mut bound: Vec<Command> = Vec::new();
    for (at, it) in plan.boxes.iter().enumerate() {
        let is_claim = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate | BoxKind::Task);
        if !is_claim || it.manual || it.in_table || !it.commands.is_empty() {
            continue;
        }
        let Some(gate) = gates.of(doc.text(it.text)) else {
            continue;
        };
        bound.extend(gate.commands.iter().map(|text| Command {
            span: it.text,
            text: text.clone(),
            form: CommandForm::Gate,
            expectation: Expectation::Success,
            expectation_span: None,
            why_not: why_not(text),
            unit: it.is_unit.or(it.unit),
            in_box: Some(at as u32),
        }));
    }
    if bound.is_empty() {
        return;
    }
    plan.commands.append(&mut bound);
    plan.commands.sort_by_key(|it| it.span.start);
    for it in &mut plan.boxes {
        it.commands.clear();
    }
    for (at, command) in plan.commands.iter().enumerate() {
        let in_box = command
            .in_box
            .and_then(|it| plan.boxes.get_mut(it as usize));
        if let Some(it) = in_box {
            it.commands.push(at as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bound: &str, text: &str, expected: bool) {
        let mut gates = Gates::default();
        gates.add(bound, vec!["make".to_owned()]);
        assert_eq!(gates.of(text).is_some(), expected, "{bound}: {text}");
    }

    #[test]
    fn what_does_not_matter_is_not_compared() {
        check("All tests pass", "all **tests** pass.", true);
        check("All tests pass", "All tests\n  pass", true);
        check("No `clippy` warnings!", "No clippy warnings", true);
        check("All tests pass", "All unit tests pass", false);
        check("All tests pass", "All tests pass on Windows", false);
        check("Below 5 ms", "Below 500 ms", false);
        check("x < 5", "x > 5", false);
    }

    #[test]
    fn a_star_lets_anything_follow() {
        check("All tests pass*", "All tests pass (unit and browser)", true);
        check("All tests pass *", "All tests pass", true);
        check("All tests pass*", "All tests passed over", false);
    }

    #[test]
    fn the_narrowest_gate_decides() {
        let mut gates = Gates::default();
        for text in ["All*", "All tests*", "All tests pass"] {
            gates.add(text, Vec::new());
        }
        let of = |text: &str| gates.of(text).map(|it| it.text.as_str());
        assert_eq!(of("All tests pass"), Some("All tests pass"));
        assert_eq!(of("All tests pass today"), Some("All tests*"));
        assert_eq!(of("All is well"), Some("All*"));
        assert_eq!(of("Nothing"), None);
    }
}
