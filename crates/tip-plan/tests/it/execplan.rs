//! `ExecPlan`s: living documents with a log of progress.

use crate::outline;

#[test]
fn milestones_progress_and_logs_are_told_apart() {
    insta::assert_snapshot!(outline::of("docs/execplans/ferry.md", r"# Make the ferry board tell delays

This ExecPlan is a living document. Keep `Progress`, `Surprises & Discoveries` and `Decision Log` up to date.

## Purpose / Big Picture

Passengers see delays.

## Progress

- [x] (2026-01-05 10:20Z) Milestone 1: board reads times
- [ ] Milestone 2: board shows delays
- [ ] Write the retrospective

## Surprises & Discoveries

- Observation: `board/clock.rs:77` counts from noon.
  Evidence: `cargo test clock` failed.

## Decision Log

- Decision: Keep `board/old.rs` until spring.
  Rationale: The small pier needs it.

## Outcomes & Retrospective

Not yet.

## Context and Orientation

The board is drawn in `board/src/draw.rs`.

## Plan of Work

### Milestone 1: Read times

Create `board/src/feed.rs` with a reader.

### Milestone 2: Show delays

Edit `board/src/draw.rs` so that late ferries are red.

## Concrete Steps

Run from the root:

```bash
cargo test -p board
```

## Validation and Acceptance

Run `cargo test -p board` and expect 12 passed.

- [ ] A late ferry is red
").outline(), @r#"
    execplan
    title: Make the ferry board tell delays
    P1 phase 1 "Read times" L35 heading; done <progress>
    P2 phase 2 "Show delays" L39 heading; open <progress>; after P1 <order>
    L1 [x] done progress L11 "(2026-01-05 10:20Z) Milestone 1: board reads times"
    L2 [ ] open progress L12 "Milestone 2: board shows delays"
    L3 [ ] open progress L13 "Write the retrospective"
    C1 [ ] open criterion L55 "A late ferry is red"
    board/clock.rs:77 mention span L17 historical
    board/old.rs mention span L22 historical
    board/src/draw.rs mention span L31
    board/src/feed.rs create span L37 in P1
    board/src/draw.rs modify span L41 in P2
    $ "cargo test -p board" fence L48
    $ "cargo test -p board" span L53 -> Contains("12 passed")
    "#);
}
