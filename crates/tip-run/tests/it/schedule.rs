//! The order in which criteria run, for any graph of phases.

use proptest::prelude::*;
use tip_run::{Never, Schedule};

/// A graph of groups, the groups of items, and which items fail.
#[derive(Clone, Debug)]
struct Case {
    groups: Vec<Vec<usize>>,
    items: Vec<usize>,
    fails: Vec<bool>,
    jobs: usize,
}

/// Makes cases; `acyclic` ones depend on earlier groups only.
fn cases(acyclic: bool) -> impl Strategy<Value = Case> {
    (1..7_usize).prop_flat_map(move |count| {
        let edges = prop::collection::vec(prop::collection::vec(0..count, 0..3), count);
        let items = prop::collection::vec(0..count, 0..16);
        (edges, items, 1..4_usize).prop_flat_map(move |(mut groups, items, jobs)| {
            if acyclic {
                for (at, after) in groups.iter_mut().enumerate() {
                    after.retain(|it| *it < at);
                }
            }
            let fails = prop::collection::vec(prop::bool::weighted(0.2), items.len());
            fails.prop_map(move |fails| Case {
                groups: groups.clone(),
                items: items.clone(),
                fails,
                jobs,
            })
        })
    })
}

/// Returns all groups that a group depends on.
fn before(groups: &[Vec<usize>], group: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut stack = groups[group].clone();
    while let Some(at) = stack.pop() {
        if !found.contains(&at) {
            found.push(at);
            stack.extend(&groups[at]);
        }
    }
    found
}

/// Runs a case and returns the items that ran, in the order in which they began, each with those that had ended by then.
fn run(case: &Case, keep_going: bool) -> (Vec<(usize, Vec<usize>)>, Schedule) {
    let mut schedule = Schedule::new(&case.groups, &case.items, keep_going);
    let mut running = Vec::new();
    let mut ended = Vec::new();
    let mut ran = Vec::new();
    loop {
        while running.len() < case.jobs {
            let Some(item) = schedule.begin() else { break };
            ran.push((item, ended.clone()));
            running.push(item);
        }
        if running.is_empty() {
            return (ran, schedule);
        }
        let item = running.remove(0);
        schedule.end(item, !case.fails[item]);
        ended.push(item);
    }
}

proptest! {
    #[test]
    fn what_can_run_runs_once_and_after_what_it_depends_on(case in cases(false)) {
        let (ran, schedule) = run(&case, false);
        let never = schedule.never();
        let mut seen = vec![0; case.items.len()];
        for (item, ended) in &ran {
            seen[*item] += 1;
            for group in before(&case.groups, case.items[*item]) {
                for (other, of) in case.items.iter().enumerate() {
                    if *of == group {
                        prop_assert!(ended.contains(&other), "{item} began before {other} ended");
                        prop_assert!(!case.fails[other], "{item} began though {other} failed");
                    }
                }
            }
        }
        for (item, why) in &never {
            seen[*item] += 1;
            let group = case.items[*item];
            let before = before(&case.groups, group);
            let cyclic = |it: usize| self::before(&case.groups, it).contains(&it);
            match why {
                Never::Cycle => prop_assert!(cyclic(group)),
                Never::Blocked(groups) => {
                    prop_assert!(!groups.is_empty());
                    for culprit in groups {
                        prop_assert!(before.contains(culprit));
                        let mut of = ran.iter().filter(|(it, _)| case.items[*it] == *culprit);
                        prop_assert!(cyclic(*culprit) || of.any(|(it, _)| case.fails[*it]));
                    }
                }
            }
        }
        prop_assert!(seen.iter().all(|it| *it == 1), "{seen:?}");
    }

    #[test]
    fn with_keep_going_everything_runs_once_and_in_order(case in cases(true)) {
        let (ran, schedule) = run(&case, true);
        prop_assert_eq!(schedule.never(), Vec::new());
        let mut seen = vec![0; case.items.len()];
        for (item, ended) in &ran {
            seen[*item] += 1;
            for group in before(&case.groups, case.items[*item]) {
                for (other, of) in case.items.iter().enumerate() {
                    prop_assert!(*of != group || ended.contains(&other));
                }
            }
        }
        prop_assert!(seen.iter().all(|it| *it == 1), "{seen:?}");
    }
}

#[test]
fn one_after_the_other_is_the_order_of_the_text() {
    let case = Case {
        groups: vec![vec![], vec![0], vec![]],
        items: vec![1, 0, 2, 0],
        fails: vec![false; 4],
        jobs: 1,
    };
    let (ran, _) = run(&case, false);
    let order: Vec<usize> = ran.into_iter().map(|(item, _)| item).collect();
    assert_eq!(order, [1, 2, 3, 0]);
}

#[test]
fn whoever_goes_on_after_a_failure_waits_for_the_rest() {
    // The last group waits for one without items, which waits for two: one fails, the other has not ended.
    let case = Case {
        groups: vec![vec![], vec![], vec![0, 1], vec![2]],
        items: vec![3, 0, 1],
        fails: vec![false, true, false],
        jobs: 1,
    };
    let (ran, _) = run(&case, true);
    let order: Vec<usize> = ran.into_iter().map(|(item, _)| item).collect();
    assert_eq!(order, [1, 2, 0]);
}
