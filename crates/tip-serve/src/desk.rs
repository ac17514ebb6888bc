//! What all calls share: the place that the server was started in.

use std::sync::{Condvar, Mutex, PoisonError};

use tip_plan::Plan;
use tip_run::Interrupt;
use tip_work::{Failure, Loaded, Place};
use tip_workspace::{PlanEntry, Snapshot, Standing, Target};

use crate::tools::foresee;

/// What all calls share.
pub(crate) struct Desk {
    pub(crate) place: Place,
    /// Held while commands run.
    pub(crate) running: Mutex<()>,
    /// Whether nothing else in this process starts children.
    pub(crate) owns_process: bool,
    /// Says that everything should end.
    pub(crate) interrupt: Interrupt,
    /// What was foreseen for calls before.
    pub(crate) foreseen: Mutex<Vec<foresee::Kept>>,
    /// What says the same to each call that runs something.
    calls: Mutex<Vec<Interrupt>>,
    /// How many calls are answered at the moment.
    answering: Mutex<usize>,
    /// Told when there are fewer, and when everything should end.
    is_idle: Condvar,
}

/// Counts as a call that is answered, for as long as it is there.
pub(crate) struct Answering<'a>(&'a Desk);

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        let desk = self.0;
        *desk
            .answering
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= 1;
        desk.is_idle.notify_all();
    }
}

/// A call that a client may take back.
pub(crate) struct Call<'a> {
    pub(crate) desk: &'a Desk,
    /// Says that what it runs should end.
    pub(crate) interrupt: Interrupt,
}

impl Desk {
    pub(crate) fn new(place: Place, owns_process: bool) -> Self {
        Self {
            place: place.bounded().keeping(),
            owns_process,
            running: Mutex::default(),
            interrupt: Interrupt::default(),
            foreseen: Mutex::default(),
            calls: Mutex::default(),
            answering: Mutex::default(),
            is_idle: Condvar::new(),
        }
    }

    /// Says that a call is answered until what is returned goes.
    pub(crate) fn answer(&self) -> Answering<'_> {
        *self
            .answering
            .lock()
            .unwrap_or_else(PoisonError::into_inner) += 1;
        Answering(self)
    }

    /// Waits until no call is answered; returns `false` when everything should end.
    pub(crate) fn wait_until_idle(&self) -> bool {
        let answering = self
            .answering
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_busy = |it: &mut usize| *it > 0 && !self.interrupt.is_raised();
        let waited = self.is_idle.wait_while(answering, is_busy);
        drop(waited);
        !self.interrupt.is_raised()
    }

    /// Lets every call end that runs something, now and later.
    pub(crate) fn end(&self) {
        self.interrupt.raise();
        self.is_idle.notify_all();
        for it in self
            .calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            it.raise();
        }
    }

    /// Wants a call to end when everything does.
    pub(crate) fn watch_over(&self, call: &Interrupt) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        // One thing runs at a time: whatever was there before has ended.
        calls.clear();
        calls.push(call.clone());
        if self.interrupt.is_raised() {
            call.raise();
        }
    }

    /// Returns the repository as it is.
    pub(crate) fn snapshot(&self) -> Result<Snapshot, Failure> {
        Ok(self.place.open()?.snapshot)
    }

    /// Reads the plan with a name.
    pub(crate) fn load(&self, snapshot: &Snapshot, name: &str) -> Result<Loaded, Failure> {
        Ok(Loaded::read(snapshot, self.entry(snapshot, name)?)?)
    }

    /// Finds the plan with a name, all of it.
    pub(crate) fn entry(&self, snapshot: &Snapshot, name: &str) -> Result<PlanEntry, Failure> {
        self.whole(name)?;
        Ok(snapshot.find(name, &self.place.cwd)?)
    }

    /// Takes `tides#P2` apart, as people write what is meant in a plan; `thing` is what is named apart, by the argument `called`.
    pub(crate) fn split<'a>(
        &self,
        plan: &'a str,
        thing: Option<&'a str>,
        called: &str,
    ) -> Result<(&'a str, Option<&'a str>), Failure> {
        if thing.is_some_and(|it| it.trim().is_empty()) {
            return Err(Failure::usage(format!("`{called}` is empty"))
                .hint(format!("leave `{called}` out, or name one by its handle")));
        }
        match (self.place.split(plan), thing) {
            ((plan, Some(part)), Some(thing)) if part != thing => Err(Failure::usage(format!(
                "`plan` names `{part}`, and `{called}` names `{thing}`"
            ))
            .hint(format!(
                "`plan`: `{plan}` without more, and `{called}` for the thing in it"
            ))),
            ((plan, part), thing) => Ok((plan, thing.or(part))),
        }
    }

    /// Fails for the name of a part of a plan.
    pub(crate) fn whole(&self, name: &str) -> Result<(), Failure> {
        if name.trim().is_empty() {
            return Err(Failure::usage("`plan` is empty")
                .hint("name one by its path; `next` and `check` name the plans"));
        }
        let (plan, Some(part)) = self.place.split(name) else {
            return Ok(());
        };
        Err(
            Failure::usage(format!("this is about a whole plan, and `{part}` is a part of one"))
                .hint(format!(
                    "`plan`: `{plan}`; `{part}` is what `read` and `verify` take as `thing`, and `context` as `phase`"
                )),
        )
    }

    /// Returns the named plan, or all current ones.
    pub(crate) fn entries(
        &self,
        snapshot: &Snapshot,
        name: Option<&str>,
    ) -> Result<Vec<PlanEntry>, Failure> {
        if let Some(name) = name {
            return Ok(vec![self.entry(snapshot, name)?]);
        }
        let entries = snapshot.discovery().entries.iter();
        let current = entries.filter(|it| it.standing == Standing::Current);
        Ok(current.cloned().collect())
    }
}

/// Finds a thing in a plan by its handle or id.
pub(crate) fn find(loaded: &Loaded, name: &str) -> Result<Target, Failure> {
    let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
    Ok(Snapshot::find_in(&loaded.entry, &plans, name)?)
}
