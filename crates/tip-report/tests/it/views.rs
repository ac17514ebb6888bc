//! Plans and rules for the terminal.

use tip_plan::{DialectId, Progress, Stage, UnitKind, UnitState};
use tip_report::{
    Assumption, Counted, NextPlan, Overview, PlanSummary, ReadyBox, ReadyUnit, StageBasis,
    Terminal, WaitingUnit, Why, list, next, overview, rules_view, show,
};

use crate::check::{MISSING_FIELD, PHASE_NUMBER, UNKNOWN_DEPENDENCY};
use crate::plan::{empty, fixture};

#[test]
fn a_plan_is_shown() {
    insta::assert_snapshot!(show::render(&fixture().view(), &Terminal::PLAIN), @r#"
    船 Ships 🚢
    file        docs/tips/ships.md
    dialect     tip
    stage       in_progress (line 3 says `draft`)
    feature     ships
    date        2026-01-02
    confidence  High
    progress    ██████████░░░░░░░░░░ 2/4

    Phases
      ✓  P1  Model        1/1
      ◐  P2  Docks ␛[31m  1/3  2h-3h  depends on unknown `9`; line 13 says done
      ?  P3  Sailing                  waits for P2 by order; optional

    Open in P2: Docks ␛[31m
      P2.C2  Docks open at night: `dock <name>` returns 4
      P2.C3  Someone looked                                by hand

    1 task, 1 scenario, 1 risk, 2 commands (1 runnable), 1 reference (1 modify)
    "#);
}

#[test]
fn a_plan_fits_a_narrow_terminal() {
    let narrow = Terminal {
        styled: false,
        width: 48,
    };
    let shown = show::render(&fixture().view(), &narrow);
    insta::assert_snapshot!(shown, @r#"
    船 Ships 🚢
    file        docs/tips/ships.md
    dialect     tip
    stage       in_progress (line 3 says `draft`)
    feature     ships
    date        2026-01-02
    confidence  High
    progress    ██████████░░░░░░░░░░ 2/4

    Phases
      ✓  P1  Model     1/1
      ◐  P2  Docks ␛…  1/3  2h-3h  depends on unknown `9`;
                                   line 13 says done
      ?  P3  Sailing               waits for P2 by order;
                                   optional

    Open in P2: Docks ␛[31m
      P2.C2  Docks open at night: `dock <n…
      P2.C3  Someone looked                  by hand

    1 task, 1 scenario, 1 risk, 2 commands (1 runnable), 1 reference (1 modify)
    "#);
}

#[test]
fn beside_a_list_of_tasks_the_phases_of_a_design_are_no_work() {
    let fixture = fixture();
    let mut view = fixture.view_of_two();
    view.files[0].path = "specs/ships/tasks.md";
    view.files[1].path = "specs/ships/design.md";
    let shown = show::render(&view, &Terminal::PLAIN);
    assert!(shown.contains("Phases specs/ships/tasks.md"), "{shown}");
    assert!(!shown.contains("Phases specs/ships/design.md"), "{shown}");
    assert_eq!(PlanSummary::of(&view).phases, 3);
}

#[test]
fn a_plan_in_two_files_is_shown_as_one() {
    let shown = show::render(&fixture().view_of_two(), &Terminal::PLAIN);
    insta::assert_snapshot!(shown, @r#"
    船 Ships 🚢
    file        docs/ships/one.md
    file        docs/ships/two.md
    dialect     tip
    stage       in_progress (line 3 says `draft`)
    feature     ships
    date        2026-01-02
    confidence  High
    progress    ██████████░░░░░░░░░░ 4/8

    Phases docs/ships/one.md
      ✓  P1  Model        1/1
      ◐  P2  Docks ␛[31m  1/3  2h-3h  depends on unknown `9`; line 13 says done
      ?  P3  Sailing                  waits for P2 by order; optional

    Phases docs/ships/two.md
      ✓  P1  Model        1/1
      ◐  P2  Docks ␛[31m  1/3  2h-3h  depends on unknown `9`; line 13 says done
      ?  P3  Sailing                  waits for P2 by order; optional

    Open in P2: Docks ␛[31m
      P2.C2  Docks open at night: `dock <name>` returns 4
      P2.C3  Someone looked                                by hand

    2 tasks, 2 scenarios, 2 risks, 4 commands (2 runnable), 2 references (2 modify)
    "#);
}

#[test]
fn an_empty_plan_is_shown() {
    insta::assert_snapshot!(show::render(&empty().view(), &Terminal::PLAIN), @r"
    docs/tips/ships.md
    file     docs/tips/ships.md
    dialect  tip
    stage    unknown (no status is written)
    ");
}

#[test]
fn no_escape_of_a_plan_reaches_a_terminal() {
    let styled = Terminal {
        styled: true,
        width: 80,
    };
    assert!(!show::render(&fixture().view(), &Terminal::PLAIN).contains('\u{1b}'));
    assert!(!show::render(&fixture().view(), &styled).contains("Docks \u{1b}"));
}

#[test]
fn the_overview_tells_what_to_do() {
    let plans = summaries();
    let shown = overview::render(
        &Overview {
            plans: &plans,
            archived: 4,
            checked: true,
        },
        &Terminal::PLAIN,
    );
    insta::assert_snapshot!(shown, @r#"
    2 plans: 1 in_progress, 1 complete (4 more in archives)

    Under way
      docs/tips/ships.md  █████░░░░░  2/4  P2  Docks ␛[31m

    Needs attention
      docs/tips/ships.md                                                   2 errors  1 warning
      openspec/changes/add-very-long-names-of-folders-to-see-what-happens            1 warning

      tip check      shows what is wrong
      tip next       shows what can be worked on
      tip show PLAN  shows one plan
    "#);
}

#[test]
fn the_overview_of_nothing_says_so() {
    let shown = overview::render(
        &Overview {
            plans: &[],
            archived: 0,
            checked: true,
        },
        &Terminal::PLAIN,
    );
    insta::assert_snapshot!(shown, @r#"
    no plans found

      tip list --why FILE  says why a Markdown file is no plan
    "#);
}

#[test]
fn the_list_is_a_table() {
    insta::assert_snapshot!(list::render(&summaries(), &Terminal::PLAIN), @r"
    docs/tips/ships.md                                                   in_progress   2/4  船 Ships 🚢
    openspec/changes/add-very-long-names-of-folders-to-see-what-happens  complete     ?3/3  計画
    ");
}

#[test]
fn the_list_is_json_too() {
    insta::assert_snapshot!(list::json(&summaries()[..1], "0.1.0"), @r#"
    {
      "version": "0.1.0",
      "plans": [
        {
          "plan": "docs/tips/ships.md",
          "files": [
            "docs/tips/ships.md"
          ],
          "title": "船 Ships 🚢",
          "feature": "ships",
          "stage": "in_progress",
          "basis": "told",
          "dialect": "tip",
          "progress": {
            "done": 2,
            "total": 4,
            "of": "boxes"
          },
          "uncertain": false,
          "phases": 3,
          "next": {
            "handle": "P2",
            "title": "Docks \u001b[31m"
          },
          "archived": false
        }
      ]
    }
    "#);
}

#[test]
fn the_list_says_why() {
    let files = [
        Why {
            path: "docs/tips/ships.md".into(),
            is_plan: true,
            reason: "matches `docs/tips/**/*.md`".into(),
        },
        Why {
            path: "README.md".into(),
            is_plan: false,
            reason: "too little in it reads like a plan: 11 tasks or steps, the heading `steps`"
                .into(),
        },
    ];
    insta::assert_snapshot!(list::render_why(&files, &Terminal::PLAIN), @r#"
    plan     docs/tips/ships.md  matches `docs/tips/**/*.md`
    no plan  README.md           too little in it reads like a plan: 11 tasks or steps, the heading `steps`
    "#);
    assert!(list::why_json(&files, "0.1.0").contains("\"is_plan\": false"));
}

#[test]
fn what_is_ready_says_what_was_assumed() {
    insta::assert_snapshot!(next::render(&[ready()], &Terminal::PLAIN), @r"
    docs/tips/ships.md  Ships 🚢  2/9
      ◐ P2  Docks␛  2-3h  docs/tips/ships.md:13
          [ ] criterion 1
          [ ] criterion 2
          [ ] criterion 3
          [ ] criterion 4
          [ ] criterion 5
          … and 2 more boxes
      1 more waits for others
      assumed: where no dependency is written, the order of the text decides
      assumed: `P2` counts as open, since nothing tells how far it has come
      assumed: `Phase 9`, which it depends on, is not in the plan and was left out
    ");
}

#[test]
fn what_is_ready_is_json_too() {
    insta::assert_snapshot!(next::json(&[ready()], "0.1.0"), @r#"
    {
      "version": "0.1.0",
      "plans": [
        {
          "plan": "docs/tips/ships.md",
          "title": "Ships 🚢",
          "stage": "in_progress",
          "basis": "told",
          "ready": [
            {
              "kind": "phase",
              "handle": "P2",
              "id": "phase-docks",
              "title": "Docks\u001b",
              "path": "docs/tips/ships.md",
              "line": 13,
              "state": "in_progress",
              "effort": "2-3h",
              "open": [
                "criterion 1",
                "criterion 2",
                "criterion 3",
                "criterion 4",
                "criterion 5",
                "criterion 6",
                "criterion 7"
              ],
              "built": false,
              "assumed": [
                {
                  "kind": "after",
                  "of": "P1",
                  "text": "no dependency is written, so it comes after `P1`"
                },
                {
                  "kind": "unknown_dependency",
                  "of": "Phase 9",
                  "text": "`Phase 9`, which it depends on, is not in the plan and was left out"
                },
                {
                  "kind": "state_unknown",
                  "of": "P2",
                  "text": "nothing tells how far `P2` has come, so it counts as open"
                },
                {
                  "kind": "first",
                  "of": null,
                  "text": "no dependency is written and nothing stands before it"
                }
              ]
            }
          ],
          "boxes": [],
          "waiting": 1
        }
      ]
    }
    "#);
}

#[test]
fn boxes_outside_of_phases_and_tasks_are_ready_too() {
    let plan = NextPlan {
        ready: vec![],
        boxes: vec![ReadyBox {
            handle: "G1".into(),
            id: "gate-seen".into(),
            text: "a person looked".into(),
            path: "docs/tips/ships.md".into(),
            line: 40,
            is_for_person: false,
        }],
        waiting: vec![],
        basis: StageBasis::NotBegun,
        counted: Counted::Phases,
        ..ready()
    };
    insta::assert_snapshot!(next::render(&[plan], &Terminal::PLAIN), @r"
    docs/tips/ships.md  Ships 🚢  2/9 phases
      [ ] G1  a person looked  docs/tips/ships.md:40
    ");
}

#[test]
fn a_plan_whose_files_are_there_seems_to_be_built() {
    let plan = NextPlan {
        basis: StageBasis::SeemsBuilt,
        made: (3, 4),
        ..ready()
    };
    assert!(plan.looks_built());
    let text = next::render(&[plan], &Terminal::PLAIN);
    assert!(
        text.contains("it seems to be built: 3 of 4 files that it means to create are there"),
        "{text}"
    );
}

#[test]
fn why_nothing_is_ready_is_said() {
    let nothing = NextPlan {
        ready: vec![],
        ..ready()
    };
    assert_eq!(nothing.why_nothing(), "`P3` waits for `P2`");
    let ticked = NextPlan {
        waiting: vec![],
        progress: Progress { done: 9, total: 9 },
        ..nothing.clone()
    };
    assert_eq!(
        ticked.why_nothing(),
        "all of `docs/tips/ships.md` is ticked, but its status is `draft` (docs/tips/ships.md:3): `tip status docs/tips/ships.md complete` moves it on"
    );
    let over = NextPlan {
        stage: Stage::Superseded,
        ..nothing
    };
    assert_eq!(over.why_nothing(), "`docs/tips/ships.md` is superseded");
}

#[test]
fn nothing_ready_is_said() {
    insta::assert_snapshot!(next::render(&[], &Terminal::PLAIN), @"nothing is ready");
}

#[test]
fn rules_are_a_table() {
    let rules = [&MISSING_FIELD, &PHASE_NUMBER, &UNKNOWN_DEPENDENCY];
    insta::assert_snapshot!(rules_view::render(&rules, &Terminal::PLAIN), @r#"
    phases
      TIP002  missing-field          hint     fix  a field of the template is missing
      TIP005  repeated-phase-number  warning  fix  two phases have one number
      TIP007  unknown-dependency     error    fix  a phase depends on one that the plan does not have
    "#);
    assert!(rules_view::json(&rules, "0.1.0").contains("\"over\": \"off\""));
}

#[test]
fn a_rule_is_explained() {
    insta::assert_snapshot!(rules_view::explain(&PHASE_NUMBER, &Terminal::PLAIN), @r#"
    repeated-phase-number TIP005
    two phases have one number

    category  phases
    level     warning (draft, approved, in_progress), off (over)
    fix       sometimes
    since     0.1.0

    What it does

    Finds `x`.
    "#);
}

fn summaries() -> Vec<PlanSummary> {
    let mut ships = PlanSummary::of(&fixture().view());
    ships.errors = 2;
    ships.warnings = 1;
    let done = PlanSummary {
        name: "openspec/changes/add-very-long-names-of-folders-to-see-what-happens".into(),
        files: vec!["openspec/changes/add/tasks.md".into()],
        title: Some("計画".into()),
        feature: None,
        stage: Stage::Complete,
        dialect: DialectId::OpenSpec,
        progress: Progress { done: 3, total: 3 },
        counted: Counted::Boxes,
        uncertain: true,
        phases: 0,
        basis: StageBasis::Told,
        next: None,
        why_not_complete: String::new(),
        errors: 0,
        warnings: 1,
        archived: false,
    };
    vec![ships, done]
}

fn ready() -> NextPlan {
    NextPlan {
        name: "docs/tips/ships.md".into(),
        title: Some("Ships 🚢".into()),
        why_not_complete: "its status is `draft` (docs/tips/ships.md:3): `tip status docs/tips/ships.md complete` moves it on".into(),
        stage: Stage::InProgress,
        basis: StageBasis::Told,
        progress: Progress { done: 2, total: 9 },
        counted: Counted::Boxes,
        ready: vec![ReadyUnit {
            kind: UnitKind::Phase,
            handle: "P2".into(),
            id: "phase-docks".into(),
            title: "Docks\u{1b}".into(),
            path: "docs/tips/ships.md".into(),
            line: 13,
            state: UnitState::InProgress,
            effort: Some("2-3h".into()),
            built: 0,
            open: (1..=7)
                .map(|it| ReadyBox {
                    handle: format!("P2.C{it}"),
                    id: String::new(),
                    text: format!("criterion {it}"),
                    path: "docs/tips/ships.md".into(),
                    line: 13 + it,
                    is_for_person: false,
                })
                .collect(),
            assumed: vec![
                Assumption::After("P1".into()),
                Assumption::UnknownDependency("Phase 9".into()),
                Assumption::StateUnknown("P2".into()),
                Assumption::First,
            ],
        }],
        boxes: vec![],
        made: (0, 0),
        waiting: vec![WaitingUnit {
            handle: "P3".into(),
            on: vec!["P2".into()],
        }],
    }
}
