//! Texts that words quote.

/// Returns the first quotation in `text`.
pub(super) fn quoted(text: &str) -> Option<&str> {
    next(text).map(|(_, inner, _)| inner)
}

/// A quotation: where it begins, what it holds, and where what follows it begins.
pub(super) fn next(text: &str) -> Option<(usize, &str, usize)> {
    let mut from = 0;
    loop {
        let (at, open, close) = text[from..].char_indices().find_map(|(at, c)| match c {
            '`' => Some((from + at, c, '`')),
            '"' => Some((from + at, c, '"')),
            '“' => Some((from + at, c, '”')),
            _ => None,
        })?;
        let start = at + open.len_utf8();
        let len = text[start..].find(close)?;
        let inner = text[start..start + len].trim();
        if !inner.is_empty() && len <= 200 {
            return Some((at, inner, start + len + close.len_utf8()));
        }
        from = start + len + close.len_utf8();
    }
}

/// The quotations of a clause, and the words around them.
pub(super) struct Texts<'a> {
    pub(super) all: Vec<&'a str>,
    /// What stands before the first.
    pub(super) before: &'a str,
    /// What stands between them.
    pub(super) between: Vec<&'a str>,
    /// What stands behind the last.
    pub(super) after: &'a str,
}

/// Returns all quotations in `text`.
pub(super) fn texts(text: &str) -> Texts<'_> {
    let mut it = Texts {
        all: Vec::new(),
        before: text,
        between: Vec::new(),
        after: "",
    };
    let mut from = 0;
    while let Some((at, inner, end)) = next(&text[from..]) {
        let gap = &text[from..from + at];
        if it.all.is_empty() {
            it.before = gap;
        } else {
            it.between.push(gap);
        }
        it.all.push(inner);
        from += end;
        it.after = &text[from..];
    }
    it
}

/// Returns `text` without its quotations.
pub(super) fn unquoted(text: &str) -> String {
    let it = texts(text);
    let mut out = it.before.to_owned();
    for part in it
        .between
        .iter()
        .chain([&it.after])
        .filter(|_| !it.all.is_empty())
    {
        out.push_str(" _ ");
        out.push_str(part);
    }
    out
}
