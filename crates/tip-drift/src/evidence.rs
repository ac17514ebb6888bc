//! Whether what a plan says beside a reference stands where the reference points.

use std::ops::Range;

use crate::claim::Word;
use crate::symbol::Symbol;
use crate::text::Text;

/// How many lines next to the ones that are named count as being there.
const NEXT: usize = 1;

/// How many lines long a definition may be whose name tells that a line in it is meant.
const MOST_ENCLOSING: u32 = 60;

/// How far from "about line 90" what it means may stand.
pub(crate) const ABOUT: usize = 40;

/// How many words of a quotation in a row tell that it stands there.
const QUOTED: usize = 3;

/// How many letters a word has that tells something.
const LEAST_LETTERS: usize = 3;

/// How many places of a word that stands in several are named.
const MOST_PLACES: usize = 4;

/// How much of a word is shown, in bytes.
const MOST_SHOWN: usize = 60;

/// Words that stand in any code.
const COMMON: &[&str] = &[
    "any",
    "async",
    "await",
    "bool",
    "boolean",
    "class",
    "const",
    "enum",
    "export",
    "false",
    "function",
    "import",
    "interface",
    "let",
    "none",
    "null",
    "number",
    "object",
    "optional",
    "return",
    "self",
    "static",
    "str",
    "string",
    "struct",
    "this",
    "true",
    "type",
    "typeof",
    "undefined",
    "unknown",
    "void",
];

/// What the words beside a reference tell of its lines, in one version of the file. Lines are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// One of them stands there.
    Fits,
    /// The nearest of them stands elsewhere, and on one line alone.
    Elsewhere { word: String, line: usize },
    /// None of them stands there, and some elsewhere: on several lines, or what is meant by them cannot be told.
    Scattered(Vec<usize>),
    /// There are words, and the file holds none of them.
    Absent,
    /// There are none that tell anything.
    Silent,
}

/// Weighs the words that stand nearest to a reference, the nearest first, and the others of its sentence.
pub(crate) fn weigh(
    text: &Text,
    symbols: &[Symbol],
    (first, last): (usize, usize),
    nearest: &[Word],
    others: &[Word],
) -> Evidence {
    let told = |words: &[Word]| -> Vec<Needle> { words.iter().filter_map(Needle::of).collect() };
    let (nearest, others) = (told(nearest), told(others));
    let there = first.saturating_sub(NEXT)..(last + NEXT + 1).min(text.len());
    let all = || nearest.iter().chain(&others);
    let stands_in =
        |needle: &Needle, mut lines: Range<usize>| lines.any(|at| needle.stands_in(text.line(at)));
    let line = first as u32 + 1;
    let around: Vec<&Symbol> = symbols
        .iter()
        .filter(|it| it.lines.contains(&line))
        .collect();
    let is_short = |it: &&&Symbol| it.lines.end - it.lines.start <= MOST_ENCLOSING;
    let definition = around.last().filter(is_short).map(|it| lines_of(it));
    let names = |needle: &Needle| around.iter().any(|it| needle.names(it));
    let fits = |needle: &Needle| {
        stands_in(needle, there.clone())
            || definition.clone().is_some_and(|it| stands_in(needle, it))
            || around.iter().filter(is_short).any(|it| needle.names(it))
    };
    if all().any(fits) {
        return Evidence::Fits;
    }
    let Some(needle) = nearest.first() else {
        return Evidence::Silent;
    };
    // In a long definition of that name any line may be meant.
    if names(needle) {
        return Evidence::Silent;
    }
    if let Some(line) = needle.only_line(text, symbols) {
        let word = needle.word.clone();
        return Evidence::Elsewhere { word, line };
    }
    if all().any(names) {
        return Evidence::Silent;
    }
    let mut places: Vec<usize> = Vec::new();
    for needle in &nearest {
        places.extend((0..text.len()).filter(|at| needle.stands_in(text.line(*at))));
    }
    places.sort_by_key(|it| it.abs_diff(first));
    places.dedup();
    places.truncate(MOST_PLACES);
    // What is quoted was read somewhere.
    if places.is_empty() && needle.quoted.is_empty() {
        Evidence::Absent
    } else {
        Evidence::Scattered(places)
    }
}

/// Returns the line near one that is only about right which holds one of the words: the nearest of those that the first word is on.
pub(crate) fn about(text: &Text, symbols: &[Symbol], line: usize, words: &[Word]) -> Option<usize> {
    let needles = words.iter().filter_map(Needle::of);
    let near = line.saturating_sub(ABOUT)..(line + ABOUT + 1).min(text.len());
    for needle in needles {
        let named = symbols.iter().filter(|it| needle.names(it));
        let named = named.map(|it| it.name_line.saturating_sub(1) as usize);
        let named = named.filter(|it| near.contains(it));
        let said = near.clone().filter(|at| needle.stands_in(text.line(*at)));
        let nearest = |it: &usize| it.abs_diff(line);
        if let Some(found) = named
            .min_by_key(nearest)
            .or_else(|| said.min_by_key(nearest))
        {
            return Some(found);
        }
    }
    None
}

/// Returns the lines of a definition.
fn lines_of(symbol: &Symbol) -> Range<usize> {
    let from_zero = |line: u32| line.saturating_sub(1) as usize;
    from_zero(symbol.lines.start)..from_zero(symbol.lines.end)
}

/// A word as it is looked for.
#[derive(Clone, Debug)]
struct Needle {
    /// As it is written.
    word: String,
    /// The name that it is, or the names in it that are no words of prose.
    names: Vec<String>,
    /// Code as it is written, without white space.
    code: Option<String>,
    /// The words of a quotation.
    quoted: Vec<String>,
}

impl Needle {
    /// Returns how a word is looked for; `None` for one that tells nothing.
    fn of(word: &Word) -> Option<Self> {
        let mut needle = Self {
            word: shown(word.text()),
            names: Vec::new(),
            code: None,
            quoted: Vec::new(),
        };
        match word {
            Word::Quote(text) => {
                needle.quoted = words_of(text).map(str::to_lowercase).collect();
                (needle.quoted.len() >= QUOTED).then_some(needle)
            }
            Word::Code(text) => {
                let code = text.trim();
                let plain = code.strip_suffix("()").unwrap_or(code);
                let is_path = plain.chars().all(|it| is_of_name(it) || ".:#".contains(it));
                if is_path {
                    let last = plain.rsplit(['.', ':', '#']).find(|it| !it.is_empty())?;
                    if !tells(last) {
                        return None;
                    }
                    needle.names.push(last.to_owned());
                    return Some(needle);
                }
                let names = code.split(|it| !is_of_name(it)).filter(|it| is_coined(it));
                needle.names = names.map(str::to_owned).collect();
                let squeezed = squeezed(code);
                needle.code = (squeezed.len() >= 2 * LEAST_LETTERS).then_some(squeezed);
                (needle.code.is_some() || !needle.names.is_empty()).then_some(needle)
            }
        }
    }

    fn stands_in(&self, line: &str) -> bool {
        if self.names.iter().any(|it| holds(line, it)) {
            return true;
        }
        if let Some(code) = &self.code
            && squeezed(line).contains(code.as_str())
        {
            return true;
        }
        if self.quoted.is_empty() {
            return false;
        }
        let said: Vec<String> = words_of(line).map(str::to_lowercase).collect();
        let mut windows = self.quoted.windows(QUOTED);
        windows.any(|it| said.windows(QUOTED).any(|other| it == other))
    }

    /// Returns whether a definition has the name, be it written in another style: `read_user` is `readUser`.
    fn names(&self, symbol: &Symbol) -> bool {
        let plain = |it: &str| -> String {
            let letters = it.chars().filter(|it| it.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let name = plain(&symbol.name);
        self.names.iter().any(|it| plain(it) == name)
    }

    /// Returns the only line that it can mean: where it is defined, or the only one that names something so, or the only one that
    /// holds it.
    fn only_line(&self, text: &Text, symbols: &[Symbol]) -> Option<usize> {
        let named = symbols.iter().filter(|it| self.names.contains(&it.name));
        let named: Vec<usize> = named
            .map(|it| it.name_line.saturating_sub(1) as usize)
            .collect();
        let held = (0..text.len()).filter(|at| self.stands_in(text.line(*at)));
        let held: Vec<usize> = held.collect();
        let defines = |at: &&usize| self.names.iter().any(|it| gives(text.line(**at), it));
        let at_definition: Vec<usize> = held.iter().filter(defines).copied().collect();
        [named, at_definition, held]
            .into_iter()
            .find_map(|it| match it.as_slice() {
                [only] => Some(Some(*only)),
                [] => None,
                _ => Some(None),
            })?
    }
}

/// Returns as much of a word as is shown: of a long quotation its start.
fn shown(word: &str) -> String {
    let line = word.trim().lines().next().unwrap_or_default();
    let cut = &line[..line.floor_char_boundary(MOST_SHOWN)];
    if cut.len() < word.trim().len() {
        format!("{}…", cut.trim_end())
    } else {
        cut.to_owned()
    }
}

/// Returns whether a line gives a name to something: `const total =`, `total: 4`, `action: "total"`.
fn gives(line: &str, name: &str) -> bool {
    places(line, name).any(|(before, after)| {
        let (before, after) = (before.trim_end(), after.trim_start());
        let is_string = |mark| before.ends_with(mark) && after.starts_with(mark);
        let is_value =
            after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
        let is_key = after.starts_with(':') && !after.starts_with("::");
        is_string('"') || is_string('\'') || is_value || (is_key && before.is_empty())
    })
}

/// Returns whether a line holds a name as a whole word.
fn holds(line: &str, name: &str) -> bool {
    places(line, name).next().is_some()
}

/// Returns what stands before and behind each place of a name in a line.
fn places<'a>(line: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    line.match_indices(name).filter_map(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let is_name = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
        let is_whole = !is_name(before.chars().next_back()) && !is_name(after.chars().next());
        is_whole.then_some((before, after))
    })
}

fn is_of_name(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '$' | '-')
}

fn tells(name: &str) -> bool {
    let letters = name.chars().filter(|it| it.is_alphabetic()).count();
    letters >= LEAST_LETTERS && !COMMON.contains(&name.to_lowercase().as_str())
}

/// Returns whether a name is none that prose has: `EntityRow`, `max_size`.
fn is_coined(name: &str) -> bool {
    let has_inner_capital =
        name.chars().skip(1).any(char::is_uppercase) && name.chars().any(char::is_lowercase);
    tells(name) && (name.contains('_') || has_inner_capital)
}

fn squeezed(code: &str) -> String {
    code.chars().filter(|it| !it.is_whitespace()).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbol::{Language, symbols};

    const CODE: &str = "import os\n\ntype BerthRow = { id: string };\n\nfunction readHarbor(name: string) {\n  const tides = load(name);\n  // End of thread, wired in once chats exist.\n  return tides;\n}\n\nexport const tools = [\n  { action: \"read_harbor\", tides },\n  { action: \"close_harbor\" },\n];\n";

    fn code(it: &str) -> Word {
        Word::Code(it.to_owned())
    }

    #[track_caller]
    fn check(line: usize, words: &[Word], expected: &Evidence) {
        let text = Text::new(CODE.as_bytes());
        let symbols = symbols(Language::TypeScript, CODE).expect("symbols");
        let range = (line - 1, line - 1);
        assert_eq!(&weigh(&text, &symbols, range, words, &[]), expected);
    }

    fn elsewhere(word: &str, line: usize) -> Evidence {
        Evidence::Elsewhere {
            word: word.to_owned(),
            line: line - 1,
        }
    }

    #[test]
    fn a_word_fits_on_the_line_or_next_to_it_or_as_the_name_around_it() {
        check(12, &[code("close_harbor")], &Evidence::Fits);
        check(8, &[code("readHarbor()")], &Evidence::Fits);
        check(8, &[code("harbor.read_harbor")], &Evidence::Fits);
        check(4, &[code("type BerthRow = {id}")], &Evidence::Fits);
        // A definition is meant by what stands in it.
        check(
            11,
            &[code("nothing"), code("close_harbor")],
            &Evidence::Fits,
        );
    }

    #[test]
    fn a_word_elsewhere_is_where_it_is_defined_or_given_or_said_alone() {
        check(
            1,
            &[code("harbor.close_harbor")],
            &elsewhere("harbor.close_harbor", 13),
        );
        check(1, &[code("tides")], &elsewhere("tides", 6));
        check(13, &[code("BerthRow")], &elsewhere("BerthRow", 3));
        let quote = "Wired in once chats … exist";
        check(1, &[Word::Quote(quote.to_owned())], &elsewhere(quote, 7));
    }

    #[test]
    fn the_nearest_word_decides_and_what_stands_nowhere_tells_nothing_of_the_place() {
        check(
            13,
            &[code("Nothing"), code("name")],
            &Evidence::Scattered(vec![5, 4]),
        );
        check(1, &[code("Nothing")], &Evidence::Absent);
        check(1, &[code("id"), code("string")], &Evidence::Silent);
        check(1, &[], &Evidence::Silent);
    }

    #[test]
    fn of_a_long_quotation_its_start_is_shown() {
        assert_eq!(shown("as long\nas it takes"), "as long…");
        assert_eq!(shown(" short "), "short");
    }

    #[test]
    fn about_a_line_is_the_nearest_that_holds_the_word() {
        let text = Text::new(CODE.as_bytes());
        let at = |words: &[Word]| about(&text, &[], 3, words);
        assert_eq!(at(&[code("Nothing"), code("tides")]), Some(5));
        assert_eq!(at(&[code("Nothing")]), None);
    }
}
