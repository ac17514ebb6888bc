//! Whether evidence is still true of the files as they are, and what changed since.

use tip_ledger::{Digest, Evidence, EvidenceKey, Ledger, LedgerError, Outcome};
use tip_workspace::{InputState, Inputs};

use crate::{RunItem, Seen, Since};

/// Returns what is different for a criterion from the moment at which `last` was earned; `key` is its key at the moment that was seen.
pub fn since(
    last: &Evidence,
    item: &RunItem,
    key: &EvidenceKey,
    seen: &Seen,
    inputs: &Inputs<'_>,
) -> Since {
    let state = seen.state();
    let differences = || {
        if last.key.inputs == key.inputs {
            return Some(Vec::new());
        }
        let changed = last.tree.changed.as_ref()?;
        let mut then = inputs.committed(last.tree.commit.as_deref()?)?;
        let mut paths = Vec::new();
        // Under the name that it had then the plan is no input either.
        then.remove(&last.plan);
        // What was not as in the commit then has its content in the evidence.
        for it in changed {
            then.remove(&it.path);
            if content_of(state, &it.path) != it.content {
                paths.push(it.path.clone());
            }
        }
        let changed_then = |path: &str| {
            changed
                .binary_search_by(|it| it.path.as_str().cmp(path))
                .is_ok()
        };
        let then = InputState::new(then.into_iter().collect());
        let others = then.differences(state).into_iter();
        paths.extend(others.filter(|it| !changed_then(it)));
        paths.sort_unstable();
        Some(seen.own(item, &paths))
    };
    Since {
        passed: last.started,
        commit: last.tree.commit.clone(),
        environment: last.key.environment != key.environment,
        inputs: differences(),
        git: last.key.git != key.git,
        programs: last.key.programs != key.programs,
        changed_inputs: last.changed_inputs,
    }
}

/// How many passes are compared with to find the one that differs least.
const MOST_COMPARED: usize = 8;

/// Returns what is different from the pass that differs least, the newest of those; passes of the criterion itself go before those of
/// others with the same commands.
pub(crate) fn since_nearest_pass(
    history: &[Evidence],
    item: &RunItem,
    key: &EvidenceKey,
    seen: &Seen,
    inputs: &Inputs<'_>,
) -> Option<Since> {
    let passed = || history.iter().filter(|it| it.outcome == Outcome::Passed);
    let is_own = |it: &Evidence| it.criterion == item.id;
    let has_own = passed().any(is_own);
    let mut compared: Vec<&Evidence> = Vec::new();
    for it in passed().filter(|it| !has_own || is_own(it)) {
        let is_new = compared.iter().all(|other| other.key != it.key);
        if is_new && compared.len() < MOST_COMPARED {
            compared.push(it);
        }
    }
    let all = compared.into_iter();
    let all = all.map(|it| since(it, item, key, seen, inputs));
    all.min_by_key(Since::differences)
}

/// What is known of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What is served instead of a run; where nothing is, what the newest run that tells whether the criterion holds showed, or the newest run.
    pub evidence: Evidence,
    /// Whether it is served.
    pub served: bool,
    /// The newest run, where it began after what is served and did not pass.
    pub failed_since: Option<Evidence>,
}

/// Returns what is known of a criterion that has `key`; `None` where it was never run.
///
/// Of the runs of the same commands those for the criterion itself go before those for another one.
pub fn known(
    ledger: &dyn Ledger,
    item: &RunItem,
    key: &EvidenceKey,
) -> Result<Option<Known>, LedgerError> {
    let mut history = ledger.history(&key.subject, LONGEST_HISTORY)?;
    if let Some(pass) = ledger.passes(&[*key])?.pop().flatten() {
        let newest = history.into_iter().next();
        let fails = |it: &Evidence| it.outcome == Outcome::Failed && it.started >= pass.started;
        return Ok(Some(Known {
            failed_since: newest.filter(fails),
            evidence: pass,
            served: true,
        }));
    }
    if history.is_empty() {
        return Ok(None);
    }
    let tells = |it: &Evidence| it.outcome.is_answer() || it.ends_passes() && it.key == *key;
    let answer = own_or_any(&history, item, tells);
    Ok(Some(Known {
        evidence: history.swap_remove(answer.unwrap_or(0)),
        served: false,
        failed_since: None,
    }))
}

/// Returns the place of the first run that fits among those for the criterion itself, else among all.
fn own_or_any(
    history: &[Evidence],
    item: &RunItem,
    fits: impl Fn(&Evidence) -> bool,
) -> Option<usize> {
    let own = |it: &Evidence| it.criterion == item.id && fits(it);
    let any = || history.iter().position(&fits);
    history.iter().position(own).or_else(any)
}

/// Returns the newest pass that was taken in from elsewhere and differs from `key` at most in the programs; none where it failed here since.
pub fn pass_from_elsewhere(
    ledger: &dyn Ledger,
    key: &EvidenceKey,
) -> Result<Option<Evidence>, LedgerError> {
    let history = ledger.history(&key.subject, LONGEST_HISTORY)?;
    let passed =
        |it: &Evidence| it.imported && it.is_lasting_pass() && it.key.is_same_elsewhere(key);
    let failed = |it: &Evidence| it.ends_passes() && it.key == *key;
    let mut telling = history.into_iter().filter(|it| passed(it) || failed(it));
    Ok(telling.next().filter(passed))
}

/// How many runs are looked through.
const LONGEST_HISTORY: usize = 50;

/// Returns the digest of the content of inputs.
pub(crate) fn input_digest(state: &InputState) -> Digest {
    let files = state.files.iter();
    tip_ledger::input_digest(files.map(|(path, it)| (path.as_str(), it.bytes())))
}

/// Returns the content of one input, as evidence keeps it.
pub(crate) fn content_of(state: &InputState, path: &str) -> Option<String> {
    let files = &state.files;
    let at = files
        .binary_search_by(|(it, _)| it.as_str().cmp(path))
        .ok()?;
    Some(files[at].1.text())
}
