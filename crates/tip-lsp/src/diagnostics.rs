//! Findings as an editor shows them.

use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Range,
};
use tip_rules::Judged;
use tip_syntax::{Label, Severity, Source};

use crate::open_document::OpenDocument;
use crate::project::Project;
use crate::session::Session;
use crate::uri;

/// What the editor calls the one who says it.
const SOURCE: &str = "tip";

/// Returns what is to be said of an open document.
pub(crate) fn of(session: &Session, document: &OpenDocument) -> Vec<Diagnostic> {
    let Some(project) = session.project_at(&document.uri) else {
        return Vec::new();
    };
    let findings = document.findings.iter();
    findings
        .map(|it| diagnostic(session, project, document, it))
        .collect()
}

/// Returns a finding as the editor shows it.
pub(crate) fn diagnostic(
    session: &Session,
    project: &Project,
    document: &OpenDocument,
    judged: &Judged,
) -> Diagnostic {
    let finding = &judged.finding;
    let related: Vec<DiagnosticRelatedInformation> = finding
        .secondary
        .iter()
        .filter_map(|it| related(session, project, document, it))
        .collect();
    Diagnostic {
        range: range(session, &document.source, &finding.primary),
        severity: Some(match judged.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Hint => DiagnosticSeverity::Information,
        }),
        code: Some(judged.rule.name.to_owned().into()),
        source: Some(SOURCE.to_owned()),
        message: message(judged).into(),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// Returns all that is said: the headline, what stands beside the place, why it matters, what to do.
fn message(judged: &Judged) -> String {
    let finding = &judged.finding;
    let mut message = finding.message.clone();
    if !finding.primary.message.is_empty() {
        message.push_str(": ");
        message.push_str(&finding.primary.message);
    }
    for note in &finding.notes {
        message.push_str("\nnote: ");
        message.push_str(note);
    }
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    message
}

fn related(
    session: &Session,
    project: &Project,
    document: &OpenDocument,
    label: &Label,
) -> Option<DiagnosticRelatedInformation> {
    let (uri, range) = match label.path.as_deref() {
        None => (
            document.uri.clone(),
            range(session, &document.source, label),
        ),
        Some(path) => {
            let source = session.source(project, path)?;
            let uri = uri::of_path(&project.absolute(path));
            (uri, range(session, &source, label))
        }
    };
    Some(DiagnosticRelatedInformation {
        location: Location { uri, range },
        message: if label.message.is_empty() {
            "here".to_owned()
        } else {
            label.message.clone()
        },
    })
}

fn range(session: &Session, source: &Source, label: &Label) -> Range {
    session.client.encoding.range(source, label.span)
}
