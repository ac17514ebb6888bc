//! Elements that are no HTML: `<task>`, `<acceptance_criteria>`.
//!
//! Plans for coding agents wrap their parts in tags of their own. Markdown takes such a tag for raw HTML and leaves everything up to
//! the next blank line unread. Here a tag that leads its line and is closed again bounds a container, and what stands in it is
//! Markdown like any other, its indentation taken off.

use memchr::{memchr, memchr_iter, memmem};

use crate::Span;

/// An element that is no HTML, and what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// The name: `task`.
    pub name: Span,
    /// The opening tag, its attributes included.
    pub open: Span,
    /// What stands between the tags.
    pub content: Span,
    /// The closing tag.
    pub close: Span,
    /// The position of the container that it stands in.
    pub parent: Option<u32>,
}

/// The longest opening tag.
const LONGEST: usize = 200;

/// The most containers that may stand in each other.
const DEEPEST: usize = 16;

/// Finds the containers in `text` from `start` on, in the order of their opening tags.
pub(crate) fn find(text: &str, start: usize) -> Vec<Container> {
    let bytes = text.as_bytes();
    if memmem::find(&bytes[start..], b"</").is_none() || !has_opening(text, start) {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        found: Vec::new(),
        open: Vec::new(),
    };
    let mut fence: Option<(u8, usize)> = None;
    let mut comment = false;
    let mut at = start;
    while at < text.len() {
        let end = memchr(b'\n', &bytes[at..]).map_or(text.len(), |len| at + len + 1);
        let line = &text[at..end];
        let bare = line.trim_start();
        let marks = fence_len(bare);
        if comment {
            comment = !bare.contains("-->");
        } else if let Some((mark, len)) = fence {
            let closes = marks >= len && bare.as_bytes()[0] == mark;
            if closes && bare.trim_end().len() == marks {
                fence = None;
            }
        } else if marks > 0 {
            fence = Some((bare.as_bytes()[0], marks));
        } else if bare.starts_with("<!--") && !bare.contains("-->") {
            comment = true;
        } else {
            scan.line(at, end, line.len() - bare.len());
        }
        at = end;
    }
    scan.into_containers()
}

/// Returns the length of the mark of a fence that `line` starts with.
fn fence_len(line: &str) -> usize {
    let Some(mark @ (b'`' | b'~')) = line.bytes().next() else {
        return 0;
    };
    let len = line.bytes().take_while(|&b| b == mark).count();
    let is_fence = len >= 3 && !(mark == b'`' && line[len..].contains('`'));
    if is_fence { len } else { 0 }
}

/// Returns whether some line begins with an opening tag that is no HTML.
fn has_opening(text: &str, start: usize) -> bool {
    memchr_iter(b'<', &text.as_bytes()[start..]).any(|at| {
        let at = start + at;
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        text[line..at].trim_start().is_empty() && opening(&text[at..]).is_some()
    })
}

/// Returns the lengths of the name and of the whole opening tag at the start of `text`.
fn opening(text: &str) -> Option<(usize, usize)> {
    let name = name_len(text.strip_prefix('<')?);
    let named = &text[1..=name];
    let line = text.lines().next().unwrap_or_default();
    let close = memchr(b'>', &line.as_bytes()[..line.len().min(LONGEST)])?;
    let between = &line[1 + name..close];
    let attributes = between.is_empty() || between.starts_with([' ', '\t']);
    let own = name > 1 && attributes && !between.ends_with('/') && !is_html(named);
    own.then_some((name, close + 1))
}

fn name_len(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return 0;
    }
    let is_part = |b: &u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    text.bytes().take_while(|b| is_part(b)).count()
}

struct Scan<'a> {
    text: &'a str,
    /// Every opening tag, with its closing one once that was met.
    found: Vec<(Container, bool)>,
    /// The tags that are open, as positions in `found`.
    open: Vec<usize>,
}

impl Scan<'_> {
    fn line(&mut self, start: usize, end: usize, indent: usize) {
        let mut at = start + indent;
        // Outside of containers such a line is code.
        let deep = self.open.is_empty() && indent >= 4;
        while !deep && self.open.len() < DEEPEST {
            let Some((name, len)) = opening(&self.text[at..end]) else {
                break;
            };
            self.open.push(self.found.len());
            let open = Span::new(at, at + len);
            let container = Container {
                name: Span::new(at + 1, at + 1 + name),
                open,
                content: Span::empty(open.end()),
                close: Span::empty(open.end()),
                parent: None,
            };
            self.found.push((container, false));
            at += len;
        }
        while !self.open.is_empty()
            && let Some(hit) = memmem::find(&self.text.as_bytes()[at..end], b"</")
        {
            let tag = at + hit;
            let name = name_len(&self.text[tag + 2..end]);
            at = tag + 2 + name;
            if name > 0 && self.text[at..end].starts_with('>') && self.is_plain(start, tag) {
                at += 1;
                self.close(Span::new(tag, at));
            }
        }
    }

    /// Returns whether what stands at `at` in the line from `start` is in no code span.
    fn is_plain(&self, start: usize, at: usize) -> bool {
        let ticks = memchr_iter(b'`', &self.text.as_bytes()[start..at]).count();
        ticks.is_multiple_of(2)
    }

    fn close(&mut self, tag: Span) {
        let name = &self.text[tag.start() + 2..tag.end() - 1];
        let named = |at: &&usize| {
            let own = self.found[**at].0.name;
            &self.text[own.range()] == name
        };
        let Some(&at) = self.open.iter().rev().find(named) else {
            return;
        };
        while self.open.pop().is_some_and(|last| last != at) {}
        let (container, closed) = &mut self.found[at];
        container.content.end = tag.start;
        container.close = tag;
        *closed = true;
    }

    fn into_containers(self) -> Vec<Container> {
        let closed = self.found.into_iter().filter(|(_, closed)| *closed);
        let mut containers: Vec<Container> = closed.map(|(container, _)| container).collect();
        let mut open: Vec<u32> = Vec::new();
        for at in 0..containers.len() {
            let start = containers[at].open.start;
            while let Some(&last) = open.last()
                && containers[last as usize].close.end <= start
            {
                open.pop();
            }
            containers[at].parent = open.last().copied();
            open.push(at as u32);
        }
        containers
    }
}

/// Returns `text` with the tags of containers as blank lines and the indentation in them taken off, byte for byte as long.
pub(crate) fn masked(text: &str, containers: &[Container]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for tag in containers.iter().flat_map(|it| [it.open, it.close]) {
        bytes[tag.range()].fill(b'\n');
    }
    let indents: Vec<usize> = (0..containers.len())
        .map(|at| indent_of(text, containers, at))
        .collect();
    let mut inner = Inner::new(containers);
    let mut from = containers
        .first()
        .map_or(text.len(), |it| it.content.start());
    while let Some(end) = memchr(b'\n', &text.as_bytes()[from..]).map(|len| from + len) {
        let line = end + 1;
        from = line;
        let Some(container) = inner.at(line) else {
            continue;
        };
        let indent = white(&text[line..]).min(indents[container]);
        let start = end - usize::from(text[..end].ends_with('\r'));
        // The end of the line before moves behind the indentation, which becomes white space at its end.
        let newline = bytes[start..line].to_vec();
        if newline.contains(&b'\n') && bytes[line..line + indent].iter().all(|&b| b != b'\n') {
            bytes[start..start + indent].fill(b' ');
            bytes[start + indent..line + indent].copy_from_slice(&newline);
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Finds the innermost container at places that only move on.
struct Inner<'a> {
    containers: &'a [Container],
    next: usize,
    open: Vec<usize>,
}

impl<'a> Inner<'a> {
    fn new(containers: &'a [Container]) -> Self {
        Self {
            containers,
            next: 0,
            open: Vec::new(),
        }
    }

    fn at(&mut self, offset: usize) -> Option<usize> {
        while let Some(container) = self.containers.get(self.next)
            && container.content.start() <= offset
        {
            self.open.push(self.next);
            self.next += 1;
        }
        self.open
            .retain(|&at| offset < self.containers[at].content.end());
        self.open.last().copied()
    }
}

/// Returns the bytes of white space that `text` starts with, in its first line.
fn white(text: &str) -> usize {
    text.bytes()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}

/// Returns the least indentation of the lines in a container, those of others in it left out.
fn indent_of(text: &str, containers: &[Container], at: usize) -> usize {
    let own = &containers[at];
    let mut least = None;
    let mut child = at + 1;
    let mut fence: Option<(u8, usize)> = None;
    let mut from = own.content.start();
    while let Some(end) = memchr(b'\n', &text.as_bytes()[from..own.content.end()]) {
        let line = from + end + 1;
        from = line;
        while containers
            .get(child)
            .is_some_and(|it| it.close.end() <= line)
        {
            child += 1;
        }
        let indent = white(&text[line..]);
        let bare = text[line + indent..own.content.end().max(line + indent)]
            .lines()
            .next()
            .unwrap_or_default();
        let marks = fence_len(bare);
        match fence {
            Some((mark, len)) => {
                if marks >= len && bare.as_bytes()[0] == mark && bare.trim_end().len() == marks {
                    fence = None;
                }
                continue;
            }
            None if marks > 0 => fence = Some((bare.as_bytes()[0], marks)),
            None => {}
        }
        let in_child = containers
            .get(child)
            .is_some_and(|it| it.open.start() <= line + indent);
        if bare.trim_end().is_empty() || in_child {
            continue;
        }
        least = Some(least.map_or(indent, |it: usize| it.min(indent)));
    }
    least.unwrap_or(0)
}

/// The elements of HTML and what else Markdown files hold of its kind; sorted.
const HTML: &[&str] = &[
    "a",
    "abbr",
    "address",
    "animate",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

fn is_html(name: &str) -> bool {
    HTML.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the containers of a text as `name(content)`, those within others behind their parent.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = find(text, 0)
            .iter()
            .map(|it| {
                format!(
                    "{}({})",
                    &text[it.name.range()],
                    text[it.content.range()].trim()
                )
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn tags_that_lead_their_line_bound_a_container() {
        check("<task type=\"auto\">\nDo it.\n</task>\n", &["task(Do it.)"]);
        check("  <name>Sail</name>\n", &["name(Sail)"]);
        check(
            "<verify>\n  <automated>cargo test</automated>\n</verify>",
            &[
                "verify(<automated>cargo test</automated>)",
                "automated(cargo test)",
            ],
        );
    }

    #[test]
    fn what_is_html_or_code_or_never_closed_is_none() {
        check("<details>\nx\n</details>", &[]);
        check("<task>\nnever closed", &[]);
        check("```\n<task>\n</task>\n```", &[]);
        check("<!--\n<task>\n</task>\n-->", &[]);
        check("    <task>\n    </task>", &[]);
        check("a <task> in a line </task>", &[]);
        check("<Task>\n</Task>", &[]);
        check("<done/>\n</done>", &[]);
        check("<done>\n`</done>`", &[]);
    }

    #[test]
    fn a_tag_that_is_only_named_does_not_hide_the_real_one() {
        check(
            "<files> lists files.\n\n<task>\n<files>a.rs</files>\n</task>",
            &["task(<files>a.rs</files>)", "files(a.rs)"],
        );
    }

    #[test]
    fn the_mask_is_as_long_and_takes_indentation_off() {
        let text = "<task>\n    - one\n      more\r\n    - two\n</task>";
        let mask = masked(text, &find(text, 0));
        assert_eq!(mask.len(), text.len());
        let lines: Vec<&str> = mask.lines().map(str::trim_end).collect();
        assert_eq!(lines.join("\n").trim(), "- one\n  more\n- two");
    }

    #[test]
    fn names_of_html_are_sorted() {
        assert!(HTML.is_sorted());
    }
}
