//! Names of files and folders, and what only looks like one.

use super::{Place, lower};
use crate::read::words::{Words, words};

pub(super) fn is_file_name(name: &str, place: Place) -> bool {
    if is_known_name(name) {
        return place != Place::Text
            || name.contains('.')
            || matches!(name, "Dockerfile" | "Makefile" | "justfile" | "Justfile");
    }
    if PARTS.contains(&name) {
        return false;
    }
    if place == Place::Text
        && PRODUCTS
            .iter()
            .any(|product| name.eq_ignore_ascii_case(product))
    {
        return false;
    }
    has_extension(name)
}

pub(super) fn is_known_name(name: &str) -> bool {
    NAMES.contains(name)
        || name.strip_prefix('.').is_some_and(|rest| {
            DOT_FILES.iter().any(|it| {
                rest.strip_prefix(it)
                    .is_some_and(|more| more.is_empty() || more.starts_with('.'))
            })
        })
}

/// Returns whether a name is a package of Go and what it exports: `errors.Wrap`.
pub(super) fn is_member(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(package, member)| {
        !package.is_empty()
            && lower(package)
            && member.starts_with(|c: char| c.is_ascii_uppercase())
            && member[1..].contains(|c: char| c.is_ascii_lowercase())
    })
}

pub(super) fn has_extension(name: &str) -> bool {
    let Some(dot) = memchr::memrchr(b'.', name.as_bytes()) else {
        return false;
    };
    let (stem, extension) = (&name[..dot], &name[dot + 1..]);
    if stem.is_empty()
        || extension.len() > 10
        || name.contains(['(', '\'', '!']) && !stem.starts_with('(')
    {
        return false;
    }
    let stem_ok = stem
        .bytes()
        .any(|b| b.is_ascii_alphanumeric() || b == b'*' || b == b'}' || b >= 0x80);
    let alternatives = extension
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    stem_ok
        && match alternatives {
            Some(list) => list.split(',').all(|it| EXTENSIONS.contains(it.trim())),
            None => EXTENSIONS.contains(extension) || extension == "*" && stem.contains('/'),
        }
}

/// Names that look like files and are parts of a language.
const PARTS: &[&str] = &["console.log", "import.meta.env", "process.env"];

/// Names that look like files in prose and are products.
#[rustfmt::skip]
const PRODUCTS: &[&str] = &["ASP.NET", "Alpine.js", "Backlog.md", "Bun.js", "Chart.js", "Claude.ai", "Commander.js", "D3.js", "Deno.js", "Ember.js", "Express.js", "Fastify.js", "Hono.js", "Markdown.md", "Moment.js", "Nest.js", "Next.js", "Node.js", "Nuxt.js", "React.js", "Socket.io", "Solid.js", "Three.js", "Vue.js"];

/// Names of files without an extension of their own, sorted.
#[rustfmt::skip]
pub(super) static NAMES: Words = words(&[
    "BUILD", "Brewfile", "CHANGELOG", "CMakeLists.txt", "CODEOWNERS", "Caddyfile",
    "Containerfile", "Dockerfile", "Gemfile", "Jenkinsfile", "Justfile", "LICENSE", "Makefile",
    "Pipfile", "Podfile", "Procfile", "README", "Rakefile", "Taskfile", "Tiltfile", "Vagrantfile",
    "WORKSPACE", "go.mod", "go.sum", "go.work", "justfile", "makefile",
]);

/// Names of files that start with a dot, without it.
#[rustfmt::skip]
const DOT_FILES: &[&str] = &[
    "babelrc", "clang-format", "coveragerc", "cursorrules", "dockerignore", "editorconfig", "env",
    "envrc", "eslintignore", "eslintrc", "flake8", "gitattributes", "gitignore", "gitmodules",
    "golangci", "markdownlint", "mcp", "mise", "npmignore", "npmrc", "nvmrc", "pre-commit-config",
    "prettierignore", "prettierrc", "pylintrc", "python-version", "releaserc", "ruby-version",
    "rustfmt", "swcrc", "tool-versions", "worktreeinclude", "yamllint", "yarnrc",
];

/// Folders that a path may start with, sorted, a dot at the start left out.
#[rustfmt::skip]
pub(super) static FOLDERS: Words = words(&[
    "agents", "app", "apps", "assets", "backend", "benches", "bin", "build", "circleci", "claude",
    "client", "clients", "cmd", "codex", "components", "config", "configs", "contracts", "crates", "cursor",
    "data", "db", "deploy", "docker", "docs", "e2e", "examples", "features", "fixtures",
    "frontend", "github", "hooks", "infra", "integration", "internal", "kiro", "kubernetes",
    "lib", "libs", "migrations", "modules", "openspec", "packages", "pages", "pkg", "plans",
    "plugin", "plugins", "proto", "public", "resources", "routes", "scripts", "server",
    "services", "shared", "skills", "spec", "specify", "specs", "src", "static", "styles",
    "supabase", "templates", "terraform", "test", "tests", "thoughts", "tools", "types", "ui",
    "utils", "vendor", "vscode", "web", "website", "work", "workflows", "www", "xtask",
]);

/// Extensions of files that plans speak of, sorted.
#[rustfmt::skip]
static EXTENSIONS: Words = words(&[
    "adoc", "astro", "avif", "awk", "baml", "bash", "bat", "bats", "bazel", "bzl", "c", "cc",
    "cert", "cfg", "cjs", "clj", "cmake", "cmd", "conf", "cpp", "cs", "csproj", "css", "csv",
    "cts", "cue", "cxx", "d.ts", "dart", "db", "diff", "dot", "drawio", "ejs", "el", "elm", "env",
    "erb", "erl", "ex", "exs", "feature", "fish", "fs", "fsx", "gd", "gif", "go", "golden", "gql", "gradle",
    "graphql", "groovy", "h", "hbs", "hcl", "hh", "hpp", "hrl", "hs", "htm", "html", "hxx", "ico",
    "iml", "ini", "ipynb", "j2", "jar", "java", "jinja", "jinja2", "jl", "jpg", "js", "json",
    "json5", "jsonc", "jsonl", "jsx", "just", "kt", "kts", "less", "lisp", "lock", "log", "lua",
    "m", "make", "md", "mdc", "mdx", "mermaid", "mjs", "mk", "ml", "mli", "mm", "mod", "mts",
    "mustache", "nim", "nix", "njk", "nu", "out", "patch", "pb", "pdf", "pem", "php", "pl",
    "plist", "png", "po", "pot", "prisma", "properties", "proto", "ps1", "psd1", "psm1", "puml",
    "py", "pyi", "pyx", "r", "rake", "rb", "rego", "res", "resx", "rs", "rst", "sass", "sbt",
    "scala", "scm", "scss", "service", "sh", "slint", "sln", "snap", "sol", "sql", "sqlite",
    "styl", "sum", "svelte", "svg", "swift", "tcl", "tex", "tf", "tfstate", "tfvars", "thrift",
    "tmpl", "toml", "tpl", "ts", "tsv", "tsx", "ttf", "txt", "typ", "v", "vb", "vim", "vue",
    "wasm", "webp", "woff2", "wxs", "xaml", "xhtml", "xlsx", "xml", "xsd", "yaml", "yml", "zig",
    "zip", "zsh",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(NAMES.is_tidy() && FOLDERS.is_tidy() && EXTENSIONS.is_tidy());
    }
}
