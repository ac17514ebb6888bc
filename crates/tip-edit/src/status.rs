//! Writes the status of a plan.

use tip_plan::{Plan, Stage, StatusSource, life_cycle};
use tip_syntax::{Document, Edit, Placement, Span};

use crate::EditError;
use crate::status_words::{Dressed, head, in_style, is_stage, shortened};

/// Writes a stage where the plan says its status, in the way in which it is written there.
///
/// A plan without a status gets one in its front matter.
///
/// # Errors
///
/// Fails for a plan with neither a status nor front matter that can be read, for one whose dialect has no word for the stage, and
/// where the status is long prose. What stands after its first words (a date, a reason in parentheses) stays, and so do first words that say
/// more than a stage: `Active migration plan` becomes `Complete (was Active migration plan)`.
pub fn set_status(doc: &Document, plan: &Plan, stage: Stage) -> Result<Vec<Edit>, EditError> {
    let status = &plan.status;
    if status.stage == Some(stage) {
        return Ok(Vec::new());
    }
    if let Some(written) = &status.written
        && status.source != StatusSource::Title
    {
        let raw = doc.text(written.span);
        // Quotes and marks around the words stay.
        let text = raw.trim_start_matches(['*', '_', '`', '"', '\'', ' ']);
        let start = written.span.end() - text.len();
        let head = head(text);
        let dressed = Dressed::new(head);
        let cycle = life_cycle(plan.dialect, dressed.words);
        let word = match cycle.map(|it| (it.word(stage), it.closed)) {
            Some((Some(word), _)) => word.to_owned(),
            Some((None, true)) => {
                return Err(EditError::NoWordForStage {
                    dialect: plan.dialect.word(),
                    stage: stage.word(),
                });
            }
            Some((None, false)) | None => in_style(stage, dressed.words, plan, status.source),
        };
        let short = head.split_whitespace().count();
        let says_stage = head.starts_with('[') || is_stage(dressed.words);
        let told = if says_stage && short <= MOST_WORDS && Stage::parse(head) == status.stage {
            word
        } else if short <= MOST_KEPT && !cycle.is_some_and(|it| it.closed) && !head.is_empty() {
            // Words that say more than a stage are somebody's.
            format!("{word} (was {})", dressed.words)
        } else {
            return Err(EditError::StatusIsProse {
                written: shortened(&written.value),
            });
        };
        let span = Span::new(start, start + head.len());
        return Ok(vec![Edit::replace(span, dressed.around(stage, &told))]);
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

/// The most words that say a stage and nothing else.
const MOST_WORDS: usize = 4;

/// The most words that are kept beside a stage; more are a text that its author has to write anew.
const MOST_KEPT: usize = 6;
