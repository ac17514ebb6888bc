//! What has to be approved, and when an approval no longer holds.

#![expect(clippy::disallowed_methods, reason = "the tests build folders")]

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use tip_run::{
    Approval, Decision, Proposal, ProposedCommand, TrustStanding, TrustStore, TrustSubject,
    Trusted, TrustedCommand,
};
use tip_workspace::{Config, Os};

/// A folder for the state of programs, and repositories beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Self { folder };
        for it in ["a", "b"] {
            fs::create_dir(place.path(it)).expect("a folder");
            fs::write(place.path(it).join("plan.md"), "").expect("a file");
        }
        place
    }

    fn path(&self, name: &str) -> Utf8PathBuf {
        let folder = Utf8Path::from_path(self.folder.path()).expect("UTF-8");
        folder.join(name)
    }

    fn store(&self) -> TrustStore {
        TrustStore::new(&self.path("state"))
    }

    fn subject(&self, repository: &str, plan: &str, commands: &[&str]) -> TrustSubject {
        self.configured(repository, plan, commands, "")
    }

    fn configured(
        &self,
        repository: &str,
        plan: &str,
        commands: &[&str],
        config: &str,
    ) -> TrustSubject {
        let commands = commands.iter().map(|it| command("", it)).collect();
        let config = Config::parse("tip.toml".into(), config).expect("a configuration");
        TrustSubject::new(&Os, &self.path(repository), plan, commands, &config.verify)
    }

    #[track_caller]
    fn check(&self, subject: &TrustSubject, expected: &str) {
        let standing = self.store().standing(subject).expect("a store");
        let found = match standing {
            TrustStanding::Trusted => "trusted".to_owned(),
            TrustStanding::New => "new".to_owned(),
            TrustStanding::Changed(change) => change.phrase(),
        };
        assert_eq!(found, expected);
    }
}

fn command(directory: &str, command: &str) -> TrustedCommand {
    TrustedCommand {
        directory: directory.to_owned(),
        command: command.to_owned(),
    }
}

#[test]
fn an_approval_holds_for_just_what_was_approved() {
    let place = Place::new();
    let subject = place.subject("a", "plan.md", &["make", "make test"]);
    place.check(&subject, "new");
    place
        .store()
        .trust(&subject, "2026-01-31")
        .expect("a store");
    place.check(&subject, "trusted");
    let changed = |commands: &[&str], expected| {
        place.check(&place.subject("a", "plan.md", commands), expected);
    };
    changed(
        &["make", "make test", "curl x"],
        "it changed since it was approved: 1 new command",
    );
    changed(
        &["make", "make  test"],
        "it changed since it was approved: 1 new command, 1 command gone",
    );
    changed(
        &["make"],
        "it changed since it was approved: 1 command gone",
    );
    changed(
        &["make test", "make"],
        "it changed since it was approved: another order",
    );
    place.check(&subject, "trusted");
}

#[test]
fn another_repository_plan_folder_or_configuration_is_another_thing() {
    let place = Place::new();
    let subject = place.subject("a", "plan.md", &["make"]);
    place.store().trust(&subject, "").expect("a store");
    place.check(&place.subject("b", "plan.md", &["make"]), "new");
    place.check(&place.subject("a", "other.md", &["make"]), "new");
    let configured = |config| place.configured("a", "plan.md", &["make"], config);
    let other = "it changed since it was approved: another configuration";
    for config in [
        "[verify]\nenvironment = [\"TOKEN\"]\n",
        "[verify]\nsecrets = [\"TOKEN\"]\n",
        "[verify]\nshell = \"sh\"\n",
        "[verify]\ntimeout = 5\n",
        "[verify]\ninputs = [\"src/\"]\n",
        "[verify]\njobs = 4\n",
    ] {
        place.check(&configured(config), other);
    }
    let commands = vec![command("web", "make")];
    let config = Config::default();
    let there = TrustSubject::new(&Os, &place.path("a"), "plan.md", commands, &config.verify);
    place.check(
        &there,
        "it changed since it was approved: 1 new command, 1 command gone",
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_what_it_leads_to() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    symlink(place.path("a"), place.path("link")).expect("a link");
    let subject = place.subject("a", "plan.md", &["make"]);
    place.store().trust(&subject, "").expect("a store");
    // Whichever way leads to a repository, it is the same.
    place.check(&place.subject("link", "plan.md", &["make"]), "trusted");
    let linked = place.path("a").join("linked.md");
    symlink(place.path("a").join("plan.md"), &linked).expect("a link");
    let through = place.subject("a", "linked.md", &["make"]);
    place.check(&through, "new");
    place.store().trust(&through, "").expect("a store");
    fs::remove_file(&linked).expect("a link");
    symlink(place.path("b").join("plan.md"), &linked).expect("a link");
    let through = place.subject("a", "linked.md", &["make"]);
    place.check(
        &through,
        "it changed since it was approved: another file behind its path",
    );
}

#[test]
fn what_was_approved_is_listed_and_taken_back() {
    let place = Place::new();
    let store = place.store();
    assert_eq!(store.all().expect("a store"), []);
    for plan in ["b.md", "a.md"] {
        store
            .trust(&place.subject("a", plan, &["make"]), "2026-01-31")
            .expect("a store");
    }
    let all = store.all().expect("a store");
    let plans: Vec<(&str, &str)> = all
        .iter()
        .map(|it| (it.plan.as_str(), it.when.as_str()))
        .collect();
    assert_eq!(plans, [("a.md", "2026-01-31"), ("b.md", "2026-01-31")]);
    let repository = all[0].repository.clone();
    assert!(store.revoke(&repository, "a.md").expect("a store"));
    assert!(!store.revoke(&repository, "a.md").expect("a store"));
    place.check(&place.subject("a", "a.md", &["make"]), "new");
    place.check(&place.subject("a", "b.md", &["make"]), "trusted");
}

#[test]
fn a_damaged_approval_is_none() {
    let place = Place::new();
    let subject = place.subject("a", "plan.md", &["make"]);
    place.store().trust(&subject, "").expect("a store");
    let file = fs::read_dir(place.store().folder())
        .expect("a folder")
        .next();
    let file = file.expect("a file").expect("a file").path();
    let text = fs::read_to_string(&file).expect("a text");
    for damaged in ["", "{", &text.replace("\"version\": 1", "\"version\": 2")] {
        fs::write(&file, damaged).expect("a file");
        place.check(&subject, "new");
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_anybody_can_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let store = place.store();
    let subject = place.subject("a", "plan.md", &["make"]);
    store.trust(&subject, "").expect("a store");
    let mode = |path: &Utf8Path| fs::metadata(path).expect("a folder").permissions().mode() & 0o777;
    assert_eq!(mode(store.folder()), 0o700);
    fs::set_permissions(store.folder(), fs::Permissions::from_mode(0o777)).expect("a mode");
    assert!(store.standing(&subject).is_err());
    assert!(store.trust(&subject, "").is_err());
}

#[test]
fn nothing_runs_that_was_not_shown() {
    let place = Place::new();
    let subject = place.subject("a", "plan.md", &["make"]);
    place.store().trust(&subject, "").expect("a store");
    let trusted = Trusted::new(&place.store(), vec![subject]).expect("a store");
    let repository = place.path("a");
    let decide = |plan: &str, directory: &str, command: &str| {
        let command = ProposedCommand {
            directory,
            command,
            handle: "P1.C1",
            line: 1,
        };
        trusted.decide(&Proposal {
            repository: &repository,
            plan,
            commands: vec![command],
            environment: &[],
        })
    };
    assert_eq!(decide("plan.md", "", "make"), Decision::Allowed);
    for (plan, directory, command) in [
        ("plan.md", "", "make all"),
        ("plan.md", "web", "make"),
        ("other.md", "", "make"),
    ] {
        let decision = decide(plan, directory, command);
        assert!(matches!(decision, Decision::Refused { .. }), "{decision:?}");
    }
}
