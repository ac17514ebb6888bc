//! Tells in which dialect a file is written.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use tip_syntax::{BlockKind, Document, scan};

use crate::DialectId;
use crate::dialect::{DIALECTS, Dialect, LEAST_WEIGHT, Sign};

/// The signs of a dialect, those in the text apart from the others.
struct Signs {
    dialect: DialectId,
    others: Vec<&'static Sign>,
    /// What to search for, and what it weighs.
    texts: Vec<(Finder<'static>, u32)>,
    /// What all texts weigh together.
    weight_of_texts: u32,
}

static SIGNS: LazyLock<Vec<Signs>> = LazyLock::new(|| DIALECTS.iter().map(Signs::of).collect());

impl Signs {
    fn of(dialect: &'static Dialect) -> Self {
        let mut signs = Self {
            dialect: dialect.id,
            others: Vec::new(),
            texts: Vec::new(),
            weight_of_texts: 0,
        };
        for sign in dialect.signs {
            match *sign {
                Sign::Text(needle, weight) => {
                    signs.texts.push((Finder::new(needle), weight));
                    signs.weight_of_texts += weight;
                }
                _ => signs.others.push(sign),
            }
        }
        signs
    }
}

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
        Sign::Text(..) => 0,
        Sign::Key(key, weight) => {
            u32::from(
                doc.front_matter()
                    .is_some_and(|front| front.get(key).is_some()),
            ) * weight
        }
    };
    let mut best = (LEAST_WEIGHT - 1, DialectId::Generic);
    for signs in SIGNS.iter() {
        let mut weight: u32 = signs.others.iter().copied().map(weigh).sum();
        let mut possible = signs.weight_of_texts;
        // Searching the text costs most, and only as long as it can decide.
        for (finder, of_text) in &signs.texts {
            if weight + possible <= best.0 {
                break;
            }
            if finder.find(head).is_some() {
                weight += of_text;
            }
            possible -= of_text;
        }
        if weight > best.0 {
            best = (weight, signs.dialect);
        }
    }
    best.1
}
