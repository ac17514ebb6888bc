//! What differs between what was approved and what is there.

use super::{TrustRecord, TrustSubject, TrustedCommand};

/// What differs from what was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectChange {
    /// The commands, in their order; those that are gone stand where they stood.
    pub commands: Vec<CommandChange>,
    /// The keys of the configuration of which something else was approved: the key, what was approved, what is there.
    pub settings: Vec<(String, String, String)>,
    /// Where the plan lay when it was approved, if that is elsewhere now.
    pub moved_from: Option<String>,
}

/// A command, and whether it was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandChange {
    /// It was approved.
    Same(TrustedCommand),
    /// It was approved and is gone.
    Gone(TrustedCommand),
    /// Nobody approved it.
    New(TrustedCommand),
}

impl SubjectChange {
    /// Compares what was approved with what is there.
    pub(super) fn between(old: &TrustRecord, new: &TrustSubject) -> Self {
        let value = |settings: &[(String, String)], key: &str| {
            let found = settings.iter().find(|(it, _)| it == key);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut keys: Vec<&String> = old.settings.iter().map(|(key, _)| key).collect();
        keys.extend(new.settings.iter().map(|(key, _)| key));
        keys.sort_unstable();
        keys.dedup();
        let settings = keys.into_iter().map(|key| {
            let (was, is) = (value(&old.settings, key), value(&new.settings, key));
            (key.clone(), was, is)
        });
        Self {
            commands: commands(&old.commands, &new.commands),
            settings: settings.filter(|(_, was, is)| was != is).collect(),
            moved_from: (old.file != new.file).then(|| old.file.to_string()),
        }
    }

    /// Returns what differs in one phrase.
    pub fn phrase(&self) -> String {
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        for it in &self.commands {
            match it {
                CommandChange::Same(_) => {}
                CommandChange::New(it) => new.push(it),
                CommandChange::Gone(it) => gone.push(it),
            }
        }
        let changed = new.len() + gone.len();
        // What stands elsewhere is neither new nor gone.
        gone.retain(|it| match new.iter().position(|new| new == it) {
            Some(at) => {
                new.swap_remove(at);
                false
            }
            None => true,
        });
        let moved = changed > new.len() + gone.len();
        let (new, gone) = (new.len(), gone.len());
        let plural = |count: usize| if count == 1 { "command" } else { "commands" };
        let mut parts = Vec::new();
        if new > 0 {
            parts.push(format!("{new} new {}", plural(new)));
        }
        if gone > 0 {
            parts.push(format!("{gone} {} gone", plural(gone)));
        }
        if !self.settings.is_empty() {
            parts.push("another configuration".to_owned());
        }
        if self.moved_from.is_some() {
            parts.push("another file behind its path".to_owned());
        }
        if moved || parts.is_empty() {
            parts.push("another order".to_owned());
        }
        format!("it changed since it was approved: {}", parts.join(", "))
    }
}

/// The most commands that are compared one by one; of more only the ends that are the same are left out.
const MOST: usize = 500;

/// Compares two lists by their longest common subsequence.
fn commands(old: &[TrustedCommand], new: &[TrustedCommand]) -> Vec<CommandChange> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (rest_old, rest_new) = (&old[head..], &new[head..]);
    let backwards = rest_old.iter().rev().zip(rest_new.iter().rev());
    let tail = backwards.take_while(|(a, b)| a == b).count();
    let (a, b) = (
        &rest_old[..rest_old.len() - tail],
        &rest_new[..rest_new.len() - tail],
    );
    let same = |it: &TrustedCommand| CommandChange::Same(it.clone());
    let mut out: Vec<CommandChange> = new[..head].iter().map(same).collect();
    out.extend(if a.len().max(b.len()) > MOST {
        let gone = a.iter().cloned().map(CommandChange::Gone);
        gone.chain(b.iter().cloned().map(CommandChange::New))
            .collect()
    } else {
        middle(a, b)
    });
    out.extend(new[new.len() - tail..].iter().map(same));
    out
}

fn middle(a: &[TrustedCommand], b: &[TrustedCommand]) -> Vec<CommandChange> {
    // `longest[i][j]` is the length of the longest common subsequence of `a[i..]` and `b[j..]`.
    let mut longest = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if a[i] == b[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            out.push(CommandChange::Same(a[i].clone()));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || longest[i + 1][j] >= longest[i][j + 1]) {
            out.push(CommandChange::Gone(a[i].clone()));
            i += 1;
        } else {
            out.push(CommandChange::New(b[j].clone()));
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &str) -> Vec<TrustedCommand> {
        let command = |word: &str| TrustedCommand {
            directory: String::new(),
            command: word.to_owned(),
        };
        words.split_whitespace().map(command).collect()
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let shown = |it: &CommandChange| match it {
            CommandChange::Same(it) => it.command.clone(),
            CommandChange::Gone(it) => format!("-{}", it.command),
            CommandChange::New(it) => format!("+{}", it.command),
        };
        let found = commands(&list(old), &list(new));
        let found: Vec<String> = found.iter().map(shown).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn what_stands_elsewhere_is_neither_new_nor_gone() {
        for (old, new, expected) in [
            ("a b c", "b c a", "another order"),
            ("a b", "b a c", "1 new command, another order"),
            ("a a", "a", "1 command gone"),
            ("a", "b c", "2 new commands, 1 command gone"),
        ] {
            let change = SubjectChange {
                commands: commands(&list(old), &list(new)),
                settings: Vec::new(),
                moved_from: None,
            };
            let phrase = change.phrase();
            let (_, said) = phrase.split_once(": ").expect("what changed is told");
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn what_is_new_and_what_is_gone_is_told() {
        check("a b c", "a b c", "a b c");
        check("a b c", "a x c", "a -b +x c");
        check("a b", "a b c", "a b +c");
        check("a b c", "c", "-a -b c");
        check("a b", "b a", "-a b +a");
        check("", "a", "+a");
    }
}
