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
/// `needle` must be ASCII and not empty.
pub fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    let first = needle.as_bytes()[0];
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(lower, upper, text.as_bytes()).find(|&at| {
        text.as_bytes()
            .get(at..at + needle.len())
            .is_some_and(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
    })
}

/// Returns `text` in lower case with every run of what is neither letter nor digit folded to one space.
pub fn normalized(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    normalize_into(text, &mut |byte| out.push(byte));
    String::from_utf8(out).unwrap_or_default()
}

/// Gives the bytes of the [normalized] `text` to `push`, one by one.
pub fn normalize_into(text: &str, push: &mut impl FnMut(u8)) {
    // Whether a space is owed before the next letter; none is before the first.
    let mut owed = false;
    let mut any = false;
    let mut letter = |bytes: &[u8], owed: &mut bool| {
        if std::mem::take(owed) {
            push(b' ');
        }
        for &byte in bytes {
            push(byte);
        }
        true
    };
    let mut buffer = [0_u8; 4];
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            any = letter(&[c.to_ascii_lowercase() as u8], &mut owed);
        } else if c.is_ascii() {
            owed |= c != '\'' && any;
        } else if c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                any = letter(lower.encode_utf8(&mut buffer).as_bytes(), &mut owed);
            }
        } else {
            owed |= c != '’' && any;
        }
    }
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
    fn normalized_folds_punctuation_and_case() {
        assert_eq!(normalized("**Test-Strategy**: (TDD)"), "test strategy tdd");
        assert_eq!(normalized("What We're NOT Doing"), "what were not doing");
    }
}
