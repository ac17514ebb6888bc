//! Plans for agents: a server of the [Model Context Protocol](https://modelcontextprotocol.io) on standard input and output.
//!
//! An agent asks the same questions as a person at a terminal and gets the same answers: each tool hands a wish to [`tip_work`] and
//! makes its answer small. What is particular to agents stands here: answers of a bounded size with a cursor for the rest, the version
//! of the plan that an answer was read from, and edits that name the version they mean.
//!
//! Invariant: standard output carries the protocol and nothing else.
//!
//! Invariant: an agent speaks as an agent. It approves no command, and its word never stands for a person's.

mod answer;

mod arguments;

mod desk;

mod page;

mod schema;

mod tool_words;

mod tools;

mod resources;

mod listeners;

mod mismatch;

mod prompts;

mod warm;

mod wire;

mod server;

pub use server::{ServeError, serve, serve_on};
