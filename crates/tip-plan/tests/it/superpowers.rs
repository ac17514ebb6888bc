//! Superpowers plans: tasks of small steps in bold.

use crate::outline;

#[test]
fn steps_with_runs_and_expectations_are_read() {
    insta::assert_snapshot!(outline::of("docs/superpowers/plans/2026-05-01-net.md", r#"# Net Mending Implementation Plan

> **For agentic workers:** REQUIRED SUB-SKILL: use superpowers:executing-plans

**Goal:** Mend nets faster

**Architecture:** One queue

**Tech Stack:** Python 3.12

---

### Task 1: The Queue

**Files:**
- Create: `nets/queue.py`
- Modify: `nets/app.py:12-18`
- Test: `tests/test_queue.py`

- [x] **Step 1: Write the failing test**

```python
def test_empty(): ...
```

- [x] **Step 2: Run test to verify it fails**

Run: `pytest tests/test_queue.py -v`
Expected: FAIL with "no module named nets.queue"

- [ ] **Step 3: Write the code**

- [ ] **Step 4: Run test to verify it passes**

Run: `pytest tests/test_queue.py -v`
Expected: PASS

- [ ] **Step 5: Commit**

```bash
git add nets/queue.py
git commit -m "feat: queue"
```

### Task 2: The Page

**Files:**
- Delete: `nets/old_page.py`

- [ ] **Step 1: Draw it**
"#).outline(), @r#"
    superpowers
    title: Net Mending Implementation Plan
    T1 task 1 "The Queue" L13 heading; in_progress <boxes>
    T2 task 2 "The Page" L45 heading; open <boxes>; after T1 <order>
      T1.S1 step 1 "Write the failing test" L20 list_item; done <own_box>
      T1.S2 step 2 "Run test to verify it fails" L26 list_item; done <own_box>; after T1.S1 <order>
      T1.S3 step 3 "Write the code" L31 list_item; open <own_box>; after T1.S2 <order>
      T1.S4 step 4 "Run test to verify it passes" L33 list_item; open <own_box>; after T1.S3 <order>
      T1.S5 step 5 "Commit" L38 list_item; open <own_box>; after T1.S4 <order>
      T2.S1 step 1 "Draw it" L50 list_item; open <own_box>
    T1.S1 [x] done task L20 is a unit in T1
    T1.S2 [x] done task L26 is a unit in T1
    T1.S3 [ ] open task L31 is a unit in T1
    T1.S4 [ ] open task L33 is a unit in T1
    T1.S5 [ ] open task L38 is a unit in T1
    T2.S1 [ ] open task L50 is a unit in T2
    nets/queue.py create span L16 in T1
    nets/app.py:12-18 modify span L17 in T1
    tests/test_queue.py mention span L18 in T1
    nets/old_page.py delete span L48 in T2
    $ "pytest tests/test_queue.py -v" run L28 -> FailsWith { code: None, texts: ["no module named nets.queue"] } in T1.S2
    $ "pytest tests/test_queue.py -v" run L35 in T1.S4
    $ "git add nets/queue.py" fence L41; cannot run: mutating in T1.S5
    $ "git commit -m \"feat: queue\"" fence L42; cannot run: mutating in T1.S5
    "#);
}
