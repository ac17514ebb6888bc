//! Writes the status of a plan.

use tip_plan::{Plan, Stage, StatusSource, life_cycle};
use tip_syntax::{Document, Edit, Placement, Span};

use crate::EditError;
use crate::status_words::{Dressed, in_style};

/// Writes a stage where the plan says its status, in the way in which it is written there.
///
/// A plan without a status gets one in its front matter.
///
/// # Errors
///
/// Fails for a plan with neither a status nor front matter that can be read, for one whose dialect has no word for the stage, and
/// where the status is prose. What stands after its first words (a date, a reason in parentheses) stays.
pub fn set_status(doc: &Document, plan: &Plan, stage: Stage) -> Result<Vec<Edit>, EditError> {
    let status = &plan.status;
    if status.stage == Some(stage) {
        return Ok(Vec::new());
    }
    if let Some(written) = &status.written
        && status.source != StatusSource::Title
    {
        let mut span = written.span;
        let raw = doc.text(span);
        // Quotes and marks around the words stay.
        if let Some(at) = raw.find(&written.value) {
            span = Span::new(span.start() + at, span.start() + at + written.value.len());
        }
        let head = head(&written.value, status.stage).ok_or_else(|| EditError::StatusIsProse {
            written: written.value.clone(),
        })?;
        let dressed = Dressed::new(head);
        let word = match life_cycle(plan.dialect, dressed.words) {
            Some(cycle) => match cycle.word(stage) {
                Some(word) => word.to_owned(),
                None if cycle.closed => {
                    return Err(EditError::NoWordForStage {
                        dialect: plan.dialect.word(),
                        stage: stage.word(),
                    });
                }
                None => in_style(stage, dressed.words, plan, status.source),
            },
            None => in_style(stage, dressed.words, plan, status.source),
        };
        let span = Span::new(span.start(), span.start() + head.len());
        return Ok(vec![Edit::replace(span, dressed.around(stage, &word))]);
    }
    let front = doc.front_matter().ok_or(EditError::NoStatus)?;
    let broken = front.error.is_some() || front.placement == Placement::Unclosed;
    if broken
        || front
            .get("status")
            .is_some_and(|it| !it.value.span.is_empty())
    {
        return Err(EditError::BrokenFrontMatter);
    }
    let end = doc.source().line_end();
    if let Some(entry) = front.get("status") {
        // After the colon, and after the spaces that stand there already.
        let rest = doc.text(Span::new(entry.key.span.end(), front.content.end()));
        let rest = rest.lines().next().unwrap_or_default();
        let colon = rest.find(':').ok_or(EditError::BrokenFrontMatter)?;
        let blanks = rest[colon + 1..].len() - rest[colon + 1..].trim_start().len();
        let at = entry.key.span.end() + colon + 1 + blanks;
        let space = if blanks == 0 { " " } else { "" };
        let comment = if rest.len() > colon + 1 + blanks {
            " "
        } else {
            ""
        };
        let text = format!("{space}{}{comment}", stage.word());
        return Ok(vec![Edit::insert(at as u32, text)]);
    }
    let at = front.content.end;
    let before = doc.text(front.content);
    let before = if before.is_empty() || before.ends_with('\n') {
        ""
    } else {
        end
    };
    let text = format!("{before}status: {}{end}", stage.word());
    Ok(vec![Edit::insert(at, text)])
}

/// Returns the words of a status that say its stage, without what follows them; `None` where that cannot be told.
fn head(written: &str, stage: Option<Stage>) -> Option<&str> {
    if written.starts_with('[') {
        return Some(written);
    }
    let ends = [
        " (", " [", " - ", " — ", " – ", ". ", "; ", ", ", ": ", " | ",
    ];
    let end = ends.iter().filter_map(|it| written.find(it)).min();
    let head = written[..end.unwrap_or(written.len())].trim_end_matches('.');
    let short = head.split_whitespace().count() <= 4;
    (short && Stage::parse(head) == stage && !head.is_empty()).then_some(head)
}
