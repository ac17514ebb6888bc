//! Tests of what plans foretell: graphs, times, schedules.

mod critical_path;
mod forecast;
mod phase_graph;
mod resource;
mod schedule;
