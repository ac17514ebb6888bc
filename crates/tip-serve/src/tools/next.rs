//! What can be worked on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_report::{NextPlan, ReadyBox, StageBasis, stage_name};
use tip_work::{Failure, Loaded, Upcoming};

use crate::desk::Desk;
use crate::page::page_of;
use crate::tool_words::for_agents;

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
    /// Why it seems to be built.
    #[serde(skip_serializing_if = "Option::is_none")]
    built: Option<String>,
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
    let limit = wish.limit.unwrap_or(LIMIT);
    if limit == 0 {
        return Err(Failure::usage("`limit` is at least 1"));
    }
    let snapshot = desk.snapshot()?;
    let names: Vec<String> = wish.plan.iter().cloned().collect();
    names.iter().try_for_each(|it| desk.whole(it))?;
    let upcoming = Upcoming::of(&snapshot, &names, &desk.place, |loaded: &mut Loaded| {
        loaded.version()
    })?;
    let nothing = why_nothing(&upcoming);
    let parts = upcoming.plans.into_iter().enumerate();
    let mut plans = Vec::new();
    let mut all: Vec<Part> = Vec::new();
    for (at, (plan, version)) in parts {
        let (plan, parts) = of(at, plan, version);
        plans.push(Some(plan));
        all.extend(parts);
    }
    let page = page_of(all, wish.cursor.as_deref(), limit)?;
    let mut told: Vec<Coming> = Vec::new();
    for part in page.items {
        // The parts of a plan stand together.
        if let Some(plan) = plans.get_mut(part.plan).and_then(Option::take) {
            told.push(plan);
        }
        if let Some(plan) = told.last_mut() {
            plan.ready.extend(part.ready);
            plan.boxes.extend(part.boxes);
        }
    }
    Ok(Answer {
        plans: told,
        nothing,
        more: page.more,
    })
}

/// Says what could not be read, and where nothing is ready, why.
fn why_nothing(upcoming: &Upcoming<String>) -> Vec<String> {
    let unread = upcoming.unread.iter();
    let unread = unread.map(|it| format!("cannot read `{}`: {}", it.path, it.source));
    let mut nothing: Vec<String> = unread.collect();
    if upcoming.plans.is_empty() {
        nothing.extend(upcoming.nothing.iter().map(|it| for_agents(it)));
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
    nothing.truncate(LIMIT);
    nothing
}

/// What a page is made of: a phase that is ready, or the open boxes outside of phases.
#[derive(Serialize)]
struct Part {
    /// Which of the plans it is of.
    plan: usize,
    ready: Option<Ready>,
    boxes: Vec<String>,
}

/// Returns a plan without what is ready in it, and that.
fn of(at: usize, plan: NextPlan, version: String) -> (Coming, Vec<Part>) {
    let ready = plan.ready.into_iter().map(|it| Part {
        plan: at,
        ready: Some(Ready {
            handle: it.handle,
            title: it.title,
            state: it.state.word(),
            effort: it.effort,
            open: boxes(&it.open),
        }),
        boxes: Vec::new(),
    });
    let mut parts: Vec<Part> = ready.collect();
    if !plan.boxes.is_empty() {
        parts.push(Part {
            plan: at,
            ready: None,
            boxes: boxes(&plan.boxes),
        });
    }
    let (there, planned) = plan.made;
    let built = (plan.basis == StageBasis::SeemsBuilt)
        .then(|| format!("{there} of {planned} files that it means to create are there"));
    let coming = Coming {
        plan: plan.name,
        version,
        title: plan.title,
        stage: stage_name(plan.stage, plan.basis),
        built,
        done: plan.progress.done,
        total: plan.progress.total,
        ready: Vec::new(),
        boxes: Vec::new(),
        waiting: plan.waiting.len(),
    };
    (coming, parts)
}

/// Returns open boxes, a line each: the handle, the text, and whether a person has to look.
fn boxes(open: &[ReadyBox]) -> Vec<String> {
    let shown = open.iter().take(OPEN).map(|it| {
        let by = if it.is_for_person {
            " (by a person)"
        } else {
            ""
        };
        format!("{} {}{by}", it.handle, it.text)
    });
    let mut shown: Vec<String> = shown.collect();
    if open.len() > OPEN {
        shown.push(format!("and {} more", open.len() - OPEN));
    }
    shown
}
