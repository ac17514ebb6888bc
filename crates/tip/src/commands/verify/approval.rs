//! Who approves the commands of plans.

use tip_run::{Approval, RefuseAll, TrustAll};

/// Returns who approves: whoever typed `--trust-all`, or nobody.
pub(in crate::commands) fn approval(trust_all: bool) -> Box<dyn Approval> {
    if trust_all {
        Box::new(TrustAll)
    } else {
        Box::new(RefuseAll)
    }
}
