//! The tasks of this repository: `cargo xtask TASK`.
//!
//! A task is one module with a `run` function and one entry in [`TASKS`].
//! Exit codes are those of `tip`: 0 fine, 1 the answer is "no", 2 could not do the job.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tasks read the repository, start cargo and git, and talk to a terminal"
)]

mod bench;
mod cargo;
mod corpus;
mod drift_truth;
mod generate;
mod repository;
mod test;
mod tidy;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

/// One thing that `cargo xtask` can do.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<ExitCode>,
}

/// All tasks, in the order of the help.
const TASKS: &[Task] = &[
    Task {
        name: "bench",
        about: "measure `tip check` beside a bare Markdown parse and peers",
        run: bench::run,
    },
    Task {
        name: "corpus",
        about: "compare what is read of real plans with what they hold",
        run: corpus::run,
    },
    Task {
        name: "drift-truth",
        about: "compare where references lead now with what was found by other means",
        run: drift_truth::run,
    },
    Task {
        name: "generate",
        about: "write the documents that are made from the program, or `--check` them",
        run: generate::run,
    },
    Task {
        name: "test",
        about: "run everything that CI runs",
        run: test::run,
    },
    Task {
        name: "tidy",
        about: "check the rules of the house that no compiler knows",
        run: tidy::run,
    },
];

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        eprint!("{}", help());
        return ExitCode::from(2);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprint!("error: unknown task `{name}`\n\n{}", help());
        return ExitCode::from(2);
    };
    (task.run)(rest).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}

fn help() -> String {
    let mut text = String::from("Usage: cargo xtask TASK\n\nTasks:\n");
    for task in TASKS {
        text.extend([format!("  {:<13}{}\n", task.name, task.about)]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TASKS, help};

    #[test]
    fn tasks_are_sorted_and_stand_in_the_help() {
        assert!(TASKS.is_sorted_by_key(|task| task.name));
        for task in TASKS {
            assert!(help().contains(task.about));
        }
    }
}
