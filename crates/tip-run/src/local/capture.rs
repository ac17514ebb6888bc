//! What a stream brings, in bounded memory.

use tip_ledger::{DigestBuilder, Output};

use super::needle::Needle;
use crate::Captured;

/// How much of the beginning of a stream is kept, in bytes.
const HEAD: usize = 16 * 1024;

/// How much of the end of a stream is kept, in bytes.
const TAIL: usize = 48 * 1024;

/// Takes what a stream brings and keeps its ends, however much it is.
pub(super) struct Capture<'a> {
    head: Vec<u8>,
    /// A ring once it is full: `start` is where it begins.
    tail: Vec<u8>,
    start: usize,
    bytes: u64,
    ends: u64,
    last: Option<u8>,
    blank: bool,
    digest: DigestBuilder,
    needles: Vec<Needle<'a>>,
}

impl<'a> Capture<'a> {
    pub(super) fn new(needles: &'a [String]) -> Self {
        Self {
            head: Vec::new(),
            tail: Vec::new(),
            start: 0,
            bytes: 0,
            ends: 0,
            last: None,
            blank: true,
            digest: DigestBuilder::default(),
            needles: needles.iter().map(|it| Needle::new(it)).collect(),
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        let Some(last) = chunk.last() else { return };
        self.last = Some(*last);
        self.bytes += chunk.len() as u64;
        self.ends += memchr::memchr_iter(b'\n', chunk).count() as u64;
        self.blank = self.blank && chunk.iter().all(u8::is_ascii_whitespace);
        self.digest.update(chunk);
        for needle in &mut self.needles {
            needle.search(chunk);
        }
        let room = HEAD.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..room]);
        self.keep(&chunk[room..]);
    }

    /// Keeps the end of what follows the head.
    fn keep(&mut self, mut chunk: &[u8]) {
        if chunk.len() >= TAIL {
            self.tail.clear();
            self.start = 0;
            chunk = &chunk[chunk.len() - TAIL..];
        }
        let room = (TAIL - self.tail.len()).min(chunk.len());
        self.tail.extend_from_slice(&chunk[..room]);
        let mut rest = &chunk[room..];
        while !rest.is_empty() {
            let run = rest.len().min(TAIL - self.start);
            self.tail[self.start..self.start + run].copy_from_slice(&rest[..run]);
            self.start = (self.start + run) % TAIL;
            rest = &rest[run..];
        }
    }

    pub(super) fn finish(mut self) -> Captured {
        self.tail.rotate_left(self.start);
        if self.bytes <= (HEAD + TAIL) as u64 {
            // Nothing is left out, so it is one text.
            self.head.append(&mut self.tail);
        }
        let open = self.last.is_some_and(|it| it != b'\n');
        Captured {
            output: Output {
                head: text(&self.head),
                tail: text(&self.tail),
                bytes: self.bytes,
                lines: self.ends + u64::from(open),
                digest: self.digest.finish(),
            },
            found: self.needles.into_iter().map(Needle::finish).collect(),
            blank: self.blank,
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use tip_ledger::Digest;

    use super::*;

    fn capture(chunks: &[&[u8]]) -> Captured {
        let mut capture = Capture::new(&[]);
        for it in chunks {
            capture.push(it);
        }
        capture.finish()
    }

    #[test]
    fn little_is_kept_whole() {
        let it = capture(&[b"a\n", b"", b"b"]);
        assert_eq!(it.output.head, "a\nb");
        assert_eq!((it.output.tail.as_str(), it.output.lines), ("", 2));
        assert_eq!(it.output.digest, Digest::of(b"a\nb"));
        assert!(!it.blank);
        assert!(capture(&[b" \n"]).blank);
    }

    #[test]
    fn much_keeps_its_ends_however_it_is_cut() {
        let all: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        for size in [1, 7, 4096, 70_000, all.len()] {
            let chunks: Vec<&[u8]> = all.chunks(size).collect();
            let it = capture(&chunks);
            assert_eq!(it.output.head, lossy(&all[..HEAD]), "{size}");
            assert_eq!(it.output.tail, lossy(&all[all.len() - TAIL..]), "{size}");
            assert_eq!(it.output.bytes, all.len() as u64);
            assert_eq!(it.output.digest, Digest::of(&all), "{size}");
        }
    }
}
