//! How long a phase may take, as a distribution.
//!
//! The logarithm of what a phase takes is normal: what people need relative to their estimates is skewed to the right and positive, and
//! followed a lognormal distribution in 106 commercial projects: T. Little, "Schedule estimation and uncertainty surrounding the cone of
//! uncertainty", IEEE Software 23(3), 2006, pages 48 to 54. Its median is the estimate; between its 10th and 90th percentile lies the range that is
//! written, else the estimate divided and multiplied by the factor of the confidence.

use tip_plan::Confidence;

use crate::normal::quantile;
use crate::{EffortTable, Estimate, Phase, PlanNode};

/// A lognormal distribution of minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    /// The minutes that are enough half of the time.
    pub median: f64,
    /// The standard deviation of the logarithm; 0 for what is certain.
    pub sigma: f64,
}

impl Distribution {
    /// Returns how long what remains of a phase may take.
    pub fn of(phase: &Phase, plan: &PlanNode, table: &EffortTable) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "minutes of a phase are few")]
        let (remaining, whole) = (phase.remaining() as f64, f64::from(phase.estimate.minutes));
        if remaining <= 0.0 {
            return Self {
                median: 0.0,
                sigma: 0.0,
            };
        }
        let confidence = phase.confidence.or(plan.confidence);
        Self::of_estimate(phase.estimate, remaining / whole, confidence, table)
    }

    /// Returns how long a share of what is estimated may take.
    pub(crate) fn of_estimate(
        estimate: Estimate,
        share: f64,
        confidence: Option<Confidence>,
        table: &EffortTable,
    ) -> Self {
        let reach = quantile(0.9);
        match estimate.range {
            Some((least, most)) if least > 0 => {
                let (least, most) = (f64::from(least), f64::from(most));
                Self {
                    median: libm::sqrt(least * most) * share,
                    sigma: libm::log(most / least) / (2.0 * reach),
                }
            }
            _ => Self {
                median: f64::from(estimate.minutes) * share,
                sigma: libm::log(table.spread.factor(confidence)) / reach,
            },
        }
    }

    /// Returns the minutes that are enough with a probability.
    pub fn quantile(self, probability: f64) -> f64 {
        self.median * libm::exp(self.sigma * quantile(probability))
    }

    /// Returns the minutes on average.
    pub fn mean(self) -> f64 {
        self.median * libm::exp(self.sigma * self.sigma / 2.0)
    }
}
