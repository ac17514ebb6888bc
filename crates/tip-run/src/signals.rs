//! Signals by which somebody asks that everything ends.

use std::io;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use crate::Interrupt;

/// Listens for signals until it is dropped.
#[derive(Debug)]
pub struct SignalListener {
    handle: Handle,
}

impl SignalListener {
    /// Raises `interrupt` on Ctrl-C, and when this process is asked to end.
    pub fn new(interrupt: &Interrupt) -> io::Result<Self> {
        Self::telling(interrupt, || {})
    }

    /// Raises `interrupt`, and then tells somebody who waits for something else.
    pub fn telling(interrupt: &Interrupt, tell: impl Fn() + Send + 'static) -> io::Result<Self> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let handle = signals.handle();
        let interrupt = interrupt.clone();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for _ in signals.forever() {
                    interrupt.raise();
                    tell();
                }
            })?;
        Ok(Self { handle })
    }
}

impl Drop for SignalListener {
    fn drop(&mut self) {
        self.handle.close();
    }
}
