//! Which files are found, against the manifest and against verdicts made by reading.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;
use tip_workspace::{Globs, Os, Snapshot};

use super::manifest::percent;

/// A verdict: what a pattern of paths is.
struct Verdicts {
    globs: Globs,
    /// Whether the files of each pattern are plans, in the order of the globs.
    plans: Vec<bool>,
}

impl Verdicts {
    /// Returns whether a file is a plan, where somebody looked. The first pattern that fits tells.
    fn of(&self, path: &str) -> Option<bool> {
        let at = self.globs.position(path)?;
        self.plans.get(at).copied()
    }
}

/// How many files were found, and how many of them rightly.
#[derive(Default)]
struct Score {
    plans: usize,
    plans_found: usize,
    found: usize,
    right: usize,
    unjudged: usize,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.plans += other.plans;
        self.plans_found += other.plans_found;
        self.found += other.found;
        self.right += other.right;
        self.unjudged += other.unjudged;
    }

    fn print(&self, name: &str) {
        println!(
            "  {name:<30} {:>4} of {:>4} plans found ({:5.1} %); {:>4} of {:>4} found are plans ({:5.1} %)",
            self.plans_found,
            self.plans,
            percent(self.plans_found, self.plans),
            self.right,
            self.found - self.unjudged,
            percent(self.right, self.found - self.unjudged),
        );
    }
}

/// Looks for plans in every repository that the verdicts speak of and prints how well that went.
pub(crate) fn compare(corpus: &Path, repositories: &Path, verdicts: &Path) -> Result<()> {
    let text = fs::read_to_string(verdicts)
        .with_context(|| format!("failed to read {}", verdicts.display()))?;
    let rows: Vec<[&str; 3]> = text
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            <[&str; 3]>::try_from(fields)
                .ok()
                .with_context(|| format!("no verdict: {line}"))
        })
        .collect::<Result<_>>()?;
    let manifest = manifest(corpus)?;
    let mut names: BTreeSet<&str> = rows.iter().map(|it| it[0]).collect();
    names.extend(manifest.iter().map(|(repo, _)| repo.as_str()));
    let mut total = Score::default();
    println!("finding:");
    for name in names {
        let Some(folder) = folder_of(repositories, name) else {
            println!("  {name:<30} is not there");
            continue;
        };
        let own = || rows.iter().filter(|it| it[0] == name);
        let verdicts = Verdicts {
            globs: Globs::new(own().map(|it| it[2]))?,
            plans: own().map(|it| it[1] == "plan").collect(),
        };
        let listed = manifest.iter().filter(|(repo, _)| repo == name);
        let listed = listed.map(|(_, path)| path.as_str());
        let score = repository(folder, listed, &verdicts)?;
        score.print(name);
        total.add(&score);
    }
    total.print("all");
    if total.unjudged > 0 {
        println!("  {} found that nobody has judged", total.unjudged);
    }
    Ok(())
}

fn repository<'a>(
    folder: PathBuf,
    listed: impl Iterator<Item = &'a str>,
    verdicts: &Verdicts,
) -> Result<Score> {
    let Ok(root) = Utf8PathBuf::from_path_buf(folder) else {
        bail!("a path that is not UTF-8")
    };
    let listed: BTreeSet<&str> = listed.filter(|it| root.join(it).is_file()).collect();
    let snapshot = Snapshot::open(Arc::new(Os), root, None, None)?;
    let mut score = Score::default();
    for file in &snapshot.discovery().verdicts {
        let truth = verdicts
            .of(&file.path)
            .or_else(|| listed.contains(file.path.as_str()).then_some(true));
        score.found += usize::from(file.is_plan);
        match (truth, file.is_plan) {
            (Some(true), found) => {
                score.plans += 1;
                score.plans_found += usize::from(found);
                score.right += usize::from(found);
                if !found {
                    println!("  missed: {}: {}", file.path, file.reason);
                }
            }
            (Some(false), true) => println!("  no plan: {}: {}", file.path, file.reason),
            (None, true) => {
                score.unjudged += 1;
                println!("  not judged: {}: {}", file.path, file.reason);
            }
            (_, false) => {}
        }
    }
    Ok(score)
}

/// Returns the folder of a repository: `OWNER__NAME`, `OWNER+NAME` or `NAME`.
fn folder_of(repositories: &Path, name: &str) -> Option<PathBuf> {
    let bare = name.rsplit_once('/').map_or(name, |(_, bare)| bare);
    let names = [
        name.replace('/', "__"),
        name.replace('/', "+"),
        bare.to_owned(),
    ];
    let mut folders = names.into_iter().map(|it| repositories.join(it));
    folders.find(|it| it.is_dir())
}

/// Returns repository and path of every plan of the manifest.
fn manifest(corpus: &Path) -> Result<Vec<(String, String)>> {
    let path = corpus.join("manifest.tsv");
    let text =
        fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
    let mut lines = text.lines().map(|it| it.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| {
        let at = header.iter().position(|it| *it == name);
        at.with_context(|| format!("no column `{name}`"))
    };
    let (repo, path) = (column("repo")?, column("path")?);
    Ok(lines
        .map(|it| (it[repo].to_owned(), it[path].to_owned()))
        .collect())
}
