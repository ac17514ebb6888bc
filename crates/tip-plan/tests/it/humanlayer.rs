//! HumanLayer style: changes required, automated and manual verification.

use crate::outline;

#[test]
fn changes_and_both_kinds_of_verification_are_read() {
    insta::assert_snapshot!(outline::of("thoughts/shared/plans/2026-02-03-bell.md", r"# Bell Ringing Implementation Plan

## Overview

Ring the bell when fog comes.

## Current State Analysis

- `bell/ring.go:20-31` rings by hand only

## Desired End State

Fog rings the bell within a minute.

## What We're NOT Doing

- Touching `bell/clock.go`

## Implementation Approach

Small steps.

## Phase 1: Fog Sensor

### Overview

Read the sensor.

### Changes Required:

#### 1. The Sensor

**File**: `bell/sensor.go`
**Changes**: New file with the reader

#### 2. The Loop

**File**: `bell/ring.go`
**Lines**: 40-52
**Changes**: Ask the sensor each second

```go
// - [ ] not a box
```

### Success Criteria:

#### Automated Verification:
- [x] Unit tests pass: `go test ./bell/...`
- [ ] No old calls remain: `grep -rn ringByHand bell/`

#### Manual Verification:
- [ ] The bell rings in real fog

**Implementation Note**: Pause here for a person.

---

## Phase 2: Quiet Hours

### Changes Required:

#### 1. Settings
**File**: `bell/settings.go`
**Changes**: Rename the old flag

### Success Criteria:

#### Automated Verification:
- [ ] `make check`

## Testing Strategy

### Unit Tests:
- Fog for one second

## References

- Original ticket: `thoughts/shared/tickets/bell_7.md`
- Similar: `horn/blow.go:12`
").outline(), @r#"
    humanlayer
    title: Bell Ringing Implementation Plan
    P1 phase 1 "Fog Sensor" L23 heading; in_progress <boxes>
      P1.T1 task 1 "The Sensor" L31 heading
      T2 task 2 "The Loop" L36 heading; after P1.T1 <order>
    P2 phase 2 "Quiet Hours" L59 heading; open <boxes>; after P1 <order>
      P2.T1 task 1 "Settings" L63 heading
    P1.C1 [x] done criterion L49 "Unit tests pass: `go test ./bell/...`" in P1
    P1.C2 [ ] open criterion L50 "No old calls remain: `grep -rn ringByHand bell/`" in P1
    P1.C3 [ ] open criterion L53 "The bell rings in real fog" in P1; manual
    P2.C1 [ ] open criterion L70 "`make check`" in P2
    bell/ring.go:20-31 mention span L9
    bell/clock.go mention span L17
    bell/sensor.go create span L33 in P1.T1
    bell/ring.go:40-52 modify span L38 in T2
    bell/settings.go modify span L64 in P2.T1
    thoughts/shared/tickets/bell_7.md mention span L79
    horn/blow.go:12 mention span L80
    $ "go test ./bell/..." span L49 in P1.C1
    $ "grep -rn ringByHand bell/" span L50 -> Silence in P1.C2
    $ "make check" span L70 in P2.C1
    "#);
}
