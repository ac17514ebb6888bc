//! Tests of the rules as their users see them.

mod example;
mod garbage;
mod literate;
mod registry;
mod run;
mod trace;
mod world;
