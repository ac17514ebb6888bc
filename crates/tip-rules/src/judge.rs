//! Runs the rules and decides how grave their findings are.

use std::panic::{self, AssertUnwindSafe};

use rustc_hash::FxHashMap;
use tip_plan::Stage;
use tip_syntax::{Finding, Severity, Span};

use crate::{INTERNAL_FAULT, Level, PlanContext, RULES, Rule, Scope, SetContext};

/// What the configuration says of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleConfig {
    /// What it says of each rule, by its name or its code.
    pub settings: FxHashMap<String, RuleSetting>,
}

/// What the configuration says of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// Its own levels.
    Default,
    /// One level at every stage at which the rule speaks by itself; at every stage for a rule that never does.
    At(Level),
}

impl RuleConfig {
    /// Returns the level of a rule for plans at a stage.
    pub fn level(&self, rule: &Rule, stage: Stage) -> Level {
        let own = rule.levels.at(stage);
        let setting = self
            .settings
            .get(rule.name)
            .or_else(|| self.settings.get(rule.code));
        match setting {
            None | Some(RuleSetting::Default) => own,
            Some(RuleSetting::At(level)) if own != Level::Off || rule.levels.is_off() => *level,
            Some(RuleSetting::At(_)) => Level::Off,
        }
    }
}

/// A finding and how grave it is.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// The finding.
    pub finding: Finding,
    /// How grave it is.
    pub severity: Severity,
}

/// Runs the rules over one plan. The findings are sorted by place, then by the name of the rule.
pub fn check_plan(ctx: &PlanContext<'_>, config: &RuleConfig) -> Vec<Judged> {
    judge_plan(RULES, ctx, config)
}

/// Runs the rules over all plans. Each finding comes with the position of its plan.
///
/// The findings are sorted by plan, then by place, then by the name of the rule.
pub fn check_set(ctx: &SetContext<'_>, config: &RuleConfig) -> Vec<(usize, Judged)> {
    judge_set(RULES, ctx, config)
}

fn judge_plan(rules: &[&'static Rule], ctx: &PlanContext<'_>, config: &RuleConfig) -> Vec<Judged> {
    let stage = ctx.plan.stage();
    let mut out = Vec::new();
    for &rule in rules {
        let (Scope::Plan(check) | Scope::Gate(check)) = rule.scope else {
            continue;
        };
        let Some(severity) = config.level(rule, stage).severity() else {
            continue;
        };
        match guarded(|findings| check(ctx, findings)) {
            Ok(findings) => out.extend(findings.into_iter().map(|finding| Judged {
                rule,
                finding,
                severity,
            })),
            Err(words) => out.push(internal_fault(rule, &words)),
        }
    }
    out.sort_by(|left, right| place(left).cmp(&place(right)));
    out
}

fn judge_set(
    rules: &[&'static Rule],
    ctx: &SetContext<'_>,
    config: &RuleConfig,
) -> Vec<(usize, Judged)> {
    let mut out = Vec::new();
    for &rule in rules {
        let Scope::Set(check) = rule.scope else {
            continue;
        };
        match guarded(|findings| check(ctx, findings)) {
            Ok(findings) => out.extend(findings.into_iter().filter_map(|(at, finding)| {
                let stage = ctx.outlines.get(at)?.stage;
                let severity = config.level(rule, stage).severity()?;
                Some((
                    at,
                    Judged {
                        rule,
                        finding,
                        severity,
                    },
                ))
            })),
            Err(words) if !ctx.outlines.is_empty() => out.push((0, internal_fault(rule, &words))),
            Err(_) => {}
        }
    }
    out.sort_by(|left, right| (left.0, place(&left.1)).cmp(&(right.0, place(&right.1))));
    out
}

/// What findings are sorted by.
pub(crate) fn place(judged: &Judged) -> (Span, &'static str) {
    (judged.finding.primary.span, judged.rule.name)
}

/// Calls a rule's function; where it panics, returns the words of the panic.
fn guarded<T>(check: impl FnOnce(&mut Vec<T>)) -> Result<Vec<T>, String> {
    // Nothing that the function could leave half done outlives a panic: it only reads, and what it wrote is dropped.
    let run = AssertUnwindSafe(|| {
        let mut findings = Vec::new();
        check(&mut findings);
        findings
    });
    panic::catch_unwind(run).map_err(|payload| {
        payload
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no words were given".to_owned())
    })
}

fn internal_fault(rule: &Rule, words: &str) -> Judged {
    let finding = Finding::new(
        INTERNAL_FAULT.name,
        Span::empty(0),
        format!("the rule `{}` failed on this plan", rule.name),
    )
    .note(format!("it panicked: {words}"))
    .help("report it as a bug of `tip`, with the plan; the other rules have run");
    Judged {
        rule: &INTERNAL_FAULT,
        finding,
        severity: Severity::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answers, Category, FixAvailability, Levels, Outline};
    use tip_plan::{Plan, ReadOptions};
    use tip_syntax::Document;

    const fn rule(name: &'static str, levels: Levels, scope: Scope) -> Rule {
        Rule {
            name,
            code: "TIP999",
            category: Category::Form,
            levels,
            fix: FixAvailability::None,
            since: "0.1.0",
            summary: "",
            docs: "",
            scope,
        }
    }

    const WARNING: Levels = Levels::until_over(Level::Warning);

    static AT_TWO_AND_ONE: Rule = rule(
        "at-two-and-one",
        WARNING,
        Scope::Plan(|_, out| {
            out.push(Finding::new("at-two-and-one", Span::empty(2), "two"));
            out.push(Finding::new("at-two-and-one", Span::empty(1), "one"));
        }),
    );
    static AT_ONE: Rule = rule(
        "at-one",
        WARNING,
        Scope::Plan(|_, out| out.push(Finding::new("at-one", Span::empty(1), "one"))),
    );
    static PANICS: Rule = rule("panics", WARNING, Scope::Plan(|_, _| panic!("oh {}", "no")));
    static OFF: Rule = rule("off", Levels::always(Level::Off), AT_ONE.scope);
    static OF_ALL: Rule = rule(
        "of-all",
        WARNING,
        Scope::Set(|ctx, out| {
            for at in (0..ctx.outlines.len()).rev() {
                out.push((at, Finding::new("of-all", Span::empty(0), "seen")));
            }
        }),
    );

    fn plan_at(stage: Option<Stage>) -> (Document, Plan) {
        let doc = Document::parse(Vec::new());
        let mut plan = tip_plan::read(&doc, &ReadOptions::new("a.md"));
        plan.status.stage = stage;
        (doc, plan)
    }

    #[track_caller]
    fn check(
        rules: &[&'static Rule],
        stage: Option<Stage>,
        config: &RuleConfig,
        expected: &[(&str, &str)],
    ) {
        let (doc, plan) = plan_at(stage);
        let ctx = PlanContext {
            path: "a.md",
            doc: &doc,
            plan: &plan,
            siblings: &[],
            answers: &Answers::default(),
            schema: tip_plan::Schema::built_in(),
            limits: &crate::Limits::default(),
            shared: &crate::Shared::default(),
        };
        let judged = judge_plan(rules, &ctx, config);
        let found: Vec<_> = judged
            .iter()
            .map(|it| (it.rule.name, it.severity.word()))
            .collect();
        assert_eq!(found, expected);
    }

    fn at(name: &str, level: Level) -> RuleConfig {
        let mut config = RuleConfig::default();
        config
            .settings
            .insert(name.to_owned(), RuleSetting::At(level));
        config
    }

    #[test]
    fn findings_are_sorted_by_place_and_then_by_name() {
        check(
            &[&AT_TWO_AND_ONE, &AT_ONE],
            None,
            &RuleConfig::default(),
            &[
                ("at-one", "warning"),
                ("at-two-and-one", "warning"),
                ("at-two-and-one", "warning"),
            ],
        );
    }

    #[test]
    fn the_stage_decides_the_level() {
        let config = RuleConfig::default();
        check(
            &[&AT_ONE],
            Some(Stage::Draft),
            &config,
            &[("at-one", "warning")],
        );
        check(&[&AT_ONE], Some(Stage::Complete), &config, &[]);
        check(&[&OFF], Some(Stage::Draft), &config, &[]);
    }

    #[test]
    fn the_configuration_overrides_the_level_where_the_rule_speaks() {
        let error = at("at-one", Level::Error);
        check(
            &[&AT_ONE],
            Some(Stage::Draft),
            &error,
            &[("at-one", "error")],
        );
        check(&[&AT_ONE], Some(Stage::Complete), &error, &[]);
        check(&[&AT_ONE], None, &at("at-one", Level::Off), &[]);
        check(
            &[&AT_ONE],
            None,
            &at("TIP999", Level::Hint),
            &[("at-one", "hint")],
        );
        check(
            &[&OFF],
            Some(Stage::Complete),
            &at("off", Level::Hint),
            &[("off", "hint")],
        );
    }

    #[test]
    fn a_panic_is_reported_with_the_name_of_the_rule_and_the_rest_goes_on() {
        let (doc, plan) = plan_at(None);
        let ctx = PlanContext {
            path: "a.md",
            doc: &doc,
            plan: &plan,
            siblings: &[],
            answers: &Answers::default(),
            schema: tip_plan::Schema::built_in(),
            limits: &crate::Limits::default(),
            shared: &crate::Shared::default(),
        };
        let judged = judge_plan(&[&PANICS, &AT_ONE], &ctx, &RuleConfig::default());
        let messages: Vec<_> = judged
            .iter()
            .map(|it| it.finding.message.as_str())
            .collect();
        assert_eq!(messages, ["the rule `panics` failed on this plan", "one"]);
        assert_eq!(judged[0].finding.notes, ["it panicked: oh no"]);
        assert_eq!(judged[0].severity, Severity::Error);
    }

    #[test]
    fn findings_over_all_plans_take_the_level_of_their_plan() {
        let outlines: Vec<Outline> = [Some(Stage::Draft), Some(Stage::Complete), None]
            .into_iter()
            .map(|stage| {
                let (_, plan) = plan_at(stage);
                Outline::new("a.md", &plan, &Answers::default())
            })
            .collect();
        let ctx = SetContext {
            outlines: &outlines,
        };
        let judged = judge_set(&[&OF_ALL, &AT_ONE], &ctx, &RuleConfig::default());
        let found: Vec<usize> = judged.iter().map(|it| it.0).collect();
        assert_eq!(found, [0, 2]);
    }
}
