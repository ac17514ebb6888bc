//! `tip init`.

mod agents;

use tip_workspace::{CONFIG_FILE, ReplaceError, Snapshot};

use self::agents::Way;
use crate::Answer;
use crate::args::InitArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;
use tip_work::new::exists_at;

const CONFIG: &str = include_str!("init/tip.toml");
const HOOK: &str = include_str!("init/pre-commit.yaml");
const WORKFLOW: &str = include_str!("init/workflow.yml");

const HOOKS_FILE: &str = ".pre-commit-config.yaml";
const WORKFLOW_FILE: &str = ".github/workflows/plans.yml";

/// A file that the repository is to have.
struct Wanted {
    path: String,
    text: String,
}

pub(super) fn run(args: &InitArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let folder = match &args.plans {
        Some(folder) => snapshot
            .relative(&place.absolute(folder))
            .ok_or_else(|| Failure::user(format!("`{folder}` lies outside the repository")))?,
        None => snapshot.home().folder,
    };
    if args.remove {
        if !args.agents {
            return Err(Failure::usage("`--remove` takes out what `--agents` wrote")
                .hint("type `tip init --agents --remove`"));
        }
        agents::run(Way::Remove, args.dry_run, &folder, snapshot, place, output)?;
        return Ok(Answer::Yes);
    }
    let own_template = args.own_template.then(|| format!("{folder}/template.md"));
    let mut files = Vec::new();
    if !exists_at(snapshot, &folder) {
        files.push(Wanted {
            path: format!("{folder}/.gitkeep"),
            text: String::new(),
        });
    }
    files.extend(own_template.iter().map(|path| Wanted {
        path: path.clone(),
        text: snapshot.template().to_owned(),
    }));
    // It may name the template, which is there by then.
    files.push(Wanted {
        path: CONFIG_FILE.to_owned(),
        text: config(own_template.as_deref()),
    });
    if args.github {
        files.push(Wanted {
            path: WORKFLOW_FILE.to_owned(),
            text: WORKFLOW.to_owned(),
        });
    }
    for file in &files {
        create(file, args.dry_run, snapshot, output)?;
    }
    if args.pre_commit {
        hook(args.dry_run, snapshot, output)?;
    }
    if args.agents {
        agents::run(Way::Write, args.dry_run, &folder, snapshot, place, output)?;
    }
    if let Some(template) = &own_template
        && snapshot.config().template.as_ref() != Some(template)
        && snapshot.config().path.is_some()
    {
        output.hint(&format!("add `template = \"{template}\"` to {CONFIG_FILE}"));
    }
    output.hint("`tip new FEATURE` begins a plan");
    Ok(Answer::Yes)
}

/// Returns the text of the configuration; it names the repository's own template where there is one.
fn config(template: Option<&str>) -> String {
    match template {
        Some(path) => CONFIG.replace(
            "#template = \"docs/tips/template.md\"",
            &format!("template = {}", toml_string(path)),
        ),
        None => CONFIG.to_owned(),
    }
}

/// Returns a text as a string of TOML.
fn toml_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Writes a file unless it is there, and says which.
fn create(
    file: &Wanted,
    dry_run: bool,
    snapshot: &Snapshot,
    output: &mut Output,
) -> Result<(), Failure> {
    let Wanted { path, text } = file;
    if exists_at(snapshot, path) {
        return output.line(&format!("kept     {path}"));
    }
    if !dry_run {
        match snapshot
            .system()
            .replace(&snapshot.root().join(path), None, text.as_bytes())
        {
            Ok(()) => {}
            Err(ReplaceError::Changed) => return output.line(&format!("kept     {path}")),
            Err(error) => return Err(Failure::user(format!("cannot write `{path}`: {error}"))),
        }
    }
    output.line(&format!("{}  {path}", verb(dry_run)))
}

fn verb(dry_run: bool) -> &'static str {
    if dry_run { "would write" } else { "created" }
}

/// Adds the hook to the configuration of pre-commit, at its end, where that is the list of repositories.
fn hook(dry_run: bool, snapshot: &Snapshot, output: &mut Output) -> Result<(), Failure> {
    if !exists_at(snapshot, HOOKS_FILE) {
        let file = Wanted {
            path: HOOKS_FILE.to_owned(),
            text: format!("repos:\n{HOOK}"),
        };
        return create(&file, dry_run, snapshot, output);
    }
    let before = snapshot.system().read(&snapshot.root().join(HOOKS_FILE))?;
    let text = String::from_utf8_lossy(&before);
    if text.contains("entry: tip ") {
        return output.line(&format!("kept     {HOOKS_FILE}"));
    }
    let Some(after) = with_hook(&text) else {
        output.line(&format!("kept     {HOOKS_FILE}"))?;
        output.hint(&format!("add this to `repos` in {HOOKS_FILE}:"));
        return output.write(HOOK);
    };
    if !dry_run {
        snapshot
            .system()
            .replace(
                &snapshot.root().join(HOOKS_FILE),
                Some(&before),
                after.as_bytes(),
            )
            .map_err(|error| Failure::user(format!("cannot write `{HOOKS_FILE}`: {error}")))?;
    }
    let verb = if dry_run { "would change" } else { "changed" };
    output.line(&format!("{verb}  {HOOKS_FILE}"))
}

/// Returns a configuration of pre-commit with the hook at its end; `None` where its last key is not `repos` in block style.
fn with_hook(text: &str) -> Option<String> {
    let is_key =
        |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains(':');
    let last_key = text.lines().rfind(is_key)?;
    if last_key.trim_end() != "repos:" {
        return None;
    }
    let item = text
        .lines()
        .find(|it| it.trim_start().starts_with("- repo:"))?;
    let indent = item.len() - item.trim_start().len();
    let mut after = format!("{}\n", text.trim_end());
    for line in HOOK.lines() {
        after.push_str(&" ".repeat(indent));
        after.push_str(&line[2..]);
        after.push('\n');
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;
    use tip_workspace::Config;

    use super::*;

    #[test]
    fn the_configuration_is_valid_as_it_is_and_with_every_example() {
        let path = Utf8Path::new(CONFIG_FILE);
        Config::parse(path, CONFIG).expect("as it is");
        let examples: Vec<&str> = CONFIG
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(example) if !example.starts_with(' ') => example,
                _ => line,
            })
            .collect();
        let config = Config::parse(path, &examples.join("\n")).expect("with every example");
        assert_eq!(config.template.as_deref(), Some("docs/tips/template.md"));
        assert_eq!(config.roots, ["backend", "web"]);
    }

    #[test]
    fn the_hook_goes_to_the_end_of_the_list_with_its_indentation() {
        let deep = with_hook("repos:\n    - repo: a\n      hooks: []\n").expect("a list");
        assert!(deep.contains("\n    - repo: local\n      hooks:\n        - id: tip\n"));
        let flat =
            with_hook("fail_fast: true\nrepos:\n- repo: a\n  hooks: []\n\n").expect("a list");
        assert!(flat.contains("\n  hooks: []\n- repo: local\n  hooks:\n    - id: tip\n"));
        assert_eq!(with_hook("repos: []\n"), None);
        assert_eq!(with_hook("repos:\n  - repo: a\nfail_fast: true\n"), None);
    }
}
