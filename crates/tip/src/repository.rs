//! Finds the place that a command is about.

use tip_work::Surroundings;

pub(crate) use tip_work::{Place, Repository};

use crate::args::Global;
use crate::env::{self, Env};
use crate::error::Failure;

/// Returns the place that the arguments and the environment name.
pub(crate) fn place(env: &Env, global: &Global) -> Result<Place, Failure> {
    Place::new(Surroundings {
        cwd: env.cwd.clone(),
        directory: global.directory.clone(),
        config: global.config.clone(),
        template: global.template.clone(),
        search_path: env.search_path.clone(),
        state: env.state.clone(),
        variables: env::variables(),
        user: env::user(),
    })
}
