//! The room that a text has.

use super::CHARACTERS_PER_TOKEN;

/// Of a piece that is cut at least so many characters are shown.
const LEAST: usize = 200;

/// A text that grows until it is full.
pub(super) struct Room {
    pub(super) text: String,
    pub(super) left_out: Vec<String>,
    left: usize,
}

impl Room {
    pub(super) fn new(tokens: usize) -> Self {
        Self {
            text: String::new(),
            left_out: Vec::new(),
            left: tokens.saturating_mul(CHARACTERS_PER_TOKEN),
        }
    }

    /// Adds a piece, or as many of its lines as fit; what does not fit is named.
    pub(super) fn add(&mut self, name: &str, piece: &str) {
        self.add_at_most(name, piece, self.left);
    }

    /// Adds a piece, or as many of its lines as fit into so many tokens.
    pub(super) fn add_most(&mut self, name: &str, piece: &str, tokens: usize) {
        let most = tokens.saturating_mul(CHARACTERS_PER_TOKEN).max(LEAST);
        self.add_at_most(name, piece, most.min(self.left));
    }

    fn add_at_most(&mut self, name: &str, piece: &str, most: usize) {
        let piece = piece.trim_end();
        if piece.is_empty() {
            return;
        }
        let count = piece.chars().count() + 2;
        if count <= most {
            self.left -= count;
            self.push(piece);
            return;
        }
        self.left_out.push(name.to_owned());
        if most < LEAST && !self.text.is_empty() {
            return;
        }
        let mut kept = String::new();
        let mut room = most;
        for line in piece.split_inclusive('\n') {
            let length = line.chars().count();
            if length > room {
                break;
            }
            room -= length;
            kept.push_str(line);
        }
        self.left -= most - room;
        let kept = kept.trim_end();
        // A code block that is cut is closed, so that what follows is not read as code.
        let fence = kept.lines().fold(None, |open: Option<&str>, line| {
            let ticks = line.len() - line.trim_start_matches('`').len();
            match open {
                Some(fence) if line.trim_end() == fence => None,
                None if ticks >= 3 => Some(&line[..ticks]),
                open => open,
            }
        });
        let end = fence.map_or(String::new(), |fence| format!("\n{fence}"));
        if !kept.is_empty() {
            self.push(&format!("{kept}{end}\n…"));
        }
    }

    fn push(&mut self, piece: &str) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(piece);
    }
}
