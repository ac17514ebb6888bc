//! Where the status of a plan stands.

use super::check;
use crate::outline;

/// Reads a plan's status.
#[track_caller]
fn status(text: &str, expected: &str) {
    let read = outline::generic(text);
    check(text, &read.status().unwrap_or_default(), expected);
}

#[test]
fn the_status_is_read_where_it_stands() {
    status(
        "---\nstatus: draft\n---\n\n# Kite\n",
        "draft <front matter> \"draft\"",
    );
    status(
        "---\nstatus: \"In Progress\"\n---\n",
        "in_progress <front matter> \"In Progress\"",
    );
    status(
        "---\nStatus: complete\n---\n",
        "complete <front matter> \"complete\"",
    );
    status(
        "# Kite\n\n**Status**: Complete\n",
        "complete <field> \"Complete\"",
    );
    status(
        "# Kite\n\n## Decisions\n\n### Tail\n\nStatus: decided.\n",
        "",
    );
    status(
        "# Kite\n\n**Status:** ✅ Complete\n",
        "complete <field> \"✅ Complete\"",
    );
    status(
        "# Kite\n\nStatus: approved\n",
        "approved <field> \"approved\"",
    );
    status(
        "# Kite\n\n- **Status**: Planned\n",
        "approved <field> \"Planned\"",
    );
    status(
        "# Kite\n\nStatus: complete\nPlan ID: 105\nOwner: Ida\nReviewer: TBD\n",
        "complete <field> \"complete\"",
    );
    status(
        "# Kite\n\nStatus: complete\nbut for the tail: Ida sews it\n",
        "complete <field> \"complete but for the tail: Ida sews it\"",
    );
    status(
        "# Kite\n\n> **Status**: Superseded by another\n",
        "superseded <field> \"Superseded by another\"",
    );
    status(
        "# Kite\n\n> **Status.** SHIPPED. The line\n> holds.\n",
        "complete <field> \"SHIPPED. The line holds.\"",
    );
    status(
        "# Kite\n\n**Status: SHELVED.** No code.\n",
        "abandoned <field> \"SHELVED.\"",
    );
    status(
        "# Kite\n\n**Owner**: Ida | **Status**: WIP\n",
        "in_progress <field> \"WIP\"",
    );
    status(
        "# Kite\n\n## Status\n\nIn progress since May.\n",
        "in_progress <heading> \"In progress since May.\"",
    );
    status(
        "# Kite\n\n## Status\n\nSpec locked after\ntwo reviews. Implementation not\nstarted. More below.\n",
        "approved <heading> \"Implementation not started.\"",
    );
    status(
        "# Kite\n\n## Status\n\nThe form is decided. Tests pass.\n",
        "",
    );
    status(
        "# Kite\n\n## Status\n\n- Current: `Completed`\n- Next: archive it\n",
        "complete <field> \"Completed\"",
    );
    status(
        "# Kite\n\n- Program status: Active\n",
        "in_progress <field> \"Active\"",
    );
    status("# Built\n", "");
    status("# Kite\n\n## Status: Draft\n", "draft <heading> \"Draft\"");
    status(
        "# Kite\n\n| Field | Value |\n|---|---|\n| Status | Draft |\n",
        "draft <field> \"Draft\"",
    );
    status(
        "# Kite (COMPLETE)\n",
        "complete <title> \"Kite (COMPLETE)\"",
    );
    status("# Kite ✅\n", "complete <title> \"Kite ✅\"");
    status("# ✅ Kite\n", "complete <title> \"✅ Kite\"");
    status("# Kite\n\nWords.\n", "");
}

#[test]
fn the_front_matter_wins_over_fields() {
    status(
        "---\nstatus: draft\n---\n\n# Kite\n\n**Status**: Complete\n",
        "draft <front matter> \"draft\"",
    );
}

#[test]
fn a_status_under_a_phase_is_that_of_the_phase() {
    let words = "A kite needs wind. ".repeat(12);
    status(
        &format!("# Kite\n\n{words}\n\n## Phase 1: Line\n\n**Status**: Complete\n"),
        "",
    );
}

#[test]
fn marks_of_the_byte_order_and_of_lines_change_nothing() {
    let unix = "---\nstatus: draft\n---\n\n# Kite\n\n## Phase 1: Line\n\n**Dependencies**: None\n\n- [x] `kite/line.py:4`\n";
    let expected = outline::generic(unix).outline();
    let dos = unix.replace('\n', "\r\n");
    let marked = format!("\u{feff}{unix}");
    check("CRLF", &outline::generic(&dos).outline(), &expected);
    check("BOM", &outline::generic(&marked).outline(), &expected);
}
