//! What hinders commands from being run here, found before they are.

use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use tip_plan::Plan;
use tip_rules::{Level, RULES, RuleConfig, RuleSetting};
use tip_syntax::Document;

use crate::{EntryKind, Snapshot, Standing};

/// The rules that say why a command cannot be run.
const HINDRANCES: [&str; 5] = [
    "missing-program",
    "missing-script",
    "missing-test-file",
    "unknown-target",
    "unknown-test",
];

impl Snapshot {
    /// Looks for programs along a search path, the value of `PATH`: from then on the rules say which are not there.
    pub fn set_search_path(&mut self, folders: Vec<Utf8PathBuf>) {
        self.search_path = Some(folders);
    }

    /// Returns whether a program is installed; `None` where nobody said where to look.
    pub(crate) fn has_program(&self, name: &str) -> Option<bool> {
        let folders = self.search_path.as_ref()?;
        let is_there =
            |folder: &Utf8PathBuf| self.system().kind(&folder.join(name)) == Some(EntryKind::File);
        Some(folders.iter().any(is_there))
    }

    /// Returns for boxes of a file, by their positions, why their commands cannot be run: a program, a script, a test, a package or a target
    /// that they name is not there.
    ///
    /// What the plan itself means to make, what it lets pass, and phases that are over are not judged.
    pub fn hindrances(
        &self,
        path: &str,
        standing: Standing,
        doc: &Document,
        plan: &Plan,
    ) -> FxHashMap<usize, String> {
        let off = RULES
            .iter()
            .filter(|rule| !HINDRANCES.contains(&rule.name))
            .map(|rule| (rule.name.to_owned(), RuleSetting::At(Level::Off)));
        let rules = RuleConfig {
            settings: off.collect(),
        };
        let judged = self.judge_as(path, standing, doc.source().bytes(), &rules);
        let mut found: FxHashMap<usize, String> = FxHashMap::default();
        for it in judged
            .iter()
            .filter(|it| HINDRANCES.contains(&it.rule.name))
        {
            let span = it.finding.primary.span;
            let Some(first) = plan.commands.iter().find(|it| it.span.contains(span)) else {
                continue;
            };
            // A thing that is missing is told once, and missed by all that name it.
            let word = doc.text(span);
            let alike = plan
                .commands
                .iter()
                .filter(|command| command.span == first.span || names(&command.text, word));
            for command in alike {
                if let Some(at) = command.in_box {
                    let message = || it.finding.message.clone();
                    found.entry(at as usize).or_insert_with(message);
                }
            }
        }
        found
    }
}

/// Returns whether a command names something: the word stands in it with nothing of a word around it.
fn names(command: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    !word.is_empty()
        && command.match_indices(word).any(|(at, _)| {
            let before = command[..at].chars().next_back();
            let after = command[at + word.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
}
