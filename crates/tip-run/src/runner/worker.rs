//! Runs one criterion after the other.

use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tip_ledger::{
    Claim, DigestBuilder, Evidence, EvidenceKey, KEY_VERSION, LedgerError, Outcome, StepEvidence,
    TreeState,
};
use tip_workspace::InputError;

use super::{Serve, Shared, Told, chain, lock, now, wall_clock};
use crate::freshness::since_nearest_pass;
use crate::{Invocation, ItemId, ItemResult, NotRun, RunItem, Seen, Since, judge};

/// How often somebody who waits for another process asks again.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// How many changed inputs a reason names.
const MOST_NAMED: usize = 3;

pub(super) struct Worker<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) say: Sender<Told>,
}

impl Worker<'_> {
    pub(super) fn work(&mut self, take: &Mutex<Receiver<ItemId>>) {
        loop {
            let next = lock(take).recv();
            let Ok(id) = next else { return };
            let _ = self.say.send(Told::Started(id));
            let result = self.item(id);
            if self.say.send(Told::Finished(id, result)).is_err() {
                return;
            }
        }
    }

    fn item(&self, id: ItemId) -> ItemResult {
        let world = &self.shared.world;
        let item = &self.shared.plans[id.plan].items[id.item];
        let Some(before) = self.seen() else {
            // Without inputs nothing can be served; what is run is still evidence of itself.
            return self.run(item, None);
        };
        let key = self.shared.key(item, &before);
        let digest = key.digest();
        let begun = wall_clock();
        let mut told = false;
        loop {
            if world.interrupt.is_raised() {
                return ItemResult::NotRun(NotRun::Interrupted);
            }
            // Whoever had the claim before has told what it knows before it gave it back.
            let claim = world.ledger.claim(&digest);
            let known = self.known(&key, told.then_some(begun));
            match (claim, known) {
                (Ok(Claim::Granted), Some(known)) => {
                    world.ledger.release(&digest);
                    return known;
                }
                (_, Some(known)) => return known,
                (Ok(Claim::Granted), None) => return self.run(item, Some((key, &before))),
                (Ok(Claim::Taken), None) => {
                    if !told {
                        told = true;
                        let _ = self.say.send(Told::Waiting(id));
                    }
                    wait();
                }
                (Err(error), None) => {
                    self.trouble(error);
                    return self.run(item, Some((key, &before)));
                }
            }
        }
    }

    /// Returns what is known of a criterion without running it; where another process was waited for since a moment, also what that showed.
    fn known(&self, key: &EvidenceKey, waited: Option<i64>) -> Option<ItemResult> {
        if let Some((with, evidence)) = lock(&self.shared.done).get(&key.digest()) {
            return Some(ItemResult::Shared {
                evidence: Box::new(evidence.clone()),
                with: with.clone(),
            });
        }
        if let Some(evidence) = waited.and_then(|since| self.meanwhile(key, since)) {
            return Some(ItemResult::Shared {
                evidence: Box::new(evidence),
                with: "another process".to_owned(),
            });
        }
        if self.shared.settings.serve == Serve::Nothing {
            return None;
        }
        match self.shared.passes(&[*key]) {
            Ok(found) => {
                let evidence = found.into_iter().next().flatten()?;
                Some(ItemResult::Cached(Box::new(evidence)))
            }
            Err(error) => {
                self.trouble(error);
                None
            }
        }
    }

    /// Returns what another process showed while this one waited for it.
    fn meanwhile(&self, key: &EvidenceKey, begun: i64) -> Option<Evidence> {
        let history = self.shared.world.ledger.history(&key.subject, 5).ok()?;
        let fits = |it: &Evidence| {
            let ended = it.started + i64::try_from(it.duration).unwrap_or(0);
            it.key == *key && ended >= begun && it.outcome != Outcome::Interrupted
        };
        history.into_iter().find(fits)
    }

    fn run(&self, item: &RunItem, known: Option<(EvidenceKey, &Seen)>) -> ItemResult {
        let shared = self.shared;
        let world = &shared.world;
        let since = match known {
            Some((key, seen)) if shared.settings.tell_why => self.since(item, &key, seen),
            _ => None,
        };
        let begun = now();
        let started = wall_clock();
        let (steps, outcome, mut reason) = self.steps(item);
        let duration = millis(begun.elapsed());
        let after = known.and_then(|_| self.look());
        let changed = match (known, &after) {
            (Some((_, before)), Some(after)) => before.differences(after, item),
            _ => Vec::new(),
        };
        if !changed.is_empty() && outcome == Outcome::Passed {
            reason = Some(format!(
                "it changed its own inputs, so it will be run again: {}",
                named(&changed)
            ));
        }
        let nothing = EvidenceKey {
            version: KEY_VERSION,
            subject: item.subject.digest(),
            environment: world.environment.digest,
            inputs: DigestBuilder::default().finish(),
            git: None,
            programs: None,
        };
        let evidence = Evidence {
            key: known.map_or(nothing, |(key, _)| key),
            subject: item.subject.clone(),
            plan: item.plan.clone(),
            criterion: item.id.clone(),
            handle: item.handle.clone(),
            text: item.text_digest,
            outcome,
            reason,
            steps,
            started,
            duration,
            tree: known.map_or_else(TreeState::default, |(_, seen)| seen.tree(world.inputs)),
            changed_inputs: !changed.is_empty() || known.is_none() || after.is_none(),
            machine: world.machine.to_owned(),
            who: world.who.to_owned(),
            sandboxed: shared.settings.sandboxed,
            imported: false,
        };
        self.keep(item, &evidence, known.is_some());
        ItemResult::Ran {
            evidence: Box::new(evidence),
            since,
        }
    }

    /// Keeps what a run showed; where it was claimed, for whoever wants to run the same, and gives the claim back.
    fn keep(&self, item: &RunItem, evidence: &Evidence, claimed: bool) {
        let ledger = self.shared.world.ledger;
        if !claimed {
            if let Err(error) = ledger.record(evidence) {
                self.trouble(error);
            }
            return;
        }
        let key = evidence.key.digest();
        let mut done = lock(&self.shared.done);
        if let Err(error) = ledger.conclude(evidence) {
            self.trouble(error);
            ledger.release(&key);
        }
        if evidence.outcome != Outcome::Interrupted {
            done.insert(key, (item.handle.clone(), evidence.clone()));
        }
    }

    /// Runs the commands of a criterion until one does not do what is expected.
    fn steps(&self, item: &RunItem) -> (Vec<StepEvidence>, Outcome, Option<String>) {
        let world = &self.shared.world;
        let directory = world.root.join(&item.subject.directory);
        let mut steps = Vec::new();
        let mut outcome = Outcome::Passed;
        let mut reason = None;
        for step in &item.subject.steps {
            let execution = world.executor.run(
                &Invocation {
                    command: &step.command,
                    directory: &directory,
                    environment: &world.environment.variables,
                    timeout: self.shared.settings.timeout,
                    needles: step.expectation.texts(),
                },
                world.interrupt,
            );
            let verdict = judge(&step.command, &step.expectation, &execution);
            steps.push(StepEvidence {
                exit: execution.exit(),
                signal: execution.signal(),
                duration: millis(execution.duration),
                stdout: execution.stdout.output,
                stderr: execution.stderr.output,
                leaked: execution.leaked,
                outcome: verdict.outcome,
            });
            match verdict.outcome {
                Outcome::Passed => {}
                // Nobody can say whether it is as expected; what follows may still fail.
                Outcome::Undecided => {
                    outcome = Outcome::Undecided;
                    reason = reason.or(verdict.reason);
                }
                other => return (steps, other, verdict.reason),
            }
        }
        (steps, outcome, reason)
    }

    /// Returns the inputs as they were when somebody last looked, or looks.
    fn seen(&self) -> Option<Arc<Seen>> {
        let seen = lock(&self.shared.seen).clone();
        seen.or_else(|| self.look())
    }

    fn look(&self) -> Option<Arc<Seen>> {
        let seen = self.shared.look();
        let trouble = |error: InputError| {
            let _ = self.say.send(Told::InputTrouble(chain(&error)));
        };
        seen.map_err(trouble).ok()
    }

    /// Returns what is different from the pass that was under the most alike conditions.
    fn since(&self, item: &RunItem, key: &EvidenceKey, seen: &Seen) -> Option<Since> {
        let world = &self.shared.world;
        let history = world.ledger.history(&key.subject, 50).ok()?;
        since_nearest_pass(&history, item, key, seen, world.inputs)
    }

    fn trouble(&self, error: LedgerError) {
        let _ = self.say.send(Told::Trouble(error));
    }
}

fn named(paths: &[String]) -> String {
    let shown: Vec<&str> = paths.iter().take(MOST_NAMED).map(String::as_str).collect();
    match paths.len().checked_sub(MOST_NAMED) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::disallowed_methods,
    reason = "another process runs the same and tells nobody when it has ended"
)]
fn wait() {
    thread::sleep(ASK_AGAIN);
}
