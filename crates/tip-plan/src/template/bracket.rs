//! What the words in a bracket of a template stand for.

use tip_syntax::scan;

use crate::schema::ValueSpec;

/// What a bracket stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// What is to be written in its place.
    pub(super) kind: ValueSpec,
    /// When something is to be written at all.
    pub(super) condition: Option<String>,
    /// What to write.
    pub(super) hint: Option<String>,
    /// Whether the hint is an example: `[e.g., "Update API Layer"]`.
    pub(super) example: bool,
}

/// Words after which nothing is said but that the value may be missing.
const IF_THERE: &[&str] = &[
    "if any",
    "if applicable",
    "if available",
    "if exists",
    "if it exists",
    "if known",
    "if needed",
    "if required",
];

/// Parts of a path that no enumeration has.
const FOLDERS: &[&str] = &[
    "dir", "docs", "file", "folder", "lib", "link", "path", "src", "test", "tests", "to", "url",
];

/// Reads the words between the brackets.
pub(super) fn read(inner: &str) -> Bracket {
    let inner = inner.trim();
    if is_date(inner) {
        return Bracket::of(ValueSpec::Date, None);
    }
    if let Some(words) = enumeration(inner) {
        return Bracket::of(ValueSpec::Enumeration(words), None);
    }
    if let Some(example) = example(inner) {
        return Bracket {
            example: true,
            ..Bracket::of(ValueSpec::Text, Some(example))
        };
    }
    let (hint, condition) = split_condition(inner);
    Bracket {
        kind: hint.map_or(ValueSpec::Text, kind_of_hint),
        condition: condition.map(str::to_owned),
        hint: hint.map(str::to_owned),
        example: false,
    }
}

impl Bracket {
    fn of(kind: ValueSpec, hint: Option<String>) -> Self {
        Self {
            kind,
            condition: None,
            hint,
            example: false,
        }
    }
}

/// Returns the offsets of the outermost brackets of `text`, boxes and links left out.
pub(super) fn find(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut open = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b']' if depth > 0 => {
                depth -= 1;
                let inner = text[open + 1..at].trim();
                if depth == 0 && !is_box(inner) && !text[at + 1..].starts_with('(') {
                    found.push((open, at + 1));
                }
            }
            _ => {}
        }
    }
    found
}

fn is_box(inner: &str) -> bool {
    inner.is_empty() || matches!(inner, "x" | "X" | "✓" | "~" | "-")
}

fn is_date(inner: &str) -> bool {
    let folded = inner.to_ascii_lowercase();
    folded.contains("yyyy")
        && folded
            .bytes()
            .all(|b| matches!(b, b'y' | b'm' | b'd' | b'-' | b'/'))
}

/// Reads `a | b | c` and `XS/S/M/L`; a path such as `path/to/x` is none.
fn enumeration(inner: &str) -> Option<Vec<String>> {
    let by_bar = inner.contains('|');
    let parts: Vec<&str> = inner
        .split(if by_bar { '|' } else { '/' })
        .map(str::trim)
        .collect();
    let fits = |part: &&str| {
        let folded = part.to_ascii_lowercase();
        let words = part.split(' ').count();
        !part.is_empty()
            && words <= if by_bar { 4 } else { 1 }
            && !part.contains('.')
            && (by_bar || !FOLDERS.contains(&folded.as_str()))
    };
    (parts.len() >= 2 && parts.iter().all(fits))
        .then(|| parts.iter().map(|part| (*part).to_owned()).collect())
}

/// Reads `e.g., "Update API Layer"`.
fn example(inner: &str) -> Option<String> {
    let rest = inner
        .strip_prefix("e.g.")
        .or_else(|| inner.strip_prefix("eg."))
        .or_else(|| inner.strip_prefix("Example:"))?;
    Some(
        rest.trim_matches([',', ':', ' ', '"', '“', '”', '\''])
            .to_owned(),
    )
}

/// Splits the words into what to write and when.
fn split_condition(inner: &str) -> (Option<&str>, Option<&str>) {
    if scan::starts_with_ignore_case(inner, "only if ")
        || scan::starts_with_ignore_case(inner, "only when ")
    {
        return (None, Some(inner));
    }
    if scan::starts_with_ignore_case(inner, "if ")
        || scan::starts_with_ignore_case(inner, "optional")
    {
        return match inner.split_once([',', ':']) {
            Some((condition, hint)) => (Some(hint.trim()), Some(condition.trim())),
            None => (None, Some(inner)),
        };
    }
    for suffix in IF_THERE {
        let at = inner.len().saturating_sub(suffix.len());
        if inner.is_char_boundary(at)
            && inner[at..].eq_ignore_ascii_case(suffix)
            && inner[..at].ends_with([' ', ','])
        {
            let hint = inner[..at].trim_end_matches([' ', ',']);
            return (Some(hint), Some(&inner[at..]));
        }
    }
    (Some(inner), None)
}

/// Returns what a hint asks for, by its words.
pub(super) fn kind_of_hint(hint: &str) -> ValueSpec {
    let folded = scan::normalized(hint);
    let has = |word: &str| folded.split(' ').any(|it| it == word);
    if folded.contains("file line") && !folded.contains("with file line")
        || folded.starts_with("list") && has("files")
        || folded == "files"
    {
        ValueSpec::CodeReferences
    } else if has("links") {
        ValueSpec::Links
    } else if has("link") || hint.contains('/') && !hint.contains(' ') {
        ValueSpec::Link
    } else if folded.starts_with("list ") {
        ValueSpec::List
    } else {
        ValueSpec::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inner: &str, kind: &ValueSpec, hint: Option<&str>, condition: Option<&str>) {
        let bracket = read(inner);
        assert_eq!(&bracket.kind, kind, "{inner}");
        assert_eq!(bracket.hint.as_deref(), hint, "{inner}");
        assert_eq!(bracket.condition.as_deref(), condition, "{inner}");
    }

    fn words(words: &[&str]) -> ValueSpec {
        ValueSpec::Enumeration(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn an_enumeration_has_bars_or_slashes_and_is_no_path() {
        check(
            "draft | in progress",
            &words(&["draft", "in progress"]),
            None,
            None,
        );
        check("XS/S/M", &words(&["XS", "S", "M"]), None, None);
        check("High / Low", &words(&["High", "Low"]), None, None);
        check("path/to/x", &ValueSpec::Link, Some("path/to/x"), None);
        check("path/file.py", &ValueSpec::Link, Some("path/file.py"), None);
        check("src/module", &ValueSpec::Link, Some("src/module"), None);
        check(
            "Fact and/or opinion",
            &ValueSpec::Text,
            Some("Fact and/or opinion"),
            None,
        );
    }

    #[test]
    fn a_condition_stands_alone_or_beside_a_hint() {
        check("If needed", &ValueSpec::Text, None, Some("If needed"));
        check(
            "If needed, how",
            &ValueSpec::Text,
            Some("how"),
            Some("If needed"),
        );
        check("Only if a, b", &ValueSpec::Text, None, Some("Only if a, b"));
        check(
            "link if exists",
            &ValueSpec::Link,
            Some("link"),
            Some("if exists"),
        );
        check(
            "What to do if it fails",
            &ValueSpec::Text,
            Some("What to do if it fails"),
            None,
        );
    }

    #[test]
    fn the_words_of_a_hint_tell_what_is_asked_for() {
        check("YYYY-MM-DD", &ValueSpec::Date, None, None);
        check("links", &ValueSpec::Links, Some("links"), None);
        check(
            "file:line refs",
            &ValueSpec::CodeReferences,
            Some("file:line refs"),
            None,
        );
        check(
            "list core concepts",
            &ValueSpec::List,
            Some("list core concepts"),
            None,
        );
        assert!(read(r#"e.g., "Update API Layer""#).example);
    }

    #[test]
    fn boxes_and_links_are_no_brackets() {
        assert_eq!(find("- [ ] a [b [c] d] [e](f)").len(), 1);
    }
}
