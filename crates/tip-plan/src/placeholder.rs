//! What nobody replaced: pieces of the template, and marks of unfinished writing.
//!
//! Precision goes before recall. Brackets have many uses (links, boxes, references, notes in a drawing, optional arguments), so one is
//! a placeholder only if the template has it word for word, or if it reads like an instruction to the author.

mod bracket;

mod opaque;

mod unfinished;

use memchr::memchr;
use tip_syntax::{BlockKind, Document, Entry, InlineKind, ValueKind, scan};

use crate::{Placeholder, PlaceholderKind, Schema};

pub(crate) use self::bracket::brackets;

/// Finds the placeholders of a document, in the order of the text.
pub fn find_placeholders(doc: &Document, schema: &Schema) -> Vec<Placeholder> {
    let mut found = Vec::new();
    in_front_matter(doc, schema, &mut found);
    for bracket in brackets(doc) {
        if let Some(kind) = bracket::judge(doc, &bracket, schema) {
            found.push(Placeholder {
                span: bracket.span,
                kind,
            });
        }
    }
    in_code_spans(doc, schema, &mut found);
    samples(doc, schema, &mut found);
    unfinished::find(doc, &mut found);
    found.sort_by_key(|it| (it.span.start, u32::MAX - it.span.end));
    let mut end = 0;
    found.retain(|it| {
        let apart = it.span.start >= end;
        end = end.max(it.span.end);
        apart
    });
    found
}

fn in_front_matter(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    let Some(front_matter) = doc.front_matter() else {
        return;
    };
    for entry in &front_matter.entries {
        if let Some(kind) = kind_of_value(doc, entry, schema) {
            found.push(Placeholder {
                span: entry.value.span,
                kind,
            });
        }
    }
}

fn kind_of_value(doc: &Document, entry: &Entry, schema: &Schema) -> Option<PlaceholderKind> {
    let written = doc.text(entry.value.span).trim();
    let sample = schema
        .front_matter
        .iter()
        .find(|key| key.key == entry.key.value)
        .and_then(|key| key.sample.as_deref());
    if written.starts_with('[') && sample == Some(written) {
        return Some(PlaceholderKind::Sample);
    }
    let text = entry.value.as_str().unwrap_or(written);
    if let Some(inner) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let several =
            matches!(&entry.value.kind, ValueKind::Sequence { items, .. } if items.len() > 1);
        let left = !several && bracket::is_of_template(inner, schema);
        return left.then_some(PlaceholderKind::Bracket);
    }
    let is_status = entry.key.value.eq_ignore_ascii_case("status");
    if matches!(text, "YYYY-MM-DD") {
        return Some(PlaceholderKind::Bracket);
    }
    (!is_status && unfinished::is_mark(text)).then_some(PlaceholderKind::Unfinished)
}

/// Finds the code spans that the template has word for word.
fn in_code_spans(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    for inline in doc.all_inlines() {
        if inline.kind != InlineKind::Code {
            continue;
        }
        let text = doc.text(inline.content);
        if memchr(b'[', text.as_bytes()).is_some() && schema.leftovers.code.contains(text) {
            found.push(Placeholder {
                span: inline.span,
                kind: PlaceholderKind::Bracket,
            });
        }
    }
}

/// Finds the paragraphs and items that are a sample of the template.
fn samples(doc: &Document, schema: &Schema, found: &mut Vec<Placeholder>) {
    let samples = &schema.leftovers.samples;
    let Some(shortest) = samples.iter().map(String::len).min() else {
        return;
    };
    for block in doc.blocks() {
        let long_enough = block.content.len() >= shortest;
        if block.kind == BlockKind::Paragraph
            && long_enough
            && starts_like_a_sample(doc.text(block.content))
            && samples.contains(doc.source().folded(block.content).as_ref())
        {
            found.push(Placeholder {
                span: block.content,
                kind: PlaceholderKind::Sample,
            });
        }
    }
}

fn starts_like_a_sample(text: &str) -> bool {
    scan::starts_with_ignore_case(text, "example")
}

#[cfg(test)]
mod tests {
    use tip_syntax::Source;

    use super::*;
    use crate::template;

    /// Shows the placeholders of a text, one per line.
    fn found(text: &str) -> String {
        let doc = Document::from_source(Source::from_text(text));
        let lines: Vec<String> = find_placeholders(&doc, Schema::built_in())
            .iter()
            .map(|it| format!("{} {:?} {}", doc.line(it.span), it.kind, doc.text(it.span)))
            .collect();
        lines.join("\n")
    }

    #[track_caller]
    fn check_none(text: &str) {
        assert_eq!(found(text), "", "{text}");
    }

    #[track_caller]
    fn check_one(text: &str, expected: &str) {
        assert_eq!(found(text), expected, "{text}");
    }

    #[test]
    fn words_of_the_template_are_found_wherever_they_stand() {
        insta::assert_snapshot!(found("\
---
date: [YYYY-MM-DD]
feature: store
status: [draft | approved | in_progress | complete]
tags: [implementation, relevant, tags]
---
# Technical Implementation Plan: [Feature Name]

**Purpose**: [What this phase accomplishes]

- `[path/file.py]:[line]` - change it
- `src/store.py` - New words: [New file or major addition]
- Modify: [list files]
- [ ] [Specific testable outcome]
- [ ] Tests pass: `[command]`
- Example: Event sourcing pattern
  from `docs/architecture/[file].md`

### Scenario 1: [Happy Path]
"), @r"
        2 Bracket [YYYY-MM-DD]
        4 Bracket [draft | approved | in_progress | complete]
        5 Sample [implementation, relevant, tags]
        7 Bracket [Feature Name]
        9 Bracket [What this phase accomplishes]
        11 Bracket `[path/file.py]:[line]`
        12 Bracket [New file or major addition]
        13 Bracket [list files]
        14 Bracket [Specific testable outcome]
        15 Bracket `[command]`
        16 Sample Example: Event sourcing pattern
          from `docs/architecture/[file].md`
        19 Bracket [Happy Path]
        ");
    }

    #[test]
    fn other_instructions_to_the_author_are_found() {
        check_one("- [Client-side model]", "1 Bracket [Client-side model]");
        check_one(
            "### Phase 1: [e.g., \"Set up\"]",
            "1 Bracket [e.g., \"Set up\"]",
        );
        check_one("**Size**: [Low/Medium/High]", "1 Bracket [Low/Medium/High]");
        check_one(
            "**Mode**: [fast | slow | off]",
            "1 Bracket [fast | slow | off]",
        );
        check_one("- [ ] **[What must hold]**", "1 Bracket [What must hold]");
        check_one(
            "| A | B |\n|---|---|\n| [error code] | x |",
            "3 Bracket [error code]",
        );
        check_one(
            "FR-6: accounts last [NEEDS CLARIFICATION: how long?] days",
            "1 Unfinished [NEEDS CLARIFICATION: how long?]",
        );
    }

    #[test]
    fn brackets_have_other_uses() {
        for text in [
            "- [ ] open\n- [x] done\n- [-] dropped",
            "- [x] No [NEEDS CLARIFICATION] markers remain",
            "**Plans**: TBD",
            "[Some Link](url) and [Some Link][ref] and ![Some Image](url)",
            "[Some Link]\n\n[Some Link]: https://example.com",
            "- [1] a citation[^2]",
            "- [ ] T001 [P] [US1] Write it",
            "- [NEW] `src/app.py`",
            "- **depends_on**: [Phase 1]",
            "run `tip [Some Path]` or tip [--flag] [default]",
            "```\n- [What this proves]\n```",
            "<!-- [What this proves] -->",
            "- items[Some Index] and #[derive(Clone, Debug)]",
            "- [0..10] and [a-z] and [1, 2]",
            "A week named [Prior Sunday] by default",
            "**Status**: [In progress]",
            "| A |\n|---|\n| [Not started] |",
            "- [Half open\n\n- and closed elsewhere]",
            "---\ntags: [planning]\n---\n",
        ] {
            check_none(text);
        }
    }

    #[test]
    fn unfinished_marks_count_as_a_whole_value_only() {
        check_one("**Owner**: TBD", "1 Unfinished TBD");
        check_one("- [ ] TODO", "1 Unfinished TODO");
        check_one("- **Rollback**: ???", "1 Unfinished ???");
        check_one("| A | B |\n|---|---|\n| x | TBD |", "3 Unfinished TBD");
        check_one("---\nowner: TBD\ndate: x\n---\n", "2 Unfinished TBD");
        for text in [
            "**Status**: TODO",
            "---\nstatus: TODO\ndate: x\n---\n",
            "| A | B |\n|---|---|\n| x | TODO |",
            "## TODO",
            "- Remove every TODO",
            "- TODO: write tests",
            "Update `TODO.md`",
            "```\nTODO\n```",
        ] {
            check_none(text);
        }
    }

    #[test]
    fn the_template_itself_is_full_of_them() {
        let doc = Document::from_source(Source::from_text(template::BUILT_IN));
        let found = find_placeholders(&doc, Schema::built_in());
        assert!(found.len() > 90, "{}", found.len());
        assert!(
            found
                .windows(2)
                .all(|pair| pair[0].span.end <= pair[1].span.start)
        );
    }
}
