//! Criteria that are run in a repository, with evidence.

use std::num::NonZeroUsize;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_ledger::{Claim, Evidence, EvidenceKey, Ledger, MemoryLedger, Outcome};
use tip_plan::{ReadOptions, read};
use tip_run::{
    Approval, Choice, Environment, EnvironmentPolicy, Event, Interrupt, ItemResult, LocalExecutor,
    NotRun, PlanRun, RefuseAll, Report, Settings, TrustAll, World, input_digest, select,
};
use tip_syntax::Document;
use tip_testing::GitRepository;
use tip_workspace::{Globs, Os, Snapshot};

const PLAN: &str = "docs/tips/tides.md";

/// A repository with a plan, and what was learnt of it.
struct Harbor {
    repository: GitRepository,
    ledger: MemoryLedger,
    settings: Settings,
    interrupt: Interrupt,
}

impl Harbor {
    /// Makes a repository in which each criterion appends its handle to `ran`, which git ignores.
    fn new(phases: &str) -> Self {
        let mut repository = GitRepository::new();
        repository.write(".gitignore", "ran\n.tip\n");
        repository.write("src/a", "one\n");
        repository.write(
            PLAN,
            format!(
                "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n{phases}"
            ),
        );
        repository.commit("all");
        Self {
            repository,
            ledger: MemoryLedger::default(),
            settings: Settings {
                jobs: NonZeroUsize::MIN,
                keep_going: false,
                fresh: false,
                timeout: None,
                tell_why: true,
            },
            interrupt: Interrupt::default(),
        }
    }

    fn root(&self) -> Utf8PathBuf {
        let path = Utf8Path::from_path(self.repository.path());
        path.expect("a folder with a UTF-8 name").to_path_buf()
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::open(Arc::new(Os), self.root(), None, None).expect("the repository opens")
    }

    fn selected(&self) -> PlanRun {
        let snapshot = self.snapshot();
        let source = snapshot.source(PLAN).expect("the plan is read");
        let doc = Document::parse(source.bytes().to_vec());
        let plan = read(&doc, &ReadOptions::new(PLAN));
        let choice = Choice {
            all: true,
            ..Choice::default()
        };
        select(PLAN, &doc, &plan, &choice)
    }

    fn verify_with(&self, approval: &dyn Approval, hear: &mut dyn FnMut(&Event<'_>)) -> Report {
        let snapshot = self.snapshot();
        let inputs = snapshot.inputs(Globs::default());
        let path = "/usr/local/bin:/usr/bin:/bin";
        let environment = Environment::new(
            &EnvironmentPolicy::default(),
            [("PATH".into(), path.into())],
        );
        let executor = LocalExecutor::new(Some(path.as_ref()));
        let root = self.root();
        let world = World {
            root: &root,
            executor: &executor,
            ledger: &self.ledger,
            approval,
            inputs: &inputs,
            environment: &environment,
            interrupt: &self.interrupt,
            machine: "m",
            who: "Ada",
            earlier: &[],
        };
        tip_run::run(world, &[self.selected()], self.settings, hear)
    }

    /// Verifies and returns a word for each criterion.
    fn verify(&self) -> Vec<String> {
        let report = self.verify_with(&TrustAll, &mut |_| {});
        report.all().map(|(_, it)| word(it)).collect()
    }

    /// Returns what ran, in order, since this was asked last.
    fn ran(&self) -> String {
        let path = self.root().join("ran");
        let ran = self.snapshot().system().read(&path).unwrap_or_default();
        self.repository.write("ran", "");
        String::from_utf8_lossy(&ran).replace('\n', " ")
    }
}

fn word(result: &ItemResult) -> String {
    match result {
        ItemResult::Ran { evidence, .. } => evidence.outcome.word().to_owned(),
        ItemResult::Cached(_) => "cached".to_owned(),
        ItemResult::Shared { with, .. } => format!("as {with}"),
        ItemResult::NotRun(NotRun::Blocked(on)) => format!("blocked by {}", on.join(" ")),
        ItemResult::NotRun(why) => why.word().to_owned(),
    }
}

fn phase(number: u32, after: &str, boxes: &str) -> String {
    format!(
        "### Phase {number}: P\n\n**Success Criteria**:\n{boxes}\n**Dependencies**: {after}\n\n"
    )
}

fn two_phases() -> String {
    let one = phase(1, "None", "- [ ] One: `echo 1 >> ran`\n- [ ] By eye\n");
    one + &phase(2, "Phase 1", "- [ ] Two: `echo 2 >> ran`\n")
}

#[test]
fn what_passed_is_served_until_an_input_changes() {
    let harbor = Harbor::new(&two_phases());
    assert_eq!(harbor.verify(), ["passed", "manual", "passed"]);
    assert_eq!(harbor.ran(), "1 2 ");
    assert_eq!(harbor.verify(), ["cached", "manual", "cached"]);
    assert_eq!(harbor.ran(), "");
    // A file that is not tracked is an input too, one that git ignores is none.
    harbor.repository.write("src/b", "new\n");
    assert_eq!(harbor.verify(), ["passed", "manual", "passed"]);
    harbor.ran();
    assert_eq!(harbor.verify(), ["cached", "manual", "cached"]);
}

#[test]
fn what_changed_since_is_named() {
    let mut harbor = Harbor::new(&two_phases());
    let since = |harbor: &Harbor| {
        let report = harbor.verify_with(&TrustAll, &mut |_| {});
        match &report.results[0][0] {
            ItemResult::Ran { since, .. } => since.clone(),
            other => panic!("it was not run: {other:?}"),
        }
    };
    assert_eq!(since(&harbor), None);
    harbor.repository.write("src/a", "two\n");
    let inputs = |it: Option<tip_run::Since>| it.and_then(|it| it.inputs).unwrap_or_default();
    assert_eq!(inputs(since(&harbor)), ["src/a"]);
    // What was changed then is as it was then; another commit lies between, which brings a file.
    harbor.repository.write("src/c", "three\n");
    harbor.repository.commit("both");
    assert_eq!(inputs(since(&harbor)), ["src/c"]);
    harbor.repository.write("src/a", "one\n");
    harbor.repository.git(&["rm", "--quiet", "src/c"]);
    // As at the very first run: that is evidence still.
    assert_eq!(harbor.verify(), ["cached", "manual", "cached"]);
}

#[test]
fn a_tick_makes_nothing_stale() {
    let harbor = Harbor::new(&two_phases());
    harbor.verify();
    let ticked = two_phases().replace("[ ]", "[x]");
    harbor.repository.write(
        PLAN,
        format!("# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n{ticked}"),
    );
    assert_eq!(harbor.verify(), ["cached", "manual", "cached"]);
}

#[test]
fn a_failure_is_never_served_and_holds_up_what_depends_on_it() {
    let boxes = "- [ ] One: `echo 1 >> ran; test -e src/b`\n- [ ] Other: `echo other >> ran`\n";
    let phases = phase(1, "None", boxes) + &phase(2, "Phase 1", "- [ ] Two: `echo 2 >> ran`\n");
    let mut harbor = Harbor::new(&phases);
    assert_eq!(harbor.verify(), ["failed", "passed", "blocked by P1"]);
    assert_eq!(harbor.ran(), "1 other ");
    assert_eq!(harbor.verify(), ["failed", "cached", "blocked by P1"]);
    assert_eq!(harbor.ran(), "1 ");
    harbor.settings.keep_going = true;
    assert_eq!(harbor.verify(), ["failed", "cached", "passed"]);
    harbor.ran();
    harbor.repository.write("src/b", "");
    assert_eq!(harbor.verify(), ["passed", "passed", "passed"]);
}

#[test]
fn a_run_that_changes_its_inputs_earns_no_pass_that_is_served() {
    let harbor = Harbor::new(&phase(1, "None", "- [ ] One: `echo more >> src/a`\n"));
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let evidence = report.results[0][0].evidence().expect("it was run");
    assert_eq!(evidence.outcome, Outcome::Passed);
    assert!(evidence.changed_inputs);
    let reason = evidence.reason.as_deref().unwrap_or_default();
    assert!(reason.ends_with("run again: src/a"), "{reason}");
    assert_eq!(harbor.verify(), ["passed"]);
}

#[test]
fn the_same_commands_run_once() {
    let one = phase(1, "None", "- [ ] One: `echo 1 >> ran; false`\n");
    let two = phase(2, "None", "- [ ] Again: `echo 1 >> ran; false`\n");
    let mut harbor = Harbor::new(&(one + &two));
    assert_eq!(harbor.verify(), ["failed", "as P1.C1"]);
    assert_eq!(harbor.ran(), "1 ");
    harbor.settings.jobs = NonZeroUsize::new(4).expect("four");
    let mut words = harbor.verify();
    words.sort_unstable();
    assert_eq!(
        words.iter().filter(|it| *it == "failed").count(),
        1,
        "{words:?}"
    );
    assert_eq!(harbor.ran(), "1 ");
}

#[test]
fn nothing_runs_that_is_not_approved() {
    let harbor = Harbor::new(&two_phases());
    let mut refused = Vec::new();
    let report = harbor.verify_with(&RefuseAll, &mut |event| {
        if let Event::Refused { plan, .. } = event {
            refused.push(*plan);
        }
    });
    assert_eq!(refused, [0]);
    let words: Vec<String> = report.all().map(|(_, it)| word(it)).collect();
    assert_eq!(words, ["refused", "manual", "refused"]);
    assert_eq!(harbor.ran(), "");
}

#[test]
fn an_interruption_leaves_the_rest_open() {
    let harbor = Harbor::new(&two_phases());
    let interrupt = harbor.interrupt.clone();
    let report = harbor.verify_with(&TrustAll, &mut |event| {
        if let Event::Finished(_, ItemResult::Ran { .. }) = event {
            interrupt.raise();
        }
    });
    let words: Vec<String> = report.all().map(|(_, it)| word(it)).collect();
    assert_eq!(words, ["passed", "manual", "interrupted"]);
    assert!(report.interrupted);
    assert_eq!(harbor.ran(), "1 ");
}

#[test]
fn what_another_runs_is_waited_for() {
    let harbor = Harbor::new(&phase(1, "None", "- [ ] One: `echo 1 >> ran`\n"));
    let snapshot = harbor.snapshot();
    let state = snapshot.inputs(Globs::default()).look().expect("inputs");
    let environment = Environment::new(&EnvironmentPolicy::default(), []);
    let key = EvidenceKey {
        subject: harbor.selected().items[0].subject.digest(),
        environment: environment.digest,
        inputs: input_digest(&state),
    };
    // Another one runs it, and gives up when it sees us wait.
    let claim = harbor.ledger.claim(&key.digest()).expect("claimed");
    assert_eq!(claim, Claim::Granted);
    let mut waited = false;
    let report = harbor.verify_with(&TrustAll, &mut |event| {
        if let Event::Waiting(_) = event {
            waited = true;
            assert_eq!(harbor.ran(), "");
            harbor.ledger.release(&key.digest());
        }
    });
    assert!(waited);
    assert_eq!(report.results[0][0].outcome(), Some(Outcome::Passed));
    assert_eq!(harbor.ran(), "1 ");
}

#[test]
fn what_another_showed_meanwhile_is_not_run_again_though_it_failed() {
    let harbor = Harbor::new(&phase(1, "None", "- [ ] One: `echo 1 >> ran; false`\n"));
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let before = report.results[0][0].evidence().expect("it was run").clone();
    harbor.ran();
    let key = before.key.digest();
    let claim = harbor.ledger.claim(&key).expect("claimed");
    assert_eq!(claim, Claim::Granted);
    let report = harbor.verify_with(&TrustAll, &mut |event| {
        if let Event::Waiting(_) = event {
            let meanwhile = Evidence {
                started: i64::MAX / 2,
                ..before.clone()
            };
            harbor.ledger.record(&meanwhile).expect("it is recorded");
            harbor.ledger.release(&key);
        }
    });
    assert_eq!(word(&report.results[0][0]), "as another process");
    assert_eq!(report.results[0][0].outcome(), Some(Outcome::Failed));
    assert_eq!(harbor.ran(), "");
}

#[test]
fn a_phase_that_depends_on_itself_does_not_run() {
    let one = phase(1, "Phase 2", "- [ ] One: `echo 1 >> ran`\n");
    let two = phase(2, "Phase 1", "- [ ] Two: `echo 2 >> ran`\n");
    let three = phase(3, "Phase 2", "- [ ] Three: `echo 3 >> ran`\n");
    let harbor = Harbor::new(&(one + &two + &three));
    assert_eq!(harbor.verify(), ["cycle", "cycle", "blocked by P1 P2"]);
    assert_eq!(harbor.ran(), "");
}
