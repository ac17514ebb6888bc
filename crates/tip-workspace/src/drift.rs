//! Where the references of plans lead, by the history.

mod beside;

mod kept;

mod spoken;

use tip_drift::{Asked, Claim, Drift, Error, Judgement, Place, Revision, Verdict};
use tip_plan::{Intent, Plan, RefForm, Reference, Shorthands, Stage, Verb};
use tip_rules::PathAnswer;
use tip_syntax::{Document, Source, Span};

use self::beside::is_name;
use self::spoken::{SpokenFile, read_all};
use crate::{EntryKind, ReadError, Snapshot, Standing};

pub(crate) use self::spoken::Spoken;

/// The least confidence of a place that a reference is rewritten to when somebody asks for what is less sure.
pub const LEAST_CONFIDENCE: f32 = 0.5;

/// How many words beside a reference are looked for at its place.
const MOST_HINTS: usize = 8;

/// The references of a file of a plan, judged.
#[derive(Debug)]
pub struct DriftedPlan {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its text.
    pub source: Source,
    /// Its references, in the order of the text.
    pub references: Vec<DriftedReference>,
}

/// A reference and what became of it.
#[derive(Clone, Debug)]
pub struct DriftedReference {
    /// As the plan holds it.
    pub reference: Reference,
    /// The handle of the phase that it stands in.
    pub phase: Option<String>,
    /// What became of it.
    pub judgement: Judgement,
    /// Why it claims nothing about now.
    pub history: Option<&'static str>,
    /// Whether what it claims still matters: it stands in no finished phase, and is no plan for a file to be made.
    pub counts: bool,
    /// Whether its path as it is written leads to the file that has another path now.
    pub leads: bool,
}

impl DriftedReference {
    /// Returns the verdict: that references which claim nothing about now are history, whatever became of them.
    pub fn verdict(&self) -> Verdict {
        match self.history {
            Some(_) => Verdict::Historical,
            None => self.judgement.verdict,
        }
    }

    /// Returns whether what it points at stands at the lines that it names.
    fn stands(&self) -> bool {
        let (then, now) = (&self.judgement.then, &self.judgement.now);
        let lines = |it: &Option<Place>| it.as_ref().map(|it| (it.line, it.end_line));
        self.reference.line.is_none() || lines(then) == lines(now)
    }

    /// Returns whether somebody has to look at it.
    ///
    /// What was ambiguous when it was written has not drifted.
    pub fn is_finding(&self) -> bool {
        let verdict = self.verdict();
        let always = verdict == Verdict::Ambiguous && self.judgement.now.is_none();
        let stands = self.leads && self.stands();
        let is_gone = matches!(verdict, Verdict::Deleted | Verdict::FileGone);
        let as_wished = is_gone && self.reference.intent == Intent::Delete;
        self.counts && verdict.is_drift() && !always && !stands && !as_wished
    }
}

/// What kept references from being judged.
#[derive(Debug, thiserror::Error)]
pub enum DriftError {
    /// The history cannot tell.
    #[error(transparent)]
    History(#[from] Error),
    /// A plan cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl DriftError {
    /// Returns whether there is no history that could tell.
    pub fn has_no_history(&self) -> bool {
        matches!(self, Self::History(Error::NoRepository { .. }))
    }
}

/// What is known of a reference before the history is asked.
struct Ask {
    history: Option<&'static str>,
    counts: bool,
    /// What is asked of the history; else what is known without it.
    claim: Result<Claim, Judgement>,
}

impl Snapshot {
    /// Judges the references of files of plans, in the order given. With `all` those of complete plans too, which are history otherwise.
    pub fn drift(
        &self,
        drift: &Drift<'_>,
        files: &[(String, Standing)],
        all: bool,
    ) -> Result<Vec<DriftedPlan>, DriftError> {
        self.drift_noting(drift, files, all, &|_| {})
    }

    /// Judges references, and notes each file whose content it looks at before it does.
    fn drift_noting(
        &self,
        drift: &Drift<'_>,
        files: &[(String, Standing)],
        all: bool,
        note: &(dyn Fn(&str) + Sync),
    ) -> Result<Vec<DriftedPlan>, DriftError> {
        // The walk over all files is done once, before many ask for it.
        self.index();
        let submodules = drift.history().submodules()?;
        let paths: Vec<&str> = files.iter().map(|it| it.0.as_str()).collect();
        let ask_all = |at: usize, file: SpokenFile| {
            let (path, standing) = &files[at];
            let shorthands = Shorthands::new(file.references.iter().map(|it| &it.reference));
            let mut asks: Vec<Ask> = Vec::with_capacity(file.references.len());
            for spoken in &file.references {
                let claim = self.claim(path, &file.source, spoken, &shorthands);
                let mut ask = ask(*standing, file.stage, spoken, claim, all);
                // A submodule has a history of its own, of which this one knows no file.
                let within = |claim: &Claim| claim.paths.iter().any(|it| is_below(it, &submodules));
                if ask.claim.as_ref().is_ok_and(within) {
                    ask.claim = Err(Judgement::bare(Verdict::Outside));
                }
                // `*.cjs` names a kind of files, and none of them.
                let is_kind =
                    spoken.reference.path.starts_with("*.") && !spoken.reference.path.contains('/');
                if let Err(judgement) = &mut ask.claim
                    && judgement.verdict == Verdict::NeverExisted
                    && !is_kind
                {
                    *judgement = self.once(drift, path, &spoken.reference)?;
                }
                asks.push(ask);
            }
            let claims = asks.iter_mut().filter_map(|it| it.claim.as_mut().ok());
            let asked = Asked {
                path: path.clone(),
                bytes: file.source.bytes().to_vec(),
                claims: claims.map(std::mem::take).collect(),
            };
            drop(shorthands);
            Ok::<_, DriftError>((asked, (file, asks)))
        };
        let read = read_all(self, drift.kept(), &paths, ask_all)?;
        let (asked, read): (Vec<Asked>, Vec<(SpokenFile, Vec<Ask>)>) = read.into_iter().unzip();
        let now = |path: &str| {
            note(path);
            self.file(path)
        };
        let judged = drift.judge(&asked, &now)?;
        let plans = files.iter().zip(read).zip(judged);
        plans
            .map(|(((path, _), (file, asks)), judged)| {
                let mut judged = judged.into_iter();
                let mut judgements = Vec::with_capacity(asks.len());
                let shorthands = Shorthands::new(file.references.iter().map(|it| &it.reference));
                for (spoken, ask) in file.references.iter().zip(&asks) {
                    let mut judgement = match &ask.claim {
                        Ok(_) => judged
                            .next()
                            .unwrap_or_else(|| Judgement::bare(Verdict::NeverExisted)),
                        Err(judgement) => judgement.clone(),
                    };
                    if let Some(folder) = self.folder(drift, &spoken.reference, &judgement)? {
                        judgement = folder;
                    }
                    let leads = self.settle(path, &spoken.reference, &shorthands, &mut judgement);
                    judgements.push((judgement, leads));
                }
                drop(shorthands);
                let references = file.references.into_iter().zip(asks).zip(judgements);
                let references =
                    references.map(|((spoken, ask), (judgement, leads))| DriftedReference {
                        leads,
                        judgement,
                        reference: spoken.reference,
                        phase: spoken.phase,
                        history: ask.history,
                        counts: ask.counts,
                    });
                Ok(DriftedPlan {
                    path: path.clone(),
                    references: references.collect(),
                    source: file.source,
                })
            })
            .collect()
    }

    /// Returns what the references of a plan ask of the history, and the positions of those that ask something.
    pub(crate) fn asked(&self, path: &str, doc: &Document, plan: &Plan) -> (Asked, Vec<usize>) {
        let references = plan.references.iter().enumerate();
        let shorthands = Shorthands::of(plan);
        let claim = |it| {
            let spoken = Spoken::new(doc, plan, it);
            self.claim(path, doc.source(), &spoken, &shorthands)
        };
        let claims = references.filter_map(|(at, it)| Some((claim(it).ok()?, at)));
        let (claims, positions) = claims.unzip();
        let asked = Asked {
            path: path.to_owned(),
            bytes: doc.source().bytes().to_vec(),
            claims,
        };
        (asked, positions)
    }

    /// Returns whether a reference as it is written leads to the file that it meant, though that has another path now: one that is
    /// written from the folder of its plan, or by a bare name.
    ///
    /// What speaks of a file that goes is not rewritten unasked to another.
    pub(crate) fn settle(
        &self,
        path: &str,
        reference: &Reference,
        shorthands: &Shorthands<'_>,
        judgement: &mut Judgement,
    ) -> bool {
        if !matches!(judgement.verdict, Verdict::Renamed | Verdict::Moved) {
            return false;
        }
        if reference.intent == Intent::Delete {
            judgement.confidence = judgement.confidence.min(LEAST_CONFIDENCE);
        }
        let (Some(then), Some(now)) = (&judgement.then, &judgement.now) else {
            return false;
        };
        if then.path == now.path {
            return false;
        }
        match self.lead_by(path, reference, shorthands) {
            PathAnswer::File(led) | PathAnswer::Suffix(led) => led == now.path,
            _ => false,
        }
    }

    /// Judges a pattern or a folder that fits nothing that is there, by whether it ever did.
    fn once(
        &self,
        drift: &Drift<'_>,
        path: &str,
        reference: &Reference,
    ) -> Result<Judgement, Error> {
        let last = if reference.is_pattern() {
            let fits = self.index().fitting(&reference.path, self.roots());
            drift.last_of("", &fits)?
        } else {
            let is_link = reference.form == RefForm::Link;
            let meant = self.meant(path, &reference.path, is_link);
            for folder in meant.map_or_else(Vec::new, |it| it.paths) {
                if let Some(gone) = self.gone_folder(drift, &folder)? {
                    return Ok(gone);
                }
            }
            None
        };
        Ok(last.map_or_else(|| Judgement::bare(Verdict::NeverExisted), gone))
    }

    /// Judges a folder that is gone; `None` where it never was.
    fn gone_folder(&self, drift: &Drift<'_>, folder: &str) -> Result<Option<Judgement>, Error> {
        let found = drift.gone_folder(folder, &|path| self.file(path))?;
        Ok(found.map(|it| {
            let mut judgement = gone(it.change);
            judgement.candidates.extend(it.went_to.map(|path| Place {
                path: format!("{path}/"),
                line: None,
                end_line: None,
            }));
            judgement
        }))
    }

    /// Judges a path of no file that was there when it was written, by the folder of that path: the slash at its end may be left out.
    fn folder(
        &self,
        drift: &Drift<'_>,
        reference: &Reference,
        judgement: &Judgement,
    ) -> Result<Option<Judgement>, Error> {
        let path = reference.path.trim_matches(['.', '/']);
        let last = path.rsplit('/').next().unwrap_or(path);
        let names_place =
            reference.line.is_some() || reference.symbol.is_some() || reference.anchor.is_some();
        let Some(written) = judgement.written else {
            return Ok(None);
        };
        if judgement.verdict != Verdict::NeverExisted
            || names_place
            || last.contains('.')
            || !path.contains('/')
        {
            return Ok(None);
        }
        let folders = drift.folders_at(written, path)?;
        let is_there = |it: &String| self.kind(it) == Some(EntryKind::Folder);
        let mut found = if folders.iter().any(is_there) {
            Judgement::bare(Verdict::Unchanged)
        } else if let [folder] = folders.as_slice() {
            match self.gone_folder(drift, folder)? {
                Some(gone) => gone,
                None => return Ok(None),
            }
        } else {
            return Ok(None);
        };
        found.written = judgement.written;
        found.base = judgement.base;
        Ok(Some(found))
    }

    /// Returns what a reference asks of the history.
    pub(crate) fn claim(
        &self,
        path: &str,
        source: &Source,
        spoken: &Spoken,
        shorthands: &Shorthands<'_>,
    ) -> Result<Claim, Verdict> {
        let reference = &spoken.reference;
        let is_link = reference.form == RefForm::Link;
        if reference.is_pattern() {
            return Err(match self.resolve(path, &reference.path, is_link) {
                PathAnswer::Pattern(0) => Verdict::NeverExisted,
                _ => Verdict::Unchanged,
            });
        }
        let Some(meant) = self.meant_by(path, reference, shorthands) else {
            return Err(Verdict::Outside);
        };
        let is_folder = |it: &String| self.kind(it) == Some(EntryKind::Folder);
        if reference.is_folder() || meant.paths.iter().any(is_folder) {
            let is_there = meant.paths.iter().any(is_folder);
            return Err(if is_there {
                Verdict::Unchanged
            } else {
                Verdict::NeverExisted
            });
        }
        let line_in_plan = source.line_of(reference.path_span.start).saturating_sub(1);
        let mut parts = vec![source.slice(reference.span).to_owned()];
        parts.extend(reference.line_span.map(|it| source.slice(it).to_owned()));
        Ok(Claim {
            line_in_plan: line_in_plan as usize,
            parts,
            paths: meant.paths,
            among: meant.among,
            suffix: meant.suffix,
            line: reference.line,
            end_line: reference.end_line,
            symbol: reference.symbol.clone(),
            anchor: reference.anchor.clone(),
            revision: (reference.form == RefForm::Permalink)
                .then(|| commit_of(source.slice(reference.span)))
                .flatten(),
            accepted: spoken.accepted.clone(),
            about: spoken.is_about,
            hints: spoken.hints.clone(),
            nearest: spoken.beside.nearest.clone(),
            others: spoken.beside.others.clone(),
        })
    }
}

fn gone(change: Revision) -> Judgement {
    let mut judgement = Judgement::bare(Verdict::FileGone);
    judgement.change = Some(change);
    judgement.confidence = 0.9;
    judgement
}

/// Puts together what is known of a reference before the history is asked.
fn ask(
    standing: Standing,
    stage: Stage,
    spoken: &Spoken,
    claim: Result<Claim, Verdict>,
    all: bool,
) -> Ask {
    let reference = &spoken.reference;
    let history = if reference.historical {
        Some("it stands in a log")
    } else if all {
        None
    } else {
        match stage {
            Stage::Complete => Some("the plan is complete"),
            Stage::Superseded => Some("the plan is superseded"),
            Stage::Abandoned => Some("the plan is abandoned"),
            _ if standing == Standing::Archived => Some("the plan is archived"),
            _ => None,
        }
    };
    let is_future = reference.intent == Intent::Create && reference.line.is_none();
    Ask {
        claim: claim.map_err(Judgement::bare),
        history,
        counts: (all || !spoken.is_done) && !is_future,
    }
}

/// Returns whether a path leads into one of some folders.
pub(crate) fn is_below(path: &str, folders: &[String]) -> bool {
    let below = |folder: &String| {
        let rest = path.strip_prefix(folder.as_str());
        rest.is_some_and(|it| it.starts_with('/'))
    };
    folders.iter().any(below)
}

/// Returns the commit that a permalink names.
fn commit_of(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("/blob/")?;
    let (name, _) = rest.split_once('/')?;
    is_hash(name).then(|| name.to_owned())
}

fn is_hash(name: &str) -> bool {
    (7..=40).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Returns the commit at which a person found a reference true: `<!-- tip: accept(1a2b3c4d5e) … -->`.
fn accepted(doc: &Document, plan: &Plan, span: Span) -> Option<String> {
    let accepts = plan
        .annotations
        .iter()
        .filter(|it| it.verb == Some(Verb::Accept));
    let mut best: Option<(bool, String)> = None;
    for annotation in accepts {
        let argument = annotation.arguments.iter().map(|it| it.value.as_str());
        let Some(hash) = argument.into_iter().find(|it| is_hash(it)) else {
            continue;
        };
        let line = doc.line(span);
        let is_near = annotation.speaks_of.contains(span)
            || (!annotation.own_line && doc.line(annotation.span) == line);
        // What speaks of a line wins over what speaks of the file.
        if is_near && best.as_ref().is_none_or(|(near, _)| !near) {
            let speaks_of_file = annotation.speaks_of.len() == doc.source().bytes().len();
            best = Some((!speaks_of_file, hash.to_owned()));
        }
    }
    best.map(|it| it.1)
}

/// Returns whether the line of a reference is only about right, as in `a.rs:~40`.
fn is_about(doc: &Document, reference: &Reference) -> bool {
    let behind = Span {
        start: reference.path_span.end.min(reference.span.end),
        end: reference.span.end,
    };
    reference.line.is_some() && doc.text(behind).contains('~')
}

/// Returns words that look like names in code and stand beside a reference.
fn hints(doc: &Document, reference: &Reference) -> Vec<String> {
    let source = doc.source();
    let line = source.slice(source.line_span(doc.line(reference.path_span)));
    let own = doc.text(reference.span);
    let words = line.split(|it: char| !it.is_alphanumeric() && it != '_');
    let words = words
        .filter(|it| is_name(it))
        .filter(|it| !own.contains(it));
    words.take(MOST_HINTS).map(str::to_owned).collect()
}
