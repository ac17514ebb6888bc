//! Graphs of plans: what waits for what, how that is known, and how much work it is.

use std::fmt::Write;

use tip_forecast::{EffortTable, FileInput, PhaseGraph, PlanInput, Target};
use tip_plan::{Plan, ReadOptions};
use tip_syntax::Document;

pub(crate) fn read(text: &str) -> (Document, Plan) {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = tip_plan::read(&doc, &ReadOptions::new("docs/tips/a.md"));
    (doc, plan)
}

/// Makes the graph of plans; a reference to `b.md` leads to the second one.
pub(crate) fn graph(texts: &[&str]) -> PhaseGraph {
    let read: Vec<_> = texts.iter().map(|it| read(it)).collect();
    let inputs: Vec<_> = read
        .iter()
        .map(|(doc, plan)| PlanInput {
            name: "plan",
            key: "plan",
            title: None,
            is_over: plan.stage().is_over(),
            files: vec![FileInput {
                path: "docs/tips/a.md",
                doc,
                plan,
                built: &[],
                targets: plan
                    .references
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| it.path.ends_with("b.md"))
                    .map(|(reference, _)| Target { reference, plan: 1 })
                    .collect(),
            }],
        })
        .collect();
    PhaseGraph::new(&inputs, &EffortTable::default())
}

/// Writes phases as `P1 3d size`, links as `P1 > P2 written`.
#[track_caller]
fn check(texts: &[&str], expected: &str) {
    let graph = graph(texts);
    let mut out = String::new();
    for phase in &graph.phases {
        let days = f64::from(phase.estimate.minutes) / 480.0;
        let _ = writeln!(
            out,
            "{} {days}d {}",
            phase.handle,
            phase.estimate.source.word()
        );
    }
    for link in &graph.links {
        let handle = |it: usize| &graph.phases[it].handle;
        let _ = writeln!(
            out,
            "{} > {} {}",
            handle(link.from),
            handle(link.to),
            link.source.word()
        );
    }
    for it in &graph.unknown {
        let _ = writeln!(
            out,
            "{} > {} unknown",
            it.written, graph.phases[it.phase].handle
        );
    }
    assert_eq!(out.trim(), expected.trim());
}

#[test]
fn dependencies_are_written_or_follow_from_the_order() {
    check(
        &[
            "# Plan\n\n### Phase 1: A\n\n**Estimated Effort**: S\n\n### Phase 2: B\n\n**Estimated Effort**: 2-4 days\n\n### Phase 3: C\n\n\
          **Dependencies**: Phase 1, Phase 9\n\n**Estimated Effort**: M\n\n### Phase 4: D\n\n**Dependencies**: None\n\n**Estimated Effort**: 4h\n",
        ],
        "P1 1d size\nP2 3d time\nP3 3d size\nP4 0.5d time\nP1 > P2 order\nP1 > P3 written\n9 > P3 unknown",
    );
}

#[test]
fn what_says_nothing_of_its_effort_is_like_the_others() {
    check(
        &[
            "# Plan\n\n### Phase 1: A\n\n**Estimated Effort**: XS\n\n### Phase 2: B\n\n### Phase 3: C\n\n**Estimated Effort**: S\n",
        ],
        "P1 0.5d size\nP2 0.5d others\nP3 1d size\nP1 > P2 order\nP2 > P3 order",
    );
}

#[test]
fn a_total_is_shared_by_phases_that_say_nothing() {
    check(
        &["---\nestimated_effort: XL\n---\n\n# Plan\n\n### Phase 1: A\n\n### Phase 2: B\n"],
        "P1 5d total\nP2 5d total\nP1 > P2 order",
    );
}

#[test]
fn a_plan_that_waits_for_another_begins_after_its_last_phases() {
    check(
        &[
            "# Plan\n\n**Dependencies**: `docs/tips/b.md`\n\n### Phase 1: A\n\n**Estimated Effort**: S\n\n### Phase 2: B\n\n**Estimated Effort**: S\n",
            "# Plan\n\n### Phase 1: X\n\n**Estimated Effort**: S\n\n### Phase 2: Y\n\n**Dependencies**: None\n\n**Estimated Effort**: S\n",
        ],
        "P1 1d size\nP2 1d size\nP1 1d size\nP2 1d size\nP1 > P2 order\nP1 > P1 plan\nP2 > P1 plan",
    );
}

#[test]
fn without_phases_tasks_are_the_graph_and_without_both_it_is_empty() {
    check(
        &["# Plan\n\n### Task 1: A\n\n### Task 2: B\n"],
        "T1 1d table\nT2 1d table\nT1 > T2 order",
    );
    check(&["# Plan\n\nWords.\n"], "");
    check(&[], "");
}

#[test]
fn what_waited_for_a_dropped_phase_waits_for_what_that_waited_for() {
    let text =
        "# Plan\n\n### Phase 1: A\n\n**Estimated Effort**: S\n\n### Phase 2: B\n\n### Phase 3: C\n";
    let mut graph = graph(&[text]);
    graph.drop_phase(1);
    let handles: Vec<_> = graph.phases.iter().map(|it| it.handle.as_str()).collect();
    assert_eq!(handles, ["P1", "P3"]);
    let links: Vec<_> = graph.links.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!(links, [(0, 1)]);
    assert_eq!(graph.plans[0].phases, 0..2);
}
