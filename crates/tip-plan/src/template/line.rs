//! A line of a template: a label and its value.

use tip_syntax::scan;

use crate::schema::{LabelForm, ValueSpec};

use super::bracket;

/// What a label and the text after it say.
#[derive(Debug)]
pub(super) struct FieldParts {
    pub(super) label: String,
    pub(super) form: LabelForm,
    pub(super) value: ValueParts,
}

/// What the text after a label says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ValueParts {
    /// What the value is; `None` where there is no text.
    pub(super) kind: Option<ValueSpec>,
    /// When it is needed.
    pub(super) condition: Option<String>,
    /// What to write.
    pub(super) hint: Option<String>,
    /// The text, where it holds no placeholder.
    pub(super) literal: Option<String>,
}

/// Labels that introduce a sample.
const SAMPLES: &[&str] = &["e g", "example", "examples", "for example"];

/// Reads a marked label and the text after it on its line.
///
/// The colon may stand in the label or after a parenthesis; without one the label must be all of the line.
pub(super) fn field(label: &str, rest: &str, form: LabelForm) -> Option<FieldParts> {
    let bare = label.trim().trim_end_matches(':').trim_end();
    let colon_inside = bare.len() < label.trim().len();
    let (before, after) = match rest.split_once(':') {
        _ if colon_inside => ("", rest),
        Some((before, after)) => (before, after),
        None => (rest, ""),
    };
    let (left, condition) = split_parenthesis(before);
    if bare.is_empty() || !left.trim().is_empty() {
        return None;
    }
    let mut value = value(after);
    value.condition = condition.or(value.condition);
    Some(FieldParts {
        label: bare.to_owned(),
        form,
        value,
    })
}

/// Reads `Label: value` without marks; the label is few words, and none that introduces a sample.
pub(super) fn plain_field(text: &str) -> Option<FieldParts> {
    let (label, rest) = text.split_once(':')?;
    let words = label.split(' ').count();
    let fits = words <= 5
        && label.starts_with(|c: char| c.is_uppercase())
        && !label.contains(['[', ']', '`', '*', '"', '.'])
        && (rest.is_empty() || rest.starts_with(' '))
        && !SAMPLES.contains(&scan::normalized(label).as_str());
    let value = value(rest);
    let asks = value.literal.is_none();
    (fits && asks).then(|| FieldParts {
        label: label.trim().to_owned(),
        form: LabelForm::PlainItem,
        value,
    })
}

/// Reads the text after a label.
pub(super) fn value(text: &str) -> ValueParts {
    let (text, condition) = split_parenthesis(text);
    let text = text.trim();
    if text.is_empty() {
        return ValueParts {
            condition,
            ..ValueParts::default()
        };
    }
    let brackets = bracket::find(text);
    if let [(0, end)] = brackets[..]
        && end == text.len()
    {
        let read = bracket::read(&text[1..end - 1]);
        return ValueParts {
            kind: Some(read.kind),
            condition: condition.or(read.condition),
            hint: read.hint,
            literal: None,
        };
    }
    if brackets.is_empty() {
        return ValueParts {
            kind: Some(ValueSpec::Text),
            condition,
            hint: None,
            literal: Some(text.to_owned()),
        };
    }
    let kind = if is_code_reference(text) {
        ValueSpec::CodeReferences
    } else {
        ValueSpec::Text
    };
    ValueParts {
        kind: Some(kind),
        condition,
        hint: Some(text.to_owned()),
        literal: None,
    }
}

/// Returns whether a text begins with a code span that is a path with placeholders.
pub(super) fn is_code_reference(text: &str) -> bool {
    let Some((code, _)) = text.strip_prefix('`').and_then(|rest| rest.split_once('`')) else {
        return false;
    };
    !code.contains(' ') && (code.contains('/') || code.contains('.'))
}

/// Splits `text *(if …)*`, or `text (optional)`, into the text and the condition.
pub(super) fn split_parenthesis(text: &str) -> (&str, Option<String>) {
    let bare = text.trim_end().trim_end_matches(['*', '_']);
    let Some(body) = bare.strip_suffix(')') else {
        return (text, None);
    };
    let Some(open) = body.rfind('(') else {
        return (text, None);
    };
    let inner = body[open + 1..].trim();
    let condition = [
        "if ",
        "only if ",
        "when ",
        "only when ",
        "optional",
        "as needed",
    ]
    .iter()
    .any(|start| scan::starts_with_ignore_case(inner, start));
    if condition {
        let left = text[..open]
            .trim_end()
            .trim_end_matches(['*', '_'])
            .trim_end();
        (left, Some(inner.to_owned()))
    } else {
        (text, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, rest: &str, hint: Option<&str>, condition: Option<&str>) {
        let parts = field(label, rest, LabelForm::Bold).expect("a field");
        assert_eq!(parts.label, "Label");
        assert_eq!(parts.value.hint.as_deref(), hint);
        assert_eq!(parts.value.condition.as_deref(), condition);
    }

    #[test]
    fn the_colon_stands_inside_after_or_behind_a_parenthesis() {
        check("Label:", " [What]", Some("What"), None);
        check("Label", ": [What]", Some("What"), None);
        check("Label", " *(if asked)*:", None, Some("if asked"));
        check(
            "Label",
            ": [What] *(if asked)*",
            Some("What"),
            Some("if asked"),
        );
        check("Label", "", None, None);
    }

    #[test]
    fn bold_words_in_a_sentence_are_no_label() {
        assert!(field("Note", " that this matters", LabelForm::Bold).is_none());
    }

    #[test]
    fn a_plain_label_has_a_placeholder_or_nothing_after_it() {
        assert!(plain_field("Domain design: [link if exists]").is_some());
        assert!(plain_field("Integration tests:").is_some());
        assert!(plain_field("Example: something from `docs/[file].md`").is_none());
        assert!(plain_field("Mind this: all of it").is_none());
    }
}
