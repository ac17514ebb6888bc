//! Somebody's word beside a box: written, replaced, taken back.

use tip_edit::{confirm, confirm_unit, unconfirm_unit, untick};
use tip_plan::{BoxState, UnitId, Voice};

use crate::{applied, parsed};

const ADA: &str = "by Ada, 2026-01-31: on all boats";

#[track_caller]
fn confirmed(text: &str, voice: Voice, reason: &str) -> Option<String> {
    let (doc, plan) = parsed(text);
    let edits = confirm(&doc, &plan, plan.boxes.first()?, voice, reason)?;
    Some(applied(text, &edits))
}

#[track_caller]
fn unticked(text: &str) -> String {
    let (doc, plan) = parsed(text);
    applied(text, &untick(&doc, &plan, &plan.boxes[0]))
}

#[test]
fn a_persons_word_ticks_and_is_taken_back_to_the_byte() {
    for text in [
        "# Plan\n\n- [ ] A boat floats\n",
        "# Plan\r\n\r\n* [ ] A boat\r\n  floats\r\n  - in water\r\n",
        "# Plan\n\n> 1. [ ] A boat floats",
        "# Plan\n\n- [ ] A boat floats <!-- tip: allow(vague-criterion) we know -->\n",
    ] {
        let once = confirmed(text, Voice::Person, ADA).expect("a place");
        let (doc, plan) = parsed(&once);
        let it = &plan.boxes[0];
        assert_eq!(it.state, BoxState::Done, "{once}");
        let word = plan.confirmed(&doc, it).expect("a fresh word");
        assert_eq!(
            (word.who, word.date, word.note),
            ("Ada", Some("2026-01-31"), "on all boats")
        );
        assert_eq!(it.id, parsed(text).1.boxes[0].id, "the box stays itself");
        assert_eq!(unticked(&once), text);
        let twice = confirmed(&once, Voice::Person, "by Bo, 2026-02-01").expect("a place");
        assert_eq!(twice, once.replace(ADA, "by Bo, 2026-02-01"));
    }
}

#[test]
fn a_word_about_another_text_is_not_taken_for_one_about_this() {
    let once = confirmed("# Plan\n\n- [ ] Below 5 ms\n", Voice::Person, ADA).expect("a place");
    let tampered = once.replace("5 ms", "500 ms");
    let (doc, plan) = parsed(&tampered);
    assert_eq!(plan.confirmed(&doc, &plan.boxes[0]), None);
    assert_eq!(plan.confirmations(&doc, &plan.boxes[0]).len(), 1);
    let wrapped = once.replace("Below 5", "Below\n  5");
    let (doc, plan) = parsed(&wrapped);
    assert!(
        plan.confirmed(&doc, &plan.boxes[0]).is_some(),
        "wrapped anew"
    );
}

#[test]
fn a_command_under_the_box_belongs_to_its_text() {
    let text = "# Plan\n\n- [ ] The list names every boat:\n  ```bash\n  ls boats\n  ```\n";
    let once = confirmed(text, Voice::Person, ADA).expect("a place");
    let (doc, plan) = parsed(&once);
    assert!(plan.confirmed(&doc, &plan.boxes[0]).is_some());
    let tampered = once.replace("ls boats", "ls ships");
    let (doc, plan) = parsed(&tampered);
    assert_eq!(plan.confirmed(&doc, &plan.boxes[0]), None);
}

#[test]
fn an_agents_word_leaves_the_box_open_and_a_persons_word_alone() {
    let text = "# Plan\n\n- [ ] A boat floats\n";
    let agent = confirmed(text, Voice::Agent, "by robo, 2026-01-31").expect("a place");
    let (doc, plan) = parsed(&agent);
    assert_eq!(plan.boxes[0].state, BoxState::Open);
    assert_eq!(plan.confirmed(&doc, &plan.boxes[0]), None);
    assert_eq!(
        plan.confirmations(&doc, &plan.boxes[0])[0].voice,
        Voice::Agent
    );
    let person = confirmed(&agent, Voice::Person, ADA).expect("a place");
    assert!(!person.contains("robo"));
    let both = confirmed(&person, Voice::Agent, "by robo, 2026-02-01").expect("a place");
    let (doc, plan) = parsed(&both);
    assert!(plan.confirmed(&doc, &plan.boxes[0]).is_some());
    assert_eq!(plan.confirmations(&doc, &plan.boxes[0]).len(), 2);
    assert_eq!(unticked(&both), text);
}

#[test]
fn what_would_end_the_comment_early_is_replaced() {
    let evil = "by Eve --> <b>, 2026-01-31: <!-- x -->";
    let once = confirmed("# Plan\n\n- [ ] A boat\n", Voice::Person, evil).expect("a place");
    assert_eq!(once.matches("-->").count(), 1, "{once}");
    let (doc, plan) = parsed(&once);
    assert!(plan.confirmed(&doc, &plan.boxes[0]).is_some(), "{once}");
}

#[test]
fn a_table_bears_no_word() {
    let text = "# Plan\n\n| Task | Done |\n|---|---|\n| a | [ ] |\n";
    assert_eq!(confirmed(text, Voice::Person, ADA), None);
}

#[test]
fn a_word_says_nothing_of_what_is_expected() {
    let text = "# Plan\n\n**Success Criteria**:\n- [ ] `cargo test` <!-- tip: confirm(x) by Ada, 2026-01-31: fails with exit code 3 -->\n";
    let (_, plan) = parsed(text);
    assert_eq!(plan.commands[0].expectation, tip_plan::Expectation::Success);
}

#[test]
fn a_word_behind_the_title_of_a_phase_is_written_replaced_and_taken_out() {
    let text = "# Plan\n\n## Phase 1: Read the table ✓\n\nWords.\n";
    let word = |text: &str, voice, reason: &str| {
        let (doc, plan) = parsed(text);
        let edits = confirm_unit(&doc, &plan, UnitId(0), voice, reason).expect("a place");
        applied(text, &edits)
    };
    let agent = word(text, Voice::Agent, "by robo, 2026-01-31");
    let (doc, plan) = parsed(&agent);
    let words = plan.unit_confirmations(&doc, &plan.units[0]);
    let only = words.first().expect("a word");
    assert!(
        only.fresh && only.voice == Voice::Agent && only.who == "robo",
        "{only:?}"
    );
    assert_eq!(plan.units[0].title.value, "Read the table");
    let person = word(&agent, Voice::Person, ADA);
    let (doc, plan) = parsed(&person);
    let words = plan.unit_confirmations(&doc, &plan.units[0]);
    assert_eq!(words.len(), 1);
    assert_eq!((words[0].voice, words[0].who), (Voice::Person, "Ada"));
    assert_eq!(
        applied(&person, &unconfirm_unit(&doc, &plan, UnitId(0))),
        text
    );
    // Of another title it says nothing.
    let other = person.replace("Read the table", "Read the tables");
    let (doc, plan) = parsed(&other);
    assert!(!plan.unit_confirmations(&doc, &plan.units[0])[0].fresh);
}

#[test]
fn a_title_that_bears_no_comment_gets_none() {
    for text in [
        "# Plan\n\n## Phase 1: a ##\n\nb\n",
        "# Plan\n\n| Phase | State |\n| --- | --- |\n| Phase 1: a | done |\n| Phase 2: b | done |\n",
    ] {
        let (doc, plan) = parsed(text);
        if plan.units.is_empty() {
            continue;
        }
        assert_eq!(
            confirm_unit(&doc, &plan, UnitId(0), Voice::Agent, ADA),
            None,
            "{text}"
        );
    }
}
