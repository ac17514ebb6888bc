//! In a comment for `tip`: verbs, and the names of rules.

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use tip_plan::Verb;
use tip_rules::RULES;

use super::{Cursor, Maker};
use crate::session::View;

/// Returns what may stand in a comment for `tip`; `None` where the cursor is in none.
pub(super) fn items(view: &View<'_>, cursor: Cursor<'_>) -> Option<Vec<CompletionItem>> {
    let (_, comment) = cursor.before.rsplit_once("<!--")?;
    let written = comment.trim_start().strip_prefix("tip:")?.trim_start();
    if written.contains("-->") || written.contains(')') {
        return None;
    }
    let Some((verb, arguments)) = written.split_once('(') else {
        let maker = Maker::new(view, cursor, written.len());
        let verbs = Verb::ALL.iter();
        return Some(
            verbs
                .map(|it| maker.item(it.word(), CompletionItemKind::Keyword))
                .collect(),
        );
    };
    if verb.trim() != Verb::Allow.word() {
        return None;
    }
    let typed = arguments
        .rsplit(',')
        .next()
        .unwrap_or(arguments)
        .trim_start();
    let maker = Maker::new(view, cursor, typed.len());
    // What is found in this plan is most likely what is meant.
    let found = |name: &str| view.document.findings.iter().any(|it| it.rule.name == name);
    let rules = RULES.iter().map(|rule| {
        let mut item = maker.item(rule.name, CompletionItemKind::EnumMember);
        item.detail = Some(rule.summary.to_owned());
        let order = if found(rule.name) { '0' } else { '1' };
        item.sort_text = Some(format!("{order}{}", rule.name));
        item
    });
    Some(rules.collect())
}
