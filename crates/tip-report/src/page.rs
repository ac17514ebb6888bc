//! Pages of documentation for the terminal.

use crate::{Terminal, prose};

/// Renders a page that is written in Markdown.
pub fn render(markdown: &str, terminal: &Terminal) -> String {
    let mut out = String::new();
    prose::render(markdown, *terminal, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_order() {
        let page = "Words.\n\n## `key`\n\n- Value: one\n\n```toml\nkey = 1\n```\n";
        assert_eq!(
            render(page, &Terminal::PLAIN),
            "Words.\n\n`key`\n\n- Value: one\n\n    key = 1\n"
        );
    }
}
