//! What the words behind a reference say of it.

use tip_syntax::scan;

use super::verb::{Verb, verb};
use crate::Intent;

/// Returns whether a reference that is added goes on a list: `Add x to the list`; a path that follows is where it goes.
pub(super) fn joins_other(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*']);
    after.strip_prefix(" to ").is_some_and(|rest| {
        !rest
            .trim_start_matches(['`', '*'])
            .split(' ')
            .next()
            .is_some_and(|word| word.contains('/'))
    })
}

/// Returns whether a reference that is removed leaves another file: `Remove x from go.work`.
pub(super) fn leaves_other(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*']);
    let Some(rest) = after.strip_prefix(" from ") else {
        return false;
    };
    let rest = rest
        .trim_start_matches("the ")
        .trim_start_matches(['`', '*', '[']);
    let word = rest
        .split([' ', '`', ',', ')', ';'])
        .next()
        .unwrap_or_default();
    let name = word.trim_end_matches(['.', ':', '*']);
    let name = name.rsplit('/').next().unwrap_or_default();
    name.rfind('.').is_some_and(|at| at > 0)
}

/// Returns whether a comma and a verb of change follow.
pub(super) fn told_after(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*']);
    after.strip_prefix([',', ':']).is_some_and(|rest| {
        let word = scan::word(rest.trim_start_matches([' ', '*']));
        ["find", "locate"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
            || matches!(
                verb(word),
                Some(Verb::Add | Verb::Change | Verb::Remove | Verb::Record)
            )
    })
}

/// Reads `x created`, `x module is updated`: what was or will be done to the reference, said after it.
pub(super) fn passive(after: &str) -> Option<Intent> {
    let mut rest = after.trim_start_matches(['`', '*']).strip_prefix(' ')?;
    for _ in 0..3 {
        let word = scan::word(rest);
        match word {
            "created" | "scaffolded" => return Some(Intent::Create),
            "updated" | "modified" | "edited" | "refactored" | "extended" => {
                return Some(Intent::Modify);
            }
            "deleted" | "removed" => return Some(Intent::Delete),
            "is" | "are" | "be" | "gets" | "file" | "module" | "script" | "component" | "and" => {}
            _ => return None,
        }
        rest = rest[word.len()..].strip_prefix(' ')?;
    }
    None
}

/// Reads what a description after a path says: `- Add the module`, `— new parser`.
pub(super) fn of_description(after: &str) -> Option<Intent> {
    let trimmed = after.trim_start();
    let body = ["- ", "— ", "– ", ": ", ", "]
        .iter()
        .find_map(|dash| trimmed.strip_prefix(*dash))?;
    let first = scan::word(body.trim_start_matches(['*', '_', ' ']));
    match verb(first)? {
        Verb::Remove if body.contains(" file") && !body.contains(" in ") => Some(Intent::Delete),
        Verb::Add | Verb::Change | Verb::Remove | Verb::Record => Some(Intent::Modify),
        Verb::Make if !first.eq_ignore_ascii_case("new") => Some(Intent::Create),
        Verb::Write if first.ends_with('t') || first.ends_with('e') => Some(Intent::Modify),
        _ => None,
    }
}

/// Reads `(new)`, `(modify)`, `— new file`, `[NEW]` right after a reference.
pub(super) fn marked(after: &str) -> Option<Intent> {
    let head = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '`' | '-' | '—' | '–' | ':' | '|')
    });
    let opened = head.len() < after.len() || head.starts_with(['(', '[']);
    let inner = head.trim_start_matches(['(', '[', '*']);
    if let Some(intent) = marked_in_han(head) {
        return Some(intent);
    }
    let word = scan::word(inner).to_ascii_lowercase();
    let bracketed = inner.len() < head.len();
    let rest = inner[scan::word(inner).len()..].trim_start();
    if !opened {
        return None;
    }
    let next = scan::word(rest).to_ascii_lowercase();
    let closed = rest.is_empty()
        || rest.starts_with([')', ']', ',', ';', ':', '*', '—', '–'])
        || rest.starts_with("- ");
    if bracketed && is_new_at_last(inner) {
        return Some(Intent::Create);
    }
    let bracketed = bracketed && closed;
    let file = matches!(
        next.as_str(),
        "file" | "module" | "component" | "test" | "page" | "folder" | "directory"
    );
    match word.as_str() {
        "new" if bracketed || file || inner.starts_with("NEW") => Some(Intent::Create),
        "create" | "created" | "creates" if bracketed => Some(Intent::Create),
        "modify" | "modified" | "update" | "updated" | "edit" | "existing" | "changed"
            if bracketed =>
        {
            Some(Intent::Modify)
        }
        "delete" | "deleted" | "remove" | "removed" if bracketed => Some(Intent::Delete),
        _ => None,
    }
}

/// Returns whether a remark in parentheses ends with saying that the file is new: `(a grace timer; new file)`.
fn is_new_at_last(inner: &str) -> bool {
    let Some((remark, _)) = inner.split_once(')') else {
        return false;
    };
    let last = remark.rsplit([';', ',']).next().map(str::trim);
    !remark.contains('(')
        && last.is_some_and(|it| {
            ["new", "new file", "a new file"]
                .iter()
                .any(|new| it.eq_ignore_ascii_case(new))
        })
}

/// Reads `（新規）`, `（既存を拡張）`, `（新增）` right after a reference.
fn marked_in_han(head: &str) -> Option<Intent> {
    let inner = head.trim_start_matches(['(', '（', '[', '【', '「']);
    let starts = |words: &[&str]| words.iter().any(|it| inner.starts_with(it));
    if inner.len() == head.len() {
        None
    } else if starts(&["新規", "新しい", "新增", "新建", "新設", "作成"]) {
        Some(Intent::Create)
    } else if starts(&["既存", "现有", "修改", "変更", "更新"]) {
        Some(Intent::Modify)
    } else {
        None
    }
}
