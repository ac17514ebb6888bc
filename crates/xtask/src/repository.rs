//! What tasks know of the repository: its crates and its files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use camino::Utf8PathBuf;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// The repository as data, so that every check is a pure function.
pub(crate) struct Repository {
    pub(crate) root: String,
    pub(crate) crates: Vec<Crate>,
    pub(crate) files: Vec<File>,
}

/// A crate of the workspace with what its manifest declares.
pub(crate) struct Crate {
    pub(crate) name: String,
    /// The folder, relative to the root.
    pub(crate) folder: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A declared dependency, ours or not.
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Declared under `[dev-dependencies]`.
    pub(crate) dev: bool,
}

/// A file that is tracked, or would be with the next `git add`.
pub(crate) struct File {
    /// Relative to the root, with forward slashes.
    pub(crate) path: String,
    /// The content, with invalid UTF-8 replaced.
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension == "rs")
    }
}

impl Repository {
    /// Reads the repository that the current directory belongs to.
    pub(crate) fn load() -> Result<Self> {
        let metadata = metadata()?;
        let root = metadata.workspace_root.as_std_path();
        Ok(Self {
            root: metadata.workspace_root.to_string(),
            crates: crates(&metadata),
            files: files(root)?,
        })
    }
}

/// Returns the folder of the workspace.
pub(crate) fn root() -> Result<String> {
    Ok(metadata()?.workspace_root.into_string())
}

/// Returns the folder that `cargo` builds into.
pub(crate) fn target_folder() -> Result<Utf8PathBuf> {
    Ok(Utf8PathBuf::from(metadata()?.target_directory.as_str()))
}

fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .context("failed to run `cargo metadata`")
}

fn crates(metadata: &Metadata) -> Vec<Crate> {
    let root = &metadata.workspace_root;
    let mut crates: Vec<Crate> = metadata
        .packages
        .iter()
        .map(|package| {
            let manifest = package.manifest_path.strip_prefix(root);
            let folder = manifest.ok().and_then(|path| path.parent());
            Crate {
                name: package.name.to_string(),
                folder: folder
                    .map(|path| path.as_str().replace('\\', "/"))
                    .unwrap_or_default(),
                dependencies: package
                    .dependencies
                    .iter()
                    .map(|dependency| Dependency {
                        name: dependency.name.clone(),
                        dev: dependency.kind == DependencyKind::Development,
                    })
                    .collect(),
            }
        })
        .collect();
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    crates
}

fn files(root: &Path) -> Result<Vec<File>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("failed to start `git`")?;
    ensure!(
        output.status.success(),
        "failed to list the files of the repository: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let listed = String::from_utf8_lossy(&output.stdout);
    let paths: BTreeSet<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let full = root.join(path);
        // A file deleted from the work tree is still listed; a submodule is a folder.
        if !full.is_file() {
            continue;
        }
        let bytes = fs::read(&full).with_context(|| format!("failed to read {path}"))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        files.push(File {
            path: path.to_owned(),
            text,
        });
    }
    Ok(files)
}
