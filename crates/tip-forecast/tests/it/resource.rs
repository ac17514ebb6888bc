//! Schedules for few people against every schedule of small networks.

use proptest::prelude::*;
use tip_forecast::{Assignment, Network, assign, critical_path};

/// Looks for the shortest schedule: each activity in turn at every moment that its predecessors allow, shorter than the best so far.
struct Exact<'a> {
    network: &'a Network,
    durations: &'a [i64],
    people: usize,
    best: i64,
}

impl Exact<'_> {
    fn shortest(network: &Network, durations: &[i64], people: usize) -> i64 {
        let mut search = Exact {
            network,
            durations,
            people,
            best: durations.iter().sum::<i64>() + 1,
        };
        search.visit(0, &mut vec![0; durations.len()]);
        search.best
    }

    fn visit(&mut self, at: usize, starts: &mut Vec<i64>) {
        let Some(activity) = self.network.order().get(at).copied() else {
            let finishes = starts.iter().zip(self.durations).map(|(a, b)| a + b);
            self.best = self.best.min(finishes.max().unwrap_or(0));
            return;
        };
        let before = self.network.before(activity).iter();
        let earliest = before.map(|it| starts[*it as usize] + self.durations[*it as usize]);
        let duration = self.durations[activity as usize];
        let mut start = earliest.max().unwrap_or(0);
        while start + duration < self.best {
            let placed = &self.network.order()[..at];
            let free = (start..start + duration).all(|moment| {
                let busy = placed.iter().filter(|it| {
                    let from = starts[**it as usize];
                    (from..from + self.durations[**it as usize]).contains(&moment)
                });
                busy.count() < self.people
            });
            if free {
                starts[activity as usize] = start;
                self.visit(at + 1, starts);
            }
            start += 1;
        }
    }
}

fn end(schedule: &[Assignment]) -> i64 {
    schedule.iter().map(|it| it.finish).max().unwrap_or(0)
}

fn is_feasible(network: &Network, schedule: &[Assignment], people: u32) -> bool {
    let waits = (0..network.len() as u32).all(|at| {
        let before = network.before(at).iter();
        before
            .into_iter()
            .all(|it| schedule[*it as usize].finish <= schedule[at as usize].start)
    });
    let alone = schedule.iter().enumerate().all(|(at, a)| {
        schedule[..at].iter().all(|b| {
            a.person.is_none() || a.person != b.person || a.finish <= b.start || b.finish <= a.start
        })
    });
    waits
        && alone
        && schedule
            .iter()
            .all(|it| it.person.is_none_or(|it| it < people))
}

fn small() -> impl Strategy<Value = (Vec<i64>, Vec<(u32, u32)>, u32)> {
    (1_usize..6).prop_flat_map(|len| {
        let arcs = prop::collection::vec((0..len as u32, 0..len as u32), 0..6);
        (prop::collection::vec(0_i64..4, len), arcs, 1_u32..4)
    })
}

proptest! {
    #[test]
    fn a_schedule_is_feasible_and_within_the_bound_of_the_best((durations, arcs, people) in small()) {
        let arcs: Vec<_> = arcs.into_iter().filter(|(a, b)| a < b).collect();
        let network = Network::new(durations.len(), &arcs);
        let schedule = assign(&network, &durations, people);
        prop_assert!(is_feasible(&network, &schedule, people));
        let shortest = Exact::shortest(&network, &durations, people as usize);
        prop_assert!(end(&schedule) >= shortest);
        // R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17(2), 1969.
        let people = i64::from(people);
        prop_assert!(end(&schedule) * people <= shortest * (2 * people - 1));
    }

    #[test]
    fn with_people_enough_it_is_the_critical_path((durations, arcs, _) in small()) {
        let arcs: Vec<_> = arcs.into_iter().filter(|(a, b)| a < b).collect();
        let network = Network::new(durations.len(), &arcs);
        let schedule = assign(&network, &durations, durations.len() as u32);
        let times = critical_path(&network, &durations);
        let starts: Vec<_> = schedule.iter().map(|it| it.start).collect();
        let early: Vec<_> = times.iter().map(|it| it.early_start).collect();
        prop_assert_eq!(starts, early);
    }
}

/// Of networks made by a rule, the share whose schedule is the best there is.
#[test]
fn most_small_schedules_are_the_best_there_are() {
    let mut seed = 1_u64;
    let mut draw = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut best, rounds) = (0, 300);
    for _ in 0..rounds {
        let durations: Vec<i64> = (0..6).map(|_| draw(3).cast_signed() + 1).collect();
        let arcs: Vec<(u32, u32)> = (0..5)
            .map(|_| (draw(6) as u32, draw(6) as u32))
            .filter(|(a, b)| a < b)
            .collect();
        let network = Network::new(6, &arcs);
        let schedule = assign(&network, &durations, 2);
        best += usize::from(end(&schedule) == Exact::shortest(&network, &durations, 2));
    }
    assert!(best * 100 >= rounds * 95, "{best} of {rounds}");
}

#[test]
fn what_takes_no_time_needs_nobody() {
    let network = Network::new(2, &[(0, 1)]);
    let schedule = assign(&network, &[5, 0], 0);
    assert_eq!(schedule[0].person, Some(0));
    assert_eq!((schedule[1].start, schedule[1].person), (5, None));
}
