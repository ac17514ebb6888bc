//! Sizes in the words of the plan.

use tip_plan::Size;
use tip_syntax::{Document, Span};

use crate::quote::quoted;

/// Returns a size as messages name it: `XL`, or what is written where it is read as that: "`Huge`, which is read as `XL`".
pub(crate) fn size_words(doc: &Document, size: Size, written: Span) -> String {
    let text = doc.text(written).trim();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if words.any(|it| it.eq_ignore_ascii_case(size.word())) {
        return quoted(size.word());
    }
    format!("{}, which is read as `{}`", quoted(text), size.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, size: Size, expected: &str) {
        let doc = Document::parse(text.as_bytes().to_vec());
        let span = Span::new(0, text.len());
        assert_eq!(size_words(&doc, size, span), expected);
    }

    #[test]
    fn a_size_is_named_as_it_is_written() {
        check("XL", Size::Xl, "`XL`");
        check("xl (two months)", Size::Xl, "`XL`");
        check("M-L", Size::L, "`L`");
        check("Huge", Size::Xl, "`Huge`, which is read as `XL`");
    }
}
