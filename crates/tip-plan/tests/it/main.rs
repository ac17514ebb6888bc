//! Tests of reading plans: every dialect, every form, and any bytes at all.

mod outline;

mod again;
mod agentchrome;
mod annotations;

mod backlog;
mod compare;
mod execplan;
mod forms;
mod generic;
mod humanlayer;
mod kiro;
mod openspec;
mod ready;
mod spec_kit;
mod superpowers;
mod tags;
mod tip;
mod total;
