//! What is generated: schemas, completions and manual pages.

use camino::Utf8Path;
use tip_report::{context, impact, json, plan_json, report, trace, verify};

use crate::Answer;
use crate::args::SchemaOf;
use crate::error::Failure;
use crate::examples;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn schema(of: SchemaOf, output: &mut Output) -> Result<Answer, Failure> {
    let schema = match of {
        SchemaOf::Plan => plan_json::plan_schema(),
        SchemaOf::Check => json::check_schema(),
        SchemaOf::Impact => impact::schema(),
        SchemaOf::Trace => trace::schema(),
        SchemaOf::Report => report::schema(),
        SchemaOf::Verify => verify::schema(),
        SchemaOf::Context => context::schema(),
    };
    let text = serde_json::to_string_pretty(&schema).map_err(Failure::internal)?;
    output.line(&text)?;
    Ok(Answer::Yes)
}

pub(super) fn completions(
    shell: clap_complete::Shell,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut examples::command(), "tip", &mut bytes);
    output.write(&String::from_utf8_lossy(&bytes))?;
    Ok(Answer::Yes)
}

pub(super) fn man(
    directory: Option<&Utf8Path>,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let mut command = examples::command();
    let Some(directory) = directory else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output.write(&String::from_utf8_lossy(&page))?;
        return Ok(Answer::Yes);
    };
    let directory = place.cwd.join(directory);
    command.build();
    clap_mangen::generate_to(command, &directory)
        .map_err(|error| Failure::user(format!("cannot write into `{directory}`: {error}")))?;
    Ok(Answer::Yes)
}
