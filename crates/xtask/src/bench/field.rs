//! A repository of made-up plans on the disk.

use std::fs;

use anyhow::{Context, Result};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::plans::{self, PlanFile};
use super::tree::{MOST_FILES, TreeFile};

/// What the made-up files are like: counted up whenever they change, so that old ones are not taken for new ones.
const VERSION: u32 = 2;

/// A repository of made-up plans on the disk.
pub(super) struct Field {
    /// The folder of the repository.
    pub(super) root: Utf8PathBuf,
    /// A file with the paths of all plans, a line each.
    pub(super) list: Utf8PathBuf,
    /// How many plans there are.
    pub(super) plans: u32,
    bytes: u64,
}

impl Field {
    /// Returns the repository of so many plans beside so many files, which is made where it is not there yet.
    pub(super) fn prepare(folder: &Utf8Path, plans: u32, files: u32) -> Result<Self> {
        let files = files.min(MOST_FILES);
        Self::open_or_make(
            folder,
            &format!("{plans}-plans-{files}-files"),
            plans,
            |root| {
                println!("making up {plans} plans and {files} files");
                (0..files)
                    .into_par_iter()
                    .try_for_each(|it| write(root, &TreeFile(it).path(), &TreeFile(it).text()))?;
                let made: Result<Vec<(String, u64)>> = (0..plans)
                    .into_par_iter()
                    .map(|it| write_plan(root, &plans::plan(it, files)))
                    .collect();
                made
            },
        )
    }

    /// Returns the repository of one plan and nothing else.
    pub(super) fn prepare_one(folder: &Utf8Path, plan: PlanFile) -> Result<Self> {
        let name = plan.path.rsplit('/').next().unwrap_or(&plan.path);
        let name = format!("{}-alone", name.trim_end_matches(".md"));
        Self::open_or_make(folder, &name, 1, move |root| {
            Ok(vec![write_plan(root, &plan)?])
        })
    }

    fn open_or_make(
        folder: &Utf8Path,
        name: &str,
        plans: u32,
        make: impl FnOnce(&Utf8Path) -> Result<Vec<(String, u64)>>,
    ) -> Result<Self> {
        let folder = folder.join(format!("v{VERSION}-{name}"));
        let root = folder.join("repository");
        let list = folder.join("plans.txt");
        // The list is written last: where it is, all is.
        if !list.is_file() {
            if folder.exists() {
                fs::remove_dir_all(&folder)
                    .with_context(|| format!("failed to remove {folder}"))?;
            }
            write(&root, ".git/HEAD", "ref: refs/heads/main\n")?;
            let written = make(&root)?;
            let bytes: u64 = written.iter().map(|(_, bytes)| bytes).sum();
            let paths: Vec<String> = written.into_iter().map(|(path, _)| path).collect();
            write(&folder, "bytes.txt", &bytes.to_string())?;
            write(&folder, "plans.txt", &(paths.join("\n") + "\n"))?;
        }
        let bytes = fs::read_to_string(folder.join("bytes.txt"))?;
        Ok(Self {
            bytes: bytes.parse().context("failed to read bytes.txt")?,
            root,
            list,
            plans,
        })
    }

    /// Returns the size of all plans.
    pub(super) fn megabytes(&self) -> f64 {
        // Exact below 2^52 bytes.
        #[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
        let bytes = self.bytes as f64;
        bytes / 1e6
    }

    /// Returns the path of the first plan.
    pub(super) fn first(&self) -> Result<String> {
        let list = fs::read_to_string(&self.list)?;
        let first = list.lines().next().context("the list of plans is empty")?;
        Ok(first.to_owned())
    }

    /// Returns the folders of the plans that are there.
    pub(super) fn places(&self) -> Vec<String> {
        let places = plans::places().into_iter();
        let there = places.filter(|it| self.root.join(it).is_dir());
        there.map(str::to_owned).collect()
    }
}

fn write_plan(root: &Utf8Path, plan: &PlanFile) -> Result<(String, u64)> {
    write(root, &plan.path, &plan.text)?;
    Ok((plan.path.clone(), plan.text.len() as u64))
}

fn write(root: &Utf8Path, path: &str, text: &str) -> Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("failed to make {folder}"))?;
    }
    fs::write(&path, text).with_context(|| format!("failed to write {path}"))
}
