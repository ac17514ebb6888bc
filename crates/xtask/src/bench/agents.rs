//! What the server for agents costs: the time of a call, and the tokens of an answer beside those of the plan read whole.
//!
//! It is asked in repositories that are there, whose plans somebody wrote: made-up ones have no long and short phases as people make them.

mod client;

use std::fs;
use std::time::Duration;

use anyhow::Result;
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use self::client::{Client, plans};
use super::report::{median, milliseconds};

/// How often each call is made.
const ROUNDS: usize = 100;

/// Plans that have fewer characters cost little whole.
const LONG: usize = 20_000;

/// So many characters count as a token.
const CHARACTERS_PER_TOKEN: usize = 4;

/// Asks the server in each repository, and prints the tables.
pub(super) fn run(tip: &Utf8Path, repositories: &[Utf8PathBuf], quick: bool) -> Result<()> {
    let rounds = if quick { ROUNDS / 10 } else { ROUNDS };
    let mut packs = Vec::new();
    for root in repositories {
        calls(tip, root, rounds)?;
        packs.extend(long_plans(tip, root)?);
    }
    print_packs(&mut packs);
    Ok(())
}

/// Measures each call, in one repository.
fn calls(tip: &Utf8Path, root: &Utf8Path, rounds: usize) -> Result<()> {
    let mut client = Client::start(tip, root)?;
    let listed = client.ask("tools/list", &json!({}))?;
    println!("\n{root}, {rounds} rounds");
    println!("  list of tools: {} bytes", listed.to_string().len());
    println!("  start: {:.1} ms", milliseconds(client.start));
    let ready = client.call("next", &json!({}))?.0;
    let Some(plan) = ready["plans"][0]["plan"].as_str() else {
        println!("  nothing is ready in any plan");
        return client.end();
    };
    let one = json!({ "plan": plan });
    let all = json!({});
    let tools = [
        ("read", &one),
        ("next", &one),
        ("drift", &one),
        ("check", &one),
        ("context", &one),
        ("foresee", &one),
        ("next", &all),
        ("foresee", &all),
        ("drift", &all),
        ("check", &all),
    ];
    println!(
        "  {:<10}{:<8}{:>10}{:>9}{:>9}",
        "call", "of", "first ms", "p50 ms", "p95 ms"
    );
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); tools.len()];
    // In turns, so that a busy machine slows all of them.
    for _ in 0..=rounds {
        for ((tool, wish), times) in tools.iter().zip(&mut times) {
            times.push(client.call(tool, wish)?.1);
        }
    }
    for ((tool, wish), mut times) in tools.iter().zip(times) {
        let first = times.remove(0);
        times.sort_unstable();
        let of = if wish.get("plan").is_some() {
            "one"
        } else {
            "all"
        };
        let at =
            |percent: usize| milliseconds(times[(times.len() * percent / 100).min(rounds - 1)]);
        println!(
            "  {tool:<10}{of:<8}{:>10.1}{:>9.2}{:>9.2}",
            milliseconds(first),
            at(50),
            at(95)
        );
    }
    client.end()
}

/// What a plan costs whole, and what the first phase that is ready in it does, in characters.
struct Pack {
    plan: String,
    whole: usize,
    text: usize,
    /// With all that is around the text.
    answer: usize,
}

/// Asks what the next phase of each long plan needs.
fn long_plans(tip: &Utf8Path, root: &Utf8Path) -> Result<Vec<Pack>> {
    let mut client = Client::start(tip, root)?;
    let mut packs = Vec::new();
    for plan in plans(tip, root)? {
        let files = plan["files"].as_array().into_iter().flatten();
        let files = files.filter_map(Value::as_str);
        let texts = files.filter_map(|it| fs::read_to_string(root.join(it)).ok());
        let whole = texts.map(|it| it.chars().count()).sum();
        if whole < LONG {
            continue;
        }
        let name = plan["plan"].as_str().unwrap_or_default();
        let Ok((answer, _)) = client.call("context", &json!({ "plan": name })) else {
            continue;
        };
        packs.push(Pack {
            plan: name.to_owned(),
            whole,
            text: answer["text"].as_str().map_or(0, |it| it.chars().count()),
            answer: answer.to_string().chars().count(),
        });
    }
    client.end()?;
    Ok(packs)
}

#[expect(clippy::cast_precision_loss, reason = "plans are short")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole as f64
}

fn print_packs(packs: &mut [Pack]) {
    if packs.is_empty() {
        println!("\nno plan has {LONG} characters and something ready");
        return;
    }
    packs.sort_by(|a, b| share(b.text, b.whole).total_cmp(&share(a.text, a.whole)));
    println!("\nwhat the next phase of a plan needs, in tokens");
    println!("  {:>8}{:>9}{:>8}  plan", "whole", "context", "%");
    for it in &*packs {
        println!(
            "  {:>8}{:>9}{:>8.1}  {}",
            it.whole / CHARACTERS_PER_TOKEN,
            it.text / CHARACTERS_PER_TOKEN,
            share(it.text, it.whole),
            it.plan
        );
    }
    let sum = |of: &dyn Fn(&Pack) -> usize| packs.iter().map(of).sum::<usize>();
    let whole = sum(&|it| it.whole);
    println!(
        "  {} plans: text {:.1} % at the median, {:.1} % over all; whole answer {:.1} % and {:.1} %",
        packs.len(),
        median(packs.iter().map(|it| share(it.text, it.whole))),
        share(sum(&|it| it.text), whole),
        median(packs.iter().map(|it| share(it.answer, it.whole))),
        share(sum(&|it| it.answer), whole),
    );
}
