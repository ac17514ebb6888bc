//! OpenSpec changes: numbered headings and dotted tasks.

use crate::outline;

#[test]
fn numbered_headings_are_phases_and_dotted_items_tasks() {
    let read = outline::of(
        "openspec/changes/add-buoy-lights/tasks.md",
        r"## 1. Lights

- [x] 1.1 Add the model in `buoy/light.ts`
- [x] 1.2 Add `buoy/light.test.ts`

## 2. Control

- [x] 2.1 Switch lights
- [ ] 2.2 Switch all lights
  - [ ] 2.2.1 Ask first

## 3. Checks

- [ ] 3.1 Run `openspec validate add-buoy-lights --strict`
- [ ] 3.2 Run `npm test`
",
    );
    let shown = [
        read.units(),
        read.boxes(),
        read.references(),
        read.commands(),
    ]
    .concat();
    insta::assert_snapshot!(shown, @r#"
    P1 phase 1 "Lights" L1 heading; done <boxes>
    P2 phase 2 "Control" L6 heading; in_progress <boxes>; after P1 <order>
    P3 phase 3 "Checks" L12 heading; open <boxes>; after P2 <order>
      T1.1 task 1.1 "Add the model in `buoy/light.ts`" L3 list_item; done <own_box>
      T1.2 task 1.2 "Add `buoy/light.test.ts`" L4 list_item; done <own_box>; after T1.1 <order>
      T2.1 task 2.1 "Switch lights" L8 list_item; done <own_box>
      T2.2 task 2.2 "Switch all lights" L9 list_item; open <own_box>; after T2.1 <order>
        T2.2.1 task 2.2.1 "Ask first" L10 list_item; open <own_box>
      T3.1 task 3.1 "Run `openspec validate add-buoy-lights --strict`" L14 list_item; open <own_box>
      T3.2 task 3.2 "Run `npm test`" L15 list_item; open <own_box>; after T3.1 <order>
    T1.1 [x] done task L3 is a unit in P1
    T1.2 [x] done task L4 is a unit in P1
    T2.1 [x] done task L8 is a unit in P2
    T2.2 [ ] open task L9 is a unit in P2
    T2.2.1 [ ] open task L10 is a unit in T2.2
    T3.1 [ ] open task L14 is a unit in P3
    T3.2 [ ] open task L15 is a unit in P3
    buoy/light.ts modify span L3 in T1.1
    buoy/light.test.ts create span L4 in T1.2
    $ "openspec validate add-buoy-lights --strict" span L14 in T3.1
    $ "npm test" span L15 in T3.2
    "#);
}

#[test]
fn a_proposal_says_why_and_what() {
    let read = outline::of(
        "openspec/changes/add-buoy-lights/proposal.md",
        r"# Change: Add buoy lights

## Why

Ships miss buoys at night.

## What Changes

- Add lights
- **BREAKING**: Drop `buoy/lamp.ts`

## Impact

- Affected specs: buoys
- Affected code: `buoy/index.ts`
",
    );
    insta::assert_snapshot!(read.outline() + &read.sections(), @r"
    openspec
    title: Change: Add buoy lights
    buoy/lamp.ts delete span L10
    buoy/index.ts modify span L15
    # Change: Add buoy lights
    ## Why = purpose
    ## What Changes = scope
    ## Impact = integration_points
    ");
}
