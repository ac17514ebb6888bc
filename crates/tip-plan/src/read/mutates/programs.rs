//! What programs change, class by class.

use super::Call;

/// Returns whether a program, by what it is told, changes what a check should leave alone.
pub(super) fn mutates(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    puts_in_place(call)
        || installs(call)
        || rewrites(call)
        || serves(call)
        || changes_data(call)
        || deploys(call)
        || TABLE.iter().any(|(program, first, second)| {
            call.program == *program
                && (first.is_empty() || first.contains(&verb))
                && (second.is_empty() || second.contains(&object))
        })
}

/// Programs that change things with one of these words, and one of those behind it; none for any.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    // What is published stays.
    (
        "npm",
        &["publish", "unpublish", "version", "deprecate", "login"],
        &[],
    ),
    ("pnpm", &["publish", "version"], &[]),
    ("yarn", &["publish", "version"], &[]),
    ("bun", &["publish"], &[]),
    ("cargo", &["publish", "yank", "release", "login"], &[]),
    ("twine", &["upload"], &[]),
    ("gem", &["push", "yank"], &[]),
    ("poetry", &["publish", "version"], &[]),
    ("uv", &["publish", "version"], &[]),
    (
        "mvn",
        &["deploy", "release:perform", "release:prepare"],
        &[],
    ),
    ("gradle", &["publish"], &[]),
    // A hook of git runs for whoever commits next.
    ("pre-commit", &["install", "uninstall", "autoupdate"], &[]),
    ("lefthook", &["install", "uninstall"], &[]),
    ("husky", &["install", "init"], &[]),
    ("prek", &["install", "uninstall", "autoupdate"], &[]),
    // What a test expects is not what it is to be checked against.
    ("cargo", &["insta"], &["accept", "review", "reject"]),
];

/// Returns whether a target by its name puts things where they are used, or takes them away. What other targets do cannot be told.
fn puts_in_place(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    let target = match call.program {
        "make" | "just" | "task" | "rake" | "mise" => verb,
        "npm" | "pnpm" | "yarn" | "bun" if verb == "run" => object,
        _ => return false,
    };
    let mut words = target.split(['-', ':', '_']);
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    let deploys = matches!(
        first,
        "install" | "uninstall" | "deploy" | "redeploy" | "release" | "publish"
    );
    // What is started stays.
    (deploys || matches!(last, "up" | "down")) && !call.has(&["-n", "--just-print"])
}

/// Returns whether something is installed beyond the folders of the work tree that git ignores, or what is installed is decided anew.
fn installs(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    let everywhere = call.has(&["-g", "--global"]);
    match call.program {
        "cargo" => matches!(
            verb,
            "install" | "uninstall" | "add" | "remove" | "rm" | "update" | "upgrade"
        ),
        "npm" | "pnpm" | "bun" => match verb {
            "install" | "i" => everywhere || call.names_something(),
            "add" | "uninstall" | "remove" | "rm" | "update" | "upgrade" | "link" => true,
            "audit" => object == "fix",
            _ => false,
        },
        "yarn" => matches!(
            verb,
            "add" | "remove" | "up" | "upgrade" | "global" | "link"
        ),
        // One in the work tree installs there.
        "pip" | "pip3" | "pip3.12" => {
            !call.path.contains("venv") && matches!(verb, "install" | "uninstall")
        }
        "uv" => match verb {
            "add" | "remove" | "self" => true,
            "pip" | "tool" => matches!(object, "install" | "uninstall" | "upgrade"),
            "lock" => call.has(&["--upgrade", "-U"]),
            _ => false,
        },
        "poetry" | "pdm" | "rye" | "hatch" => matches!(verb, "add" | "remove" | "update"),
        "pipx" | "conda" | "mamba" => matches!(
            verb,
            "install" | "uninstall" | "update" | "upgrade" | "remove"
        ),
        "gem" => matches!(verb, "install" | "uninstall" | "update"),
        "bundle" => matches!(verb, "add" | "update" | "remove"),
        "composer" => matches!(verb, "require" | "remove" | "update" | "global"),
        "go" => {
            matches!(verb, "install" | "get") || matches!((verb, object), ("mod", "edit" | "init"))
        }
        "dotnet" => matches!(
            (verb, object),
            ("add" | "remove" | "nuget", _) | ("tool", "install" | "update" | "uninstall")
        ),
        "brew" | "apt" | "apt-get" | "dnf" | "yum" | "pacman" | "apk" | "choco" | "winget"
        | "snap" | "port" => !matches!(
            verb,
            "list" | "info" | "search" | "show" | "doctor" | "outdated"
        ),
        "rustup" => match verb {
            "component" | "target" | "toolchain" | "override" => !matches!(object, "list"),
            "update" | "default" | "install" | "self" => true,
            _ => false,
        },
        "nvm" | "fnm" | "pyenv" | "rbenv" | "asdf" | "mise" | "volta" => {
            matches!(
                verb,
                "install" | "uninstall" | "use" | "global" | "local" | "default"
            )
        }
        "claude" | "code" => call.has(&["install", "--install-extension", "uninstall"]),
        _ => false,
    }
}

/// Returns whether files of the work tree are written anew: what formats or mends, and what a test expects.
fn rewrites(call: &Call<'_>) -> bool {
    let (verb, _) = call.verbs();
    let only_looks = call.has(&[
        "--check",
        "--check-only",
        "--diff",
        "--check-formatted",
        "-check",
        "--verify",
        "-d",
        "-l",
        "--list-different",
        "-c",
        "--output=none",
    ]);
    let fixes = call.has(&[
        "--fix",
        "--write",
        "--write-changes",
        "--apply",
        "--autocorrect",
        "--fix-only",
        "--autofix",
    ]);
    match call.program {
        "cargo" => verb == "fmt" && !only_looks || verb == "fix" || verb == "clippy" && fixes,
        "rustfmt" | "black" | "isort" | "autopep8" | "yapf" => {
            !only_looks
                && (call.rest.iter().any(|it| !it.starts_with('-')) || call.program == "black")
        }
        "ruff" => verb == "format" && !only_looks || fixes,
        "gofmt" | "goimports" | "shfmt" | "gofumpt" => call.has(&["-w"]),
        "clang-format" => call.has(&["-i"]),
        "prettier" | "typos" => fixes || call.has(&["-w"]),
        "rubocop" => fixes || call.has(&["-a", "-A", "--auto-correct", "--autocorrect-all"]),
        "mix" | "dart" | "deno" | "zig" | "nix" | "terraform" | "tofu" | "buf" => {
            matches!(verb, "fmt" | "format") && !only_looks
        }
        "go" => matches!(verb, "fmt"),
        "jest" | "vitest" => call.has(&["-u", "--update", "--updateSnapshot"]),
        "playwright" => call.has(&["-u", "--update-snapshots"]),
        "pytest" => call.has(&["--snapshot-update", "--force-regen", "--update-snapshots"]),
        "eslint" | "biome" | "stylelint" | "markdownlint" | "markdownlint-cli2"
        | "golangci-lint" | "oxlint" | "mdformat" | "rumdl" | "swiftlint" | "standard" | "xo" => {
            fixes
        }
        _ => false,
    }
}

/// Returns whether a container or service is left running, ended or taken away.
fn serves(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    let stays = call.has(&["-d", "--detach"]);
    let ends = |it: &str| {
        matches!(
            it,
            "rm" | "rmi"
                | "prune"
                | "push"
                | "stop"
                | "kill"
                | "down"
                | "start"
                | "restart"
                | "login"
                | "tag"
        )
    };
    match call.program {
        "docker" | "podman" | "nerdctl" => match verb {
            "run" => stays,
            "compose" => ends(object) || object == "up" && stays,
            "system" | "volume" | "image" | "network" | "container" => {
                matches!(object, "prune" | "rm" | "create")
            }
            verb => ends(verb),
        },
        "docker-compose" => ends(verb) || verb == "up" && stays,
        "service" => !object.is_empty() && object != "status",
        "supabase" => {
            matches!(verb, "start" | "stop") || matches!((verb, object), ("db", "push" | "reset"))
        }
        _ => false,
    }
}

/// Returns whether a database is changed.
fn changes_data(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    match call.program {
        "alembic" => matches!(verb, "upgrade" | "downgrade" | "stamp" | "revision"),
        "prisma" => matches!(
            (verb, object),
            ("migrate", "dev" | "deploy" | "reset") | ("db", "push" | "seed")
        ),
        "drizzle-kit" => matches!(verb, "push" | "migrate" | "drop"),
        "sqlx" => matches!(
            (verb, object),
            ("migrate", "run" | "revert") | ("database", "create" | "drop" | "reset" | "setup")
        ),
        "diesel" => matches!(
            (verb, object),
            ("migration", "run" | "revert" | "redo") | ("database" | "setup", _)
        ),
        "rails" | "rake" | "bin/rails" => {
            verb.starts_with("db:") && !verb.ends_with(":status") && !verb.ends_with(":version")
        }
        "python" | "python3" => {
            verb.ends_with("manage.py")
                && matches!(object, "migrate" | "flush" | "loaddata" | "makemigrations")
                && !call.has(&["--check", "--plan"])
        }
        "knex" => verb.starts_with("migrate:") && !verb.ends_with(":status"),
        "flyway" | "goose" | "dbmate" | "migrate" => {
            matches!(verb, "migrate" | "up" | "down" | "clean" | "drop" | "reset")
        }
        _ => false,
    }
}

/// Returns whether something elsewhere is set up, changed or taken away.
fn deploys(call: &Call<'_>) -> bool {
    let (verb, object) = call.verbs();
    match call.program {
        "terraform" | "tofu" | "pulumi" => {
            matches!(
                verb,
                "apply" | "destroy" | "up" | "import" | "taint" | "refresh"
            )
        }
        "kubectl" => {
            matches!(
                verb,
                "apply"
                    | "delete"
                    | "create"
                    | "patch"
                    | "replace"
                    | "scale"
                    | "edit"
                    | "set"
                    | "label"
                    | "annotate"
                    | "drain"
                    | "cordon"
                    | "run"
                    | "expose"
            ) || (verb, object) == ("rollout", "restart")
        }
        "sops" => call.has(&["-i", "--in-place"]),
        "flux" => matches!(
            verb,
            "bootstrap"
                | "create"
                | "delete"
                | "install"
                | "reconcile"
                | "resume"
                | "suspend"
                | "uninstall"
        ),
        "helm" => matches!(
            verb,
            "install" | "upgrade" | "uninstall" | "rollback" | "delete"
        ),
        "vercel" | "flyctl" | "fly" | "firebase" | "wrangler" | "netlify" | "railway"
        | "serverless" | "sls" | "cdk" => {
            verb == "deploy" || verb == "publish" || call.has(&["--prod"]) || verb == "secret"
        }
        "ansible-playbook" => !call.has(&["--check", "--syntax-check", "-C"]),
        "aws" | "gcloud" | "az" | "gsutil" | "heroku" => call.rest.iter().any(|it| {
            let first = it.split('-').next().unwrap_or_default();
            matches!(
                first,
                "create"
                    | "delete"
                    | "put"
                    | "update"
                    | "deploy"
                    | "remove"
                    | "rm"
                    | "cp"
                    | "mv"
                    | "sync"
                    | "start"
                    | "stop"
                    | "terminate"
                    | "invoke"
                    | "set"
            )
        }),
        _ => false,
    }
}
