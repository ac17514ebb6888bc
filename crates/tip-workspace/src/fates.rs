//! What is known of where the references of one text lead, so that it can be told of the next.

use rustc_hash::FxHashMap;
use tip_plan::{Plan, Reference};
use tip_rules::Drifted;
use tip_syntax::Document;

use crate::followed::Told;
use crate::{Followed, ReadError, Snapshot};

/// What became of the references of a plan, by what they say.
///
/// A text that somebody types in is another one with each letter; what its references lead to is found out far less often.
/// One that says the same as before, and of several alike the one at the same place among them, leads where it led.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    known: FxHashMap<Said, Vec<Fate>>,
}

/// The words of a reference and the lines that it means, which may stand elsewhere.
type Said = (String, Option<u32>, Option<u32>);

#[derive(Clone, Debug)]
struct Fate {
    drifted: Option<Drifted>,
    /// The file that it means, where it is written short.
    meant: Option<String>,
}

impl Fates {
    /// Tells of the references of a text.
    pub(crate) fn tell(&self, doc: &Document, plan: &Plan) -> Told {
        let mut told = Told::default();
        let mut seen: FxHashMap<Said, usize> = FxHashMap::default();
        for (at, reference) in plan.references.iter().enumerate() {
            let said = said(doc, reference);
            let Some(alike) = self.known.get(&said) else {
                continue;
            };
            let nth = seen.entry(said).or_default();
            let fate = alike.get(*nth);
            *nth += 1;
            if let Some(drifted) = fate.and_then(|it| it.drifted.clone()) {
                told.drifted.insert(at, drifted);
            }
            if let Some(meant) = fate.and_then(|it| it.meant.clone()) {
                told.meant.insert(at, meant);
            }
        }
        told
    }
}

impl Followed<'_> {
    /// Finds out where the references of the plan at a path lead, as its text is.
    pub fn fates(&self, snapshot: &Snapshot, path: &str) -> Result<Fates, ReadError> {
        let (doc, plan) = snapshot.read(path)?;
        let mut told = self.tell(snapshot, path, &doc, &plan);
        let mut known: FxHashMap<Said, Vec<Fate>> = FxHashMap::default();
        for (at, reference) in plan.references.iter().enumerate() {
            let fate = Fate {
                drifted: told.drifted.remove(&at),
                meant: told.meant.remove(&at),
            };
            let alike = known.entry(said(&doc, reference)).or_default();
            alike.push(fate);
        }
        Ok(Fates { known })
    }
}

fn said(doc: &Document, reference: &Reference) -> Said {
    let words = doc.text(reference.span).to_owned();
    (words, reference.line, reference.end_line)
}
