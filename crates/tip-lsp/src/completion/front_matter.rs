//! In the front matter: keys, and their values.

use std::collections::BTreeSet;

use gen_lsp_types::{CompletionItem, CompletionItemKind};
use tip_plan::schema::{KeySpec, ValueSpec};
use tip_plan::{Meaning, Stage};
use tip_workspace::EntryKind;

use super::path::names;
use super::{Cursor, Maker};
use crate::session::View;

/// Returns the keys that are missing, or the values that the key of the line may have.
pub(super) fn items(view: &View<'_>, cursor: Cursor<'_>) -> Vec<CompletionItem> {
    let schema = view.project.snapshot.schema();
    let Some((key, value)) = cursor.before.split_once(':') else {
        return keys(view, cursor);
    };
    let key = key.trim();
    let Some(spec) = schema.front_matter.iter().find(|it| it.key == key) else {
        return Vec::new();
    };
    values(view, cursor, spec, value)
}

fn keys(view: &View<'_>, cursor: Cursor<'_>) -> Vec<CompletionItem> {
    let typed = cursor.before.trim_start();
    if typed.starts_with('-') || typed.len() < cursor.before.len() {
        return Vec::new();
    }
    let there = view.looked.doc.front_matter();
    let specs = view.project.snapshot.schema().front_matter.iter();
    let missing = specs.filter(|spec| there.is_none_or(|it| it.get(&spec.key).is_none()));
    let maker = Maker::new(view, cursor, typed.len());
    missing
        .map(|spec| {
            let text = format!("{}: ", spec.key);
            let mut item = maker.with_text(&spec.key, &text, CompletionItemKind::Property);
            item.detail = spec.condition.clone().or_else(|| spec.hint.clone());
            item
        })
        .collect()
}

fn values(view: &View<'_>, cursor: Cursor<'_>, spec: &KeySpec, value: &str) -> Vec<CompletionItem> {
    let typed = value
        .rsplit([' ', ',', '[', '"', '\''])
        .next()
        .unwrap_or(value);
    let maker = Maker::new(view, cursor, typed.len());
    match &spec.kind {
        ValueSpec::Enumeration(words) => {
            // How a plan ends otherwise is no word of a template for new ones.
            let ends = [Stage::Superseded, Stage::Abandoned].map(Stage::word);
            let ends = ends.into_iter().filter(|it| {
                spec.meaning == Some(Meaning::Status) && !words.iter().any(|word| word == it)
            });
            let words = words.iter().map(String::as_str).chain(ends);
            words
                .map(|it| maker.item(it, CompletionItemKind::EnumMember))
                .collect()
        }
        ValueSpec::Date => {
            let today = view.project.snapshot.system().today();
            let today = today.map(|it| {
                let mut item = maker.item(&it.to_string(), CompletionItemKind::Value);
                item.detail = Some("today".to_owned());
                item
            });
            today.into_iter().collect()
        }
        ValueSpec::Link | ValueSpec::Links => paths(view, cursor, typed),
        _ if spec.meaning == Some(Meaning::Tags) => {
            let survey = view.project.survey.read();
            let tags: BTreeSet<&str> = survey
                .contents
                .iter()
                .flat_map(|it| &it.tags)
                .map(String::as_str)
                .collect();
            let tags = tags.into_iter().filter(|it| !value.contains(it));
            tags.map(|it| maker.item(it, CompletionItemKind::Value))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn paths(view: &View<'_>, cursor: Cursor<'_>, typed: &str) -> Vec<CompletionItem> {
    names(view, cursor, typed, &|name, kind| {
        kind == EntryKind::Folder || tip_workspace::is_markdown(name)
    })
}
