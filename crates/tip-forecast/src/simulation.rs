//! Monte Carlo over the graph of phases.
//!
//! D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar, "Application of a technique for research and development program
//! evaluation", Operations Research 7(5), 1959, asked for the spread of the end; R. M. van Slyke, "Monte Carlo methods and the PERT
//! problem", Operations Research 11(5), 1963, drew it, and how often each activity is critical. Phases of one plan are off together:
//! a Gaussian copula with one factor for each plan, of which the share of the correlation is drawn once a sample (O. Vasicek,
//! "Probability of loss on loan portfolio", KMV, 1987, for its form).
//!
//! Samples are drawn in blocks. Durations are whole seconds, so that sums of them are exact in any order, and what is summed over
//! samples is added up as integers: however the blocks are shared out, the result has the same bits.

use std::ops::Range;

use crate::exponential::{ROUNDER, exp};
use crate::few_people::FewPeople;
use crate::normal::Normal;
use crate::philox::{self, LANES};
use crate::sketch::Sketch;
use crate::{Distribution, EffortTable, Network, PhaseGraph, Schedule, ScheduleOptions};

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastOptions {
    /// How many people work, each on one phase at a time; `None` for as many as find work.
    pub people: Option<u32>,
    /// Whether only what is written counts, and not the order of the text.
    pub as_written: bool,
    /// What the random numbers begin with.
    pub seed: u64,
}

/// Phases that are left, ready to be simulated.
#[derive(Clone, Debug)]
pub struct Model {
    /// The phases that are left, each after all that it waits for.
    activities: Vec<Activity>,
    network: Network,
    /// The random numbers of the factor of each plan, by its position in the graph.
    factors: Vec<u64>,
    /// Whether the ends of plans are told apart.
    tells_plans: bool,
    few: Option<FewPeople>,
    seed: u64,
    normal: Normal,
    /// When all is done if everything takes its median, in seconds: deviations are counted from there.
    expected: f64,
    phases: usize,
}

#[derive(Clone, Copy, Debug)]
struct Activity {
    phase: usize,
    plan: usize,
    /// The logarithm of the median, in seconds; meaningless where nothing is left.
    log_median: f64,
    /// How much of the plan's factor it takes, and how much of its own.
    shared: f64,
    own: f64,
    /// The median, in whole seconds.
    median: f64,
    stream: u64,
}

/// What came up in samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub(crate) total: Sketch,
    pub(crate) plans: Vec<Sketch>,
    pub(crate) phases: Vec<PhaseTally>,
    pub(crate) sum: i128,
    pub(crate) squares: i128,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PhaseTally {
    pub(crate) critical: u64,
    pub(crate) sum: i128,
    pub(crate) squares: i128,
    pub(crate) products: i128,
}

/// Seconds of one activity, or of all, in each sample of a block.
pub(crate) type Lanes = [f64; LANES];

/// No phase takes longer: 2^40 seconds.
const LONGEST: f64 = 1_099_511_627_776.0;

/// Of so many plans the end of each is told.
const MOST_PLANS: usize = 64;

pub(crate) struct Scratch {
    pub(crate) durations: Vec<Lanes>,
    pub(crate) finishes: Vec<Lanes>,
    pub(crate) tails: Vec<Lanes>,
    factors: Vec<Lanes>,
    weights: Lanes,
}

impl Model {
    /// How many samples are drawn at once: what is asked for begins at a multiple of it.
    pub const BLOCK: u64 = LANES as u64;

    /// Makes a model of the phases that are left.
    pub fn new(graph: &PhaseGraph, table: &EffortTable, options: ForecastOptions) -> Self {
        let whole = graph.network_of_rest(options.as_written);
        // What is over takes no time and waits for nothing, so that nothing of it is left.
        let is_left = |at: u32| !graph.phases[at as usize].state.is_over();
        let order: Vec<u32> = whole
            .order()
            .iter()
            .copied()
            .filter(|it| is_left(*it))
            .collect();
        let mut place = vec![u32::MAX; whole.len()];
        for (at, phase) in order.iter().enumerate() {
            place[*phase as usize] = at as u32;
        }
        let mut arcs = Vec::new();
        for phase in &order {
            let before = whole.before(*phase).iter().filter(|it| is_left(**it));
            arcs.extend(before.map(|it| (place[*it as usize], place[*phase as usize])));
        }
        let network = Network::new(order.len(), &arcs);
        let activities: Vec<Activity> = order
            .iter()
            .map(|phase| activity(graph, *phase as usize, table))
            .collect();
        let schedule = ScheduleOptions {
            people: options.people,
            as_written: options.as_written,
        };
        let few = options.people.map(|people| {
            let schedule = Schedule::new(graph, schedule);
            let start = |it: &u32| schedule.phases[*it as usize].assignment.start;
            let mut ranked: Vec<u32> = (0..order.len() as u32).collect();
            ranked.sort_by_key(|at| (start(&order[*at as usize]), *at));
            FewPeople::new(people, &ranked)
        });
        let factors = graph.plans.iter();
        let mut model = Self {
            factors: factors
                .map(|it| philox::stream(&[&it.key, "factor"]))
                .collect(),
            tells_plans: (2..=MOST_PLANS).contains(&graph.plans.len()),
            few,
            seed: options.seed,
            normal: Normal::new(),
            expected: 0.0,
            phases: graph.phases.len(),
            activities,
            network,
        };
        let mut scratch = model.scratch();
        for (at, activity) in model.activities.iter().enumerate() {
            scratch.durations[at] = [activity.median; LANES];
        }
        model.expected = model.pass(&mut scratch)[0];
        model
    }

    /// Draws samples; the first one is a multiple of [`Model::BLOCK`].
    pub fn simulate(&self, samples: Range<u64>) -> Tally {
        let mut tally = self.nothing();
        let mut scratch = self.scratch();
        let mut at = samples.start;
        while at < samples.end {
            let lanes = (samples.end - at).min(Self::BLOCK) as usize;
            self.block(at / Self::BLOCK, lanes, &mut scratch, &mut tally);
            at += Self::BLOCK;
        }
        tally
    }

    /// Returns the tally of no samples.
    pub fn nothing(&self) -> Tally {
        let plans = if self.tells_plans {
            self.factors.len()
        } else {
            0
        };
        Tally {
            total: Sketch::new(),
            plans: (0..plans).map(|_| Sketch::new()).collect(),
            phases: vec![PhaseTally::default(); self.phases],
            sum: 0,
            squares: 0,
        }
    }

    pub(crate) fn expected(&self) -> f64 {
        self.expected
    }

    pub(crate) fn medians(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.activities.iter().map(|it| (it.phase, it.median))
    }

    fn scratch(&self) -> Scratch {
        let lanes = |count: usize| vec![[0.0; LANES]; count];
        Scratch {
            durations: lanes(self.activities.len()),
            finishes: lanes(self.activities.len()),
            tails: lanes(self.activities.len()),
            factors: lanes(self.factors.len()),
            weights: [1.0; LANES],
        }
    }

    fn block(&self, block: u64, lanes: usize, scratch: &mut Scratch, tally: &mut Tally) {
        for (lane, weight) in scratch.weights.iter_mut().enumerate() {
            *weight = f64::from(u8::from(lane < lanes));
        }
        self.draw(block, scratch);
        let ends = self.pass(scratch);
        for end in &ends[..lanes] {
            tally.total.add(*end);
        }
        self.add_plans(lanes, scratch, tally);
        let weights = &scratch.weights;
        let mut off: Lanes = [0.0; LANES];
        for lane in 0..LANES {
            off[lane] = (ends[lane] - self.expected) * weights[lane];
        }
        tally.sum += whole(sum(|lane| off[lane]));
        tally.squares += whole(sum(|lane| off[lane] * off[lane]));
        for (at, activity) in self.activities.iter().enumerate() {
            let (durations, finishes) = (&scratch.durations[at], &scratch.finishes[at]);
            let tails = &scratch.tails[at];
            let it = &mut tally.phases[activity.phase];
            let critical = sum(|lane| {
                let decides = finishes[lane] + tails[lane] >= ends[lane] && durations[lane] > 0.0;
                if decides { weights[lane] } else { 0.0 }
            });
            it.critical += whole(critical).unsigned_abs() as u64;
            let median = activity.median;
            let mut own: Lanes = [0.0; LANES];
            for lane in 0..LANES {
                own[lane] = (durations[lane] - median) * weights[lane];
            }
            it.sum += whole(sum(|lane| own[lane]));
            it.squares += whole(sum(|lane| own[lane] * own[lane]));
            it.products += whole(sum(|lane| own[lane] * off[lane]));
        }
    }

    /// Draws how long everything takes.
    fn draw(&self, block: u64, scratch: &mut Scratch) {
        let mut words = [0; LANES];
        let mut deviates: Lanes = [0.0; LANES];
        for (stream, factor) in self.factors.iter().zip(&mut scratch.factors) {
            philox::fill(self.seed, *stream, block, &mut words);
            for lane in 0..LANES {
                factor[lane] = self.normal.deviate(words[lane]);
            }
        }
        for (activity, durations) in self.activities.iter().zip(&mut scratch.durations) {
            if activity.own == 0.0 && activity.shared == 0.0 {
                *durations = [activity.median; LANES];
                continue;
            }
            philox::fill(self.seed, activity.stream, block, &mut words);
            for lane in 0..LANES {
                deviates[lane] = self.normal.deviate(words[lane]);
            }
            let factor = &scratch.factors[activity.plan];
            for lane in 0..LANES {
                let log = activity.log_median
                    + (activity.shared * factor[lane] + activity.own * deviates[lane]);
                let seconds = exp(log);
                let seconds = if seconds < LONGEST { seconds } else { LONGEST };
                durations[lane] = (seconds + ROUNDER) - ROUNDER;
            }
        }
    }

    /// Goes through the network forwards and backwards, and returns when all is done.
    fn pass(&self, scratch: &mut Scratch) -> Lanes {
        if let Some(few) = &self.few {
            return few.pass(&self.network, scratch);
        }
        let mut ends: Lanes = [0.0; LANES];
        for at in 0..self.activities.len() {
            let mut finish: Lanes = [0.0; LANES];
            for before in self.network.before(at as u32) {
                larger(&mut finish, &scratch.finishes[*before as usize]);
            }
            let durations = &scratch.durations[at];
            for lane in 0..LANES {
                finish[lane] += durations[lane];
            }
            larger(&mut ends, &finish);
            scratch.finishes[at] = finish;
        }
        for at in (0..self.activities.len()).rev() {
            let mut tail: Lanes = [0.0; LANES];
            for after in self.network.after(at as u32) {
                let after = *after as usize;
                let (durations, tails) = (&scratch.durations[after], &scratch.tails[after]);
                for lane in 0..LANES {
                    let way = durations[lane] + tails[lane];
                    tail[lane] = if way > tail[lane] { way } else { tail[lane] };
                }
            }
            scratch.tails[at] = tail;
        }
        ends
    }

    fn add_plans(&self, lanes: usize, scratch: &Scratch, tally: &mut Tally) {
        if !self.tells_plans {
            return;
        }
        let mut ends = vec![[0.0; LANES]; self.factors.len()];
        for (activity, finishes) in self.activities.iter().zip(&scratch.finishes) {
            larger(&mut ends[activity.plan], finishes);
        }
        for (sketch, ends) in tally.plans.iter_mut().zip(&ends) {
            for end in &ends[..lanes] {
                sketch.add(*end);
            }
        }
    }
}

impl Tally {
    /// Adds what came up in other samples of the same model.
    pub fn merge(&mut self, other: &Self) {
        self.total.merge(&other.total);
        for (plan, more) in self.plans.iter_mut().zip(&other.plans) {
            plan.merge(more);
        }
        for (phase, more) in self.phases.iter_mut().zip(&other.phases) {
            phase.critical += more.critical;
            phase.sum += more.sum;
            phase.squares += more.squares;
            phase.products += more.products;
        }
        self.sum += other.sum;
        self.squares += other.squares;
    }
}

fn activity(graph: &PhaseGraph, at: usize, table: &EffortTable) -> Activity {
    let phase = &graph.phases[at];
    let plan = &graph.plans[phase.plan];
    let distribution = Distribution::of(phase, plan, table);
    let seconds = distribution.median * 60.0;
    let correlation = table.correlation.clamp(0.0, 1.0);
    let certain = seconds <= 0.0;
    Activity {
        phase: at,
        plan: phase.plan,
        log_median: if certain { 0.0 } else { libm::log(seconds) },
        shared: if certain {
            0.0
        } else {
            distribution.sigma * libm::sqrt(correlation)
        },
        own: if certain {
            0.0
        } else {
            distribution.sigma * libm::sqrt(1.0 - correlation)
        },
        median: libm::round(seconds).min(LONGEST),
        stream: philox::stream(&[&plan.key, &phase.id, &phase.handle]),
    }
}

#[inline]
fn larger(of: &mut Lanes, than: &Lanes) {
    for lane in 0..LANES {
        of[lane] = if than[lane] > of[lane] {
            than[lane]
        } else {
            of[lane]
        };
    }
}

/// Adds up what a block holds, always in the same order, eight sums side by side.
#[inline]
fn sum(value: impl Fn(usize) -> f64) -> f64 {
    const WAYS: usize = 8;
    let mut sums = [0.0; WAYS];
    for part in 0..LANES / WAYS {
        for (way, sum) in sums.iter_mut().enumerate() {
            *sum += value(part * WAYS + way);
        }
    }
    sums.iter().sum()
}

/// Takes a sum of whole numbers as one: what a sum of a block has lost beyond 2^53 is lost for every number of threads.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it is a whole number far below 2^127"
)]
fn whole(sum: f64) -> i128 {
    sum as i128
}
