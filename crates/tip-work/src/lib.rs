//! What is done with plans, the same for every front end.
//!
//! A front end says what somebody wants and shows what came of it. Between the two stands this crate: it finds the place and the plan
//! that are meant ([`Place`], [`Loaded`], [`Opened`]), plans a change and lets the rules judge it ([`Planned`]), writes it unless
//! somebody else wrote meanwhile, and picks and approves what is to be run ([`verify`]).
//!
//! Invariant: it neither prints nor asks. What goes wrong is a [`Failure`] that says what to do about it.
//!
//! Invariant: whether a change may be made is for the rules; what is in its way is handed on, never decided here.

mod failure;

mod place;

mod loaded;

mod upcoming;

mod change;

mod opened;

pub mod proof;

pub mod state;

pub mod tick;

pub mod status;

pub mod renumber;

pub mod add;

pub mod confirm;

pub mod field;

pub mod followed;

pub mod new;

pub mod foresee;

pub mod changes;

pub mod pack;

pub mod verify;

pub mod watch;

pub use change::{ATTEMPTS, Change, again};
pub use failure::{Failure, Kind, chain};
pub use loaded::Loaded;
pub use opened::{Made, Opened, Planned, Way, done_box, done_unit, force, refused, unit_id};
pub use place::{Place, Repository, Surroundings};
pub use upcoming::Upcoming;
