//! Parts of a text, to ask whether a place lies in one of them.

use tip_plan::{Meaning, Plan};
use tip_syntax::Span;

use crate::claim;

/// Spans without overlap, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Regions {
    spans: Vec<Span>,
}

impl Regions {
    /// Joins spans that come in any order.
    pub(crate) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => *last = last.cover(span),
                _ => joined.push(span),
            }
        }
        Self { spans: joined }
    }

    /// The sections and fields with one of the given meanings.
    pub(crate) fn of_meanings(plan: &Plan, wanted: impl Fn(Meaning) -> bool) -> Self {
        let sections = plan
            .sections
            .iter()
            .filter(|it| it.meaning.is_some_and(&wanted))
            .map(|it| it.span);
        let fields = plan
            .fields
            .iter()
            .filter(|it| it.meaning.is_some_and(&wanted))
            .map(|it| it.span);
        Self::new(sections.chain(fields).collect())
    }

    /// Where the documents of the domain are listed.
    pub(crate) fn of_domain_docs(plan: &Plan) -> Self {
        Self::of_meanings(plan, |it| it == Meaning::DomainDocs)
    }

    /// Where tests are planned.
    pub(crate) fn of_tests(plan: &Plan) -> Self {
        Self::of_meanings(plan, |it| {
            matches!(
                it,
                Meaning::TestStrategy | Meaning::UnitTests | Meaning::IntegrationTests
            )
        })
    }

    /// The units in which nothing remains to be done.
    pub(crate) fn of_units_over(plan: &Plan) -> Self {
        let over = plan
            .units
            .iter()
            .filter(|unit| claim::unit_is_over(unit))
            .map(|unit| unit.span);
        Self::new(over.collect())
    }

    /// Returns whether `span` starts in one of them.
    pub(crate) fn hold(&self, span: Span) -> bool {
        let after = self.spans.partition_point(|it| it.start <= span.start);
        after > 0 && self.spans[after - 1].contains_offset(span.start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_in_any_order_are_joined() {
        let regions = Regions::new(vec![
            Span::new(10, 20),
            Span::new(0, 4),
            Span::new(2, 6),
            Span::new(12, 14),
        ]);
        let held: Vec<usize> = (0..24)
            .filter(|&at| regions.hold(Span::empty(at)))
            .collect();
        assert_eq!(held, (0..6).chain(10..20).collect::<Vec<_>>());
    }
}
