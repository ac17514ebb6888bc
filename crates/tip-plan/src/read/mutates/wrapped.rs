//! Programs that start what is named behind them.

/// Returns the command that a program starts, behind what is said to the program itself; `None` where it starts none.
pub(super) fn wrapped<'a>(program: &str, rest: &'a [&'a str]) -> Option<&'a [&'a str]> {
    let behind = |count: usize| rest.get(count..);
    let first = rest.first().copied().unwrap_or_default();
    match (program, first) {
        ("env" | "nice" | "nohup" | "time" | "xargs" | "npx" | "bunx" | "uvx" | "pnpx", _) => {
            let own = rest.iter().take_while(|it| it.starts_with('-'));
            behind(own.count())
        }
        ("timeout", _) => {
            let own =
                |it: &&&str| it.starts_with('-') || it.starts_with(|c: char| c.is_ascii_digit());
            behind(rest.iter().take_while(own).count())
        }
        ("npm" | "pnpm" | "bundle", "exec")
        | ("pnpm" | "yarn", "dlx")
        | ("uv" | "poetry" | "pipenv" | "hatch" | "pdm" | "rye", "run")
        | ("python" | "python3", "-m") => behind(1),
        ("docker" | "podman" | "nerdctl" | "docker-compose" | "kubectl" | "oc", _) => {
            in_container(rest, program == "docker-compose")
        }
        _ => None,
    }
}

/// Returns the command that is started in a container that runs: behind `exec`, and behind `compose run`, which works on other services.
fn in_container<'a>(rest: &'a [&'a str], mut composed: bool) -> Option<&'a [&'a str]> {
    let mut words = without_options(rest);
    while let [first @ ("compose" | "container"), behind @ ..] = words {
        composed |= *first == "compose";
        words = without_options(behind);
    }
    let [verb, behind @ ..] = words else {
        return None;
    };
    if !(*verb == "exec" || *verb == "run" && composed) {
        return None;
    }
    if let Some(at) = behind.iter().position(|it| *it == "--") {
        return behind.get(at + 1..);
    }
    // The container comes first; `kubectl` takes options behind it, too.
    let (_, command) = without_options(behind).split_first()?;
    Some(without_options(command))
}

/// Skips options and their values.
fn without_options<'a>(mut words: &'a [&'a str]) -> &'a [&'a str] {
    while let [option, rest @ ..] = words
        && option.starts_with('-')
        && *option != "--"
    {
        words = match rest {
            [_, rest @ ..] if TAKE_A_VALUE.contains(option) => rest,
            _ => rest,
        };
    }
    words
}

/// Options of programs that start containers, or commands in them, behind which a value stands; sorted.
#[rustfmt::skip]
const TAKE_A_VALUE: &[&str] = &[
    "--container", "--context", "--detach-keys", "--entrypoint", "--env", "--env-file", "--file", "--host", "--index",
    "--name", "--namespace", "--profile", "--project-directory", "--project-name", "--publish", "--user", "--volume",
    "--workdir", "-H", "-c", "-e", "-f", "-n", "-p", "-u", "-v", "-w",
];
