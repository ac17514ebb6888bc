//! The names that people call a repository by: those of its folder, of the folder that a worktree belongs to, and of its origin.

use camino::{Utf8Path, Utf8PathBuf};

use crate::System;

/// Returns the names, each once.
pub(crate) fn names(system: &dyn System, root: &Utf8Path) -> Vec<String> {
    let git = git_folder(system, root);
    let mut names: Vec<String> = Vec::new();
    let main = git.parent().and_then(Utf8Path::file_name);
    let origin = system
        .read(&git.join("config"))
        .ok()
        .and_then(|it| origin_name(&String::from_utf8_lossy(&it)));
    let found = [
        root.file_name().map(str::to_owned),
        main.map(str::to_owned),
        origin,
    ];
    for name in found.into_iter().flatten() {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the folder that git keeps everything in; of a worktree that of the repository that it belongs to.
fn git_folder(system: &dyn System, root: &Utf8Path) -> Utf8PathBuf {
    let own = root.join(".git");
    let Ok(bytes) = system.read(&own) else {
        return own;
    };
    let text = String::from_utf8_lossy(&bytes);
    let Some(target) = text.trim().strip_prefix("gitdir:") else {
        return own;
    };
    let target = root.join(target.trim());
    let mut above = target.ancestors();
    above
        .find(|it| it.file_name() == Some(".git"))
        .map_or(own, Utf8Path::to_path_buf)
}

/// Returns the last part of the address of the remote `origin`, without `.git`.
fn origin_name(config: &str) -> Option<String> {
    let (_, section) = config.split_once("[remote \"origin\"]")?;
    let (section, _) = section.split_once("\n[").unwrap_or((section, ""));
    let url = section.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "url").then(|| value.trim())
    })?;
    let name = url.trim_end_matches('/').rsplit(['/', ':']).next()?;
    Some(name.trim_end_matches(".git").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let mut memory = Memory::default();
        for (path, text) in files {
            memory.write(*path, *text);
        }
        assert_eq!(names(&memory, Utf8Path::new("/home/user/alerts")), expected);
    }

    #[test]
    fn the_folder_and_the_origin_name_a_repository() {
        check(&[], &["alerts"]);
        check(
            &[(
                "/home/user/alerts/.git/config",
                "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@forge.example:shop/harbor.git\n[branch \"main\"]\n\turl = no\n",
            )],
            &["alerts", "harbor"],
        );
    }

    #[test]
    fn a_worktree_is_called_as_its_repository() {
        check(
            &[
                (
                    "/home/user/alerts/.git",
                    "gitdir: /home/user/harbor/.git/worktrees/alerts\n",
                ),
                (
                    "/home/user/harbor/.git/config",
                    "[remote \"origin\"]\n\turl = https://forge.example/shop/port/\n",
                ),
            ],
            &["alerts", "harbor", "port"],
        );
    }
}
