//! One story that every ledger has to tell.

use tempfile::tempdir;
use tip_ledger::{
    Claim, Digest, Evidence, EvidenceKey, Kept, Ledger, MemoryLedger, Outcome, SqliteLedger,
    from_line, to_line,
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

    let subjects = [first.key.subject, Digest::of(b"unknown")];
    let passed_last = |ledger: &dyn Ledger| ledger.passed_last(&subjects).expect("asked");
    assert_eq!(passed_last(ledger), [false, false]);

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

    // What was taken in from elsewhere is remembered as that, and never served; what is known from here stays from here.
    let elsewhere = Evidence {
        imported: true,
        ..passed("make", "f", 9)
    };
    ledger.record(&elsewhere).expect("it is recorded");
    assert_eq!(passed_last(ledger), [false, false]);
    let again = Evidence {
        imported: true,
        ..first.clone()
    };
    assert!(!ledger.record(&again).expect("a duplicate does no harm"));
    let found = ledger.passes(&[elsewhere.key, later.key]);
    let expected = [None, Some(later.clone())];
    assert_eq!(found.expect("they are looked for"), expected);
    let newest = ledger.history(&first.key.subject, 1);
    assert_eq!(newest.expect("there is a history"), [elsewhere]);

    let newest = passed("make", "g", 10);
    ledger.record(&newest).expect("it is recorded");
    assert_eq!(passed_last(ledger), [true, false]);

    // One runs it, the others wait.
    let key = all[0].key.digest();
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Taken);
    ledger.release(&key);
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);

    // Whoever ran it records what came of it and gives the claim back.
    let last = passed("make", "h", 11);
    let key = last.key.digest();
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);
    assert!(ledger.conclude(&last).expect("it is recorded"));
    assert_eq!(ledger.claim(&key).expect("asked"), Claim::Granted);
    assert!(!ledger.conclude(&last).expect("a duplicate does no harm"));
    let found = ledger.passes(&[last.key]).expect("it is looked for");
    assert_eq!(found, [Some(last)]);
}

/// What failed since with the same key is not served any more, until it passes again.
fn story_of_a_failure(ledger: &dyn Ledger) {
    let ends = |outcome, started| Evidence {
        outcome,
        ..passed("make", "a", started)
    };
    let fails = |started| ends(Outcome::Failed, started);
    let elsewhere = Evidence {
        imported: true,
        ..fails(2)
    };
    let first = passed("make", "a", 1);
    let again = passed("make", "a", 4);
    let last = passed("make", "a", 7);
    let newest = passed("make", "a", 9);
    for (it, served) in [
        (&first, Some(&first)),
        (&elsewhere, Some(&first)),
        (&fails(3), None),
        (&again, Some(&again)),
        (&ends(Outcome::Interrupted, 5), Some(&again)),
        (&ends(Outcome::TimedOut, 6), None),
        (&last, Some(&last)),
        (&ends(Outcome::Undecided, 8), None),
        (&newest, Some(&newest)),
        // The clock was put back.
        (&fails(0), Some(&newest)),
    ] {
        ledger.record(it).expect("it is recorded");
        let found = ledger.passes(&[first.key]).expect("it is looked for");
        assert_eq!(found, [served.cloned()], "after {}", it.started);
    }
}

/// Returns when the runs began that are left, the oldest first.
fn left(ledger: &dyn Ledger) -> Vec<i64> {
    let mut left = Vec::new();
    ledger
        .each(&mut |it| {
            left.push(it.started);
            Ok(())
        })
        .expect("all is handed out");
    left
}

fn story_of_pruning(ledger: &dyn Ledger) {
    let fails = |started| Evidence {
        outcome: Outcome::Failed,
        ..passed("make", "b", started)
    };
    let runs = [
        passed("make", "a", 1),
        passed("make", "a", 2),
        fails(3),
        fails(4),
        fails(5),
        // Another subject.
        passed("make all", "a", 0),
    ];
    for it in &runs {
        ledger.record(it).expect("it is recorded");
    }
    assert_eq!(ledger.prune(Kept::Since(0)).expect("it prunes"), 0);
    assert_eq!(ledger.prune(Kept::Newest(3)).expect("it prunes"), 1);
    // The newest pass is older than the three, and stays.
    assert_eq!(left(ledger), [0, 2, 3, 4, 5]);
    assert_eq!(ledger.prune(Kept::Since(9)).expect("it prunes"), 2);
    assert_eq!(left(ledger), [0, 2, 5]);
    assert_eq!(ledger.prune(Kept::Newest(0)).expect("it prunes"), 0);
    let served = ledger.passes(&[runs[1].key]).expect("it is looked for");
    assert_eq!(served, [Some(runs[1].clone())]);
    // A pass that a failure ended is not kept when the failure goes.
    for it in [
        passed("make", "b", 6),
        fails(7),
        Evidence {
            key: runs[1].key,
            ..fails(8)
        },
    ] {
        ledger.record(&it).expect("it is recorded");
    }
    assert_eq!(ledger.prune(Kept::Newest(1)).expect("it prunes"), 4);
    assert_eq!(left(ledger), [0, 8]);
}

#[test]
fn a_ledger_in_memory_tells_the_story() {
    story(&MemoryLedger::default());
    story_of_a_failure(&MemoryLedger::default());
    story_of_pruning(&MemoryLedger::default());
}

#[test]
fn a_ledger_of_sqlite_tells_the_story() {
    let folder = tempdir().expect("a folder for the test");
    let ledger = SqliteLedger::open(folder.path()).expect("it opens");
    story(&ledger);
    ledger.check().expect("it is whole");
    let folder = tempdir().expect("a folder for the test");
    story_of_a_failure(&SqliteLedger::open(folder.path()).expect("it opens"));
    let folder = tempdir().expect("a folder for the test");
    let ledger = SqliteLedger::open(folder.path()).expect("it opens");
    story_of_pruning(&ledger);
    ledger.check().expect("it is whole");
}

#[test]
fn evidence_survives_a_line() {
    let evidence = passed("make", "a", 1);
    let sandboxed = Evidence {
        sandboxed: true,
        ..evidence.clone()
    };
    for it in [evidence, sandboxed] {
        let line = to_line(&it);
        assert!(!line.contains('\n'));
        assert_eq!(from_line(&line).expect("it is read"), it);
    }
}

#[test]
fn every_part_of_a_key_counts() {
    let key = passed("make", "a", 1).key;
    let other = Some(Digest::of(b"other"));
    let others = [
        EvidenceKey { version: 1, ..key },
        EvidenceKey {
            subject: Digest::of(b"other"),
            ..key
        },
        EvidenceKey {
            environment: Digest::of(b"other"),
            ..key
        },
        passed("make", "b", 1).key,
        EvidenceKey { git: other, ..key },
    ];
    for it in others {
        assert_ne!(it.digest(), key.digest(), "{it:?}");
        assert!(!it.is_same_elsewhere(&key), "{it:?}");
    }
    let programs = EvidenceKey {
        programs: other,
        ..key
    };
    assert_ne!(programs.digest(), key.digest());
    assert!(programs.is_same_elsewhere(&key));
}

#[test]
fn evidence_with_a_key_of_the_first_version_is_kept_and_not_found() {
    let mut evidence = passed("make", "a", 1);
    evidence.key = EvidenceKey {
        version: 1,
        programs: None,
        ..evidence.key
    };
    let line = to_line(&evidence);
    assert!(line.contains("\"key_version\":1"), "{line}");
    let folder = tempdir().expect("a folder for the test");
    let ledger = SqliteLedger::open(folder.path()).expect("it opens");
    ledger
        .record(&from_line(&line).expect("it is read"))
        .expect("it is recorded");
    assert_eq!(left(&ledger), [1]);
    let found = ledger.passes(&[passed("make", "a", 1).key]);
    assert_eq!(found.expect("it is looked for"), [None]);
}
