//! What commands that write into a plan have in common: the change is made, and what was done is said.

use tip_report::change::{self, ChangeReport};
use tip_syntax::{Kept, Source};
use tip_work::{Opened, Planned, Way};

use super::VERSION;
use crate::Answer;
use crate::args::{ForceArgs, WriteArgs};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Changes of plans as the command line makes them.
pub(super) trait Change: Sized {
    /// Plans a change and makes it.
    fn change(
        self,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
        plan: impl FnMut(&mut Self) -> Result<Planned, Failure>,
    ) -> Result<Answer, Failure>;

    /// Makes a change that is planned; where the file was changed since it was read, the change is planned again.
    fn change_as(
        self,
        planned: Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
        plan: impl FnMut(&mut Self) -> Result<Planned, Failure>,
    ) -> Result<Answer, Failure>;

    /// Tells what is in the way of a change that nobody asked for yet.
    fn tell(
        &self,
        planned: &Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
    ) -> Result<Answer, Failure>;
}

impl Change for Opened {
    fn change(
        mut self,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
        mut plan: impl FnMut(&mut Self) -> Result<Planned, Failure>,
    ) -> Result<Answer, Failure> {
        let planned = plan(&mut self)?;
        self.change_as(planned, write, place, output, plan)
    }

    fn change_as(
        self,
        planned: Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
        plan: impl FnMut(&mut Self) -> Result<Planned, Failure>,
    ) -> Result<Answer, Failure> {
        self.settle(planned, place, plan, |opened, planned| {
            make(opened, planned, write, place, output)
        })
    }

    fn tell(
        &self,
        planned: &Planned,
        write: WriteArgs,
        place: &Place,
        output: &mut Output,
    ) -> Result<Answer, Failure> {
        let path = place.shown(&self.snapshot.root().join(self.path()));
        let report = ChangeReport {
            version: VERSION,
            path: if write.json {
                self.path()
            } else {
                path.as_str()
            },
            written: false,
            done: &planned.done,
            obstacles: &planned.obstacles,
            source: &self.text_after(planned)?,
        };
        if write.json {
            output.write(&change::json(&report))?;
        } else {
            let mut text = String::new();
            change::write_obstacles(&report, &output.terminal(), &mut text)?;
            output.write(&text)?;
        }
        Ok(Answer::Yes)
    }
}

/// Makes a change, or says what is in the way.
pub(super) fn make(
    opened: &Opened,
    planned: &Planned,
    write: WriteArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let way = if write.diff { Way::Look } else { Way::Write };
    let made = opened.make(planned, way, place)?;
    let source = Kept::whole(&Source::from_bytes(made.after.clone()));
    let path = place.shown(&opened.snapshot.root().join(opened.path()));
    let report = ChangeReport {
        version: VERSION,
        path: if write.json {
            opened.path()
        } else {
            path.as_str()
        },
        written: made.written,
        done: &planned.done,
        obstacles: &planned.obstacles,
        source: &source,
    };
    if write.json {
        output.write(&change::json(&report))?;
    } else if !made.is_free {
        let mut text = String::new();
        let terminal = output.terminal();
        change::write_obstacles(&report, &terminal, &mut text)?;
        let head = if planned.says_so_already() {
            format!("`{path}` says so already, but this speaks against it:")
        } else {
            format!("`{path}` stays as it is; in the way:")
        };
        output.line(&format!("{head}\n{text}"))?;
    } else if write.diff {
        let before = opened.doc().source().bytes();
        super::change::show(path.as_str(), before, &made.after, output)?;
    } else {
        let mut text = String::new();
        change::write(&report, &output.terminal(), &mut text)?;
        output.write(&text)?;
    }
    if !write.json {
        for hint in &planned.hints {
            output.hint(hint);
        }
    }
    if made.written && planned.unfilled > 0 && !write.json {
        output.hint(&format!(
            "fill in what stands in brackets, then `tip check {path}`"
        ));
    }
    Ok(if made.is_free {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Returns the reason for which somebody lets pass what is in the way.
pub(super) fn because(force: &ForceArgs) -> Option<&str> {
    force.because.as_deref().filter(|_| force.force)
}
