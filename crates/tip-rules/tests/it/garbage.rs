//! No rule panics, whatever the plan holds.

use tip_plan::ReadOptions;
use tip_rules::{Answers, INTERNAL_FAULT, PlanContext, RULES, RuleConfig, Shared, check_plan};
use tip_syntax::Document;

use crate::example::Example;
use crate::world::World;

#[track_caller]
fn check(bytes: Vec<u8>) {
    let doc = Document::parse(bytes);
    let plan = tip_plan::read(&doc, &ReadOptions::new("docs/plans/a.md"));
    let known = World::parse("src/a.rs 3\ndocs/a.md 3 # A").answers(&doc, &plan);
    for answers in [Answers::default(), known] {
        let ctx = PlanContext {
            path: "docs/plans/a.md",
            doc: &doc,
            plan: &plan,
            siblings: &[],
            answers: &answers,
            schema: tip_plan::Schema::built_in(),
            limits: &tip_rules::Limits::default(),
            shared: &Shared::default(),
        };
        for judged in check_plan(&ctx, &RuleConfig::default()) {
            let words = judged.finding.notes.join(", ");
            assert_ne!(judged.rule.name, INTERNAL_FAULT.name, "{words}");
        }
    }
}

#[test]
fn nothing_and_noise_are_survived() {
    check(Vec::new());
    check(vec![0; 64]);
    check(vec![0xFF; 64]);
    check(b"\xEF\xBB\xBF---\n".to_vec());
    check(b"---\n: : :\n---\n# Phase 1\n## Phase 1\n".to_vec());
    check("# Phase 1: é\u{0301} 🧭\r\n\r\n**Dependencies**: Phase 1\r\n- [ ] ``x".into());
}

#[test]
fn every_example_cut_anywhere_is_survived() {
    for rule in RULES {
        for example in Example::all(rule.docs) {
            for end in (0..example.bytes.len()).step_by(7) {
                check(example.bytes[..end].to_vec());
            }
        }
    }
}
