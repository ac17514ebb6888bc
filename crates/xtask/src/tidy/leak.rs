//! Nothing of one machine or of an unfinished merge stays in a file.

use super::Problem;
use crate::repository::{File, Repository};

/// Folders below which people keep their things.
const HOMES: &[&str] = &["/home/", "/Users/", "\\Users\\"];

/// Other folders in which people and build machines work.
const WORKPLACES: &[&str] = &["/root/", "/work/"];

/// Names of nobody, for examples.
const NOBODY: &[&str] = &["alice", "bob", "dev", "me", "user", "you"];

/// Notes on plans of others, which quote the paths written there.
const QUOTES: &str = "tests/corpus/labels/";

/// Lines that `git merge` leaves where it needs help, by their first eight bytes.
const CONFLICTS: [char; 3] = ['<', '|', '>'];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    repository
        .files
        .iter()
        .flat_map(|file| leaks(file, &repository.root))
        .collect()
}

fn leaks(file: &File, root: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let place = || format!("{}:{}", file.path, index + 1);
        let path = machine_path(line, root);
        if let Some(path) = path.filter(|_| !file.path.starts_with(QUOTES)) {
            problems.push(Problem::new(
                place(),
                format!("`{path}` is a folder of one machine"),
                "write the path relative to the repository, or for an example `/home/user/`",
            ));
        }
        if is_conflict(line) {
            problems.push(Problem::new(
                place(),
                "a conflict marker",
                "finish the merge",
            ));
        }
    }
    problems
}

fn is_conflict(line: &str) -> bool {
    CONFLICTS.iter().any(|mark| {
        let rest = line.trim_start_matches(*mark);
        line.len() - rest.len() == 7 && rest.starts_with(' ')
    })
}

/// Returns the first absolute path of a home or work folder in the line.
fn machine_path<'a>(line: &'a str, root: &str) -> Option<&'a str> {
    if let Some(at) = line.find(root) {
        return Some(&line[at..at + root.len()]);
    }
    let homes = HOMES
        .iter()
        .flat_map(|home| occurrences(line, home))
        .find_map(|(at, after)| {
            let name = name_of(after);
            let known = name.is_empty() || NOBODY.contains(&name);
            (!known).then(|| &line[at..line.len() - after.len() + name.len()])
        });
    homes.or_else(|| {
        let mut found = WORKPLACES
            .iter()
            .flat_map(|folder| occurrences(line, folder));
        found.find_map(|(at, after)| {
            let name = name_of(after);
            (!name.is_empty()).then(|| &line[at..line.len() - after.len() + name.len()])
        })
    })
}

/// Returns where an absolute path starts with the folder, and what follows the folder.
fn occurrences<'a>(line: &'a str, folder: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let len = folder.len();
    let windows = folder.starts_with('\\');
    line.match_indices(folder)
        .map(move |(at, _)| (at, &line[at + len..]))
        .filter(move |(at, _)| {
            let before = line[..*at].chars().next_back();
            // In the middle of a path or an address it is somebody's folder name, not the root's.
            windows || before.is_none_or(|c| c.is_whitespace() || "\"'`(<[=:,|".contains(c))
        })
}

fn name_of(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && !"._-".contains(c));
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tests::{assert_faults, with_files};

    #[track_caller]
    fn check_line(line: &str, expected: Option<&str>) {
        let text = format!("first\n{line}\n");
        let expected: Vec<String> = expected
            .map(|fault| format!("a.md:2: {fault}"))
            .into_iter()
            .collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert_faults(&check(&with_files(&[("a.md", &text)])), &expected);
    }

    #[test]
    fn a_home_folder_is_refused() {
        let path = ["", "home", "carol"].join("/");
        check_line(
            &format!("see `{path}/app/x.rs`"),
            Some(&format!("`{path}` is a folder of one machine")),
        );
        let path = ["", "Users", "carol"].join("/");
        check_line(&path, Some(&format!("`{path}` is a folder of one machine")));
    }

    #[test]
    fn a_work_folder_is_refused() {
        let path = ["", "work", "app"].join("/");
        check_line(
            &format!("cd {path}/src"),
            Some(&format!("`{path}` is a folder of one machine")),
        );
    }

    #[test]
    fn the_folder_of_the_repository_is_refused() {
        let root = "/srv/checkout";
        check_line(
            &format!("{root}/a.md"),
            Some(&format!("`{root}` is a folder of one machine")),
        );
    }

    #[test]
    fn names_of_nobody_and_addresses_are_fine() {
        check_line("`/home/user/app/x.rs` and /Users/me/x", None);
        check_line(
            "https://example.org/home/carol and docs/work/notes.md",
            None,
        );
        check_line("`/work/` alone", None);
    }

    #[test]
    fn notes_on_plans_of_others_may_quote_paths() {
        let row = ["ref\t12\t", "home", "carol", "app.py"].join("/");
        let repository = with_files(&[("tests/corpus/labels/a.tsv", &row)]);
        assert_faults(&check(&repository), &[]);
    }

    #[test]
    fn conflict_markers_are_refused() {
        for mark in ["<", "|", ">"] {
            check_line(
                &format!("{} theirs", mark.repeat(7)),
                Some("a conflict marker"),
            );
        }
        check_line(&"=".repeat(7), None);
        check_line(&format!("{} no", "<".repeat(8)), None);
    }
}
