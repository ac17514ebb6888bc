//! `tip explain`, `tip rules` and `tip config`.

use tip_report::{page, rules_view};
use tip_workspace::{RuleChoice, config_reference};

use super::VERSION;
use crate::Answer;
use crate::error::Failure;
use crate::output::Output;

/// Pages of the documentation that are at hand wherever the program is.
const PAGES: &[(&str, &str)] = &[
    ("agents", include_str!("../../../../docs/agents.md")),
    ("editors", include_str!("../../../../docs/editors.md")),
    ("evidence", include_str!("../../../../docs/evidence.md")),
    (
        "expectations",
        include_str!("../../../../docs/expectations.md"),
    ),
    ("trust", include_str!("../../../../docs/trust.md")),
];

pub(super) fn explain(name: &str, output: &mut Output) -> Result<Answer, Failure> {
    if let Some((_, text)) = PAGES.iter().find(|(page, _)| *page == name) {
        let terminal = output.terminal();
        output.line(&page::render(text, &terminal))?;
        return Ok(Answer::Yes);
    }
    let Some(rule) = tip_rules::find(name) else {
        let failure = Failure::user(format!("no rule and no page is called `{name}`"));
        if let Err(Some(nearest)) = RuleChoice::rule(name) {
            return Err(failure.hint(format!("did you mean `{nearest}`?")));
        }
        let pages: Vec<&str> = PAGES.iter().map(|(page, _)| *page).collect();
        return Err(failure.hint(format!(
            "`tip rules` lists them; there are pages about {} too",
            pages.join(", ")
        )));
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
