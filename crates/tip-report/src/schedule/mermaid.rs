//! A schedule as a Gantt chart of Mermaid.

use std::fmt::Write as _;

use super::ScheduleView;
use crate::layout::short_title;
use crate::mermaid::bare;

/// The seconds that stand for a day of work where no dates are known.
const SECONDS_A_DAY: i64 = 86_400;

/// Renders a schedule as a Gantt chart.
///
/// Without a first day the axis counts days from 1.
pub fn mermaid(view: &ScheduleView<'_>) -> String {
    let mut out = String::from("gantt\n");
    match view.start {
        Some(_) => out.push_str("    dateFormat YYYY-MM-DD\n"),
        None => out.push_str("    dateFormat X\n    axisFormat %-j\n"),
    }
    for plan in &view.graph.plans {
        if plan.phases.is_empty() {
            continue;
        }
        let title = plan
            .title
            .as_deref()
            .map_or(plan.name.as_str(), short_title);
        let _ = writeln!(out, "    section {}", bare(title));
        for at in plan.phases.clone() {
            let phase = &view.graph.phases[at];
            let it = &view.schedule.phases[at];
            let mut tags = Vec::new();
            if phase.state.is_over() {
                tags.push("done".to_owned());
            } else {
                if it.is_critical {
                    tags.push("crit".to_owned());
                }
                if it.minutes == 0 {
                    tags.push("milestone".to_owned());
                }
            }
            tags.push(format!("n{at}"));
            let (start, finish) = (it.assignment.start, it.assignment.finish);
            let seconds = |minutes: i64| minutes * SECONDS_A_DAY / tip_forecast::MINUTES_A_DAY;
            let dates = view.day_of_start(start).zip(view.day_of_finish(finish));
            if let Some((first, last)) = dates {
                // The end of a task is the day after its last one.
                let end = last.tomorrow().unwrap_or(last).max(first);
                tags.push(first.to_string());
                tags.push(end.to_string());
            } else {
                tags.push(seconds(start).to_string());
                tags.push(seconds(finish).to_string());
            }
            let name = bare(&format!("{} {}", phase.handle, phase.title));
            let _ = writeln!(out, "    {name} :{}", tags.join(", "));
        }
    }
    out
}
