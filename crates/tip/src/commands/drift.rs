//! `tip drift`.

use std::collections::HashMap;

use camino::Utf8Path;
use tip_drift::{Base, CommitInfo, History, Judgement, Place as At, Revision, Verdict};
use tip_edit::{Aim, retarget_all};
use tip_report::drift::{self, Commit, Place as Shown, Reference, Report};
use tip_syntax::{Edit, apply_edits};
use tip_work::Change;
use tip_workspace::{DriftedPlan, DriftedReference, LEAST_CONFIDENCE, Past, Snapshot};

use super::change::show_change;
use super::load::all_read;
use super::{VERSION, check};
use crate::Answer;
use crate::args::{CheckArgs, DriftArgs, DriftFixArgs};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &DriftArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let fixes = args.fixes;
    if fixes.unsafe_fixes && !fixes.fix && !fixes.diff {
        return Err(Failure::usage("`--unsafe-fixes` does nothing by itself")
            .hint("add `--fix` to apply them, or `--diff` to see them first"));
    }
    let wanted = CheckArgs {
        paths: args.paths.clone(),
        all: args.all,
        ..CheckArgs::default()
    };
    let (mut jobs, troubles) = check::jobs(&wanted, place, output)?;
    let mut references = Vec::new();
    let mut findings = 0;
    let mut differs = false;
    for job in &mut jobs {
        let past = Past::open(&job.repository.snapshot, args.cache.keeping())?;
        let (history, drift) = (past.history(), past.drift()?);
        warn(history, output)?;
        let mut plans = job
            .repository
            .snapshot
            .drift(&drift, &job.files(), args.all)?;
        if fixes.fix || fixes.diff {
            let level = Level::of(fixes);
            differs |= mend(
                &job.repository.snapshot,
                &plans,
                level,
                fixes,
                place,
                output,
            )?;
            if fixes.fix {
                job.repository = place.open_root(job.root())?;
                plans = job
                    .repository
                    .snapshot
                    .drift(&drift, &job.files(), args.all)?;
            }
        }
        let found = wire(&plans, history)?;
        if !(args.json || args.jsonl || fixes.diff) {
            findings += show(found, args, job.repository.snapshot.root(), place, output)?;
            continue;
        }
        references.extend(found);
    }
    if fixes.diff {
        return all_read(troubles).map(|()| if differs { Answer::No } else { Answer::Yes });
    }
    let report = Report::new(VERSION, references);
    findings += report.findings();
    if args.json {
        output.write(&drift::json(&report))?;
    } else if args.jsonl {
        output.write(&drift::jsonl(&report))?;
    }
    all_read(troubles)?;
    Ok(match findings {
        0 => Answer::Yes,
        _ => Answer::No,
    })
}

/// Shows the references of one repository, and returns how many somebody has to look at.
fn show(
    references: Vec<Reference>,
    args: &DriftArgs,
    root: &Utf8Path,
    place: &Place,
    output: &mut Output,
) -> Result<usize, Failure> {
    let report = Report::new(VERSION, references);
    let shown = |path: &str| place.shown(&root.join(path)).into_string();
    let text = drift::render(&report, args.all, &shown, &output.terminal());
    match output.write(&text) {
        // Whoever stops reading has the answer all the same.
        Err(failure) if failure.is_broken_pipe() => {}
        other => other?,
    }
    if report.references.iter().any(|it| it.finding && it.fixable) {
        output.hint("`tip drift --fix` rewrites what is sure, `--diff` shows it first");
    }
    Ok(report.findings())
}

/// Says what makes the history tell less than it could.
pub(super) fn warn(history: &History, output: &mut Output) -> Result<(), Failure> {
    if history.is_shallow()? {
        output.note("this clone is shallow: what was written before its first commit is measured from there");
        output.hint("`git fetch --unshallow` brings the rest");
    }
    if let Some(what) = history.in_progress() {
        output.note(&format!(
            "git is in the middle of {what}: references are judged by the files as they are"
        ));
    }
    Ok(())
}

/// How sure a reference must be to be rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Safe,
    Unsafe,
}

impl Level {
    fn of(fixes: DriftFixArgs) -> Self {
        if fixes.unsafe_fixes {
            Self::Unsafe
        } else {
            Self::Safe
        }
    }

    fn allows(self, judgement: &Judgement) -> bool {
        match self {
            Self::Safe => judgement.is_safe_to_mend(),
            Self::Unsafe => {
                judgement.verdict.is_drift()
                    && judgement.verdict != Verdict::Ambiguous
                    && judgement.now.is_some()
                    && judgement.confidence >= LEAST_CONFIDENCE
            }
        }
    }
}

/// Rewrites references, or shows how; returns whether there was something to rewrite.
fn mend(
    snapshot: &Snapshot,
    plans: &[DriftedPlan],
    level: Level,
    fixes: DriftFixArgs,
    place: &Place,
    output: &mut Output,
) -> Result<bool, Failure> {
    let mut differs = false;
    for plan in plans {
        let mut edits: Vec<Edit> = Vec::new();
        let mut count = 0;
        for list in lists(plan) {
            let Some(mut found) = mending(plan, list, level) else {
                continue;
            };
            // One path may stand for several lines.
            found.retain(|edit| !edits.contains(edit));
            let apart = |edit: &Edit| edits.iter().all(|other| !overlap(edit, other));
            if found.iter().all(apart) {
                edits.extend(found);
                count += list.iter().filter(|it| moves(it, level)).count();
            }
        }
        if edits.is_empty() {
            continue;
        }
        differs = true;
        edits.sort_by_key(|it| it.span.start);
        let before = plan.source.bytes().to_vec();
        let after = apply_edits(&before, &edits)
            .map_err(|_| Failure::internal("the edits of references overlap"))?;
        let change = Change {
            snapshot,
            path: plan.path.clone(),
            before,
            after,
        };
        if fixes.diff {
            show_change(&change, place, output)?;
        } else {
            change.write(place)?;
            let plural = if count == 1 { "" } else { "s" };
            output.note(&format!(
                "rewrote {count} reference{plural} in `{}`",
                change.shown(place)
            ));
        }
    }
    Ok(differs)
}

/// Returns the references of a plan, those together that one text names: `a.rs:4-6,9` is two.
fn lists(plan: &DriftedPlan) -> impl Iterator<Item = &[DriftedReference]> {
    let is_one_text =
        |a: &DriftedReference, b: &DriftedReference| a.reference.span == b.reference.span;
    plan.references.chunk_by(is_one_text)
}

fn moves(it: &DriftedReference, level: Level) -> bool {
    it.is_finding() && level.allows(&it.judgement)
}

/// Returns what rewrites a list of lines: all of them, or none, since those that stay must be known to be right.
fn mending(plan: &DriftedPlan, list: &[DriftedReference], level: Level) -> Option<Vec<Edit>> {
    let stays = |it: &DriftedReference| it.judgement.verdict == Verdict::Unchanged;
    let mends = list.iter().any(|it| moves(it, level))
        && list.iter().all(|it| moves(it, level) || stays(it));
    mends.then(|| edits_of(plan, list)).flatten()
}

fn overlap(one: &Edit, other: &Edit) -> bool {
    one.span.start < other.span.end && other.span.start < one.span.end
}

/// Returns what rewrites a reference; `None` where its form does not allow it.
fn edits_of(plan: &DriftedPlan, list: &[DriftedReference]) -> Option<Vec<Edit>> {
    let aim = |it: &DriftedReference| {
        let (then, now) = (it.judgement.then.as_ref()?, it.judgement.now.as_ref()?);
        let renamed =
            (then.path != now.path && !it.leads).then_some((then.path.clone(), now.path.clone()));
        Some((renamed, now.line, now.end_line))
    };
    let aims: Vec<_> = list.iter().map(aim).collect::<Option<_>>()?;
    let aims: Vec<_> = list
        .iter()
        .zip(&aims)
        .map(|(it, (renamed, line, end_line))| {
            let renamed = renamed.as_ref();
            let aim = Aim {
                renamed: renamed.map(|(then, now)| (then.as_str(), now.as_str())),
                plan: &plan.path,
                line: *line,
                end_line: *end_line,
            };
            (&it.reference, aim)
        })
        .collect();
    retarget_all(&plan.source, &aims)
}

/// Puts what is known of references into words.
pub(super) fn wire(plans: &[DriftedPlan], history: &History) -> Result<Vec<Reference>, Failure> {
    let mut commits: HashMap<Revision, CommitInfo> = HashMap::new();
    let has_submodules = !history.submodules()?.is_empty();
    let mut references = Vec::new();
    for plan in plans {
        let listed = lists(plan).flat_map(|list| {
            let mends = mending(plan, list, Level::Safe).is_some();
            list.iter().map(move |it| (it, mends))
        });
        for (it, mends) in listed {
            let judgement = &it.judgement;
            let change = match judgement.change {
                None => None,
                Some(revision) => {
                    if let std::collections::hash_map::Entry::Vacant(entry) =
                        commits.entry(revision)
                    {
                        entry.insert(history.about(revision)?);
                    }
                    commits.get(&revision).map(commit)
                }
            };
            let mut reference = one(plan, it, change, mends);
            if it.verdict() == Verdict::Outside && reference.reason.is_none() {
                let reason = if has_submodules {
                    "it lies in a submodule, which has a history of its own, or outside of this repository"
                } else {
                    "it lies outside of this repository"
                };
                reference.reason = Some(reason.to_owned());
            }
            references.push(reference);
        }
    }
    Ok(references)
}

pub(super) fn commit(info: &CommitInfo) -> Commit {
    Commit {
        hash: info.revision.hash(),
        subject: info.subject.clone(),
        author: info.author.clone(),
        date: info.date.clone(),
    }
}

/// Says what made a reference harder to follow.
fn doubt(judgement: &Judgement) -> Option<String> {
    let unread = judgement.unread.as_ref();
    let unread = unread
        .map(|(path, why)| format!("the symbols of `{path}` are not known: it {}", why.words()));
    judgement.doubt.as_ref().map(ToString::to_string).or(unread)
}

fn one(
    plan: &DriftedPlan,
    it: &DriftedReference,
    change: Option<Commit>,
    mends: bool,
) -> Reference {
    let DriftedReference {
        reference,
        judgement,
        ..
    } = it;
    let place = |at: &At| Shown {
        path: at.path.clone(),
        line: at.line,
        end_line: at.end_line,
    };
    let now = judgement.now.as_ref();
    Reference {
        plan: plan.path.clone(),
        line_in_plan: plan.source.line_of(reference.path_span.start),
        written: plan.source.folded(reference.span).into_owned(),
        path: reference.path.clone(),
        line: reference.line,
        end_line: reference.end_line,
        symbol: reference.symbol.clone(),
        anchor: reference.anchor.clone(),
        verdict: it.verdict().word(),
        finding: it.is_finding(),
        reason: it.history.map(str::to_owned),
        phase: it.phase.clone(),
        written_in: judgement.written.map(Revision::hash),
        base: judgement.base.map(|it| match it {
            Base::Commit(revision) => revision.hash(),
            Base::WorkTree => "worktree".to_owned(),
        }),
        base_path: judgement.then.as_ref().map(|it| it.path.clone()),
        now_path: now.map(|it| it.path.clone()),
        now_line: now.and_then(|it| it.line),
        now_end_line: now.and_then(|it| it.end_line),
        confidence: (f64::from(judgement.confidence) * 100.0).round() / 100.0,
        fixable: mends && moves(it, Level::Safe),
        candidates: judgement.candidates.iter().map(place).collect(),
        change,
        text_then: judgement.text_then.clone(),
        text_now: judgement.text_now.clone(),
        doubt: doubt(judgement),
    }
}
