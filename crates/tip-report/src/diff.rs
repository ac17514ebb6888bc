//! What an edit changes, as a unified diff.

use std::fmt;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

use crate::terminal::{Look, Terminal};

/// The lines shown before and after a change.
const CONTEXT: u32 = 3;

/// Writes the difference of two texts as a unified diff that `git apply` and `patch` read; nothing where they are the same.
///
/// Control characters are shown as pictures, so that a diff of a text that holds them does not apply.
pub fn write(
    path: &str,
    before: &[u8],
    after: &[u8],
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let (before, after) = (
        String::from_utf8_lossy(before),
        String::from_utf8_lossy(after),
    );
    let input = InternedInput::new(before.as_ref(), after.as_ref());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let hunks: Vec<Hunk> = diff.hunks().collect();
    if hunks.is_empty() {
        return Ok(());
    }
    let path = crate::escape::line(path);
    let head = |mark: &str, side: &str| {
        terminal
            .paint(Look::Title, format!("{mark} {side}/{path}"))
            .to_string()
    };
    writeln!(out, "{}\n{}", head("---", "a"), head("+++", "b"))?;
    let lines = Lines {
        before: before.split_inclusive('\n').collect(),
        after: after.split_inclusive('\n').collect(),
        terminal,
    };
    for group in groups(&hunks) {
        lines.group(group, out)?;
    }
    Ok(())
}

/// Puts hunks together whose context meets.
fn groups(hunks: &[Hunk]) -> impl Iterator<Item = &[Hunk]> {
    hunks.chunk_by(|left, right| right.before.start <= left.before.end + 2 * CONTEXT)
}

struct Lines<'a> {
    before: Vec<&'a str>,
    after: Vec<&'a str>,
    terminal: &'a Terminal,
}

impl Lines<'_> {
    fn group(&self, hunks: &[Hunk], out: &mut dyn fmt::Write) -> fmt::Result {
        let (Some(first), Some(last)) = (hunks.first(), hunks.last()) else {
            return Ok(());
        };
        let lead = first.before.start.min(CONTEXT);
        let start = first.before.start - lead;
        let end = (last.before.end + CONTEXT).min(self.before.len() as u32);
        let tail = end - last.before.end;
        let (new_start, new_end) = (first.after.start - lead, last.after.end + tail);
        let range = format!(
            "@@ -{} +{} @@",
            range(start, end - start),
            range(new_start, new_end - new_start)
        );
        writeln!(out, "{}", self.terminal.paint(Look::Code, range))?;
        let mut at = start;
        for hunk in hunks {
            self.lines(
                Look::Plain,
                ' ',
                &self.before[at as usize..hunk.before.start as usize],
                out,
            )?;
            let (old, new) = (hunk.before.clone(), hunk.after.clone());
            self.lines(
                Look::Error,
                '-',
                &self.before[old.start as usize..old.end as usize],
                out,
            )?;
            self.lines(
                Look::Good,
                '+',
                &self.after[new.start as usize..new.end as usize],
                out,
            )?;
            at = hunk.before.end;
        }
        self.lines(
            Look::Plain,
            ' ',
            &self.before[at as usize..end as usize],
            out,
        )
    }

    fn lines(
        &self,
        look: Look,
        mark: char,
        lines: &[&str],
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        for line in lines {
            let (text, ended) = match line.strip_suffix('\n') {
                Some(text) => (text, true),
                None => (*line, false),
            };
            let text = format!("{mark}{}", shown(text, self.terminal.styled));
            writeln!(out, "{}", self.terminal.paint(look, text))?;
            if !ended {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }
}

/// Makes a line safe for a terminal. Tabs and the end of a line are part of the patch and do no harm.
fn shown(line: &str, styled: bool) -> String {
    let (line, end) = match line.strip_suffix('\r') {
        Some(line) if styled => (line, ""),
        Some(line) => (line, "\r"),
        None => (line, ""),
    };
    let parts: Vec<_> = line.split('\t').map(crate::escape::terminal).collect();
    parts.join("\t") + end
}

/// Writes a range of lines: the first, from 1, and how many; of none the line before.
fn range(start: u32, count: u32) -> String {
    match count {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{count}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        let mut out = String::new();
        let written = write(
            "a.md",
            before.as_bytes(),
            after.as_bytes(),
            &Terminal::PLAIN,
            &mut out,
        );
        assert!(written.is_ok());
        out
    }

    #[test]
    fn one_line_is_shown_with_its_neighbors() {
        insta::assert_snapshot!(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"), @"
        --- a/a.md
        +++ b/a.md
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        ");
    }

    #[test]
    fn far_changes_have_their_own_ranges_and_a_missing_line_end_is_told() {
        insta::assert_snapshot!(diff("a\n1\n2\n3\n4\n5\n6\n7\n8\nb", "1\n2\n3\n4\n5\n6\n7\n8\nb\n"), @r"
        --- a/a.md
        +++ b/a.md
        @@ -1,4 +1,3 @@
        -a
         1
         2
         3
        @@ -7,4 +6,4 @@
         6
         7
         8
        -b
        \ No newline at end of file
        +b
        ");
    }

    #[test]
    fn the_same_is_no_difference() {
        assert_eq!(diff("a\n", "a\n"), "");
        assert_eq!(diff("", ""), "");
    }

    #[test]
    fn what_is_dangerous_on_a_terminal_is_shown_and_line_ends_stay() {
        assert_eq!(
            diff("a\r\n", "a\u{1b}[2Jb\r\n"),
            "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-a\r\n+a␛[2Jb\r\n"
        );
        assert!(diff("", "x\n").contains("@@ -0,0 +1 @@\n+x\n"));
    }
}
