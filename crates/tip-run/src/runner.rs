//! Runs what was selected: a dispatcher that owns the schedule, and workers that run one criterion at a time.

mod worker;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use camino::Utf8Path;
use tip_ledger::{Digest, Evidence, EvidenceKey, Ledger, LedgerError};
use tip_workspace::{InputError, Inputs};

use self::worker::Worker;
use crate::freshness::pass_from_elsewhere;
use crate::{
    Approval, Decision, Environment, Event, Executor, Interrupt, ItemId, ItemResult, Never, NotRun,
    PlanRun, Programs, Proposal, Report, RunItem, Schedule, Seen,
};

/// How criteria are run.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many at once.
    pub jobs: NonZeroUsize,
    /// Whether phases begin though what they depend on failed.
    pub keep_going: bool,
    /// What is served instead of a run.
    pub serve: Serve,
    /// After how long a command is ended.
    pub timeout: Option<Duration>,
    /// Whether to tell what is different from the last time something passed.
    pub tell_why: bool,
    /// Whether commands run in the sandbox.
    pub sandboxed: bool,
}

/// What is served instead of a run while its key is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serve {
    /// Nothing: what passed before is run again.
    Nothing,
    /// What passed here.
    Own,
    /// What passed here, and what was taken in from elsewhere.
    Imported,
}

/// What criteria are run with.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The root of the repository.
    pub root: &'a Utf8Path,
    /// What runs commands.
    pub executor: &'a dyn Executor,
    /// Where evidence is kept.
    pub ledger: &'a dyn Ledger,
    /// Who says whether something may run.
    pub approval: &'a dyn Approval,
    /// Where the content of inputs is looked at.
    pub inputs: &'a Inputs<'a>,
    /// What commands see of the environment.
    pub environment: &'a Environment,
    /// Says that everything should end.
    pub interrupt: &'a Interrupt,
    /// The machine.
    pub machine: &'a str,
    /// Who runs it.
    pub who: &'a str,
    /// What was run a moment ago, which stands while its key is the same, whatever came of it.
    pub earlier: &'a [Evidence],
}

/// What workers share.
struct Shared<'a> {
    world: World<'a>,
    settings: Settings,
    plans: &'a [PlanRun],
    programs: Programs,
    /// Everything as it was when somebody last looked.
    seen: Mutex<Option<Arc<Seen>>>,
    /// What was run in this run, by key.
    done: Mutex<HashMap<Digest, (String, Evidence)>>,
}

/// For what the runs of a moment ago were run, in words.
const EARLIER: &str = "an earlier change";

impl Shared<'_> {
    /// Looks at the inputs.
    fn look(&self) -> Result<Arc<Seen>, InputError> {
        let items = self.plans.iter().flat_map(|it| &it.items);
        let before = lock(&self.seen).clone();
        let now = Seen::look_after(before.as_deref(), self.world.inputs, items);
        let mut known = lock(&self.seen);
        let now = match now {
            Ok(now) => now,
            Err(error) => {
                *known = None;
                return Err(error);
            }
        };
        // What is as it was keeps what was found of it.
        let seen = match known.as_ref().filter(|it| it.is_as(&now)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(now),
        };
        *known = Some(Arc::clone(&seen));
        Ok(seen)
    }

    fn item(&self, id: ItemId) -> &RunItem {
        &self.plans[id.plan].items[id.item]
    }

    fn key(&self, item: &RunItem, seen: &Seen) -> EvidenceKey {
        seen.key(item, self.world.environment, &self.programs)
    }

    /// Returns for each key what may be served for it.
    fn passes(&self, keys: &[EvidenceKey]) -> Result<Vec<Option<Evidence>>, LedgerError> {
        let ledger = self.world.ledger;
        let mut found = ledger.passes(keys)?;
        if self.settings.serve == Serve::Imported {
            for (found, key) in found.iter_mut().zip(keys).filter(|(it, _)| it.is_none()) {
                *found = pass_from_elsewhere(ledger, key)?;
            }
        }
        Ok(found)
    }

    /// Returns what can be served while the inputs are as they are, by place.
    fn served(&self, ids: &[ItemId], tell: &mut dyn FnMut(&Event<'_>)) -> Served {
        let mut served = Served::default();
        if self.settings.serve == Serve::Nothing || ids.is_empty() {
            return served;
        }
        let seen = match self.look() {
            Ok(seen) => seen,
            Err(error) => {
                tell(&Event::InputTrouble(chain(&error)));
                return served;
            }
        };
        let mut told: Vec<&[String]> = Vec::new();
        for id in ids {
            let item = self.item(*id);
            if item.inputs.is_empty() || told.contains(&item.inputs.as_slice()) {
                continue;
            }
            told.push(&item.inputs);
            if let Some(why) = seen.trouble(item) {
                tell(&Event::NotNarrowed { id: *id, why: &why });
            }
        }
        let keys = ids.iter().map(|id| self.key(self.item(*id), &seen));
        let keys: Vec<EvidenceKey> = keys.collect();
        match self.passes(&keys) {
            Ok(found) => {
                let found = ids.iter().zip(found);
                served.evidence = found.filter_map(|(id, it)| Some((*id, it?))).collect();
                served.seen = Some(seen);
            }
            Err(error) => tell(&Event::LedgerTrouble(&error)),
        }
        served
    }
}

/// What can be served while everything is as it was seen.
#[derive(Default)]
struct Served {
    seen: Option<Arc<Seen>>,
    evidence: HashMap<ItemId, Evidence>,
}

impl Served {
    /// Takes what can be served for a criterion, if everything is still as it was.
    fn take(&mut self, id: ItemId, shared: &Shared<'_>) -> Option<ItemResult> {
        let now = lock(&shared.seen).clone()?;
        if !self.seen.as_ref()?.is_as(&now) {
            return None;
        }
        let evidence = self.evidence.remove(&id)?;
        Some(ItemResult::Cached(Box::new(evidence)))
    }
}

/// What a worker tells.
enum Told {
    Started(ItemId),
    Waiting(ItemId),
    Trouble(LedgerError),
    InputTrouble(String),
    Finished(ItemId, ItemResult),
}

/// Runs criteria, and tells what happens.
pub fn run(
    world: World<'_>,
    plans: &[PlanRun],
    settings: Settings,
    tell: &mut dyn FnMut(&Event<'_>),
) -> Report {
    let started = now();
    let earlier = world.earlier.iter();
    let earlier = earlier.map(|it| (it.key.digest(), (EARLIER.to_owned(), it.clone())));
    let shared = Shared {
        world,
        settings,
        plans,
        programs: Programs::new(world.root, world.environment),
        seen: Mutex::new(None),
        done: Mutex::new(earlier.collect()),
    };
    let mut dispatcher = Dispatcher::new(plans, settings.keep_going);
    dispatcher.ask(&world, tell);
    tell(&Event::Planned(dispatcher.open()));
    dispatcher.skip_what_cannot_run(tell);
    let open = dispatcher.open_ids();
    let served = shared.served(&open, tell);
    dispatcher.run(&shared, served, tell);
    let waiting = if world.interrupt.is_raised() {
        dispatcher.rest(|_| NotRun::Interrupted)
    } else {
        dispatcher.never()
    };
    for (id, why) in waiting {
        dispatcher.finish(id, ItemResult::NotRun(why), tell);
    }
    let none = ItemResult::NotRun(NotRun::Interrupted);
    let results = dispatcher.results.into_iter();
    Report {
        results: results
            .map(|it| {
                let results = it.into_iter();
                results
                    .map(|it| it.unwrap_or_else(|| none.clone()))
                    .collect()
            })
            .collect(),
        duration: started.elapsed(),
        interrupted: world.interrupt.is_raised(),
        kept: dispatcher.kept,
    }
}

/// Knows what runs, what waits and what has ended.
struct Dispatcher<'a> {
    plans: &'a [PlanRun],
    schedule: Schedule,
    /// The place of each item of the schedule.
    ids: Vec<ItemId>,
    /// The item of the schedule at each place.
    places: HashMap<ItemId, usize>,
    /// The plan and the phase of each group of the schedule.
    groups: Vec<(usize, usize)>,
    results: Vec<Vec<Option<ItemResult>>>,
    refused: Vec<bool>,
    kept: bool,
}

impl<'a> Dispatcher<'a> {
    fn new(plans: &'a [PlanRun], keep_going: bool) -> Self {
        let mut groups = Vec::new();
        let mut after = Vec::new();
        let mut ids = Vec::new();
        let mut items = Vec::new();
        for (plan, run) in plans.iter().enumerate() {
            let first = groups.len();
            for (at, phase) in run.phases.iter().enumerate() {
                groups.push((plan, at));
                after.push(phase.after.iter().map(|it| it + first).collect());
            }
            for (item, it) in run.items.iter().enumerate() {
                ids.push(ItemId { plan, item });
                items.push(first + it.phase);
            }
        }
        Self {
            plans,
            schedule: Schedule::new(&after, &items, keep_going),
            places: ids.iter().enumerate().map(|(at, id)| (*id, at)).collect(),
            ids,
            groups,
            results: plans.iter().map(|it| vec![None; it.items.len()]).collect(),
            refused: vec![false; plans.len()],
            kept: true,
        }
    }

    /// Asks for each plan whether what would be run of it may run.
    fn ask(&mut self, world: &World<'_>, tell: &mut dyn FnMut(&Event<'_>)) {
        for (at, plan) in self.plans.iter().enumerate() {
            let Some(proposal) = Proposal::of(plan, world.root, &world.environment.names) else {
                continue;
            };
            if let Decision::Refused { reason, hint } = world.approval.decide(&proposal) {
                self.refused[at] = true;
                tell(&Event::Refused {
                    plan: at,
                    reason: &reason,
                    hint: &hint,
                });
            }
        }
    }

    /// Returns how many criteria may be run.
    fn open(&self) -> usize {
        let plans = self.plans.iter().zip(&self.refused);
        let allowed = plans.filter(|(_, refused)| !**refused);
        let items = allowed.flat_map(|(plan, _)| &plan.items);
        items.filter(|it| it.not_run.is_none()).count()
    }

    /// Returns the places of what has not ended.
    fn open_ids(&self) -> Vec<ItemId> {
        let open = |id: &&ItemId| self.results[id.plan][id.item].is_none();
        self.ids.iter().filter(open).copied().collect()
    }

    fn skip_what_cannot_run(&mut self, tell: &mut dyn FnMut(&Event<'_>)) {
        for id in self.ids.clone() {
            let item = &self.plans[id.plan].items[id.item];
            let why = match &item.not_run {
                Some(why) => why.clone(),
                None if self.refused[id.plan] => NotRun::Refused,
                None => continue,
            };
            self.finish(id, ItemResult::NotRun(why), tell);
        }
    }

    fn run(&mut self, shared: &Shared<'_>, mut served: Served, tell: &mut dyn FnMut(&Event<'_>)) {
        let jobs = shared.settings.jobs.get().min(self.ids.len().max(1));
        let (give, take) = mpsc::channel::<ItemId>();
        let take = Mutex::new(take);
        let (say, hear) = mpsc::channel::<Told>();
        thread::scope(|scope| {
            for _ in 0..jobs {
                let mut worker = Worker {
                    shared,
                    say: say.clone(),
                };
                let take = &take;
                scope.spawn(move || worker.work(take));
            }
            drop(say);
            // Nobody waits for the next one until what came of the last one is told. Of one at a time whoever hears of it decides first.
            let most = if jobs > 1 { 2 * jobs } else { 1 };
            let mut free = most;
            loop {
                while free > 0 && !shared.world.interrupt.is_raised() {
                    let Some(item) = self.schedule.begin() else {
                        break;
                    };
                    let id = self.ids[item];
                    if let Some(result) = served.take(id, shared) {
                        self.finish(id, result, tell);
                        continue;
                    }
                    free -= 1;
                    // The workers live until this end is dropped.
                    let _ = give.send(id);
                }
                if free == most {
                    break;
                }
                match hear.recv() {
                    Ok(Told::Started(id)) => tell(&Event::Started(id)),
                    Ok(Told::Finished(id, result)) => {
                        free += 1;
                        self.finish(id, result, tell);
                    }
                    Ok(Told::Waiting(id)) => tell(&Event::Waiting(id)),
                    Ok(Told::Trouble(error)) => {
                        self.kept = false;
                        tell(&Event::LedgerTrouble(&error));
                    }
                    Ok(Told::InputTrouble(error)) => tell(&Event::InputTrouble(error)),
                    Err(_) => break,
                }
            }
            drop(give);
        });
    }

    fn finish(&mut self, id: ItemId, result: ItemResult, tell: &mut dyn FnMut(&Event<'_>)) {
        if self.results[id.plan][id.item].is_some() {
            return;
        }
        self.schedule.end(self.places[&id], result.is_good());
        tell(&Event::Finished(id, &result));
        self.results[id.plan][id.item] = Some(result);
    }

    /// Returns what has not ended, each with the reason.
    fn rest(&self, why: impl Fn(ItemId) -> NotRun) -> Vec<(ItemId, NotRun)> {
        let open = self.open_ids().into_iter();
        open.map(|id| (id, why(id))).collect()
    }

    /// Returns what can never begin, each with the reason.
    fn never(&self) -> Vec<(ItemId, NotRun)> {
        let never = self.schedule.never().into_iter();
        never
            .map(|(item, why)| {
                let why = match why {
                    Never::Cycle => NotRun::Cycle,
                    Never::Blocked(groups) => {
                        let groups = groups.into_iter().map(|it| self.groups[it]);
                        let handle = |(plan, phase): (usize, usize)| {
                            self.plans[plan].phases[phase].handle.clone()
                        };
                        NotRun::Blocked(groups.map(handle).collect())
                    }
                };
                (self.ids[item], why)
            })
            .collect()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "evidence says how long something took"
)]
fn now() -> Instant {
    Instant::now()
}

/// Returns the milliseconds since 1970, by Greenwich, as evidence counts them.
#[expect(
    clippy::disallowed_methods,
    reason = "evidence says when it was earned"
)]
pub fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(it) = source {
        text = format!("{text}: {it}");
        source = it.source();
    }
    text
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
