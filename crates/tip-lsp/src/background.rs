//! The other thread: what takes longer than a keystroke.
//!
//! It looks at all plans of a repository, runs the rules over all of them, and follows references through the history. Of several jobs
//! that wait it does the newest of a kind. While somebody types it only notes what changed, so that the processor is free for that.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8PathBuf;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rustc_hash::{FxHashMap, FxHashSet};
use tip_rules::{Judged, Outline, RuleConfig};
use tip_workspace::{Behind, Effort, Followed, Keeping, Overlay, Past, Snapshot, Standing};

use crate::drifted::Trail;
use crate::evidence::Remembered;
use crate::project::{Contents, Project, SharedSurvey, Survey};

/// Something to be done.
#[derive(Debug)]
pub(crate) enum Job {
    /// Files changed on the disk, or nobody looked yet: look at the whole repository.
    Survey {
        /// The repository.
        root: Utf8PathBuf,
        /// Its files, under what the editor holds.
        overlay: Arc<Overlay>,
    },
    /// An open plan changed.
    Changed {
        /// The repository.
        root: Utf8PathBuf,
        /// The plan in small.
        outline: Box<Outline>,
        /// What else is known of it.
        contents: Contents,
    },
    /// References of an open plan may have drifted.
    Drift {
        /// The repository.
        root: Utf8PathBuf,
        /// The plan.
        path: String,
        /// How it stands among the plans.
        standing: Standing,
    },
    /// Criteria may have run since somebody looked.
    Evidence {
        /// The repository.
        root: Utf8PathBuf,
    },
    /// A document is open, and findings of the rules over all plans are wanted for it.
    Open {
        /// The repository.
        root: Utf8PathBuf,
        /// The plan.
        path: String,
    },
    /// A document was closed.
    Closed {
        /// The repository.
        root: Utf8PathBuf,
        /// The plan.
        path: String,
    },
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Report {
    /// A repository as it is now.
    Surveyed {
        /// The repository.
        root: Utf8PathBuf,
        /// It, its survey and what the rules over all plans found.
        project: Box<Project>,
    },
    /// What the rules over all plans found in open documents.
    Judged {
        /// The repository.
        root: Utf8PathBuf,
        /// The findings, by path.
        of_set: FxHashMap<String, Vec<Judged>>,
    },
    /// What became of the references of a plan.
    Drifted {
        /// The repository.
        root: Utf8PathBuf,
        /// The plan.
        path: String,
        /// Them.
        trail: Arc<Trail>,
    },
    /// What is remembered of runs of criteria.
    Remembered {
        /// The repository.
        root: Utf8PathBuf,
        /// It.
        evidence: Arc<Remembered>,
    },
    /// A repository cannot be opened.
    Failed {
        /// The repository.
        root: Utf8PathBuf,
        /// Why.
        message: String,
    },
}

/// How long nothing changes before all plans are judged again.
const PAUSE: Duration = Duration::from_millis(50);

/// How often that is put off while changes go on.
const MOST_PUT_OFF: u32 = 10;

/// Does jobs until nobody gives any more.
pub(crate) fn work(jobs: &Receiver<Job>, reports: &Sender<Report>) {
    let behind = Behind::start();
    let mut worker = Worker::default();
    while let Some(waiting) = worker.wait(jobs) {
        for report in behind.run(|| worker.run(waiting)) {
            if reports.send(report).is_err() {
                return;
            }
        }
    }
}

/// What the thread remembers.
#[derive(Debug, Default)]
struct Worker {
    projects: FxHashMap<Utf8PathBuf, Known>,
    open: FxHashMap<Utf8PathBuf, FxHashSet<String>>,
    /// The repositories of which a plan changed since all plans were judged.
    changed: BTreeSet<Utf8PathBuf>,
    /// How often judging them was put off.
    put_off: u32,
}

#[derive(Debug)]
struct Known {
    snapshot: Arc<Snapshot>,
    rules: Arc<RuleConfig>,
    survey: SharedSurvey,
}

impl Worker {
    /// Waits for jobs, and returns none where nothing changed for a while and plans are to be judged; `None` when nobody gives any more.
    fn wait(&self, jobs: &Receiver<Job>) -> Option<Vec<Job>> {
        let first = if self.changed.is_empty() {
            Some(jobs.recv().ok()?)
        } else {
            match jobs.recv_timeout(PAUSE) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        Some(first.into_iter().chain(jobs.try_iter()).collect())
    }

    fn run(&mut self, jobs: Vec<Job>) -> Vec<Report> {
        let mut reports = Vec::new();
        let mut surveys: Vec<(Utf8PathBuf, Arc<Overlay>)> = Vec::new();
        let mut judge: BTreeSet<Utf8PathBuf> = BTreeSet::new();
        let mut drift: Vec<(Utf8PathBuf, String, Standing)> = Vec::new();
        let typing = !jobs.is_empty() && jobs.iter().all(|it| matches!(it, Job::Changed { .. }));
        let mut changed = Vec::new();
        let mut evidence: BTreeSet<Utf8PathBuf> = BTreeSet::new();
        for job in jobs {
            match job {
                Job::Survey { root, overlay } => {
                    surveys.retain(|it| it.0 != root);
                    surveys.push((root, overlay));
                }
                Job::Changed {
                    root,
                    outline,
                    contents,
                } => changed.push((root, outline, contents)),
                Job::Drift {
                    root,
                    path,
                    standing,
                } => {
                    drift.retain(|it| (&it.0, &it.1) != (&root, &path));
                    drift.push((root, path, standing));
                }
                Job::Evidence { root } => {
                    evidence.insert(root);
                }
                Job::Open { root, path } => {
                    judge.insert(root.clone());
                    self.open.entry(root).or_default().insert(path);
                }
                Job::Closed { root, path } => {
                    if let Some(open) = self.open.get_mut(&root) {
                        open.remove(&path);
                    }
                }
            }
        }
        for (root, overlay) in surveys {
            judge.remove(&root);
            self.changed.remove(&root);
            evidence.insert(root.clone());
            reports.push(self.survey(root, overlay));
        }
        for (root, outline, contents) in changed {
            if let Some(known) = self.projects.get(&root) {
                known.survey.update(*outline, contents);
                self.changed.insert(root);
            }
        }
        if typing && self.put_off < MOST_PUT_OFF {
            self.put_off += 1;
        } else {
            self.put_off = 0;
            judge.append(&mut self.changed);
        }
        for root in judge {
            if let Some(of_set) = self.judge(&root) {
                reports.push(Report::Judged { root, of_set });
            }
        }
        for root in evidence {
            let evidence = Arc::new(self.remembered(&root));
            reports.push(Report::Remembered { root, evidence });
        }
        for (root, path, standing) in drift {
            if let Some(trail) = self.drift(&root, &path, standing) {
                let trail = Arc::new(trail);
                reports.push(Report::Drifted { root, path, trail });
            }
        }
        reports
    }

    fn survey(&mut self, root: Utf8PathBuf, overlay: Arc<Overlay>) -> Report {
        let mut project = match Project::open(overlay, &root) {
            Ok(project) => project,
            Err(error) => {
                let message = error.to_string();
                return Report::Failed { root, message };
            }
        };
        project.survey = SharedSurvey::new(Survey::of(&project.snapshot));
        let known = Known {
            snapshot: Arc::clone(&project.snapshot),
            rules: Arc::clone(&project.rules),
            survey: project.survey.clone(),
        };
        self.projects.insert(root.clone(), known);
        project.of_set = self.judge(&root).unwrap_or_default();
        Report::Surveyed {
            root,
            project: Box::new(project),
        }
    }

    /// Reads what is remembered of runs, and looks which of it is still true.
    fn remembered(&self, root: &Utf8PathBuf) -> Remembered {
        let mut evidence = Remembered::read(root.as_std_path());
        if let Some(known) = self.projects.get(root) {
            let open = self.open.get(root).into_iter().flatten();
            evidence.look(&known.snapshot, open.cloned());
        }
        evidence
    }

    /// Runs the rules over all plans, and returns what they find in open ones.
    fn judge(&self, root: &Utf8PathBuf) -> Option<FxHashMap<String, Vec<Judged>>> {
        let known = self.projects.get(root)?;
        let open = self.open.get(root)?;
        let survey = known.survey.read();
        let found = known.snapshot.judge_set(&survey.outlines, &known.rules);
        let mut of_set: FxHashMap<String, Vec<Judged>> = FxHashMap::default();
        for (at, judged) in found {
            let path = &survey.outlines.get(at)?.path;
            if open.contains(path) {
                of_set.entry(path.clone()).or_default().push(judged);
            }
        }
        Some(of_set)
    }

    /// Follows the references of one plan; `None` where there is no history to follow them through.
    fn drift(&self, root: &Utf8PathBuf, path: &str, standing: Standing) -> Option<Trail> {
        let snapshot = &self.projects.get(root)?.snapshot;
        let past = Past::open(snapshot, Keeping::Kept).ok()?;
        let drift = past.drift().ok()?;
        let found = snapshot.drift(&drift, &[(path.to_owned(), standing)], false);
        let plan = found.ok()?.pop()?;
        let now = |path: &str| snapshot.file(path);
        let followed = Followed::new(drift.session(&now), past.history(), Effort::Judge);
        let fates = followed.fates(snapshot, path).ok()?;
        followed.finish().ok()?;
        Some(Trail { plan, fates })
    }
}
