//! The form of the text, as `tip fmt` puts it right.

use gen_lsp_types::TextEdit;

use crate::actions::difference;
use crate::session::View;

/// Returns the edit that puts a document in form; none for one that is.
pub(crate) fn format(view: &View<'_>) -> Vec<TextEdit> {
    let source = view.looked.doc.source();
    let read = |doc: &_| view.project.snapshot.plan(&view.document.path, doc);
    let after = tip_edit::formatted(source.bytes(), &read);
    if after == source.bytes() {
        return Vec::new();
    }
    let edit = difference(source.bytes(), &after);
    edit.iter()
        .map(|it| view.client.encoding.edit(source, it))
        .collect()
}
