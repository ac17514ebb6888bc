//! When plans will be done, as far as anybody can say: the graph of their phases, the critical path, a schedule for few people, and
//! the spread of what may come.
//!
//! Time is working time here: minutes that somebody works, a day of 8 hours and a week of 5 days. A [`Calendar`] turns it into dates.
//!
//! Invariant: pure. No clock, no environment, no threads and no mathematics of the platform: the same input gives the same bits
//! everywhere.
//!
//! Invariant: bad input gives an answer all the same. What was assumed or left out stands beside it.

mod calendar;

mod effort_table;

mod file_facts;

mod link;

mod phase;

mod phase_graph;

mod network;

mod critical_path;

mod resource;

mod schedule;

mod philox;

mod normal;

mod exponential;

mod sketch;

mod distribution;

mod few_people;

mod simulation;

mod forecast;

mod calibration;

pub use jiff::civil::Date;

pub use calendar::{Calendar, MINUTES_A_DAY, MINUTES_A_WEEK};
pub use calibration::{
    Calibration, ENOUGH, ENOUGH_OF_A_SIZE, Observation, SizeFit, wilson, worked,
};
pub use critical_path::{Times, critical_path};
pub use distribution::Distribution;
pub use effort_table::{EffortTable, Estimate, EstimateSource, Spread};
pub use forecast::{Durations, Forecast, PhaseForecast};
pub use link::{Link, LinkSource, PlanLink, UnknownDependency};
pub use network::Network;
pub use phase::Phase;
pub use phase_graph::{FileInput, PhaseGraph, PlanInput, PlanNode, Target};
pub use resource::{Assignment, assign};
pub use schedule::{Schedule, ScheduleOptions, ScheduledPhase};
pub use simulation::{ForecastOptions, Model, Tally};
