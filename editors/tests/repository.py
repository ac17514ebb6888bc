"""A repository with a plan that has faults."""

from pathlib import Path

PLAN = """\
---
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
- `src/store.rs:3` - The store

**Success Criteria**:
- [ ] Tests pass: `cargo test -p store`
- [x] It was looked at

**Dependencies**: None

**Estimated Effort**: S

### Phase 2: Query 𝄞

**Purpose**: Find it again.

**Code Changes**:
- `src/qery.rs` - The query

**Success Criteria**:
- [ ] Tests pass: `cargo test -p query`

**Dependencies**: Phase 1, Phase 7

**Estimated Effort**: L
"""

FILES = {
    "tip.toml": "",
    "docs/tips/search.md": PLAN,
    "src/store.rs": "//! The store.\n\npub fn store() {}\n",
    "src/query.rs": "pub fn query() {}\n",
}


def make(root: Path) -> None:
    """Writes the files of the repository."""
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
