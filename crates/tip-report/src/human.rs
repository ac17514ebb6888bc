//! Findings for people, each with the lines that it speaks of.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Patch, Renderer, Snippet, Title,
};
use tip_rules::Judged;
use tip_syntax::{Edit, Fix, Kept, Label, Safety, Severity, Span};

use crate::excerpt::{Excerpt, trimmed};
use crate::layout::counted;
use crate::position::Place;
use crate::terminal::Look;
use crate::{CheckReport, CheckedFile, Summary, Terminal, escape};

/// Lines between two places of one file from which they are shown apart.
const APART: u32 = 200;

/// Writes the findings and, at the end, how many they are.
pub fn write(
    report: &CheckReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let renderer = renderer(*terminal);
    for file in &report.files {
        for judged in file.judged {
            writeln!(out, "{}\n", one(report, file, judged, &renderer))?;
        }
    }
    summary(report, *terminal, out)
}

/// Renders one finding, without line end.
pub fn finding(
    report: &CheckReport<'_>,
    file: &CheckedFile<'_>,
    judged: &Judged,
    terminal: &Terminal,
) -> String {
    one(report, file, judged, &renderer(*terminal))
}

fn renderer(terminal: Terminal) -> Renderer {
    let renderer = if terminal.styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(terminal.source_columns())
}

fn one(
    report: &CheckReport<'_>,
    file: &CheckedFile<'_>,
    judged: &Judged,
    renderer: &Renderer,
) -> String {
    let finding = &judged.finding;
    let level = match judged.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name(Severity::Hint.word()),
    };
    let title = level
        .primary_title(escape::line(&finding.message))
        .id(judged.rule.name);
    let mut origins = Vec::new();
    let mut group = places(report, file, judged, title, &mut origins);
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(escape::terminal(note)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(escape::terminal(help)));
    }
    let mut groups = vec![group];
    groups.extend(finding.fixes.iter().map(|fix| patch(file, fix)));
    let text = renderer.render(&groups);
    match origins.iter().find(|it| it.drawn != it.actual) {
        Some(origin) => text.replacen(&origin.drawn, &origin.actual, 1),
        None => text,
    }
}

/// What stands after the arrow to a place.
struct Drawn {
    /// What the renderer makes of the excerpt, in which characters may be cut or shown as several.
    drawn: String,
    /// What is true of the file.
    actual: String,
}

/// Shows the places of a finding, those in its own file first.
fn places<'a>(
    report: &CheckReport<'_>,
    file: &CheckedFile<'a>,
    judged: &'a Judged,
    title: Title<'a>,
    origins: &mut Vec<Drawn>,
) -> Group<'a> {
    let finding = &judged.finding;
    let mut here = vec![(AnnotationKind::Primary, &finding.primary)];
    let mut elsewhere: BTreeMap<&str, Vec<(AnnotationKind, &Label)>> = BTreeMap::new();
    for label in &finding.secondary {
        match label.path.as_deref().filter(|path| *path != file.path) {
            None => here.push((AnnotationKind::Context, label)),
            Some(path) => elsewhere
                .entry(path)
                .or_default()
                .push((AnnotationKind::Context, label)),
        }
    }
    let mut group = Group::with_title(title);
    for labels in clusters(file.source, here) {
        group = snippet(group, file.path, file.source, &labels, origins);
    }
    for (path, labels) in elsewhere {
        let source: Option<Arc<Kept>> = (report.sources)(path);
        match source {
            Some(source) => {
                for labels in clusters(&source, labels) {
                    group = snippet(group, path, &source, &labels, origins);
                }
            }
            None => {
                for (_, label) in labels {
                    group = group.element(unseen(path, label));
                }
            }
        }
    }
    group
}

/// Sorts labels into groups that are near to one another; the one with the primary label comes first.
fn clusters<'l>(
    source: &Kept,
    mut labels: Vec<(AnnotationKind, &'l Label)>,
) -> Vec<Vec<(AnnotationKind, &'l Label)>> {
    labels.sort_by_key(|(_, label)| label.span);
    let mut clusters: Vec<Vec<(AnnotationKind, &Label)>> = Vec::new();
    let mut last_line = 0;
    for (kind, label) in labels {
        let line = source.line_of(label.span.start);
        match clusters.last_mut() {
            Some(cluster) if line < last_line + APART => cluster.push((kind, label)),
            _ => clusters.push(vec![(kind, label)]),
        }
        last_line = last_line.max(source.line_of(label.span.end));
    }
    clusters.sort_by_key(|cluster| {
        !cluster
            .iter()
            .any(|(kind, _)| *kind == AnnotationKind::Primary)
    });
    clusters
}

fn snippet<'a>(
    group: Group<'a>,
    path: &str,
    source: &Kept,
    labels: &[(AnnotationKind, &'a Label)],
    origins: &mut Vec<Drawn>,
) -> Group<'a> {
    let spans: Vec<Span> = labels.iter().map(|(_, label)| label.span).collect();
    let excerpt = Excerpt::new(source, &spans);
    let annotations: Vec<Annotation<'a>> = labels
        .iter()
        .map(|(kind, label)| {
            let message = (!label.message.is_empty()).then(|| escape::line(&label.message));
            kind.span(excerpt.range(source, label.span)).label(message)
        })
        .collect();
    let first = labels
        .iter()
        .find(|(kind, _)| *kind == AnnotationKind::Primary)
        .or(labels.first());
    if let Some((_, label)) = first {
        origins.push(drawn(path, source, label.span, &excerpt));
    }
    group.element(
        Snippet::source(excerpt.text)
            .line_start(excerpt.first_line as usize)
            .path(escape::line(path).into_owned())
            .annotations(annotations),
    )
}

fn drawn(path: &str, source: &Kept, span: Span, excerpt: &Excerpt) -> Drawn {
    let path = escape::line(path);
    let place = Place::of(source, span);
    let before = &excerpt.text[..excerpt.range(source, span).start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[line_start..].chars().count() + 1;
    Drawn {
        drawn: format!("{path}:{}:{column}", place.line),
        actual: format!("{path}:{}:{}", place.line, place.column),
    }
}

/// Speaks of a place in a file that is not at hand.
fn unseen<'a>(path: &str, label: &Label) -> Message<'a> {
    let path = escape::line(path);
    let message = if label.message.is_empty() {
        format!("see `{path}`")
    } else {
        format!("{} (in `{path}`)", escape::line(&label.message))
    };
    Level::NOTE.message(message)
}

fn patch<'a>(file: &CheckedFile<'a>, fix: &'a Fix) -> Group<'a> {
    let title = escape::line(&fix.title);
    let title = match fix.safety {
        Safety::Safe | Safety::DisplayOnly => title.into_owned(),
        Safety::Unsafe => format!("{title} (may change the meaning)"),
    };
    let group = Group::with_title(Level::HELP.secondary_title(title));
    let edits = shown_edits(file.source, fix);
    if edits.is_empty() {
        return group;
    }
    let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    let excerpt = Excerpt::new(file.source, &spans);
    let patches: Vec<Patch<'a>> = edits
        .iter()
        .map(|edit| {
            Patch::new(
                excerpt.range(file.source, edit.span),
                escape::terminal(replacement(file.source, edit)),
            )
        })
        .collect();
    group.element(
        Snippet::source(excerpt.text)
            .line_start(excerpt.first_line as usize)
            .path(escape::line(file.path))
            .patches(patches),
    )
}

/// Returns the edits that can be shown, in order; none when they do not fit together or are too far apart.
///
/// Edits of white space only are not seen and left out.
fn shown_edits<'f>(source: &Kept, fix: &'f Fix) -> Vec<&'f Edit> {
    let is_seen = |edit: &&Edit| {
        !trimmed(source, edit.span).is_empty() || !edit.replacement.trim().is_empty()
    };
    let mut edits: Vec<&Edit> = fix.edits.iter().filter(is_seen).collect();
    edits.sort_by_key(|edit| edit.span);
    let fit = edits
        .windows(2)
        .all(|pair| pair[0].span.end <= pair[1].span.start);
    let first = edits.first().map_or(0, |it| source.line_of(it.span.start));
    let last = edits.last().map_or(0, |it| source.line_of(it.span.end));
    if fit && last - first < APART {
        edits
    } else {
        Vec::new()
    }
}

/// Returns what replaces the part of an edit's span that is shown: the white space at its end is not.
fn replacement<'e>(source: &Kept, edit: &'e Edit) -> &'e str {
    let tail = &source.slice(edit.span)[trimmed(source, edit.span).len()..];
    edit.replacement
        .strip_suffix(tail)
        .unwrap_or(&edit.replacement)
}

fn summary(report: &CheckReport<'_>, terminal: Terminal, out: &mut dyn fmt::Write) -> fmt::Result {
    let summary = Summary::of(report);
    let plans = match report.plan_files {
        files if files == report.plans => counted(report.plans, "plan"),
        files => format!(
            "{} in {}",
            counted(report.plans, "plan"),
            counted(files, "file")
        ),
    };
    if summary.total() == 0 {
        let found = terminal.paint(Look::Good, "nothing found");
        return writeln!(out, "{found} in {plans}");
    }
    let counts = [
        (summary.errors, "error", Look::Error),
        (summary.warnings, "warning", Look::Warning),
        (summary.hints, "hint", Look::Hint),
    ];
    let counts = counts.into_iter().filter(|it| it.0 > 0);
    for (at, (count, noun, look)) in counts.enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        write!(out, "{comma}{}", terminal.paint(look, counted(count, noun)))?;
    }
    write!(
        out,
        " in {} ({plans} checked)",
        counted(summary.files, "file")
    )?;
    match (summary.fixable, summary.unsafe_fixable) {
        (0, 0) => {}
        (safe, 0) => write!(out, "; {safe} fixable")?,
        (0, may) => write!(out, "; {may} fixable where the meaning may change")?,
        (safe, may) => write!(
            out,
            "; {safe} fixable, {may} more where the meaning may change"
        )?,
    }
    writeln!(out)
}
