//! Findings as SARIF 2.1.0, as code scanning of GitHub takes it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tip_rules::{Judged, Level, Rule};
use tip_syntax::{Edit, Fix, Kept, Label, Safety, Severity, Span};

use crate::excerpt::trimmed;
use crate::fingerprint::fingerprint;
use crate::position::Place;
use crate::{CheckReport, CheckedFile, escape, wire};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to: the root of the repository.
const ROOT: &str = "%SRCROOT%";

/// Returns the report as a SARIF log.
pub fn check(report: &CheckReport<'_>) -> String {
    let mut rules: BTreeMap<&str, &Rule> = BTreeMap::new();
    for judged in report.files.iter().flat_map(|file| file.judged) {
        rules.insert(judged.rule.code, judged.rule);
    }
    let codes: Vec<&str> = rules.keys().copied().collect();
    let mut results = Vec::new();
    for file in &report.files {
        let mut seen = BTreeMap::new();
        for judged in file.judged {
            let index = codes.binary_search(&judged.rule.code).unwrap_or(0);
            results.push(result(report, file, judged, index, &mut seen));
        }
    }
    wire::pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "tip",
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "semanticVersion": report.version,
                    "version": report.version,
                    "rules": rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
                }
            },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The root of the repository." } }
            },
            "results": results,
        }],
    }))
}

fn descriptor(rule: &Rule) -> Value {
    let level = match rule.levels.in_progress {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
        Level::Off => "none",
    };
    json!({
        "id": rule.code,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": sentence(rule.summary) },
        "help": { "text": rule.docs, "markdown": rule.docs },
        "defaultConfiguration": { "level": level },
        "properties": {
            "tags": ["plan", rule.category.word()],
            "precision": "high",
            "problem.severity": match rule.levels.in_progress {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Hint | Level::Off => "recommendation",
            },
        },
    })
}

fn result<'a>(
    report: &CheckReport<'_>,
    file: &CheckedFile<'a>,
    judged: &'a Judged,
    index: usize,
    seen: &mut BTreeMap<u64, u32>,
) -> Value {
    let finding = &judged.finding;
    let mut message = sentence(&finding.message);
    for more in finding.notes.iter().chain(&finding.help) {
        message = format!("{message} {}", sentence(more));
    }
    let mut related = Vec::new();
    for label in &finding.secondary {
        let path = label.path.as_deref().unwrap_or(file.path);
        let id = related.len() + 1;
        related.push(if path == file.path {
            related_location(id, path, Some(file.source), label)
        } else {
            related_location(id, path, (report.sources)(path).as_deref(), label)
        });
    }
    let mut result = json!({
        "ruleId": judged.rule.code,
        "ruleIndex": index,
        "level": match judged.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "note",
        },
        "message": { "text": message },
        "locations": [{
            "physicalLocation": physical(file.path, Some(file.source), finding.primary.span),
        }],
        "partialFingerprints": {
            "primaryLocationLineHash": partial(file.source, judged, seen),
        },
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    let fixes = finding.fixes.iter();
    let fixes: Vec<Value> = fixes
        .filter(|fix| fix.safety == Safety::Safe)
        .map(|it| fix(file, it))
        .collect();
    if !fixes.is_empty() {
        result["fixes"] = Value::Array(fixes);
    }
    result
}

fn related_location(id: usize, path: &str, source: Option<&Kept>, label: &Label) -> Value {
    let mut location = json!({
        "id": id,
        "physicalLocation": physical(path, source, label.span),
    });
    if !label.message.is_empty() {
        location["message"] = json!({ "text": sentence(&label.message) });
    }
    location
}

fn physical(path: &str, source: Option<&Kept>, span: Span) -> Value {
    let mut location = json!({ "artifactLocation": artifact(path) });
    if let Some(source) = source {
        location["region"] = region(Place::of(source, trimmed(source, span)));
    }
    location
}

fn artifact(path: &str) -> Value {
    json!({ "uri": escape::uri_path(path), "uriBaseId": ROOT })
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn fix(file: &CheckedFile<'_>, fix: &Fix) -> Value {
    let replacement = |edit: &Edit| {
        let mut replacement = json!({ "deletedRegion": region(Place::of(file.source, edit.span)) });
        if !edit.replacement.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.replacement });
        }
        replacement
    };
    json!({
        "description": { "text": sentence(&fix.title) },
        "artifactChanges": [{
            "artifactLocation": artifact(file.path),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

/// Names a finding, and counts equal ones in a file.
fn partial(source: &Kept, judged: &Judged, seen: &mut BTreeMap<u64, u32>) -> String {
    let hash = fingerprint(source, judged);
    let count = seen.entry(hash).and_modify(|it| *it += 1).or_insert(1);
    format!("{hash:016x}:{count}")
}

/// Makes a sentence of a phrase: a capital letter and a full stop, as SARIF wants it.
fn sentence(phrase: &str) -> String {
    let phrase = phrase.trim();
    let mut chars = phrase.chars();
    let mut sentence: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    };
    if !sentence.ends_with(['.', '!', '?', ':']) {
        sentence.push('.');
    }
    sentence
}

fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|it| it.to_ascii_uppercase());
            first.into_iter().chain(chars)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_becomes_a_sentence() {
        assert_eq!(
            sentence("two phases, one number"),
            "Two phases, one number."
        );
        assert_eq!(sentence("write `None`?"), "Write `None`?");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn a_name_becomes_pascal_case() {
        assert_eq!(pascal_case("stale-code-ref"), "StaleCodeRef");
    }
}
