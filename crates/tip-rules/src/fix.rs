//! The one loop that applies fixes, for every front end.
//!
//! A round takes the fixes of all findings in the order of the text, leaves out those that overlap one before them, applies the rest
//! and reads the text again. It ends when a round finds nothing to apply. No rule knows of another: what two of them want to change
//! in one place, the later one changes a round later, if it still wants to.

use std::collections::BTreeMap;

use tip_syntax::{Edit, Finding, Fix, Safety, Span, apply_edits};

use crate::Judged;

/// The most rounds; fixes that need more undo each other.
const MOST_ROUNDS: usize = 10;

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixLevel {
    /// Those that keep the meaning.
    #[default]
    Safe,
    /// Those that may change it as well.
    Unsafe,
}

impl FixLevel {
    fn allows(self, safety: Safety) -> bool {
        match safety {
            Safety::Safe => true,
            Safety::Unsafe => self == Self::Unsafe,
            Safety::DisplayOnly => false,
        }
    }
}

/// A text after its fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// What was applied, in the order of the rounds and of the text.
    pub applied: Vec<AppliedFix>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppliedFix {
    /// The rule whose finding it remedies.
    pub rule: &'static str,
    /// What it does, in the imperative.
    pub title: String,
}

/// Why no fix was applied: a bug of the rules that are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoConvergence {
    /// The rules whose fixes came in the last rounds, each once.
    pub rules: Vec<&'static str>,
}

/// Applies the fixes that `check` finds, until it finds none. `check` reads a text and judges it.
///
/// # Errors
///
/// Fails when fixes undo each other, or break a text such that they cannot be applied; nothing is applied then.
pub fn fix(
    original: &[u8],
    level: FixLevel,
    check: &mut dyn FnMut(&[u8]) -> Vec<Judged>,
) -> Result<Fixed, NoConvergence> {
    let mut fixed = Fixed {
        bytes: original.to_vec(),
        applied: Vec::new(),
    };
    let mut last = Vec::new();
    for round in 0..MOST_ROUNDS {
        let judged = check(&fixed.bytes);
        let chosen = choose(judged.iter().map(|it| &it.finding), level);
        if chosen.is_empty() {
            return Ok(fixed);
        }
        let edits: Vec<Edit> = chosen
            .iter()
            .flat_map(|(_, fix)| fix.edits.iter().cloned())
            .collect();
        // Two that undo each other take turns.
        if round + 2 >= MOST_ROUNDS {
            last.extend(chosen.iter().map(|(rule, _)| *rule));
        }
        let Ok(bytes) = apply_edits(&fixed.bytes, &edits) else {
            last = chosen.iter().map(|(rule, _)| *rule).collect();
            break;
        };
        fixed.bytes = bytes;
        let applied = chosen.iter().map(|(rule, fix)| AppliedFix {
            rule,
            title: fix.title.clone(),
        });
        fixed.applied.extend(applied);
    }
    last.sort_unstable();
    last.dedup();
    Err(NoConvergence { rules: last })
}

/// Chooses fixes that do not touch each other, the first in the text first.
fn choose<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    level: FixLevel,
) -> Vec<(&'static str, &'a Fix)> {
    let mut wanted: Vec<(&'static str, &Fix)> = findings
        .filter_map(|finding| {
            let mut fixes = finding.fixes.iter();
            let fix = fixes.find(|it| level.allows(it.safety) && !it.edits.is_empty())?;
            Some((finding.rule, fix))
        })
        .collect();
    wanted.sort_by_key(|(rule, fix)| (first(fix), *rule));
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    wanted.retain(|(_, fix)| {
        let spans = || fix.edits.iter().map(|edit| edit.span);
        let free = spans().all(|span| is_apart(&taken, span));
        if free {
            for span in spans() {
                let end = taken.entry(span.start).or_default();
                *end = span.end.max(*end);
            }
        }
        free
    });
    wanted
}

fn first(fix: &Fix) -> Option<Span> {
    fix.edits.iter().map(|edit| edit.span).min()
}

/// Returns whether a span does not even touch those taken, which are kept by their starts.
///
/// Of two insertions at one place nobody knows which comes first.
fn is_apart(taken: &BTreeMap<u32, u32>, span: Span) -> bool {
    let before = taken.range(..=span.end).next_back();
    before.is_none_or(|(_, end)| *end < span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{INTERNAL_FAULT, Rule};
    use tip_syntax::Severity;

    static RULE: &Rule = &INTERNAL_FAULT;

    fn judged(rule: &'static str, edits: Vec<Edit>, safety: Safety) -> Judged {
        Judged {
            rule: RULE,
            finding: Finding::new(rule, Span::empty(0), "x").fix("do", edits, safety),
            severity: Severity::Warning,
        }
    }

    /// Wants every occurrence of a word replaced by another.
    fn replacing(text: &[u8], rule: &'static str, word: &str, by: &str) -> Vec<Judged> {
        let text = String::from_utf8_lossy(text).into_owned();
        text.match_indices(word)
            .map(|(at, _)| {
                let span = Span::new(at, at + word.len());
                judged(rule, vec![Edit::replace(span, by)], Safety::Safe)
            })
            .collect()
    }

    #[track_caller]
    fn check(words: &[(&'static str, &str, &str)], text: &str, expected: Result<&str, &[&str]>) {
        let mut all = |bytes: &[u8]| {
            let mut out = Vec::new();
            for (rule, word, by) in words {
                out.extend(replacing(bytes, rule, word, by));
            }
            out
        };
        let found = fix(text.as_bytes(), FixLevel::Safe, &mut all);
        let found = found
            .map(|it| String::from_utf8_lossy(&it.bytes).into_owned())
            .map_err(|it| it.rules);
        let found = found.as_deref().map_err(Vec::as_slice);
        assert_eq!(found, expected);
    }

    #[test]
    fn what_overlaps_waits_for_the_next_round() {
        check(
            &[("a", "one two", "two"), ("b", "two", "2")],
            "one two!",
            Ok("2!"),
        );
    }

    #[test]
    fn rounds_go_on_until_nothing_is_found() {
        check(&[("a", "x", "y"), ("b", "y", "z")], "x y", Ok("z z"));
    }

    #[test]
    fn fixes_that_undo_each_other_leave_the_text() {
        check(&[("a", "x", "y"), ("b", "y", "x")], "x", Err(&["a", "b"]));
        check(&[("a", "x", "xx")], "x", Err(&["a"]));
    }

    #[test]
    fn a_fix_is_applied_whole_or_not_at_all() {
        let two = vec![Edit::insert(0, "<"), Edit::insert(3, ">")];
        let findings = [
            judged("a", vec![Edit::replace(Span::new(2, 3), "!")], Safety::Safe),
            judged("b", two, Safety::Safe),
        ];
        let chosen = choose(findings.iter().map(|it| &it.finding), FixLevel::Safe);
        let rules: Vec<_> = chosen.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(rules, ["b"]);
    }

    #[test]
    fn the_level_decides_which_fix_is_taken() {
        let edit = || vec![Edit::insert(0, "<")];
        for (safety, safe, any) in [
            (Safety::Safe, 1, 1),
            (Safety::Unsafe, 0, 1),
            (Safety::DisplayOnly, 0, 0),
        ] {
            let finding = judged("a", edit(), safety).finding;
            let count = |level| choose([&finding].into_iter(), level).len();
            assert_eq!(
                (count(FixLevel::Safe), count(FixLevel::Unsafe)),
                (safe, any)
            );
        }
    }
}
