//! Dependencies between our crates point downwards only.

use std::collections::BTreeSet;

use super::Problem;
use crate::repository::Repository;

/// What a crate may use of ours, beside what those crates may use themselves.
enum May {
    Use(&'static [&'static str]),
    /// Nothing of ours depends on it, so it may see everything.
    UseAll,
}

/// The harness that every crate may use in its tests, and only there.
const HARNESS: &str = "tip-testing";

/// The layers, lowest first. `ARCHITECTURE.md` says what each crate gains by not seeing the rest.
const LAYERS: &[(&str, May)] = &[
    ("tip-syntax", May::Use(&[])),
    ("tip-plan", May::Use(&["tip-syntax"])),
    ("tip-edit", May::Use(&["tip-plan"])),
    ("tip-rules", May::Use(&["tip-edit", "tip-plan"])),
    ("tip-forecast", May::Use(&["tip-plan"])),
    (
        "tip-report",
        May::Use(&["tip-forecast", "tip-rules", "tip-plan"]),
    ),
    ("tip-drift", May::Use(&["tip-plan"])),
    (
        "tip-workspace",
        May::Use(&["tip-drift", "tip-forecast", "tip-rules"]),
    ),
    ("tip-ledger", May::Use(&["tip-plan"])),
    ("tip-run", May::Use(&["tip-ledger", "tip-workspace"])),
    ("tip-lsp", May::Use(&["tip-ledger", "tip-workspace"])),
    ("tip-work", May::Use(&["tip-run", "tip-report"])),
    ("tip-serve", May::Use(&["tip-work"])),
    ("tip", May::UseAll),
    (HARNESS, May::Use(&[])),
    ("xtask", May::UseAll),
];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let ours: BTreeSet<&str> = repository
        .crates
        .iter()
        .map(|krate| krate.name.as_str())
        .collect();
    let mut problems = Vec::new();
    for krate in &repository.crates {
        let manifest = format!("{}/Cargo.toml", krate.folder);
        if krate.folder != format!("crates/{}", krate.name) {
            problems.push(Problem::new(
                &manifest,
                format!(
                    "the crate `{}` stands in a folder of another name",
                    krate.name
                ),
                format!("move it to crates/{}", krate.name),
            ));
        }
        let Some((_, may)) = LAYERS.iter().find(|(name, _)| *name == krate.name) else {
            problems.push(Problem::new(
                &manifest,
                format!("the crate `{}` has no layer", krate.name),
                "add it to LAYERS in crates/xtask/src/tidy/layering.rs and to ARCHITECTURE.md",
            ));
            continue;
        };
        for dependency in &krate.dependencies {
            let name = dependency.name.as_str();
            if !ours.contains(name) {
                continue;
            }
            if name == HARNESS {
                if !dependency.dev {
                    problems.push(Problem::new(
                        &manifest,
                        format!("`{HARNESS}` is used outside tests"),
                        "move it to [dev-dependencies]",
                    ));
                }
            } else if !allowed(may, name) {
                problems.push(Problem::new(
                    &manifest,
                    format!("`{}` may not use `{name}`", krate.name),
                    "move what is shared into a crate that both may use: see ARCHITECTURE.md",
                ));
            }
        }
    }
    problems
}

fn allowed(may: &May, name: &str) -> bool {
    match may {
        May::UseAll => true,
        May::Use(names) => names.iter().any(|below| {
            let layer = LAYERS.iter().find(|(layer, _)| layer == below);
            *below == name || layer.is_some_and(|(_, may)| allowed(may, name))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{LAYERS, May, check};
    use crate::tidy::tests::{assert_faults, with_crates};

    #[test]
    fn a_layer_uses_only_layers_listed_before_it() {
        for (index, (name, may)) in LAYERS.iter().enumerate() {
            let May::Use(names) = may else { continue };
            for below in *names {
                let found = LAYERS[..index].iter().any(|(layer, _)| layer == below);
                assert!(found, "{name} uses {below}");
            }
        }
    }

    #[test]
    fn what_a_layer_below_may_use_is_allowed() {
        let repository = with_crates(&[
            ("tip-syntax", &["dev:tip-testing", "memchr"]),
            ("tip-plan", &["tip-syntax"]),
            ("tip-rules", &["tip-plan", "tip-syntax"]),
            ("tip-report", &["tip-rules", "tip-syntax"]),
            ("tip-testing", &[]),
            ("tip", &["tip-report", "tip-syntax"]),
        ]);
        assert_faults(&check(&repository), &[]);
    }

    #[test]
    fn an_arrow_upwards_is_refused_also_in_tests() {
        let repository = with_crates(&[
            ("tip-syntax", &["dev:tip-plan"]),
            ("tip-plan", &["tip-rules"]),
            ("tip-rules", &["tip-plan"]),
        ]);
        assert_faults(
            &check(&repository),
            &[
                "crates/tip-syntax/Cargo.toml: `tip-syntax` may not use `tip-plan`",
                "crates/tip-plan/Cargo.toml: `tip-plan` may not use `tip-rules`",
            ],
        );
    }

    #[test]
    fn an_arrow_sideways_is_refused() {
        let repository = with_crates(&[("tip-lsp", &["tip-run"]), ("tip-run", &[])]);
        assert_faults(
            &check(&repository),
            &["crates/tip-lsp/Cargo.toml: `tip-lsp` may not use `tip-run`"],
        );
    }

    #[test]
    fn the_harness_is_for_tests() {
        let repository = with_crates(&[("tip-plan", &["tip-testing"]), ("tip-testing", &[])]);
        assert_faults(
            &check(&repository),
            &["crates/tip-plan/Cargo.toml: `tip-testing` is used outside tests"],
        );
    }

    #[test]
    fn a_crate_without_a_layer_is_refused() {
        let repository = with_crates(&[("tip-cloud", &[])]);
        assert_faults(
            &check(&repository),
            &["crates/tip-cloud/Cargo.toml: the crate `tip-cloud` has no layer"],
        );
    }
}
