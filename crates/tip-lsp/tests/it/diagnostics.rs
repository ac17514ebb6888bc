//! What an editor is told while somebody types.

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticSeverity, DidChangeWatchedFilesNotification,
    DidChangeWatchedFilesParams, DidCloseTextDocumentNotification, DidCloseTextDocumentParams,
    Position, Range, TextDocumentIdentifier,
};

use crate::editor::{begin, position_of, uri};

/// A plan with one fault: a phase waits for one that is not there.
pub(crate) const PLAN: &str = "---
date: 2026-01-05
feature: search
status: draft
estimated_effort: M
confidence: Medium
tags: [search]
---

# Technical Implementation Plan: Search

## Implementation Phases

### Phase 1: Storage

**Purpose**: Keep what is searched.

**Code Changes**:
- `src/store.rs:1` - The store

**Success Criteria**:
- [ ] Tests pass: `cargo test -p store`
- [x] It was looked at

**Dependencies**: None

**Estimated Effort**: S

### Phase 2: Ärger 𝄞 Query

**Purpose**: Find it again.

**Code Changes**:
- `src/query.rs` - New

**Success Criteria**:
- [ ] Tests pass: `cargo test -p query`

**Dependencies**: Phase 1, Phase 7

**Estimated Effort**: M
";

pub(crate) const FILES: &[(&str, &str)] = &[
    ("docs/tips/search.md", PLAN),
    ("src/store.rs", "pub fn store() {}\n\npub fn load() {}\n"),
];

fn names(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics
        .iter()
        .filter_map(|it| match &it.code {
            Some(Code::String(name)) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_fault_is_told_where_it_stands() {
    let mut editor = begin(FILES);
    editor.open("docs/tips/search.md", PLAN);
    let found = editor.diagnostics("docs/tips/search.md", |it| {
        names(&it.diagnostics).contains(&"unknown-dependency")
    });
    let fault = found
        .iter()
        .find(|it| names(std::slice::from_ref(it)) == ["unknown-dependency"])
        .expect("it is there");
    let start = position_of(PLAN, "Phase 7");
    assert_eq!(fault.range.start.line, start.line);
    assert!(fault.range.start.character >= start.character, "{fault:?}");
    assert_eq!(fault.source.as_deref(), Some("tip"));
    assert_ne!(fault.severity, Some(DiagnosticSeverity::Hint));
    editor.end();
}

#[test]
fn what_is_mended_is_no_longer_told() {
    let mut editor = begin(FILES);
    editor.open("docs/tips/search.md", PLAN);
    editor.diagnostics("docs/tips/search.md", |it| it.version == Some(1));
    let start = position_of(PLAN, ", Phase 7");
    let end = Position::new(start.line, start.character + 9);
    editor.change("docs/tips/search.md", 2, Range::new(start, end), "");
    let found = editor.diagnostics("docs/tips/search.md", |it| it.version == Some(2));
    assert!(!names(&found).contains(&"unknown-dependency"), "{found:?}");
    editor.end();
}

#[test]
fn another_plan_for_the_same_feature_is_told_of_from_the_background() {
    let other = PLAN.replace("Technical Implementation Plan: Search", "Other");
    let mut editor = begin(&[
        ("docs/tips/search.md", PLAN),
        ("docs/tips/search-again.md", &other),
    ]);
    editor.open("docs/tips/search.md", PLAN);
    let found = editor.diagnostics("docs/tips/search.md", |it| {
        names(&it.diagnostics).contains(&"duplicate-feature")
    });
    let twice = found
        .iter()
        .find(|it| names(std::slice::from_ref(it)) == ["duplicate-feature"]);
    let related = twice.and_then(|it| it.related_information.as_deref());
    let elsewhere = related.and_then(|it| it.first()).map(|it| &it.location.uri);
    assert_eq!(elsewhere, Some(&uri("docs/tips/search-again.md")));
    editor.end();
}

#[test]
fn what_is_no_plan_has_no_findings() {
    let mut editor = begin(FILES);
    editor.open("README.md", "# Hello\n\n- [ ] a box\n");
    let found = editor.diagnostics("README.md", |it| it.version == Some(1));
    assert_eq!(found, []);
    editor.end();
}

#[test]
fn a_closed_document_leaves_nothing_behind() {
    let mut editor = begin(FILES);
    editor.open("docs/tips/search.md", PLAN);
    editor.diagnostics("docs/tips/search.md", |it| !it.diagnostics.is_empty());
    editor.tell::<DidCloseTextDocumentNotification>(DidCloseTextDocumentParams {
        text_document: TextDocumentIdentifier {
            uri: uri("docs/tips/search.md"),
        },
    });
    let found = editor.diagnostics("docs/tips/search.md", |it| it.version.is_none());
    assert_eq!(found, []);
    editor.end();
}

#[test]
fn a_configuration_that_changes_is_read_again() {
    let mut editor = begin(FILES);
    editor.open("docs/tips/search.md", PLAN);
    editor.diagnostics("docs/tips/search.md", |it| {
        names(&it.diagnostics).contains(&"unknown-dependency")
    });
    // The editor holds it open and unsaved: that counts.
    editor.open("tip.toml", "[rules]\nignore = [\"unknown-dependency\"]\n");
    editor.tell::<DidChangeWatchedFilesNotification>(DidChangeWatchedFilesParams {
        changes: vec![gen_lsp_types::FileEvent {
            uri: uri("tip.toml"),
            kind: gen_lsp_types::FileChangeType::Changed,
        }],
    });
    let found = editor.diagnostics("docs/tips/search.md", |it| {
        !names(&it.diagnostics).contains(&"unknown-dependency")
    });
    assert!(!found.is_empty());
    editor.end();
}
