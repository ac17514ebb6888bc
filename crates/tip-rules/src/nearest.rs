//! The word that was probably meant.

use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};
use tip_syntax::scan;

/// Returns the candidate that `word` most looks like, if it looks like one at all.
///
/// Case and punctuation do not matter.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = scan::normalized(word);
    let allowed = (folded.chars().count() / 3).max(1);
    let candidates = candidates.into_iter().map(|it| (scan::normalized(it), it));
    within(&folded, allowed, candidates).map(|(_, it)| it)
}

/// Returns the candidate that `word` is a slip of the pen of: it differs by a letter or two, or only in how it is written.
pub(crate) fn slip<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    slip_among(
        word,
        candidates.into_iter().map(|it| (scan::normalized(it), it)),
    )
}

/// Returns the same of candidates that come behind what they are [normalized](scan::normalized).
pub(crate) fn slip_among<'a, S: AsRef<str>>(
    word: &str,
    candidates: impl IntoIterator<Item = (S, &'a str)>,
) -> Option<&'a str> {
    let folded = scan::normalized(word);
    let allowed = match folded.chars().count() {
        0..=3 => 0,
        4..=9 => 1,
        _ => 2,
    };
    // `phase` and `phases` are both good words.
    let (other, near) = within(&folded, allowed, candidates)?;
    let plural = folded.trim_end_matches('s') == other.as_ref().trim_end_matches('s');
    (!plural).then_some(near)
}

/// Returns the candidate that is the fewest steps away from `folded`, at most `allowed`.
fn within<'a, S: AsRef<str>>(
    folded: &str,
    allowed: usize,
    candidates: impl IntoIterator<Item = (S, &'a str)>,
) -> Option<(S, &'a str)> {
    if folded.is_empty() || folded.len() > 40 {
        return None;
    }
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.0.as_ref();
            let possible = may_be_within(folded, other, allowed);
            let distance = possible.then(|| damerau_levenshtein(folded, other))?;
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns whether two words may be at most `allowed` steps apart, by how often each letter stands in them.
///
/// A step makes at most one letter more in one of them and one more in the other.
fn may_be_within(one: &str, other: &str, allowed: usize) -> bool {
    // A letter beyond ASCII has up to four bytes.
    let plain = one.is_ascii() && other.is_ascii();
    let steps = allowed * if plain { 1 } else { 4 };
    if one.len().abs_diff(other.len()) > steps {
        return false;
    }
    let mut counts = [0_i32; 32];
    for byte in one.bytes() {
        counts[usize::from(byte & 31)] += 1;
    }
    for byte in other.bytes() {
        counts[usize::from(byte & 31)] -= 1;
    }
    let more = |sign: i32| counts.iter().map(|it| (it * sign).max(0)).sum::<i32>();
    i32::try_from(steps).is_ok_and(|steps| more(1) <= steps && more(-1) <= steps)
}

/// Names of files that stand in every other folder, so that they tell nothing.
const COMMON: &[&str] = &[
    "+page", "+layout", "agents", "app", "build", "claude", "config", "index", "install", "lib",
    "main", "mod", "page", "readme", "run", "run-all", "run-test", "setup", "skill", "start",
    "test", "types", "utils", "__init__",
];

/// The length from which the name of a file tells which is meant, wherever it stands.
const TELLING: usize = 12;

/// Names of folders that tell nothing of what they hold.
const PLAIN_FOLDERS: &[&str] = &[
    "app", "apps", "crates", "docs", "lib", "libs", "packages", "scripts", "src", "test", "tests",
];

/// Returns whether the folders of two paths share a telling word, or one of them has none.
fn is_related(left: &[&str], right: &[&str]) -> bool {
    let words = |parts: &[&str]| -> Vec<String> {
        let folders = &parts[..parts.len().saturating_sub(1)];
        folders
            .iter()
            .flat_map(|it| it.split(['-', '_', '.', ' ']))
            .map(|it| it.trim_end_matches('s').to_lowercase())
            .filter(|it| it.len() > 2)
            .filter(|it| {
                !PLAIN_FOLDERS
                    .iter()
                    .any(|plain| plain.trim_end_matches('s') == it)
            })
            .collect()
    };
    let (left, right) = (words(left), words(right));
    let alike = |a: &String, b: &String| {
        a == b
            || a.len() >= 5
                && (b.starts_with(a.as_str()) || b.len() >= 5 && a.starts_with(b.as_str()))
    };
    left.is_empty() || left.iter().any(|a| right.iter().any(|b| alike(a, b)))
}

/// Returns whether `near` is the entry of the module that `path` was: `src/page/mod.rs` for `src/page.rs`.
fn became_folder(path: &str, near: &str) -> bool {
    let folder = path.rsplit_once('.').map_or(path, |(folder, _)| folder);
    near.strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|rest| !rest.contains('/'))
}

/// Returns whether a path is nothing but a name that tells nothing.
pub(crate) fn is_common(path: &str) -> bool {
    let stem = path.split('.').next().unwrap_or(path).to_lowercase();
    COMMON.contains(&stem.as_str())
}

/// Returns the path that was found to be near, if it can have been meant.
///
/// Either the parts in which the two differ look alike, or a file of a telling name has moved.
pub(crate) fn plausible<'a>(path: &str, near: Option<&'a str>) -> Option<&'a str> {
    let near = near?;
    let left: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let right: Vec<&str> = near.trim_end_matches('/').split('/').collect();
    let name = left.last()?;
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    if right.last() == Some(name) && !COMMON.contains(&stem.as_str()) && stem.len() > 2 {
        return (stem.len() >= TELLING || is_related(&left, &right)).then_some(near);
    }
    if became_folder(path, near) {
        return Some(near);
    }
    // `0616-dock` and `0617-dock` are two things.
    let digits = |path: &str| -> String { path.chars().filter(char::is_ascii_digit).collect() };
    if digits(path) != digits(near) {
        return None;
    }
    let front = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[front..], &right[front..]);
    let pairs = left.iter().rev().zip(right.iter().rev());
    let back = pairs.take_while(|(a, b)| a == b).count();
    let left = left[..left.len() - back].join("/");
    let right = right[..right.len() - back].join("/");
    (normalized_damerau_levenshtein(&left, &right) >= 0.75 && !left.is_empty()).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        let candidates = ["draft", "approved", "in_progress", "complete"];
        assert_eq!(nearest(word, candidates), expected, "{word}");
    }

    #[test]
    fn what_looks_alike_is_found() {
        check("darft", Some("draft"));
        check("In-Progres", Some("in_progress"));
        check("aproved", Some("approved"));
        check("blue", None);
        check("", None);
    }

    #[track_caller]
    fn check_path(path: &str, near: &str, expected: bool) {
        assert_eq!(plausible(path, Some(near)).is_some(), expected, "{path}");
    }

    #[test]
    fn a_path_that_cannot_be_meant_is_not_offered() {
        check_path("src/alert/store.rs", "src/alerts/store.rs", true);
        check_path("src/examples.rs", "src/examples_data.rs", false);
        check_path("src/examples.rs", "src/examples/mod.rs", true);
        check_path(
            "lib/harbor-server/helper.js",
            "skills/harbor/helper.js",
            true,
        );
        check_path(
            "tests/alert-kinds/run-test.sh",
            "tests/other-kinds/run-test.sh",
            false,
        );
        check_path(".dock-plugin/INSTALL.md", ".harbor/INSTALL.md", false);
        check_path(
            "src/commands/context-store.ts",
            "src/commands/context.ts",
            false,
        );
        check_path("plans/0616-dock.md", "plans/0617-dock.md", false);
        check_path("src/store.rs", "backend/alerts/store.rs", true);
        check_path("skills/team/SKILL.md", "skills/form/SKILL.md", false);
        check_path("docs/AGENTS.md", "docs/work/AGENTS.md", false);
        check_path("examples/CLAUDE.md.example", ".github/claude.yml", false);
    }
}
