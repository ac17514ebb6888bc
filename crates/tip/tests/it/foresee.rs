//! `tip schedule` and `tip graph`.

use crate::Folder;

const TIDES: &str = "---\nstatus: approved\nfeature: tides\nconfidence: Medium\n---\n\n# Technical Implementation Plan: Tides\n\n\
    ### Phase 1: Tables\n\n**Dependencies**: None\n\n**Estimated Effort**: 1 day\n\n\
    ### Phase 2: Forecast\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 3 days\n\n\
    ### Phase 3: Page\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: 1 day\n\n\
    ### Phase 4: Release \"<b>\"\n\n**Estimated Effort**: S\n";

const CYCLE: &str = "# Technical Implementation Plan: Cranes\n\n### Phase 1: A\n\n**Dependencies**: Phase 2\n\n### Phase 2: B\n\n**Dependencies**: Phase 1\n";

fn folder() -> Folder {
    Folder::repository(&[("docs/tips/tides.md", TIDES)])
}

fn json(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let output = folder.command(arguments).output().expect("tip runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_schedule_shows_what_is_critical() {
    insta::assert_snapshot!(folder().tip(&["schedule", "tides"]), @r#"
    docs/tips/tides.md  Tides
                            after  days  start  finish  slack  0                                      4
      ?  P1  Tables                   1      0       1      0  ██████████
      ?  P2  Forecast       P1        3      1       4      0            ██████████████████████████████
      ?  P3  Page           P1        1      1       2      1            ▒▒▒▒▒▒▒▒▒▒··········
      ?  P4  Release "<b>"  (P3)      1      2       3      1                      ▒▒▒▒▒▒▒▒▒▒··········

    6 days of work, done after 4 days
    critical: P1 → P2
    (P1): no dependency is written, so the order of the text decides; `--as-written` leaves that out
    --- exit 0
    "#);
    insta::assert_snapshot!(folder().tip(&["schedule", "--people", "1", "--start", "2026-12-04"]), @r#"
    docs/tips/tides.md  Tides
                            after  days  start       finish      slack  who  0                                      6
      ?  P1  Tables                   1  2026-12-04  2026-12-04      0  1    ███████
      ?  P2  Forecast       P1        3  2026-12-08  2026-12-10      0  1                 ████████████████████
      ?  P3  Page           P1        1  2026-12-07  2026-12-07      0  1           ██████
      ?  P4  Release "<b>"  (P3)      1  2026-12-11  2026-12-11      0  1                                     ███████

    6 days of work, done after 6 days, on 2026-12-11, by one person
    critical: P1 → P3 → P2 → P4
    (P1): no dependency is written, so the order of the text decides; `--as-written` leaves that out
    --- exit 0
    "#);
}

#[test]
fn a_schedule_is_there_for_programs() {
    let value = json(&folder(), &["schedule", "tides", "--json"]);
    let phase = &value["phases"][2];
    assert_eq!(phase["handle"], "P3");
    assert_eq!(phase["number"], "3");
    assert_eq!(phase["early_start"], 1.0);
    assert_eq!(phase["late_finish"], 3.0);
    assert_eq!(phase["slack"], 1.0);
    assert_eq!(phase["critical"], false);
    assert_eq!(value["phases"][3]["depends_on"][0]["source"], "order");
    let written = json(&folder(), &["schedule", "tides", "--json", "--as-written"]);
    assert_eq!(written["phases"][3]["early_start"], 0.0);
}

#[test]
fn a_cycle_is_answered_with_no_and_what_can_be_said() {
    let folder = Folder::repository(&[("docs/tips/cranes.md", CYCLE)]);
    insta::assert_snapshot!(folder.tip(&["schedule", "cranes"]), @r"
    docs/tips/cranes.md  Cranes
                after  days  start  finish  slack  0                                      6
      ?  P1  A  P2       ~3      0       3      0  ████████████████████
      ?  P2  B  P1       ~3      3       6      0                      ████████████████████

    6 days of work, done after 6 days
    critical: P1 → P2
    --- stderr
    `P1`, `P2` wait for each other: `P1` after `P2` was left out
    no effort is written for `P1`, `P2`, so each counts as 3 days; `effort.missing` in tip.toml sets another time
    --- exit 1
    ");
    insta::assert_snapshot!(folder.tip(&["graph", "cranes"]), @r"
    docs/tips/cranes.md  Cranes
      ? P1  A
      │
      ? P2  B
    --- stderr
    `P1`, `P2` wait for each other: `P1` after `P2` was left out
    --- exit 1
    ");
}

#[test]
fn a_plan_without_phases_is_answered_with_no() {
    let folder = Folder::repository(&[(
        "docs/tips/cranes.md",
        "# Technical Implementation Plan: Cranes\n\nWords.\n",
    )]);
    insta::assert_snapshot!(folder.tip(&["schedule", "cranes"]), @r"
    --- stderr
    `docs/tips/cranes.md` names no phase and no task
    --- exit 1
    ");
}

#[test]
fn what_is_done_is_told() {
    let text = TIDES.replace("status: approved", "status: complete");
    let folder = Folder::repository(&[("docs/tips/tides.md", &text)]);
    insta::assert_snapshot!(folder.tip(&["schedule", "tides"]), @r#"
    docs/tips/tides.md  Tides
                            after  days  start  finish  slack  0                                      0
      ✓  P1  Tables
      ✓  P2  Forecast       P1
      ✓  P3  Page           P1
      ✓  P4  Release "<b>"  (P3)

    everything is done
    --- exit 0
    "#);
}

#[test]
fn diagrams_hold_titles_as_text() {
    insta::assert_snapshot!(folder().tip(&["schedule", "tides", "--format", "mermaid"]), @r"
    gantt
        dateFormat X
        axisFormat %-j
        section Tides
        P1 Tables :crit, n0, 0, 86400
        P2 Forecast :crit, n1, 86400, 345600
        P3 Page :n2, 86400, 172800
        P4 Release b :n3, 172800, 259200
    --- exit 0
    ");
    insta::assert_snapshot!(folder().tip(&["graph", "tides", "--format", "mermaid"]), @r#"
    flowchart TD
        subgraph p0["Tides"]
            n0["P1 Tables (1d)"]
            n1["P2 Forecast (3d)"]
            n2["P3 Page (1d)"]
            n3["P4 Release #34;#60;b#62;#34; (S)"]
        end
        n0 --> n1
        n0 --> n2
        n2 -.-> n3
    --- exit 0
    "#);
    insta::assert_snapshot!(folder().tip(&["graph", "tides", "--format", "dot"]), @r#"
    digraph plans {
      compound=true;
      node [shape=box, style=rounded, fontname="sans-serif"];
      subgraph cluster_0 {
        label="Technical Implementation Plan: Tides";
        anchor_0 [shape=point, style=invis];
        n0 [label="P1 Tables (1d)"];
        n1 [label="P2 Forecast (3d)"];
        n2 [label="P3 Page (1d)"];
        n3 [label="P4 Release \"<b>\" (S)"];
      }
      n0 -> n1;
      n0 -> n2;
      n2 -> n3 [style=dashed];
    }
    --- exit 0
    "#);
    for command in ["schedule", "graph"] {
        let svg = folder().tip(&[command, "tides", "--format", "svg"]);
        assert!(svg.starts_with("<svg "), "{svg}");
        assert!(
            svg.contains("&quot;&lt;b&gt;&quot;") && !svg.contains("<b>"),
            "{svg}"
        );
    }
}

#[test]
fn a_graph_branches_where_phases_do() {
    insta::assert_snapshot!(folder().tip(&["graph"]), @r#"
    docs/tips/tides.md  Tides
      ? P1  Tables  1d
      ├─? P2  Forecast  3d
      │
      ? P3  Page  1d
      ┊
      ? P4  Release "<b>"  S

    ┊ no dependency is written, so the order of the text decides; `--as-written` leaves that out
    --- exit 0
    "#);
    let other = "---\nstatus: draft\nfeature: piers\n---\n\n# Technical Implementation Plan: Piers\n\n**Dependencies**: `docs/tips/tides.md`\n\n### Phase 1: Piles\n\n**Estimated Effort**: S\n";
    let folder =
        Folder::repository(&[("docs/tips/tides.md", TIDES), ("docs/tips/piers.md", other)]);
    insta::assert_snapshot!(folder.tip(&["graph"]), @r#"
    docs/tips/piers.md  Piers
      waits for docs/tips/tides.md
      ? P1  Piles  S  also after docs/tips/tides.md#P2, docs/tips/tides.md#P4

    docs/tips/tides.md  Tides
      ? P1  Tables  1d
      ├─? P2  Forecast  3d
      │
      ? P3  Page  1d
      ┊
      ? P4  Release "<b>"  S

    ┊ no dependency is written, so the order of the text decides; `--as-written` leaves that out
    --- exit 0
    "#);
    let value = json(&folder, &["graph", "--json"]);
    assert_eq!(value["plan_links"][0]["waits"], true);
}

#[test]
fn a_forecast_tells_how_likely_an_end_is() {
    insta::assert_snapshot!(folder().tip(&["forecast", "tides", "--samples", "20000"]), @r#"
    docs/tips/tides.md  Tides  4 phases left, as many people as find work (`--people N`)

      P50  4.08 days  as likely as not, ±0.02 by chance
      P80  5.11 days  four times of five, ±0.03 by chance
      P95  6.37 days  nineteen times of twenty, ±0.05 by chance
      mean 4.25 days, standard deviation 1.15 days; 20000 samples, seed 1

      days  how often                                 enough
       2.4  ███▋                                          2%  ●
       2.8  ████████████▉                                 7%   ●
       3.2  ████████████████████████▋                    16%     ●
       3.6  ███████████████████████████████████▊         30%        ●
       4.0  ████████████████████████████████████████     45%           ●
       4.3  █████████████████████████████████████▊       59%              ●
       4.7  ███████████████████████████████▋             71%                ●
       5.1  ██████████████████████▊                      80%                  ●
       5.5  █████████████████▊                           87%                   ●
       5.9  ███████████▉                                 91%                    ●
       6.3  ████████                                     94%                     ●
       6.7  █████▏                                       96%                     ●
       7.1  ███▎                                         98%                      ●
       7.5  ██▎                                          99%                      ●
       7.8  █▌                                          >99%                      ●
       8.2  █                                           >99%                      ●

                               days  critical  crucial
      P2  Forecast       3.15 ±1.03       88%     0.94  █████████▌
      P1  Tables         1.05 ±0.34      100%     0.57  █████▋
      P3  Page           1.05 ±0.34       12%     0.38  ███▉
      P4  Release "<b>"  1.05 ±0.34       12%     0.38  ███▉
    --- exit 0
    "#);
    insta::assert_snapshot!(folder().tip(&["forecast", "tides", "--samples", "20000", "--set", "P3=XL", "--drop", "p4", "--people", "1"]), @r"
    docs/tips/tides.md  Tides  3 phases left, 1 person
      supposed: P3 is XL
      supposed: without p4
      supposed: 1 person

      P50  14.2 days  as likely as not, ±0.06 by chance          +10.12 by what is supposed
      P80  17.8 days  four times of five, ±0.1 by chance         +12.69 by what is supposed
      P95    22 days  nineteen times of twenty, ±0.17 by chance  +15.63 by what is supposed
      mean 14.7 days, standard deviation 3.96 days; 20000 samples, seed 1

      days  how often                                 enough
       7.9  ██▌                                           1%  ●
       9.2  ██████████▏                                   5%   ●
      10.6  ████████████████████▊                        13%     ●
      11.9  █████████████████████████████████            25%       ●
      13.2  ████████████████████████████████████████     40%          ●
      14.6  ███████████████████████████████████████▍     54%             ●
      15.9  ███████████████████████████████████▏         67%               ●
      17.3  ██████████████████████████▉                  77%                 ●
      18.6  ███████████████████▉                         84%                   ●
      20.0  ███████████████                              90%                    ●
      21.3  █████████▊                                   94%                     ●
      22.7  ██████▍                                      96%                     ●
      24.0  ████▏                                        98%                      ●
      25.4  ██▋                                          99%                      ●
      26.7  █▋                                          >99%                      ●
      28.1  █                                           >99%                      ●

                          days  critical  crucial
      P3  Page      10.5 ±3.41      100%     0.96  █████████▋
      P2  Forecast  3.15 ±1.03      100%     0.53  █████▍
      P1  Tables    1.05 ±0.34      100%     0.41  ████▏
    --- exit 0
    ");
    let svg = folder().tip(&[
        "forecast",
        "tides",
        "--format",
        "svg",
        "--start",
        "2026-12-01",
    ]);
    assert!(
        svg.contains("&quot;&lt;b&gt;&quot;") && !svg.contains("<b>"),
        "{svg}"
    );
}

#[test]
fn a_forecast_is_the_same_for_everybody() {
    let folder = folder();
    let here = json(
        &folder,
        &["forecast", "tides", "--json", "--samples", "1000"],
    );
    let there = json(
        &folder,
        &[
            "-C",
            "docs",
            "forecast",
            "tides",
            "--json",
            "--samples",
            "1000",
        ],
    );
    assert_eq!(here, there);
    assert!(
        here["all"]["p50"].as_f64() < here["all"]["p80"].as_f64(),
        "{here}"
    );
    let other = json(
        &folder,
        &[
            "forecast",
            "tides",
            "--json",
            "--samples",
            "1000",
            "--seed",
            "2",
        ],
    );
    assert_ne!(here["all"], other["all"]);
}

#[test]
fn what_cannot_be_supposed_is_told() {
    insta::assert_snapshot!(folder().tip(&["forecast", "tides", "--set", "P9=L"]), @r"
    --- stderr
    error: no phase is called `P9`
      hint: one of P1, P2, P3, P4
    --- exit 2
    ");
    insta::assert_snapshot!(folder().tip(&["forecast", "tides", "--set", "P1=soon"]), @r"
    --- stderr
    usage error: `soon` is no effort
      hint: write a size or a time: `XL`, `4h`, `2-4 days`
    --- exit 2
    ");
    insta::assert_snapshot!(folder().tip(&["forecast", "tides", "--set", "P1"]), @r"
    --- stderr
    usage error: `--set P1` says nothing
      hint: write a phase and an effort: `--set P3=XL`, `--set P3=2-4d`
    --- exit 2
    ");
}

#[test]
fn what_seems_to_be_done_already_is_told_beside_it() {
    let plan = |name: &str, file: &str| {
        format!(
            "# Technical Implementation Plan: {name}\n\n### Phase 1: Tables\n\n**Code Changes**:\n- Create: `{file}`\n\n**Success Criteria**:\n- [ ] It reads\n\n**Estimated Effort**: S\n"
        )
    };
    let folder = Folder::repository(&[
        ("docs/tips/built.md", &plan("Ebbs", "src/tides.py")),
        ("docs/tips/tides.md", &plan("Tides", "src/piers.py")),
        ("src/tides.py", ""),
    ]);
    insta::assert_snapshot!(folder.tip(&["next"]), @r"
    docs/tips/tides.md  Tides  0/1
      ○ P1  Tables  S  docs/tips/tides.md:3
          [ ] It reads

    docs/tips/built.md  Ebbs  0/1
      ○ P1  Tables  S  docs/tips/built.md:3
          the file that it creates exists already: `tip built` shows by which commits
          [ ] It reads
    --- exit 0
    ");
    insta::assert_snapshot!(folder.tip(&["schedule", "built"]), @r"
    docs/tips/built.md  Ebbs
                     after  days  start  finish  slack  0                                      1
      ○  P1  Tables            1      0       1      0  ████████████████████████████████████████

    1 day of work, done after 1 day
    critical: P1
    --- stderr
    `P1` counts as open, though the files that it creates exist: `tip built PLAN` shows by which commits, `tip finish PLAN#PHASE` says so in the plan
    --- exit 0
    ");
    let value = json(&folder, &["next", "--json"]);
    assert_eq!(value["plans"][0]["ready"][0]["built"], false);
    assert_eq!(value["plans"][1]["ready"][0]["built"], true);
}
