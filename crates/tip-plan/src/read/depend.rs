//! What units wait for: the words of a field, or the order of the text.

use rustc_hash::{FxHashMap, FxHashSet};
use tip_syntax::{Document, Span, Spanned, scan};

use crate::{Dependencies, DependencySource, Meaning, Plan, Site, Unit, UnitId, UnitKind};

/// Resolves the dependencies of every phase, task and step.
pub(crate) fn resolve(doc: &Document, plan: &mut Plan) {
    by_sentences(doc, plan);
    let arrows = by_arrows(doc, plan);
    let siblings = Siblings::new(&plan.units);
    let mut waiting: FxHashMap<UnitId, FxHashSet<UnitId>> = FxHashMap::default();
    for at in 0..plan.units.len() {
        let id = UnitId(at as u32);
        if plan.units[at].kind > UnitKind::Step {
            continue;
        }
        let written = plan.units[at]
            .depends_on
            .written
            .or_else(|| in_title(doc, &plan.units[at]));
        let mut resolved = match written {
            Some(span) => {
                let text = doc.text(span);
                let mut words = parse(text, span.start(), plan.units[at].kind);
                for (_, more) in arrows
                    .iter()
                    .filter(|(to, from)| *to == id && *from != span)
                {
                    let more = parse(doc.text(*more), more.start(), plan.units[at].kind);
                    words.numbers.extend(more.numbers);
                    words.ranges.extend(more.ranges);
                }
                resolve_words(plan, &siblings, id, &words, span)
            }
            None => Dependencies::default(),
        };
        resolved.written = written;
        if resolved.source == DependencySource::Order {
            // What waits for a unit by its words does not come before it.
            let before = siblings.before(&plan.units, id);
            let before = if begins_a_list(&plan.units[at]) {
                &[]
            } else {
                before
            };
            let kept: Vec<UnitId>;
            let before = if let Some(waiting) = waiting.get(&id) {
                let keeps = |it: &UnitId| !waiting.contains(it);
                kept = before.iter().copied().filter(keeps).collect();
                &kept
            } else {
                before
            };
            resolved.on = by_order(&plan.units, before, id)
                .into_iter()
                .map(|on| Spanned::new(on, plan.units[at].lead))
                .collect();
        }
        if resolved.source == DependencySource::Written {
            for on in resolved.on.iter().filter(|it| it.value > id) {
                waiting.entry(on.value).or_default().insert(id);
            }
        }
        plan.units[at].depends_on = resolved;
    }
}

/// What the words of a dependency field say.
#[derive(Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing that the words may say beside the others"
)]
struct Words {
    /// Nothing is waited for.
    none: bool,
    /// Everything before is waited for.
    all_before: bool,
    /// Every phase that is a user story is waited for.
    stories: bool,
    /// The unit before is waited for.
    previous: bool,
    /// Numbers, with the kind that a word before them names.
    numbers: Vec<(Option<UnitKind>, String, Span)>,
    /// Ranges of numbers.
    ranges: Vec<(Option<UnitKind>, String, String, Span)>,
}

/// Reads `None (…)`, `Phases 1-3`, `all previous phases`, `T001, T002–T005`, `[1.1, 1.2]`, `1, 2`.
fn parse(text: &str, base: usize, own: UnitKind) -> Words {
    let mut words = Words::default();
    let folded = scan::normalized(text);
    let first = folded.split(' ').next().unwrap_or_default();
    if matches!(
        first,
        "none" | "nothing" | "null" | "n" | "na" | "no" | "independent" | ""
    ) && (first != "n" || folded.starts_with("n a"))
        && !(first == "no" && folded.starts_with("no later"))
    {
        words.none = true;
        return words;
    }
    if folded.starts_with("all previous")
        || folded.starts_with("all prior")
        || folded.starts_with("all other")
        || folded.starts_with("all above")
        || folded.starts_with("all earlier")
        || folded.starts_with("all phases")
        || folded.starts_with("all tasks")
        || folded.starts_with("all preceding")
        || folded.starts_with("everything")
    {
        words.all_before = true;
    }
    words.stories = folded.contains("user stories") && !folded.starts_with("none");
    if folded.starts_with("previous")
        || folded.starts_with("prior phase")
        || folded.starts_with("preceding")
    {
        words.previous = true;
    }
    let outside = without_parentheses(text);
    scan_numbers(&outside, base, own, &mut words);
    if words.numbers.is_empty() && words.ranges.is_empty() && !words.all_before && !words.previous {
        // Everything stands in parentheses.
        scan_numbers(text, base, own, &mut words);
    }
    words
}

/// Returns `text` with what stands in parentheses blanked, so that offsets hold.
fn without_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '(' {
            depth += 1;
        }
        if depth > 0 {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
        if c == ')' {
            depth = depth.saturating_sub(1);
        }
    }
    out
}

const KINDS: &[(&str, UnitKind)] = &[
    ("phase", UnitKind::Phase),
    ("stage", UnitKind::Phase),
    ("milestone", UnitKind::Phase),
    ("chunk", UnitKind::Phase),
    ("sprint", UnitKind::Phase),
    ("part", UnitKind::Phase),
    ("wave", UnitKind::Phase),
    ("pr", UnitKind::Phase),
    ("task", UnitKind::Task),
    ("story", UnitKind::Task),
    ("step", UnitKind::Step),
];

fn scan_numbers(text: &str, base: usize, own: UnitKind, words: &mut Words) {
    // Numbers count at the start, and after the word of a unit; in prose they are anything.
    let mut kind: Option<UnitKind> = None;
    let mut counting = true;
    // `by Phase 7` tells when something shall be there, not what is waited for.
    let mut deadline = false;
    // `independent of Phases 2-5` names what is not waited for, up to the end of its clause.
    let mut aside = false;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or(' ');
        let starts_word =
            at == 0 || !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        if c.is_alphabetic() && starts_word {
            let word = scan::word(rest);
            let folded = word.to_ascii_lowercase();
            let single = folded.strip_suffix('s').unwrap_or(&folded);
            let id_len = task_id_len(rest);
            if id_len > 0 && aside {
                at += id_len;
                continue;
            }
            if id_len > 0 {
                at = push_number(text, at, id_len, kind, base, words);
                counting = true;
                continue;
            }
            if let Some((_, found)) = KINDS
                .iter()
                .find(|(word, _)| *word == single || *word == folded)
            {
                kind = Some(*found);
                counting = !deadline && !aside;
                deadline = false;
                at += word.len();
                if !counting {
                    continue;
                }
                let after = text[at..].trim_start_matches([' ', '#', '-', '\u{a0}']);
                let letter = after.len() < text[at..].len()
                    && after.starts_with(|c: char| c.is_ascii_uppercase())
                    && !after[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
                if letter {
                    let start = text.len() - after.len();
                    at = push_number(text, start, 1, kind, base, words);
                }
                continue;
            }
            deadline = matches!(folded.as_str(), "by" | "before" | "until" | "not");
            aside |= matches!(
                folded.as_str(),
                "independent" | "independently" | "parallel" | "unblocks" | "enables"
            );
            // Words that join numbers keep the count going; others end it.
            counting &= matches!(
                folded.as_str(),
                "and"
                    | "or"
                    | "to"
                    | "through"
                    | "must"
                    | "complete"
                    | "completed"
                    | "completion"
                    | "of"
                    | "tip"
                    | "depends"
                    | "on"
                    | "requires"
                    | "after"
                    | "done"
            );
            at += word.len().max(c.len_utf8());
            continue;
        }
        if c.is_ascii_digit() && starts_word {
            let len = scan::number_len(rest);
            if len > 0 && counting {
                at = push_number(text, at, len, kind, base, words);
            } else {
                at += len.max(1);
            }
            continue;
        }
        if matches!(c, '.' | ';' | '\n' | ':') {
            counting = c == '\n' || c == ';';
            aside = false;
            kind = kind.filter(|_| counting);
        }
        at += c.len_utf8();
    }
    let _ = own;
}

fn task_id_len(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if letters != 1 || !text.starts_with('T') {
        return 0;
    }
    let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return 0;
    }
    let letter = text[1 + digits..]
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase());
    1 + digits + usize::from(letter)
}

/// Takes the number at `at`, or the range that begins there; returns where to go on.
fn push_number(
    text: &str,
    at: usize,
    len: usize,
    kind: Option<UnitKind>,
    base: usize,
    words: &mut Words,
) -> usize {
    let number = text[at..at + len].to_owned();
    let after = &text[at + len..];
    let trimmed = after.trim_start();
    let dash = ["-", "–", "—", "to ", "through ", "\\u2013", ".."]
        .iter()
        .find_map(|dash| trimmed.strip_prefix(*dash));
    if let Some(rest) = dash {
        let rest = rest.trim_start();
        // `Phase 1 through Phase 3` names its word twice.
        let rest = KINDS
            .iter()
            .find(|(word, _)| scan::starts_with_ignore_case(rest, word))
            .map_or(rest, |(word, _)| {
                rest[word.len()..].trim_start_matches(['s', ' '])
            });
        let second = task_id_len(rest).max(scan::number_len(rest));
        if second > 0 {
            let end = text.len() - rest.len() + second;
            let span = Span::new(base + at, base + end);
            words
                .ranges
                .push((kind, number, rest[..second].to_owned(), span));
            return end;
        }
    }
    words
        .numbers
        .push((kind, number, Span::new(base + at, base + at + len)));
    at + len
}

fn resolve_words(
    plan: &Plan,
    siblings: &Siblings,
    id: UnitId,
    words: &Words,
    span: Span,
) -> Dependencies {
    let mut out = Dependencies::default();
    let own = plan.unit(id).kind;
    if words.none {
        out.source = DependencySource::DeclaredNone;
        return out;
    }
    let mut seen = FxHashSet::default();
    let mut push = |unit: UnitId, at: Span| {
        if seen.insert(unit) {
            out.on.push(Spanned::new(unit, at));
        }
    };
    if words.all_before {
        for (other, unit) in plan.units_of(own) {
            if other < id && unit.parent == plan.unit(id).parent {
                push(other, span);
            }
        }
    }
    if words.stories && words.numbers.is_empty() && words.ranges.is_empty() {
        for (other, unit) in plan.units_of(UnitKind::Phase) {
            if other < id && is_story(unit) {
                push(other, span);
            }
        }
    }
    if words.previous
        && let Some(previous) = siblings.before(&plan.units, id).last().copied()
    {
        push(previous, span);
    }
    let mut unknown = Vec::new();
    // A plan without phases of its own that waits for `Phase 5` speaks of another plan.
    let has_own = |kind: Option<UnitKind>| plan.units_of(kind.unwrap_or(own)).nth(1).is_some();
    for (kind, number, at) in &words.numbers {
        match find(plan, siblings, id, *kind, number) {
            Some(unit) => push(unit, *at),
            None if has_own(*kind) => unknown.push(Spanned::new(number.clone(), *at)),
            None => {}
        }
    }
    for (kind, first, last, at) in &words.ranges {
        let found = range(plan, siblings, id, *kind, first, last);
        if found.is_empty() && has_own(*kind) {
            unknown.push(Spanned::new(format!("{first}-{last}"), *at));
        }
        for unit in found {
            push(unit, *at);
        }
    }
    let explicit = words
        .numbers
        .iter()
        .any(|(kind, number, _)| kind.is_some() || number.starts_with('T'))
        || words
            .ranges
            .iter()
            .any(|(kind, first, ..)| kind.is_some() || first.starts_with('T'));
    // Numbers without a word that no unit has are prose: issue numbers, versions, sizes.
    if explicit || !out.on.is_empty() {
        out.unknown = unknown;
    }
    if !out.on.is_empty() || !out.unknown.is_empty() || words.all_before {
        out.source = DependencySource::Written;
    }
    out
}

/// Finds the unit that a number means, as near to `from` as possible.
fn find(
    plan: &Plan,
    siblings: &Siblings,
    from: UnitId,
    kind: Option<UnitKind>,
    number: &str,
) -> Option<UnitId> {
    let own = plan.unit(from);
    let key = number_key(number);
    let of_kind = |kind: UnitKind| {
        let found = siblings.numbers.get(&(kind, key.clone()))?;
        let near = found.iter().find(|id| plan.unit(**id).parent == own.parent);
        near.or(found.first()).copied()
    };
    let none_of = |kind: UnitKind| plan.units_of(kind).next().is_none();
    match kind {
        // `Task 2` may mean a step or a phase of that number in a plan without tasks.
        Some(kind) => of_kind(kind).or_else(|| {
            let other = matches!(kind, UnitKind::Task | UnitKind::Step) && none_of(kind);
            other.then(|| of_kind(own.kind)).flatten()
        }),
        None => of_kind(own.kind)
            .or_else(|| of_kind(UnitKind::Task))
            .or_else(|| of_kind(UnitKind::Phase).filter(|_| own.kind != UnitKind::Phase)),
    }
}

/// Returns the form in which numbers are compared: `T1` and `T001` are one, and so are `2A` and `2a`.
fn number_key(number: &str) -> String {
    let digits = number
        .strip_prefix(['T', 't'])
        .and_then(|rest| rest.parse::<u32>().ok());
    digits.map_or_else(
        || number.to_ascii_lowercase(),
        |digits| format!("t{digits}"),
    )
}

/// Finds the units from `first` to `last` in the order of the text.
fn range(
    plan: &Plan,
    siblings: &Siblings,
    from: UnitId,
    kind: Option<UnitKind>,
    first: &str,
    last: &str,
) -> Vec<UnitId> {
    let (Some(start), Some(end)) = (
        find(plan, siblings, from, kind, first),
        find(plan, siblings, from, kind, last),
    ) else {
        return between(plan, from, kind, first, last);
    };
    let kind = plan.unit(start).kind;
    plan.units_of(kind)
        .map(|(id, _)| id)
        .filter(|&id| start <= id && id <= end && id != from)
        .collect()
}

/// Finds the units whose numbers lie between two that no unit has.
fn between(
    plan: &Plan,
    from: UnitId,
    kind: Option<UnitKind>,
    first: &str,
    last: &str,
) -> Vec<UnitId> {
    let (Ok(first), Ok(last)) = (first.parse::<f32>(), last.parse::<f32>()) else {
        return Vec::new();
    };
    plan.units_of(kind.unwrap_or(plan.unit(from).kind))
        .filter(|(id, unit)| {
            let number = unit.number.as_ref().and_then(|it| it.value.parse().ok());
            *id != from && number.is_some_and(|number: f32| first <= number && number <= last)
        })
        .map(|(id, _)| id)
        .collect()
}

/// The units of one kind under one parent, in the order of the text.
struct Siblings {
    groups: FxHashMap<(UnitKind, Option<UnitId>), Vec<UnitId>>,
    /// The position of each unit in its group.
    places: Vec<u32>,
    /// The units of each kind and number.
    numbers: FxHashMap<(UnitKind, String), Vec<UnitId>>,
}

impl Siblings {
    fn new(units: &[Unit]) -> Self {
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
    fn before(&self, units: &[Unit], id: UnitId) -> &[UnitId] {
        let unit = &units[id.index()];
        self.groups
            .get(&(unit.kind, unit.parent))
            .map_or(&[], |group| &group[..self.places[id.index()] as usize])
    }
}

/// Returns whether a task is the first one of a list, which waits for no other list.
fn begins_a_list(unit: &Unit) -> bool {
    let first = unit.number.as_ref().is_some_and(|it| it.value == "1");
    first && unit.site == Site::ListItem && unit.kind != UnitKind::Phase
}

/// Returns what a unit without words waits for: the one before it, or, beside units that run in parallel, the one before those.
fn by_order(units: &[Unit], before: &[UnitId], id: UnitId) -> Vec<UnitId> {
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

/// Reads sentences about other units: `- **Foundational (Phase 2)**: Depends on Setup completion`.
fn by_sentences(doc: &Document, plan: &mut Plan) {
    let mut found: Vec<(UnitId, Span)> = Vec::new();
    for field in &plan.fields {
        let in_order = field.section.is_some_and(|section| {
            let section = &plan.sections[section.0 as usize];
            let title = scan::normalized(&section.title.value);
            section.meaning == Some(Meaning::Sequencing) || title.ends_with("dependencies")
        });
        if !in_order || field.value.is_empty() {
            continue;
        }
        let label = &field.label.value;
        let Some((first, onward)) = phase_number(label) else {
            continue;
        };
        let text = doc.text(field.value);
        let lower = text.to_ascii_lowercase();
        let value = if lower.starts_with("no dependencies") || lower.starts_with("none") {
            Some(field.value)
        } else {
            lower
                .find("depends on ")
                .or_else(|| lower.find("depend on "))
                .map(|at| {
                    let start =
                        field.value.start() + at + lower[at..].find("on ").map_or(0, |on| on + 3);
                    let end = text[start - field.value.start()..]
                        .find([' ', '-'])
                        .map_or(field.value.end(), |_| field.value.end());
                    Span::new(start, end)
                })
        };
        let mut phases = plan.units_of(UnitKind::Phase);
        let Some((unit, _)) =
            phases.find(|(_, unit)| unit.number.as_ref().is_some_and(|it| it.value == first))
        else {
            continue;
        };
        let Some(value) = value else { continue };
        found.push((unit, value));
        match onward {
            Onward::No => {}
            // `User Stories (Phase 3+)` speaks of all phases of that name, `(Phase 3-6)` of those.
            Onward::Stories => found.extend(
                phases
                    .filter(|(_, unit)| is_story(unit))
                    .map(|(id, _)| (id, value)),
            ),
            Onward::To(last) => {
                for (id, unit) in phases {
                    found.push((id, value));
                    if unit.number.as_ref().is_some_and(|it| it.value == last) {
                        break;
                    }
                }
            }
        }
    }
    for (unit, value) in found {
        let named = by_title(doc, plan, unit, value).unwrap_or(value);
        let written = &mut plan.units[unit.index()].depends_on.written;
        if written.is_none() {
            *written = Some(named);
        }
    }
}

/// Reads labels such as `**Phase 1 → Phase 2**: …` among the dependencies of a plan; returns each phase with what it waits for.
fn by_arrows(doc: &Document, plan: &mut Plan) -> Vec<(UnitId, Span)> {
    let mut found: Vec<(UnitId, Span)> = Vec::new();
    for field in plan
        .fields
        .iter()
        .filter(|it| it.label.value.contains(['→', '⇒']))
    {
        let in_order = field.section.is_some_and(|section| {
            let meaning = plan.sections[section.0 as usize].meaning;
            matches!(meaning, Some(Meaning::Sequencing | Meaning::Dependencies))
        });
        if !in_order {
            continue;
        }
        let label = field.label.span;
        let text = doc.text(label);
        let mut start = label.start();
        let mut before: Option<Span> = None;
        for part in text.split(['→', '⇒']) {
            let span = doc.source().trim(Span::new(start, start + part.len()));
            start += part.len() + '→'.len_utf8();
            if let Some(before) = before {
                let words = parse(doc.text(span), span.start(), UnitKind::Phase);
                let named = words
                    .numbers
                    .iter()
                    .filter(|(kind, ..)| *kind == Some(UnitKind::Phase));
                for (_, number, _) in named {
                    let phase = plan.phases().find(|(_, unit)| {
                        let own = unit.number.as_ref().map(|it| number_key(&it.value));
                        own.is_some_and(|own| own == number_key(number))
                    });
                    found.extend(phase.map(|(id, _)| (id, before)));
                }
            }
            before = Some(span);
        }
    }
    for (unit, from) in &found {
        plan.units[unit.index()]
            .depends_on
            .written
            .get_or_insert(*from);
    }
    found
}

/// Finds `(depends on T008, T009)` or `Requires 10.1.1.` in the words of a list item.
fn in_title(doc: &Document, unit: &Unit) -> Option<Span> {
    let item = unit.site == Site::ListItem;
    let text = doc.text(unit.title.span);
    if !item && memchr::memchr(b'(', text.as_bytes()).is_none() {
        return None;
    }
    ["depends on ", "requires ", "blocked by ", "after "]
        .iter()
        .find_map(|word| {
            let at = scan::find_ignore_case(text, word)?;
            let start = at + word.len();
            let rest = &text[start..];
            let bounded = at == 0 || text[..at].ends_with([' ', '(', '[', '\n']);
            let bounded = bounded && (item || text[..at].ends_with('('));
            // Only a number right there makes it a dependency; `requires care` is prose.
            let numbered = task_id_len(rest) > 0
                || rest.starts_with(|c: char| c.is_ascii_digit())
                    && rest[..scan::number_len(rest)].contains('.')
                || KINDS.iter().any(|(kind, _)| {
                    scan::starts_with_ignore_case(rest, kind)
                        && rest[kind.len()..]
                            .trim_start_matches(['s', ' '])
                            .starts_with(|c: char| c.is_ascii_digit())
                });
            let end = rest
                .find([')', ']', ';'])
                .or_else(|| rest.find(". "))
                .unwrap_or(rest.len());
            let span = unit.title.span;
            (bounded && numbered)
                .then(|| Span::new(span.start() + start, span.start() + start + end))
        })
}

/// Which phases after the one that a label names it speaks of too.
enum Onward<'a> {
    No,
    Stories,
    To(&'a str),
}

/// Reads the phase that a label speaks of, and those after it: `Stories (Phase 3+)`.
fn phase_number(label: &str) -> Option<(&str, Onward<'_>)> {
    let at = ["phase ", "phases "]
        .iter()
        .find_map(|word| scan::find_ignore_case(label, word).map(|at| at + word.len()))?;
    let rest = &label[at..];
    let len = scan::number_len(rest);
    if len == 0 {
        return None;
    }
    let after = &rest[len..];
    let onward = match after.chars().next() {
        Some('+') => Onward::Stories,
        Some(dash @ ('-' | '–')) => {
            let last = &after[dash.len_utf8()..];
            Onward::To(&last[..scan::number_len(last)])
        }
        _ => Onward::No,
    };
    Some((&rest[..len], onward))
}

fn is_story(unit: &Unit) -> bool {
    scan::starts_with_ignore_case(&unit.title.value, "user story")
}

/// Leaves sentences that name phases by title alone to the order of the text, which they follow.
fn by_title(doc: &Document, plan: &Plan, _unit: UnitId, value: Span) -> Option<Span> {
    let text = scan::normalized(doc.text(value));
    let title = plan.units_of(UnitKind::Phase).find(|(_, other)| {
        let title = scan::normalized(&other.title.value);
        let first = title.split(' ').next().unwrap_or_default().to_owned();
        !first.is_empty() && text.starts_with(&first)
    });
    // The number of that phase, where its heading stands, says the same.
    title.and_then(|(_, other)| other.number.as_ref().map(|number| number.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words = parse(text, 0, UnitKind::Phase);
        let mut out: Vec<String> = words
            .numbers
            .iter()
            .map(|(_, number, _)| number.clone())
            .collect();
        out.extend(
            words
                .ranges
                .iter()
                .map(|(_, first, last, _)| format!("{first}..{last}")),
        );
        if words.none {
            out.push("none".into());
        }
        if words.all_before {
            out.push("all".into());
        }
        if words.previous {
            out.push("previous".into());
        }
        assert_eq!(out.join(" "), expected, "{text}");
    }

    #[test]
    fn the_forms_of_dependencies_are_read() {
        check("None (can run parallel to Phase 1)", "none");
        check("None - this is foundational", "none");
        check("null", "none");
        check("[]", "none");
        check("N/A", "none");
        check("Phase 1 complete", "1");
        check("Phase 1 (models and seeding)", "1");
        check("Phases 2 & 3 (APIs must exist)", "2 3");
        check("Phases 1-3", "1..3");
        check("Phases 2-4 (real features must exist first)", "2..4");
        check("T001, T002, T004–T006", "T001 T002 T004..T006");
        check("Phase 1; the service is there by Phase 3", "1");
        check("Phase 1; independent of Phases 2-5", "1");
        check("Phase 1, in parallel with Phase 3", "1");
        check("Phase 1, not Phase 2", "1");
        check("all previous phases", "all");
        check("Previous phase", "previous");
        check("Phase 1 (need criteria), Phase 2 (need 3 functions)", "1 2");
        check("[1.1, 1.2]", "1.1 1.2");
        check("Phase A and Phase B", "A B");
        check("`nix` crate (already in use)", "");
        check("Tasks 1 through 3", "1..3");
    }
}
