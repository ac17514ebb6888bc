//! A plan that is being made up: sentences, references, boxes, fences and tables.
//!
//! How much of what it holds is as in real plans, which on 10 KB of text have about 16 references to 9 paths, one of them with a
//! line, 16 boxes and 5 commands.

use std::fmt;

use super::random::Random;
use super::tree::{FILES_PER_SERVICE, TreeFile};

const SUBJECTS: [&str; 16] = [
    "the handler",
    "every caller",
    "the store",
    "a second worker",
    "the migration",
    "the nightly job",
    "an expired session",
    "the client",
    "each row",
    "the old endpoint",
    "a failed batch",
    "the reviewer",
    "the cache in front of it",
    "a retry",
    "the exported file",
    "what the user sees",
];
const VERBS: [&str; 14] = [
    "keeps",
    "returns",
    "must not lose",
    "writes",
    "rejects",
    "reads",
    "shares",
    "waits for",
    "replaces",
    "validates",
    "counts",
    "announces",
    "hides",
    "follows",
];
const OBJECTS: [&str; 18] = [
    "the balance of the account",
    "one event per change",
    "a currency that is not known",
    "the order in which messages came",
    "the limits of its tier",
    "an address without a postal code",
    "everything older than the window",
    "the same answer twice",
    "a token that was revoked",
    "the digest of the file",
    "prices with four decimal places",
    "the rate of the day",
    "rows that two imports touch",
    "the locale of the sender",
    "a voucher after its end",
    "the thread that it belongs to",
    "no more than a thousand items",
    "the score of the last run",
];
const TAILS: [&str; 12] = [
    "",
    "",
    "",
    ", since **nothing else** does",
    " (see the notes below)",
    ", and says so in the log",
    " even after a restart",
    "; the rest stays as it is",
    ", as `retry_after` demands",
    " — but only once",
    " within 200 ms",
    ", which [the guide](https://example.org/guide) explains",
];
const ADJECTIVES: [&str; 14] = [
    "shared", "nightly", "safe", "partial", "signed", "fast", "strict", "delayed", "regional",
    "public", "quiet", "stable", "cheap", "visible",
];
const NOUNS: [&str; 16] = [
    "alerts",
    "receipts",
    "imports",
    "limits",
    "sessions",
    "exports",
    "transfers",
    "labels",
    "reviews",
    "coupons",
    "retries",
    "digests",
    "uploads",
    "webhooks",
    "tickets",
    "quotas",
];
const COMMANDS: [&str; 10] = [
    "cargo test -p billing",
    "make test",
    "npm test -- --run",
    "pytest tests/unit -q",
    "go test ./internal/...",
    "npm run lint",
    "cargo clippy --workspace",
    "make migrate ENV=staging",
    "uv run ruff check .",
    "./scripts/smoke.sh --fast",
];

/// How far a plan has come, which its boxes should agree with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Draft,
    Approved,
    Going,
    Complete,
}

impl Stand {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Going => "in_progress",
            Self::Complete => "complete",
        }
    }
}

/// A plan that is being made up.
pub(super) struct Draft {
    pub(super) random: Random,
    pub(super) stand: Stand,
    pub(super) number: u32,
    feature: (&'static str, &'static str),
    text: String,
    files: u32,
    /// Where the files of the service begin that the plan is about.
    home: u32,
    /// The paths that were written, which later references come back to.
    written: Vec<String>,
    size: usize,
}

impl Draft {
    /// Begins the plan of this number, which may point at the first `files` of the tree and should have `size` bytes.
    pub(super) fn new(number: u32, files: u32, size: usize) -> Self {
        let mut random = Random::of(number);
        let stand = random.pick(&[
            Stand::Draft,
            Stand::Draft,
            Stand::Approved,
            Stand::Going,
            Stand::Going,
            Stand::Complete,
        ]);
        let feature = (random.pick(&ADJECTIVES), random.pick(&NOUNS));
        let services = files.div_ceil(FILES_PER_SERVICE);
        let home = random.below(services) * FILES_PER_SERVICE;
        Self {
            random,
            stand,
            number,
            feature,
            text: String::with_capacity(size + size / 4),
            files,
            home,
            written: Vec::new(),
            size,
        }
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Returns whether so many percent of the plan are written.
    pub(super) fn is_written(&self, percent: usize) -> bool {
        self.text.len() >= self.size * percent / 100
    }

    /// Returns the title of the feature.
    pub(super) fn title(&self) -> String {
        format!("{} {} {}", self.feature.0, self.feature.1, self.number)
    }

    /// Returns the name of the feature, as files have it.
    pub(super) fn slug(&self) -> String {
        format!("{}-{}-{}", self.feature.0, self.feature.1, self.number)
    }

    /// Returns a day.
    pub(super) fn date(&mut self) -> String {
        let (month, day) = (self.random.between(1, 12), self.random.between(1, 28));
        format!("2026-{month:02}-{day:02}")
    }

    /// Writes a line.
    pub(super) fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = fmt::Write::write_fmt(&mut self.text, line);
        self.text.push('\n');
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Writes a heading with empty lines around it.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        let marks = &"######"[..level];
        self.line(format_args!("\n{marks} {text}\n"));
    }

    /// Writes paragraphs.
    pub(super) fn paragraphs(&mut self, count: u32) {
        for _ in 0..count {
            let sentences = self.random.between(2, 4);
            for _ in 0..sentences {
                let sentence = self.sentence();
                self.line(format_args!("{sentence}."));
            }
            self.gap();
        }
    }

    /// Returns a sentence without its full stop.
    pub(super) fn sentence(&mut self) -> String {
        let mut clause = self.clause();
        while self.random.chance(45) {
            let joint = self
                .random
                .pick(&[", and ", ", so that ", "; then ", " while "]);
            clause = clause + joint + &self.clause();
        }
        let mut chars = clause.chars();
        let first = chars.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(chars).collect()
    }

    fn clause(&mut self) -> String {
        let random = &mut self.random;
        let (subject, verb) = (random.pick(&SUBJECTS), random.pick(&VERBS));
        let (object, tail) = (random.pick(&OBJECTS), random.pick(&TAILS));
        format!("{subject} {verb} {object}{tail}")
    }

    /// Returns a short title.
    pub(super) fn short(&mut self) -> String {
        let verb = self
            .random
            .pick(&["Add", "Move", "Store", "Show", "Check", "Drop"]);
        let (adjective, noun) = (self.random.pick(&ADJECTIVES), self.random.pick(&NOUNS));
        format!("{verb} {adjective} {noun}")
    }

    /// Returns a list item with bullets of sentences.
    pub(super) fn bullets(&mut self, count: u32) {
        for _ in 0..count {
            let sentence = self.sentence();
            self.line(format_args!("- {sentence}"));
        }
    }

    /// Returns some file of the tree, mostly one of the service that the plan is about.
    pub(super) fn file(&mut self) -> TreeFile {
        if self.random.chance(15) {
            return TreeFile(self.random.below(self.files));
        }
        let end = (self.home + FILES_PER_SERVICE).min(self.files);
        TreeFile(self.home + self.random.below(end - self.home))
    }

    /// Returns a path as people write one: mostly right, now and then short, moved or never built, and every other one again.
    pub(super) fn path(&mut self) -> String {
        if !self.written.is_empty() && self.random.chance(52) {
            let at = self.random.below(self.written.len() as u32);
            return self.written[at as usize].clone();
        }
        let path = self.file().path();
        let path = match self.random.below(100) {
            0..58 => path,
            58..78 => last_parts(&path, self.random.pick(&[2, 3, 4])).to_owned(),
            78..86 => path.replace("/domain/", "/core/").replace('_', "-"),
            86..92 => format!("docs/notes/{}.md", self.slug()),
            _ => self.new_path(),
        };
        self.written.push(path.clone());
        path
    }

    /// Returns the path of a file that is not there yet.
    pub(super) fn new_path(&mut self) -> String {
        let path = self.file().path();
        let (folder, _) = path.rsplit_once('/').unwrap_or(("services", ""));
        let extension = path.rsplit_once('.').map_or("rs", |(_, it)| it);
        let name = format!("{}_{}", self.feature.0, self.random.pick(&NOUNS));
        format!("{folder}/{name}.{extension}")
    }

    /// Returns a reference in a code span: a path, often with a line or a range.
    pub(super) fn reference(&mut self) -> String {
        if self.random.chance(90) {
            return format!("`{}`", self.path());
        }
        let file = self.file();
        // A few point past the end, as references do when the file shrank.
        let line = self.random.between(1, file.lines() + 2);
        if self.random.chance(30) {
            format!("`{}:{line}-{}`", file.path(), line + 4)
        } else {
            format!("`{}:{line}`", file.path())
        }
    }

    /// Returns a command.
    pub(super) fn command(&mut self) -> &'static str {
        self.random.pick(&COMMANDS)
    }

    /// Returns the brackets of a box.
    pub(super) fn check(&mut self) -> &'static str {
        let done = match self.stand {
            Stand::Draft => 2,
            Stand::Approved => 1,
            Stand::Going => 55,
            Stand::Complete => 97,
        };
        if self.random.chance(done) {
            "[x]"
        } else {
            "[ ]"
        }
    }

    /// Writes boxes with criteria, some of them commands.
    pub(super) fn criteria(&mut self, count: u32) {
        for _ in 0..count {
            let check = self.check();
            if self.random.chance(30) {
                let command = self.command();
                self.line(format_args!("- {check} Tests pass: `{command}`"));
            } else {
                let sentence = self.sentence();
                self.line(format_args!("- {check} {sentence}"));
            }
        }
    }

    /// Writes a fence with code.
    pub(super) fn fence(&mut self) {
        let file = self.file();
        let lines = self.random.between(4, 18);
        self.line(format_args!("```{}", file.extension()));
        for line in 0..lines {
            let (noun, number) = (self.random.pick(&NOUNS), self.random.below(90));
            match line % 4 {
                0 => self.line(format_args!(
                    "fn check_{noun}(limit: u32) -> Result<u32> {{"
                )),
                1 => self.line(format_args!(
                    "    let {noun} = load(\"{noun}\", limit + {number})?;"
                )),
                2 => self.line(format_args!("    // - [ ] {noun} above {number} wait here")),
                _ => self.line(format_args!("    Ok({noun}.len() * {number})\n}}")),
            }
        }
        self.line(format_args!("```\n"));
    }

    /// Writes a table.
    pub(super) fn table(&mut self) {
        self.line(format_args!("| File | Change | Risk |"));
        self.line(format_args!("| --- | --- | ---: |"));
        let rows = self.random.between(3, 7);
        for _ in 0..rows {
            let (reference, change) = (self.reference(), self.short());
            let risk = self.random.pick(&["low", "medium", "high"]);
            self.line(format_args!("| {reference} | {change} | {risk} |"));
        }
        self.gap();
    }
}

fn last_parts(path: &str, count: usize) -> &str {
    let mut slashes = path.rmatch_indices('/').skip(count - 1);
    slashes.next().map_or(path, |(at, _)| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::{Draft, last_parts};

    #[test]
    fn the_last_parts_of_a_path() {
        assert_eq!(last_parts("a/b/c.rs", 2), "b/c.rs");
        assert_eq!(last_parts("a/b/c.rs", 5), "a/b/c.rs");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        let mut draft = Draft::new(3, 100, 1000);
        for _ in 0..100 {
            assert!(draft.sentence().starts_with(char::is_uppercase));
        }
    }
}
