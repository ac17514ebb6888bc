//! What units wait for where nothing is written: the order of the text.

use rustc_hash::FxHashMap;

use crate::{Site, Unit, UnitId, UnitKind};

/// The units of one kind under one parent, in the order of the text.
pub(super) struct Siblings {
    groups: FxHashMap<(UnitKind, Option<UnitId>), Vec<UnitId>>,
    /// The position of each unit in its group.
    places: Vec<u32>,
    /// The units of each kind and number.
    pub(super) numbers: FxHashMap<(UnitKind, String), Vec<UnitId>>,
}

impl Siblings {
    pub(super) fn new(units: &[Unit]) -> Self {
        let mut groups: FxHashMap<_, Vec<UnitId>> = FxHashMap::default();
        let mut places = Vec::with_capacity(units.len());
        let mut numbers: FxHashMap<_, Vec<UnitId>> = FxHashMap::default();
        for (at, unit) in units.iter().enumerate() {
            let group = groups.entry((unit.kind, unit.parent)).or_default();
            places.push(group.len() as u32);
            group.push(UnitId(at as u32));
            if let Some(number) = &unit.number {
                numbers
                    .entry((unit.kind, number_key(&number.value)))
                    .or_default()
                    .push(UnitId(at as u32));
            }
        }
        Self {
            groups,
            places,
            numbers,
        }
    }

    /// Returns the units before `id` of its kind and parent.
    pub(super) fn before(&self, units: &[Unit], id: UnitId) -> &[UnitId] {
        let unit = &units[id.index()];
        self.groups
            .get(&(unit.kind, unit.parent))
            .map_or(&[], |group| &group[..self.places[id.index()] as usize])
    }
}

/// Returns whether a task is the first one of a list, which waits for no other list.
pub(super) fn begins_a_list(unit: &Unit) -> bool {
    let first = unit.number.as_ref().is_some_and(|it| it.value == "1");
    first && unit.site == Site::ListItem && unit.kind != UnitKind::Phase
}

/// Returns what a unit without words waits for: the one before it, or, beside units that run in parallel, the one before those.
pub(super) fn by_order(units: &[Unit], before: &[UnitId], id: UnitId) -> Vec<UnitId> {
    let parallel = |unit: &&UnitId| units[unit.index()].parallel;
    if units[id.index()].parallel {
        return before
            .iter()
            .rev()
            .find(|unit| !parallel(unit))
            .copied()
            .into_iter()
            .collect();
    }
    let run = before.iter().rev().take_while(parallel).count();
    if run == 0 {
        before.last().copied().into_iter().collect()
    } else {
        before[before.len() - run..].to_vec()
    }
}

/// Returns the form in which numbers are compared: `T1` and `T001` are one, and so are `2A` and `2a`, `3.1` and `03.1`.
pub(super) fn number_key(number: &str) -> String {
    let digits = number
        .strip_prefix(['T', 't'])
        .and_then(|rest| rest.parse::<u32>().ok());
    if let Some(digits) = digits {
        return format!("t{digits}");
    }
    let mut key = String::with_capacity(number.len());
    for (at, part) in number.split('.').enumerate() {
        if at > 0 {
            key.push('.');
        }
        let bare = part.trim_start_matches('0');
        let zero = part.len() > bare.len() && !bare.starts_with(|c: char| c.is_ascii_digit());
        key.push_str(if zero { "0" } else { "" });
        key.push_str(&bare.to_ascii_lowercase());
    }
    key
}
