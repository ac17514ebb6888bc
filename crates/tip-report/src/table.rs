//! Tables for the terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::iter;

use crate::layout::{fit, fit_middle, fit_path, width, wrap};
use crate::terminal::Look;
use crate::{Terminal, escape};

/// How a column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// As wide as its widest cell, aligned left.
    Left,
    /// As wide as its widest cell, aligned right.
    Right,
    /// Aligned left; gives way when the terminal is narrow, losing its end.
    Text,
    /// Aligned left; gives way as text does, losing its middle.
    Name,
    /// Aligned left; gives way when the terminal is narrow, losing its beginning. Text beside it gives way altogether first.
    Path,
    /// As wide as its widest cell, aligned left; left out when the terminal is narrow.
    Spare,
    /// Aligned left; takes what the others leave, on several lines. The last column only.
    Wrapped,
}

/// A cell: safe text and how it looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    look: Look,
}

impl Cell {
    /// Makes text safe for a cell.
    pub(crate) fn new(look: Look, text: &str) -> Self {
        Self {
            text: escape::line(text).into_owned(),
            look,
        }
    }

    /// Makes a cell of what this program draws itself, spaces and all.
    pub(crate) fn drawn(look: Look, text: String) -> Self {
        Self { text, look }
    }

    /// Makes a cell of plain text.
    pub(crate) fn plain(text: &str) -> Self {
        Self::new(Look::Plain, text)
    }
}

/// The least columns that a column that gives way keeps.
const LEAST: usize = 8;

/// The columns of a path below which text beside it gives way.
const LEAST_PATH: usize = 32;

/// The columns below which text beside a path is left out.
const LEAST_BESIDE: usize = 16;

/// The columns below which another column gives way before one of text loses more.
const LEAST_TEXT: usize = 24;

/// The space between columns.
const GAP: usize = 2;

/// A table without lines.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    indent: usize,
}

impl Table {
    /// Makes a table with these columns, indented by `indent`.
    pub(crate) fn new(indent: usize, columns: &[Column]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
            indent,
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes the table. A column that is empty throughout is left out.
    pub(crate) fn write(&self, terminal: Terminal, out: &mut String) {
        let widths = self.widths(terminal.columns());
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            // Spaces are written only before something.
            let mut pending = 0;
            let mut rest = Vec::new();
            let mut start = self.indent;
            for ((cell, column), columns) in row.iter().zip(&self.columns).zip(&widths) {
                if *columns == 0 {
                    continue;
                }
                let text = match column {
                    Column::Text => fit(&cell.text, *columns),
                    Column::Name => fit_middle(&cell.text, *columns),
                    Column::Path => fit_path(&cell.text, *columns),
                    Column::Left | Column::Right | Column::Spare => {
                        Cow::Borrowed(cell.text.as_str())
                    }
                    Column::Wrapped => {
                        let mut lines = wrap(&cell.text, *columns).into_iter();
                        let first = lines.next().unwrap_or_default();
                        rest = lines.map(|line| (start, cell.look, line)).collect();
                        Cow::Owned(first)
                    }
                };
                start += columns + GAP;
                if text.is_empty() {
                    pending += columns + GAP;
                    continue;
                }
                let fill = columns.saturating_sub(width(&text));
                let before = if *column == Column::Right { fill } else { 0 };
                line.extend(iter::repeat_n(' ', pending + before));
                let _ = write!(line, "{}", terminal.paint(cell.look, text));
                pending = fill - before + GAP;
            }
            out.push_str(line.trim_end());
            out.push('\n');
            for (start, look, line) in rest {
                let _ = writeln!(out, "{:start$}{}", "", terminal.paint(look, line));
            }
        }
    }

    fn widths(&self, available: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                let cells = self.rows.iter().filter_map(|row| row.get(at));
                cells.map(|cell| width(&cell.text)).max().unwrap_or(0)
            })
            .collect();
        // Whatever loses nothing by it gives way first, then text, then what can be spared.
        let first = [
            (Column::Wrapped, LEAST_TEXT),
            (Column::Text, LEAST_TEXT),
            (Column::Name, LEAST_TEXT),
        ];
        let natural = widths.clone();
        let mut spared: Vec<usize> = Vec::new();
        while self.give(&mut widths, available, &first) {
            let is_spare = |at: &usize| self.columns[*at] == Column::Spare && natural[*at] > 0;
            let mut spare = (0..widths.len()).filter(is_spare);
            let Some(at) = spare.find(|at| !spared.contains(at)) else {
                break;
            };
            spared.push(at);
            widths.clone_from(&natural);
            for at in &spared {
                widths[*at] = 0;
            }
        }
        // Then the rest; a path keeps the most.
        let has_path = self.columns.contains(&Column::Path);
        let rest = if has_path { LEAST_BESIDE } else { LEAST };
        let rest = [
            (Column::Path, LEAST_PATH),
            (Column::Text, rest),
            (Column::Name, rest),
        ];
        if self.give(&mut widths, available, &rest) && has_path {
            for (at, column) in self.columns.iter().enumerate() {
                match column {
                    Column::Text => widths[at] = 0,
                    Column::Path => widths[at] = natural[at],
                    _ => {}
                }
            }
            self.give(&mut widths, available, &[(Column::Path, LEAST)]);
        }
        widths
    }

    /// Makes columns smaller, in this order and down to these widths, and returns whether the table is still too wide.
    fn give(&self, widths: &mut [usize], available: usize, gives: &[(Column, usize)]) -> bool {
        let shown = widths.iter().filter(|it| **it > 0).count();
        let gaps = self.indent + GAP * shown.saturating_sub(1);
        let mut excess = (gaps + widths.iter().sum::<usize>()).saturating_sub(available);
        for (gives, least) in gives {
            while excess > 0 {
                let widest = (0..widths.len())
                    .filter(|at| self.columns[*at] == *gives && widths[*at] > *least)
                    .max_by_key(|at| widths[*at]);
                let Some(widest) = widest else { break };
                widths[widest] -= 1;
                excess -= 1;
            }
        }
        excess > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(width: usize) -> String {
        let mut table = Table::new(2, &[Column::Path, Column::Right, Column::Text]);
        table.row(["docs/tips/one.md", "1", "計画 with a long title"].map(Cell::plain));
        table.row(["two.md", "20", "\u{1b}[2J"].map(Cell::plain));
        let mut out = String::new();
        table.write(
            Terminal {
                styled: false,
                width,
            },
            &mut out,
        );
        out
    }

    #[test]
    fn columns_align_and_text_is_safe() {
        assert_eq!(
            table(80),
            "  docs/tips/one.md   1  計画 with a long title\n  two.md            20  ␛[2J\n"
        );
    }

    #[test]
    fn wide_columns_give_way() {
        assert_eq!(
            table(40),
            "  docs/tips/one.md   1  計画 with a lon…\n  two.md            20  ␛[2J\n"
        );
    }

    #[test]
    fn what_can_be_spared_is_left_out_before_a_path_loses_its_words() {
        let columns = [Column::Path, Column::Spare, Column::Right, Column::Text];
        let mut table = Table::new(0, &columns);
        let path = "openspec/changes/add-berth-photos";
        table.row([path, "██████████", "2/5", "Add photos of berths"].map(Cell::plain));
        let render = |width| {
            let mut out = String::new();
            let styled = false;
            table.write(Terminal { styled, width }, &mut out);
            out
        };
        assert_eq!(
            render(Terminal::UNLIMITED),
            format!("{path}  ██████████  2/5  Add photos of berths\n")
        );
        assert_eq!(render(60), format!("{path}  2/5  Add photos of berths\n"));
        assert_eq!(render(40), format!("{path}  2/5\n"));
    }

    #[test]
    fn the_last_column_may_take_several_lines() {
        let mut table = Table::new(0, &[Column::Left, Column::Wrapped]);
        table.row(["one", "words that are too many for a line of forty"].map(Cell::plain));
        table.row(["two", ""].map(Cell::plain));
        let mut out = String::new();
        let terminal = Terminal {
            styled: false,
            width: 40,
        };
        table.write(terminal, &mut out);
        assert_eq!(
            out,
            "one  words that are too many for a line\n     of forty\ntwo\n"
        );
    }
}
