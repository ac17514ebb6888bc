//! `tip schedule`.

use tip_forecast::{Schedule, ScheduleOptions};
use tip_report::schedule::{self, ScheduleView};

use super::VERSION;
use super::foresee::foresee;
use super::load::all_read;
use crate::Answer;
use crate::args::{ChartFormat, ScheduleArgs};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &ScheduleArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let format = if args.json {
        ChartFormat::Json
    } else {
        args.format
    };
    let for_people = format != ChartFormat::Json;
    let foreseen = foresee(&args.plans, &repository, for_people, place, output)?;
    let effort = &repository.snapshot.config().effort;
    let options = ScheduleOptions {
        people: args.people.or(effort.people),
        as_written: args.as_written,
    };
    let schedule = Schedule::new(&foreseen.graph, options);
    let view = ScheduleView {
        graph: &foreseen.graph,
        schedule: &schedule,
        as_written: args.as_written,
        start: args.start,
        calendar: &effort.calendar,
    };
    let terminal = output.terminal();
    match format {
        ChartFormat::Text => output.write(&schedule::render(&view, &terminal))?,
        ChartFormat::Svg => output.write(&schedule::svg(&view))?,
        ChartFormat::Mermaid => output.write(&schedule::mermaid(&view))?,
        ChartFormat::Json => output.line(&schedule::json(&view, VERSION))?,
    }
    if for_people {
        for note in schedule::notes(&foreseen.graph, &schedule) {
            output.note(&note);
        }
    }
    all_read(foreseen.troubles)?;
    let is_sound = schedule.network.cycles().is_empty() && !foreseen.graph.phases.is_empty();
    Ok(if is_sound { Answer::Yes } else { Answer::No })
}
