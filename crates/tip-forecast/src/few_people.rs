//! A sample with few people: whoever is free takes the first phase that is ready.
//!
//! Nobody knows in advance how long phases take, so that a schedule cannot be fixed in advance: the order is, and phases are begun by
//! it as they and people become ready. That is the list scheduling of R. L. Graham, 1966, as a policy: R. H. Möhring, F. J. Radermacher
//! and G. Weiss, "Stochastic scheduling problems I", Zeitschrift für Operations Research 28, 1984.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::Network;
use crate::philox::LANES;
use crate::simulation::{Lanes, Scratch};

/// How many people work, and in which order they take phases.
#[derive(Clone, Debug)]
pub(crate) struct FewPeople {
    people: u32,
    /// The rank of each activity: the lowest is taken first.
    ranks: Vec<u32>,
    /// The activities by their ranks.
    ranked: Vec<u32>,
}

/// What is kept from sample to sample, so that nothing is allocated anew.
#[derive(Default)]
struct State {
    waits: Vec<u32>,
    ready: BinaryHeap<Reverse<u32>>,
    /// Who works: until when, in whole seconds, and on what.
    busy: BinaryHeap<Reverse<(u64, u32)>>,
    /// What those worked on last who are free; nothing for those who have not begun.
    free: Vec<Option<u32>>,
    /// What the person who works on each activity takes next.
    next: Vec<Option<u32>>,
    begun: Vec<u32>,
}

impl FewPeople {
    pub(crate) fn new(people: u32, ranked: &[u32]) -> Self {
        let mut ranks = vec![0; ranked.len()];
        for (rank, activity) in ranked.iter().enumerate() {
            ranks[*activity as usize] = rank as u32;
        }
        // More people than phases find nothing to do.
        Self {
            people: people.clamp(1, ranked.len().max(1) as u32),
            ranks,
            ranked: ranked.to_vec(),
        }
    }

    pub(crate) fn pass(&self, network: &Network, scratch: &mut Scratch) -> Lanes {
        let mut state = State::default();
        let mut ends: Lanes = [0.0; LANES];
        for (lane, end) in ends.iter_mut().enumerate() {
            *end = self.sample(network, lane, &mut state, scratch);
        }
        ends
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times are whole seconds far below 2^53"
    )]
    fn sample(
        &self,
        network: &Network,
        lane: usize,
        state: &mut State,
        scratch: &mut Scratch,
    ) -> f64 {
        let count = network.len() as u32;
        state.waits.clear();
        state
            .waits
            .extend((0..count).map(|it| network.before(it).len() as u32));
        state.next.clear();
        state.next.resize(count as usize, None);
        state.free.clear();
        state.free.resize(self.people as usize, None);
        state.begun.clear();
        let first = (0..count).filter(|it| network.before(*it).is_empty());
        state
            .ready
            .extend(first.map(|it| Reverse(self.ranks[it as usize])));
        let mut now = 0_u64;
        loop {
            while let Some(Reverse(rank)) = state.ready.peek().copied() {
                let activity = self.ranked[rank as usize];
                let seconds = scratch.durations[activity as usize][lane] as u64;
                // What takes no time needs nobody.
                if seconds > 0 {
                    let Some(last) = state.free.pop() else { break };
                    if let Some(last) = last {
                        state.next[last as usize] = Some(activity);
                    }
                }
                state.ready.pop();
                state.begun.push(activity);
                state.busy.push(Reverse((now + seconds, activity)));
                if seconds == 0 {
                    // Done at once, so that what waits for it is ready before anybody else is asked.
                    break;
                }
            }
            let Some(Reverse((at, _))) = state.busy.peek().copied() else {
                break;
            };
            now = at;
            while let Some(Reverse((until, activity))) = state.busy.peek().copied() {
                if until > now {
                    break;
                }
                state.busy.pop();
                scratch.finishes[activity as usize][lane] = now as f64;
                if scratch.durations[activity as usize][lane] > 0.0 {
                    state.free.push(Some(activity));
                }
                for after in network.after(activity) {
                    state.waits[*after as usize] -= 1;
                    if state.waits[*after as usize] == 0 {
                        state.ready.push(Reverse(self.ranks[*after as usize]));
                    }
                }
            }
        }
        // Backwards, what waits for a person waits like for a dependency.
        for activity in state.begun.iter().rev() {
            let after = network.after(*activity).iter().copied();
            let after = after.chain(state.next[*activity as usize]);
            let way = |it: u32| scratch.ways[it as usize][lane];
            let tail = after
                .map(way)
                .fold(0.0, |a: f64, b| if b > a { b } else { a });
            let duration = scratch.durations[*activity as usize][lane];
            scratch.ways[*activity as usize][lane] = duration + tail;
        }
        now as f64
    }
}
