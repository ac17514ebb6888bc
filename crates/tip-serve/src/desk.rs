//! What all calls share: the place that the server was started in.

use std::sync::{Arc, Mutex, PoisonError};

use tip_plan::Plan;
use tip_run::Interrupt;
use tip_work::{Failure, Loaded, Place};
use tip_workspace::{PlanEntry, Snapshot, Standing, Target};

/// What all calls share.
pub(crate) struct Desk {
    pub(crate) place: Place,
    /// Held while commands run.
    pub(crate) running: Mutex<()>,
    /// Whether nothing else in this process starts children.
    pub(crate) owns_process: bool,
    /// Says that everything should end.
    pub(crate) interrupt: Interrupt,
    /// What says the same to each call that runs something.
    calls: Mutex<Vec<Interrupt>>,
    /// The repository as it was at the last call.
    last: Mutex<Option<Arc<Snapshot>>>,
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
            place,
            owns_process,
            running: Mutex::default(),
            interrupt: Interrupt::default(),
            calls: Mutex::default(),
            last: Mutex::default(),
        }
    }

    /// Lets every call end that runs something, now and later.
    pub(crate) fn end(&self) {
        self.interrupt.raise();
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
    pub(crate) fn snapshot(&self) -> Result<Arc<Snapshot>, Failure> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = Arc::new(match &*last {
            Some(before) => self.place.reopen(before)?,
            None => self.place.open()?.snapshot.kept(),
        });
        *last = Some(Arc::clone(&snapshot));
        Ok(snapshot)
    }

    /// Reads the plan with a name.
    pub(crate) fn load(&self, snapshot: &Snapshot, name: &str) -> Result<Loaded, Failure> {
        let entry = snapshot.find(name, &self.place.cwd)?;
        Ok(Loaded::read(snapshot, entry)?)
    }

    /// Returns the named plan, or all current ones.
    pub(crate) fn entries(
        &self,
        snapshot: &Snapshot,
        name: Option<&str>,
    ) -> Result<Vec<PlanEntry>, Failure> {
        if let Some(name) = name {
            return Ok(vec![snapshot.find(name, &self.place.cwd)?]);
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
