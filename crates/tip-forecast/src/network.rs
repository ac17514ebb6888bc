//! Activities and what each waits for, without cycles and in an order that respects them.

/// Activities from 0 to a number, with their arcs in both directions.
///
/// Arcs that would close a cycle are left out and told: within a cycle those that lead backwards, from a later activity to an earlier
/// one. What is left leads forwards there, so that every input gives a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    before: Adjacency,
    after: Adjacency,
    order: Vec<u32>,
    cycles: Vec<Vec<u32>>,
    left_out: Vec<(u32, u32)>,
}

/// The neighbors of each activity, all in one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Adjacency {
    starts: Vec<u32>,
    neighbors: Vec<u32>,
}

impl Adjacency {
    fn new(len: usize, arcs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; len + 1];
        for (at, _) in arcs.clone() {
            starts[at as usize + 1] += 1;
        }
        for at in 0..len {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut neighbors = vec![0; starts[len] as usize];
        for (at, neighbor) in arcs {
            neighbors[next[at as usize] as usize] = neighbor;
            next[at as usize] += 1;
        }
        Self { starts, neighbors }
    }

    fn of(&self, at: u32) -> &[u32] {
        let at = at as usize;
        &self.neighbors[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Network {
    /// Makes a network of `len` activities; an arc leads from what comes first to what waits for it.
    ///
    /// Arcs that stand twice count once. Arcs from or to an activity that is not there are ignored.
    pub fn new(len: usize, arcs: &[(u32, u32)]) -> Self {
        let mut arcs: Vec<(u32, u32)> = arcs
            .iter()
            .copied()
            .filter(|it| (it.0.max(it.1) as usize) < len)
            .collect();
        arcs.sort_unstable();
        arcs.dedup();
        if let Some(network) = Self::without_cycles(len, &arcs) {
            return network;
        }
        let after = Adjacency::new(len, arcs.iter().copied());
        let component = components(&after, len);
        let inner = |it: &(u32, u32)| component[it.0 as usize] == component[it.1 as usize];
        let (left_out, kept): (Vec<_>, Vec<_>) =
            arcs.iter().partition(|it| it.0 >= it.1 && inner(it));
        let mut network = Self::without_cycles(len, &kept).unwrap_or_default();
        debug_assert_eq!(network.len(), len, "what leads forwards makes no cycle");
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); len];
        for at in 0..len as u32 {
            members[component[at as usize] as usize].push(at);
        }
        let is_cycle = |it: &Vec<u32>| match it.as_slice() {
            [] => false,
            [only] => left_out.contains(&(*only, *only)),
            _ => true,
        };
        members.retain(is_cycle);
        members.sort_unstable();
        network.cycles = members;
        network.left_out = left_out;
        network
    }

    /// Kahn's algorithm; `None` where a cycle is left.
    fn without_cycles(len: usize, arcs: &[(u32, u32)]) -> Option<Self> {
        let before = Adjacency::new(len, arcs.iter().map(|it| (it.1, it.0)));
        let after = Adjacency::new(len, arcs.iter().copied());
        let mut waits: Vec<u32> = (0..len as u32)
            .map(|at| before.of(at).len() as u32)
            .collect();
        let mut order: Vec<u32> = (0..len as u32)
            .filter(|at| waits[*at as usize] == 0)
            .collect();
        let mut at = 0;
        while let Some(activity) = order.get(at).copied() {
            at += 1;
            for next in after.of(activity) {
                waits[*next as usize] -= 1;
                if waits[*next as usize] == 0 {
                    order.push(*next);
                }
            }
        }
        (order.len() == len).then_some(Self {
            before,
            after,
            order,
            cycles: Vec::new(),
            left_out: Vec::new(),
        })
    }

    /// Returns the number of activities.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Returns whether there is no activity.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Returns what an activity waits for.
    pub fn before(&self, activity: u32) -> &[u32] {
        self.before.of(activity)
    }

    /// Returns what waits for an activity.
    pub fn after(&self, activity: u32) -> &[u32] {
        self.after.of(activity)
    }

    /// Returns the activities, each after all that it waits for.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Returns the cycles that the arcs made, each as the activities that wait for each other.
    pub fn cycles(&self) -> &[Vec<u32>] {
        &self.cycles
    }

    /// Returns the arcs that were left out because of cycles.
    pub fn left_out(&self) -> &[(u32, u32)] {
        &self.left_out
    }

    /// Returns the network with more arcs.
    pub fn with(&self, more: &[(u32, u32)]) -> Self {
        let mut arcs: Vec<(u32, u32)> = Vec::with_capacity(self.after.neighbors.len() + more.len());
        for at in 0..self.len() as u32 {
            arcs.extend(self.after(at).iter().map(|it| (at, *it)));
        }
        arcs.extend_from_slice(more);
        Self::new(self.len(), &arcs)
    }
}

/// Returns the strongly connected component of each activity (Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal
/// on Computing 1(2), 1972), without recursion.
fn components(after: &Adjacency, len: usize) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut index = vec![UNSEEN; len];
    let mut low = vec![0_u32; len];
    let mut component = vec![UNSEEN; len];
    let mut stack: Vec<u32> = Vec::new();
    let mut calls: Vec<(u32, usize)> = Vec::new();
    let (mut next_index, mut next_component) = (0, 0);
    for root in 0..len as u32 {
        if index[root as usize] != UNSEEN {
            continue;
        }
        calls.push((root, 0));
        while let Some((at, edge)) = calls.pop() {
            let here = at as usize;
            if edge == 0 {
                index[here] = next_index;
                low[here] = next_index;
                next_index += 1;
                stack.push(at);
            }
            if let Some(next) = after.of(at).get(edge).copied() {
                calls.push((at, edge + 1));
                let there = next as usize;
                if index[there] == UNSEEN {
                    calls.push((next, 0));
                } else if component[there] == UNSEEN {
                    low[here] = low[here].min(index[there]);
                }
                continue;
            }
            if low[here] == index[here] {
                while let Some(member) = stack.pop() {
                    component[member as usize] = next_component;
                    if member == at {
                        break;
                    }
                }
                next_component += 1;
            }
            if let Some((parent, _)) = calls.last() {
                let parent = *parent as usize;
                low[parent] = low[parent].min(low[here]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_comes_after() {
        let network = Network::new(4, &[(2, 0), (0, 1), (2, 0), (9, 1)]);
        assert_eq!(network.order(), [2, 3, 0, 1]);
        assert_eq!(network.before(0), [2]);
        assert!(network.cycles().is_empty());
    }

    #[test]
    fn of_a_cycle_the_arc_that_leads_backwards_is_left_out() {
        let network = Network::new(5, &[(0, 1), (1, 2), (2, 1), (2, 3), (4, 0)]);
        assert_eq!(network.cycles(), [vec![1, 2]]);
        assert_eq!(network.left_out(), [(2, 1)]);
        assert_eq!(network.order(), [4, 0, 1, 2, 3]);
    }

    #[test]
    fn an_activity_that_waits_for_itself_is_a_cycle() {
        let network = Network::new(2, &[(0, 0), (0, 1)]);
        assert_eq!(network.cycles(), [vec![0]]);
        assert_eq!(network.order(), [0, 1]);
    }
}
