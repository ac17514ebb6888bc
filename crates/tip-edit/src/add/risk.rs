//! Adds a risk.

use tip_plan::{Meaning, Plan, Schema, Site, UnitKind};
use tip_syntax::{Document, Edit, Span};

use super::section::{NewSection, add_section};
use super::{bullet, section, text_end, words};
use crate::EditError;

/// How grave a risk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskLevel {
    /// High: it needs a mitigation and a contingency.
    High,
    /// Medium: it needs a mitigation.
    Medium,
    /// Low.
    Low,
}

/// A risk to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewRisk<'a> {
    /// What may happen.
    pub text: &'a str,
    /// How grave it is.
    pub level: RiskLevel,
    /// How to avoid it.
    pub mitigation: Option<&'a str>,
    /// What to do when it happens.
    pub contingency: Option<&'a str>,
}

impl RiskLevel {
    pub(super) fn meaning(self) -> Meaning {
        match self {
            Self::High => Meaning::HighRisk,
            Self::Medium => Meaning::MediumRisk,
            Self::Low => Meaning::LowRisk,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::High => "High Risk",
            Self::Medium => "Medium Risk",
            Self::Low => "Low Risk",
        }
    }
}

/// Adds a risk at the end of those of its level, whose headings are made where they are missing, a section for risks where the template has it.
///
/// # Errors
///
/// Fails where the plan writes its risks in a table.
pub fn add_risk(
    doc: &Document,
    plan: &Plan,
    schema: &Schema,
    new: &NewRisk<'_>,
) -> Result<Vec<Edit>, EditError> {
    let mut risks = plan.units_of(UnitKind::Risk);
    if risks.any(|(_, unit)| unit.site == Site::TableRow) {
        return Err(EditError::OtherForm { what: "risks" });
    }
    let end = doc.source().line_end();
    let item = item(new, bullet(doc, plan)).join(end);
    if let Some(level) = section(plan, new.level.meaning()) {
        let at = text_end(doc, level.span);
        let title_only = doc
            .text(Span::new(level.title.span.end(), at))
            .trim()
            .is_empty();
        // A heading is followed by a list as in the template, a list by a blank line.
        let gap = if title_only {
            end.to_owned()
        } else {
            format!("{end}{end}")
        };
        return Ok(vec![Edit::insert(at as u32, format!("{gap}{item}"))]);
    }
    if let Some(risks) = section(plan, Meaning::Risks) {
        // Graver ones stand first.
        let later = plan.sections.iter().find(|it| {
            let less = match new.level {
                RiskLevel::High => {
                    matches!(it.meaning, Some(Meaning::MediumRisk | Meaning::LowRisk))
                }
                RiskLevel::Medium => it.meaning == Some(Meaning::LowRisk),
                RiskLevel::Low => false,
            };
            less && risks.span.contains(it.span)
        });
        let marks = "#".repeat(usize::from(risks.level) + 1);
        let title = format!("{marks} {}", new.level.title());
        if let Some(later) = later {
            let at = later.span.start;
            return Ok(vec![Edit::insert(
                at,
                format!("{title}{end}{item}{end}{end}"),
            )]);
        }
        let at = text_end(doc, risks.span);
        return Ok(vec![Edit::insert(
            at as u32,
            format!("{end}{end}{title}{end}{item}"),
        )]);
    }
    let section = NewSection {
        meaning: Meaning::Risks,
        title: "Risk Assessment",
        body: &|marks| format!("{marks} {}{end}{item}", new.level.title()),
    };
    Ok(vec![add_section(doc, plan, schema, &section)])
}

fn item(new: &NewRisk<'_>, bullet: &str) -> Vec<String> {
    let mut lines = vec![format!(
        "{bullet} **Risk**: {}",
        words(Some(new.text), "Description")
    )];
    if new.mitigation.is_some() || new.level != RiskLevel::Low {
        lines.push(format!(
            "{bullet} **Mitigation**: {}",
            words(new.mitigation, "How to address")
        ));
    }
    if new.contingency.is_some() || new.level == RiskLevel::High {
        lines.push(format!(
            "{bullet} **Contingency**: {}",
            words(new.contingency, "Backup plan")
        ));
    }
    lines
}
