//! Small scanners over text that several readers share.

/// Returns the length of the number at the start of `text`: `1`, `1.2`, `2a`; 0 where there is none.
pub fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut len = digits(0);
    if len == 0 {
        return 0;
    }
    loop {
        if bytes.get(len) == Some(&b'.') {
            let more = digits(len + 1);
            if more > 0 {
                len += 1 + more;
                continue;
            }
        }
        break;
    }
    let letter = bytes.get(len).is_some_and(u8::is_ascii_alphabetic);
    let next = bytes.get(len + 1);
    if letter && next.is_none_or(|b| !b.is_ascii_alphanumeric()) {
        len += 1;
    }
    len
}

/// Returns the first word of `text`: letters, digits, `_` and `-`.
pub fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len());
    &text[..end]
}

/// Returns whether `text` starts with `prefix`, ASCII letters compared without case.
pub fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.len() >= prefix.len()
        && text.as_bytes()[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
}

/// Returns the offset of `needle` in `text`, ASCII letters compared without case.
///
/// `needle` must be ASCII and not empty. Looks for its rarest byte, and only there for the rest.
pub fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    if needle.len() > text.len() {
        return None;
    }
    let anchor = rarest(needle);
    let (lower, upper) = (
        needle[anchor].to_ascii_lowercase(),
        needle[anchor].to_ascii_uppercase(),
    );
    let last = text.len() - needle.len() + anchor;
    memchr::memchr2_iter(lower, upper, &text[anchor..=last])
        .find(|&at| text[at..at + needle.len()].eq_ignore_ascii_case(needle))
}

/// Returns a set of the letters in `text`, a bit each, in either case; other characters may add letters, but take none away.
///
/// A text that lacks a letter of a word does not hold the word, which is cheaper to find out for many words than to search for each.
pub const fn letters(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut letters = 0;
    let mut at = 0;
    while at < bytes.len() {
        letters |= 1 << (bytes[at] & 31);
        at += 1;
    }
    letters
}

/// Returns whether `text` holds `needle`, which must not be empty.
///
/// For short texts, where preparing a searcher costs more than the search.
pub fn contains(text: &str, needle: &str) -> bool {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    if needle.len() > text.len() {
        return false;
    }
    let anchor = rarest(needle);
    let last = text.len() - needle.len() + anchor;
    memchr::memchr_iter(needle[anchor], &text[anchor..=last])
        .any(|at| &text[at..at + needle.len()] == needle)
}

/// Returns the position of the byte that English text holds least often.
fn rarest(needle: &[u8]) -> usize {
    (0..needle.len())
        .max_by_key(|&at| RARITY[usize::from(needle[at])])
        .unwrap_or_default()
}

/// How rare each byte is in English text: letters by their frequency, capitals and all else rarer, a space the least.
static RARITY: [u8; 256] = rarities();

const fn rarities() -> [u8; 256] {
    const COMMON: &[u8; 27] = b" etaoinshrdlcumwfgypbvkjxqz";
    let mut table = [u8::MAX; 256];
    let mut rank = 0;
    while rank < COMMON.len() {
        let letter = COMMON[rank] as usize;
        table[letter] = rank as u8;
        if rank > 0 {
            table[letter - 32] = (rank + COMMON.len()) as u8;
        }
        rank += 1;
    }
    table
}

/// Returns `text` in lower case with every run of what is neither letter nor digit folded to one space.
#[expect(
    clippy::missing_panics_doc,
    reason = "only whole characters are put together"
)]
pub fn normalized(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    normalize_into(text, &mut |byte| out.push(byte));
    String::from_utf8(out).expect("whole characters are UTF-8")
}

/// Gives the bytes of the [normalized] `text` to `push`, one after the other.
pub fn normalize_into(text: &str, push: &mut impl FnMut(u8)) {
    // Whether a space is owed before the next letter; none is before the first.
    let (mut owed, mut any) = (false, false);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match FOLDED[usize::from(*byte)] {
            SPACE => owed = any,
            NOTHING => {}
            OTHER => {
                let c = text[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                if c.is_alphanumeric() {
                    if std::mem::take(&mut owed) {
                        push(SPACE);
                    }
                    any = true;
                    let mut buffer = [0; 4];
                    for lower in c.to_lowercase() {
                        lower.encode_utf8(&mut buffer).bytes().for_each(&mut *push);
                    }
                } else if c != '’' {
                    owed = any;
                }
                continue;
            }
            letter => {
                if std::mem::take(&mut owed) {
                    push(SPACE);
                }
                any = true;
                push(letter);
            }
        }
        at += 1;
    }
}

/// Returns the words of `text` in lower case between single spaces, those of joined names apart: `showLowTide` and `show_low_tide` are
/// `show low tide`.
pub fn separated(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        if !c.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let next = chars.peek().copied().unwrap_or(' ');
        // Of `HTTPServer` the last capital begins the next word.
        let begins = c.is_uppercase()
            && (before.is_lowercase() || (before.is_uppercase() && next.is_lowercase()));
        if (before == ' ' || begins) && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}

/// What a byte becomes where a text is normalized: a letter or digit in lower case, or one of those below.
static FOLDED: [u8; 256] = folded();

/// It parts words.
const SPACE: u8 = b' ';

/// It stands within a word and is left out.
const NOTHING: u8 = 0;

/// It is part of a character beyond ASCII.
const OTHER: u8 = 1;

const fn folded() -> [u8; 256] {
    let mut table = [SPACE; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table[b'\'' as usize] = NOTHING;
    while byte < 256 {
        table[byte] = OTHER;
        byte += 1;
    }
    table
}

/// Returns the anchor that forges make of a heading.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (text, _) = text.split_once("{#").unwrap_or((text, ""));
    for c in text.trim().chars() {
        match c {
            ' ' | '-' => out.push('-'),
            '_' => out.push('_'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_they_should() {
        let len = |text| number_len(text);
        assert_eq!(len("1: x"), 1);
        assert_eq!(len("1.2 x"), 3);
        assert_eq!(len("1. x"), 1);
        assert_eq!(len("2a: x"), 2);
        assert_eq!(len("2nd"), 1);
        assert_eq!(len("x"), 0);
    }

    #[test]
    fn texts_are_found_wherever_their_rarest_byte_stands() {
        assert_eq!(find_ignore_case("was Skipped", "skipped"), Some(4));
        assert_eq!(find_ignore_case("skip, skipped", "skipped"), Some(6));
        assert_eq!(find_ignore_case("skippe", "skipped"), None);
        assert_eq!(find_ignore_case("", "x"), None);
        assert!(contains("a REFACTOR", "REFACTOR"));
        assert!(!contains("a Refactor", "REFACTOR"));
        assert!(contains("…://", "://"));
    }

    #[test]
    fn letters_are_those_of_the_text_in_either_case() {
        let holds = |text: &str, word: &str| letters(text) & letters(word) == letters(word);
        assert!(holds("The QUEUE is Deferred", "deferred"));
        assert!(!holds("the queue is red", "deferred"));
        assert!(holds("anything", ""));
    }

    #[test]
    fn normalized_folds_punctuation_and_case() {
        assert_eq!(normalized("**Test-Strategy**: (TDD)"), "test strategy tdd");
        assert_eq!(normalized("What We're NOT Doing"), "what were not doing");
        assert_eq!(normalized("Ünder_Score 2x — ß!"), "ünder score 2x ß");
        assert_eq!(normalized(" -- It's: DON'T_do 'x' "), "its dont do x");
        assert_eq!(normalized("…'s — DON'T"), normalized("... 's - DON'T"));
    }
}
