//! What several rules need to know of one plan.

use std::cell::OnceCell;

use crate::claim::{self, Claim, Planned};
use crate::region::Regions;
use crate::{PlanContext, fence};

/// What several rules need to know of one plan: found out by the first that asks, and kept for the others.
///
/// It belongs to the one context that it was made for.
#[derive(Debug, Default)]
pub struct Shared<'a> {
    claims: OnceCell<Vec<Claim<'a>>>,
    planned: OnceCell<Planned<'a>>,
    spilled: OnceCell<Regions>,
    doubtful_from: OnceCell<Option<u32>>,
}

impl<'a> PlanContext<'a> {
    /// Returns the paths whose existence the plan claims, each once, in the order of the text.
    pub(crate) fn claims(&self) -> &'a [Claim<'a>] {
        self.shared.claims.get_or_init(|| claim::all_claims(self))
    }

    /// Returns the paths that the plan makes or takes away by itself.
    pub(crate) fn planned(&self) -> &'a Planned<'a> {
        self.shared.planned.get_or_init(|| Planned::new(self))
    }

    /// Returns what code blocks that end too early turn inside out.
    pub(crate) fn spilled(&self) -> &'a Regions {
        let spilled = &self.shared.spilled;
        spilled.get_or_init(|| fence::spilled(self.doc))
    }

    /// Returns where the first code block starts that does not end where its author meant it to.
    pub(crate) fn doubtful_from(&self) -> Option<u32> {
        let from = &self.shared.doubtful_from;
        *from.get_or_init(|| fence::doubtful_from(self.doc))
    }
}
