//! Plans of every dialect, as many as one likes.

mod exec_plan;
mod human_layer;
mod kiro;
mod open_spec;
mod spec_kit;
mod superpowers;
mod template;

use super::draft::Draft;
use super::random::Random;
use super::tree::MOST_FILES;

/// A made-up file.
pub(super) struct PlanFile {
    /// Its path, relative to the repository.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// Writes the text of a plan.
type Write = fn(&mut Draft);

/// Who writes plans, one line for a twentieth of them.
const SHARES: [Kind; 20] = [
    Kind::Template,
    Kind::HumanLayer,
    Kind::SpecKit,
    Kind::Template,
    Kind::Superpowers,
    Kind::OpenSpec,
    Kind::Template,
    Kind::HumanLayer,
    Kind::Kiro,
    Kind::Template,
    Kind::Superpowers,
    Kind::SpecKit,
    Kind::Template,
    Kind::HumanLayer,
    Kind::ExecPlan,
    Kind::Template,
    Kind::OpenSpec,
    Kind::HumanLayer,
    Kind::Kiro,
    Kind::Superpowers,
];

const LARGE: usize = 10_000_000;

#[derive(Clone, Copy)]
enum Kind {
    Template,
    HumanLayer,
    Superpowers,
    SpecKit,
    OpenSpec,
    Kiro,
    ExecPlan,
}

impl Kind {
    /// Returns the folder of its plans.
    fn place(self) -> &'static str {
        match self {
            Self::Template => "docs/tips",
            Self::HumanLayer => "thoughts/shared/plans",
            Self::Superpowers => "docs/superpowers/plans",
            Self::SpecKit => "specs",
            Self::OpenSpec => "openspec/changes",
            Self::Kiro => ".kiro/specs",
            Self::ExecPlan => "docs/execplans",
        }
    }

    /// Returns the files of a folder, where several form one plan.
    fn roles(self) -> &'static [(&'static str, Write)] {
        match self {
            Self::SpecKit => spec_kit::ROLES,
            Self::OpenSpec => open_spec::ROLES,
            Self::Kiro => kiro::ROLES,
            Self::Template => &[("", template::write)],
            Self::HumanLayer => &[("", human_layer::write)],
            Self::Superpowers => &[("", superpowers::write)],
            Self::ExecPlan => &[("", exec_plan::write)],
        }
    }
}

/// Returns the folders that plans are in.
pub(super) fn places() -> Vec<&'static str> {
    let mut places: Vec<&str> = SHARES.iter().map(|it| it.place()).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Makes up the plan of this number, which may point at the first `files` of the tree.
pub(super) fn plan(number: u32, files: u32) -> PlanFile {
    let shares = SHARES.len() as u32;
    let kind = SHARES[(number % shares) as usize];
    let roles = kind.roles();
    // The files of one folder are neighbors among those of their share.
    let turn = number / shares;
    let (file, write) = roles[turn as usize % roles.len()];
    let folder = turn / roles.len() as u32 * shares + number % shares;
    let size = size(number);
    let mut draft = Draft::new(number, files, size);
    write(&mut draft);
    let place = kind.place();
    let path = match kind {
        Kind::SpecKit => format!("{place}/{folder:03}-feature/{file}"),
        Kind::OpenSpec => format!("{place}/change-{folder}/{file}"),
        Kind::Kiro => format!("{place}/{folder}-feature/{file}"),
        Kind::HumanLayer => format!("{place}/2026-03-14-GH-{number:04}-{}.md", draft.slug()),
        Kind::Template | Kind::Superpowers | Kind::ExecPlan => {
            format!("{place}/{}.md", draft.slug())
        }
    };
    PlanFile {
        path,
        text: draft.finish(),
    }
}

/// Returns how long a plan should be: mostly a few kilobytes, a few of them long.
fn size(number: u32) -> usize {
    let mut random = Random::of(number ^ 0x5a5a_5a5a);
    let size = if random.chance(2) {
        random.between(20_000, 60_000)
    } else {
        random.between(3_000, 11_200)
    };
    size as usize
}

/// Returns a plan of usual length.
pub(super) fn usual() -> PlanFile {
    of("plan", template::write, 7_600)
}

/// Returns plans that are far too long.
pub(super) fn large() -> Vec<PlanFile> {
    // What follows the phases is short, so that a plan ends as long as they are.
    vec![
        of("template", template::write, LARGE * 100 / 72),
        of("superpowers", superpowers::write, LARGE * 100 / 94),
        of("spec-kit", spec_kit::write_tasks, LARGE * 100 / 90),
    ]
}

fn of(name: &str, write: Write, size: usize) -> PlanFile {
    let mut draft = Draft::new(20, MOST_FILES, size);
    write(&mut draft);
    PlanFile {
        path: format!("docs/plans/{name}.md"),
        text: draft.finish(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{places, plan};

    #[test]
    fn no_two_plans_have_one_path() {
        let paths: BTreeSet<String> = (0..600).map(|it| plan(it, 500).path).collect();
        assert_eq!(paths.len(), 600);
    }

    #[test]
    fn every_plan_is_in_one_of_the_places() {
        for number in 0..60 {
            let path = plan(number, 500).path;
            assert!(places().iter().any(|it| path.starts_with(it)), "{path}");
        }
    }

    #[test]
    fn a_plan_is_always_the_same() {
        assert_eq!(plan(17, 500).text, plan(17, 500).text);
    }

    #[test]
    fn plans_are_as_long_as_real_ones() {
        let bytes: usize = (0..1000).map(|it| plan(it, 500).text.len()).sum();
        assert!((8_000..9_000).contains(&(bytes / 1000)), "{}", bytes / 1000);
    }
}
