//! What commands name that a file of the repository must define: scripts, targets, recipes, packages.

use tip_plan::{Command, Plan, WhyNot};

/// Something that a command names and a file of the repository must define.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Runnable {
    /// What it is.
    pub kind: RunnableKind,
    /// Its name.
    pub name: String,
    /// The folder that the command changes to, as written; empty for none.
    pub folder: String,
}

/// What a command names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RunnableKind {
    /// A script of a `package.json`.
    NpmScript,
    /// A target of a makefile.
    MakeTarget,
    /// A recipe of a justfile.
    JustRecipe,
    /// A package of Cargo.
    CargoPackage,
    /// An integration test of Cargo.
    CargoTest,
    /// A program of Cargo.
    CargoBin,
    /// An example of Cargo.
    CargoExample,
}

impl RunnableKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::NpmScript,
        Self::MakeTarget,
        Self::JustRecipe,
        Self::CargoPackage,
        Self::CargoTest,
        Self::CargoBin,
        Self::CargoExample,
    ];

    /// Returns what a message calls it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::NpmScript => "script",
            Self::MakeTarget => "target",
            Self::JustRecipe => "recipe",
            Self::CargoPackage => "package",
            Self::CargoTest => "integration test",
            Self::CargoBin => "program",
            Self::CargoExample => "example",
        }
    }

    /// Returns the names of the files that define it, in lower case.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::NpmScript => &["package.json"],
            Self::MakeTarget => &["makefile", "gnumakefile"],
            Self::JustRecipe => &["justfile", ".justfile"],
            Self::CargoPackage | Self::CargoTest | Self::CargoBin | Self::CargoExample => {
                &["cargo.toml"]
            }
        }
    }
}

/// Whether there is what a command names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunnableAnswer {
    /// It is defined.
    Found,
    /// Some file could define it, and none does; `nearest` is the name that looks most like it.
    Missing {
        /// The name that looks most like it.
        nearest: Option<String>,
    },
    /// Nobody can tell: no file was found that could define it, or one that cannot be read like this.
    Unknown,
}

/// Returns what the commands of a plan name, in the order of the text.
pub(crate) fn runnables(plan: &Plan) -> impl Iterator<Item = Runnable> {
    plan.commands.iter().flat_map(runnables_of)
}

/// Returns what one command names.
pub(crate) fn runnables_of(command: &Command) -> Vec<Runnable> {
    match command.why_not {
        Some(WhyNot::Placeholder | WhyNot::Ellipsis | WhyNot::Unbalanced) => Vec::new(),
        _ => read(&command.text),
    }
}

fn read(text: &str) -> Vec<Runnable> {
    let mut found = Vec::new();
    let mut folder = String::new();
    for segment in text.split(['\n', ';', '|', '&']) {
        let words: Vec<&str> = segment
            .split_whitespace()
            .skip_while(|word| is_prefix(word))
            .collect();
        let Some((program, arguments)) = words.split_first() else {
            continue;
        };
        let mut arguments = Arguments {
            words: arguments,
            folder: folder.clone(),
        };
        match program.trim_start_matches('(') {
            "cd" => {
                let named = arguments.words.first().copied();
                folder = named.map(str::to_owned).unwrap_or_default();
            }
            "npm" | "pnpm" | "yarn" => found.extend(arguments.npm()),
            "make" => found.extend(arguments.make()),
            "just" => found.extend(arguments.just()),
            "cargo" => found.extend(arguments.cargo()),
            _ => {}
        }
    }
    found.retain(|it| is_plain(&it.name) && !it.folder.contains(['$', '<', '"', '\'', '*']));
    found
}

/// Returns whether a word stands before the program: `RUST_LOG=debug`, `$`, `time`.
fn is_prefix(word: &str) -> bool {
    let assigns = word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    });
    assigns
        || matches!(
            word,
            "$" | "time" | "env" | "sudo" | "set" | "-o" | "pipefail"
        )
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
        && !name.starts_with('-')
        && !name.ends_with(':')
}

/// The words after a program.
struct Arguments<'a> {
    words: &'a [&'a str],
    folder: String,
}

impl Arguments<'_> {
    fn runnable(&self, kind: RunnableKind, name: &str) -> Runnable {
        Runnable {
            kind,
            name: name.trim_end_matches([')', '.', ',']).to_owned(),
            folder: self.folder.clone(),
        }
    }

    fn npm(&mut self) -> Option<Runnable> {
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            match *word {
                "--prefix" | "-C" | "--dir" | "--cwd" => {
                    self.enter(at + 1);
                    at += 2;
                }
                "-s" | "--silent" => at += 1,
                word if word.starts_with('-') => return None,
                "run" | "run-script" => {
                    let name = self.words.get(at + 1)?;
                    // Workspaces have scripts of their own.
                    let elsewhere = |it: &&str| {
                        it.starts_with("--workspace") || it.starts_with("--filter") || *it == "-w"
                    };
                    return (!self.words.iter().any(elsewhere))
                        .then(|| self.runnable(RunnableKind::NpmScript, name));
                }
                "test" | "t" if !self.words.contains(&"-w") => {
                    let all = self.words.iter().any(|it| it.starts_with("--workspace"));
                    return (!all).then(|| self.runnable(RunnableKind::NpmScript, "test"));
                }
                _ => return None,
            }
        }
        None
    }

    fn make(&mut self) -> Vec<Runnable> {
        let mut names = Vec::new();
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            match *word {
                "-C" => {
                    self.enter(at + 1);
                    at += 1;
                }
                "-j" => {
                    let jobs = self.words.get(at + 1);
                    let counted = |it: &&&str| it.bytes().all(|byte| byte.is_ascii_digit());
                    at += usize::from(jobs.as_ref().is_some_and(counted));
                }
                "-f" | "--file" | "-I" => return Vec::new(),
                word if word.starts_with(['-', '#', '>', '2']) => {
                    if word.starts_with('#') {
                        break;
                    }
                }
                word if word.contains('=') => {}
                word => names.push(word),
            }
            at += 1;
        }
        let names = names.into_iter();
        names
            .map(|name| self.runnable(RunnableKind::MakeTarget, name))
            .collect()
    }

    fn just(&self) -> Option<Runnable> {
        let first = self.words.first()?;
        (!first.starts_with('-') && !first.contains(['=', ':']))
            .then(|| self.runnable(RunnableKind::JustRecipe, first))
    }

    fn cargo(&self) -> Vec<Runnable> {
        let verb = self.words.iter().find(|it| !it.starts_with(['+', '-']));
        let builds = matches!(
            verb.copied(),
            Some("test" | "t" | "build" | "b" | "check" | "c" | "run" | "r" | "clippy" | "bench")
        );
        if !builds
            || self
                .words
                .iter()
                .any(|it| it.starts_with("--manifest-path"))
        {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            if *word == "--" {
                break;
            }
            let (option, glued) = match word.split_once('=') {
                Some((option, value)) => (option, Some(value)),
                None => (*word, None),
            };
            let kind = match option {
                "-p" | "--package" => RunnableKind::CargoPackage,
                "--test" => RunnableKind::CargoTest,
                "--bin" => RunnableKind::CargoBin,
                "--example" => RunnableKind::CargoExample,
                _ => continue,
            };
            if let Some(name) = glued.or_else(|| self.words.get(at + 1).copied()) {
                found.push(self.runnable(kind, name));
            }
        }
        found
    }

    fn enter(&mut self, at: usize) {
        let folder = self.words.get(at).copied().unwrap_or("");
        self.folder = match self.folder.as_str() {
            "" => folder.to_owned(),
            before => format!("{before}/{folder}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |it: Runnable| format!("{:?} {}:{}", it.kind, it.folder, it.name);
        let found: Vec<String> = read(text).into_iter().map(shown).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn scripts_are_read() {
        check("npm run build", &["NpmScript :build"]);
        check("cd web && npm test -- --run", &["NpmScript web:test"]);
        check("pnpm --dir web run lint:fix", &["NpmScript web:lint:fix"]);
        check("npm run build --workspace=a", &[]);
        check("npm install && npm ci", &[]);
        check("bun run src/a.ts", &[]);
    }

    #[test]
    fn targets_and_recipes_are_read() {
        check("make lint test", &["MakeTarget :lint", "MakeTarget :test"]);
        check("make -C api -j 4 X=1 all", &["MakeTarget api:all"]);
        check("make -f other.mk all", &[]);
        check("make", &[]);
        check("just check --all", &["JustRecipe :check"]);
        check("just --list", &[]);
    }

    #[test]
    fn packages_are_read() {
        check(
            "RUST_LOG=debug cargo test -p tip-plan --test it -- --bin x",
            &["CargoPackage :tip-plan", "CargoTest :it"],
        );
        check("cargo tree -p serde", &[]);
        check("cargo run --bin=tip", &["CargoBin :tip"]);
    }
}
