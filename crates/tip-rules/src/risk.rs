//! How grave a risk is.

use tip_plan::{Meaning, Plan, Unit};

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
        .filter(|(span, _)| span.contains(risk.lead))
        .map(|(span, level)| (span.len(), level))
        .min_by_key(|it| it.0)
        .map(|it| it.1)
}
