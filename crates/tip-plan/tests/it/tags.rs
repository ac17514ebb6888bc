//! Elements with tags of their own, as plans for coding agents have them.

use crate::outline;

#[test]
fn tasks_files_commands_and_criteria_in_tags_are_read() {
    insta::assert_snapshot!(outline::of(".planning/phases/03-dock/03-01-PLAN.md", r#"---
phase: 03-dock
plan: 01
---

<objective>
Ships queue.
</objective>

<tasks>

<task type="auto">
  <name>Task 1: Store the queue</name>
  <files>dock/queue.rs, dock/main.rs</files>
  <read_first>
    - dock/lib.rs (the whole)
  </read_first>
  <action>
    Create `dock/ship.rs`:

    ```rust
    fn sail() {}
    ```

    Then call it.
  </action>
  <verify>
    <automated>cargo test &amp;&amp; cargo clippy</automated>
  </verify>
  <done>Run `cargo run`: the queue is kept.</done>
</task>

<task type="auto">
**Task 2: document it** in the manual
<acceptance_criteria>
- [ ] `grep -n queue README.md` finds it
</acceptance_criteria>
</task>

</tasks>

<success_criteria>
- [x] Ships queue
</success_criteria>
"#).outline(), @r#"
    generic
    title: Ships queue
    T1 task 1 "Store the queue" L13 tag
    T2 task 2 "document it" L34 bold_line; open <boxes>; after T1 <order>
    T2.C1 [ ] open criterion L36 "`grep -n queue README.md` finds it" in T2
    C1 [x] done criterion L43 "Ships queue"
    dock/queue.rs modify bare L14 in T1
    dock/main.rs modify bare L14 in T1
    dock/lib.rs mention bare L16 in T1
    dock/ship.rs create span L19 in T1
    $ "cargo test && cargo clippy" run L28 in T1
    $ "cargo run" span L30 in T1
    $ "grep -n queue README.md" span L36 in T2.C1
    "#);
}

#[test]
fn html_and_tags_that_are_only_named_are_no_elements() {
    insta::assert_snapshot!(outline::of("docs/plans/dock.md", "\
# Plan: Dock

<details>

**Task 1: Fold it**

</details>

The `<task>` element is read.

<task> stands for a task.
").outline(), @r#"
    generic
    title: Plan: Dock
    feature: Dock
    T1 task 1 "Fold it" L5 bold_line
    "#);
}

#[test]
fn parts_within_a_task_are_no_phases_and_files_to_read_are_not_made() {
    let read = outline::generic(
        r"---
phase: 01-queue
---

<objective>
Ship the queue. It holds boats.
</objective>

# rope.splice -> Rope

<tasks>
<task>
  <name>Task 1: Look at the dock</name>
  <action>
    **Part A: Berths**

    Read and analyze these files to build a table:
    - `dock/queue.rs` — The queue

    **Part B: Ropes**
  </action>
</task>
</tasks>
",
    );
    let plan = &read.plan;
    assert_eq!(plan.phases().count(), 0, "{}", read.outline());
    assert_eq!(plan.references[0].intent, tip_plan::Intent::Mention);
    let title = plan.title.as_ref().map(|it| it.value.as_str());
    assert_eq!(title, Some("Ship the queue"));
}
