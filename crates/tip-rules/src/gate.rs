//! The gates of a plan's life: what is in the way of a change of state.
//!
//! A change is made in memory first, and the rules judge what comes of it. There are no other conditions, so that whoever asks before
//! the change and whoever checks after it hears the same.

use std::collections::BTreeMap;

use tip_plan::Stage;
use tip_syntax::Severity;

use crate::Judged;

/// What is in the way of a change.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// A stage would be left out.
    SkippedStage {
        /// The stage of the plan.
        from: Stage,
        /// The stage that comes before the one that was asked for.
        before: Stage,
    },
    /// Another file of the plan has open boxes, or findings from warning up.
    OtherFile(OtherFile),
    /// A rule speaks against the plan as it would be.
    Finding(Box<Judged>),
}

/// What another file of the plan says of its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFile {
    /// Its path.
    pub path: String,
    /// How many of its boxes are open.
    pub open: u32,
    /// How many boxes it has.
    pub total: u32,
    /// How many findings from warning up it has.
    pub findings: usize,
    /// What it says of boxes that nothing proves.
    pub unproven: Vec<String>,
}

/// The stages that a plan goes through, one after the other.
const WAY: [Stage; 4] = [
    Stage::Draft,
    Stage::Approved,
    Stage::InProgress,
    Stage::Complete,
];

/// Returns what is in the way of a plan's move to a stage; `after` is what the rules say of it at that stage, and `others` are its other files.
///
/// Open boxes count against completion alone, as they do in a plan of one file.
///
/// Nothing is in the way back, and nothing in the way of giving a plan up. A plan that is complete already is asked again whether it may be.
pub fn stage_obstacles(
    from: Option<Stage>,
    to: Stage,
    after: Vec<Judged>,
    others: Vec<OtherFile>,
) -> Vec<Obstacle> {
    let place = |stage| WAY.iter().position(|it| *it == stage);
    let Some(there) = place(to) else {
        return Vec::new();
    };
    let here = from.and_then(place);
    let is_behind = |here| here > there || here == there && to != Stage::Complete;
    if here.is_some_and(is_behind) || there == 0 {
        return Vec::new();
    }
    let mut obstacles = Vec::new();
    if let (Some(from), Some(here)) = (from, here)
        && there > here + 1
    {
        obstacles.push(Obstacle::SkippedStage {
            from,
            before: WAY[there - 1],
        });
    }
    // That something of it is built already is what beginning it will tell.
    let built = |it: &Judged| to == Stage::InProgress && it.rule.name == "existing-file";
    let grave = after
        .into_iter()
        .filter(|it| it.severity >= Severity::Warning && !built(it));
    obstacles.extend(grave.map(|it| Obstacle::Finding(Box::new(it))));
    obstacles.extend(others.into_iter().filter_map(|it| {
        let open = if to == Stage::Complete { it.open } else { 0 };
        (open > 0 || it.findings > 0 || !it.unproven.is_empty())
            .then_some(Obstacle::OtherFile(OtherFile { open, ..it }))
    }));
    obstacles
}

/// Returns what is in the way of a unit's change of state: what the rules say after it and did not say before.
///
/// That everything is done then, and the status does not say so yet, is where finishing leads, and in the way of nothing.
pub fn state_obstacles(before: &[Judged], after: Vec<Judged>) -> Vec<Obstacle> {
    let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for it in before {
        *known.entry(said(it)).or_default() += 1;
    }
    let after = after.into_iter();
    let after = after.filter(|it| it.rule.name != "finished-but-draft");
    let new = after.filter(|it| {
        let count = known.get_mut(&said(it));
        count.is_none_or(|count| match count.checked_sub(1) {
            Some(rest) => {
                *count = rest;
                false
            }
            None => true,
        })
    });
    new.map(|it| Obstacle::Finding(Box::new(it))).collect()
}

/// Returns what a finding says, but for how often: `3 of 4 files exist` is no news after `7 of 8 files exist`.
fn said(it: &Judged) -> (&'static str, String) {
    let message = &it.finding.message;
    let counts = message.starts_with(|c: char| c.is_ascii_digit());
    let said = if counts {
        message.replace(|c: char| c.is_ascii_digit(), "")
    } else {
        message.clone()
    };
    (it.rule.name, said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::INTERNAL_FAULT;
    use tip_syntax::{Finding, Span};

    fn judged(message: &str, severity: Severity) -> Judged {
        Judged {
            rule: &INTERNAL_FAULT,
            finding: Finding::new("x", Span::empty(0), message),
            severity,
        }
    }

    #[track_caller]
    fn check(from: Option<Stage>, to: Stage, expected: &[&str]) {
        let after = vec![judged("a", Severity::Warning), judged("b", Severity::Hint)];
        let found: Vec<String> = stage_obstacles(from, to, after, Vec::new())
            .into_iter()
            .map(|it| match it {
                Obstacle::SkippedStage { before, .. } => before.word().to_owned(),
                Obstacle::OtherFile(it) => it.path,
                Obstacle::Finding(it) => it.finding.message,
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn warnings_are_in_the_way_forward_and_nothing_in_the_way_back() {
        check(Some(Stage::Draft), Stage::Approved, &["a"]);
        check(Some(Stage::Complete), Stage::InProgress, &[]);
        check(Some(Stage::InProgress), Stage::Draft, &[]);
        check(Some(Stage::Draft), Stage::Abandoned, &[]);
        check(Some(Stage::Superseded), Stage::Approved, &["a"]);
        check(None, Stage::InProgress, &["a"]);
    }

    #[test]
    fn a_complete_plan_is_asked_again() {
        check(Some(Stage::Complete), Stage::Complete, &["a"]);
        check(Some(Stage::Approved), Stage::Approved, &[]);
    }

    #[test]
    fn open_boxes_of_another_file_are_in_the_way_of_completion_alone() {
        let other = |open, findings| OtherFile {
            path: "tasks.md".to_owned(),
            open,
            total: 3,
            findings,
            unproven: Vec::new(),
        };
        let count = |from, to, other| stage_obstacles(Some(from), to, Vec::new(), vec![other]);
        assert_eq!(
            count(Stage::InProgress, Stage::Complete, other(1, 0)).len(),
            1
        );
        assert_eq!(
            count(Stage::InProgress, Stage::Complete, other(0, 1)).len(),
            1
        );
        assert!(count(Stage::InProgress, Stage::Complete, other(0, 0)).is_empty());
        assert!(count(Stage::Draft, Stage::Approved, other(1, 0)).is_empty());
        assert!(count(Stage::Complete, Stage::InProgress, other(1, 1)).is_empty());
    }

    #[test]
    fn no_stage_is_left_out() {
        check(Some(Stage::Draft), Stage::Complete, &["in_progress", "a"]);
        check(
            Some(Stage::Approved),
            Stage::Complete,
            &["in_progress", "a"],
        );
        check(Some(Stage::Draft), Stage::InProgress, &["approved", "a"]);
    }

    #[test]
    fn that_everything_is_done_then_is_not_in_the_way_of_finishing() {
        let done = Judged {
            rule: crate::find("finished-but-draft").expect("a rule"),
            ..judged("all boxes are ticked", Severity::Warning)
        };
        assert!(state_obstacles(&[], vec![done]).is_empty());
    }

    #[test]
    fn what_was_said_before_is_not_in_the_way_of_a_state() {
        let before = [
            judged("a", Severity::Hint),
            judged("7 of 8", Severity::Hint),
        ];
        let after = vec![
            judged("a", Severity::Warning),
            judged("a", Severity::Warning),
            judged("b", Severity::Hint),
            judged("3 of 4", Severity::Warning),
        ];
        assert_eq!(state_obstacles(&before, after).len(), 2);
        assert!(state_obstacles(&before, Vec::new()).is_empty());
    }
}
