//! One plan of the corpus, read.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tip_plan::{Plan, ReadOptions};
use tip_syntax::Document;

/// Reads the plan `OWNER__REPO/PATH` and proves that nothing of it was lost.
pub(crate) fn read(folder: &Path, name: &str) -> Result<(Document, Plan)> {
    let bytes = fs::read(folder.join(name)).with_context(|| format!("failed to read {name}"))?;
    let doc = Document::parse(bytes.clone());
    let mut joined = Vec::with_capacity(bytes.len());
    for leaf in doc.leaves() {
        joined.extend_from_slice(&doc.source().bytes()[leaf.span.range()]);
    }
    if joined != bytes {
        bail!("{name}: the leaves do not give the bytes back");
    }
    let path = name.split_once('/').map_or(name, |(_, path)| path);
    let plan = tip_plan::read(&doc, &ReadOptions::new(path));
    Ok((doc, plan))
}
