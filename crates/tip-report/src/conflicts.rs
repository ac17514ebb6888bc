//! Plans that mean to change the same files: for the terminal and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tip_plan::Intent;

use crate::layout::counted;
use crate::table::{Cell, Column, Table};
use crate::terminal::Look;
use crate::{Terminal, escape, wire};

/// A plan under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangingPlan {
    /// Its name.
    pub name: String,
    /// Who changed it last, by the history.
    pub who: Option<String>,
}

/// A plan means to change a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: String,
    /// The plan, as a position among the plans.
    pub plan: usize,
    /// The handle of the phase, where it stands in one.
    pub phase: Option<String>,
    /// What shall be done with the file.
    pub intent: Intent,
    /// The first and the last line that are meant, where they are now.
    pub lines: Option<(u32, u32)>,
}

/// A file that several plans mean to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub path: String,
    /// Who means to change it, plan by plan.
    pub changes: Vec<FileChange>,
    /// How near they come to each other.
    pub meeting: Meeting,
}

/// How near the plans that mean to change a file come to each other, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meeting {
    /// Two of them mean the same lines.
    Lines,
    /// One of them makes or deletes the whole file.
    WholeFile,
    /// They mean the same file, and as far as anybody can tell not the same lines.
    File,
}

impl Meeting {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::WholeFile => "whole_file",
            Self::File => "file",
        }
    }

    /// Says it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Lines => "the same lines",
            Self::WholeFile => "the whole file",
            Self::File => "the same file",
        }
    }

    /// Returns how near two changes come to each other.
    fn of(a: &FileChange, b: &FileChange) -> Self {
        let whole = |it: &FileChange| matches!(it.intent, Intent::Create | Intent::Delete);
        match (a.lines, b.lines) {
            _ if whole(a) || whole(b) => Self::WholeFile,
            (Some((a_first, a_last)), Some((b_first, b_last)))
                if a_first <= b_last && b_first <= a_last =>
            {
                Self::Lines
            }
            _ => Self::File,
        }
    }
}

impl Conflict {
    /// Finds the files that several plans mean to change, the nearest conflicts first.
    pub fn find(changes: &[FileChange]) -> Vec<Self> {
        let mut by_path: BTreeMap<&str, Vec<FileChange>> = BTreeMap::new();
        for change in changes {
            let of_path = by_path.entry(&change.path).or_default();
            if !of_path.contains(change) {
                of_path.push(change.clone());
            }
        }
        let mut conflicts: Vec<Self> = by_path
            .into_iter()
            .map(|(path, mut changes)| {
                changes.sort_by(|a, b| {
                    let key = |it: &FileChange| (it.plan, it.lines, it.phase.clone());
                    key(a).cmp(&key(b))
                });
                let pairs = changes.iter().enumerate().flat_map(|(at, a)| {
                    let others = changes[..at].iter().filter(|b| b.plan != a.plan);
                    others.map(|b| Meeting::of(a, b))
                });
                Self {
                    path: path.to_owned(),
                    meeting: pairs.min().unwrap_or(Meeting::File),
                    changes,
                }
            })
            .filter(|it| it.plans().len() > 1)
            .collect();
        conflicts.sort_by_key(|it| (it.meeting, std::cmp::Reverse(it.plans().len())));
        conflicts
    }

    /// Returns the plans, each once.
    pub(crate) fn plans(&self) -> Vec<usize> {
        let mut plans: Vec<usize> = self.changes.iter().map(|it| it.plan).collect();
        plans.dedup();
        plans
    }
}

/// The files and the plans of the map that are shown.
const MOST_FILES: usize = 30;
const MOST_PLANS: usize = 20;

/// The phases, and the places, of a plan that are shown of a file.
const MOST_PLACES: usize = 3;

/// Renders conflicts: each file with who means to change it, then a map of files by plans.
pub fn render(conflicts: &[Conflict], plans: &[ChangingPlan], terminal: &Terminal) -> String {
    let mut out = String::new();
    for conflict in conflicts.iter().take(MOST_FILES) {
        let what = conflict.meeting.words();
        let look = match conflict.meeting {
            Meeting::Lines | Meeting::WholeFile => Look::Warning,
            Meeting::File => Look::Dim,
        };
        let _ = writeln!(
            out,
            "{}  {}, {}",
            terminal.paint(Look::Code, escape::line(&conflict.path)),
            counted(conflict.plans().len(), "plan"),
            terminal.paint(look, what)
        );
        let mut table = Table::new(
            2,
            &[
                Column::Path,
                Column::Left,
                Column::Left,
                Column::Left,
                Column::Text,
            ],
        );
        for changes in conflict.changes.chunk_by(|a, b| a.plan == b.plan) {
            let plan = &plans[changes[0].plan];
            table.row([
                Cell::new(Look::Code, &plan.name),
                Cell::plain(&each(changes, |it| it.phase.clone())),
                Cell::plain(&each(changes, |it| Some(it.intent.word().to_owned()))),
                Cell::plain(&each(changes, |it| it.lines.map(lines))),
                Cell::new(Look::Dim, plan.who.as_deref().unwrap_or("")),
            ]);
        }
        table.write(*terminal, &mut out);
    }
    if conflicts.len() > MOST_FILES {
        let more = counted(conflicts.len() - MOST_FILES, "file");
        let _ = writeln!(out, "and {more} more: `--json` has all");
    }
    if conflicts.len() > 1 {
        out.push('\n');
        map(conflicts, plans, *terminal, &mut out);
    }
    out
}

/// Returns what the changes of a plan say, each once; of many only the first.
fn each(changes: &[FileChange], of: impl Fn(&FileChange) -> Option<String>) -> String {
    let mut said: Vec<String> = Vec::new();
    for it in changes.iter().filter_map(of) {
        if !said.contains(&it) {
            said.push(it);
        }
    }
    let more = said.len().saturating_sub(MOST_PLACES);
    said.truncate(MOST_PLACES);
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    said.join(", ")
}

pub(crate) fn lines((first, last): (u32, u32)) -> String {
    if first == last {
        format!("line {first}")
    } else {
        format!("lines {first}-{last}")
    }
}

/// A map of files by plans: the darker, the more places of the file a plan means to change.
fn map(conflicts: &[Conflict], plans: &[ChangingPlan], terminal: Terminal, out: &mut String) {
    let mut shown: Vec<usize> = conflicts.iter().flat_map(Conflict::plans).collect();
    shown.sort_unstable();
    shown.dedup();
    shown.truncate(MOST_PLANS);
    let mut columns = vec![Column::Left; shown.len()];
    columns.push(Column::Path);
    let mut table = Table::new(2, &columns);
    let numbers = (1..=shown.len()).map(|it| Cell::new(Look::Dim, &it.to_string()));
    table.row(numbers.chain([Cell::default()]));
    for conflict in conflicts.iter().take(MOST_FILES) {
        let cells = shown.iter().map(|plan| {
            let count = conflict
                .changes
                .iter()
                .filter(|it| it.plan == *plan)
                .count();
            let mark = match count {
                0 => "·",
                1 => "░",
                2 | 3 => "▒",
                _ => "█",
            };
            let look = if count == 0 { Look::Dim } else { Look::Warning };
            Cell::drawn(look, mark.to_owned())
        });
        table.row(cells.chain([Cell::new(Look::Code, &conflict.path)]));
    }
    table.write(terminal, out);
    for (number, plan) in shown.iter().enumerate() {
        let name = escape::line(&plans[*plan].name);
        let _ = writeln!(
            out,
            "  {:>2}  {}",
            number + 1,
            terminal.paint(Look::Code, name)
        );
    }
}

/// Plans that mean to change the same files.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "conflicts")]
struct ConflictsJson<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// The plans under way that were looked at.
    plans: Vec<PlanJson<'a>>,
    /// The files that several of them mean to change, the nearest conflicts first.
    conflicts: Vec<ConflictJson<'a>>,
}

/// A plan.
#[derive(Debug, Serialize, JsonSchema)]
struct PlanJson<'a> {
    /// Its name.
    plan: &'a str,
    /// Who changed it last, by the history.
    who: Option<&'a str>,
}

/// A file that several plans mean to change.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConflictJson<'a> {
    /// The file.
    path: &'a str,
    /// Whether two plans mean the same lines, or one the whole file.
    same_lines: bool,
    /// How near they come to each other: the same lines, one of them makes or deletes the whole file, or only the same file.
    #[schemars(extend("enum" = ["lines", "whole_file", "file"]))]
    meeting: &'static str,
    /// The changes.
    changes: Vec<ChangeJson<'a>>,
}

/// A plan means to change a file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ChangeJson<'a> {
    /// The plan.
    plan: &'a str,
    /// The handle of the phase.
    phase: Option<&'a str>,
    /// What shall be done with the file.
    #[schemars(extend("enum" = ["create", "modify", "delete"]))]
    intent: &'static str,
    /// The first line, where it is now.
    line: Option<u32>,
    /// The last line.
    end_line: Option<u32>,
}

/// Returns conflicts as JSON.
pub fn json(conflicts: &[Conflict], plans: &[ChangingPlan], version: &str) -> String {
    wire::pretty(&ConflictsJson {
        version,
        plans: plans
            .iter()
            .map(|it| PlanJson {
                plan: &it.name,
                who: it.who.as_deref(),
            })
            .collect(),
        conflicts: entries(conflicts, plans),
    })
}

/// Returns conflicts as they are written into JSON.
pub(crate) fn entries<'a>(
    conflicts: &'a [Conflict],
    plans: &'a [ChangingPlan],
) -> Vec<ConflictJson<'a>> {
    let change = |it: &'a FileChange| ChangeJson {
        plan: &plans[it.plan].name,
        phase: it.phase.as_deref(),
        intent: it.intent.word(),
        line: it.lines.map(|it| it.0),
        end_line: it.lines.map(|it| it.1),
    };
    let conflicts = conflicts.iter().map(|it| ConflictJson {
        path: &it.path,
        same_lines: it.meeting < Meeting::File,
        meeting: it.meeting.word(),
        changes: it.changes.iter().map(change).collect(),
    });
    conflicts.collect()
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<ConflictsJson<'_>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(plan: usize, intent: Intent, lines: Option<(u32, u32)>) -> FileChange {
        FileChange {
            path: "src/harbor.py".to_owned(),
            plan,
            phase: None,
            intent,
            lines,
        }
    }

    #[track_caller]
    fn check(changes: &[FileChange], expected: Option<Meeting>) {
        let found = Conflict::find(changes);
        assert_eq!(found.first().map(|it| it.meeting), expected);
    }

    #[test]
    fn lines_meet_or_lie_apart() {
        let modify = |plan, lines| change(plan, Intent::Modify, lines);
        check(
            &[modify(0, Some((1, 9))), modify(1, Some((9, 12)))],
            Some(Meeting::Lines),
        );
        check(
            &[modify(0, Some((1, 8))), modify(1, Some((9, 12)))],
            Some(Meeting::File),
        );
        check(
            &[modify(0, None), modify(1, Some((9, 12)))],
            Some(Meeting::File),
        );
        check(&[modify(0, None), modify(0, Some((1, 1)))], None);
    }

    #[test]
    fn what_makes_or_deletes_a_file_means_all_of_it() {
        let whole = |plan, intent| change(plan, intent, None);
        for other in [Intent::Create, Intent::Modify, Intent::Delete] {
            check(
                &[whole(0, other), whole(1, Intent::Delete)],
                Some(Meeting::WholeFile),
            );
        }
    }

    #[test]
    fn the_nearest_meeting_of_a_file_is_told() {
        let modify = |plan, lines| change(plan, Intent::Modify, lines);
        let create = change(2, Intent::Create, None);
        check(
            &[modify(0, Some((1, 9))), modify(1, Some((9, 12))), create],
            Some(Meeting::Lines),
        );
    }
}
