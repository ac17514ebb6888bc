//! Whether a reference meant the line that it names, and what is told of one that did not.
//!
//! Where plan and code came into the history together, as in the first commit of a repository, nobody knows which version of the code the
//! plan was written beside. What the plan says beside the reference must tell that the line was right; where it stands elsewhere, it is
//! followed from there and told as likely, never as sure.

use rustc_hash::FxHashMap;

use crate::changes::to_file;
use crate::claim::{Claim, Word};
use crate::drift::Drift;
use crate::evidence::{Evidence, about, weigh};
use crate::graph::{CommitId, Step};
use crate::history::Error;
use crate::locate::Located;
use crate::store::Reader;
use crate::symbol::Symbol;
use crate::text::{Text, is_trivial};
use crate::verdict::{Doubt, Judgement, Place, Verdict};

/// A commit that changes as many files brings what was written over some time.
const MANY_FILES: usize = 30;

/// How sure an answer is at most that rests on a word beside the reference.
const BY_WORD: f32 = 0.7;

/// How sure it is at most where nothing tells that the line was right.
const UNPROVEN: f32 = 0.8;

/// How far a line may be from one that is "about" there.
const ABOUT_THERE: u32 = 10;

/// A claim, and what speaks for the line that it names.
pub(crate) struct Spoken<'a> {
    pub(crate) claim: &'a Claim,
    /// Whether plan and file came into the history together.
    pub(crate) imported: bool,
    /// The words nearest to it, and to other references of the plan to the same line.
    pub(crate) nearest: Vec<Word>,
    /// The others of their sentences.
    pub(crate) others: Vec<Word>,
}

/// The references of a plan by the lines that they name, whatever they call the file.
pub(crate) type Pool<'a> = FxHashMap<(&'a str, Option<u32>, Option<u32>), Vec<&'a Claim>>;

/// Puts the claims of a plan together that name the same lines.
pub(crate) fn pool(claims: &[Claim]) -> Pool<'_> {
    let mut pool = Pool::default();
    for claim in claims {
        pool.entry(key(claim)).or_default().push(claim);
    }
    pool
}

fn key(claim: &Claim) -> (&str, Option<u32>, Option<u32>) {
    let path = claim.paths.first().map_or("", String::as_str);
    let name = path.rsplit('/').next().unwrap_or(path);
    (name, claim.line, claim.end_line)
}

impl<'a> Spoken<'a> {
    pub(crate) fn new(claim: &'a Claim, pool: &Pool<'_>, imported: bool) -> Self {
        let mut spoken = Self {
            claim,
            imported,
            nearest: claim.nearest.clone(),
            others: claim.others.clone(),
        };
        for other in pool.get(&key(claim)).into_iter().flatten() {
            for (words, more) in [
                (&mut spoken.nearest, &other.nearest),
                (&mut spoken.others, &other.others),
            ] {
                for word in more {
                    if !words.contains(word) {
                        words.push(word.clone());
                    }
                }
            }
        }
        spoken
    }
}

/// What else than the line that is named may have been meant. Lines are counted from 0.
pub(crate) enum Meant {
    /// The line that is named.
    Named,
    /// The line near to it that holds what is meant.
    About(Option<usize>),
    /// Another line, which holds what the plan says.
    Other { word: String, line: usize },
    /// One of these lines, or none of the file.
    Several(Vec<usize>),
    /// What the plan says stands nowhere in the file.
    Nothing,
    /// Whatever stood there: nothing tells.
    Unproven,
    /// Nobody can tell: the line says nothing by itself.
    Blank,
}

impl Meant {
    /// Returns whether something else than the line that a claim names may have been meant.
    pub(crate) fn is_in_doubt(spoken: &Spoken<'_>, at: &Located, text: &Text) -> bool {
        let Located::Lines(first, last) = at else {
            return false;
        };
        let claim = spoken.claim;
        let is_blank = last.is_none_or(|it| it == *first) && is_trivial(text.bare(*first));
        claim.line.is_some() && (claim.about || spoken.imported || is_blank)
    }

    /// Finds what a claim that is in doubt meant in the version of its file that it is measured against.
    pub(crate) fn of(spoken: &Spoken<'_>, at: &Located, text: &Text, symbols: &[Symbol]) -> Self {
        let &Located::Lines(first, last) = at else {
            return Self::Named;
        };
        let (nearest, others) = (&spoken.nearest, &spoken.others);
        if spoken.claim.about {
            return Self::About(about(text, symbols, first, nearest));
        }
        let lines = (first, last.unwrap_or(first));
        let is_blank = lines.0 == lines.1 && is_trivial(text.bare(first));
        match weigh(text, symbols, lines, nearest, others) {
            Evidence::Fits => Self::Named,
            Evidence::Elsewhere { word, line } if spoken.imported => Self::Other { word, line },
            Evidence::Scattered(lines) if spoken.imported => Self::Several(lines),
            _ if is_blank => Self::Blank,
            Evidence::Absent => Self::Nothing,
            _ => Self::Unproven,
        }
    }

    /// Lets the lines of a list such as `a.rs:4,9` share what their sentence says: where it fits one of them, it need not fit the others.
    pub(crate) fn agree(claims: &[Spoken<'_>], meant: &mut [Self]) {
        let list = |at: usize| {
            let claim = claims[at].claim;
            (claim.line_in_plan, &claim.parts)
        };
        let fits: Vec<bool> = meant.iter().map(|it| matches!(it, Self::Named)).collect();
        for (at, it) in meant.iter_mut().enumerate() {
            let is_unfit = matches!(it, Self::Other { .. } | Self::Several(_) | Self::Nothing);
            if is_unfit && (0..fits.len()).any(|other| fits[other] && list(other) == list(at)) {
                *it = Self::Unproven;
            }
        }
    }

    /// Returns the lines that are followed beside the one that is named.
    pub(crate) fn lines(&self) -> &[usize] {
        match self {
            Self::About(Some(line)) | Self::Other { line, .. } => std::slice::from_ref(line),
            Self::Several(lines) => lines,
            _ => &[],
        }
    }

    /// Settles what is told of a claim: `answer` says what became of the line that it names, `others` what became of the other lines.
    pub(crate) fn settle(self, answer: &mut Judgement, others: Vec<Judgement>) {
        if answer.verdict == Verdict::FileGone {
            return;
        }
        let stays = answer.verdict == Verdict::Unchanged;
        match self {
            Self::Named => {}
            Self::About(found) => {
                answer.confidence = answer.confidence.min(UNPROVEN);
                if let (Some(_), Some(other)) = (found, others.into_iter().next()) {
                    go_to(answer, other);
                    answer.confidence = answer.confidence.min(UNPROVEN);
                }
                if let (Some(then), Some(now)) = (&answer.then, &mut answer.now)
                    && let (Some(line), Some(found)) = (then.line, now.line)
                    && then.path == now.path
                    && line.abs_diff(found) <= ABOUT_THERE
                {
                    *now = then.clone();
                    answer.verdict = Verdict::Unchanged;
                }
            }
            Self::Other { word, line } => {
                answer.confidence = answer.confidence.min(BY_WORD);
                let line = line as u32 + 1;
                answer.doubt = Some(Doubt::Elsewhere { word, line });
                if stays {
                    answer.candidates = places(others);
                } else if let Some(other) = others.into_iter().next() {
                    go_to(answer, other);
                    answer.confidence = answer.confidence.min(BY_WORD);
                }
            }
            Self::Several(_) | Self::Nothing => {
                answer.confidence = answer.confidence.min(UNPROVEN);
                answer.doubt = Some(Doubt::Unfit);
                let follows = matches!(answer.verdict, Verdict::Moved | Verdict::Renamed);
                if !(stays || follows && matches!(self, Self::Nothing)) {
                    let found = places(others);
                    unclear(answer, found);
                }
            }
            Self::Unproven => {
                answer.confidence = answer.confidence.min(UNPROVEN);
                answer.doubt = Some(Doubt::Unproven);
            }
            Self::Blank if stays => {}
            Self::Blank => {
                answer.doubt = Some(Doubt::SaysNothing);
                unclear(answer, Vec::new());
            }
        }
    }
}

/// Doubts a line that the plan says something of which is defined elsewhere in the file: its number may be older than the plan.
pub(crate) fn doubt(
    claim: &Claim,
    (first, last): (usize, Option<usize>),
    text: &Text,
    symbols: &[Symbol],
    answer: &mut Judgement,
) {
    let lines = (first, last.unwrap_or(first));
    let evidence = weigh(text, symbols, lines, &claim.nearest, &claim.others);
    if let Evidence::Elsewhere { word, line } = evidence {
        let line = line as u32 + 1;
        answer.confidence = answer.confidence.min(UNPROVEN);
        answer.doubt = Some(Doubt::Elsewhere { word, line });
    }
}

/// Lets an answer tell what became of another line than the one that the claim names.
fn go_to(answer: &mut Judgement, other: Judgement) {
    let stands = matches!(
        other.verdict,
        Verdict::Unchanged | Verdict::Moved | Verdict::Renamed
    );
    let Some(mut now) = other.now.clone().filter(|_| stands) else {
        let found = places(vec![other]);
        unclear(answer, found);
        return;
    };
    let then = answer.then.as_ref();
    let length = then.and_then(|it| Some(it.end_line? - it.line?));
    now.end_line = now.line.zip(length).map(|(line, length)| line + length);
    let is_there = then.is_some_and(|it| (&it.path, it.line) == (&now.path, now.line));
    answer.verdict = match other.verdict {
        _ if is_there => Verdict::Unchanged,
        Verdict::Renamed => Verdict::Renamed,
        _ => Verdict::Moved,
    };
    answer.confidence = other.confidence;
    answer.now = Some(now);
    answer.change = other.change;
    answer.candidates.clear();
    answer.text_now = None;
}

/// Says that it cannot be told where a reference leads, but for where somebody might look.
fn unclear(answer: &mut Judgement, mut found: Vec<Place>) {
    answer.verdict = Verdict::Unclear;
    if found.is_empty() {
        found.extend(answer.now.take());
    }
    answer.now = None;
    answer.candidates = found;
    answer.text_now = None;
    answer.change = None;
    answer.confidence = 0.0;
}

/// Returns where other lines are now, as far as that is known of each.
fn places(others: Vec<Judgement>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for other in others {
        let is_known = other.verdict != Verdict::Ambiguous;
        if let Some(place) = other.now.filter(|it| is_known && !places.contains(it)) {
            places.push(place);
        }
    }
    places
}

impl Drift<'_> {
    /// Returns whether a commit brought a file into the history together with much else.
    pub(crate) fn is_import(
        reader: &Reader<'_>,
        commit: CommitId,
        path: &str,
    ) -> Result<bool, Error> {
        let changes = reader.changes(Step { commit, parent: 0 })?;
        Ok(changes.len() >= MANY_FILES && to_file(&changes, path).is_some())
    }
}
