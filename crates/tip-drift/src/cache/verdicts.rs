//! What became of references, kept with what that was taken from.

use std::collections::BTreeMap;
use std::sync::Arc;

use gix::ObjectId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::{Number, Table, TableMaker};
use super::{Keep, VERSION, open, seal};
use crate::history::Revision;
use crate::symbol::Unread;
use crate::trace::{Reach, Trace};
use crate::verdict::{Base, Doubt, Judgement, Place, Verdict};

/// The name of the file.
const NAME: &str = "verdicts";

/// The answers of earlier runs, a row for each plan by its path in the repository.
#[derive(Debug, Default)]
pub(crate) struct Book {
    rows: BTreeMap<String, Vec<u8>>,
}

/// The answers to the references of one plan.
#[derive(Debug)]
pub(crate) struct Row {
    /// Where `HEAD` stood; the null id where nothing was committed.
    pub(crate) head: ObjectId,
    /// How the history was cut.
    pub(crate) grafts: ObjectId,
    /// The plan as it was.
    pub(crate) plan: ObjectId,
    /// What its references asked.
    pub(crate) claims: ObjectId,
    /// The answers in the order of the references; `None` for those that cannot be told to hold.
    pub(crate) answers: Vec<Option<Answer>>,
}

/// An answer and what it was taken from.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) judgement: Judgement,
    pub(crate) traces: Vec<Arc<Trace>>,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            judgement: Judgement::bare(Verdict::NeverExisted),
            traces: Vec::new(),
        }
    }
}

impl Book {
    pub(crate) fn load(keep: &dyn Keep) -> Self {
        let rows = keep.load(NAME).and_then(|it| open(VERSION, &it));
        Self {
            rows: rows.unwrap_or_default(),
        }
    }

    pub(crate) fn save(&self, keep: &dyn Keep) {
        if let Some(bytes) = seal(VERSION, &self.rows) {
            keep.save(NAME, &bytes);
        }
    }

    /// Returns the row of a plan; `None` where there is none that can be read.
    pub(crate) fn row(&self, plan: &str) -> Option<Row> {
        let file: RowFile = postcard::from_bytes(self.rows.get(plan)?).ok()?;
        file.read()
    }

    pub(crate) fn put(&mut self, plan: &str, row: &Row) {
        if let Ok(bytes) = postcard::to_stdvec(&RowFile::of(row)) {
            self.rows.insert(plan.to_owned(), bytes);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Takes out the plans that `is_there` does not know.
    pub(crate) fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.rows.retain(|plan, _| is_there(plan));
    }
}

#[derive(Serialize, Deserialize)]
struct RowFile {
    table: Table,
    head: Number,
    grafts: Number,
    plan: Number,
    claims: Number,
    traces: Vec<TraceRow>,
    answers: Vec<Option<AnswerRow>>,
}

#[derive(Serialize, Deserialize)]
struct TraceRow {
    paths: Vec<Number>,
    now: Vec<(Number, Option<Number>)>,
    reach: u8,
}

#[derive(Serialize, Deserialize)]
struct AnswerRow {
    verdict: u8,
    base: BaseRow,
    written: Option<Number>,
    then: Option<PlaceRow>,
    now: Option<PlaceRow>,
    confidence: f32,
    candidates: Vec<PlaceRow>,
    change: Option<Number>,
    text_then: Option<Number>,
    text_now: Option<Number>,
    doubt: Option<DoubtRow>,
    unread: Option<(Number, bool)>,
    traces: Vec<u32>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum BaseRow {
    None,
    WorkTree,
    Commit(Number),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum DoubtRow {
    SaysNothing,
    Elsewhere(Number, u32),
    Unfit,
    Unproven,
}

#[derive(Serialize, Deserialize)]
struct PlaceRow {
    path: Number,
    line: Option<u32>,
    end_line: Option<u32>,
}

const REACHES: [Reach; 3] = [Reach::Anywhere, Reach::Onward, Reach::Here];

impl RowFile {
    fn of(row: &Row) -> Self {
        let mut table = TableMaker::default();
        let mut traces = Vec::new();
        let mut known: FxHashMap<*const Trace, u32> = FxHashMap::default();
        let mut answers = Vec::with_capacity(row.answers.len());
        for answer in &row.answers {
            let Some(answer) = answer else {
                answers.push(None);
                continue;
            };
            let mut of_answer = Vec::new();
            for trace in &answer.traces {
                let at = *known.entry(Arc::as_ptr(trace)).or_insert_with(|| {
                    traces.push(trace_row(trace, &mut table));
                    traces.len() as u32 - 1
                });
                of_answer.push(at);
            }
            answers.push(Some(answer_row(answer, of_answer, &mut table)));
        }
        Self {
            head: table.id(row.head),
            grafts: table.id(row.grafts),
            plan: table.id(row.plan),
            claims: table.id(row.claims),
            table: table.finish(),
            traces,
            answers,
        }
    }

    fn read(&self) -> Option<Row> {
        let table = &self.table;
        let traces = self.traces.iter().map(|it| it.read(table).map(Arc::new));
        let traces: Vec<Arc<Trace>> = traces.collect::<Option<_>>()?;
        let answers = self.answers.iter().map(|it| match it {
            Some(row) => row.read(table, &traces).map(Some),
            None => Some(None),
        });
        Some(Row {
            head: table.id(self.head)?,
            grafts: table.id(self.grafts)?,
            plan: table.id(self.plan)?,
            claims: table.id(self.claims)?,
            answers: answers.collect::<Option<_>>()?,
        })
    }
}

fn trace_row(trace: &Trace, table: &mut TableMaker) -> TraceRow {
    let reach = REACHES.iter().position(|it| *it == trace.reach);
    TraceRow {
        paths: trace.paths.iter().map(|it| table.text(it)).collect(),
        now: trace
            .now
            .iter()
            .map(|(path, content)| (table.text(path), content.map(|it| table.id(it))))
            .collect(),
        reach: reach.unwrap_or(REACHES.len()) as u8,
    }
}

impl TraceRow {
    fn read(&self, table: &Table) -> Option<Trace> {
        let paths = self.paths.iter().map(|it| table.text(*it).map(Arc::from));
        let now = self.now.iter().map(|(path, content)| {
            let path = table.text(*path)?.to_owned();
            Some((path, optional(*content, |it| table.id(it)).ok()?))
        });
        Some(Trace {
            paths: paths.collect::<Option<_>>()?,
            now: now.collect::<Option<_>>()?,
            reach: *REACHES.get(usize::from(self.reach))?,
            ..Trace::default()
        })
    }
}

/// Returns the value of a number, or that of none; the error says that the table lacks it.
fn optional<T>(
    number: Option<Number>,
    read: impl FnOnce(Number) -> Option<T>,
) -> Result<Option<T>, Missing> {
    match number {
        Some(number) => read(number).map(Some).ok_or(Missing),
        None => Ok(None),
    }
}

/// A number that a table lacks.
struct Missing;

fn answer_row(answer: &Answer, traces: Vec<u32>, table: &mut TableMaker) -> AnswerRow {
    let it = &answer.judgement;
    let verdict = Verdict::ALL.iter().position(|known| *known == it.verdict);
    AnswerRow {
        verdict: verdict.unwrap_or(Verdict::ALL.len()) as u8,
        base: match it.base {
            Some(Base::Commit(revision)) => BaseRow::Commit(table.id(revision.0)),
            Some(Base::WorkTree) => BaseRow::WorkTree,
            None => BaseRow::None,
        },
        written: it.written.map(|it| table.id(it.0)),
        then: it.then.as_ref().map(|it| place_row(it, table)),
        now: it.now.as_ref().map(|it| place_row(it, table)),
        confidence: it.confidence,
        candidates: it
            .candidates
            .iter()
            .map(|it| place_row(it, table))
            .collect(),
        change: it.change.map(|it| table.id(it.0)),
        text_then: it.text_then.as_deref().map(|it| table.text(it)),
        text_now: it.text_now.as_deref().map(|it| table.text(it)),
        doubt: it.doubt.as_ref().map(|it| doubt_row(it, table)),
        unread: it
            .unread
            .as_ref()
            .map(|(path, why)| (table.text(path), *why == Unread::TooLong)),
        traces,
    }
}

fn doubt_row(doubt: &Doubt, table: &mut TableMaker) -> DoubtRow {
    match doubt {
        Doubt::SaysNothing => DoubtRow::SaysNothing,
        Doubt::Elsewhere { word, line } => DoubtRow::Elsewhere(table.text(word), *line),
        Doubt::Unfit => DoubtRow::Unfit,
        Doubt::Unproven => DoubtRow::Unproven,
    }
}

impl DoubtRow {
    fn read(self, table: &Table) -> Option<Doubt> {
        Some(match self {
            Self::SaysNothing => Doubt::SaysNothing,
            Self::Elsewhere(word, line) => Doubt::Elsewhere {
                word: table.text(word)?.to_owned(),
                line,
            },
            Self::Unfit => Doubt::Unfit,
            Self::Unproven => Doubt::Unproven,
        })
    }
}

fn place_row(place: &Place, table: &mut TableMaker) -> PlaceRow {
    PlaceRow {
        path: table.text(&place.path),
        line: place.line,
        end_line: place.end_line,
    }
}

impl PlaceRow {
    fn read(&self, table: &Table) -> Option<Place> {
        Some(Place {
            path: table.text(self.path)?.to_owned(),
            line: self.line,
            end_line: self.end_line,
        })
    }
}

impl AnswerRow {
    fn read(&self, table: &Table, traces: &[Arc<Trace>]) -> Option<Answer> {
        let revision = |it| table.id(it).map(Revision);
        let text = |it| table.text(it).map(str::to_owned);
        let place = |it: &Option<PlaceRow>| match it {
            Some(it) => it.read(table).map(Some),
            None => Some(None),
        };
        let base = match self.base {
            BaseRow::Commit(commit) => Some(Base::Commit(revision(commit)?)),
            BaseRow::WorkTree => Some(Base::WorkTree),
            BaseRow::None => None,
        };
        let unread = match self.unread {
            Some((path, true)) => Some((text(path)?, Unread::TooLong)),
            Some((path, false)) => Some((text(path)?, Unread::TooManyErrors)),
            None => None,
        };
        let doubt = match self.doubt {
            Some(it) => Some(it.read(table)?),
            None => None,
        };
        let candidates = self.candidates.iter().map(|it| it.read(table));
        let own = self.traces.iter();
        let own = own.map(|it| traces.get(*it as usize).map(Arc::clone));
        Some(Answer {
            judgement: Judgement {
                verdict: *Verdict::ALL.get(usize::from(self.verdict))?,
                base,
                written: optional(self.written, revision).ok()?,
                then: place(&self.then)?,
                now: place(&self.now)?,
                confidence: self.confidence,
                candidates: candidates.collect::<Option<_>>()?,
                change: optional(self.change, revision).ok()?,
                text_then: optional(self.text_then, text).ok()?,
                text_now: optional(self.text_now, text).ok()?,
                doubt,
                unread,
            },
            traces: own.collect::<Option<_>>()?,
        })
    }
}
