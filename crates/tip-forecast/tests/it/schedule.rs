//! Schedules of plans: what remains, what is critical, who does it.

use std::fmt::Write;

use tip_forecast::{Schedule, ScheduleOptions};

use crate::phase_graph::graph;

/// Writes phases as `P1 0-3 critical`, in days.
#[track_caller]
fn check(text: &str, options: ScheduleOptions, expected: &str) {
    let graph = graph(&[text]);
    let schedule = Schedule::new(&graph, options);
    let mut out = String::new();
    for (phase, it) in graph.phases.iter().zip(&schedule.phases) {
        #[expect(clippy::cast_precision_loss, reason = "days are few")]
        let day = |minutes: i64| minutes as f64 / 480.0;
        let critical = if it.is_critical { " critical" } else { "" };
        let (start, finish) = (day(it.assignment.start), day(it.assignment.finish));
        let _ = writeln!(out, "{} {start}-{finish}{critical}", phase.handle);
    }
    assert_eq!(out.trim(), expected);
}

const DIAMOND: &str = "# Plan\n\n### Phase 1: A\n\n**Dependencies**: None\n\n**Estimated Effort**: 1 day\n\n\
    ### Phase 2: B\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 3 days\n\n\
    ### Phase 3: C\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 2 days\n\n\
    ### Phase 4: D\n\n**Dependencies**: Phase 2, Phase 3\n\n**Estimated Effort**: 1 day\n";

#[test]
fn phases_run_beside_each_other_as_people_allow() {
    let free = ScheduleOptions::default();
    check(
        DIAMOND,
        free,
        "P1 0-1 critical\nP2 1-4 critical\nP3 1-3\nP4 4-5 critical",
    );
    let one = ScheduleOptions {
        people: Some(1),
        ..free
    };
    check(
        DIAMOND,
        one,
        "P1 0-1 critical\nP2 1-4 critical\nP3 4-6 critical\nP4 6-7 critical",
    );
}

#[test]
fn order_that_is_not_written_can_be_left_out() {
    let text = "# Plan\n\n### Phase 1: A\n\n**Estimated Effort**: S\n\n### Phase 2: B\n\n**Estimated Effort**: M\n";
    let free = ScheduleOptions::default();
    check(text, free, "P1 0-1 critical\nP2 1-4 critical");
    let as_written = ScheduleOptions {
        as_written: true,
        ..free
    };
    check(text, as_written, "P1 0-1\nP2 0-3 critical");
}

#[test]
fn done_is_done_and_what_is_begun_counts_by_its_open_boxes() {
    let text = "# Plan\n\n### Phase 1: A ✅\n\n**Estimated Effort**: M\n\n**Success Criteria**:\n- [x] One\n\n\
        ### Phase 2: B\n\n**Estimated Effort**: 4 days\n\n**Success Criteria**:\n- [x] One\n- [ ] Two\n- [ ] Three\n- [ ] Four\n";
    check(text, ScheduleOptions::default(), "P1 0-0\nP2 0-3 critical");
}

#[test]
fn a_cycle_is_told_and_cut_where_it_leads_backwards() {
    let text = "# Plan\n\n### Phase 1: A\n\n**Dependencies**: Phase 2\n\n**Estimated Effort**: S\n\n\
        ### Phase 2: B\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: S\n";
    check(
        text,
        ScheduleOptions::default(),
        "P1 0-1 critical\nP2 1-2 critical",
    );
    let schedule = Schedule::new(&graph(&[text]), ScheduleOptions::default());
    assert_eq!(schedule.network.cycles(), [vec![0, 1]]);
}
