//! The keys of `tip.toml`.

use tip_workspace::config_reference;

use super::{Generated, comment};

pub(super) fn file() -> Generated {
    let mut text = comment("`crates/tip-workspace/src/config/keys.rs`");
    text.push_str("# Configuration\n\n");
    text.push_str(&config_reference());
    Generated {
        path: "docs/configuration.md".to_owned(),
        text,
    }
}
