//! What is known of the thing under the cursor.

mod criterion;

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position};
use tip_forecast::EffortTable;
use tip_plan::{BoxState, CheckBox, DependencySource, Effort, Reference, Size, UnitId, UnitState};
use tip_rules::PathAnswer;
use tip_syntax::Span;

use self::criterion::of_box;
use crate::at::{At, at};
use crate::drifted;
use crate::effort;
use crate::lead::{self, Lead};
use crate::markdown::{block, code};
use crate::project::Project;
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
        At::Effort(effort, span) => (of_effort(view, effort)?, span),
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
    let answer = view
        .project
        .snapshot
        .lead(&view.document.path, &view.looked.plan, reference);
    let drifted = drifted::of(view, reference);
    match &answer {
        PathAnswer::File(path) | PathAnswer::Suffix(path) => {
            let now = drifted.and_then(drifted::now);
            let path = now.map_or(path.as_str(), |it| it.path.as_str());
            let line = now.and_then(|it| it.line).or(reference.line);
            let end = now.map_or(reference.end_line, |it| it.end_line);
            parts.push(code(path));
            parts.extend(excerpt(view, view.project, path, line, end));
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
        PathAnswer::Outside => match lead::elsewhere(view, &reference.path) {
            Some(Lead { project, path }) => {
                let root = project.snapshot.root();
                parts.push(format!("{} in {}", code(&path), code(root.as_str())));
                let (line, end) = (reference.line, reference.end_line);
                parts.extend(excerpt(view, project, &path, line, end));
            }
            None => parts.push("outside the repository".to_owned()),
        },
        PathAnswer::Pattern(count) => parts.push(format!("{count} files match")),
        PathAnswer::Ignored => parts.push("ignored by git".to_owned()),
    }
    if let Some(drifted) = drifted {
        match drifted.history {
            Some(why) => parts.push(format!("history: {why}")),
            None => parts.extend(drifted::phrase(&drifted.judgement, code)),
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

/// Returns the lines of a file that a reference leads to.
fn excerpt(
    view: &View<'_>,
    project: &Project,
    path: &str,
    line: Option<u32>,
    end_line: Option<u32>,
) -> Option<String> {
    let line = line?;
    let source = view.session.source(project, path)?;
    // What stands behind the last line end is no line.
    let count = source.text().lines().count() as u32;
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
        let written = code(doc.text(effort.span));
        let time = effort::of_size(effort.value, &view.project.snapshot.config().effort);
        let time = time.map_or_else(String::new, |it| format!(" ({it} of work)"));
        facts.push(format!("effort {written}{time}"));
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

/// Says how long a size takes, and where that is written.
fn of_effort(view: &View<'_>, effort: Effort) -> Option<String> {
    let config = view.project.snapshot.config();
    let time = effort::of_size(effort, &config.effort)?;
    let size = effort.size.map_or("", Size::word);
    let is_own = config.effort.table != EffortTable::default();
    let whose = if is_own {
        "`[effort]` in tip.toml"
    } else {
        "the built-in table; `[effort]` in tip.toml changes it, and `tip calibrate` tells what sizes really took"
    };
    Some(format!("{} is {time} of work by {whose}", code(size)))
}
