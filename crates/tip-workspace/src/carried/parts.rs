//! Many small looks at the disk, on several threads.

use std::panic;
use std::thread;

/// So many of them are worth a thread.
const WORTH: usize = 256;

/// No more threads than this.
const MOST: usize = 8;

/// Does something with each item, and returns the results in their order.
///
/// The threads are its own: whoever asks may hold a lock, and a thread of a pool that waits takes up other work, which may want the
/// same lock.
pub(crate) fn in_parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // To ask how many threads there are takes longer than a few looks.
    if items.len() <= WORTH {
        return items.iter().map(work).collect();
    }
    let threads = thread::available_parallelism().map_or(1, |it| it.get().min(MOST));
    let size = items.len().div_ceil(threads).max(WORTH);
    let mut parts = items.chunks(size);
    let Some(first) = parts.next() else {
        return Vec::new();
    };
    let work = &work;
    thread::scope(|scope| {
        let others =
            parts.map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<R>>()));
        let others: Vec<_> = others.collect();
        let mut results: Vec<R> = first.iter().map(work).collect();
        for part in others {
            match part.join() {
                Ok(part) => results.extend(part),
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_stand_in_the_order_of_the_items() {
        for count in [0, 1, WORTH, WORTH * 3 + 1] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|it| it + 1).collect();
            assert_eq!(in_parts(&items, |it| it + 1), expected);
        }
    }
}
