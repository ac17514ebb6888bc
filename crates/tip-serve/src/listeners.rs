//! Who wants to hear when plans change.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rmcp::model::ResourceUpdatedNotificationParam;
use rmcp::service::{Peer, RoleServer, SubscriptionContext};
use tip_work::Failure;
use tip_work::watch::{Changes, Told};
use tip_workspace::{EntryKind, is_markdown};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};

use crate::desk::Desk;
use crate::resources::address;

/// So many changes wait for a listener that is slow.
const WAITING: usize = 64;

/// What changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    /// The addresses of files.
    addresses: Vec<String>,
    /// Whether there are other plans than before.
    list: bool,
}

/// Tells of changes; nothing is watched before somebody listens.
#[derive(Default)]
pub(crate) struct Listeners {
    sender: Mutex<Option<Sender<Changed>>>,
    /// The ears of those who were told that they will hear, and do not listen yet.
    early: Mutex<Vec<Receiver<Changed>>>,
    /// What a client of the older protocol wants to hear of, one address after the other.
    older: Arc<Mutex<BTreeSet<String>>>,
}

impl Listeners {
    /// Begins to watch where nobody does, and returns where to hear of changes.
    pub(crate) fn listen(&self, desk: &Arc<Desk>) -> Result<Receiver<Changed>, Failure> {
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*sender {
            return Ok(sender.subscribe());
        }
        let (new, receiver) = channel(WAITING);
        watch(Arc::clone(desk), new.clone())?;
        *sender = Some(new);
        Ok(receiver)
    }

    /// Hears from now on, for somebody who listens in a moment; returns whether anything can be heard.
    pub(crate) fn prepare(&self, desk: &Arc<Desk>) -> bool {
        let Ok(receiver) = self.listen(desk) else {
            return false;
        };
        let mut early = self.early.lock().unwrap_or_else(PoisonError::into_inner);
        early.push(receiver);
        true
    }

    /// Returns an ear that was prepared; all hear the same.
    pub(crate) fn prepared(&self) -> Option<Receiver<Changed>> {
        let mut early = self.early.lock().unwrap_or_else(PoisonError::into_inner);
        early.pop()
    }

    /// Wants to hear of an address too; returns whether it is the first.
    pub(crate) fn add(&self, address: String) -> bool {
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = older.is_empty();
        older.insert(address);
        is_first
    }

    /// Wants to hear nothing more of an address.
    pub(crate) fn remove(&self, address: &str) {
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        older.remove(address);
    }

    /// Returns what a client of the older protocol wants to hear of.
    pub(crate) fn wanted(&self) -> Arc<Mutex<BTreeSet<String>>> {
        Arc::clone(&self.older)
    }
}

/// Watches the repository, for as long as this process lives.
fn watch(desk: Arc<Desk>, sender: Sender<Changed>) -> Result<(), Failure> {
    let snapshot = desk.snapshot()?;
    let root = snapshot.root().to_path_buf();
    let watched = Changes::below(&root)?;
    let entries = desk.entries(&snapshot, None)?;
    let files = entries.into_iter().flat_map(|it| it.files);
    let mut known: BTreeSet<String> = files.map(|it| it.path).collect();
    let look = move || {
        while let Ok(Told::Changed) = watched.wait() {
            let Ok(snapshot) = desk.snapshot() else {
                continue;
            };
            let mut changed = Changed::default();
            for path in watched.paths() {
                let Some(path) = snapshot.relative(&path).filter(|it| is_markdown(it)) else {
                    continue;
                };
                let is_there = snapshot.kind(&path) == Some(EntryKind::File)
                    && snapshot.verdict(&path).is_plan;
                changed.list |= if is_there {
                    known.insert(path.clone())
                } else {
                    known.remove(&path)
                };
                changed.addresses.push(address(&path));
            }
            // Nobody may be left to hear it.
            let _ = sender.send(changed);
        }
    };
    let thread = thread::Builder::new().name("changes".to_owned());
    thread.spawn(look)?;
    Ok(())
}

/// Tells a client of the older protocol of what it subscribed to.
pub(crate) async fn tell_older(
    peer: Peer<RoleServer>,
    wanted: Arc<Mutex<BTreeSet<String>>>,
    mut receiver: Receiver<Changed>,
) {
    while let Some(changed) = next(&mut receiver).await {
        let of_interest: Vec<String> = {
            let wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
            let addresses = changed.addresses.into_iter();
            addresses.filter(|it| wanted.contains(it)).collect()
        };
        for address in of_interest {
            let param = ResourceUpdatedNotificationParam::new(address);
            if peer.notify_resource_updated(param).await.is_err() {
                return;
            }
        }
        if changed.list && peer.notify_resource_list_changed().await.is_err() {
            return;
        }
    }
}

/// Tells a client of what it listens to, until it wants no more.
pub(crate) async fn tell(context: &SubscriptionContext, mut receiver: Receiver<Changed>) {
    let accepted = context.accepted().clone();
    let wanted = accepted.resource_subscriptions.unwrap_or_default();
    while let Some(changed) = next(&mut receiver).await {
        for address in changed.addresses.iter().filter(|it| wanted.contains(it)) {
            if context
                .sink()
                .notify_resource_updated(address)
                .await
                .is_err()
            {
                return;
            }
        }
        let list = changed.list && accepted.resources_list_changed == Some(true);
        if list && context.sink().notify_resource_list_changed().await.is_err() {
            return;
        }
    }
}

/// Returns the next change; what a slow listener missed is left out.
async fn next(receiver: &mut Receiver<Changed>) -> Option<Changed> {
    loop {
        match receiver.recv().await {
            Ok(changed) => return Some(changed),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}
