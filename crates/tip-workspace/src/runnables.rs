//! Whether there is what a command names: a script, a target, a recipe, a package.

use std::sync::Mutex;

use rustc_hash::FxHashMap;
use tip_rules::{Runnable, RunnableAnswer, RunnableKind};

use crate::Snapshot;
use crate::index::last_part;
use crate::nearest::nearest_word;
use crate::resolve::lock;

/// The names that a file defines, by the kind and the path; `None` where it cannot be told.
pub(crate) type NameCache = Mutex<FxHashMap<(RunnableKind, String), Option<Vec<String>>>>;

impl Snapshot {
    /// Returns whether there is what a command of the plan at `path` names.
    ///
    /// Without a folder the name may be defined anywhere: nobody knows where the command is run.
    pub(crate) fn runnable(&self, runnable: &Runnable) -> RunnableAnswer {
        let mut known: Vec<String> = Vec::new();
        let mut any = false;
        for file in self.definers(runnable) {
            match self.names_in(runnable.kind, file) {
                None => return RunnableAnswer::Unknown,
                // A file that defines nothing of the kind is about something else.
                Some(names) => {
                    any |= !names.is_empty();
                    if names
                        .iter()
                        .any(|it| same(runnable.kind, it, &runnable.name))
                    {
                        return RunnableAnswer::Found;
                    }
                    known.extend(names);
                }
            }
        }
        if !any {
            return RunnableAnswer::Unknown;
        }
        let nearest = nearest_word(&runnable.name, known.iter().map(String::as_str));
        RunnableAnswer::Missing {
            nearest: nearest.map(str::to_owned),
        }
    }

    /// Returns the files whose names say that they define targets of any kind; found once.
    fn defining_files(&self) -> &[String] {
        self.tree().definers.get_or_init(|| {
            let names: Vec<&str> = RunnableKind::ALL
                .iter()
                .flat_map(|it| it.files())
                .copied()
                .collect();
            let defines = |path: &&String| {
                let name = last_part(path);
                names.iter().any(|it| name.eq_ignore_ascii_case(it))
            };
            self.index()
                .files()
                .iter()
                .filter(defines)
                .cloned()
                .collect()
        })
    }

    /// Returns the files that could define a target, those nearest to the root first.
    fn definers<'a>(&'a self, runnable: &Runnable) -> Vec<&'a str> {
        let names = runnable.kind.files();
        let folder = runnable.folder.trim_matches(['.', '/']);
        let mut files: Vec<&str> = self
            .defining_files()
            .iter()
            .map(String::as_str)
            .filter(|path| {
                let name = last_part(path);
                names.iter().any(|it| name.eq_ignore_ascii_case(it))
            })
            .filter(|path| {
                let dir = path.rsplit_once('/').map_or("", |(dir, _)| dir);
                runnable.kind.files() == ["cargo.toml"]
                    || folder.is_empty()
                    || dir == folder
                    || dir.ends_with(&format!("/{folder}"))
            })
            .collect();
        files.sort_by_key(|path| path.matches('/').count());
        files
    }

    fn names_in(&self, kind: RunnableKind, path: &str) -> Option<Vec<String>> {
        let key = (kind, path.to_owned());
        if let Some(known) = lock(self.name_cache()).get(&key) {
            return known.clone();
        }
        let (system, root) = (self.system(), self.root());
        let at = RunnableKind::ALL.iter().position(|it| *it == kind)?;
        let stamp = self.carried().stamp(system, root, path);
        let names = self.carried().names[at].get(path, stamp, || {
            let bytes = system.read(&root.join(path)).ok()?;
            declared(kind, &String::from_utf8_lossy(&bytes))
        });
        let names = names.map(|mut names| {
            names.extend(self.placed(kind, path));
            names
        });
        lock(self.name_cache()).insert(key, names.clone());
        names
    }

    /// Returns the targets of a package that the places of their files make.
    fn placed(&self, kind: RunnableKind, manifest: &str) -> Vec<String> {
        let folder = match kind {
            RunnableKind::CargoTest => "tests",
            RunnableKind::CargoBin => "src/bin",
            RunnableKind::CargoExample => "examples",
            _ => return Vec::new(),
        };
        let mut names = Vec::new();
        let dir = manifest.trim_end_matches(last_part(manifest));
        let prefix = format!("{dir}{folder}/");
        let files = self.index().files();
        let start = files.partition_point(|it| it.as_str() < prefix.as_str());
        for file in files[start..]
            .iter()
            .take_while(|it| it.starts_with(&prefix))
        {
            let rest = &file[prefix.len()..];
            let name = rest
                .strip_suffix("/main.rs")
                .or_else(|| rest.strip_suffix(".rs"))
                .filter(|name| !name.contains('/'));
            names.extend(name.map(str::to_owned));
        }
        names
    }
}

/// Returns the names of a kind that the text of a file declares; `None` where it cannot be told.
fn declared(kind: RunnableKind, text: &str) -> Option<Vec<String>> {
    match kind {
        RunnableKind::NpmScript => npm_scripts(text),
        RunnableKind::MakeTarget => make_targets(text),
        RunnableKind::JustRecipe => just_recipes(text),
        RunnableKind::CargoPackage => cargo_names(text, &["package"]),
        RunnableKind::CargoTest => cargo_names(text, &["test"]),
        RunnableKind::CargoBin => cargo_names(text, &["bin", "package"]),
        RunnableKind::CargoExample => cargo_names(text, &["example"]),
    }
}

fn same(kind: RunnableKind, defined: &str, named: &str) -> bool {
    match kind {
        RunnableKind::NpmScript | RunnableKind::MakeTarget => defined == named,
        _ => defined.replace('_', "-") == named.replace('_', "-"),
    }
}

fn npm_scripts(text: &str) -> Option<Vec<String>> {
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let scripts = json.get("scripts").and_then(|it| it.as_object());
    Some(scripts.map_or_else(Vec::new, |it| it.keys().cloned().collect()))
}

/// Reads the targets of a makefile; `None` where it includes others, or makes names up.
fn make_targets(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for line in text.lines() {
        if line.starts_with(['\t', ' ', '#']) {
            continue;
        }
        if line.starts_with("include ") || line.starts_with("-include ") {
            return None;
        }
        let Some((head, tail)) = line.split_once(':') else {
            continue;
        };
        if tail.starts_with('=') || tail.starts_with(":=") || head.contains('=') {
            continue;
        }
        if head.contains(['$', '%']) {
            return None;
        }
        names.extend(head.split_whitespace().map(str::to_owned));
        if head.trim() == ".PHONY" {
            names.extend(tail.split_whitespace().map(str::to_owned));
        }
    }
    Some(names)
}

/// Reads the recipes of a justfile; `None` where it takes some from elsewhere.
fn just_recipes(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for line in text.lines() {
        if line.starts_with("import ") || line.starts_with("mod ") || line.starts_with("import? ") {
            return None;
        }
        if let Some(alias) = line.strip_prefix("alias ") {
            names.extend(alias.split_whitespace().next().map(str::to_owned));
            continue;
        }
        if line.starts_with([' ', '\t', '#', '[']) {
            continue;
        }
        let Some((head, tail)) = line.split_once(':') else {
            continue;
        };
        if tail.starts_with('=') {
            continue;
        }
        let name = head.split_whitespace().next().unwrap_or_default();
        names.push(name.trim_start_matches('@').to_owned());
    }
    Some(names)
}

/// Reads the names in tables, or in arrays of tables, of a `Cargo.toml`.
fn cargo_names(text: &str, tables: &[&str]) -> Option<Vec<String>> {
    let manifest: toml::Table = text.parse().ok()?;
    let name = |it: &toml::Value| it.get("name")?.as_str().map(str::to_owned);
    let mut names = Vec::new();
    for table in tables {
        match manifest.get(*table) {
            None => {}
            Some(toml::Value::Array(all)) => names.extend(all.iter().filter_map(name)),
            Some(one) => names.extend(name(one)),
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_makefile_defines_is_read() {
        let text = ".PHONY: all clean\nall: build\n\tcc -o a\nX := a:b\nlint test: all\n";
        let names = make_targets(text).unwrap_or_default();
        assert_eq!(names, [".PHONY", "all", "clean", "all", "lint", "test"]);
        assert_eq!(make_targets("include a.mk\n"), None);
        assert_eq!(make_targets("%.o: %.c\n"), None);
    }

    #[test]
    fn what_a_justfile_defines_is_read() {
        let text =
            "x := \"a\"\n@check *args: build\n  cargo check\n[private]\nbuild:\nalias b := build\n";
        let names = just_recipes(text).unwrap_or_default();
        assert_eq!(names, ["check", "build", "b"]);
        assert_eq!(just_recipes("import 'a.just'\n"), None);
    }
}
