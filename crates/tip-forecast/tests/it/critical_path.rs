//! The critical path method against published networks and against every path of small ones.

use proptest::prelude::*;
use tip_forecast::{Network, Times, critical_path};

/// An activity of a published network: letter or digit, duration, what it waits for, latest start.
type Row = (&'static str, i64, &'static str, i64);

fn network(rows: &[Row]) -> (Network, Vec<i64>) {
    let place = |letter: char| {
        let found = rows.iter().position(|row| row.0.starts_with(letter));
        found.expect("the letter names an activity") as u32
    };
    let arcs = rows.iter().flat_map(|row| {
        let to = place(row.0.chars().next().expect("an activity has a letter"));
        row.2.chars().map(move |from| (place(from), to))
    });
    let arcs: Vec<(u32, u32)> = arcs.collect();
    let durations = rows.iter().map(|row| row.1).collect();
    (Network::new(rows.len(), &arcs), durations)
}

#[track_caller]
fn check(rows: &[Row], end: i64, critical: &str) {
    let (network, durations) = network(rows);
    let times = critical_path(&network, &durations);
    for (row, times) in rows.iter().zip(&times) {
        assert_eq!(times.late_start, row.3, "latest start of {}", row.0);
        assert_eq!(times.slack, times.late_start - times.early_start);
    }
    assert_eq!(times.iter().map(|it| it.early_finish).max(), Some(end));
    let found = rows.iter().zip(&times).filter(|(_, it)| it.is_critical());
    let found: String = found.map(|(row, _)| row.0).collect();
    assert_eq!(found, critical);
}

/// F. S. Hillier and G. J. Lieberman, "Introduction to Operations Research", 7th edition, 2001, chapter 10, "Project Management
/// with PERT/CPM": the project of Reliable Construction Co. (table 10.1), 44 weeks along A, B, C, E, F, J, L, N. The latest starts were
/// worked out by hand from there.
#[test]
fn reliable_construction_takes_44_weeks() {
    let rows = [
        ("A", 2, "", 0),
        ("B", 4, "A", 2),
        ("C", 10, "B", 6),
        ("D", 6, "C", 20),
        ("E", 4, "C", 16),
        ("F", 5, "E", 20),
        ("G", 7, "D", 26),
        ("H", 9, "EG", 33),
        ("I", 7, "C", 18),
        ("J", 8, "FI", 25),
        ("K", 4, "J", 34),
        ("L", 5, "J", 33),
        ("M", 2, "H", 42),
        ("N", 6, "KL", 38),
    ];
    check(&rows, 44, "ABCEFJLN");
}

/// B. W. Taylor III, "Introduction to Management Science", chapter 8, "Project Management", problem 5, by the table of its solution:
/// activities 2, 4, 6 and 7, 20 in all.
#[test]
fn problem_5_of_taylor_takes_20() {
    let rows = [
        ("1", 7, "", 2),
        ("2", 10, "", 0),
        ("3", 6, "1", 9),
        ("4", 5, "2", 10),
        ("5", 4, "2", 14),
        ("6", 3, "34", 15),
        ("7", 2, "56", 18),
    ];
    check(&rows, 20, "2467");
}

/// Problem 6 there, by the table of its solution; G is a dummy, which takes no time.
#[test]
fn problem_6_of_taylor_takes_38() {
    let rows = [
        ("A", 8, "", 1),
        ("B", 10, "", 0),
        ("C", 9, "", 6),
        ("D", 6, "A", 9),
        ("E", 4, "A", 16),
        ("F", 5, "B", 10),
        ("G", 0, "C", 15),
        ("H", 7, "C", 20),
        ("I", 12, "DFG", 15),
        ("J", 15, "DFG", 16),
        ("K", 18, "E", 20),
        ("L", 4, "HI", 27),
        ("M", 7, "JL", 31),
    ];
    check(&rows, 38, "BFILM");
}

/// Problem 7 there, by the answers at the end of the book: activities 1, 3 and 8, 34 in all.
#[test]
fn problem_7_of_taylor_takes_34() {
    let rows = [
        ("1", 10, "", 0),
        ("2", 7, "", 5),
        ("3", 15, "1", 10),
        ("4", 4, "1", 14),
        ("5", 6, "2", 12),
        ("6", 12, "2", 13),
        ("7", 7, "45", 18),
        ("8", 9, "367", 25),
    ];
    check(&rows, 34, "138");
}

/// United States Air Force Academy, Computer Science 350, "Scheduling", lesson of the fall of 2019: its table of 16 tasks with earliest
/// and latest starts (usafa-compsci350.github.io); tasks 10 to 16 bear letters here.
#[test]
fn the_network_of_the_air_force_academy_takes_21() {
    let rows = [
        ("1", 3, "", 0),
        ("2", 5, "", 5),
        ("3", 5, "1", 3),
        ("4", 4, "", 4),
        ("5", 3, "2", 10),
        ("6", 3, "4", 8),
        ("7", 1, "5", 13),
        ("8", 3, "6", 11),
        ("9", 6, "1", 5),
        ("A", 3, "3", 8),
        ("B", 2, "6", 11),
        ("C", 2, "9A", 11),
        ("D", 4, "78", 14),
        ("E", 2, "BC", 16),
        ("F", 8, "BC", 13),
        ("G", 3, "DE", 18),
    ];
    check(&rows, 21, "13ACF");
}

#[test]
fn free_slack_ends_where_the_next_one_would_start() {
    let (network, durations) = network(&[
        ("A", 1, "", 0),
        ("B", 4, "", 0),
        ("C", 2, "A", 2),
        ("D", 3, "BC", 4),
    ]);
    let times = critical_path(&network, &durations);
    let slack: Vec<_> = times.iter().map(|it| (it.slack, it.free_slack)).collect();
    assert_eq!(slack, [(1, 0), (0, 0), (1, 1), (0, 0)]);
}

#[test]
fn nothing_takes_no_time() {
    assert_eq!(critical_path(&Network::new(0, &[]), &[]), []);
    let alone = critical_path(&Network::new(2, &[]), &[-3]);
    assert_eq!(alone, [Times::default(); 2]);
}

/// The longest way to an activity and from it, by walking every path.
fn longest(arcs: &[(u32, u32)], durations: &[i64], at: u32, forwards: bool) -> i64 {
    let next = arcs.iter().filter_map(|arc| match (forwards, arc) {
        (true, (from, to)) if *from == at => Some(*to),
        (false, (from, to)) if *to == at => Some(*from),
        _ => None,
    });
    let beyond = next.map(|it| longest(arcs, durations, it, forwards));
    durations[at as usize] + beyond.max().unwrap_or(0)
}

fn small_networks() -> impl Strategy<Value = (Vec<i64>, Vec<(u32, u32)>)> {
    (1_usize..8).prop_flat_map(|len| {
        let arcs = prop::collection::vec((0..len as u32, 0..len as u32), 0..14);
        (prop::collection::vec(0_i64..6, len), arcs)
    })
}

proptest! {
    #[test]
    fn times_are_those_of_the_longest_paths((durations, arcs) in small_networks()) {
        // Arcs from an earlier to a later activity make no cycle.
        let arcs: Vec<_> = arcs.into_iter().filter(|(a, b)| a < b).collect();
        let network = Network::new(durations.len(), &arcs);
        let times = critical_path(&network, &durations);
        let len = durations.len() as u32;
        let end = (0..len).map(|at| longest(&arcs, &durations, at, true)).max().unwrap_or(0);
        for at in 0..len {
            let it = times[at as usize];
            prop_assert_eq!(it.early_finish, longest(&arcs, &durations, at, false));
            prop_assert_eq!(it.late_start, end - longest(&arcs, &durations, at, true));
            let through = it.early_finish + longest(&arcs, &durations, at, true) - durations[at as usize];
            prop_assert_eq!(it.is_critical(), through == end);
            // Later by its free slack nothing else moves, later by one more something does.
            let moved = |by: i64| {
                let mut longer = durations.clone();
                longer[at as usize] += by;
                let others = critical_path(&network, &longer);
                let same = (0..len as usize).filter(|it| *it != at as usize).all(|it| others[it].early_start == times[it].early_start);
                same && others.iter().map(|it| it.early_finish).max() == Some(end)
            };
            prop_assert!(moved(it.free_slack));
            prop_assert!(!moved(it.free_slack + 1));
        }
    }

    #[test]
    fn any_arcs_give_a_network((durations, arcs) in small_networks()) {
        let network = Network::new(durations.len(), &arcs);
        prop_assert_eq!(network.len(), durations.len());
        let mut place = vec![0; network.len()];
        for (at, activity) in network.order().iter().enumerate() {
            place[*activity as usize] = at;
        }
        let kept = |arc: &&(u32, u32)| !network.left_out().contains(arc);
        for (from, to) in arcs.iter().filter(kept) {
            prop_assert!(place[*from as usize] < place[*to as usize]);
        }
        prop_assert_eq!(network.cycles().is_empty(), network.left_out().is_empty());
    }
}
