//! Questions on a terminal.

use std::io::{self, BufRead, Write};

use tip_report::escape;

/// What somebody answers who is asked several things in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
    /// No, and nothing else is to be asked.
    Stop,
}

/// Asks on standard error and reads answers from standard input.
#[derive(Debug)]
pub(crate) struct Prompt {
    input: io::StdinLock<'static>,
    output: io::Stderr,
}

impl Prompt {
    pub(crate) fn new() -> Self {
        Self {
            input: io::stdin().lock(),
            output: io::stderr(),
        }
    }

    /// Says something before a question.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.output, "{}", escape::line(text))
    }

    /// Asks for a text; an empty answer, or the end of the input, takes the default.
    pub(crate) fn text(&mut self, question: &str, default: &str) -> io::Result<String> {
        let question = escape::line(question);
        if default.is_empty() {
            write!(self.output, "{question}: ")?;
        } else {
            write!(self.output, "{question} [{}]: ", escape::line(default))?;
        }
        let answer = self.line()?;
        Ok(if answer.is_empty() {
            default.to_owned()
        } else {
            answer
        })
    }

    /// Asks for one of some words until one of them, or nothing, is answered.
    pub(crate) fn choice(
        &mut self,
        question: &str,
        words: &[String],
    ) -> io::Result<Option<String>> {
        loop {
            let question = format!("{question} ({}, empty for later)", words.join("/"));
            let answer = self.text(&question, "")?;
            if answer.is_empty() {
                return Ok(None);
            }
            if let Some(word) = words.iter().find(|it| it.eq_ignore_ascii_case(&answer)) {
                return Ok(Some(word.clone()));
            }
            self.say(&format!("`{answer}` is none of them"))?;
        }
    }

    /// Asks for yes or no, or, where more questions follow, whether to stop asking; nothing means no.
    pub(crate) fn reply(&mut self, question: &str, follow: usize) -> io::Result<Reply> {
        let words = if follow > 0 { "y/N/q to stop" } else { "y/N" };
        let answer = self
            .text(&format!("{question} {words}"), "")?
            .to_lowercase();
        Ok(match answer.as_str() {
            "y" | "yes" => Reply::Yes,
            "q" | "quit" | "stop" if follow > 0 => Reply::Stop,
            _ => Reply::No,
        })
    }

    /// Asks for yes or no; nothing means no.
    pub(crate) fn yes(&mut self, question: &str) -> io::Result<bool> {
        let answer = self.text(&format!("{question} y/N"), "")?;
        Ok(answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes"))
    }

    fn line(&mut self) -> io::Result<String> {
        self.output.flush()?;
        let mut line = String::new();
        self.input.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}
