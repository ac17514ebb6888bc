//! What the language server costs an editor: from a change to its findings, from its start to its answers, and memory.
//!
//! The client is our own and as bare as can be: it sends a change, waits for the findings of that version, and sends the next at once.
//! That is faster than anybody types, and so the work in the background on all plans goes on beside it, as on a bad day.

mod client;

use std::time::{Duration, Instant};

use anyhow::Result;
use camino::Utf8Path;

use self::client::Client;
use super::field::Field;
use super::options::Options;
use super::plans::{self, PlanFile};
use super::random::Random;
use super::report::{megabytes, milliseconds};

/// How many changes are made.
const CHANGES: i32 = 500;

/// How many of them warm up.
const WARM_UP: i32 = 20;

/// How many lines the large plan has.
const LARGE: usize = 5_000;

/// Measures the server in three repositories and prints a table.
pub(super) fn run(folder: &Utf8Path, tip: &Utf8Path, options: &Options) -> Result<()> {
    println!("\nin the editor: {CHANGES} changes, each waited for");
    println!(
        "  {:<28}{:>7}{:>9}{:>9}{:>9}{:>11}{:>11}{:>10}",
        "plan", "lines", "p50 ms", "p95 ms", "p99 ms", "first ms", "all ms", "peak MB"
    );
    let usual = Field::prepare_one(folder, plans::usual())?;
    measure("usual, alone", tip, &usual)?.print();
    let large = Field::prepare_one(folder, large())?;
    measure("large, alone", tip, &large)?.print();
    let many = Field::prepare(folder, options.plans, options.files)?;
    let name = format!("usual, with {} plans", options.plans);
    measure(&name, tip, &many)?.print();
    println!(
        "  first: from the start of the server to the first findings; all: to answers over all plans; text of all plans: {:.1} MB",
        many.megabytes()
    );
    Ok(())
}

/// Makes a plan of many lines: the usual one again and again, its phases numbered on.
fn large() -> PlanFile {
    let usual = plans::usual().text;
    let phases = usual.find("### Phase 1").unwrap_or(0);
    let (head, body) = usual.split_at(phases);
    let mut text = head.to_owned();
    let mut number = 0;
    while text.lines().count() < LARGE {
        for line in body.lines() {
            if line.starts_with("### Phase ") {
                number += 1;
                let title = line.split_once(':').map_or("Title", |it| it.1.trim());
                text.extend(["### Phase ", &number.to_string(), ": ", title, "\n"]);
            } else {
                text.extend([line, "\n"]);
            }
        }
    }
    PlanFile {
        path: "docs/tips/large.md".to_owned(),
        text,
    }
}

/// What was measured in one repository.
struct Measured {
    name: String,
    lines: usize,
    /// Sorted.
    changes: Vec<Duration>,
    first: Duration,
    all: Duration,
    peak: Option<u64>,
}

fn measure(name: &str, tip: &Utf8Path, field: &Field) -> Result<Measured> {
    let path = field.first()?;
    let text = std::fs::read_to_string(field.root.join(&path))?;
    let start = Instant::now();
    let mut client = Client::start(tip, &field.root)?;
    client.open(&path, &text)?;
    client.findings(1)?;
    let first = start.elapsed();
    client.wait_for_all_plans()?;
    let all = start.elapsed();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut random = Random::of(1);
    let mut changes = Vec::new();
    for at in 0..CHANGES + WARM_UP {
        let version = at + 2;
        // A letter at the end of some line: prose, a box, a reference, the front matter.
        let line = random.below(lines.len() as u32);
        let written = &mut lines[line as usize];
        let column = written.encode_utf16().count() as u32;
        written.push('x');
        let start = Instant::now();
        client.insert(&path, version, line, column, "x")?;
        client.findings(version)?;
        if at >= WARM_UP {
            changes.push(start.elapsed());
        }
    }
    let peak = client.peak();
    client.end()?;
    changes.sort_unstable();
    Ok(Measured {
        name: name.to_owned(),
        lines: lines.len(),
        changes,
        first,
        all,
        peak,
    })
}

impl Measured {
    fn print(&self) {
        let at = |percent| milliseconds(percentile(&self.changes, percent));
        let peak = self
            .peak
            .map_or_else(|| "-".to_owned(), |peak| format!("{:.1}", megabytes(peak)));
        println!(
            "  {:<28}{:>7}{:>9.2}{:>9.2}{:>9.2}{:>11.0}{:>11.0}{:>10}",
            self.name,
            self.lines,
            at(50),
            at(95),
            at(99),
            milliseconds(self.first),
            milliseconds(self.all),
            peak,
        );
    }
}

/// Returns the value that so many of a hundred do not exceed, by the nearest rank.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LARGE, large, percentile};

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&values, 50), Duration::from_millis(100));
        assert_eq!(percentile(&values, 95), Duration::from_millis(190));
        assert_eq!(percentile(&values[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }

    #[test]
    fn the_large_plan_is_large_and_repeats_no_number() {
        let plan = large();
        let phases: Vec<&str> = plan
            .text
            .lines()
            .filter(|it| it.starts_with("### Phase "))
            .collect();
        assert!(plan.text.lines().count() >= LARGE);
        assert!(phases.len() > 100, "{}", phases.len());
        assert!(phases[99].starts_with("### Phase 100:"), "{}", phases[99]);
    }
}
