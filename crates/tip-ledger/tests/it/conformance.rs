//! One story that every ledger has to tell.

use tempfile::tempdir;
use tip_ledger::{
    Claim, Digest, Evidence, Ledger, MemoryLedger, Outcome, SqliteLedger, from_line, to_line,
};

use crate::evidence::passed;

fn story(ledger: &dyn Ledger) {
    let first = passed("make", "a", 1);
    let later = passed("make", "a", 5);
    let other = passed("make", "b", 3);
    for it in [&first, &later, &other] {
        assert!(ledger.record(it).expect("it is recorded"));
        assert!(!ledger.record(it).expect("a duplicate does no harm"));
    }
    // The newest pass of a key is served.
    let keys = [other.key, first.key, passed("make", "c", 0).key];
    let found = ledger.passes(&keys).expect("they are looked for");
    assert_eq!(found, [Some(other.clone()), Some(later.clone()), None]);

    // Neither failures nor passes that changed their inputs are served; both are remembered.
    let failed = Evidence {
        outcome: Outcome::Failed,
        ..passed("make", "d", 7)
    };
    let unstable = Evidence {
        changed_inputs: true,
        ..passed("make", "e", 8)
    };
    ledger.record(&failed).expect("it is recorded");
    ledger.record(&unstable).expect("it is recorded");
    let found = ledger.passes(&[failed.key, unstable.key]);
    assert_eq!(found.expect("they are looked for"), [None, None]);
    let history = ledger.history(&first.key.subject, 3);
    let expected = [unstable.clone(), failed.clone(), later.clone()];
    assert_eq!(history.expect("there is a history"), expected);

    let mut all = Vec::new();
    ledger
        .each(&mut |it| {
            all.push(it);
            Ok(())
        })
        .expect("all is handed out");
    let ids: Vec<Digest> = all.iter().map(Evidence::id).collect();
    let expected = [&first, &other, &later, &failed, &unstable];
    assert_eq!(ids, expected.map(Evidence::id));

    // One runs it, the others wait.
    let key = all[0].key.digest();
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Taken);
    ledger.release(&key);
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);
}

#[test]
fn a_ledger_in_memory_tells_the_story() {
    story(&MemoryLedger::default());
}

#[test]
fn a_ledger_of_sqlite_tells_the_story() {
    let folder = tempdir().expect("a folder for the test");
    let ledger = SqliteLedger::open(folder.path()).expect("it opens");
    story(&ledger);
    ledger.check().expect("it is whole");
}

#[test]
fn evidence_survives_a_line() {
    let evidence = passed("make", "a", 1);
    let line = to_line(&evidence);
    assert!(!line.contains('\n'));
    assert_eq!(from_line(&line).expect("it is read"), evidence);
}
