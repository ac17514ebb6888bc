//! What plans say of their references, kept by the content of their files: whoever asks again need not read them anew.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tip_drift::{ContentId, Keep, Word, open, seal};
use tip_plan::{Intent, Plan, RefForm, Reference, Stage, UnitId, UnitState};
use tip_syntax::{Document, Source, Span};

use super::beside::{Beside, beside};
use super::{accepted, hints, is_about};
use crate::{ReadError, Snapshot};

/// The name of the file.
const NAME: &str = "plans";

/// The code that made the file: the sources that read plans, and the libraries that they use.
const VERSION: &str = concat!("tip plans ", env!("TIP_READING_FINGERPRINT"), "\n");

/// How many plans must be asked about for reading what is kept of all to pay.
const LEAST_PLANS: usize = 16;

/// A file of a plan, as far as its references go.
#[derive(Debug)]
pub(super) struct SpokenFile {
    pub(super) source: Source,
    pub(super) stage: Stage,
    pub(super) references: Vec<Spoken>,
}

/// A reference, and what the plan says beside it.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    pub(crate) reference: Reference,
    /// The handle of its phase.
    pub(super) phase: Option<String>,
    /// Whether that phase is done.
    pub(super) is_done: bool,
    /// The commit at which a person found it true.
    pub(super) accepted: Option<String>,
    /// Words beside it that look like names in code.
    pub(super) hints: Vec<String>,
    /// What its sentence says.
    pub(super) beside: Beside,
    /// Whether its line is only about right.
    pub(super) is_about: bool,
}

impl Spoken {
    pub(crate) fn new(doc: &Document, plan: &Plan, reference: &Reference) -> Self {
        let phase = reference.unit.and_then(|it| plan.phase_of(it));
        let phase = phase.map(|it| plan.unit(it));
        Self {
            reference: reference.clone(),
            phase: phase.map(|it| it.handle.clone()),
            is_done: phase.is_some_and(|it| it.state.value == UnitState::Done),
            accepted: accepted(doc, plan, reference.span),
            hints: hints(doc, reference),
            beside: match reference.line {
                Some(_) => beside(doc, &plan.references, reference),
                None => Beside::default(),
            },
            is_about: is_about(doc, reference),
        }
    }
}

/// What earlier runs read of plans, by path.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    rows: FxHashMap<String, Row>,
    /// Whether it is of use: enough is asked for.
    is_open: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    rows: Vec<(String, Row)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row {
    /// What the file held.
    content: [u8; 20],
    /// How it was read.
    manner: [u8; 20],
    stage: u8,
    references: Vec<SpokenRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SpokenRow {
    span: (u32, u32),
    path: String,
    path_span: (u32, u32),
    lines: (Option<u32>, Option<u32>),
    line_span: Option<(u32, u32)>,
    symbol: Option<String>,
    anchor: Option<String>,
    intent: u8,
    form: u8,
    unit: Option<u32>,
    historical: bool,
    phase: Option<String>,
    is_done: bool,
    accepted: Option<String>,
    hints: Vec<String>,
    /// Whether each is a quotation, and the word.
    nearest: Vec<(bool, String)>,
    others: Vec<(bool, String)>,
    is_about: bool,
}

const INTENTS: [Intent; 4] = [
    Intent::Mention,
    Intent::Create,
    Intent::Modify,
    Intent::Delete,
];

const FORMS: [RefForm; 5] = [
    RefForm::Span,
    RefForm::Bare,
    RefForm::Link,
    RefForm::Permalink,
    RefForm::FrontMatter,
];

impl Shelf {
    /// Opens what is kept, where as many plans are asked about that it pays.
    pub(super) fn open(keep: Option<&dyn Keep>, asked: usize) -> Self {
        let Some(keep) = keep.filter(|_| asked >= LEAST_PLANS) else {
            return Self::default();
        };
        let file: Option<File> = keep.load(NAME).and_then(|it| open(VERSION, &it));
        Self {
            rows: file.unwrap_or_default().rows.into_iter().collect(),
            is_open: true,
        }
    }

    /// Reads a file of a plan; what was not kept comes with its row.
    fn read(
        &self,
        snapshot: &Snapshot,
        path: &str,
        manner: ContentId,
    ) -> Result<(SpokenFile, Option<Row>), ReadError> {
        let bytes = snapshot.bytes(path)?;
        let key = (ContentId::of(&bytes).bytes(), manner.bytes());
        let known = self.rows.get(path);
        if let Some(known) = known.filter(|it| (it.content, it.manner) == key)
            && let Some((stage, references)) = known.read(bytes.len())
        {
            let source = Source::from_bytes(bytes);
            let file = SpokenFile {
                source,
                stage,
                references,
            };
            return Ok((file, None));
        }
        let doc = Document::parse(bytes);
        let plan = snapshot.plan(path, &doc);
        let references = plan.references.iter();
        let references = references.map(|it| Spoken::new(&doc, &plan, it)).collect();
        let file = SpokenFile {
            stage: plan.stage(),
            references,
            source: doc.into_source(),
        };
        let row = self.is_open.then(|| Row::new(key, &file));
        Ok((file, row))
    }

    /// Keeps what is known now, but for files that are gone.
    fn save(mut self, keep: &dyn Keep, snapshot: &Snapshot, news: Vec<(String, Row)>) {
        self.rows.extend(news);
        let mut rows: Vec<(String, Row)> = self.rows.into_iter().collect();
        rows.retain(|it| snapshot.kind(&it.0).is_some());
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        if let Some(bytes) = seal(VERSION, &File { rows }) {
            keep.save(NAME, &bytes);
        }
    }
}

/// Does something with each of some files of plans, as far as their references go; the results are in their order.
pub(super) fn read_all<T: Send, E: From<ReadError> + Send>(
    snapshot: &Snapshot,
    keep: Option<&dyn Keep>,
    paths: &[&str],
    work: impl Fn(usize, SpokenFile) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let shelf = Shelf::open(keep, paths.len());
    let settings = snapshot.settings_of_reading();
    let read = |(at, path): (usize, &&str)| {
        let manner = snapshot.manner_of_reading(path, settings);
        let (file, row) = shelf.read(snapshot, path, manner)?;
        Ok((work(at, file)?, row.map(|it| ((*path).to_owned(), it))))
    };
    let read: Result<Vec<_>, E> = paths.par_iter().enumerate().map(read).collect();
    let (done, news): (Vec<T>, Vec<_>) = read?.into_iter().unzip();
    let news: Vec<(String, Row)> = news.into_iter().flatten().collect();
    if let Some(keep) = keep.filter(|_| !news.is_empty()) {
        shelf.save(keep, snapshot, news);
    }
    Ok(done)
}

impl Row {
    fn new((content, manner): ([u8; 20], [u8; 20]), file: &SpokenFile) -> Self {
        let stage = Stage::ALL.iter().position(|it| *it == file.stage);
        Self {
            content,
            manner,
            stage: stage.unwrap_or_default() as u8,
            references: file.references.iter().map(SpokenRow::new).collect(),
        }
    }

    /// Returns what it says; `None` where it cannot be of a file of this length.
    fn read(&self, length: usize) -> Option<(Stage, Vec<Spoken>)> {
        let stage = *Stage::ALL.get(usize::from(self.stage))?;
        let references = self.references.iter().map(|it| it.read(length));
        Some((stage, references.collect::<Option<_>>()?))
    }
}

impl SpokenRow {
    fn new(it: &Spoken) -> Self {
        let reference = &it.reference;
        let span = |it: Span| (it.start, it.end);
        let intent = INTENTS.iter().position(|it| *it == reference.intent);
        let form = FORMS.iter().position(|it| *it == reference.form);
        Self {
            span: span(reference.span),
            path: reference.path.clone(),
            path_span: span(reference.path_span),
            lines: (reference.line, reference.end_line),
            line_span: reference.line_span.map(span),
            symbol: reference.symbol.clone(),
            anchor: reference.anchor.clone(),
            intent: intent.unwrap_or_default() as u8,
            form: form.unwrap_or_default() as u8,
            unit: reference.unit.map(|it| it.0),
            historical: reference.historical,
            phase: it.phase.clone(),
            is_done: it.is_done,
            accepted: it.accepted.clone(),
            hints: it.hints.clone(),
            nearest: it.beside.nearest.iter().map(word_row).collect(),
            others: it.beside.others.iter().map(word_row).collect(),
            is_about: it.is_about,
        }
    }

    fn read(&self, length: usize) -> Option<Spoken> {
        let span = |(start, end): (u32, u32)| {
            let is_within = start <= end && end as usize <= length;
            is_within.then_some(Span { start, end })
        };
        let line_span = match self.line_span {
            Some(it) => Some(span(it)?),
            None => None,
        };
        let reference = Reference {
            span: span(self.span)?,
            path: self.path.clone(),
            path_span: span(self.path_span)?,
            line: self.lines.0,
            end_line: self.lines.1,
            line_span,
            symbol: self.symbol.clone(),
            anchor: self.anchor.clone(),
            intent: *INTENTS.get(usize::from(self.intent))?,
            form: *FORMS.get(usize::from(self.form))?,
            unit: self.unit.map(UnitId),
            historical: self.historical,
        };
        Some(Spoken {
            reference,
            phase: self.phase.clone(),
            is_done: self.is_done,
            accepted: self.accepted.clone(),
            hints: self.hints.clone(),
            beside: Beside {
                nearest: self.nearest.iter().map(read_word).collect(),
                others: self.others.iter().map(read_word).collect(),
            },
            is_about: self.is_about,
        })
    }
}

fn word_row(word: &Word) -> (bool, String) {
    (matches!(word, Word::Quote(_)), word.text().to_owned())
}

fn read_word((is_quote, text): &(bool, String)) -> Word {
    if *is_quote {
        Word::Quote(text.clone())
    } else {
        Word::Code(text.clone())
    }
}
