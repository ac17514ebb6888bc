//! A version of a document that is read with what was kept of the version before gives the plan that a fresh reading gives.

use proptest::collection::vec;
use proptest::prelude::*;
use tip_plan::{Memory, ReadOptions, read, read_again};
use tip_syntax::Document;

/// Plans of several dialects: phases as headings, bold lines, items, rows and elements, each of them with what others ask it for.
const PLANS: &[(&str, &str)] = &[
    (
        "docs/tips/search.md",
        r"---
date: 2026-03-14
feature: search
status: in_progress
estimated_effort: M
---

# Technical Implementation Plan: Search

## Domain Context
Reads `docs/domain.md` at line 12.

### Phase 1: Index
**Purpose**: words are found.

**Code Changes**:
- `src/index.rs:12-20` - Keep words
- Create: `src/words.rs`

**Success Criteria**:
- [x] Run `kite fly --fast` and see `done`
- [ ] All tests pass: `cargo test -p index`
- [ ] `grep -c word src/words.rs` returns 3

**Estimated Effort**: S

### Phase 2: Query
Depends on Phase 1.

```bash
cargo run -- query
```
All fields must show FOUND.

**Success Criteria**:
- [ ] `kite land` prints `safe`
- [ ] Manual: look at it

#### Unit Tests (Phase 1)
- [ ] `cargo test words`

## Key Test Scenarios
### Scenario 1: Found
**Given**: a word
**When**: asked
**Then**: found

## Progress
- [x] Phase 1: Index
- [ ] Phase 2: Query (S)

| Phase | Effort | Depends on | Status |
| --- | --- | --- | --- |
| Phase 1 | M | none | done |
| Query | L | Phase 1 | open |

## References
- [domain](docs/domain.md#words) and [design][d]
",
    ),
    (
        "docs/superpowers/plans/rename.md",
        r"# Rename Implementation Plan

**Goal:** one name.

## File Structure
| File | Action | Lines |
| --- | --- | --- |
| `src/a.py` | Create | 1-20 |
| `src/b.py` | Modify | 3, 9 |

### Task 1: Model
**Files:**
- Create: `src/a.py`
- Modify: `src/b.py:12`

- [ ] **Step 1: Write the failing test**

```python
assert a
```

- [ ] **Step 2: Run it**

Run: `pytest tests/a.py -v`
Expected: FAIL with `no a`

### Task 2: Rest
- [ ] **Step 1: Clean**

Run: `make lint`, and `make test`
Expected: both pass

## Task 1.5 notes
- [ ] 1.5.1 beside
",
    ),
    (
        "specs/001-a/tasks.md",
        r"# Tasks: A

## Phase 1: Setup
- [ ] T001 Create `src/a.ts`
- [ ] T002 [P] Configure linting (S)

## Phase 2: User Story 1
- [ ] T003 [US1] Model in src/model.ts
  - [ ] T003.1 depends on T001
- [x] T004 [US1] Service in src/service.ts

## Dependencies
- Phase 2 depends on Phase 1
- [ ] 1. Numbered
  - [ ] 1.1 Nested
    _Requirements: 1.1, 2.3_
",
    ),
    (
        ".planning/phases/01/01-PLAN.md",
        r"# Plan

<task type='auto'>
  <name>Task 1: Do</name>
  <files>src/a.ts</files>
  <verify>npm test</verify>
</task>

## After
- [ ] more `npm run lint`
",
    ),
];

/// An edit: where, as thousandths of the text, how many bytes go, what comes.
#[derive(Clone, Debug)]
struct Typed {
    at: usize,
    length: usize,
    text: &'static str,
}

fn typed() -> impl Strategy<Value = Typed> {
    let texts = prop::sample::select(vec![
        "",
        "",
        "x",
        "1",
        " ",
        "\n",
        "\n\n",
        "# ",
        "## ",
        "### Phase 3: ",
        "### Task 2: ",
        "\n## Progress\n",
        "\n### Phase 1: Index\n",
        "- [ ] ",
        "[x]",
        "- [ ] T001 ",
        "- [x] 1.1 ",
        "`src/a.rs:7`",
        "`kite fly`",
        "at `f858c19^`:",
        "Expected: FAIL",
        "Run: `make x`\n",
        "```\n",
        "```bash\n",
        "<task>\n",
        "</task>\n",
        "---\n",
        "===\n",
        "> ",
        "    ",
        "**",
        "| ",
        "\n[d]: docs/design.md\n",
        "Phase 2",
        "**Dependencies**: Phase 2\n",
        "**Estimated Effort**: L\n",
        "ä",
        "\r\n",
    ]);
    let length = prop_oneof![4 => Just(0usize), 3 => 1..8usize, 1 => 8..200usize];
    (0..1000usize, length, texts).prop_map(|(at, length, text)| Typed { at, length, text })
}

fn apply(text: &mut String, typed: &Typed) {
    let floor = |text: &str, mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(text, text.len() * typed.at / 1000);
    let end = floor(text, start + typed.length);
    text.replace_range(start..end.max(start), typed.text);
}

#[track_caller]
fn check(path: &str, text: &str, edits: &[Typed]) {
    let mut text = text.to_owned();
    let options = ReadOptions::new(path);
    let mut memory = Memory::default();
    read_again(
        &Document::parse(text.clone().into_bytes()),
        &options,
        &mut memory,
    );
    for typed in edits {
        apply(&mut text, typed);
        let doc = Document::parse(text.clone().into_bytes());
        let again = read_again(&doc, &options, &mut memory);
        let fresh = read(&doc, &options);
        assert_eq!(
            format!("{again:#?}"),
            format!("{fresh:#?}"),
            "after {typed:?}:\n{text}"
        );
    }
}

/// How many edits are made to each plan; `TIP_SOAK` asks for more.
fn rounds() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "who tests says how long")]
    let asked = std::env::var("TIP_SOAK").ok();
    let asked = asked.map(|it| it.parse().expect("`TIP_SOAK` is a number"));
    asked.map_or(8, |edits: u32| edits.div_ceil(40))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds()))]

    #[test]
    fn what_is_read_again_is_what_a_fresh_reading_gives(edits in vec(typed(), 40)) {
        for (path, text) in PLANS {
            check(path, text, &edits);
        }
        // Much of it twice, so that what moved is found beside its like.
        let (path, text) = PLANS[0];
        check(path, &format!("{text}\n{text}"), &edits);
    }
}

#[test]
fn a_text_that_did_not_change_is_read_once() {
    for (path, text) in PLANS {
        let nothing = Typed {
            at: 0,
            length: 0,
            text: "",
        };
        check(path, text, &[nothing.clone(), nothing]);
    }
}
