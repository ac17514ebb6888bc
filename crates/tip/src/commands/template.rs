//! `tip template`.

use std::fmt::Write;

use tip_plan::explain;
use tip_report::escape;
use tip_syntax::{Document, Source};

use crate::Answer;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// How many columns of a line of the template are shown beside what was understood.
const SHOWN: usize = 48;

pub(super) fn run(explained: bool, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    if !explained {
        output.write(snapshot.template())?;
        return Ok(Answer::Yes);
    }
    let doc = Document::from_source(Source::from_text(snapshot.template()));
    let mut text = String::new();
    for line in explain(&doc, snapshot.schema()) {
        let written = cut(&line.text);
        writeln!(
            text,
            "{:>4}  {:<SHOWN$}  {}",
            line.line,
            escape::line(&written),
            escape::line(&line.what)
        )?;
    }
    output.write(&text)?;
    Ok(Answer::Yes)
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN - 1).collect();
    format!("{head}…")
}
