//! References as links that an editor follows.

use gen_lsp_types::DocumentLink;

use crate::session::View;
use crate::{lead, uri};

/// Returns the references that lead to a file.
pub(crate) fn links(view: &View<'_>) -> Vec<DocumentLink> {
    let source = view.looked.doc.source();
    let plan = &view.looked.plan;
    let references = plan.references.iter().filter(|it| !it.is_pattern());
    references
        .filter_map(|it| {
            let found = lead::of(view, it)?;
            let path = found.project.absolute(&found.path);
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
