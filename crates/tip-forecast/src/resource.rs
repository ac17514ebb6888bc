//! A schedule for few people.
//!
//! The serial schedule generation scheme: one activity after the other, in an order that a rule gives, each as early as its
//! predecessors and the people allow; gaps are filled. The rule is the minimum latest finish time of the critical path method (LFT),
//! then the longest work that depends on it, then the order of the text. R. Kolisch, "Serial and parallel resource-constrained project
//! scheduling methods revisited: theory and computation", European Journal of Operational Research 90(2), 1996, finds LFT among the
//! best rules for it. What that gives is then justified to the right and back to the left, which never makes it longer: V. Valls,
//! F. Ballestín and S. Quintanilla, "Justification and RCPSP: a technique that pays", European Journal of Operational Research 165(2),
//! 2005.
//!
//! The problem is NP-hard, so that the result may be longer than the best schedule there is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::{Network, Times, critical_path};

/// When an activity is worked on, and by whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// The start.
    pub start: i64,
    /// The finish.
    pub finish: i64,
    /// The person, counted from 0; `None` for what takes no time.
    pub person: Option<u32>,
}

/// Returns when each activity is worked on by `people` who take one at a time; nobody counts as one.
pub fn assign(network: &Network, durations: &[i64], people: u32) -> Vec<Assignment> {
    let people = people.max(1);
    let durations: Vec<i64> = (0..network.len())
        .map(|at| durations.get(at).copied().unwrap_or(0).max(0))
        .collect();
    let times = critical_path(network, &durations);
    let forward = Direction {
        network,
        durations: &durations,
        backwards: false,
    };
    let starts = forward.serial(people, |at| priority(at, &times));
    let end = forward.end(&starts);
    // To the right: the latest finish first; then back to the left: the earliest start first.
    let backward = Direction {
        backwards: true,
        ..forward
    };
    let right = backward.serial(people, |at| {
        let finish = starts[at as usize] + durations[at as usize];
        (-finish, 0, at)
    });
    let right_end = backward.end(&right);
    let mirrored: Vec<i64> = right
        .iter()
        .zip(&durations)
        .map(|(start, duration)| right_end - start - duration)
        .collect();
    let left = forward.serial(people, |at| (mirrored[at as usize], 0, at));
    let best = if forward.end(&left) < end {
        left
    } else {
        starts
    };
    staffed(&best, &durations)
}

type Priority = (i64, i64, u32);

fn priority(at: u32, times: &[Times]) -> Priority {
    let it = times[at as usize];
    (it.late_finish, it.late_start, at)
}

#[derive(Clone, Copy)]
struct Direction<'a> {
    network: &'a Network,
    durations: &'a [i64],
    backwards: bool,
}

impl Direction<'_> {
    fn before(&self, at: u32) -> &[u32] {
        if self.backwards {
            self.network.after(at)
        } else {
            self.network.before(at)
        }
    }

    fn after(&self, at: u32) -> &[u32] {
        if self.backwards {
            self.network.before(at)
        } else {
            self.network.after(at)
        }
    }

    /// Returns the starts, in the direction's own time.
    fn serial(&self, people: u32, priority: impl Fn(u32) -> Priority) -> Vec<i64> {
        let len = self.network.len() as u32;
        let mut waits: Vec<u32> = (0..len).map(|at| self.before(at).len() as u32).collect();
        let mut ready: BinaryHeap<Reverse<Priority>> = (0..len)
            .filter(|at| waits[*at as usize] == 0)
            .map(|at| Reverse(priority(at)))
            .collect();
        let mut starts = vec![0; len as usize];
        let mut busy = Profile::new(people);
        while let Some(Reverse((_, _, at))) = ready.pop() {
            let earliest = self.before(at).iter();
            let earliest = earliest
                .map(|it| starts[*it as usize] + self.durations[*it as usize])
                .max();
            starts[at as usize] = busy.place(earliest.unwrap_or(0), self.durations[at as usize]);
            for next in self.after(at) {
                waits[*next as usize] -= 1;
                if waits[*next as usize] == 0 {
                    ready.push(Reverse(priority(*next)));
                }
            }
        }
        starts
    }

    fn end(&self, starts: &[i64]) -> i64 {
        let finishes = starts.iter().zip(self.durations);
        finishes.map(|(start, it)| start + it).max().unwrap_or(0)
    }
}

/// How many people are busy, from each moment at which that changes.
struct Profile {
    people: u32,
    busy: BTreeMap<i64, u32>,
}

impl Profile {
    fn new(people: u32) -> Self {
        Self {
            people,
            busy: BTreeMap::from([(0, 0)]),
        }
    }

    /// Keeps somebody busy for a time, as early as possible from a moment on, and returns from when.
    fn place(&mut self, earliest: i64, duration: i64) -> i64 {
        if duration == 0 {
            return earliest;
        }
        let mut start = earliest;
        let from = self.busy.range(..=earliest).next_back();
        let from = from.map_or(0, |it| *it.0);
        let mut full = false;
        for (&at, &busy) in self.busy.range(from..) {
            if !full && at >= start.saturating_add(duration) {
                break;
            }
            if busy >= self.people {
                full = true;
            } else if full {
                full = false;
                start = at.max(earliest);
            }
        }
        let finish = start.saturating_add(duration);
        self.split(start);
        self.split(finish);
        for (_, busy) in self.busy.range_mut(start..finish) {
            *busy += 1;
        }
        self.merge(start);
        self.merge(finish);
        start
    }

    fn split(&mut self, at: i64) {
        let before = self.busy.range(..=at).next_back();
        let busy = before.map_or(0, |it| *it.1);
        self.busy.entry(at).or_insert(busy);
    }

    /// Forgets a moment at which nothing changes.
    fn merge(&mut self, at: i64) {
        let before = self.busy.range(..at).next_back().map(|it| *it.1);
        if before.is_some() && before == self.busy.get(&at).copied() {
            self.busy.remove(&at);
        }
    }
}

/// Gives each activity to the person who has waited the shortest, so that few hands are enough.
fn staffed(starts: &[i64], durations: &[i64]) -> Vec<Assignment> {
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|at| (starts[*at], *at));
    let mut out = vec![Assignment::default(); starts.len()];
    // Those who work, by when they finish; those who do not, by their number.
    let mut busy: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
    let mut idle: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
    let mut hired = 0;
    for at in order {
        let (start, finish) = (starts[at], starts[at] + durations[at]);
        let mut person = None;
        if finish > start {
            while let Some(Reverse((until, who))) = busy.peek().copied() {
                if until > start {
                    break;
                }
                busy.pop();
                idle.push(Reverse(who));
            }
            let who = idle.pop().map_or(hired, |it| it.0);
            hired = hired.max(who + 1);
            busy.push(Reverse((finish, who)));
            person = Some(who);
        }
        out[at] = Assignment {
            start,
            finish,
            person,
        };
    }
    out
}
