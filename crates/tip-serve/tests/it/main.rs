//! Tests of the server, asked as an agent's program asks it.

mod client;

mod plans;

mod protocol;

mod looking;

mod writing;

mod agents;

mod running;

mod resources;
