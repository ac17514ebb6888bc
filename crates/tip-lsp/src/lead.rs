//! Where a reference leads, in its own repository or in another one that the editor has open.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use tip_plan::Reference;
use tip_rules::PathAnswer;
use tip_workspace::EntryKind;

use crate::project::Project;
use crate::session::View;

/// A file that a reference leads to.
#[derive(Clone, Debug)]
pub(crate) struct Lead<'a> {
    /// The repository that it belongs to.
    pub(crate) project: &'a Project,
    /// Its path there.
    pub(crate) path: String,
}

/// Returns the file that a reference leads to; `None` where it leads to none, or to several.
pub(crate) fn of<'a>(view: &View<'a>, reference: &Reference) -> Option<Lead<'a>> {
    match view
        .project
        .snapshot
        .lead(&view.document.path, &view.looked.plan, reference)
    {
        PathAnswer::File(path) | PathAnswer::Suffix(path) => Some(Lead {
            project: view.project,
            path,
        }),
        PathAnswer::Outside => elsewhere(view, &reference.path),
        _ => None,
    }
}

/// Returns the file of another open repository that a path leads to, from the folder of its plan or from the top.
///
/// What nobody opened in the editor is not looked at.
pub(crate) fn elsewhere<'a>(view: &View<'a>, written: &str) -> Option<Lead<'a>> {
    let plan = view.project.absolute(&view.document.path);
    let path = plain(&plan.parent()?.join(written))?;
    let others = view.session.projects();
    let holding = others.filter_map(|(root, project)| {
        let relative = path.strip_prefix(root).ok()?;
        Some((root, project, relative))
    });
    // The innermost: a repository may lie within another one.
    let (root, project, relative) = holding.max_by_key(|(root, ..)| root.as_str().len())?;
    let is_other = root != view.project.snapshot.root();
    let is_file = project.snapshot.system().kind(&path) == Some(EntryKind::File);
    (is_other && is_file).then(|| Lead {
        project,
        path: relative.as_str().to_owned(),
    })
}

/// Returns a path without steps upwards; `None` where they lead past the top.
fn plain(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut plain = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Utf8Component::CurDir => {}
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_upwards_are_taken() {
        let of = |path| plain(Utf8Path::new(path)).map(Utf8PathBuf::into_string);
        assert_eq!(of("/a/b/../../c/./d").as_deref(), Some("/c/d"));
        assert_eq!(of("/../a"), None);
    }
}
