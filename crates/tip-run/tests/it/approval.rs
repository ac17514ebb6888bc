//! Who may run what.

use camino::Utf8Path;
use tip_run::{Approval, Decision, Proposal, RefuseAll, TrustAll};

#[test]
fn nothing_is_allowed_unless_somebody_says_so() {
    let proposal = Proposal {
        repository: Utf8Path::new("/r"),
        plan: "a.md",
        commands: Vec::new(),
        environment: &[],
    };
    assert!(matches!(
        RefuseAll.decide(&proposal),
        Decision::Refused { .. }
    ));
    assert_eq!(TrustAll.decide(&proposal), Decision::Allowed);
}
