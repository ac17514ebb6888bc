//! `tip context`.

use tip_report::{context, escape};
use tip_work::{Loaded, pack};

use super::VERSION;
use crate::Answer;
use crate::args::ContextArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ContextArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let (name, phase) = place.split(&args.plan);
    let snapshot = place.open_for(name)?;
    let entry = snapshot.find(name, &place.cwd)?;
    let loaded = Loaded::read(&snapshot, entry)?;
    let tokens = args.tokens.map(|it| it as usize);
    let pack = pack::of_phase(&snapshot, &loaded, phase, tokens)?;
    if args.json {
        output.line(&context::json(&loaded.entry.name, &pack, VERSION))?;
        return Ok(Answer::Yes);
    }
    output.line(&escape::terminal(&pack.text))?;
    if !pack.left_out.is_empty() {
        let left_out = pack.left_out.join(", ");
        output.note(&format!(
            "{} tokens had no room for {left_out}: `--tokens` gives more",
            tokens.unwrap_or(pack::TOKENS)
        ));
    }
    Ok(Answer::Yes)
}
