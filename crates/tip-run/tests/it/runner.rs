//! Criteria that are run in a repository, with evidence.

use std::fs::{self, Permissions};
use std::num::NonZeroUsize;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tip_ledger::{Claim, Evidence, Ledger, MemoryLedger, Outcome};
use tip_plan::{ReadOptions, read};
use tip_run::{
    Approval, Choice, Environment, EnvironmentPolicy, Event, Interrupt, ItemResult, LocalExecutor,
    NotRun, PlanRun, Programs, RefuseAll, Report, Seen, Serve, Settings, TrustAll, World, select,
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
                serve: Serve::Own,
                timeout: None,
                tell_why: true,
                sandboxed: false,
            },
            interrupt: Interrupt::default(),
        }
    }

    fn root(&self) -> Utf8PathBuf {
        let path = Utf8Path::from_path(self.repository.path());
        path.expect("a folder with a UTF-8 name").to_path_buf()
    }

    /// Returns what commands see; programs are looked for in the folder `tools` first.
    fn environment(&self) -> Environment {
        let path = format!("{}/tools:/usr/local/bin:/usr/bin:/bin", self.root());
        let all = [("PATH".into(), path.into())];
        Environment::new(&EnvironmentPolicy::default(), all)
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
        let environment = self.environment();
        let executor = LocalExecutor::new(environment.get("PATH").map(|it| &**it));
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
fn a_change_that_keeps_size_and_time_is_seen_among_others() {
    let secret = |path: &str| {
        format!(
            "- [ ] {path}: `touch -r {path} ran; printf two > {path}; touch -r ran {path}`\n- [ ] After {path}: `test -f {path}`\n"
        )
    };
    // The second criterion that writes a file writes what it holds already.
    let boxes = secret("src/new") + &secret("src/a");
    let harbor = Harbor::new(&phase(1, "None", &boxes));
    harbor.repository.write("src/a", "one");
    harbor.repository.write("src/new", "one");
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let changed = report.all().map(|(_, it)| {
        let evidence = it.evidence().expect("it was run");
        assert_eq!(evidence.outcome, Outcome::Passed);
        evidence.changed_inputs
    });
    assert_eq!(changed.collect::<Vec<bool>>(), [true, false, true, false]);
    // Each has its files now, and the second ones were asked before the files of others changed.
    let words = ["passed", "passed", "passed", "cached"];
    assert_eq!(harbor.verify(), words);
    assert_eq!(harbor.verify(), ["cached"; 4]);
}

#[test]
fn a_file_that_comes_and_goes_is_seen_however_often_was_looked() {
    let boxes = [0, 1, 2].map(|at| {
        format!(
            "- [ ] Makes {at}: `mkdir -p src/d && echo {at} > src/d/{at}`\n- [ ] Is {at}: `test -f src/d/{at}`\n- [ ] Ends {at}: `sh ends {at}`\n"
        )
    });
    let harbor = Harbor::new(&phase(1, "None", &boxes.concat()));
    harbor.repository.write("ends", "rm src/d/$1\n");
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let changed = report.all().map(|(_, it)| {
        let evidence = it.evidence().expect("it was run");
        assert_eq!(evidence.outcome, Outcome::Passed, "{evidence:?}");
        evidence.changed_inputs
    });
    let expected = [true, false, true].repeat(3);
    assert_eq!(changed.collect::<Vec<bool>>(), expected);
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
fn no_more_are_told_to_run_at_once_than_may() {
    let boxes: Vec<String> = (0..9)
        .map(|at| format!("- [ ] {at}: `echo {at} >> ran`\n"))
        .collect();
    let mut harbor = Harbor::new(&phase(1, "None", &boxes.concat()));
    harbor.settings.jobs = NonZeroUsize::new(3).expect("three");
    let (mut running, mut most, mut ended) = (0, 0, 0);
    harbor.verify_with(&TrustAll, &mut |event| match event {
        Event::Started(_) => {
            running += 1;
            most = most.max(running);
        }
        Event::Finished(..) => {
            running -= 1;
            ended += 1;
        }
        _ => {}
    });
    assert_eq!((running, ended), (0, 9));
    assert!((1..=3).contains(&most), "{most}");
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
    let plan = harbor.selected();
    let inputs = snapshot.inputs(Globs::default());
    let seen = Seen::look(&inputs, &plan.items).expect("inputs");
    let environment = harbor.environment();
    let programs = Programs::new(&harbor.root(), &environment);
    let key = seen.key(&plan.items[0], &environment, &programs);
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

/// Returns a phase whose criteria depend on less than all files.
fn narrowed() -> String {
    phase(
        1,
        "None",
        "- [ ] One: `echo 1 >> ran` <!-- tip: inputs(src/**) -->\n- [ ] Two: `echo 2 >> ran`\n",
    )
}

#[test]
fn a_criterion_that_names_its_inputs_is_served_until_one_of_them_changes() {
    let harbor = Harbor::new(&narrowed());
    assert_eq!(harbor.verify(), ["passed", "passed"]);
    harbor.repository.write("docs/other", "x\n");
    assert_eq!(harbor.verify(), ["cached", "passed"]);
    harbor.repository.write("src/a", "two\n");
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let words: Vec<String> = report.all().map(|(_, it)| word(it)).collect();
    assert_eq!(words, ["passed", "passed"]);
    let ItemResult::Ran { since, .. } = &report.results[0][0] else {
        panic!("it was run");
    };
    let since = since.as_ref().expect("it passed before");
    assert_eq!(since.inputs.as_deref(), Some(&["src/a".to_owned()][..]));
    assert_eq!(harbor.verify(), ["cached", "cached"]);
}

#[test]
fn a_run_that_changes_what_is_none_of_its_inputs_earns_a_pass() {
    let harbor = Harbor::new(&phase(
        1,
        "None",
        "- [ ] One: `echo $$ > made` <!-- tip: inputs(src/**) -->\n",
    ));
    assert_eq!(harbor.verify(), ["passed"]);
    assert_eq!(harbor.verify(), ["cached"]);
}

#[test]
fn inputs_that_fit_no_file_narrow_nothing_and_that_is_told() {
    let boxes = "- [ ] One: `echo 1 >> ran` <!-- tip: inputs(scr/**) -->\n- [ ] Two: `echo 2 >> ran` <!-- tip: inputs({) -->\n";
    let harbor = Harbor::new(&phase(1, "None", boxes));
    let mut told = Vec::new();
    harbor.verify_with(&TrustAll, &mut |event| {
        if let Event::NotNarrowed { id, why } = event {
            told.push((id.item, (*why).to_owned()));
        }
    });
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], (0, "no file fits".to_owned()));
    harbor.repository.write("src/a", "two\n");
    assert_eq!(harbor.verify(), ["passed", "passed"]);
}

#[test]
fn what_asks_git_is_stale_after_a_commit_a_branch_and_what_is_staged() {
    let boxes = "- [ ] One: `git log -1 >> ran`\n- [ ] Two: `echo 2 >> ran`\n";
    let mut harbor = Harbor::new(&phase(1, "None", boxes));
    assert_eq!(harbor.verify(), ["passed", "passed"]);
    assert_eq!(harbor.verify(), ["cached", "cached"]);
    harbor
        .repository
        .git(&["commit", "-q", "--allow-empty", "-m", "nothing"]);
    let report = harbor.verify_with(&TrustAll, &mut |_| {});
    let words: Vec<String> = report.all().map(|(_, it)| word(it)).collect();
    assert_eq!(words, ["passed", "cached"]);
    let ItemResult::Ran {
        since: Some(since), ..
    } = &report.results[0][0]
    else {
        panic!("it was run, and passed before");
    };
    assert!(
        since.git && since.inputs.as_deref() == Some(&[]),
        "{since:?}"
    );
    harbor.repository.git(&["branch", "other"]);
    assert_eq!(harbor.verify(), ["passed", "cached"]);
    harbor.repository.git(&["rm", "-q", "--cached", "src/a"]);
    assert_eq!(harbor.verify()[0], "passed");
    assert_eq!(harbor.verify(), ["cached", "cached"]);
    // A plan is no input, staged or not.
    let plan = harbor.repository.read(PLAN);
    harbor.repository.write(PLAN, plan.replace("[ ]", "[x]"));
    harbor.repository.git(&["add", PLAN]);
    assert_eq!(harbor.verify(), ["cached", "cached"]);
    harbor.repository.commit("ticks");
    assert_eq!(harbor.verify(), ["passed", "cached"]);
}

#[test]
fn what_asks_git_for_the_work_tree_sees_plans_that_are_not_committed() {
    let boxes = "- [ ] Clean: `git status --porcelain` prints nothing\n- [ ] Log: `git log -1`\n";
    let mut harbor = Harbor::new(&phase(1, "None", boxes));
    assert_eq!(harbor.verify(), ["passed", "passed"]);
    assert_eq!(harbor.verify(), ["cached", "cached"]);
    let plan = harbor.repository.read(PLAN);
    harbor.repository.write(PLAN, plan.replace("[ ]", "[x]"));
    assert_eq!(harbor.verify(), ["failed", "cached"]);
    harbor.repository.write("docs/tips/other.md", "# Plan\n");
    harbor.repository.write(PLAN, plan);
    assert_eq!(harbor.verify()[0], "failed");
    harbor.repository.commit("all");
    assert_eq!(harbor.verify(), ["passed", "passed"]);
}

#[test]
fn evidence_remembers_the_sandbox() {
    let mut harbor = Harbor::new(&phase(1, "None", "- [ ] One: `test -e nowhere`\n"));
    for sandboxed in [false, true] {
        harbor.settings.sandboxed = sandboxed;
        let report = harbor.verify_with(&TrustAll, &mut |_| {});
        let evidence = report.results[0][0].evidence();
        assert_eq!(evidence.map(|it| it.sandboxed), Some(sandboxed));
    }
}

#[test]
fn what_starts_another_program_than_before_is_run_again() {
    let harbor = Harbor::new(&phase(
        1,
        "None",
        "- [ ] One: `probe --x >> ran`\n- [ ] Two: `echo 2 >> ran`\n- [ ] Three: `bin/probe >> ran`\n",
    ));
    let program = |path: &str, text: &str| {
        harbor
            .repository
            .write(path, format!("#!/bin/sh\necho {text}\n"));
        let path = harbor.repository.path().join(path);
        #[expect(clippy::disallowed_methods, reason = "the test makes a program")]
        fs::set_permissions(path, Permissions::from_mode(0o755)).expect("it may be run");
    };
    harbor
        .repository
        .write(".gitignore", "ran\n.tip\ntools\nbin\n");
    program("tools/probe", "a");
    program("bin/probe", "a");
    assert_eq!(harbor.verify(), ["passed"; 3]);
    assert_eq!(harbor.verify(), ["cached"; 3]);
    program("tools/probe", "longer");
    assert_eq!(harbor.verify(), ["passed", "cached", "cached"]);
    program("bin/probe", "longer");
    assert_eq!(harbor.verify(), ["cached", "cached", "passed"]);
}

#[test]
fn what_was_imported_is_served_only_to_who_asks_for_it() {
    let mut harbor = Harbor::new(&phase(1, "None", "- [ ] One: `echo 1 >> ran`\n"));
    harbor.verify();
    let mut elsewhere = Vec::new();
    harbor
        .ledger
        .each(&mut |it| {
            elsewhere.push(Evidence {
                imported: true,
                ..it
            });
            Ok(())
        })
        .expect("all is handed out");
    // Another machine has other programs.
    elsewhere[0].key.programs = None;
    harbor.ledger = MemoryLedger::default();
    harbor.ledger.record(&elsewhere[0]).expect("it is recorded");
    harbor.settings.serve = Serve::Imported;
    assert_eq!(harbor.verify(), ["cached"]);
    harbor.repository.write("src/a", "two\n");
    assert_eq!(harbor.verify(), ["passed"]);
    harbor.repository.write("src/a", "one\n");
    harbor.settings.serve = Serve::Own;
    assert_eq!(harbor.verify(), ["passed"]);
}
