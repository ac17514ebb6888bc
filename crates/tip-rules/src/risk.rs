//! How grave a risk is.

use tip_plan::{Meaning, Plan, Unit};
use tip_syntax::Span;

/// How grave a risk is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskLevel {
    /// It may well strike, and hard.
    High,
    /// Between the two.
    Medium,
    /// It hardly matters.
    Low,
}

/// Returns the level under whose heading or label a risk stands.
pub fn risk_level(plan: &Plan, risk: &Unit) -> Option<RiskLevel> {
    level_among(&risk_levels(plan), risk)
}

/// Returns what stands under the headings and labels of levels.
pub(crate) fn risk_levels(plan: &Plan) -> Vec<(Span, RiskLevel)> {
    let level = |meaning: Option<Meaning>| match meaning? {
        Meaning::HighRisk => Some(RiskLevel::High),
        Meaning::MediumRisk => Some(RiskLevel::Medium),
        Meaning::LowRisk => Some(RiskLevel::Low),
        _ => None,
    };
    let sections = plan.sections.iter().map(|it| (it.span, it.meaning));
    let fields = plan.fields.iter().map(|it| (it.span, it.meaning));
    sections
        .chain(fields)
        .filter_map(|(span, meaning)| Some((span, level(meaning)?)))
        .collect()
}

/// Returns the level of a risk among those of a plan: that of the narrowest place.
pub(crate) fn level_among(levels: &[(Span, RiskLevel)], risk: &Unit) -> Option<RiskLevel> {
    levels
        .iter()
        .filter(|(span, _)| span.contains(risk.lead))
        .min_by_key(|(span, _)| span.len())
        .map(|(_, level)| *level)
}
