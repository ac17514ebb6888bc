//! `tip verify --watch`.

use std::collections::{BTreeMap, BTreeSet};

use tip_ledger::{Digest, Evidence, Outcome};
use tip_report::{escape, verify};
use tip_run::{Interrupt, Report, RunPhase, SignalListener};
use tip_work::verify::{Picked, environment};
use tip_work::watch::{Changes, Told};
use tip_workspace::{CONFIG_FILE, InputState};

use super::{Round, inputs, pick_for};
use crate::Answer;
use crate::args::{VerifyArgs, VerifyFormat};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// Runs what was picked, and after every change what it touches, until somebody ends it.
pub(super) fn run(
    args: &VerifyArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let root = pick_for(args, place)?.snapshot.root().to_path_buf();
    // From here on nothing is missed: what changes while something runs is taken up after it.
    let changes = Changes::below(&root)?;
    let interrupt = Interrupt::default();
    let _listener = SignalListener::telling(&interrupt, changes.ender())?;
    let mut watched = Watched::default();
    let mut answer = Answer::Yes;
    loop {
        match watched.look(args, place) {
            Ok(Some((picked, now, files))) => {
                if watched.last.is_none() {
                    output.clear()?;
                } else if args.format == VerifyFormat::Human {
                    output.line(&head(&files))?;
                }
                let round = watched.round(args, (picked, now), &interrupt, place, output);
                match round.and_then(|answer| answer) {
                    Ok(it) => answer = it,
                    Err(failure) if interrupt.is_raised() => return Err(failure),
                    Err(failure) => {
                        output.failure(&failure);
                        answer = Answer::No;
                    }
                }
                // Whoever is told that nothing more comes has all of the answer.
                output.flush()?;
                output.note("waiting for changes; Ctrl-C ends it");
            }
            Ok(None) => output.detail("nothing that counts has changed"),
            // What cannot be read now may be mended by the next change.
            Err(failure) => output.failure(&failure),
        }
        if changes.wait()? == Told::Enough {
            return Ok(answer);
        }
    }
}

/// What is known of the runs until now.
#[derive(Default)]
struct Watched {
    /// What decided the last run.
    last: Option<Moment>,
    /// The inputs that changed while it ran.
    during: BTreeSet<String>,
    /// The inputs that changed while it ran and while the one before ran: commands write them each time.
    habits: BTreeSet<String>,
    /// What did not pass, which stands while its key is the same.
    earlier: Vec<Evidence>,
}

/// What decides whether something is to be run, at one moment.
struct Moment {
    asked: Asked,
    /// What is written where criteria stand, and what they are read by.
    texts: BTreeMap<String, Vec<u8>>,
    inputs: InputState,
}

/// What criteria ask, without what their boxes show.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    environment: Digest,
    plans: Vec<AskedPlan>,
}

/// What the criteria of one plan ask.
#[derive(Debug, PartialEq, Eq)]
struct AskedPlan {
    phases: Vec<RunPhase>,
    /// Of each criterion its phase, what it asks, and whether it can be run.
    items: Vec<(usize, Digest, bool)>,
}

impl Moment {
    fn of(picked: &Picked, place: &Place) -> Result<Self, Failure> {
        let snapshot = &picked.snapshot;
        let plans = picked.runs.iter().map(|run| {
            let items = run.items.iter();
            let items = items.map(|it| (it.phase, it.subject.digest(), it.not_run.is_none()));
            AskedPlan {
                phases: run.phases.clone(),
                items: items.collect(),
            }
        });
        let files = picked.runs.iter().zip(&picked.files);
        let texts = files.map(|(run, (doc, _))| (run.plan.clone(), doc.source().bytes().to_vec()));
        let mut texts: BTreeMap<String, Vec<u8>> = texts.collect();
        let config = place.read(&snapshot.root().join(CONFIG_FILE))?;
        texts.extend(config.map(|it| (CONFIG_FILE.to_owned(), it)));
        Ok(Self {
            asked: Asked {
                environment: environment(snapshot, place).digest,
                plans: plans.collect(),
            },
            texts,
            inputs: inputs(picked).look()?,
        })
    }

    /// Returns whether something is to be run that was not at the moment `last`, since which the inputs `changed` have changed.
    ///
    /// `habits` are files that commands write each time: they would never let it come to rest.
    fn is_due(&self, last: &Self, changed: &[String], habits: &BTreeSet<String>) -> bool {
        // Boxes that a run has moved itself may make a phase ready; only what somebody else writes is a change.
        let asks_otherwise = self.texts != last.texts && self.asked != last.asked;
        asks_otherwise || changed.iter().any(|it| !habits.contains(it))
    }
}

impl Watched {
    /// Returns what is to be run now, and which files changed since the last time; `None` if nothing is stale.
    fn look(
        &self,
        args: &VerifyArgs,
        place: &Place,
    ) -> Result<Option<(Picked, Moment, Vec<String>)>, Failure> {
        let picked = pick_for(args, place)?;
        let now = Moment::of(&picked, place)?;
        let Some(last) = &self.last else {
            return Ok(Some((picked, now, Vec::new())));
        };
        let mut changed = last.inputs.differences(&now.inputs);
        if !now.is_due(last, &changed, &self.habits) {
            return Ok(None);
        }
        changed.retain(|it| !self.habits.contains(it));
        let texts = now.texts.iter();
        let texts = texts.filter(|(path, text)| last.texts.get(*path) != Some(*text));
        changed.extend(texts.map(|(path, _)| path.clone()));
        let root = picked.snapshot.root();
        let changed = changed.iter().map(|it| place.shown(&root.join(it)));
        let changed = changed.map(camino::Utf8PathBuf::into_string).collect();
        Ok(Some((picked, now, changed)))
    }

    fn round(
        &mut self,
        args: &VerifyArgs,
        (mut picked, now): (Picked, Moment),
        interrupt: &Interrupt,
        place: &Place,
        output: &mut Output,
    ) -> Result<Result<Answer, Failure>, Failure> {
        let round = Round {
            interrupt,
            fresh: args.fresh && self.last.is_none(),
            only_ran: self.last.is_some(),
            earlier: &self.earlier,
        };
        let ended = round.run(args, &mut picked, place, output);
        let now = self.last.insert(now);
        let ended = ended?;
        now.texts.extend(ended.written);
        self.earlier = what_stands(&ended.report);
        let after = inputs(&picked).anew().look()?;
        let during = now.inputs.differences(&after).into_iter().collect();
        let habits = &during & &self.during;
        for path in habits.difference(&self.habits) {
            output.note(&format!(
                "`{path}` changes whenever this runs, so a change of it starts nothing"
            ));
        }
        (self.during, self.habits) = (during, habits);
        Ok(ended.answer)
    }
}

/// How many files that changed are named.
const MOST_NAMED: usize = 3;

/// Says when something changed, and what.
fn head(changed: &[String]) -> String {
    let now = verify::moment(tip_run::wall_clock());
    let time = now.get(11..19).unwrap_or_default();
    let named: Vec<&str> = changed
        .iter()
        .take(MOST_NAMED)
        .map(String::as_str)
        .collect();
    let more = match changed.len().checked_sub(MOST_NAMED) {
        Some(count) if count > 0 => format!(" and {count} more"),
        _ => String::new(),
    };
    let named = named.join(", ");
    format!("\n{time} UTC  {}{more} changed", escape::line(&named))
}

/// Returns what came of criteria that need no other try while nothing changes; what passed is in the ledger.
fn what_stands(report: &Report) -> Vec<Evidence> {
    let evidence = report.all().filter_map(|(_, it)| it.evidence());
    let stands = |it: &&Evidence| {
        matches!(it.outcome, Outcome::Failed | Outcome::Undecided) && !it.changed_inputs
    };
    evidence.filter(stands).cloned().collect()
}

#[cfg(test)]
mod tests {
    use tip_ledger::DigestBuilder;

    use super::*;

    fn moment(plan: &str, asked: &str) -> Moment {
        let digest = |text: &str| {
            let mut builder = DigestBuilder::default();
            builder.field(text.as_bytes());
            builder.finish()
        };
        Moment {
            asked: Asked {
                environment: digest(""),
                plans: vec![AskedPlan {
                    phases: Vec::new(),
                    items: vec![(0, digest(asked), true)],
                }],
            },
            texts: BTreeMap::from([("a.md".to_owned(), plan.into())]),
            inputs: InputState::default(),
        }
    }

    #[test]
    fn a_changed_input_makes_a_run_due_unless_commands_write_it_each_time() {
        let (last, now) = (moment("p", "q"), moment("p", "q"));
        let habits = BTreeSet::from(["log".to_owned()]);
        let is_due = |changed: &[&str]| {
            let changed: Vec<String> = changed.iter().map(|it| (*it).to_owned()).collect();
            now.is_due(&last, &changed, &habits)
        };
        assert!(!is_due(&[]));
        assert!(!is_due(&["log"]));
        assert!(is_due(&["log", "src/a"]));
    }

    #[test]
    fn of_a_plan_what_it_asks_makes_a_run_due_and_neither_words_nor_own_ticks() {
        let last = moment("p", "q");
        let is_due = |plan, asked| moment(plan, asked).is_due(&last, &[], &BTreeSet::new());
        assert!(is_due("other", "other"));
        assert!(!is_due("other words", "q"));
        // A tick that the run wrote itself made another phase ready.
        assert!(!is_due("p", "q and more"));
    }
}
