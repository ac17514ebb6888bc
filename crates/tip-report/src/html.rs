//! Pages that stand alone: one frame and one style for all of them.
//!
//! Invariant: no script, nothing from elsewhere, and everything that a plan brought passes [`text`] or [`prose`].

use std::fmt::Write as _;

use crate::escape;
use crate::picture::dark_style;

/// Light and dark, for screens of any width and for paper.
const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#ffffff;--ink:#1f2328;--faint:#59636e;--line:#c4c9d1;--head:#eef1f5;--link:#0a58ca;--bad:#a3210f;--good:#116329;--mid:#7a4b00;--bar:#2f7fc4}\
*{box-sizing:border-box}\
body{font:16px/1.5 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;background:var(--paper);color:var(--ink)}\
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.25rem 0 .5rem;padding-bottom:.2rem;border-bottom:2px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .25rem}\
h1,h2,h3,p,li,dd{overflow-wrap:anywhere}p{max-width:50rem}\
a{color:var(--link)}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}\
caption{text-align:left;padding:.25rem 0;color:var(--faint)}\
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;font-weight:400}\
thead th{background:var(--head);font-weight:600;overflow-wrap:normal}\
code{font:.9em ui-monospace,'DejaVu Sans Mono',monospace}small{color:var(--faint)}\
ul{margin:0;padding-left:1.1rem}\
.number{text-align:right;white-space:nowrap}.short{white-space:nowrap;overflow-wrap:normal}\
.bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}.mid{color:var(--mid);font-weight:600}.faint{color:var(--faint)}\
.wide{overflow-x:auto;margin:.5rem 0 1.5rem}.wide table{margin:0}\
@media(max-width:40rem){body{margin:1rem auto}.wide table{min-width:34rem}.spare{display:none}th,td{padding:.3rem .35rem}tbody th{min-width:7.5rem}.short{white-space:normal}.wide .short{white-space:nowrap}}";

/// The same on a dark page; pictures come after it.
const DARK: &str = "\
:root{--paper:#15191f;--ink:#e6e9ee;--faint:#a7b0bb;--line:#474f5a;--head:#242a32;--link:#86b7fe;--bad:#ff9d8f;--good:#7ee29a;--mid:#f0c36d;--bar:#6bb1ee}";

/// On paper it is always light.
const PRINT: &str = "\
@media print{@page{size:A4 landscape;margin:12mm}:root{color-scheme:light}\
body{margin:0;max-width:none;padding:0;font-size:10pt}.wide{overflow:visible}tr,figure,li{break-inside:avoid}thead{display:table-header-group}\
h1,h2,h3,caption{break-after:avoid}a{color:inherit;text-decoration:none}}";

/// Returns a page with a title in plain words and a body of HTML; `style` is what it needs beside the common one.
pub(crate) fn page(title: &str, style: &str, body: &str) -> String {
    let title = text(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <title>{title}</title>\n<style>{STYLE}{style}@media screen and (prefers-color-scheme:dark){{{DARK}{}}}{PRINT}</style>\n\
        </head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n",
        dark_style()
    )
}

/// Returns text as it may stand in a page, as one line.
pub(crate) fn text(text: &str) -> String {
    escape::xml(&escape::line(text)).into_owned()
}

/// Returns a line of Markdown as it may stand in a page: code as code, and without the marks of emphasis.
pub(crate) fn prose(markdown: &str) -> String {
    let line = escape::line(markdown);
    let mut out = String::new();
    let mut rest: &str = &line;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, behind)) = after.split_once('`').filter(|it| !it.0.is_empty()) else {
            break;
        };
        out.push_str(&text_between(before));
        let _ = write!(out, "<code>{}</code>", escape::xml(code));
        rest = behind;
    }
    out.push_str(&text_between(rest));
    out
}

fn text_between(words: &str) -> String {
    escape::xml(&words.replace("**", "")).into_owned()
}

/// Returns a table that may be wider than the screen as a part of its own that scrolls; no other part of the page has the same label.
pub(crate) fn wide(table: &str, label: &str) -> String {
    let label = text(label);
    format!("<section class=\"wide\" aria-label=\"{label}\" tabindex=\"0\">\n{table}</section>\n")
}

/// A table: its caption, the heads of its columns, and its rows.
pub(crate) struct Table<'a> {
    caption: &'a str,
    heads: &'a [&'a str],
    rows: Vec<Vec<(&'a str, String)>>,
}

impl<'a> Table<'a> {
    /// Begins a table; a head may have a class, written behind a `|`: `days|number`.
    pub(crate) fn new(caption: &'a str, heads: &'a [&'a str]) -> Self {
        let rows = Vec::new();
        Self {
            caption,
            heads,
            rows,
        }
    }

    /// Adds a row of HTML, each cell with its class; the first one is its head.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = (&'a str, String)>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes the table. A column that is empty throughout is left out.
    pub(crate) fn finish(&self) -> String {
        let caption = text(self.caption);
        let mut out = format!("<table>\n<caption>{caption}</caption>\n<thead><tr>");
        let says = |at: usize| {
            self.rows
                .iter()
                .any(|row| row.get(at).is_some_and(|it| !it.1.is_empty()))
        };
        let shown: Vec<usize> = (0..self.heads.len())
            .filter(|at| *at == 0 || says(*at))
            .collect();
        for at in &shown {
            let (head, class) = self.heads[*at]
                .split_once('|')
                .unwrap_or((self.heads[*at], ""));
            let class = class_of(class);
            let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", text(head));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            out.push_str("<tr>");
            for at in &shown {
                let Some((class, cell)) = row.get(*at) else {
                    continue;
                };
                let class = class_of(class);
                let _ = if *at == 0 {
                    write!(out, "<th scope=\"row\"{class}>{cell}</th>")
                } else {
                    write!(out, "<td{class}>{cell}</td>")
                };
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}

fn class_of(class: &str) -> String {
    if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_code_and_nothing_is_markup() {
        assert_eq!(
            prose("**Low** `a<b` water"),
            "Low <code>a&lt;b</code> water"
        );
        assert_eq!(prose("a ` b"), "a ` b");
        assert_eq!(prose("`` x"), "`` x");
        assert_eq!(prose("<i>`\u{1b}`"), "&lt;i&gt;<code>␛</code>");
    }

    #[test]
    fn a_column_that_is_empty_throughout_is_left_out() {
        let mut table = Table::new("Tides", &["What", "Level|number", "Where"]);
        table.row([
            ("", "Low".to_owned()),
            ("", String::new()),
            ("bad", "Here".to_owned()),
        ]);
        let html = table.finish();
        assert!(!html.contains("Level"), "{html}");
        assert!(
            html.contains("<th scope=\"row\">Low</th><td class=\"bad\">Here</td>"),
            "{html}"
        );
    }

    #[test]
    fn a_page_takes_nothing_from_elsewhere() {
        let page = page("</title><script>", "", "");
        assert!(page.contains("default-src 'none'"), "{page}");
        assert!(!page.contains("<script"), "{page}");
        assert!(
            !page.contains("http:") && !page.contains("https:"),
            "{page}"
        );
    }
}
