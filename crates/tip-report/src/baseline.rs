//! The findings that a team has decided to live with for now, as a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tip_rules::Judged;
use tip_syntax::Kept;

use crate::fingerprint::fingerprint;
use crate::wire;

/// The version of the file's form.
const VERSION: u32 = 1;

/// Known findings: by the path of the plan, the rule, and the content that the finding speaks of, with how many there are.
///
/// Lines are no part of it, so that a finding that moves stays known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    plans: Plans,
}

type Plans = BTreeMap<String, BTreeMap<String, BTreeMap<String, u32>>>;

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    plans: Plans,
}

impl Baseline {
    /// Reads a file; the error says what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!(
                "its version is {}, this program reads {VERSION}",
                file.version
            ));
        }
        Ok(Self { plans: file.plans })
    }

    /// Writes the file: the same findings give the same bytes.
    pub fn write(&self) -> String {
        wire::pretty(&File {
            version: VERSION,
            plans: self.plans.clone(),
        })
    }

    /// Adds the findings of a plan; an internal fault is none of the plan's.
    pub fn add(&mut self, path: &str, source: &Kept, judged: &[Judged]) {
        for it in judged.iter().filter(|it| !is_internal(it)) {
            let plan = self.plans.entry(path.to_owned()).or_default();
            let rule = plan.entry(it.rule.name.to_owned()).or_default();
            *rule.entry(name(source, it)).or_default() += 1;
        }
    }

    /// Takes the known findings of a plan away, and out of the baseline; what is left in it is gone from the plan.
    pub fn take(&mut self, path: &str, source: &Kept, judged: &mut Vec<Judged>) {
        let Some(plan) = self.plans.get_mut(path) else {
            return;
        };
        judged.retain(|it| {
            let known = plan
                .get_mut(it.rule.name)
                .and_then(|rule| rule.get_mut(&name(source, it)))
                .filter(|count| **count > 0 && !is_internal(it));
            known.is_none_or(|count| {
                *count -= 1;
                false
            })
        });
    }

    /// Counts the findings in it.
    pub fn len(&self) -> u32 {
        self.plans.values().map(count).sum()
    }

    /// Returns whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts the findings of one plan in it.
    pub fn len_of(&self, path: &str) -> u32 {
        self.plans.get(path).map_or(0, count)
    }
}

fn count(plan: &BTreeMap<String, BTreeMap<String, u32>>) -> u32 {
    plan.values().flat_map(BTreeMap::values).sum()
}

fn name(source: &Kept, judged: &Judged) -> String {
    format!("{:016x}", fingerprint(source, judged))
}

fn is_internal(judged: &Judged) -> bool {
    judged.rule.name == tip_rules::INTERNAL_FAULT.name
}
