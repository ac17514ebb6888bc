//! What is asked of a file of a plan once for each of its phases, found by looking through the file once.

use rustc_hash::FxHashMap;
use tip_plan::{BoxKind, BoxState, Confidence, Meaning, Plan, UnitId};
use tip_syntax::{Document, Span};

/// What a file says of its units.
pub(crate) struct FileFacts<'a> {
    plan: &'a Plan,
    /// The boxes, in the order of the text.
    boxes: Vec<u32>,
    confidence: FxHashMap<UnitId, Confidence>,
    /// Where it says what it waits for.
    dependencies: Vec<Span>,
}

impl<'a> FileFacts<'a> {
    /// Looks through a file.
    pub(crate) fn new(doc: &Document, plan: &'a Plan) -> Self {
        let mut boxes: Vec<u32> = (0..plan.boxes.len() as u32).collect();
        boxes.sort_by_key(|it| plan.boxes[*it as usize].mark.start);
        let mut confidence = FxHashMap::default();
        for field in &plan.fields {
            if field.meaning == Some(Meaning::Confidence)
                && let Some(unit) = field.unit
                && let Some(told) = Confidence::parse(doc.text(field.value))
            {
                confidence.entry(unit).or_insert(told);
            }
        }
        let waits = |it: Option<Meaning>| it == Some(Meaning::Dependencies);
        let fields = plan.fields.iter().filter(|it| waits(it.meaning));
        let sections = plan.sections.iter().filter(|it| waits(it.meaning));
        let dependencies = fields.map(|it| it.span).chain(sections.map(|it| it.span));
        Self {
            plan,
            boxes,
            confidence,
            dependencies: dependencies.collect(),
        }
    }

    /// Returns whether a place stands among what the plan waits for.
    pub(crate) fn waits(&self, span: Span) -> bool {
        self.dependencies.iter().any(|it| it.contains(span))
    }

    /// Returns how sure the author is of a unit, where that is said of it alone.
    pub(crate) fn confidence(&self, unit: UnitId) -> Option<Confidence> {
        self.confidence.get(&unit).copied()
    }

    /// Counts the boxes in a unit, those of its tasks included, that tell of progress: the ticked ones, and all.
    pub(crate) fn ticked(&self, unit: UnitId) -> (u32, u32) {
        let span = self.plan.unit(unit).span;
        let mark = |it: &u32| &self.plan.boxes[*it as usize];
        let first = self
            .boxes
            .partition_point(|it| mark(it).mark.start < span.start);
        let mut count = (0, 0);
        for it in self.boxes[first..].iter().map(mark) {
            if it.mark.start >= span.end {
                break;
            }
            let done = it.state == BoxState::Done;
            let tells = it.kind != BoxKind::Review
                && it.is_unit != Some(unit)
                && span.contains(it.mark)
                && (done || !it.deferred);
            if tells {
                count.0 += u32::from(done);
                count.1 += 1;
            }
        }
        count
    }
}
