//! What is known of the thing under the cursor.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position};
use tip_plan::{BoxState, CheckBox, DependencySource, Expectation, Reference, UnitId, UnitState};
use tip_rules::PathAnswer;
use tip_syntax::Span;

use crate::at::{At, at};
use crate::drifted;
use crate::markdown::{block, code};
use crate::session::View;

/// The most lines of code that are shown.
const MOST_LINES: u32 = 20;

/// The lines that are shown around a single one.
const AROUND: u32 = 3;

/// Returns what is known of the thing at a position.
pub(crate) fn hover(view: &View<'_>, position: Position) -> Option<Hover> {
    let source = view.looked.doc.source();
    let offset = view.client.encoding.offset(source, position);
    let (text, span) = match at(source, &view.looked.plan, offset)? {
        At::Reference(reference) => (of_reference(view, reference), reference.span),
        At::Dependency(unit, span) => (of_unit(view, unit), span),
        At::Unit(unit) => (of_unit(view, unit), view.looked.plan.unit(unit).title.span),
        At::Box(it) => (of_box(view, it)?, Span::new(it.mark.start(), it.text.end())),
    };
    Some(Hover {
        contents: MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }
        .into(),
        range: Some(view.client.encoding.range(source, span)),
    })
}

fn of_reference(view: &View<'_>, reference: &Reference) -> String {
    let mut parts = Vec::new();
    let answer = view.project.snapshot.lead(&view.document.path, reference);
    let drifted = drifted::of(view, reference);
    match &answer {
        PathAnswer::File(path) | PathAnswer::Suffix(path) => {
            let now = drifted.and_then(drifted::now);
            let path = now.map_or(path.as_str(), |it| it.path.as_str());
            let line = now.and_then(|it| it.line).or(reference.line);
            let end = now.map_or(reference.end_line, |it| it.end_line);
            parts.push(code(path));
            parts.extend(excerpt(view, path, line, end));
        }
        PathAnswer::Folder(path) if path.is_empty() => parts.push("the repository".to_owned()),
        PathAnswer::Folder(path) => parts.push(format!("the folder {}", code(path))),
        PathAnswer::Ambiguous(paths) => {
            let paths: Vec<String> = paths.iter().map(|it| format!("- {}", code(it))).collect();
            parts.push(format!(
                "several files could be meant:\n{}",
                paths.join("\n")
            ));
        }
        PathAnswer::Missing { nearest, .. } => parts.push(match nearest {
            Some(nearest) => format!("not there; {} looks most like it", code(nearest)),
            None => "not there".to_owned(),
        }),
        PathAnswer::Outside => parts.push("outside the repository".to_owned()),
        PathAnswer::Pattern(count) => parts.push(format!("{count} files match")),
        PathAnswer::Ignored => parts.push("ignored by git".to_owned()),
    }
    if let Some(drifted) = drifted {
        match drifted.history {
            Some(why) => parts.push(format!("history: {why}")),
            None => parts.extend(drifted::phrase(&drifted.judgement).map(|it| plain(&it))),
        }
        let texts = (&drifted.judgement.text_then, &drifted.judgement.text_now);
        if let (Some(then), Some(now)) = texts
            && then != now
        {
            parts.push(block("diff", &format!("-{then}\n+{now}")));
        }
    }
    parts.join("\n\n")
}

/// Returns words as text in which nothing is a mark.
fn plain(words: &str) -> String {
    let mut out = String::new();
    for character in words.chars() {
        if character.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Returns the lines of a file that a reference leads to.
fn excerpt(
    view: &View<'_>,
    path: &str,
    line: Option<u32>,
    end_line: Option<u32>,
) -> Option<String> {
    let line = line?;
    let source = view.session.source(view.project, path)?;
    let count = source.lines().len() as u32;
    if line == 0 || line > count {
        return Some(format!("it has {count} lines"));
    }
    let (first, last) = match end_line.filter(|it| *it > line) {
        Some(end) => (line, end.min(line + MOST_LINES - 1)),
        None => (line.saturating_sub(AROUND).max(1), line + AROUND),
    };
    let last = last.min(count);
    let lines: Vec<&str> = (first..=last)
        .map(|it| source.slice(source.line_span(it)))
        .collect();
    let language = path.rsplit_once('.').map_or("", |(_, it)| it);
    let language = if language.chars().all(char::is_alphanumeric) {
        language
    } else {
        ""
    };
    let shown = if first == last {
        format!("line {first}")
    } else {
        format!("lines {first} to {last}")
    };
    Some(format!("{shown}\n\n{}", block(language, &lines.join("\n"))))
}

fn of_unit(view: &View<'_>, id: UnitId) -> String {
    let (doc, plan) = (&view.looked.doc, &view.looked.plan);
    let unit = plan.unit(id);
    let title = doc.source().folded(unit.title.span);
    let mut parts = vec![format!(
        "**{} {}** {}",
        unit.kind.word(),
        code(&unit.handle),
        code(&title)
    )];
    let mut facts = Vec::new();
    if unit.state.value != UnitState::Unknown {
        facts.push(unit.state.value.word().replace('_', " "));
    }
    let boxes: Vec<&CheckBox> = plan
        .boxes
        .iter()
        .filter(|it| unit.span.contains(it.mark))
        .collect();
    if !boxes.is_empty() {
        let done = boxes.iter().filter(|it| it.state == BoxState::Done);
        facts.push(format!("{} of {} boxes", done.count(), boxes.len()));
    }
    if let Some(effort) = &unit.effort {
        facts.push(format!("effort {}", code(doc.text(effort.span))));
    }
    if !facts.is_empty() {
        parts.push(facts.join(", "));
    }
    let waits: Vec<String> = unit
        .depends_on
        .on
        .iter()
        .map(|it| {
            let other = plan.unit(it.value);
            let state = match other.state.value {
                UnitState::Unknown => String::new(),
                state => format!(" ({})", state.word().replace('_', " ")),
            };
            format!("{}{state}", code(&other.handle))
        })
        .collect();
    match unit.depends_on.source {
        DependencySource::Written if !waits.is_empty() => {
            parts.push(format!("waits for {}", waits.join(", ")));
        }
        DependencySource::DeclaredNone => parts.push("waits for nothing".to_owned()),
        DependencySource::Order if !waits.is_empty() => {
            parts.push(format!("waits for {}, by its place", waits.join(", ")));
        }
        _ => {}
    }
    parts.join("\n\n")
}

fn codes(texts: &[String], word: &str) -> String {
    let texts: Vec<String> = texts.iter().map(|it| code(it)).collect();
    texts.join(&format!(" {word} "))
}

/// Returns what the commands of a box are and what is expected of them; `None` for one without.
fn of_box(view: &View<'_>, it: &CheckBox) -> Option<String> {
    let plan = &view.looked.plan;
    let commands: Vec<String> = it
        .commands
        .iter()
        .filter_map(|at| plan.commands.get(*at as usize))
        .map(|command| {
            let expected = match &command.expectation {
                Expectation::Success => "expected to exit with 0".to_owned(),
                Expectation::Failure => "expected to fail".to_owned(),
                Expectation::ExitCode(status) => format!("expected to exit with {status}"),
                Expectation::Silence => "expected to print nothing".to_owned(),
                Expectation::Output(text) => format!("expected to print {}", code(text)),
                Expectation::Contains(text) => {
                    format!("expected to print something with {}", code(text))
                }
                Expectation::ContainsAll(texts) => {
                    format!("expected to print something with {}", codes(texts, "and"))
                }
                Expectation::Lacks(texts) => {
                    format!("expected to print nothing with {}", codes(texts, "or"))
                }
                Expectation::Lines(count) => format!("expected to print {count} lines"),
                Expectation::Unreadable(text) => format!("a person has to judge: {}", code(text)),
            };
            format!("{}\n\n{expected}", block("sh", &command.text))
        })
        .collect();
    (!commands.is_empty()).then(|| commands.join("\n\n"))
}
