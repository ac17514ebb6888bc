//! Words of the wire format for values that have none of their own.

use tip_plan::{Meaning, StatusSource};

/// Returns the word for where a status is written.
pub(super) fn status_source(source: StatusSource) -> &'static str {
    match source {
        StatusSource::None => "none",
        StatusSource::FrontMatter => "front_matter",
        StatusSource::Field => "field",
        StatusSource::Heading => "heading",
        StatusSource::Title => "title",
    }
}

/// Returns the word for how high risks are that stand under something of this meaning.
pub(super) fn risk_level(meaning: Meaning) -> Option<&'static str> {
    match meaning {
        Meaning::HighRisk => Some("high"),
        Meaning::MediumRisk => Some("medium"),
        Meaning::LowRisk => Some("low"),
        _ => None,
    }
}
