//! `tip accept`.

use tip_drift::History;
use tip_report::change::Done;
use tip_work::{Opened, Planned, unit_id};

use super::edit::{self, Change};
use crate::Answer;
use crate::args::AcceptArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &AcceptArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let opened = if args.plan.contains('#') {
        let mut opened = Opened::things(std::slice::from_ref(&args.plan), place)?;
        opened
            .pop()
            .ok_or_else(|| Failure::internal("no plan was opened"))?
    } else {
        Opened::plan(&args.plan, place, |plan| !plan.references.is_empty())?
    };
    let history = History::open(opened.snapshot.root())?;
    let head = history.revision("HEAD")?;
    let who = history.user().ok_or_else(|| {
        Failure::user("nobody is known to git here: the plan could not say by whom")
            .hint("`git config user.name NAME`")
    })?;
    let today = opened.snapshot.system().today();
    let reason = match today {
        Some(today) => format!("by {who}, {today}"),
        None => format!("by {who}"),
    };
    let head = head.to_string();
    let planned = |opened: &Opened| plan(opened, args, &head, &reason);
    if args.lines.is_empty() {
        return opened.change(args.write, place, output, |it| planned(it));
    }
    // A line is not what it was when others wrote above it.
    edit::make(&opened, &planned(&opened)?, args.write, place, output)
}

fn plan(opened: &Opened, args: &AcceptArgs, head: &str, reason: &str) -> Result<Planned, Failure> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let mut lines = args.lines.clone();
    let last = doc.source().lines().len();
    if let Some(line) = lines.iter().find(|it| **it == 0 || **it as usize > last) {
        return Err(
            Failure::user(format!("`{}` has no line {line}", opened.path()))
                .hint(format!("its lines are 1 to {last}")),
        );
    }
    for target in &opened.targets {
        lines.extend(lines_of(opened, target));
    }
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() && !opened.targets.is_empty() {
        return Err(Failure::user(format!("`{}` refers to nothing", args.plan)));
    }
    let edits = tip_edit::accept(doc, plan, &lines, head, reason).ok_or_else(|| {
        Failure::user("a line in a code block, a table or the front matter cannot bear a comment")
            .hint("accept the whole plan")
    })?;
    Ok(Planned {
        edits,
        done: vec![Done {
            verb: "accepted".to_owned(),
            what: format!("at {head}"),
            id: None,
            line: lines.first().copied().unwrap_or(1),
            text: reason.to_owned(),
            changed: true,
            is_answer: false,
        }],
        ..Planned::default()
    })
}

/// Returns the lines of the references within a thing.
fn lines_of(opened: &Opened, target: &tip_workspace::TargetKind) -> Vec<u32> {
    let (doc, plan) = (opened.doc(), opened.plan_read());
    let span = match target {
        tip_workspace::TargetKind::Unit(at) => plan.unit(unit_id(*at)).span,
        tip_workspace::TargetKind::CheckBox(at) => plan.boxes[*at].text,
    };
    let within = plan.references.iter().filter(|it| span.contains(it.span));
    within.map(|it| doc.line(it.path_span)).collect()
}
