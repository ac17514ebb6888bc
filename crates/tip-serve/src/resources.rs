//! Plans as resources: the text of each of their files.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rmcp::model::{Resource, ResourceContents};
use tip_work::Failure;
use tip_workspace::{PlanEntry, Snapshot};

use crate::desk::Desk;

/// How the address of a plan begins; its path in the repository follows.
const BEGINNING: &str = "tip:///";

/// The form of these addresses, as clients are told it.
pub(crate) const TEMPLATE: &str = "tip:///{+path}";

pub(crate) const MIME: &str = "text/markdown";

/// So many plans are listed at once.
const PAGE: usize = 200;

/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns the address of a file.
pub(crate) fn address(path: &str) -> String {
    format!("{BEGINNING}{}", utf8_percent_encode(path, PLAIN))
}

/// Returns the path of the file with an address.
pub(crate) fn path_of(uri: &str) -> Option<String> {
    let path = percent_decode_str(uri.strip_prefix(BEGINNING)?);
    path.decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Returns a page of the plans, and where the next one begins.
pub(crate) fn list(
    desk: &Desk,
    cursor: Option<&str>,
) -> Result<(Vec<Resource>, Option<String>), Failure> {
    let start: usize = match cursor {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| Failure::usage(format!("`{cursor}` is no cursor")))?,
    };
    let snapshot = desk.snapshot()?;
    let entries = desk.entries(&snapshot, None)?;
    let page: Vec<PlanEntry> = entries.iter().skip(start).take(PAGE).cloned().collect();
    let resources = snapshot.map_plans(&page, |entry| of_plan(&snapshot, entry));
    let end = start + page.len();
    let more = (end < entries.len()).then(|| end.to_string());
    Ok((resources.into_iter().flatten().collect(), more))
}

fn of_plan(snapshot: &Snapshot, entry: &PlanEntry) -> Vec<Resource> {
    let files = entry.files.iter().map(|file| {
        let resource = Resource::new(address(&file.path), &file.path).with_mime_type(MIME);
        let title = snapshot.read(&file.path).ok();
        match title.and_then(|(_, plan)| plan.title) {
            Some(title) => resource.with_title(title.value),
            None => resource,
        }
    });
    files.collect()
}

/// Returns the text of a plan; `None` where no plan has the address.
pub(crate) fn read(desk: &Desk, uri: &str) -> Result<Option<ResourceContents>, Failure> {
    let Some(path) = path_of(uri) else {
        return Ok(None);
    };
    let snapshot = desk.snapshot()?;
    // The path of a file is meant and no name: neither `..` nor the start of something leads to one.
    let entry = snapshot.find(&path, snapshot.root()).ok();
    let is_there = entry.is_some_and(|it| it.files.iter().any(|file| file.path == path));
    if !is_there {
        return Ok(None);
    }
    let source = snapshot.source(&path)?;
    Ok(Some(
        ResourceContents::text(source.text(), uri).with_mime_type(MIME),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_path() {
        for path in ["docs/tips/a.md", "a b/ä%20#?.md", "x"] {
            let address = address(path);
            assert!(address.is_ascii() && !address.contains(' '), "{address}");
            assert_eq!(path_of(&address).as_deref(), Some(path));
        }
        assert_eq!(path_of("file:///etc/passwd"), None);
    }
}
