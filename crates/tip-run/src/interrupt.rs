//! That somebody wants everything to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Whether somebody wants everything to end. Clones share the answer.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    count: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Says that everything should end; said twice, that it should end at once.
    pub fn raise(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns whether everything should end.
    pub fn is_raised(&self) -> bool {
        self.count.load(Ordering::SeqCst) > 0
    }

    /// Returns whether everything should end at once.
    pub fn is_urgent(&self) -> bool {
        self.count.load(Ordering::SeqCst) > 1
    }
}
