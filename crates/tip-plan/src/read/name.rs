//! Handles, which are positions for people, and ids, which are made from content.

use rustc_hash::FxHashMap;
use tip_syntax::{Document, scan};

use crate::{Plan, UnitId, UnitKind};

/// Gives every unit and every box its handle and its id.
pub(crate) fn assign(doc: &Document, plan: &mut Plan) {
    unit_handles(plan);
    unit_ids(plan);
    box_names(doc, plan);
}

/// The longest handle that another one is built on, in bytes; units that nest deeper stand beside each other.
const LONGEST: usize = 40;

fn letter(kind: UnitKind) -> char {
    match kind {
        UnitKind::Phase => 'P',
        UnitKind::Task => 'T',
        UnitKind::Step => 'S',
        UnitKind::Scenario => 'Z',
        UnitKind::Risk => 'K',
        UnitKind::Research => 'Q',
    }
}

/// Makes handles from numbers: `P2` of both `Phase 2` and `P2`, `T1.2`, `T001`, `AC1`, `T3.S1`; what has no number counts its place.
fn unit_handles(plan: &mut Plan) {
    let mut count: FxHashMap<(UnitKind, String), u32> = FxHashMap::default();
    for unit in &plan.units {
        if let Some(number) = &unit.number {
            *count.entry((unit.kind, number.value.clone())).or_default() += 1;
        }
    }
    let mut places: FxHashMap<(UnitKind, Option<UnitId>), u32> = FxHashMap::default();
    let mut used: FxHashMap<String, u32> = FxHashMap::default();
    for at in 0..plan.units.len() {
        let unit = &plan.units[at];
        let place = places.entry((unit.kind, unit.parent)).or_default();
        *place += 1;
        let body = match &unit.number {
            Some(number) => number.value.clone(),
            None => place.to_string(),
        };
        let kind = letter(unit.kind);
        let is_whole = match unit.kind {
            UnitKind::Phase => body.starts_with('P') && body.len() > 1,
            UnitKind::Task => body.starts_with(['T', 't']),
            UnitKind::Scenario => body.starts_with("AC"),
            _ => false,
        };
        let own = if is_whole {
            body.clone()
        } else {
            format!("{kind}{body}")
        };
        let unique = unit
            .number
            .as_ref()
            .is_some_and(|number| count[&(unit.kind, number.value.clone())] == 1);
        let parent = unit
            .parent
            .map(|parent| plan.units[parent.index()].handle.clone());
        let nested = unit.kind != UnitKind::Phase && (unit.kind == UnitKind::Step || !unique);
        let mut handle = match parent {
            Some(parent) if nested && parent.len() <= LONGEST => format!("{parent}.{own}"),
            _ => own,
        };
        let nth = used.entry(handle.clone()).or_insert(0);
        *nth += 1;
        if *nth > 1 {
            handle = format!("{handle}~{nth}");
        }
        plan.units[at].handle = handle;
    }
}

/// Makes ids from kind, number, normalized title, and the parent's id.
fn unit_ids(plan: &mut Plan) {
    let mut used: FxHashMap<u64, u32> = FxHashMap::default();
    for at in 0..plan.units.len() {
        let unit = &plan.units[at];
        let parent = unit
            .parent
            .map_or("", |parent| plan.units[parent.index()].id.as_str());
        let number = unit
            .number
            .as_ref()
            .map_or("", |number| number.value.as_str());
        let code = code_of(&[unit.kind.word(), number, &unit.title.value, parent]);
        plan.units[at].id = distinct(&mut used, code);
    }
}

fn box_names(doc: &Document, plan: &mut Plan) {
    let Plan { units, boxes, .. } = plan;
    let unit_at = |id: UnitId| &units[id.index()];
    let mut places: FxHashMap<(&str, char), u32> = FxHashMap::default();
    let mut used: FxHashMap<u64, u32> = FxHashMap::default();
    used.reserve(boxes.len());
    for it in boxes {
        if let Some(unit) = it.is_unit.map(unit_at) {
            it.handle.clone_from(&unit.handle);
            it.id.clone_from(&unit.id);
            continue;
        }
        let (owner, owner_id) = match it.unit.map(unit_at) {
            Some(unit) => (unit.handle.as_str(), unit.id.as_str()),
            None => ("", ""),
        };
        let letter = it.kind.letter();
        let place = places.entry((owner, letter)).or_default();
        *place += 1;
        let dot = if owner.is_empty() { "" } else { "." };
        it.handle = format!("{owner}{dot}{letter}{place}");
        let code = code_of(&[it.kind.word(), doc.text(it.text), owner_id]);
        it.id = distinct(&mut used, code);
    }
}

/// Spells the code of a content, and tells the second and later ones of the same content apart by their order.
fn distinct(used: &mut FxHashMap<u64, u32>, code: u64) -> String {
    let nth = used.entry(code).or_default();
    *nth += 1;
    let id = spelled(code);
    if *nth == 1 { id } else { format!("{id}-{nth}") }
}

/// Returns a number that stands for `parts`, texts compared as if [normalized](scan::normalized), the same on every machine.
fn code_of(parts: &[&str]) -> u64 {
    let mut hash = Fnv::default();
    for part in parts {
        scan::normalize_into(part, &mut |byte| hash.feed_byte(byte));
        hash.feed_byte(0xff);
    }
    hash.code()
}

/// Returns ten letters and digits that stand for the bytes that `fill` feeds, the same on every machine.
pub(crate) fn short_hash(fill: impl FnOnce(&mut Fnv)) -> String {
    let mut hash = Fnv::default();
    fill(&mut hash);
    spelled(hash.code())
}

/// Writes a code of 50 bits in Crockford's base 32.
fn spelled(code: u64) -> String {
    let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut spelled = String::with_capacity(10);
    for at in 0..10 {
        spelled.push(char::from(alphabet[((code >> (at * 5)) & 31) as usize]));
    }
    spelled
}

/// The hash FNV-1a of 64 bits (Fowler, Noll, Vo).
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.feed_byte(byte);
        }
    }

    fn feed_byte(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
        self.0 = self.0.wrapping_mul(0x0100_0000_01b3);
    }

    /// Returns the hash cut to 50 bits.
    fn code(&self) -> u64 {
        // The high bits of FNV mix worse than the low ones.
        (self.0 ^ (self.0 >> 32)) & ((1 << 50) - 1)
    }
}
