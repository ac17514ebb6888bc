//! `tip graph`.

use tip_forecast::{Schedule, ScheduleOptions};
use tip_report::graph::{self, GraphView};
use tip_report::schedule::faults;

use super::VERSION;
use super::foresee::foresee;
use super::load::all_read;
use crate::Answer;
use crate::args::{GraphArgs, GraphFormat};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &GraphArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let format = if args.json {
        GraphFormat::Json
    } else {
        args.format
    };
    let for_people = format != GraphFormat::Json;
    let foreseen = foresee(&args.plans, &repository, for_people, place, output)?;
    let graph = &foreseen.graph;
    let view = GraphView {
        graph,
        as_written: args.as_written,
    };
    let terminal = output.terminal();
    match format {
        GraphFormat::Text => output.write(&graph::render(&view, &terminal))?,
        GraphFormat::Svg => output.write(&graph::svg(&view))?,
        GraphFormat::Mermaid => output.write(&graph::mermaid(&view))?,
        GraphFormat::Dot => output.write(&graph::dot(&view))?,
        GraphFormat::Json => output.line(&graph::json(&view, VERSION))?,
    }
    let options = ScheduleOptions {
        as_written: args.as_written,
        people: None,
    };
    let schedule = Schedule::new(graph, options);
    if for_people {
        for note in faults(graph, &schedule) {
            output.note(&note);
        }
    }
    all_read(foreseen.troubles)?;
    let is_sound = schedule.network.cycles().is_empty() && !graph.phases.is_empty();
    Ok(if is_sound { Answer::Yes } else { Answer::No })
}
