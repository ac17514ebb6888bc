//! One row of the truth.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tip_drift::{Judgement, Verdict};

/// A reference of a plan, and what became of it by other means.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) repository: String,
    pub(super) plan: String,
    pub(super) plan_line: u32,
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) state: String,
    pub(super) shift: i64,
}

/// Reads the rows of a table with a heading.
pub(super) fn read(path: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let lines = text.lines().enumerate().skip(1);
    lines
        .map(|(at, line)| parse(line).with_context(|| format!("line {}: not a row", at + 1)))
        .collect()
}

fn parse(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split('\t').collect();
    let field = |at: usize| fields.get(at).copied();
    Some(Row {
        repository: field(0)?.to_owned(),
        plan: field(1)?.to_owned(),
        plan_line: field(3)?.parse().ok()?,
        path: field(5)?.to_owned(),
        line: field(6)?.parse().ok()?,
        state: field(10)?.to_owned(),
        shift: match field(11).unwrap_or_default() {
            "" => 0,
            shift => shift.parse().ok()?,
        },
    })
}

impl Row {
    /// Returns whether our answer agrees with the row.
    pub(super) fn agrees(&self, verdict: Verdict, judgement: &Judgement) -> bool {
        use Verdict::{
            Ambiguous, Deleted, Edited, FileGone, Moved, NeverExisted, Renamed, Unchanged,
        };
        let now = judgement.now.as_ref();
        let line = now.and_then(|it| it.line).map(i64::from);
        let at = |line_then: i64| line == Some(line_then);
        match self.state.as_str() {
            "stable" => verdict == Unchanged && at(self.line.into()),
            "moved (unique)" => verdict == Moved && at(i64::from(self.line) + self.shift),
            "file moved (line found)" => {
                let path = |it: &tip_drift::Place| it.path.clone();
                matches!(verdict, Renamed | Moved)
                    && now.map(path) != judgement.then.as_ref().map(path)
            }
            "start line stable, range changed" => at(self.line.into()),
            "moved (ambiguous)" => matches!(verdict, Moved | Ambiguous | Renamed),
            "content gone" => matches!(verdict, Edited | Deleted),
            "file gone" => verdict == FileGone,
            "ambiguous path" => verdict == Ambiguous,
            "file absent when written" | "past end when written" => verdict == NeverExisted,
            // A line such as `}` says nothing.
            "changed (trivial line)" => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use tip_drift::{Judgement, Place, Verdict};

    use super::parse;

    #[test]
    fn a_line_that_moved_agrees_where_it_moved_by_as_much() {
        let row = "o/n\tp.md\tc\t3\tform\ta.rs\t10\t\tc\ta.rs\tmoved (unique)\t5";
        let row = parse(row).expect("a row");
        let mut judgement = Judgement::bare(Verdict::Moved);
        for (line, agrees) in [(15, true), (14, false)] {
            judgement.now = Some(Place {
                path: "a.rs".to_owned(),
                line: Some(line),
                end_line: None,
            });
            assert_eq!(row.agrees(Verdict::Moved, &judgement), agrees);
        }
    }

    #[test]
    fn a_row_with_too_few_fields_is_none() {
        assert!(parse("o/n\tp.md").is_none());
    }
}
