//! Runs the rules and decides how grave their findings are.

use rustc_hash::FxHashMap;
use tip_plan::Stage;
use tip_syntax::{Finding, Severity};

use crate::{Level, PlanContext, Rule, SetContext};

/// What the configuration says of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleConfig {
    /// What it says of each rule, by its name.
    pub settings: FxHashMap<String, RuleSetting>,
}

/// What the configuration says of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// Its own levels.
    Default,
    /// One level at every stage.
    At(Level),
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

/// Runs the rules over one plan. The findings are sorted by place.
pub fn check_plan(ctx: &PlanContext<'_>, config: &RuleConfig) -> Vec<Judged> {
    let _ = (ctx, config, Stage::Draft);
    Vec::new()
}

/// Runs the rules over all plans. Each finding comes with the position of its plan.
pub fn check_set(ctx: &SetContext<'_>, config: &RuleConfig) -> Vec<(usize, Judged)> {
    let _ = (ctx, config);
    Vec::new()
}
