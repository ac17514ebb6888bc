//! Which line is to blame that a YAML parser gave up, and what puts it right.
//!
//! A parser stops where it can go on no further, which for an open bracket is a line or more too late.

use tip_syntax::{Source, Span};

use crate::quote::quoted;

/// What is to blame.
pub(crate) struct YamlFault {
    pub(crate) span: Span,
    pub(crate) label: String,
    pub(crate) help: String,
}

/// Finds the first line of the front matter, up to where the parser stopped, that is no YAML for a reason one can name.
pub(crate) fn find(source: &Source, content: Span, stopped: Span) -> Option<YamlFault> {
    let first = source.line_of(content.start);
    let last = source.line_of(stopped.start.min(content.end.saturating_sub(1)));
    (first..=last).find_map(|number| fault_in(source, number, content))
}

fn fault_in(source: &Source, number: u32, content: Span) -> Option<YamlFault> {
    let span = source.trim(source.line_span(number));
    let line = source.slice(source.line_span(number));
    if line.starts_with('\t') {
        return Some(YamlFault {
            span,
            label: "indented by a tab".to_owned(),
            help: "indent by spaces: YAML takes no tabs".to_owned(),
        });
    }
    let plain = line.starts_with(|c: char| c.is_ascii_alphabetic());
    match line.split_once(':') {
        None if plain => Some(no_colon(span, line, continues(source, number, content))?),
        Some((key, value)) if plain && is_key(key) => match value.chars().next() {
            Some(c) if c.is_whitespace() => open_value(source, span, number, value, content),
            Some(_) if !value.starts_with("//") => Some(YamlFault {
                span,
                label: "no space after the colon".to_owned(),
                help: format!("write {}", quoted(&format!("{key}: {}", value.trim()))),
            }),
            _ => None,
        },
        _ => None,
    }
}

fn is_key(key: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    key.chars().all(word)
}

/// Returns whether a line goes on with the value of a key before it: a bracket or quote is open there.
fn continues(source: &Source, number: u32, content: Span) -> bool {
    let start = source.line_span(number).start;
    let before = source.slice(Span {
        start: content.start,
        end: start,
    });
    let count = |signs: [char; 2]| before.matches(signs).count();
    count(['[', '{']) > count([']', '}']) || !before.matches('"').count().is_multiple_of(2)
}

/// `status draft`
fn no_colon(span: Span, line: &str, continues: bool) -> Option<YamlFault> {
    let (key, value) = line
        .trim_end()
        .split_once([' ', '='])
        .unwrap_or((line.trim_end(), ""));
    if continues || !is_key(key) {
        return None;
    }
    let value = value.trim_start_matches([' ', '=']);
    Some(YamlFault {
        span,
        label: "no colon after the key".to_owned(),
        help: format!("write {}", quoted(format!("{key}: {value}").trim_end())),
    })
}

/// `feature: [alerts`, `feature: "alerts`
fn open_value(
    source: &Source,
    span: Span,
    number: u32,
    value: &str,
    content: Span,
) -> Option<YamlFault> {
    let value = value.trim();
    let sign = value.chars().next()?;
    let (close, what) = match sign {
        '[' => (']', "bracket"),
        '{' => ('}', "bracket"),
        '"' | '\'' => (sign, "quote"),
        _ => return None,
    };
    let rest = &value[1..];
    let is_open = if what == "quote" {
        !rest.contains(close)
    } else {
        rest.matches(close).count() < value.matches(sign).count()
    };
    // A value may go on in the next lines, unless a key begins there.
    let end = source.line_span(number).end;
    let after = Span {
        start: end,
        end: content.end.max(end),
    };
    let next = source.slice(after).trim_start_matches(['\r', '\n']);
    let begins = next.lines().next().and_then(|it| it.split_once(':'));
    if !is_open || !(next.is_empty() || begins.is_some_and(|(key, _)| is_key(key))) {
        return None;
    }
    let at = span.end() - value.len();
    Some(YamlFault {
        span: Span::new(at, span.end()),
        label: format!("this {what} is never closed"),
        help: format!("close it: write {}", quoted(&format!("{value}{close}"))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, expected: Option<(&str, &str)>) {
        let source = Source::from_bytes(yaml.as_bytes().to_vec());
        let all = Span::new(0, yaml.len());
        let found = find(&source, all, Span::empty(yaml.len()));
        let found = found.map(|it| (source.slice(it.span).to_owned(), it.help));
        let found = found.as_ref();
        assert_eq!(found.map(|it| (it.0.as_str(), it.1.as_str())), expected);
    }

    #[test]
    fn the_line_to_blame_is_found() {
        check(
            "feature: [alerts\nstatus: draft\n",
            Some(("[alerts", "close it: write `[alerts]`")),
        );
        check(
            "feature: \"alerts\nstatus: draft\n",
            Some(("\"alerts", "close it: write `\"alerts\"`")),
        );
        check(
            "feature: a\nstatus draft\ndate: x\n",
            Some(("status draft", "write `status: draft`")),
        );
        check(
            "feature: a\nstatus:draft\n",
            Some(("status:draft", "write `status: draft`")),
        );
        check(
            "tags:\n\t- a\n",
            Some(("- a", "indent by spaces: YAML takes no tabs")),
        );
    }

    #[test]
    fn what_goes_on_in_the_next_line_is_not_to_blame() {
        check("tags: [a,\n  b]\nnote: |\n  status draft\n", None);
        check("tags: [\na,\nb\n]\n", None);
        check("summary: alerts: for everybody\n", None);
        check("link: https://example.org\n# status draft\n", None);
    }
}
