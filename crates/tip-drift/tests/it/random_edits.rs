//! Random edits of a file of which every line is tracked.

use camino::Utf8Path;
use proptest::prelude::*;
use tip_drift::{Asked, Claim, Drift, History, Verdict};
use tip_testing::GitRepository;

/// An edit; places are taken modulo the length of the file.
#[derive(Clone, Debug)]
enum Edit {
    Insert {
        at: usize,
        count: usize,
    },
    Delete {
        at: usize,
        count: usize,
    },
    Move {
        from: usize,
        count: usize,
        to: usize,
    },
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![
        (0..60usize, 1..6usize).prop_map(|(at, count)| Edit::Insert { at, count }),
        (0..60usize, 1..4usize).prop_map(|(at, count)| Edit::Delete { at, count }),
        (0..60usize, 3..8usize, 0..60usize).prop_map(|(from, count, to)| Edit::Move {
            from,
            count,
            to
        }),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..4)
}

/// A line of its own words, told by its number.
fn line(number: usize) -> String {
    format!(
        "    value_{number} = compute_{}(input_{})",
        number * 7 % 101,
        number * 13 % 97
    )
}

fn text(lines: &[usize]) -> String {
    lines.iter().map(|it| line(*it) + "\n").collect()
}

fn apply(lines: &mut Vec<usize>, edit: &Edit, fresh: &mut usize) {
    match *edit {
        Edit::Insert { at, count } => {
            let at = at % (lines.len() + 1);
            let new = *fresh..*fresh + count;
            *fresh += count;
            lines.splice(at..at, new);
        }
        Edit::Delete { at, count } if lines.len() > count + 4 => {
            let at = at % (lines.len() - count);
            lines.drain(at..at + count);
        }
        Edit::Move { from, count, to } if lines.len() > count + 4 => {
            let from = from % (lines.len() - count);
            let block: Vec<usize> = lines.drain(from..from + count).collect();
            let to = to % (lines.len() + 1);
            lines.splice(to..to, block);
        }
        Edit::Delete { .. } | Edit::Move { .. } => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_is_found_at_its_place_and_no_safe_mend_is_wrong(commits in edits()) {
        let mut repository = GitRepository::new();
        let mut lines: Vec<usize> = (0..40).collect();
        let mut fresh = 40;
        repository.write("a.py", text(&lines));
        let plan: Vec<String> = (1..=40).map(|it| format!("- `a.py:{it}`\n")).collect();
        let plan = plan.concat();
        repository.write("plan.md", &plan);
        repository.commit("start");
        for edits in &commits {
            for edit in edits {
                apply(&mut lines, edit, &mut fresh);
            }
            repository.write("a.py", text(&lines));
            repository.commit("edit");
        }
        let root = Utf8Path::from_path(repository.path()).expect("a UTF-8 path");
        let history = History::open(root).expect("a repository");
        let drift = Drift::open(&history).expect("a history");
        let claims = (1..=40u32).map(|it| Claim {
            line_in_plan: it as usize - 1,
            parts: vec![format!("a.py:{it}")],
            paths: vec!["a.py".to_owned()],
            line: Some(it),
            ..Claim::default()
        });
        let asked = Asked {
            path: "plan.md".to_owned(),
            bytes: plan.into_bytes(),
            claims: claims.collect(),
        };
        let now_text = text(&lines).into_bytes();
        let now = |path: &str| (path == "a.py").then(|| now_text.clone());
        let judged = drift.judge(&[asked], &now).expect("an answer").remove(0);
        for (number, judgement) in judged.iter().enumerate() {
            let place = lines.iter().position(|it| *it == number).map(|it| it as u32 + 1);
            let found = judgement.now.as_ref().and_then(|it| it.line);
            if judgement.is_safe_to_mend() {
                prop_assert_eq!(found, place, "line {}: {:?}", number + 1, judgement);
            }
            match place {
                Some(place) => {
                    prop_assert_eq!(found, Some(place), "line {}: {:?}", number + 1, judgement);
                }
                // A line that is gone is never said to stand where it stood.
                None => prop_assert!(!matches!(judgement.verdict, Verdict::Unchanged | Verdict::Moved)),
            }
        }
    }
}
