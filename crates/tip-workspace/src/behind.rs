//! Work that nobody waits for.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for work that nobody waits for: as far as the system lets them, they leave the processor to all others.
#[derive(Debug)]
pub struct Behind(Option<ThreadPool>);

impl Behind {
    /// Starts as many threads as the machine has processors.
    pub fn start() -> Self {
        let pool = ThreadPoolBuilder::new().start_handler(|_| step_back());
        Self(pool.build().ok())
    }

    /// Does something on these threads, what it parts among several included, and waits for what comes of it.
    ///
    /// Where no threads could be started it is done on the one that calls.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// How far the threads stand behind others, on the scale of `nice`.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets the calling thread, and those that it starts, stand behind others.
#[cfg(target_os = "linux")]
fn step_back() {
    // Linux counts each thread by itself here. One that may not is a thread like others.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}
