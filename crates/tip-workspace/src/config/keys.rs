//! What may stand in `tip.toml`, for people.

use std::fmt::Write;

/// A key of `tip.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigKey {
    /// The key, with the table that it stands in.
    pub key: &'static str,
    /// What its value is.
    pub value: &'static str,
    /// What holds without it.
    pub default: &'static str,
    /// What it does.
    pub what: &'static str,
    /// An example, as it stands in the file.
    pub example: &'static str,
}

/// What times of work are.
const TIME: &str = "a time of work: minutes, hours, days of 8 hours or weeks of 5 days";

/// What the key of a size does.
const SIZE: &str = "How long a phase of this size takes, half of the time. A time that a plan writes goes before it.";

/// Every key, in the order in which they are best read.
pub const CONFIG_KEYS: &[ConfigKey] = &[
    ConfigKey {
        key: "plans.include",
        value: "a list of patterns",
        default: "none: plans are found by where they lie and how they read",
        what: "Markdown files that are plans for certain.",
        example: "[plans]\ninclude = [\"wiki/proposals/*.md\"]",
    },
    ConfigKey {
        key: "plans.exclude",
        value: "a list of patterns",
        default: "none",
        what: "Files that are never plans. It decides before `plans.include` and before everything else.\nWhat cannot be read and may be a plan ends a check with 2; this is how to leave it out.",
        example: "[plans]\nexclude = [\"docs/tips/private/\", \"**/notes-*.md\"]",
    },
    ConfigKey {
        key: "plans.archived",
        value: "a list of patterns",
        default: "none: folders such as `archive`, `done` and `completed` are archives",
        what: "Plans that are history: `tip list` leaves them out, and they are judged as superseded.",
        example: "[plans]\narchived = [\"docs/tips/2024-*.md\"]",
    },
    ConfigKey {
        key: "roots",
        value: "a list of folders",
        default: "none: the folders of projects, known by files such as `Cargo.toml` and `package.json`",
        what: "Folders that paths in plans may be relative to, besides the repository.",
        example: "roots = [\"backend\", \"web\"]",
    },
    ConfigKey {
        key: "template",
        value: "a path, relative to the repository",
        default: "the built-in template, which `tip template` prints",
        what: "The template that plans are judged by and begun from. `tip template --explain` shows what was understood of it.",
        example: "template = \"docs/tips/template.md\"",
    },
    ConfigKey {
        key: "baseline",
        value: "a path, relative to the repository",
        default: "none",
        what: "A file with known findings, which `tip check` does not tell again. `tip check --write-baseline FILE` writes it.",
        example: "baseline = \"docs/tips/baseline.json\"",
    },
    ConfigKey {
        key: "vocabulary",
        value: "a table: a label or heading, and what it means",
        default: "the labels of all dialects, which docs/dialects.md lists with their meanings",
        what: "What your own labels and headings mean.",
        example: "[vocabulary]\n\"Definition of ready\" = \"criteria\"",
    },
    ConfigKey {
        key: "dialect",
        value: "a table: a pattern, and a dialect",
        default: "told from the path and the text",
        what: "The dialect of files. Of several patterns that fit the first in the order of the alphabet decides.",
        example: "[dialect]\n\"team/specs/**\" = \"spec-kit\"",
    },
    ConfigKey {
        key: "rules.select",
        value: "a list of rules, by name or code",
        default: "all of them",
        what: "The only rules that run. `--select` replaces it.",
        example: "[rules]\nselect = [\"missing-file\", \"dependency-cycle\"]",
    },
    ConfigKey {
        key: "rules.ignore",
        value: "a list of rules, by name or code",
        default: "none",
        what: "Rules that do not run. `--ignore` adds to it; a rule that `--select` names runs all the same.",
        example: "[rules]\nignore = [\"partial-path\"]",
    },
    ConfigKey {
        key: "rules.levels",
        value: "a table: a rule, and `off`, `hint`, `warning` or `error`",
        default: "a level for each stage of a plan, which `tip explain RULE` tells",
        what: "How grave the findings of a rule are, at every stage at which it speaks.",
        example: "[rules.levels]\nmissing-criteria = \"error\"",
    },
    ConfigKey {
        key: "limits.tags",
        value: "a list of words",
        default: "any",
        what: "The tags that plans may carry.",
        example: "[limits]\ntags = [\"backend\", \"web\"]",
    },
    ConfigKey {
        key: "limits.lines",
        value: "a number",
        default: "any number",
        what: "The most lines of a plan.",
        example: "[limits]\nlines = 800",
    },
    ConfigKey {
        key: "limits.stale-days",
        value: "a number",
        default: "90",
        what: "After how many days a plan that was begun and is not complete counts as stale.",
        example: "[limits]\nstale-days = 30",
    },
    ConfigKey {
        key: "effort.xs",
        value: TIME,
        default: "4 hours",
        what: SIZE,
        example: "[effort]\nxs = \"2h\"",
    },
    ConfigKey {
        key: "effort.s",
        value: TIME,
        default: "1 day",
        what: SIZE,
        example: "[effort]\ns = \"4h\"",
    },
    ConfigKey {
        key: "effort.m",
        value: TIME,
        default: "3 days",
        what: SIZE,
        example: "[effort]\nm = \"2 days\"",
    },
    ConfigKey {
        key: "effort.l",
        value: TIME,
        default: "1 week",
        what: SIZE,
        example: "[effort]\nl = \"1 week\"",
    },
    ConfigKey {
        key: "effort.xl",
        value: TIME,
        default: "2 weeks",
        what: SIZE,
        example: "[effort]\nxl = \"3 weeks\"",
    },
    ConfigKey {
        key: "effort.missing",
        value: TIME,
        default: "the middle of the other phases of the plan, else an equal share of its total, else that of size M, of a task that of size S",
        what: "How long a phase takes that says nothing of its effort.",
        example: "[effort]\nmissing = \"2 days\"",
    },
    ConfigKey {
        key: "effort.people",
        value: "a number",
        default: "as many as find work",
        what: "How many people work at the same time, each on one phase. `--people` replaces it.",
        example: "[effort]\npeople = 2",
    },
    ConfigKey {
        key: "effort.working-days",
        value: "a list of days: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`",
        default: "Monday to Friday",
        what: "The days of the week on which work is done, for dates.",
        example: "[effort]\nworking-days = [\"mon\", \"tue\", \"wed\", \"thu\"]",
    },
    ConfigKey {
        key: "effort.holidays",
        value: "a list of dates",
        default: "none",
        what: "The days on which nobody works all the same.",
        example: "[effort]\nholidays = [\"2026-12-25\", \"2027-01-01\"]",
    },
    ConfigKey {
        key: "effort.spread",
        value: "a table: `high`, `medium`, `low`, and a factor of at least 1",
        default: "high 1.25, medium 1.5, low 2: the bands of Boehm's cone of uncertainty at a finished design, at finished requirements and at an approved definition",
        what: "How far phases may be off, by the confidence that is written; where none is, it counts as low.\nOf ten phases, eight take between the estimate divided by the factor and the estimate times the factor.",
        example: "[effort.spread]\nmedium = 1.8",
    },
    ConfigKey {
        key: "effort.correlation",
        value: "a number from 0 to 1",
        default: "0.3",
        what: "How much the phases of one plan are off together: the correlation of the logarithms of what they take.",
        example: "[effort]\ncorrelation = 0.5",
    },
    ConfigKey {
        key: "gates",
        value: "a table: the text of a box, and a command or a list of commands",
        default: "none: a box without a command is left to a person",
        what: "What to run for boxes that hold no command, such as the quality gates of the template.\nOf the text case, white space, marks of Markdown, quotes and the punctuation at the end do not matter; a `*` at its end lets anything follow, and the narrowest text decides.\nEvery command has to succeed. They are approved with the commands of each plan that holds such a box.",
        example: "[gates]\n\"All tests pass\" = \"cargo test\"\n\"No linting errors\" = [\"cargo clippy -- -D warnings\", \"cargo fmt --check\"]",
    },
    ConfigKey {
        key: "verify.timeout",
        value: "a time: `90s`, `10m`, `1h`, or a number of seconds",
        default: "20 minutes",
        what: "After how long a command is ended, with all that it started.",
        example: "[verify]\ntimeout = \"20m\"",
    },
    ConfigKey {
        key: "verify.environment",
        value: "a list of names of variables",
        default: "none",
        what: "What commands see of the environment beside `PATH`, `HOME`, the locale and the like. Their values are part of what evidence is found by.",
        example: "[verify]\nenvironment = [\"DATABASE_URL\", \"RUST_LOG\"]",
    },
    ConfigKey {
        key: "verify.secrets",
        value: "a list of names of variables",
        default: "none",
        what: "What commands see of the environment as well, and whose values are kept nowhere.",
        example: "[verify]\nsecrets = [\"API_TOKEN\"]",
    },
    ConfigKey {
        key: "verify.inputs",
        value: "a list of patterns",
        default: "all files that git does not ignore, the plans apart",
        what: "The files that the answers of commands depend on: evidence stays fresh while they do not change.",
        example: "[verify]\ninputs = [\"src/\", \"tests/\", \"Cargo.lock\"]",
    },
    ConfigKey {
        key: "verify.shell",
        value: "`bash` or `sh`",
        default: "`bash`",
        what: "The shell that reads commands. Where `bash` would only look up a program and become it, or answer `true`, `false` or `test` itself, the program is started without it.",
        example: "[verify]\nshell = \"sh\"",
    },
    ConfigKey {
        key: "verify.jobs",
        value: "a number",
        default: "1: most commands build in one place",
        what: "How many criteria are run at once. `-j` goes before it.",
        example: "[verify]\njobs = 2",
    },
];

/// Returns what is said of `tip.toml` to people, in Markdown without a title.
pub fn config_reference() -> String {
    let mut text = String::from(
        "`tip.toml` stands at the root of a repository and need not exist.\n\
        A folder with a `tip.toml` of its own is a project of its own, and `--config FILE` reads another file instead.\n\
        An unknown key is an error with its line, so that no typing mistake is silent.\n\n\
        In patterns `*` stays within a folder and `**` does not; one without `/` fits at any depth, and one that ends with `/` fits all below the folder.\n\
        Paths and patterns start at the repository.\n",
    );
    for key in CONFIG_KEYS {
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "\n## `{}`\n\n{}\n\n- Value: {}\n- Default: {}\n\n```toml\n{}\n```\n",
            key.key, key.what, key.value, key.default, key.example
        );
    }
    text
}
