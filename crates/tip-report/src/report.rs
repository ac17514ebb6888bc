//! The state of a set of plans on one page: what one shows when people meet to talk about them.

mod burn_up;

mod concerns;

mod html;

mod json;

mod text;

use tip_forecast::{Date, EstimateSource, Phase};
use tip_plan::{Progress, Stage};

use crate::conflicts::{ChangingPlan, Conflict};
use crate::drift::{Commit, Reference};
use crate::forecast::{ForecastView, LEVELS, days};
use crate::layout::{counted, short_title};
use crate::{NextPlan, PlanSummary, StageBasis};

pub use burn_up::{BurnPoint, BurnUp};
pub use concerns::{Concerns, Question, Risk};
pub use html::html;
pub use json::{json, schema};
pub use text::render;

/// The state of a set of plans.
#[derive(Clone, Copy, Debug)]
pub struct ReportView<'a> {
    /// The day that it is made for.
    pub date: Option<Date>,
    /// The last commit, where there is one.
    pub commit: Option<&'a Commit>,
    /// The plans.
    pub plans: &'a [ReportedPlan],
    /// How many more plans are over, and left out.
    pub left_out: usize,
    /// How much was done by when.
    pub burn_up: &'a BurnUp,
    /// When all may be done.
    pub forecast: ForecastView<'a>,
    /// The references that no longer lead to what they led to; `None` without a history.
    pub stale: Option<&'a [Reference]>,
    /// The files that several of the plans mean to change.
    pub conflicts: &'a [Conflict],
    /// The plans that these speak of.
    pub changing: &'a [ChangingPlan],
}

/// A plan and what is to be said of it.
#[derive(Clone, Debug)]
pub struct ReportedPlan {
    /// The plan in small.
    pub summary: PlanSummary,
    /// Who changed it last, and on which day.
    pub changed: Option<(String, String)>,
    /// What can be worked on.
    pub next: NextPlan,
    /// Its risks and its open questions.
    pub concerns: Concerns,
}

impl ReportedPlan {
    /// Returns what it is called.
    fn title(&self) -> &str {
        let title = self.summary.title.as_deref();
        title.map_or(self.summary.name.as_str(), short_title)
    }
}

impl ReportView<'_> {
    /// Returns what the report is about.
    fn title(&self) -> String {
        match self.plans {
            [only] => only.title().to_owned(),
            plans => counted(plans.len(), "plan"),
        }
    }

    /// Returns how many plans stand where, in words: `2 in_progress`.
    fn stages(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |word: &str, is: &dyn Fn(&PlanSummary) -> bool| {
            let count = self.plans.iter().filter(|it| is(&it.summary)).count();
            if count > 0 {
                words.push(format!("{count} {}", word.replace('_', " ")));
            }
        };
        for stage in Stage::ALL {
            add(stage.word(), &|it| {
                it.stage == stage && it.basis == StageBasis::Told
            });
        }
        add("not begun", &|it| it.basis == StageBasis::NotBegun);
        add("seems built", &|it| it.basis == StageBasis::SeemsBuilt);
        add("unknown", &|it| it.basis == StageBasis::Unknown);
        words
    }

    /// Returns how much of all is done; boxes, and phases of plans without boxes.
    fn progress(&self) -> Progress {
        let mut all = Progress::default();
        for plan in self.plans {
            all.done += plan.summary.progress.done;
            all.total += plan.summary.progress.total;
        }
        all
    }

    /// Returns a time of work from the first day on, as a date where a day is given.
    fn when(&self, minutes: f64) -> String {
        match (self.forecast.start, self.forecast.day(minutes)) {
            (Some(_), Some(day)) => day.to_string(),
            (Some(_), None) => "beyond all calendars".to_owned(),
            (None, _) => format!("{} days", days(minutes)),
        }
    }

    /// Returns whether anything is left to forecast.
    fn is_foreseeable(&self) -> bool {
        !self.forecast.by_weight().is_empty()
    }

    /// Says why little can be made of the forecast: efforts that nobody wrote, plans that seem to be built.
    fn caution(&self) -> Option<String> {
        let open: Vec<&Phase> = {
            let phases = self.forecast.graph.phases.iter();
            phases.filter(|it| !it.state.is_over()).collect()
        };
        let guessed = open
            .iter()
            .filter(|it| it.estimate.source == EstimateSource::Table)
            .count();
        let plans = self.plans.iter();
        let built = plans
            .filter(|it| it.summary.basis == StageBasis::SeemsBuilt)
            .count();
        let mut words = Vec::new();
        if guessed > 0 && guessed * 2 >= open.len() {
            words.push(format!(
                "{guessed} of {} say nothing of their effort",
                counted(open.len(), "open phase")
            ));
        }
        if built > 0 {
            let seem = if built == 1 { "seems" } else { "seem" };
            words.push(format!(
                "{} {seem} to be built already",
                counted(built, "plan")
            ));
        }
        (self.is_foreseeable() && !words.is_empty()).then(|| words.join("; "))
    }

    /// Returns when all may be done, by the levels that are told.
    fn levels(&self) -> Vec<(u32, String)> {
        let all = &self.forecast.forecast.all;
        LEVELS
            .iter()
            .map(|level| (*level, self.when(all.quantile(f64::from(*level) / 100.0))))
            .collect()
    }

    /// Returns when a plan is done four times of five; nothing where nothing of it is left, or it tells nothing of its work.
    fn p80_of(&self, plan: usize) -> Option<String> {
        let graph = self.forecast.graph;
        let seems_built = |it: &ReportedPlan| it.summary.basis == StageBasis::SeemsBuilt;
        if self.plans.get(plan).is_some_and(seems_built) {
            return None;
        }
        let mut phases = graph.phases[graph.plans.get(plan)?.phases.clone()].iter();
        phases.find(|it| !it.state.is_over())?;
        let durations = match graph.plans.as_slice() {
            [_] => &self.forecast.forecast.all,
            _ => self.forecast.forecast.plans.get(plan)?,
        };
        Some(self.when(durations.quantile(0.8)))
    }

    /// Returns all risks with the plans that they stand in, the gravest first.
    fn risks(&self) -> Vec<(&ReportedPlan, &Risk)> {
        let plans = self.plans.iter();
        let mut risks: Vec<_> = plans
            .flat_map(|plan| plan.concerns.risks.iter().map(move |it| (plan, it)))
            .collect();
        // What bears no level stands between medium and low.
        risks.sort_by_key(|(_, it)| it.weight());
        risks
    }

    fn questions(&self) -> impl Iterator<Item = (&ReportedPlan, &Question)> {
        let plans = self.plans.iter();
        plans.flat_map(|plan| plan.concerns.questions.iter().map(move |it| (plan, it)))
    }
}

/// Returns how much is done in words: `34 of 80 (42%)`.
fn done_in_words(progress: Progress) -> String {
    let Progress { done, total } = progress;
    format!("{done} of {total} ({}%)", percent(progress))
}

/// Returns how much is done of a hundred; 100 only when all is.
fn percent(progress: Progress) -> u32 {
    let Progress { done, total } = progress;
    u32::try_from(u64::from(done) * 100 / u64::from(total.max(1))).unwrap_or(100)
}
