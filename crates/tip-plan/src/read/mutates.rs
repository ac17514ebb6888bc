//! Commands that change things which a check should leave alone.
//!
//! `docs/trust.md` says which, class by class. What stays in folders that git ignores, and new files in the work tree, are no such things.

mod programs;
mod wrapped;

use self::wrapped::wrapped;
use crate::read::shell;

/// Returns whether a command changes what a check should leave alone.
pub(crate) fn mutates(text: &str) -> bool {
    // A line that goes on is one line to the shell.
    let joined = text.replace("\\\n", " ");
    shell::segments(&joined).into_iter().any(segment_mutates)
        || substituted(&joined).into_iter().any(mutates)
}

/// Returns the commands whose output stands in a command: `$(…)` and `` `…` ``, outside of single quotes.
fn substituted(text: &str) -> Vec<&str> {
    let mut inner = Vec::new();
    let mut quoted = false;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        at += c.len_utf8();
        match c {
            '\\' if !quoted => at += text[at..].chars().next().map_or(0, char::len_utf8),
            '\'' => quoted = !quoted,
            '$' if !quoted && rest.starts_with("$(") => {
                let end = closing(&rest[2..]);
                inner.push(&rest[2..2 + end]);
                at += 1 + end;
            }
            '`' if !quoted => {
                let end = rest[1..].find('`').unwrap_or(rest.len() - 1);
                inner.push(&rest[1..=end]);
                at += end;
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
            _ => {}
        }
    }
    inner
}

/// Returns where the parenthesis that is open at the start of `text` closes.
fn closing(text: &str) -> usize {
    let mut depth = 1_u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn segment_mutates(segment: &str) -> bool {
    let words = words_of(segment);
    let mut rest = words.as_slice();
    loop {
        let Some((first, behind)) = rest.split_first() else {
            return false;
        };
        let program = name(first);
        if ELEVATES.contains(&program) {
            return true;
        }
        let assigns = first.contains('=')
            && first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && !first.contains(['/', '-']);
        // The name of a function, and a pattern of `case`, lead to what is done.
        let leads = first.ends_with(')') && !first.contains('$');
        if assigns
            || leads
            || matches!(
                *first,
                "!" | "{"
                    | "("
                    | "do"
                    | "then"
                    | "else"
                    | "elif"
                    | "if"
                    | "while"
                    | "until"
                    | "function"
            )
        {
            rest = behind;
            continue;
        }
        let Some(inner) = wrapped(program, behind) else {
            return call_mutates(&Call {
                program,
                path: first,
                rest: behind,
            });
        };
        rest = inner;
    }
}

/// Splits a command at white space outside of quotes.
fn words_of(segment: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    for (at, c) in segment.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => {
                words.extend(start.take().map(|start| &segment[start..at]));
                continue;
            }
            None => quote = Some(c).filter(|it| matches!(it, '"' | '\'')),
        }
        start.get_or_insert(at);
    }
    words.extend(start.map(|start| &segment[start..]));
    words
}

/// Programs that give the rights of another user.
const ELEVATES: &[&str] = &["doas", "su", "sudo"];

/// A program with its arguments.
struct Call<'a> {
    /// Its name.
    program: &'a str,
    /// The name as written, which may be a path.
    path: &'a str,
    rest: &'a [&'a str],
}

impl Call<'_> {
    fn has(&self, words: &[&str]) -> bool {
        self.rest.iter().any(|it| words.contains(it))
    }

    /// Returns the first words that are no options, and no values of options before them.
    fn verbs(&self) -> (&str, &str) {
        let mut words = self.rest;
        while let [option, _, rest @ ..] = words {
            let takes = TAKE_A_VALUE.contains(option)
                || *option == "-n" && matches!(self.program, "kubectl" | "helm");
            match (takes, option.starts_with('-')) {
                (true, _) => words = rest,
                (false, true) => words = &words[1..],
                (false, false) => break,
            }
        }
        let mut plain = words.iter().filter(|it| !it.starts_with(['-', '+']));
        let mut next = || plain.next().copied().unwrap_or_default();
        (next(), next())
    }

    /// Returns whether something is named behind the first verb that is no option.
    fn names_something(&self) -> bool {
        !self.verbs().1.is_empty()
    }
}

/// Options before a verb behind which a value stands: `pnpm --filter web add`.
const TAKE_A_VALUE: &[&str] = &[
    "--config",
    "--context",
    "--cwd",
    "--dir",
    "--directory",
    "--filter",
    "--manifest-path",
    "--namespace",
    "--prefix",
    "--project",
    "-C",
    "-F",
];

fn call_mutates(call: &Call<'_>) -> bool {
    if REMOVES.contains(&call.program) || ELSEWHERE.contains(&call.program) {
        return true;
    }
    if call.has(&["--dry-run", "--dry_run", "--help", "--version"]) {
        return false;
    }
    match call.program {
        "bash" | "sh" | "zsh" => inner(call).is_some_and(|it| mutates(&it)),
        "find" => call.has(&["-delete"]) || executes(call).any(|it| segment_mutates(&it)),
        "sed" | "perl" => call.rest.iter().any(|it| edits_in_place(it)),
        "git" => git(call),
        "gh" => gh(call),
        "curl" | "wget" | "http" => sends(call),
        "cp" | "ln" | "install" | "rsync" => call.rest.last().is_some_and(|it| is_outside(it)),
        "mkdir" | "touch" | "tee" => call.rest.iter().any(|it| is_outside(it)),
        _ => programs::mutates(call),
    }
}

/// Returns what `find` starts for each file that it finds.
fn executes<'a>(call: &'a Call<'_>) -> impl Iterator<Item = String> + 'a {
    let starts = call.rest.iter().enumerate();
    let starts = starts.filter(|(_, it)| matches!(**it, "-exec" | "-execdir" | "-ok" | "-okdir"));
    starts.map(|(at, _)| call.rest[at + 1..].join(" "))
}

/// Returns whether an option of `sed` or `perl` writes the file that is read: `-i`, `-Ei.bak`, `--in-place`.
fn edits_in_place(option: &str) -> bool {
    let Some(letters) = option.strip_prefix('-') else {
        return false;
    };
    let mut letters = letters.chars().take_while(char::is_ascii_alphabetic);
    // What follows `e` is the script.
    option.starts_with("--in-place")
        || letters
            .by_ref()
            .take_while(|it| *it != 'e')
            .any(|it| it == 'i')
}

/// Programs that do nothing else.
const REMOVES: &[&str] = &[
    "rm",
    "mv",
    "rmdir",
    "dd",
    "chmod",
    "chown",
    "kill",
    "killall",
    "pkill",
    "shred",
    "shutdown",
    "truncate",
    "unlink",
    "dropdb",
    "createdb",
    "systemctl",
    "crontab",
    "launchctl",
];

/// Programs that work on another machine: what it is told to do there cannot be seen, whatever options it bears.
const ELSEWHERE: &[&str] = &["scp", "sftp", "ssh"];

/// Returns what a shell is given to run.
fn inner(call: &Call<'_>) -> Option<String> {
    let at = call
        .rest
        .iter()
        .position(|it| it.starts_with('-') && !it.starts_with("--") && it.ends_with('c'))?;
    let text = call.rest[at + 1..].join(" ");
    Some(text.trim_matches(['"', '\'']).to_owned())
}

fn git(call: &Call<'_>) -> bool {
    let mut rest = call.rest;
    while let [option, value @ ..] = rest
        && option.starts_with('-')
    {
        let takes_value = matches!(*option, "-C" | "-c");
        rest = value.get(usize::from(takes_value)..).unwrap_or_default();
    }
    let Some((verb, rest)) = rest.split_first() else {
        return false;
    };
    let has = |words: &[&str]| rest.iter().any(|it| words.contains(it));
    let mut plain = rest.iter().filter(|it| !it.starts_with('-'));
    let object = plain.next().copied().unwrap_or_default();
    let named = !object.is_empty();
    match *verb {
        "add" | "commit" | "push" | "rm" | "mv" | "reset" | "checkout" | "switch" | "restore"
        | "merge" | "rebase" | "clean" | "cherry-pick" | "revert" | "pull" | "am" | "apply"
        | "bisect" | "filter-branch" | "filter-repo" | "gc" | "prune" | "update-index"
        | "update-ref" => !(*verb == "apply" && has(&["--check", "--stat"])),
        "stash" => !matches!(object, "list" | "show"),
        "branch" | "tag" => {
            let asks = [
                "-l",
                "--list",
                "--contains",
                "--no-contains",
                "--merged",
                "--no-merged",
                "--points-at",
                "--verify",
                "-v",
                "--show-current",
            ];
            named && !has(&asks) || has(&["-d", "-D", "--delete"])
        }
        "worktree" => matches!(object, "add" | "remove" | "move" | "prune" | "lock"),
        "remote" => matches!(
            object,
            "add" | "remove" | "rm" | "rename" | "set-url" | "prune"
        ),
        "submodule" => matches!(object, "add" | "update" | "deinit" | "sync"),
        "notes" => matches!(object, "add" | "append" | "edit" | "remove"),
        "lfs" => matches!(object, "install" | "track" | "untrack" | "push"),
        "config" => {
            let asks = [
                "--get",
                "--get-all",
                "--get-regexp",
                "-l",
                "--list",
                "get",
                "list",
            ];
            !has(&asks) && (plain.next().is_some() || has(&["--unset", "--add", "--replace-all"]))
        }
        _ => false,
    }
}

fn gh(call: &Call<'_>) -> bool {
    let writes = [
        "create",
        "merge",
        "close",
        "edit",
        "delete",
        "comment",
        "review",
        "reopen",
        "lock",
        "rerun",
        "set",
        "login",
        "logout",
        "item-add",
        "item-edit",
        "ready",
        "upload",
        "sync",
    ];
    call.has(&writes)
        || matches!(call.verbs(), ("workflow", "run" | "enable" | "disable"))
        || call.verbs().0 == "api" && (writes_by_method(call) || call.has(&["-f", "-F", "--field"]))
}

/// Returns whether something is sent to another machine than this one.
fn sends(call: &Call<'_>) -> bool {
    let data = [
        "-d",
        "--data",
        "--data-raw",
        "--data-binary",
        "-F",
        "--form",
        "-T",
        "--json",
    ];
    let here = |it: &&str| {
        ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]
            .iter()
            .any(|host| it.contains(host))
    };
    (writes_by_method(call) || call.has(&data)) && !call.rest.iter().any(here)
}

fn writes_by_method(call: &Call<'_>) -> bool {
    let writes = |it: &str| {
        matches!(
            it.trim_matches(['"', '\'']),
            "POST" | "PUT" | "PATCH" | "DELETE"
        )
    };
    call.rest
        .windows(2)
        .any(|it| matches!(it[0], "-X" | "--request" | "--method") && writes(it[1]))
        || call
            .rest
            .iter()
            .any(|it| it.strip_prefix("-X").is_some_and(writes))
        || call.program == "http" && call.rest.first().is_some_and(|it| writes(it))
}

/// Returns whether a place lies outside of the work tree and of folders for what is temporary.
fn is_outside(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    let kept = ["/tmp", "/dev/", "/var/tmp", "/private/tmp"];
    word.starts_with(['~', '/']) && !kept.iter().any(|it| word.starts_with(it))
        || word.starts_with("$HOME")
        || word.starts_with("${HOME")
}

fn name(word: &str) -> &str {
    // `\rm` passes by an alias.
    let word = word.trim_matches(['"', '\'', '(']).trim_start_matches('\\');
    word.rsplit('/').next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_things_is_told() {
        for text in [
            "git status && rm -rf x",
            "cd a; sudo make test",
            "bash -c 'rm -rf build'",
            "find . -name '*.orig' -delete",
            "git -C web commit -m x",
            "git commit -m \"one\n\nmore on --help and --dry-run\"",
            "git stash",
            "git branch topic",
            "git branch -D topic",
            "git tag v1",
            "git config user.name Ada",
            "git submodule update --init",
            "gh pr create --fill",
            "gh api -X POST repos/a/b/issues",
            "curl -X DELETE https://example.org/x",
            "cp tip ~/.local/bin/tip",
            "mkdir -p \"$HOME/.config/x\"",
            "cargo install cargo-nextest",
            "cargo add serde",
            "cargo update",
            "npm i -D tailwindcss",
            "npm install -g pnpm",
            "pip install -e .",
            "python -m pip install x",
            "uv add httpx",
            "uv tool install ruff",
            "brew install bats-core",
            "rustup component add clippy",
            "pre-commit install",
            "cargo fmt",
            "cargo fmt -p a",
            "npx prettier --write .",
            "uv run ruff format",
            "uv run ruff check --fix",
            "black src",
            "gofmt -w .",
            "cargo insta accept",
            "npx vitest run -u",
            "docker run -d redis",
            "docker compose up -d",
            "docker compose down -v",
            "uv run alembic upgrade head",
            "npx prisma migrate deploy",
            "bundle exec rails db:migrate",
            "python manage.py migrate",
            "terraform apply -auto-approve",
            "kubectl rollout restart deploy/x",
            "helm upgrade x y",
            "aws s3 sync a s3://b",
            "ssh root@example.org reboot",
            "ssh host ./deploy --dry-run",
            "docker exec -it web alembic upgrade head",
            "docker exec -e A=b -u app web sh -c 'rm -rf /srv/x'",
            "docker compose -f dev.yml exec -T api uv run alembic upgrade head",
            "docker-compose exec db dropdb tides",
            "docker compose run --rm api python manage.py migrate",
            "kubectl exec -n tides deploy/api -c api -- alembic upgrade head",
            "kubectl -n tides exec api-0 alembic upgrade head",
            "sops --encrypt --in-place a.yaml",
            "go mod init example.org/x",
            "make install",
            "npm run deploy",
            "sed -i s/a/b/ x",
            "sed -Ei.bak s/a/b/ x",
            "sed --in-place s/a/b/ x",
            "for d in f; do grep -q zz \"$d\" || \\\n  sed -i s/a/b/ \"$d\"\ndone",
            "grep -q zz f || \\\n rm -f f",
            "echo $(rm -f f)",
            "echo \"a $(git push)\"",
            "echo `rm -f f`",
            "\\rm -f f",
            "find . -name x -exec sh -c 'rm \"$1\"' _ {} ;",
            "find . -name x -exec rm {} +",
            "make redeploy-web",
        ] {
            assert!(mutates(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_or_writes_where_it_may_is_not() {
        for text in [
            "git branch --show-current",
            "git branch -a",
            "git branch --contains HEAD",
            "git tag --points-at HEAD",
            "git stash list",
            "git config --get user.name",
            "git config user.name",
            "git worktree list",
            "git apply --check x.patch",
            "git push --dry-run",
            "git fetch origin",
            "gh pr list",
            "gh api repos/a/b",
            "curl -fsS http://localhost:8000/health",
            "curl -X POST http://localhost:8000/x -d '{}'",
            "mkdir -p build && touch build/x",
            "cp a b",
            "make test | tee /tmp/log",
            "npm ci",
            "npm install",
            "bun install --frozen-lockfile",
            "uv sync",
            "cargo fetch",
            "go mod download",
            ".venv/bin/pip install -r requirements.txt",
            "cargo fmt --check",
            "cargo fmt --all -- --check",
            "cargo clippy -- -D warnings",
            "ruff format --check .",
            "ruff check .",
            "npx prettier --check .",
            "black --check src",
            "gofmt -l .",
            "terraform fmt -check",
            "terraform plan",
            "docker build .",
            "docker run --rm x true",
            "docker compose ps",
            "uv run alembic current",
            "python manage.py migrate --check",
            "kubectl get pods",
            "docker exec web alembic current",
            "docker compose exec -T api pytest -q",
            "docker compose run --rm api python manage.py migrate --check",
            "kubectl exec deploy/api -- cat /etc/hosts",
            "docker exec web",
            "just install --dry-run",
            "npm run build",
            "pytest -k rm",
            "grep -rn 'git push' docs",
            "echo '$(rm -f f)'",
            "test \"$(git rev-parse HEAD)\" = \"$(cat head)\"",
            "find . -name x -exec grep -l rm {} +",
            "sed -n -e 's/i/j/p' x",
            "",
        ] {
            assert!(!mutates(text), "{text}");
        }
    }
}
