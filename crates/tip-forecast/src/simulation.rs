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

#![expect(
    clippy::inline_always,
    reason = "what is inlined is compiled for the processor that it runs on"
)]

use std::f64::consts::LOG2_E;
use std::ops::Range;

use fearless_simd::{Level, dispatch};

use crate::exponential::{ROUNDER, exp2};
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
    /// The activities that nothing waits for.
    last: Vec<usize>,
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
    /// The binary logarithm of the median, in seconds; meaningless where nothing is left.
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
    /// From the start of each activity to the end of all that waits for it.
    pub(crate) ways: Vec<Lanes>,
    factors: Vec<Lanes>,
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
            last: (0..activities.len())
                .filter(|it| network.after(*it as u32).is_empty())
                .collect(),
            activities,
            network,
        };
        let mut scratch = model.scratch();
        for (at, activity) in model.activities.iter().enumerate() {
            scratch.durations[at] = [activity.median; LANES];
            model.forwards(at, &mut scratch);
        }
        let ends = match &model.few {
            Some(few) => few.pass(&model.network, &mut scratch),
            None => model.ends(&scratch),
        };
        model.expected = ends[0];
        model
    }

    /// Draws samples; the first one is a multiple of [`Model::BLOCK`].
    pub fn simulate(&self, samples: Range<u64>) -> Tally {
        self.simulate_at(Level::new(), &samples)
    }

    /// Draws samples as wide as a machine computes: what is computed, and in which order, is the same for all.
    fn simulate_at(&self, level: Level, samples: &Range<u64>) -> Tally {
        let mut tally = self.nothing();
        dispatch!(level, _ => self.blocks(samples, &mut tally));
        tally
    }

    #[inline(always)]
    fn blocks(&self, samples: &Range<u64>, tally: &mut Tally) {
        let mut scratch = self.scratch();
        let mut at = samples.start;
        while at < samples.end {
            let lanes = (samples.end - at).min(Self::BLOCK) as usize;
            self.block(at / Self::BLOCK, lanes, &mut scratch, tally);
            at += Self::BLOCK;
        }
    }

    /// Returns how many samples are drawn unless somebody says otherwise: 100,000, and of thousands of phases as many as take no longer
    /// than of 4,000, but never less than 10,000.
    pub fn usual_samples(&self) -> u64 {
        const DRAWS: u64 = 400_000_000;
        let phases = self.activities.len().max(1) as u64;
        (DRAWS / phases).clamp(10_000, 100_000)
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
            ways: lanes(self.activities.len()),
            factors: lanes(self.factors.len()),
        }
    }

    /// Draws a block and adds what came up; of the last block only so many lanes count.
    #[inline(always)]
    fn block(&self, block: u64, lanes: usize, scratch: &mut Scratch, tally: &mut Tally) {
        let mut words = [[0; LANES]; 2];
        let factors = scratch.factors.chunks_mut(2);
        for (streams, factors) in self.factors.chunks(2).zip(factors) {
            let streams = [streams[0], streams[streams.len() - 1]];
            philox::fill(self.seed, streams, block, &mut words);
            for (factor, words) in factors.iter_mut().zip(&words) {
                self.deviates(words, factor);
            }
        }
        for (half, pair) in self.activities.chunks(2).enumerate() {
            let streams = [pair[0].stream, pair[pair.len() - 1].stream];
            philox::fill(self.seed, streams, block, &mut words);
            for (at, (activity, words)) in (half * 2..).zip(pair.iter().zip(&words)) {
                let factor = &scratch.factors[activity.plan];
                self.draw(activity, words, factor, &mut scratch.durations[at]);
                if self.few.is_none() {
                    self.forwards(at, scratch);
                }
            }
        }
        let ends = match &self.few {
            Some(few) => few.pass(&self.network, scratch),
            None => self.ends(scratch),
        };
        for end in &ends[..lanes] {
            tally.total.add(*end);
        }
        self.add_plans(lanes, scratch, tally);
        if lanes == LANES {
            self.add::<true>(&ends, &[1.0; LANES], scratch, tally);
        } else {
            let mut weights: Lanes = [0.0; LANES];
            weights[..lanes].fill(1.0);
            self.add::<false>(&ends, &weights, scratch, tally);
        }
    }

    #[inline(always)]
    fn deviates(&self, words: &[u32; LANES], deviates: &mut Lanes) {
        for lane in 0..LANES {
            deviates[lane] = self.normal.deviate(words[lane]);
        }
    }

    /// Draws how long an activity takes.
    #[inline(always)]
    fn draw(
        &self,
        activity: &Activity,
        words: &[u32; LANES],
        factor: &Lanes,
        durations: &mut Lanes,
    ) {
        if activity.own == 0.0 && activity.shared == 0.0 {
            *durations = [activity.median; LANES];
            return;
        }
        self.deviates(words, durations);
        for lane in 0..LANES {
            let log = activity.log_median
                + (activity.shared * factor[lane] + activity.own * durations[lane]);
            let seconds = exp2(log);
            let seconds = if seconds < LONGEST { seconds } else { LONGEST };
            durations[lane] = (seconds + ROUNDER) - ROUNDER;
        }
    }

    /// Finds when an activity is done, once those before it are.
    #[inline(always)]
    fn forwards(&self, at: usize, scratch: &mut Scratch) {
        let (done, rest) = scratch.finishes.split_at_mut(at);
        let mut finish: Lanes = [0.0; LANES];
        for before in self.network.before(at as u32) {
            larger(&mut finish, &done[*before as usize]);
        }
        let durations = &scratch.durations[at];
        for lane in 0..LANES {
            rest[0][lane] = finish[lane] + durations[lane];
        }
    }

    /// Finds how long it takes from the start of an activity to the end of all that waits for it, once that is known of those after it.
    #[inline(always)]
    fn backwards(&self, at: usize, scratch: &mut Scratch) {
        let (rest, done) = scratch.ways.split_at_mut(at + 1);
        let mut tail: Lanes = [0.0; LANES];
        for after in self.network.after(at as u32) {
            larger(&mut tail, &done[*after as usize - at - 1]);
        }
        let durations = &scratch.durations[at];
        for lane in 0..LANES {
            rest[at][lane] = tail[lane] + durations[lane];
        }
    }

    /// Returns when all is done.
    #[inline(always)]
    fn ends(&self, scratch: &Scratch) -> Lanes {
        let mut ends: Lanes = [0.0; LANES];
        for at in &self.last {
            larger(&mut ends, &scratch.finishes[*at]);
        }
        ends
    }

    /// Adds what came up; where not all lanes count, only those of weight 1.
    #[inline(always)]
    fn add<const ALL: bool>(
        &self,
        ends: &Lanes,
        weights: &Lanes,
        scratch: &mut Scratch,
        tally: &mut Tally,
    ) {
        let weight = |lane: usize| if ALL { 1.0 } else { weights[lane] };
        let mut off: Lanes = [0.0; LANES];
        for lane in 0..LANES {
            off[lane] = (ends[lane] - self.expected) * weight(lane);
        }
        tally.sum += whole(sum(|lane| off[lane]));
        tally.squares += whole(sum(|lane| off[lane] * off[lane]));
        for (at, activity) in self.activities.iter().enumerate().rev() {
            if self.few.is_none() {
                self.backwards(at, scratch);
            }
            let (durations, finishes) = (&scratch.durations[at], &scratch.finishes[at]);
            let ways = &scratch.ways[at];
            let mut own: Lanes = [0.0; LANES];
            let mut critical: Lanes = [0.0; LANES];
            for lane in 0..LANES {
                let duration = durations[lane];
                own[lane] = (duration - activity.median) * weight(lane);
                let through = finishes[lane] + ways[lane] - duration;
                let decides = through >= ends[lane] && duration > 0.0;
                critical[lane] = if decides { weight(lane) } else { 0.0 };
            }
            let it = &mut tally.phases[activity.phase];
            it.critical += whole(sum(|lane| critical[lane])).unsigned_abs() as u64;
            it.sum += whole(sum(|lane| own[lane]));
            it.squares += whole(sum(|lane| own[lane] * own[lane]));
            it.products += whole(sum(|lane| own[lane] * off[lane]));
        }
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
    let sigma = distribution.sigma * LOG2_E;
    Activity {
        phase: at,
        plan: phase.plan,
        log_median: if certain { 0.0 } else { libm::log2(seconds) },
        shared: if certain {
            0.0
        } else {
            sigma * libm::sqrt(correlation)
        },
        own: if certain {
            0.0
        } else {
            sigma * libm::sqrt(1.0 - correlation)
        },
        median: libm::round(seconds).min(LONGEST),
        stream: philox::stream(&[&plan.key, &phase.id, &phase.handle]),
    }
}

#[inline(always)]
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
#[inline(always)]
fn sum(value: impl Fn(usize) -> f64) -> f64 {
    const WAYS: usize = 8;
    let mut sums = [0.0; WAYS];
    for part in 0..LANES / WAYS {
        for (way, sum) in sums.iter_mut().enumerate() {
            *sum += value(part * WAYS + way);
        }
    }
    let even = (sums[0] + sums[4]) + (sums[2] + sums[6]);
    let odd = (sums[1] + sums[5]) + (sums[3] + sums[7]);
    even + odd
}

/// Takes a sum of whole numbers as one: what a sum of a block has lost beyond 2^53 is lost for every number of threads.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it is a whole number far below 2^127"
)]
#[inline(always)]
fn whole(sum: f64) -> i128 {
    const SMALL: f64 = 4_611_686_018_427_387_904.0;
    if sum.abs() < SMALL {
        i128::from(sum as i64)
    } else {
        sum as i128
    }
}

#[cfg(test)]
mod tests {
    use tip_plan::ReadOptions;
    use tip_syntax::Document;

    use super::*;
    use crate::{FileInput, PlanInput};

    #[test]
    fn how_wide_the_machine_computes_changes_no_bit() {
        let text = "# Plan\n\n### Phase 1: A\n\n**Estimated Effort**: 3 days\n\n### Phase 2: B\n\n**Estimated Effort**: 2-9 days\n\n### Phase 3: C\n\n**Dependencies**: Phase 1\n\n**Estimated Effort**: XL\n";
        let doc = Document::parse(text.as_bytes().to_vec());
        let plan = tip_plan::read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let file = FileInput {
            path: "docs/tips/a.md",
            doc: &doc,
            plan: &plan,
            built: &[],
            targets: Vec::new(),
        };
        let input = PlanInput {
            name: "plan",
            key: "plan",
            title: None,
            is_over: false,
            files: vec![file],
        };
        let table = EffortTable::default();
        let graph = PhaseGraph::new(&[input], &table);
        for people in [None, Some(1)] {
            let options = ForecastOptions {
                people,
                as_written: false,
                seed: 3,
            };
            let model = Model::new(&graph, &table, options);
            let least = model.simulate_at(Level::baseline(), &(0..1000));
            assert_eq!(least, model.simulate_at(Level::new(), &(0..1000)));
        }
    }
}
