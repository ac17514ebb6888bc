//! What the terminal can show, and the styles of this program.

use std::fmt;

use anstyle::{AnsiColor, Color, Effects, Style};

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Whether colors and weights are written, as escape sequences.
    pub styled: bool,
    /// The number of columns; less than 40 counts as 40, [`Terminal::UNLIMITED`] cuts nothing.
    pub width: usize,
}

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// Text.
    #[default]
    Plain,
    /// A title or a heading.
    Title,
    /// What matters less.
    Dim,
    /// What can be typed or quoted: a command, a handle, a path.
    Code,
    /// Done.
    Good,
    /// Under way.
    Active,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A hint.
    Hint,
}

impl Look {
    fn style(self) -> Style {
        let colored = |color| Style::new().fg_color(Some(Color::Ansi(color)));
        match self {
            Self::Plain => Style::new(),
            Self::Title => Style::new().effects(Effects::BOLD),
            Self::Dim => Style::new().effects(Effects::DIMMED),
            Self::Code => colored(AnsiColor::Cyan),
            Self::Good => colored(AnsiColor::Green),
            Self::Active => colored(AnsiColor::Yellow),
            Self::Error => colored(AnsiColor::BrightRed).effects(Effects::BOLD),
            Self::Warning => colored(AnsiColor::Yellow).effects(Effects::BOLD),
            Self::Hint => colored(AnsiColor::BrightBlue).effects(Effects::BOLD),
        }
    }
}

impl Terminal {
    /// A terminal of 100 columns that shows no styles: for files, pipes and tests.
    pub const PLAIN: Self = Self {
        styled: false,
        width: 100,
    };

    /// A width at which nothing is cut: for pipes and files, whose readers look for whole names.
    pub const UNLIMITED: usize = 1_000_000;

    /// Returns the columns that can be used.
    pub(crate) fn columns(self) -> usize {
        self.width.max(40)
    }

    /// Returns the columns that lines of a source can use, which may be of any length.
    pub(crate) fn source_columns(self) -> usize {
        if self.width == Self::UNLIMITED {
            140
        } else {
            self.columns()
        }
    }

    /// Gives text its look. The text must be safe already.
    pub(crate) fn paint<T: fmt::Display>(self, look: Look, text: T) -> Painted<T> {
        let style = if self.styled {
            look.style()
        } else {
            Style::new()
        };
        Painted { style, text }
    }
}

/// Text with its look.
pub(crate) struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}{}",
            self.style.render(),
            self.text,
            self.style.render_reset()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_terminal_gets_no_escapes() {
        assert_eq!(Terminal::PLAIN.paint(Look::Error, "x").to_string(), "x");
    }

    #[test]
    fn a_styled_terminal_gets_them_around_the_text() {
        let terminal = Terminal {
            styled: true,
            width: 80,
        };
        assert_eq!(
            terminal.paint(Look::Good, "x").to_string(),
            "\u{1b}[32mx\u{1b}[0m"
        );
        assert_eq!(terminal.paint(Look::Plain, "x").to_string(), "x");
    }
}
