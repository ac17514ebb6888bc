//! References as links that an editor follows.

use gen_lsp_types::DocumentLink;
use tip_rules::PathAnswer;

use crate::session::View;
use crate::uri;

/// Returns the references that lead to a file.
pub(crate) fn links(view: &View<'_>) -> Vec<DocumentLink> {
    let source = view.looked.doc.source();
    let plan = &view.looked.plan;
    let references = plan.references.iter().filter(|it| !it.is_pattern());
    references
        .filter_map(|it| {
            let found = view.project.snapshot.lead(&view.document.path, it);
            let (PathAnswer::File(path) | PathAnswer::Suffix(path)) = found else {
                return None;
            };
            let path = view.project.absolute(&path);
            let target = match it.line {
                Some(line) => uri::of_line(&path, line),
                None => uri::of_path(&path),
            };
            Some(DocumentLink {
                range: view.client.encoding.range(source, it.span),
                target: Some(target),
                ..DocumentLink::default()
            })
        })
        .collect()
}
