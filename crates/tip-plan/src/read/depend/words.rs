//! What the words of a dependency field name: numbers, ranges, all before, nothing.

use tip_syntax::{Span, scan};

use crate::UnitKind;
use crate::story::story_at;

/// What the words of a dependency field say.
#[derive(Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing that the words may say beside the others"
)]
pub(super) struct Words {
    /// Nothing is waited for.
    pub(super) none: bool,
    /// Everything before is waited for.
    pub(super) all_before: bool,
    /// Every phase that is a user story is waited for.
    pub(super) stories: bool,
    /// The user stories that are waited for, by their numbers.
    pub(super) named_stories: Vec<(String, Span)>,
    /// The unit before is waited for.
    pub(super) previous: bool,
    /// Numbers, with the kind that a word before them names.
    pub(super) numbers: Vec<(Option<UnitKind>, String, Span)>,
    /// Ranges of numbers.
    pub(super) ranges: Vec<(Option<UnitKind>, String, String, Span)>,
    /// Where the first sentence ends; what follows it may speak of the unit itself.
    pub(super) sentence_end: usize,
}

/// Reads `None (…)`, `Phases 1-3`, `all previous phases`, `T001, T002–T005`, `[1.1, 1.2]`, `1, 2`.
pub(super) fn parse(text: &str, base: usize, own: UnitKind) -> Words {
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
        || folded.starts_with("all features")
        || folded.starts_with("all stories")
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
    words.sentence_end = base + outside.find(". ").unwrap_or(outside.len());
    scan_numbers(&outside, base, own, &mut words);
    let names_none = words.numbers.is_empty() && words.named_stories.is_empty();
    if names_none && words.ranges.is_empty() && !words.all_before && !words.previous {
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

pub(super) const KINDS: &[(&str, UnitKind)] = &[
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
            let handle_len = phase_handle_len(rest);
            if handle_len > 0 && !aside && !deadline {
                at = push_number(
                    text,
                    at + 1,
                    handle_len - 1,
                    Some(UnitKind::Phase),
                    base,
                    words,
                );
                counting = true;
                continue;
            }
            let id_len = task_id_len(rest);
            if id_len > 0 && aside {
                at += id_len;
                continue;
            }
            if let Some((number, len)) = story_at(rest) {
                if !aside && !deadline {
                    let span = Span::new(base + at, base + at + len);
                    words.named_stories.push((number.to_owned(), span));
                }
                at += len;
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
            if len == 0 || is_list_marker(text, at) {
                at += rest.bytes().take_while(u8::is_ascii_digit).count();
                continue;
            }
            if counting {
                at = push_number(text, at, len, kind, base, words);
            } else {
                at += len;
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

/// Returns whether the number at `at` counts an item of a list: `3. Set JWT_SECRET`.
fn is_list_marker(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let after = &text[at + digits..];
    (line > 0 || text.contains("\n2"))
        && text[line..at].trim_start_matches([' ', '>']).is_empty()
        && (after.starts_with(". ") || after.starts_with(") "))
}

/// Returns the length of a phase's handle, `P2`, where it stands as one: `all P1 stories` tells a priority.
fn phase_handle_len(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('P') else {
        return 0;
    };
    let digits = scan::number_len(rest);
    let after = &rest[digits..];
    let behind = scan::word(after.trim_start_matches(['`', '*', ' ']));
    let stands = !after.starts_with(|c: char| c.is_alphanumeric())
        && matches!(
            behind,
            "" | "and" | "or" | "to" | "is" | "must" | "complete" | "completed" | "done"
        );
    if digits > 0 && stands { digits + 1 } else { 0 }
}

pub(super) fn task_id_len(text: &str) -> usize {
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
        out.extend(words.named_stories.iter().map(|it| format!("US{}", it.0)));
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
        check("P1, `P2` and P4", "1 2 4");
        check("all P1 stories", "");
        check("Étape un", "");
        check("US1 AND US2", "US1 US2");
        check(
            "US1 (AudioPlayer) and User Story 2 (MessageBubble)",
            "US1 US2",
        );
        check("Foundational + partial US1 (WebSocket flow)", "US1");
        check("Phase 2, independent of US1/US3", "2");
        check("Phase 2, in parallel with US1", "2");
        check("\n1. Set the secret\n2. Start the database", "");
        check("\n1. Phase 3\n2. Task 4", "3 4");
    }
}
