//! `tip check`.

mod baseline;

mod fix;

mod followed;

mod named;

mod since;

mod stdin;

mod watch;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use camino::Utf8Path;
use tip_report::baseline::Baseline;
use tip_report::{
    CheckReport, CheckedFile, concise, github, human, json, junit, sarif, statistics,
};
use tip_rules::Judged;
use tip_syntax::{Kept, Severity};
use tip_work::ATTEMPTS;
use tip_workspace::{EntryKind, Root, RuleChoice, Snapshot, Standing, is_markdown};

use super::VERSION;
use super::load::{EXCLUDE, all_read, no_plans, tell_unseen};
use crate::Answer;
use crate::args::{CheckArgs, FailOn, Format};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::{Place, Repository};

/// How many files a check takes before it shows how far it is.
const LONG: usize = 2000;
/// After how many files it shows it again.
const STEP: usize = 100;

/// The files to be checked in one repository.
pub(super) struct Job {
    pub(super) repository: Repository,
    pub(super) files: BTreeMap<String, Standing>,
}

impl Job {
    pub(super) fn files(&self) -> Vec<(String, Standing)> {
        let files = self.files.iter();
        files.map(|(path, it)| (path.clone(), *it)).collect()
    }

    pub(super) fn root(&self) -> Root {
        Root {
            path: self.repository.snapshot.root().to_path_buf(),
            kind: self.repository.kind,
        }
    }
}

/// What was found in one file.
struct Found {
    path: String,
    source: Kept,
    judged: Vec<Judged>,
}

pub(super) fn run(args: &CheckArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    if let Some((args, place)) = stdin::laid_over(args, place)? {
        return once(&args, &place, output);
    }
    if args.watch {
        return watch::run(args, place, output);
    }
    once(args, place, output)
}

/// Checks the files as they are.
fn once(args: &CheckArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let over = RuleChoice {
        select: rules(&args.select)?,
        ignore: rules(&args.ignore)?,
        levels: Vec::new(),
    };
    let wanted = args.fixes;
    if wanted.unsafe_fixes && !wanted.fix && !wanted.diff {
        return Err(Failure::usage("`--unsafe-fixes` does nothing by itself")
            .hint("add `--fix` to apply them, or `--diff` to see them first"));
    }
    let (mut jobs, mut troubles) = jobs(args, place, output)?;
    if wanted.fix || wanted.diff {
        let mut told = fix::Applied::default();
        for attempt in 1.. {
            let changes = fix::changes(args, &jobs, &over, place, output)?;
            if wanted.diff {
                let answer = fix::show(&changes, place, output)?;
                return all_read(troubles).map(|()| answer);
            }
            let stale = fix::write(&changes, &mut told, place, output)?;
            drop(changes);
            // What was remembered of the files is not true any more.
            for job in &mut jobs {
                job.repository = place.open_root(job.root())?;
            }
            match stale {
                None => break,
                Some(failure) if attempt == ATTEMPTS => return Err(failure),
                // Somebody wrote meanwhile: what is to be fixed now is found anew.
                Some(_) => {}
            }
        }
        told.tell(output);
    }
    if args.programs && !place.search_path.is_empty() {
        for job in &mut jobs {
            let folders = place.search_path.clone();
            job.repository.snapshot.set_search_path(folders);
        }
    }
    let mut found = Vec::new();
    let mut found_now = Baseline::default();
    let mut plans = 0;
    let mut plan_files = 0;
    let mut internal = false;
    let (mut followed, mut unfollowed) = (0, 0);
    for job in &jobs {
        let snapshot = &job.repository.snapshot;
        let settings = snapshot.config().rules.settings(&over);
        let files = job.files();
        let progress = progress(files.len(), output);
        let checked = followed::with(args.follow, snapshot, |followed| {
            snapshot.check_followed(&files, &settings, followed, &progress)
        })?;
        unfollowed += checked.unfollowed;
        followed += checked.followed;
        plans += checked.plans;
        plan_files += checked.files.len();
        for problem in checked.problems {
            troubles += 1;
            internal |= problem.internal;
            let path = shown(&problem.path, snapshot, args, place);
            output.trouble(&format!("cannot check `{path}`: {}", problem.message));
        }
        let since = args.since.as_deref();
        let since = since
            .map(|name| since::Since::open(snapshot, name))
            .transpose()?;
        let mut known = baseline::read(args, snapshot, place)?;
        for mut file in checked.files.into_iter().filter(|it| !it.judged.is_empty()) {
            let source = if let Some(source) = file.source.take() {
                source
            } else {
                let spans = file.judged.iter().flat_map(|it| it.finding.spans());
                Kept::around(&snapshot.source(&file.path)?, spans)
            };
            if args.write_baseline.is_some() {
                found_now.add(&file.path, &source, &file.judged);
            }
            known.take(&file.path, &source, &mut file.judged);
            if let Some(since) = &since {
                let whole = snapshot.source(&file.path)?;
                since.keep(&file.path, &whole, &mut file.judged)?;
            }
            if file.judged.is_empty() {
                continue;
            }
            found.push(Found {
                source,
                path: shown(&file.path, snapshot, args, place),
                judged: relabelled(file.judged, &|path| shown(path, snapshot, args, place)),
            });
        }
        baseline::tell_stale(&known, &job.files, output);
    }
    if let Some(file) = args.write_baseline.as_deref().filter(|_| troubles == 0) {
        return baseline::write(file, &found_now, place, output);
    }
    match show(args, &jobs, &found, (plans, plan_files), place, output) {
        // Whoever stops reading has the answer all the same.
        Err(failure) if failure.is_broken_pipe() => {}
        other => other?,
    }
    if matches!(args.format, Format::Human) {
        followed::tell(args.follow, &jobs, (followed, unfollowed), output);
    }
    if troubles > 0 {
        let message = "not every plan could be checked";
        return Err(if internal {
            Failure::internal(message)
        } else {
            Failure::user(message).hint(EXCLUDE)
        });
    }
    Ok(answer(args.fail_on, &found))
}

/// Finds out which files to check, repository by repository, and how much could not be looked at.
pub(super) fn jobs(
    args: &CheckArgs,
    place: &Place,
    output: &mut Output,
) -> Result<(Vec<Job>, usize), Failure> {
    if args.paths.is_empty() {
        let repository = place.open()?;
        let files = found_below(&repository.snapshot, "", args.all);
        let troubles = tell_unseen(&repository.snapshot, "", place, output);
        if files.is_empty() && troubles == 0 {
            no_plans(&repository, output);
        }
        return Ok((vec![Job { repository, files }], troubles));
    }
    let mut jobs: Vec<Job> = Vec::new();
    let mut troubles = 0;
    for path in &args.paths {
        let (root, absolute, kind) = match place.root_of(path) {
            Ok(found) => found,
            Err(failure) => {
                named::add(path, failure, &mut jobs, place)?;
                continue;
            }
        };
        let job = job_of(root, &mut jobs, place)?;
        let snapshot = &job.repository.snapshot;
        let Some(relative) = snapshot.relative(&absolute) else {
            return Err(Failure::user(format!(
                "`{path}` lies outside the repository"
            )));
        };
        if kind == EntryKind::File {
            if !is_markdown(&relative) {
                return Err(Failure::user(format!("`{path}` is no Markdown file"))
                    .hint("the names of plans end with .md or .markdown"));
            }
            let standing = snapshot.verdict(&relative).standing;
            job.files.insert(relative, standing);
            continue;
        }
        let ignored =
            args.all || snapshot.verdict(&format!("{relative}/x.md")).standing == Standing::Ignored;
        let files = found_below(snapshot, &relative, ignored);
        let unseen = tell_unseen(snapshot, &relative, place, output);
        if files.is_empty() && unseen == 0 {
            return Err(
                Failure::user(format!("no plans found in `{path}`")).hint(format!(
                    "`tip list --why {path}` says why; name a file to check it anyway"
                )),
            );
        }
        troubles += unseen;
        job.files.extend(files);
    }
    Ok((jobs, troubles))
}

fn job_of<'a>(root: Root, jobs: &'a mut Vec<Job>, place: &Place) -> Result<&'a mut Job, Failure> {
    let known = jobs
        .iter()
        .position(|it| it.repository.snapshot.root() == root.path);
    let at = if let Some(at) = known {
        at
    } else {
        jobs.push(Job {
            repository: place.open_root(root)?,
            files: BTreeMap::new(),
        });
        jobs.len() - 1
    };
    Ok(&mut jobs[at])
}

/// Returns the files of plans below a folder.
fn found_below(snapshot: &Snapshot, folder: &str, ignored: bool) -> BTreeMap<String, Standing> {
    let folder = Utf8Path::new(folder);
    let verdicts = snapshot.discovery().verdicts.iter();
    verdicts
        .filter(|it| it.is_plan && Utf8Path::new(&it.path).starts_with(folder))
        .filter(|it| ignored || it.standing != Standing::Ignored)
        .map(|it| (it.path.clone(), it.standing))
        .collect()
}

fn rules(written: &[String]) -> Result<Vec<String>, Failure> {
    let find = |written: &String| {
        RuleChoice::rule(written)
            .map(str::to_owned)
            .map_err(|nearest| {
                let failure = Failure::usage(format!("no rule is called `{written}`"));
                match nearest {
                    Some(nearest) => failure.hint(format!("did you mean `{nearest}`?")),
                    None => failure.hint("`tip rules` lists them"),
                }
            })
    };
    written.iter().map(find).collect()
}

/// Returns the path that is printed: for people as they would write it, for programs relative to the repository they run in.
fn shown(path: &str, snapshot: &Snapshot, args: &CheckArgs, place: &Place) -> String {
    let absolute = snapshot.root().join(path);
    match args.format {
        Format::Human | Format::Concise => place.shown(&absolute).into_string(),
        Format::Json | Format::Sarif | Format::Github | Format::Junit => {
            let base = place.base();
            match absolute.strip_prefix(base) {
                Ok(relative) => relative.as_str().to_owned(),
                Err(_) => path.to_owned(),
            }
        }
    }
}

/// Gives labels that point elsewhere the paths that are printed.
fn relabelled(mut judged: Vec<Judged>, shown: &dyn Fn(&str) -> String) -> Vec<Judged> {
    for it in &mut judged {
        let labels = it.finding.secondary.iter_mut();
        for label in labels.chain([&mut it.finding.primary]) {
            if let Some(path) = &mut label.path {
                *path = shown(path).into();
            }
        }
    }
    judged
}

fn show(
    args: &CheckArgs,
    jobs: &[Job],
    found: &[Found],
    (plans, plan_files): (usize, usize),
    place: &Place,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = |path: &str| {
        jobs.iter().find_map(|job| {
            let snapshot = &job.repository.snapshot;
            let absolute = match args.format {
                Format::Human | Format::Concise => place.absolute(path.into()),
                _ => place.base().join(path),
            };
            let relative = snapshot.relative(&absolute)?;
            let source = snapshot.source(&relative).ok()?;
            Some(Arc::new(Kept::whole(&source)))
        })
    };
    let report = CheckReport {
        version: VERSION,
        plans,
        plan_files,
        files: found
            .iter()
            .map(|it| CheckedFile {
                path: &it.path,
                source: &it.source,
                judged: &it.judged,
            })
            .collect(),
        sources: &sources,
    };
    let terminal = output.terminal();
    if plans == 0 && matches!(args.format, Format::Human) && !args.statistics {
        // What was said about finding none is all that there is to say.
        return Ok(());
    }
    let mut text = String::new();
    match (args.statistics, args.format) {
        (true, Format::Json) => text = statistics::json(&report),
        (true, _) => statistics::write(&report, &terminal, &mut text)?,
        (false, Format::Human) => human::write(&report, &terminal, &mut text)?,
        (false, Format::Concise) => concise::write(&report, &terminal, &mut text)?,
        (false, Format::Github) => github::write(&report, &mut text)?,
        (false, Format::Junit) => junit::write(&report, &mut text)?,
        (false, Format::Json) => return Ok(json::check(&report, output.writer())?),
        (false, Format::Sarif) => text = sarif::check(&report),
    }
    if text.is_empty() {
        return Ok(());
    }
    output.line(&text)
}

fn answer(fail_on: FailOn, found: &[Found]) -> Answer {
    let bar = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Hint => Severity::Hint,
        FailOn::Never => return Answer::Yes,
    };
    let mut all = found.iter().flat_map(|it| &it.judged);
    if all.any(|it| it.severity >= bar) {
        Answer::No
    } else {
        Answer::Yes
    }
}

/// Returns what shows how far a long check is, on a terminal only.
fn progress(total: usize, output: &Output) -> impl Fn(usize) + Sync + use<> {
    let shown = output.shows_progress() && total >= LONG;
    move |done| {
        if shown && (done % STEP == 0 || done == total) {
            let end = if done == total { "\r\u{1b}[K" } else { "" };
            // Nobody is left to be told when standard error is closed.
            let _ = write!(io::stderr(), "\r{done} of {total} files{end}");
        }
    }
}
