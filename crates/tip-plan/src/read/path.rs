//! Tells paths from other words, and takes them apart.

mod file_name;

use tip_syntax::scan;

use self::file_name::{FOLDERS, NAMES, has_extension, is_file_name, is_known_name, is_member};
use crate::read::intent::Named;

/// A path with what is written after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathParts {
    /// The range of the path within the token.
    pub(crate) path: (usize, usize),
    /// The range of the token that was read.
    pub(crate) end: usize,
    pub(crate) line: Option<u32>,
    pub(crate) end_line: Option<u32>,
    /// Further lines: `:20,42-44`.
    pub(crate) more: Vec<Lines>,
    pub(crate) symbol: Option<String>,
    pub(crate) anchor: Option<String>,
}

impl PathParts {
    /// Returns what the token names besides the path.
    pub(crate) fn named(&self, token: &str) -> Named {
        let path = &token[self.path.0..self.path.1];
        let name = path.rsplit('/').next().unwrap_or(path);
        Named {
            line: self.line.is_some(),
            symbol: self.symbol.is_some(),
            folder: !holds(name, b'.'),
        }
    }
}

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a code span.
    Code,
    /// In plain text.
    Text,
    /// The target of a link.
    Link,
    /// A value in the front matter.
    Value,
}

/// Reads a token as a path; `None` for anything else.
pub(crate) fn parse(token: &str, place: Place) -> Option<PathParts> {
    if memchr::memchr2(b'/', b'.', token.as_bytes()).is_none()
        && !holds(token, b'\\')
        && !NAMES.contains(token.split(':').next().unwrap_or(token))
    {
        return None;
    }
    if token.len() < 3
        || token.len() > 300
        || scan::contains(token, "://")
        || token.starts_with(['@', '$', '-', '~', '#', '=', '!'])
    {
        return None;
    }
    let mut parts = PathParts {
        end: token.len(),
        ..PathParts::default()
    };
    let mut path_end = token.len();
    if let Some(hash) = memchr::memchr(b'#', token.as_bytes()) {
        path_end = hash;
        anchor(&token[hash + 1..], &mut parts)?;
    }
    let colon = colon(&token[..path_end]);
    let symbol = colon.and_then(|from| token[from..path_end].find("::").map(|at| from + at));
    if let Some(at) = symbol {
        parts.symbol = Some(token[at + 2..path_end].to_owned());
        path_end = at;
    } else if let Some(at) = colon {
        suffix(&token[at + 1..path_end], &mut parts, place)?;
        path_end = at;
    }
    let path = token[..path_end].trim_end();
    if !is_path(path, place) {
        return None;
    }
    parts.path = (0, path.len());
    Some(parts)
}

/// Returns the colon that ends a path, one after a drive letter aside.
fn colon(text: &str) -> Option<usize> {
    let at = memchr::memchr(b':', text.as_bytes())?;
    if at == 1 && text[2..].starts_with(['\\', '/']) {
        text[2..].find(':').map(|next| next + 2)
    } else {
        Some(at)
    }
}

fn anchor(text: &str, parts: &mut PathParts) -> Option<()> {
    let lines = text.strip_prefix('L').and_then(line_range);
    if let Some((line, end)) = lines {
        parts.line = Some(line);
        parts.end_line = end;
    } else if !text.is_empty() && !text.contains(char::is_whitespace) {
        parts.anchor = Some(text.to_owned());
    } else {
        return None;
    }
    Some(())
}

/// Reads `12`, `12-20`, `L12-L20`, `12,15`, `12:5`; anything else is a symbol.
fn suffix(text: &str, parts: &mut PathParts, place: Place) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    if let Some(ranges) = line_ranges(text) {
        let (line, end) = ranges[0];
        parts.line = Some(line);
        parts.end_line = end;
        parts.more = ranges[1..].to_vec();
        return Some(());
    }
    let symbol = text.trim_end_matches("()");
    let named = symbol
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && symbol
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'#' | b'-' | b':'));
    if named && place == Place::Code {
        parts.symbol = Some(text.to_owned());
        Some(())
    } else {
        None
    }
}

/// A line, or a first and a last one.
pub(crate) type Lines = (u32, Option<u32>);

/// Reads `12`, `12-20`, `12–20`, `12+`, `12:5`; of several only the first.
pub(crate) fn line_range(text: &str) -> Option<Lines> {
    line_ranges(text)?.into_iter().next()
}

/// Reads `12`, `12-20,35,40-44`.
pub(crate) fn line_ranges(text: &str) -> Option<Vec<Lines>> {
    let mut out = Vec::new();
    for part in text.split(',') {
        out.push(one_range(
            part.trim_matches([' ', '`']).trim_start_matches(['L', '~']),
        )?);
    }
    Some(out)
}

fn one_range(text: &str) -> Option<Lines> {
    let (first, rest) = digits(text)?;
    let Some(separator) = rest.chars().next() else {
        return Some((first, None));
    };
    let after = rest[separator.len_utf8()..]
        .trim_start()
        .trim_start_matches(['L', '~']);
    match separator {
        '+' if after.is_empty() => Some((first, None)),
        '-' | '–' | '—' => {
            let (last, rest) = digits(after)?;
            rest.is_empty()
                .then_some((first, (last > first).then_some(last)))
        }
        ':' => digits(after).and_then(|(_, rest)| rest.is_empty().then_some((first, None))),
        _ => None,
    }
}

/// Reads the number at the start of `text`.
fn digits(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..len].parse().ok().filter(|_| len <= 7)?;
    (number > 0).then_some((number, &text[len..]))
}

/// The bytes beside letters and digits that a path may hold.
const MARKS: &[u8] = br"_-./\+@[](){}*$,%&!~' ";

/// What a byte may be in a path.
static ALLOWED: [bool; 128] = allowed();

const fn allowed() -> [bool; 128] {
    let mut table = [false; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < MARKS.len() {
        table[MARKS[at] as usize] = true;
        at += 1;
    }
    table
}

/// Returns whether `path` is made of nothing but what paths are made of.
fn is_allowed(path: &str) -> bool {
    let plain = |byte: u8| ALLOWED.get(usize::from(byte)).copied().unwrap_or(true);
    path.bytes().all(plain)
        && (path.is_ascii() || path.chars().all(|c| c.is_ascii() || c.is_alphanumeric()))
}

/// Returns whether `text` holds `byte`.
fn holds(text: &str, byte: u8) -> bool {
    memchr::memchr(byte, text.as_bytes()).is_some()
}

/// Returns whether `path` looks like one of a file or a folder.
fn is_path(path: &str, place: Place) -> bool {
    if path.len() < 2 || !is_allowed(path) || scan::contains(path, "...") && !holds(path, b'/') {
        return false;
    }
    if holds(path, b' ')
        && !(matches!(place, Place::Code | Place::Link | Place::Value) && spaced(path))
    {
        return false;
    }
    let unified: String;
    let path = if holds(path, b'\\') {
        unified = path.replace('\\', "/");
        &unified
    } else {
        path
    };
    let bare = path.trim_start_matches("./").trim_start_matches("../");
    if is_host(bare) {
        return false;
    }
    let name = bare
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(bare);
    // `.d.ts` and `.test.js` are endings, `.env.local` is a file.
    if matches!(bare, ".d.ts" | ".d.mts" | ".d.cts")
        || [".test.", ".spec.", ".stories."]
            .iter()
            .any(|it| bare.starts_with(it))
    {
        return false;
    }
    if !holds(bare, b'/') {
        // `./dev` may be a script of any name.
        let script = place == Place::Code && path.starts_with("./") && lower(bare);
        return bare.len() == path.len() && is_file_name(name, place)
            || bare.len() < path.len() && (script || has_extension(name));
    }
    // `a.rs/b.rs/c.rs` is a list, `%APPDATA%/x` and `home_dir()/x` are elsewhere.
    let inner = bare
        .trim_end_matches('/')
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    if holds(inner, b'.')
        && inner.split('/').any(|segment| {
            !segment.starts_with('.') && has_extension(segment) && segment.matches('.').count() == 1
        })
        || bare.starts_with('%')
        || scan::contains(inner, "()")
    {
        return false;
    }
    if path.starts_with('/') && SYSTEM.iter().any(|folder| path.starts_with(folder)) {
        return false;
    }
    if has_extension(name) || is_known_name(name) {
        return !path.starts_with("//") && !name.contains('(') && !is_host(bare);
    }
    if path.starts_with('/') && !is_own_absolute(path)
        || bare.contains("//")
        || bare.starts_with(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '*' | '/'))
    {
        return false;
    }
    if is_member(name) {
        return false;
    }
    let segments: Vec<&str> = bare.trim_matches('/').split('/').collect();
    if segments.iter().any(|segment| {
        segment.is_empty() || *segment == "..." || segment.bytes().all(|b| b.is_ascii_digit())
    }) || bare.contains(['(', ',', '$', '%', '&', '!', '\'', ' '])
    {
        return false;
    }
    let is_known = |segment: &str| FOLDERS.contains(segment.trim_start_matches('.'));
    let known = is_known(segments[0]) && (segments.len() > 1 || bare.ends_with('/'));
    // A branch, a tool and a page are written like a folder in a folder; only some first names make one.
    let bare_pair = segments.len() == 2 && !bare.ends_with('/') && !segments[0].starts_with('.');
    if bare_pair && !PAIRS.contains(&segments[0]) && !PAIRS.contains(&segments[1]) {
        return false;
    }
    let known_inside =
        segments.len() > 1 && lower(bare) && segments.iter().any(|segment| is_known(segment));
    let folder = bare.ends_with('/') && !segments[0].starts_with(|c: char| c.is_ascii_uppercase());
    match place {
        Place::Code | Place::Value | Place::Link => {
            known
                || known_inside
                || folder
                || (segments.len() >= 4 && lower(bare) && !is_list(&segments))
        }
        Place::Text => {
            (known && (bare.ends_with('/') || segments.len() >= 3))
                || (folder && segments.len() >= 2)
        }
    }
}

/// Returns whether words with slashes between them rather name alternatives: `u8/u16/u32`, `get/put/post/delete`.
fn is_list(segments: &[&str]) -> bool {
    segments.iter().all(|it| it.len() <= 6)
        && !segments.iter().any(|it| it.contains(['-', '_', '.']))
}

/// Folders that make a path of two names, neither with an extension.
const PAIRS: &[&str] = &[
    "src",
    "test",
    "tests",
    "docs",
    "doc",
    "lib",
    "libs",
    "crates",
    "packages",
    "apps",
    "app",
    "scripts",
    "cmd",
    "internal",
    "pkg",
    "specs",
    "examples",
    "backend",
    "frontend",
    "features",
    "migrations",
    "fixtures",
    "benches",
];

/// Folders of a machine, which no repository holds.
const SYSTEM: &[&str] = &[
    "/tmp/",
    "/dev/",
    "/etc/",
    "/usr/",
    "/var/",
    "/proc/",
    "/opt/",
    "/bin/",
    "/sys/",
    "/private/",
];

/// Returns whether an absolute path is one of a person's folders, or a folder written from the root of the repository.
fn is_own_absolute(path: &str) -> bool {
    let first = path[1..].split('/').next().unwrap_or_default();
    path.starts_with("/Users/")
        || path.starts_with("/home/")
        || path.ends_with('/') && path.len() > first.len() + 2 && FOLDERS.contains(first)
}

fn lower(path: &str) -> bool {
    path.bytes().all(|b| {
        b.is_ascii_lowercase()
            || b.is_ascii_digit()
            || matches!(b, b'/' | b'-' | b'_' | b'.' | b'*')
    }) && !path.starts_with("api/")
}

/// Returns whether a path with spaces is one: its last name has an extension and a folder stands before it.
fn spaced(path: &str) -> bool {
    if path.starts_with('/') || path.contains(" -") && !path.contains(" - ") {
        return false;
    }
    let Some((folder, name)) = path.rsplit_once('/') else {
        return false;
    };
    has_extension(name)
        && !folder.contains(' ')
        && !name.starts_with(' ')
        && name.split(' ').count() <= 12
}

fn is_host(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or_default();
    [".com", ".org", ".io", ".dev", ".net"]
        .iter()
        .any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(token: &str, place: Place, expected: Option<(&str, Option<u32>, Option<u32>)>) {
        let parts = parse(token, place);
        let found = parts
            .as_ref()
            .map(|parts| (&token[..parts.path.1], parts.line, parts.end_line));
        assert_eq!(found, expected, "{token}");
    }

    #[test]
    fn paths_with_lines_symbols_and_anchors_are_taken_apart() {
        check(
            "src/app.py:12-20",
            Place::Code,
            Some(("src/app.py", Some(12), Some(20))),
        );
        check(
            "src/app.py:12",
            Place::Text,
            Some(("src/app.py", Some(12), None)),
        );
        check(
            "src/app.py#L3-L9",
            Place::Link,
            Some(("src/app.py", Some(3), Some(9))),
        );
        check(
            "src/app.py:12,15,40",
            Place::Code,
            Some(("src/app.py", Some(12), None)),
        );
        check("models.py", Place::Code, Some(("models.py", None, None)));
        check(
            "src/backend/tests/",
            Place::Code,
            Some(("src/backend/tests/", None, None)),
        );
        check(
            "src\\win\\a.cs:4",
            Place::Code,
            Some(("src\\win\\a.cs", Some(4), None)),
        );
        let parts = parse("src/models.py::seed_defaults()", Place::Code).expect("a path");
        assert_eq!(parts.symbol.as_deref(), Some("seed_defaults()"));
        let parts = parse("docs/a.md#key-concepts", Place::Link).expect("a path");
        assert_eq!(parts.anchor.as_deref(), Some("key-concepts"));
        check(
            "src/frontend/src/routes/settings/+page.svelte",
            Place::Code,
            Some(("src/frontend/src/routes/settings/+page.svelte", None, None)),
        );
        check(
            ".github/workflows/ci.yml",
            Place::Text,
            Some((".github/workflows/ci.yml", None, None)),
        );
        check("justfile:9", Place::Code, Some(("justfile", Some(9), None)));
        check(".gitignore", Place::Code, Some((".gitignore", None, None)));
    }

    #[test]
    fn other_words_are_no_paths() {
        for token in [
            "and/or",
            "TCP/IP",
            "application/json",
            "/api/users",
            "foo.bar()",
            "std::fs",
            "1/2",
            "e.g",
            "origin/main",
            "v1.2",
            "https://x.y/z.md",
            "Input/Output",
            "obj.method",
            "libs/errors.Wrap",
            "u8/u16/u32/u64",
            "process.env",
        ] {
            check(token, Place::Text, None);
            check(token, Place::Code, None);
        }
        check("Node.js", Place::Text, None);
    }
}
