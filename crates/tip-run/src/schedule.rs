//! In which order criteria run.
//!
//! Criteria belong to groups, the phases. A group begins when all groups that it depends on have ended well.

/// In which order items run, each of which belongs to a group.
#[derive(Clone, Debug)]
pub struct Schedule {
    groups: Vec<Group>,
    /// The group of each item.
    items: Vec<usize>,
    states: Vec<ItemState>,
    keep_going: bool,
}

#[derive(Clone, Debug)]
struct Group {
    after: Vec<usize>,
    /// How many of its items have not ended.
    open: usize,
    failed: bool,
    cyclic: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ItemState {
    Waiting,
    Running,
    Ended,
}

/// How far a group has come, what it depends on included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GroupState {
    /// Something of it may still run.
    Open,
    /// All of it has ended well.
    Good,
    /// Something failed, in it or before it.
    Bad,
}

/// Why an item will not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Never {
    /// Its group depends on itself.
    Cycle,
    /// These groups, which its own depends on, directly or not, did not end well.
    Blocked(Vec<usize>),
}

impl Schedule {
    /// Makes a schedule: for each group those that it depends on, for each item its group.
    ///
    /// What does not exist is depended on in vain, and ignored.
    pub fn new(groups: &[Vec<usize>], items: &[usize], keep_going: bool) -> Self {
        let count = groups.len();
        let cyclic = cycles(groups);
        let mut groups: Vec<Group> = groups
            .iter()
            .zip(cyclic)
            .map(|(after, cyclic)| Group {
                after: after.iter().copied().filter(|it| *it < count).collect(),
                open: 0,
                failed: cyclic,
                cyclic,
            })
            .collect();
        for &group in items {
            groups[group].open += 1;
        }
        Self {
            groups,
            states: vec![ItemState::Waiting; items.len()],
            items: items.to_vec(),
            keep_going,
        }
    }

    /// Returns the first item that may begin; from then on it runs.
    pub fn begin(&mut self) -> Option<usize> {
        let states = self.group_states();
        let ready = |group: usize| {
            let group = &self.groups[group];
            !group.cyclic
                && group.after.iter().all(|&it| match states[it] {
                    GroupState::Good => true,
                    GroupState::Open => false,
                    GroupState::Bad => self.keep_going && !self.groups[it].cyclic,
                })
        };
        let ready: Vec<bool> = (0..self.groups.len()).map(ready).collect();
        let waiting = |it: &usize| self.states[*it] == ItemState::Waiting;
        let found = (0..self.items.len())
            .filter(waiting)
            .find(|it| ready[self.items[*it]])?;
        self.states[found] = ItemState::Running;
        Some(found)
    }

    /// Says that an item has ended, and whether what depends on it may begin.
    pub fn end(&mut self, item: usize, good: bool) {
        if self.states[item] == ItemState::Ended {
            return;
        }
        self.states[item] = ItemState::Ended;
        let group = &mut self.groups[self.items[item]];
        group.open -= 1;
        group.failed |= !good;
    }

    /// Returns whether something runs.
    pub fn is_running(&self) -> bool {
        self.states.contains(&ItemState::Running)
    }

    /// Returns the items that will not run, each with the reason. Asked when nothing runs and nothing may begin.
    pub fn never(&self) -> Vec<(usize, Never)> {
        let waiting = |it: &usize| self.states[*it] == ItemState::Waiting;
        let waiting = (0..self.items.len()).filter(waiting);
        waiting
            .map(|item| {
                let group = self.items[item];
                if self.groups[group].cyclic {
                    return (item, Never::Cycle);
                }
                let mut culprits = Vec::new();
                self.culprits(group, &mut vec![false; self.groups.len()], &mut culprits);
                culprits.sort_unstable();
                (item, Never::Blocked(culprits))
            })
            .collect()
    }

    fn culprits(&self, group: usize, seen: &mut [bool], found: &mut Vec<usize>) {
        for &before in &self.groups[group].after {
            if std::mem::replace(&mut seen[before], true) {
                continue;
            }
            if self.groups[before].failed {
                found.push(before);
            }
            self.culprits(before, seen, found);
        }
    }

    fn group_states(&self) -> Vec<GroupState> {
        let mut states: Vec<Option<GroupState>> = vec![None; self.groups.len()];
        for group in 0..self.groups.len() {
            self.group_state(group, &mut states);
        }
        let state = |it: Option<GroupState>| it.unwrap_or(GroupState::Open);
        states.into_iter().map(state).collect()
    }

    fn group_state(&self, at: usize, states: &mut [Option<GroupState>]) -> GroupState {
        if let Some(known) = states[at] {
            return known;
        }
        let group = &self.groups[at];
        if group.cyclic {
            states[at] = Some(GroupState::Bad);
            return GroupState::Bad;
        }
        let mut before = GroupState::Good;
        for &it in &group.after {
            match self.group_state(it, states) {
                // Whoever goes on after a failure still waits for the rest to end.
                GroupState::Open if self.keep_going => before = GroupState::Open,
                GroupState::Bad if self.keep_going && before == GroupState::Open => {}
                GroupState::Bad => before = GroupState::Bad,
                GroupState::Open if before == GroupState::Good => before = GroupState::Open,
                GroupState::Open | GroupState::Good => {}
            }
        }
        // With --keep-going what failed before does not keep this group from being waited for.
        let state = if group.failed || before == GroupState::Bad {
            if self.keep_going && group.open > 0 {
                GroupState::Open
            } else {
                GroupState::Bad
            }
        } else if group.open > 0 {
            GroupState::Open
        } else {
            before
        };
        states[at] = Some(state);
        state
    }
}

/// Returns for each group whether it depends on itself, directly or not.
fn cycles(groups: &[Vec<usize>]) -> Vec<bool> {
    let reaches = |from: usize| {
        let mut seen = vec![false; groups.len()];
        let mut stack = groups[from].clone();
        while let Some(at) = stack.pop() {
            if at == from {
                return true;
            }
            if at < groups.len() && !std::mem::replace(&mut seen[at], true) {
                stack.extend(&groups[at]);
            }
        }
        false
    };
    (0..groups.len()).map(reaches).collect()
}
