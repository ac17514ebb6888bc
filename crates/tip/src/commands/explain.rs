//! `tip explain`, `tip rules` and `tip config`.

use tip_report::{page, rules_view};
use tip_workspace::{RuleChoice, config_reference};

use super::VERSION;
use crate::Answer;
use crate::error::Failure;
use crate::output::Output;

pub(super) fn explain(name: &str, output: &mut Output) -> Result<Answer, Failure> {
    let Some(rule) = tip_rules::find(name) else {
        let failure = Failure::user(format!("no rule is called `{name}`"));
        return Err(match RuleChoice::rule(name) {
            Err(Some(nearest)) => failure.hint(format!("did you mean `{nearest}`?")),
            _ => failure.hint("`tip rules` lists them"),
        });
    };
    let terminal = output.terminal();
    output.line(&rules_view::explain(rule, &terminal))?;
    Ok(Answer::Yes)
}

pub(super) fn config(output: &mut Output) -> Result<Answer, Failure> {
    let terminal = output.terminal();
    output.line(&page::render(&config_reference(), &terminal))?;
    Ok(Answer::Yes)
}

pub(super) fn rules(json: bool, output: &mut Output) -> Result<Answer, Failure> {
    let terminal = output.terminal();
    output.line(&if json {
        rules_view::json(tip_rules::RULES, VERSION)
    } else {
        rules_view::render(tip_rules::RULES, &terminal)
    })?;
    Ok(Answer::Yes)
}
