//! Plans of no dialect: phases as bold lines, items, rows and paragraphs.

use crate::outline;

#[test]
fn bold_lines_are_phases() {
    insta::assert_snapshot!(outline::generic(r"# Rope plan

## Implementation Plan

**Phase 1: Twist**

Twist it in `rope/twist.c`.

- [x] Twisted

**Phase 2: Coil** (2 days)

- [ ] Coiled
").outline(), @r#"
    generic
    title: Rope plan
    P1 phase 1 "Twist" L5 bold_line; done <boxes>
    P2 phase 2 "Coil" L11 bold_line; open <boxes>; after P1 <order>; effort 2d
    P1.B1 [x] done task L9 "Twisted" in P1
    P2.B1 [ ] open task L13 "Coiled" in P2
    rope/twist.c mention span L7 in P1
    "#);
}

#[test]
fn list_items_are_phases() {
    insta::assert_snapshot!(outline::generic(r"# Rope plan

## Rollout

- **Phase 1: Twist**
- **Phase 2: Coil**
- Phase 3: Sell
").outline(), @r#"
    generic
    title: Rope plan
    P1 phase 1 "Twist" L5 list_item
    P2 phase 2 "Coil" L6 list_item; after P1 <order>
    P3 phase 3 "Sell" L7 list_item; after P2 <order>
    "#);
}

#[test]
fn rows_are_phases() {
    insta::assert_snapshot!(outline::generic(r"# Rope plan

## Phases

| Phase | Description | Effort | Depends on | Status |
|-------|-------------|--------|------------|--------|
| 1 | Twist | 2 days | None | ✅ Done |
| 2 | Coil | S | Phase 1 | In progress |
| 3 | Sell | M | 1, 2 | Not started |
").outline(), @r#"
    generic
    title: Rope plan
    P1 phase 1 "Twist" L7 table_row; done <table>; after nothing <declared_none>; effort 2d
    P2 phase 2 "Coil" L8 table_row; in_progress <table>; after P1 <written>; effort S
    P3 phase 3 "Sell" L9 table_row; open <table>; after P1 P2 <written>; effort M
    "#);
}

#[test]
fn paragraphs_are_phases() {
    insta::assert_snapshot!(outline::generic(r"# Rope plan

## Plan of Work

Stage A: Twist
Work in `rope/twist.c`.

- [x] Twisted

Stage B: Coil
Work in `rope/coil.c`.

- [ ] Coiled
").outline(), @r#"
    generic
    title: Rope plan
    PA phase A "Twist" L5 paragraph; done <boxes>
    PB phase B "Coil" L10 paragraph; open <boxes>; after PA <order>
    PA.B1 [x] done task L8 "Twisted" in PA
    PB.B1 [ ] open task L13 "Coiled" in PB
    rope/twist.c mention span L6 in PA
    rope/coil.c mention span L11 in PB
    "#);
}

#[test]
fn a_table_of_estimates_joins_the_phases_of_the_headings() {
    insta::assert_snapshot!(outline::generic(r"# Rope plan

## Phase 1: Twist

Twist it.

## Phase 2: Coil

Coil it.

## Timeline

| Phase | Estimate | Status |
|-------|----------|--------|
| Phase 1 | 3 days | Done |
| Phase 2 | 1 week | Pending |
").outline(), @r#"
    generic
    title: Rope plan
    P1 phase 1 "Twist" L3 heading; done <table>; effort 3d
    P2 phase 2 "Coil" L7 heading; open <table>; after P1 <order>; effort 5d
    "#);
}
