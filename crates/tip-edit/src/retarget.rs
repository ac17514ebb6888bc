//! Points a reference at another place.

use tip_plan::{RefForm, Reference};
use tip_syntax::{Edit, Source, Span};

/// Where a reference shall point. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim<'a> {
    /// The path of its file now and then, where it has another: relative to the repository.
    pub renamed: Option<(&'a str, &'a str)>,
    /// The path of the plan, relative to the repository: links are written from its folder.
    pub plan: &'a str,
    /// The first line.
    pub line: Option<u32>,
    /// The last line.
    pub end_line: Option<u32>,
}

/// Returns the edits that point a reference at another place, in the form in which it is written; `None` where that form has no place
/// for it: a line that is not written in figures, a path that is written in no way that the new one could be, one line of several.
///
/// Only the figures and the parts of the path that differ are touched.
pub fn retarget(source: &Source, reference: &Reference, aim: Aim<'_>) -> Option<Vec<Edit>> {
    retarget_all(source, &[(reference, aim)])
}

/// As [`retarget`], for all references of a list of lines such as `a.rs:4-6,9`, in their order: all of them, or none.
pub fn retarget_all(source: &Source, references: &[(&Reference, Aim<'_>)]) -> Option<Vec<Edit>> {
    let (reference, aim) = references.first()?;
    let mut edits = Vec::new();
    if let Some((then, now)) = aim.renamed {
        // Whoever wrote the path twice means one file.
        if references.iter().any(|(_, it)| it.renamed != aim.renamed) {
            return None;
        }
        let written = source.slice(reference.path_span);
        let from_folder = written.starts_with("./")
            || written.starts_with("../")
            || (reference.form == RefForm::Link && written != then);
        let replacement = if from_folder {
            from_plan(aim.plan, now, written.starts_with("./"))
        } else {
            rename(written, then, now)?
        };
        edits.push(Edit {
            span: reference.path_span,
            replacement,
        });
    }
    let mut from = reference.path_span.end();
    let end = reference.span.end();
    let mut places = vec![Span::new(from.min(end), end)];
    places.extend(reference.line_span);
    let lines = references
        .iter()
        .flat_map(|(it, aim)| [(it.line, aim.line), (it.end_line, aim.end_line)]);
    for (old, new) in lines {
        let Some(old) = old else {
            continue;
        };
        let new = new?;
        let (place, at) = places.iter().find_map(|place| {
            let place = Span::new(place.start().max(from), place.end().max(from));
            Some((place, figures(source, place, old)?))
        })?;
        // A line of the list that none of the references is would stay behind.
        if has_figures(source, Span::new(place.start(), at.start())) {
            return None;
        }
        from = at.end();
        if new != old {
            edits.push(Edit {
                span: at,
                replacement: new.to_string(),
            });
        }
    }
    // A line that would stay behind would look as if it had been mended too.
    if reference.line.is_some() && goes_on(source, from, end.max(from)) {
        return None;
    }
    let whole = source.slice(reference.span);
    if matches!(reference.form, RefForm::Link | RefForm::Permalink) && whole.starts_with('[') {
        edits.extend(label(source, reference, *aim)?);
    }
    edits.sort_by_key(|it| it.span.start);
    Some(edits)
}

/// Returns whether figures stand in a place.
fn has_figures(source: &Source, place: Span) -> bool {
    source.slice(place).bytes().any(|it| it.is_ascii_digit())
}

/// Returns whether further lines follow the last one of a reference: within it, or beside it as in `lines 4-6, 9`.
fn goes_on(source: &Source, from: usize, end: usize) -> bool {
    if has_figures(source, Span::new(from, end)) {
        return true;
    }
    let line = source.line_span(source.line_of(from as u32));
    let rest = source.slice(Span::new(end, line.end().max(end)));
    let rest = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(","));
    rest.is_some_and(|it| {
        it.trim_start_matches('L')
            .starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Lets the label of a link name the lines and the path that its target names; `None` where it names them in another way.
fn label(source: &Source, reference: &Reference, aim: Aim<'_>) -> Option<Vec<Edit>> {
    let place = Span::new(reference.span.start(), reference.path_span.start());
    let text = source.slice(place);
    let end = text.rfind("](")?;
    let place = Span::new(place.start(), place.start() + end);
    let text = &text[..end];
    let mut edits = Vec::new();
    let mut from = place.start();
    if let Some((then, now)) = aim.renamed {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let (whole, last) = (text.find(then), text.find(&name(then)));
        match (whole, last) {
            (Some(at), _) => {
                let start = place.start() + at;
                edits.push(Edit::replace(Span::new(start, start + then.len()), now));
                from = start + then.len();
            }
            // A name without folders leads nowhere by itself: it need but be the name.
            (None, Some(at)) if !text[..at].ends_with('/') => {
                let start = place.start() + at;
                let old = name(then);
                from = start + old.len();
                if old != name(now) {
                    edits.push(Edit::replace(Span::new(start, from), name(now)));
                }
            }
            (None, Some(_)) => return None,
            (None, None) => {}
        }
    }
    for (old, new) in [
        (reference.line, aim.line),
        (reference.end_line, aim.end_line),
    ] {
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let Some(at) = figures(source, Span::new(from, place.end()), old) else {
            continue;
        };
        // A number of something else is not to be told from a line that is written in words.
        let before = &text[..at.start() - place.start()];
        let is_line = before.ends_with([':', 'L', '-', '–'])
            || before.ends_with("line ")
            || before.ends_with("lines ");
        if !is_line {
            return None;
        }
        from = at.end();
        let behind = source.slice(Span::new(from, place.end()));
        let ranges = behind.strip_prefix(['-', '–']);
        let ranges = ranges.is_some_and(|it| {
            it.trim_start_matches('L')
                .starts_with(|c: char| c.is_ascii_digit())
        });
        // The label names lines that the target does not: nobody knows where they end now.
        if ranges && (reference.end_line.is_none() || reference.end_line == Some(old)) {
            return None;
        }
        if new != old {
            edits.push(Edit::replace(at, new.to_string()));
        }
    }
    Some(edits)
}

/// Writes the new path as the old one was written: whole, or without the folders that were left out.
fn rename(written: &str, then: &str, now: &str) -> Option<String> {
    let bare = written.trim_start_matches("./");
    let Some(left_out) = then.strip_suffix(bare) else {
        return written.ends_with(then).then(|| {
            let before = &written[..written.len() - then.len()];
            format!("{before}{now}")
        });
    };
    let dots = &written[..written.len() - bare.len()];
    match now.strip_prefix(left_out) {
        Some(rest) => Some(format!("{dots}{rest}")),
        None => Some(now.to_owned()),
    }
}

/// Writes a path from the folder of a plan.
fn from_plan(plan: &str, now: &str, dotted: bool) -> String {
    let folders: Vec<&str> = plan.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let parts: Vec<&str> = now.split('/').collect();
    let shared = folders
        .iter()
        .zip(&parts[..parts.len() - 1])
        .take_while(|(one, other)| one == other)
        .count();
    let up = "../".repeat(folders.len() - shared);
    let dot = if dotted && up.is_empty() { "./" } else { "" };
    format!("{dot}{up}{}", parts[shared..].join("/"))
}

/// Finds a number that stands by itself.
fn figures(source: &Source, place: Span, number: u32) -> Option<Span> {
    let text = source.slice(place);
    let number = number.to_string();
    text.match_indices(&number).find_map(|(at, _)| {
        let is_digit = |it: Option<u8>| it.is_some_and(|it| it.is_ascii_digit());
        let end = at + number.len();
        let before = at.checked_sub(1).map(|it| text.as_bytes()[it]);
        let alone = !is_digit(before) && !is_digit(text.as_bytes().get(end).copied());
        let start = place.start() + at;
        alone.then(|| Span::new(start, start + number.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tip_plan::{ReadOptions, read};
    use tip_syntax::{Document, apply_edits};

    #[track_caller]
    fn retargeted(line: &str, aim: Aim<'_>) -> Option<String> {
        let text = format!("# Plan\n\n## Phase 1: One\n\n{line}\n");
        let doc = Document::parse(text.into_bytes());
        let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let reference = plan.references.first().expect("a reference");
        let edits = retarget(doc.source(), reference, aim)?;
        let bytes = apply_edits(doc.source().bytes(), &edits).expect("edits apart");
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines().nth(4).map(str::to_owned)
    }

    fn lines(line: u32, end_line: Option<u32>) -> Aim<'static> {
        Aim {
            renamed: None,
            plan: "docs/tips/a.md",
            line: Some(line),
            end_line,
        }
    }

    #[test]
    fn figures_are_written_in_the_form_that_stands_there() {
        let cases = [
            ("`src/a.py:12` - x", lines(20, None), "`src/a.py:20` - x"),
            ("`src/a.py:12-14`", lines(20, Some(22)), "`src/a.py:20-22`"),
            (
                "`src/a.py` (line 12)",
                lines(7, None),
                "`src/a.py` (line 7)",
            ),
            (
                "[a](../../src/a.py#L12-L14)",
                lines(1, Some(3)),
                "[a](../../src/a.py#L1-L3)",
            ),
            (
                "[`a.py:12-14`](../../src/a.py#L12-L14)",
                lines(1, Some(3)),
                "[`a.py:1-3`](../../src/a.py#L1-L3)",
            ),
        ];
        for (line, aim, expected) in cases {
            assert_eq!(retargeted(line, aim).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_label_follows_the_path_that_it_names() {
        let aim = Aim {
            renamed: Some(("src/a.py", "lib/b.py")),
            plan: "docs/tips/a.md",
            line: None,
            end_line: None,
        };
        let cases = [
            (
                "[`src/a.py`](../../src/a.py)",
                Some("[`lib/b.py`](../../lib/b.py)"),
            ),
            ("[a.py](../../src/a.py)", Some("[b.py](../../lib/b.py)")),
            (
                "[the code](../../src/a.py)",
                Some("[the code](../../lib/b.py)"),
            ),
            (
                "[../src/a.py](../../src/a.py)",
                Some("[../lib/b.py](../../lib/b.py)"),
            ),
            ("[py/a.py](../../src/a.py)", None),
        ];
        for (line, expected) in cases {
            assert_eq!(retargeted(line, aim).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_label_that_names_more_than_its_target_is_left() {
        let of = |text| retargeted(text, lines(20, None));
        assert_eq!(of("[`a.py:12-14`](../../src/a.py#L12)"), None);
        assert_eq!(of("[step 12 of it](../../src/a.py#L12)"), None);
        let forge = "https://forge.example/o/r/blob/main/src/a.py";
        let link = |label, line| format!("[{label}]({forge}#L{line})");
        assert_eq!(
            of(&link("a.py:12", 12)).as_deref(),
            Some(&*link("a.py:20", 20))
        );
    }

    #[test]
    fn a_list_of_lines_is_rewritten_whole_or_not_at_all() {
        assert_eq!(retargeted("`src/a.py:12,20`", lines(14, None)), None);
        assert_eq!(
            retargeted("`src/a.py` (lines 12-14, 20)", lines(1, Some(3))),
            None
        );
        let text = "# Plan\n\n## Phase 1: One\n\n`src/a.py:12-14,20`\n";
        let doc = Document::parse(text.as_bytes().to_vec());
        let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let last = plan.references.last().expect("two references");
        assert_eq!(retarget(doc.source(), last, lines(120, None)), None);
        let aims = [lines(2, Some(4)), lines(120, None)];
        let all: Vec<_> = plan.references.iter().zip(aims).collect();
        let edits = retarget_all(doc.source(), &all).expect("a list");
        let bytes = apply_edits(doc.source().bytes(), &edits).expect("edits apart");
        assert!(String::from_utf8_lossy(&bytes).contains("`src/a.py:2-4,120`"));
    }

    #[test]
    fn a_path_keeps_leaving_out_what_it_left_out() {
        let aim = |then, now| Aim {
            renamed: Some((then, now)),
            plan: "docs/tips/a.md",
            line: Some(12),
            end_line: None,
        };
        let cases = [
            ("src/a.py", "src/b.py", "`src/b.py:12`"),
            ("app/src/a.py", "app/src/b.py", "`src/b.py:12`"),
            ("app/src/a.py", "lib/src/a.py", "`lib/src/a.py:12`"),
        ];
        for (then, now, expected) in cases {
            let retargeted = retargeted("`src/a.py:12`", aim(then, now));
            assert_eq!(retargeted.as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_link_is_written_from_the_folder_of_its_plan() {
        let aim = |then, now| Aim {
            renamed: Some((then, now)),
            plan: "docs/tips/a.md",
            line: None,
            end_line: None,
        };
        let cases = [
            (
                "[b](b.md)",
                "docs/old/b.md",
                "docs/old/c.md",
                "[b](../old/c.md)",
            ),
            (
                "[b](./b.md)",
                "docs/tips/b.md",
                "docs/tips/c.md",
                "[b](./c.md)",
            ),
            ("[b](../b.md)", "docs/b.md", "b.md", "[b](../../b.md)"),
            ("[b](docs/b.md)", "docs/b.md", "docs/c.md", "[b](docs/c.md)"),
        ];
        for (line, then, now, expected) in cases {
            assert_eq!(retargeted(line, aim(then, now)).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_line_without_figures_cannot_be_mended() {
        let aim = Aim {
            renamed: Some(("lib/other.py", "lib/new.py")),
            plan: "docs/tips/a.md",
            line: None,
            end_line: None,
        };
        assert_eq!(retargeted("`src/a.py`", aim), None);
    }
}
