//! `tip init --agents`: what agents read of a repository, written and taken out again.

mod json;

mod marked;

use tip_report::diff;
use tip_workspace::Snapshot;

use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

const SECTION: &str = include_str!("agents/section.md");
const SKILL: &str = include_str!("agents/skill.md");

/// A file that holds something for agents.
struct Wanted {
    path: &'static str,
    what: What,
    /// The folder or file that must be there: who has none does not use that agent.
    only_with: Option<&'static str>,
}

/// What stands in a file for agents.
enum What {
    /// A section between marks, in a file that somebody else writes too.
    Section(Marks, String),
    /// The whole file, in a folder of its own.
    Whole(&'static str),
    /// The server, under a key of a JSON object.
    Server {
        key: &'static str,
        entry: &'static str,
    },
}

/// What a section stands between.
#[derive(Clone, Copy)]
struct Marks {
    begin: &'static str,
    end: &'static str,
}

const MARKDOWN: Marks = Marks {
    begin: "<!-- begin tip: `tip init --agents` writes this -->",
    end: "<!-- end tip -->",
};

const TOML: Marks = Marks {
    begin: "# begin tip: `tip init --agents` writes this",
    end: "# end tip",
};

const SERVER: &str = r#"{ "command": "tip", "args": ["mcp"] }"#;
const TYPED_SERVER: &str = r#"{ "type": "stdio", "command": "tip", "args": ["mcp"] }"#;
const TOML_SERVER: &str = "[mcp_servers.tip]\ncommand = \"tip\"\nargs = [\"mcp\"]\n";

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is written.
    Write,
    /// It is taken out.
    Remove,
}

/// Writes what agents read, or takes it out, and says which files that are.
pub(super) fn run(
    way: Way,
    dry_run: bool,
    folder: &str,
    snapshot: &Snapshot,
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    for wanted in all(folder) {
        let is_meant = wanted
            .only_with
            .is_none_or(|it| snapshot.kind(it).is_some());
        if way == Way::Write && !is_meant {
            continue;
        }
        let target = snapshot.root().join(wanted.path);
        let before = place.read(&target)?;
        let text = before
            .as_ref()
            .map(|it| String::from_utf8_lossy(it).into_owned());
        let after = match way {
            Way::Write => wanted.what.written(text.as_deref()),
            Way::Remove => wanted.what.removed(text.as_deref()),
        };
        let Some(after) = after else {
            output.line(&format!("kept     {}", wanted.path))?;
            output.hint(&wanted.what.by_hand(way, wanted.path));
            continue;
        };
        settle(
            &wanted,
            before.as_deref(),
            &after,
            dry_run,
            snapshot,
            place,
            output,
        )?;
    }
    Ok(())
}

/// Makes a file what it shall be, or shows it.
fn settle(
    wanted: &Wanted,
    before: Option<&[u8]>,
    after: &str,
    dry_run: bool,
    snapshot: &Snapshot,
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    let path = wanted.path;
    let target = snapshot.root().join(path);
    let old = before.unwrap_or_default();
    if old == after.as_bytes() {
        // What was never there is not told as kept.
        return match before {
            Some(_) => output.line(&format!("kept     {path}")),
            None => Ok(()),
        };
    }
    if dry_run {
        let mut text = String::new();
        diff::write(path, old, after.as_bytes(), &output.terminal(), &mut text)?;
        return output.write(&text);
    }
    place.writable(&target)?;
    // Into a file that must be there to be written nobody else put it.
    if after.is_empty() && wanted.only_with != Some(path) {
        delete(wanted, snapshot)?;
        return output.line(&format!("removed  {path}"));
    }
    place
        .write(&target, before, after.as_bytes())
        .map_err(|error| Failure::user(format!("cannot write `{path}`: {error}")))?;
    let verb = if before.is_none() {
        "created"
    } else {
        "changed"
    };
    output.line(&format!("{verb}  {path}"))
}

/// Deletes a file of which nothing is left, and its folder where that is its own.
#[expect(
    clippy::disallowed_methods,
    reason = "a file that held nothing but ours is taken away again"
)]
fn delete(wanted: &Wanted, snapshot: &Snapshot) -> Result<(), Failure> {
    let target = snapshot.root().join(wanted.path);
    std::fs::remove_file(&target)?;
    if let (What::Whole(_), Some(folder)) = (&wanted.what, target.parent()) {
        // A folder in which somebody keeps something else stays.
        let _ = std::fs::remove_dir(folder);
    }
    Ok(())
}

/// Returns all files that may hold something for agents.
fn all(folder: &str) -> Vec<Wanted> {
    let section = SECTION.replace("{folder}", folder);
    let server = |path, only_with| Wanted {
        path,
        what: What::Server {
            key: "mcpServers",
            entry: SERVER,
        },
        only_with,
    };
    vec![
        Wanted {
            path: "AGENTS.md",
            what: What::Section(MARKDOWN, section),
            only_with: None,
        },
        Wanted {
            path: "CLAUDE.md",
            what: What::Section(MARKDOWN, "@AGENTS.md\n".to_owned()),
            only_with: Some("CLAUDE.md"),
        },
        Wanted {
            path: ".claude/skills/tip/SKILL.md",
            what: What::Whole(SKILL),
            only_with: None,
        },
        Wanted {
            path: ".agents/skills/tip/SKILL.md",
            what: What::Whole(SKILL),
            only_with: Some(".agents"),
        },
        server(".mcp.json", None),
        server(".cursor/mcp.json", Some(".cursor")),
        server(".gemini/settings.json", Some(".gemini")),
        Wanted {
            path: ".vscode/mcp.json",
            what: What::Server {
                key: "servers",
                entry: TYPED_SERVER,
            },
            only_with: Some(".vscode"),
        },
        Wanted {
            path: ".codex/config.toml",
            what: What::Section(TOML, TOML_SERVER.to_owned()),
            only_with: Some(".codex"),
        },
    ]
}

impl What {
    /// Returns the text of a file with it; `None` where nobody but a person can put it there.
    fn written(&self, text: Option<&str>) -> Option<String> {
        match self {
            Self::Section(marks, section) => {
                marked::with(text.unwrap_or_default(), *marks, section)
            }
            Self::Whole(whole) => match text {
                Some(text) if !text.contains(OURS) => None,
                _ => Some((*whole).to_owned()),
            },
            Self::Server { key, entry } => json::with(text.unwrap_or_default(), key, entry),
        }
    }

    /// Returns the text of a file without it, empty where nothing is left; `None` where nobody but a person can take it out.
    fn removed(&self, text: Option<&str>) -> Option<String> {
        let Some(text) = text else {
            return Some(String::new());
        };
        match self {
            Self::Section(marks, _) => marked::without(text, *marks),
            Self::Whole(_) if text.contains(OURS) => Some(String::new()),
            Self::Whole(_) => Some(text.to_owned()),
            Self::Server { key, entry } => json::without(text, key, entry),
        }
    }

    /// Says what a person is to do.
    fn by_hand(&self, way: Way, path: &str) -> String {
        match (self, way) {
            (Self::Server { key, entry }, Way::Write) => {
                format!("add `\"tip\": {entry}` to `{key}` in {path}")
            }
            (Self::Server { key, .. }, Way::Remove) => {
                format!("take `tip` out of `{key}` in {path}")
            }
            (Self::Section(marks, _), _) => {
                format!("`{}` in {path} has no end: mend or delete it", marks.begin)
            }
            (Self::Whole(_), _) => format!("{path} is somebody else's; delete it to get ours"),
        }
    }
}

/// By what a file is known to be ours.
const OURS: &str = "`tip init --agents` writes this";
