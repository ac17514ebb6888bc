//! YAML to entries with spans, by way of `granit-parser`.
//!
//! Events are read, not types: an unfilled `[YYYY-MM-DD]` is a valid list. Where the YAML is broken, the lines that read
//! `key: value` are taken as they stand, so that nothing is lost to one stray character.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use crate::{Entry, Source, Span, Spanned, Value, ValueKind, YamlError};

/// What was read of a YAML mapping.
pub(crate) struct Parsed {
    pub(crate) entries: Vec<Entry>,
    pub(crate) error: Option<YamlError>,
    pub(crate) unsupported: Vec<Span>,
}

/// Reads the mapping at `content`.
pub(crate) fn parse(source: &Source, content: Span) -> Parsed {
    let text = source.slice(content);
    let mut reader = Reader {
        source,
        base: content.start(),
        frames: Vec::new(),
        root: None,
        extra: None,
        unsupported: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                reader.event(
                    event,
                    Span::new(reader.base + range.start, reader.base + range.end),
                );
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                let error = YamlError {
                    span: Span::empty(content.start() + at.min(text.len())),
                    message: error.kind().to_string(),
                };
                let entries = by_lines(source, content);
                return Parsed {
                    entries,
                    error: Some(error),
                    unsupported: reader.unsupported,
                };
            }
        }
    }
    let (entries, error) = match reader.root.map(|value| (value.kind, value.span)) {
        Some(_) if let Some(span) = reader.extra => {
            let message = "expected one YAML document".to_owned();
            (by_lines(source, content), Some(YamlError { span, message }))
        }
        Some((ValueKind::Mapping(entries), _)) => (entries, None),
        None | Some((ValueKind::Null, _)) => (Vec::new(), None),
        Some((_, span)) => {
            let message = "expected `key: value` lines".to_owned();
            (by_lines(source, content), Some(YamlError { span, message }))
        }
    };
    Parsed {
        entries,
        error,
        unsupported: reader.unsupported,
    }
}

/// A collection that is still open.
enum Frame {
    Sequence {
        start: Span,
        flow: bool,
        items: Vec<Value>,
    },
    Mapping {
        start: Span,
        entries: Vec<Entry>,
        key: Option<Spanned<String>>,
    },
}

struct Reader<'a> {
    source: &'a Source,
    base: usize,
    frames: Vec<Frame>,
    root: Option<Value>,
    /// What stands at the outermost level after the root.
    extra: Option<Span>,
    unsupported: Vec<Span>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if text == "<<" {
                    self.unsupported.push(span);
                }
                self.refuse_anchor(anchor, span);
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(&*text, "" | "~" | "null");
                let kind = if null {
                    ValueKind::Null
                } else {
                    ValueKind::Scalar {
                        text: text.into_owned(),
                        quoted: !plain,
                    }
                };
                self.value(Value { span, kind });
            }
            Event::Alias(_) => {
                self.unsupported.push(span);
                self.value(Value {
                    span,
                    kind: ValueKind::Null,
                });
            }
            Event::SequenceStart(style, anchor, _) => {
                self.refuse_anchor(anchor, span);
                let flow = style == StructureStyle::Flow;
                self.frames.push(Frame::Sequence {
                    start: span,
                    flow,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span);
                self.frames.push(Frame::Mapping {
                    start: span,
                    entries: Vec::new(),
                    key: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(frame) = self.frames.pop() else {
                    return;
                };
                let value = match frame {
                    Frame::Sequence { start, flow, items } => {
                        let end = items
                            .last()
                            .map_or(span, |last| if flow { span } else { last.span });
                        Value {
                            span: start.cover(end),
                            kind: ValueKind::Sequence { items, flow },
                        }
                    }
                    Frame::Mapping { start, entries, .. } => {
                        let end = entries.last().map_or(span, |last| last.value.span);
                        Value {
                            span: start.cover(end),
                            kind: ValueKind::Mapping(entries),
                        }
                    }
                };
                self.value(value);
            }
            _ => {}
        }
    }

    /// Notes an anchor, which stands before the value at `span`.
    fn refuse_anchor(&mut self, anchor: usize, span: Span) {
        if anchor == 0 {
            return;
        }
        let before = Span::new(self.base, span.start());
        let text = self.source.slice(before);
        let mark = text.rfind('&').map(|at| {
            let len = text[at..]
                .find(char::is_whitespace)
                .unwrap_or(text.len() - at);
            Span::new(self.base + at, self.base + at + len)
        });
        self.unsupported.push(mark.unwrap_or(span));
    }

    fn value(&mut self, value: Value) {
        match self.frames.last_mut() {
            None if self.root.is_none() => self.root = Some(value),
            None => {
                self.extra.get_or_insert(value.span);
            }
            Some(Frame::Sequence { items, .. }) => items.push(value),
            Some(Frame::Mapping { entries, key, .. }) => match key.take() {
                None => {
                    let text = value.as_str().unwrap_or_default().to_owned();
                    *key = Some(Spanned::new(text, value.span));
                }
                Some(written) => entries.push(Entry {
                    key: written,
                    value,
                }),
            },
        }
    }
}

/// Reads what lines tell by themselves: `key: value`, and `- item` below a key.
fn by_lines(source: &Source, content: Span) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = content.start();
    for line in source.slice(content).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_end();
        if let Some(item) = body.trim_start().strip_prefix("- ") {
            let span = source.trim(Span::new(
                start + body.len() - item.len(),
                start + body.len(),
            ));
            let dash = start + body.len() - body.trim_start().len();
            push_item(&mut entries, dash, scalar(source, span));
            continue;
        }
        let Some((key, rest)) = body.split_once(':') else {
            continue;
        };
        if key.is_empty() || key.starts_with([' ', '\t', '#', '-']) || key.len() > 40 {
            continue;
        }
        let value = source.trim(Span::new(
            start + body.len() - rest.len(),
            start + body.len(),
        ));
        entries.push(Entry {
            key: Spanned::new(key.to_owned(), Span::new(start, start + key.len())),
            value: scalar(source, value),
        });
    }
    entries
}

/// Adds an item, whose dash stands at `dash`, to the list of the last key.
fn push_item(entries: &mut [Entry], dash: usize, item: Value) {
    let Some(last) = entries.last_mut() else {
        return;
    };
    match &mut last.value.kind {
        ValueKind::Sequence { items, .. } => {
            last.value.span = last.value.span.cover(item.span);
            items.push(item);
        }
        ValueKind::Null => {
            last.value = Value {
                span: Span::empty(dash).cover(item.span),
                kind: ValueKind::Sequence {
                    items: vec![item],
                    flow: false,
                },
            };
        }
        _ => {}
    }
}

fn scalar(source: &Source, span: Span) -> Value {
    let span = without_comment(source, span);
    let text = source.slice(span);
    let kind = if text.is_empty() {
        ValueKind::Null
    } else {
        let bare = text.trim_matches(['"', '\'']);
        ValueKind::Scalar {
            text: bare.to_owned(),
            quoted: bare.len() < text.len(),
        }
    };
    Value { span, kind }
}

/// Cuts a comment off a value that is not quoted.
fn without_comment(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    match text.find(" #") {
        Some(at) if !text.starts_with(['"', '\'']) => {
            source.trim(Span::new(span.start(), span.start() + at))
        }
        _ if text.starts_with('#') => Span::empty(span.start()),
        _ => span,
    }
}
