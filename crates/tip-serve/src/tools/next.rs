//! What can be worked on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_report::NextPlan;
use tip_work::{Failure, Loaded, Upcoming};

use crate::desk::Desk;
use crate::page::page;

/// So many phases are told where nobody says otherwise.
const LIMIT: usize = 10;

/// So many open boxes are told of each.
const OPEN: usize = 8;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// Path or name; all without it.
    plan: Option<String>,
    /// Most phases; 10.
    limit: Option<usize>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plans: Vec<Coming>,
    /// Why nothing is ready.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nothing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Coming {
    plan: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    stage: &'static str,
    done: u32,
    total: u32,
    ready: Vec<Ready>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    boxes: Vec<String>,
    #[serde(skip_serializing_if = "is_zero")]
    waiting: usize,
}

#[derive(Serialize, JsonSchema)]
struct Ready {
    handle: String,
    title: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

pub(crate) fn next(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let names: Vec<String> = wish.plan.iter().cloned().collect();
    names.iter().try_for_each(|it| desk.whole(it))?;
    let mut upcoming = Upcoming::of(&snapshot, &names, &desk.place, |loaded: &mut Loaded| {
        loaded.version()
    })?;
    upcoming.keep(wish.limit.unwrap_or(LIMIT).max(1));
    let unread = upcoming
        .unread
        .iter()
        .map(|it| format!("cannot read `{}`: {}", it.path, it.source));
    let mut nothing: Vec<String> = unread.collect();
    if upcoming.plans.is_empty() {
        nothing.extend(upcoming.nothing);
        if upcoming.looked == 0 {
            nothing.push("there is no plan here: `new` begins one".to_owned());
        } else if !upcoming.untold.is_empty() {
            let shown = upcoming.untold.iter().take(LIMIT);
            let shown: Vec<String> = shown.map(|it| format!("`{it}`")).collect();
            nothing.push(format!(
                "{} plans do not tell how far they have come; `next` with `plan` shows one: {}",
                upcoming.untold.len(),
                shown.join(", ")
            ));
        } else if nothing.is_empty() {
            nothing.push("no plan is under way: `new` begins one".to_owned());
        }
    }
    let plans = upcoming.plans.into_iter();
    let plans = plans.map(|(plan, version)| of(plan, version)).collect();
    let page = page(plans, wish.cursor.as_deref())?;
    nothing.truncate(LIMIT);
    Ok(Answer {
        plans: page.items,
        nothing,
        more: page.more,
    })
}

fn of(plan: NextPlan, version: String) -> Coming {
    let ready = plan.ready.into_iter().map(|it| Ready {
        handle: it.handle,
        title: it.title,
        state: it.state.word(),
        effort: it.effort,
        open: it.open.into_iter().take(OPEN).collect(),
    });
    let boxes = plan.boxes.into_iter().take(OPEN);
    Coming {
        plan: plan.name,
        version,
        title: plan.title,
        stage: plan.stage.word(),
        done: plan.progress.done,
        total: plan.progress.total,
        ready: ready.collect(),
        boxes: boxes
            .map(|it| format!("{} {}", it.handle, it.text))
            .collect(),
        waiting: plan.waiting.len(),
    }
}
