//! Tells in which dialect a file is written.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use tip_syntax::{BlockKind, Document, scan};

use crate::DialectId;
use crate::dialect::{DIALECTS, LEAST_WEIGHT, Sign};

/// A searcher for every text that is a sign.
static FINDERS: LazyLock<FxHashMap<&str, Finder<'static>>> = LazyLock::new(|| {
    let signs = DIALECTS.iter().flat_map(|dialect| dialect.signs);
    signs
        .filter_map(|sign| match *sign {
            Sign::Text(needle, _) => Some((needle, Finder::new(needle))),
            _ => None,
        })
        .collect()
});

/// Returns the dialect whose signs weigh most.
pub(crate) fn detect(doc: &Document, path: &str) -> DialectId {
    let rooted = format!("/{path}");
    let headings: Vec<String> = doc
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .map(|block| scan::normalized(doc.text(block.content)))
        .collect();
    // Signs in the text stand near the start; the rest of a long plan adds cost, not knowledge.
    let text = doc.source().text();
    let mut end = text.len().min(5_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text.as_bytes()[..end];
    let weigh = |sign: &Sign| match *sign {
        Sign::Path(part, weight) => u32::from(rooted.contains(part)) * weight,
        Sign::Heading(heading, weight) => {
            u32::from(headings.iter().any(|it| it == heading)) * weight
        }
        Sign::Text(needle, weight) => u32::from(FINDERS[needle].find(head).is_some()) * weight,
        Sign::Key(key, weight) => {
            u32::from(
                doc.front_matter()
                    .is_some_and(|front| front.get(key).is_some()),
            ) * weight
        }
    };
    let mut best = (LEAST_WEIGHT - 1, DialectId::Generic);
    for dialect in DIALECTS {
        let (texts, others): (Vec<&Sign>, Vec<&Sign>) = dialect
            .signs
            .iter()
            .partition(|sign| matches!(sign, Sign::Text(..)));
        let mut weight: u32 = others.into_iter().map(weigh).sum();
        let mut possible: u32 = texts.iter().map(|sign| sign.weight()).sum();
        // Searching the text costs most, and only as long as it can decide.
        for sign in texts {
            if weight + possible <= best.0 {
                break;
            }
            weight += weigh(sign);
            possible -= sign.weight();
        }
        if weight > best.0 {
            best = (weight, dialect.id);
        }
    }
    best.1
}
