//! What runs at the moment, on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tip_report::escape;
use tip_run::{ItemId, RunItem};

/// The line at the end of a terminal that says what runs; nothing elsewhere.
pub(super) struct Progress {
    bar: ProgressBar,
    running: Vec<(ItemId, String)>,
}

impl Progress {
    pub(super) fn new(shown: bool) -> Self {
        let bar = if shown {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        if shown {
            let style =
                ProgressStyle::with_template("  {spinner} {pos}/{len} {elapsed} {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self {
            bar,
            running: Vec::new(),
        }
    }

    pub(super) fn plan(&self, count: usize) {
        self.bar.set_length(count as u64);
    }

    pub(super) fn start(&mut self, id: ItemId, item: &RunItem) {
        let command = item.subject.steps.first().map(|it| it.command.as_str());
        let text = format!("{} {}", item.handle, command.unwrap_or_default());
        self.running.push((id, escape::line(&text).into_owned()));
        self.show();
    }

    pub(super) fn end(&mut self, id: ItemId, was_planned: bool) {
        self.running.retain(|(it, _)| *it != id);
        if was_planned {
            self.bar.inc(1);
        }
        self.show();
    }

    /// Does something that writes to the terminal, out of the way of the line.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self) {
        let texts: Vec<&str> = self.running.iter().map(|(_, it)| it.as_str()).collect();
        self.bar.set_message(texts.join("  ·  "));
    }
}
