//! A plan in few words, or one thing in it.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_plan::{BoxState, DependencySource, Plan, SectionId, UnitId, UnitKind, UnitState};
use tip_report::context::CHARACTERS_PER_TOKEN;
use tip_report::{PlanFile, unit_word};
use tip_syntax::{Span, scan};
use tip_work::{Failure, Loaded};
use tip_workspace::TargetKind;

use crate::desk::{Desk, find};
use crate::page::text_page;

/// So many tokens are read where nobody says otherwise.
const BUDGET: usize = 2000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// Handle, id or heading; outline without it.
    thing: Option<String>,
    /// Most tokens; 2000.
    budget: Option<usize>,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    plan: String,
    version: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

pub(crate) fn read(desk: &Desk, wish: &Wish) -> Result<Answer, Failure> {
    let snapshot = desk.snapshot()?;
    let (plan, thing) = desk.split(&wish.plan, wish.thing.as_deref(), "thing")?;
    let loaded = desk.load(&snapshot, plan)?;
    let version = loaded.version();
    let room = wish
        .budget
        .unwrap_or(BUDGET)
        .saturating_mul(CHARACTERS_PER_TOKEN);
    let piece = |text: &str| -> Result<(String, Option<String>), Failure> {
        let (text, more) = text_page(text, wish.cursor.as_deref(), &version, room)?;
        Ok((text.to_owned(), more))
    };
    let Some(thing) = thing else {
        let (text, more) = piece(&outline(&loaded))?;
        return Ok(Answer {
            plan: loaded.entry.name.clone(),
            path: loaded.entry.primary().path.clone(),
            version,
            line: None,
            handle: None,
            text,
            more,
        });
    };
    let (file, handle, span) = place(&loaded, thing)?;
    let doc = &loaded.files[file].0;
    let (text, more) = piece(doc.text(span).trim_end())?;
    Ok(Answer {
        plan: loaded.entry.name.clone(),
        path: loaded.entry.files[file].path.clone(),
        version,
        line: Some(doc.line(span)),
        handle,
        text,
        more,
    })
}

/// Finds a thing, else a section.
fn place(loaded: &Loaded, name: &str) -> Result<(usize, Option<String>, Span), Failure> {
    let failure = match find(loaded, name) {
        Ok(target) => {
            let (_, plan) = &loaded.files[target.file];
            let (handle, span) = match target.kind {
                TargetKind::Unit(at) => {
                    let unit = &plan.units[at];
                    (&unit.handle, unit.span.cover(unit.lead))
                }
                TargetKind::CheckBox(at) => {
                    let it = &plan.boxes[at];
                    (&it.handle, it.mark.cover(it.text))
                }
            };
            return Ok((target.file, Some(handle.clone()), span));
        }
        Err(failure) => failure,
    };
    let wanted = scan::normalized(name.trim_start_matches(['#', ' ']));
    let files = loaded.files.iter().enumerate();
    let mut found = files.filter_map(|(file, (_, plan))| {
        let mut sections = plan.sections.iter();
        let section = sections.find(|it| scan::normalized(&it.title.value) == wanted)?;
        Some((file, None, section.span))
    });
    found.next().ok_or(failure)
}

/// Tells a plan in few words: how far it has come, its phases, what else it holds, and where its sections begin.
fn outline(loaded: &Loaded) -> String {
    let view = loaded.view();
    let progress = view.progress();
    let mut text = String::new();
    // Writing into a string cannot fail.
    let title = loaded.title().unwrap_or_default();
    let _ = writeln!(text, "{title}");
    let stage = tip_report::stage_name(view.stage(), view.basis());
    let _ = write!(
        text,
        "{stage}, {} of {} done",
        progress.done, progress.total
    );
    for file in &view.files {
        if view.files.len() > 1 {
            let _ = write!(text, "\n\n{}", file.path);
        }
        of_file(file, &mut text);
    }
    text
}

fn of_file(file: &PlanFile<'_>, text: &mut String) {
    let PlanFile { doc, plan, .. } = *file;
    if let Some(effort) = &plan.effort {
        let _ = write!(text, ", effort {}", doc.source().folded(effort.span));
    }
    text.push('\n');
    for (at, unit) in plan.units.iter().enumerate() {
        if unit.kind > UnitKind::Step {
            let _ = writeln!(
                text,
                "{} {}: {}",
                unit.handle,
                unit.kind.word(),
                unit.title.value
            );
            continue;
        }
        let id = UnitId(at as u32);
        let depth = std::iter::successors(unit.parent, |it| plan.unit(*it).parent).count();
        let _ = write!(text, "{}{}", "  ".repeat(depth.min(8)), unit.handle);
        if unit.state.value != UnitState::Unknown {
            let _ = write!(text, " {}", unit.state.value.word());
        }
        if let Some(word) = unit_word(file, unit) {
            let _ = write!(text, " ({word})");
        }
        let boxes = plan.boxes.iter().filter(|it| {
            it.is_unit.is_none() && (unit.span.contains(it.mark) || it.phase == Some(id))
        });
        let (mut done, mut total) = (0, 0);
        for it in boxes {
            total += 1;
            done += u32::from(it.state == BoxState::Done);
        }
        if total > 0 {
            let _ = write!(text, " {done}/{total}");
        }
        if let Some(effort) = &unit.effort {
            let _ = write!(text, " {}", effort.value.short());
        }
        if unit.depends_on.source == DependencySource::Written {
            let on = unit.depends_on.on.iter();
            let on: Vec<&str> = on.map(|it| plan.unit(it.value).handle.as_str()).collect();
            if !on.is_empty() {
                let _ = write!(text, " after {}", on.join(","));
            }
        }
        let _ = writeln!(text, ": {}", unit.title.value);
    }
    let sections = plan.sections.iter().zip(0..).filter(|(it, at)| {
        it.unit.is_none() && it.level <= 3 && is_leaf_or_top(plan, SectionId(*at))
    });
    let names: Vec<String> = sections
        .map(|(it, _)| format!("{} ({})", it.title.value, doc.line(it.span)))
        .collect();
    if !names.is_empty() {
        let _ = writeln!(text, "sections (line): {}", names.join(", "));
    }
}

/// A title is no section that anybody reads: it is the whole text.
fn is_leaf_or_top(plan: &Plan, id: SectionId) -> bool {
    let section = &plan.sections[id.0 as usize];
    section.level > 1 || plan.sections.iter().filter(|it| it.level == 1).count() > 1
}
