//! File URIs and paths.

use camino::{Utf8Path, Utf8PathBuf};
use gen_lsp_types::Uri;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What stands in a path of a URI as itself, and what does not (RFC 3986, section 3.3).
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Returns the path of a file URI on this machine; `None` for any other.
pub(crate) fn to_path(uri: &Uri) -> Option<Utf8PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = rest.split(['#', '?']).next().unwrap_or(rest);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let absolute = path.starts_with('/') && !path.contains('\0');
    absolute.then(|| Utf8PathBuf::from(path.as_ref()))
}

/// Returns the URI of a file.
pub(crate) fn of_path(path: &Utf8Path) -> Uri {
    let escaped = utf8_percent_encode(path.as_str(), ESCAPED);
    Uri(format!("file://{escaped}"))
}

/// Returns the URI of a line, counted from 1, in a file: editors that follow links go there.
pub(crate) fn of_line(path: &Utf8Path, line: u32) -> Uri {
    Uri(format!("{}#L{line}", of_path(path).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, uri: &str) {
        assert_eq!(of_path(Utf8Path::new(path)).0, uri);
        assert_eq!(
            to_path(&Uri(uri.to_owned())),
            Some(Utf8PathBuf::from(path)),
            "{uri}"
        );
    }

    #[test]
    fn a_path_and_its_uri_lead_to_each_other() {
        check("/a/b.md", "file:///a/b.md");
        check("/a b/[id]/ä#1.md", "file:///a%20b/%5Bid%5D/%C3%A4%231.md");
        check("/100%/x.md", "file:///100%25/x.md");
    }

    #[test]
    fn what_is_no_file_of_this_machine_has_no_path() {
        for uri in [
            "untitled:Untitled-1",
            "https://x.org/a.md",
            "file://host/a",
            "file:a",
            "file:///%ff",
        ] {
            assert_eq!(to_path(&Uri(uri.to_owned())), None, "{uri}");
        }
    }

    #[test]
    fn a_uri_of_the_local_host_is_of_this_machine() {
        let uri = Uri("file://localhost/a.md".to_owned());
        assert_eq!(to_path(&uri), Some("/a.md".into()));
    }
}
