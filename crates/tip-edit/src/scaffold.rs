//! A new plan, cut from a template or from another plan.
//!
//! The template is not filled in by name: what stands where is taken from its [schema](tip_plan::Schema), so that a team's own template
//! serves as well. What nobody answered keeps its placeholder, which tells the author what to write.

mod again;

mod phases;

mod slug;

pub use again::{Again, again};
pub use slug::{slug, title_of_slug};

use tip_plan::schema::{KeySpec, SectionSpec};
use tip_plan::{Meaning, Schema};
use tip_syntax::{Document, Edit, Span, apply_edits, scan};

/// What a new plan is to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPlan {
    /// The name of the feature, as [`slug`] makes it.
    pub feature: String,
    /// Its title.
    pub title: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The titles of its phases; an empty one keeps the hint of the template. No phase at all keeps those of the template.
    pub phases: Vec<String>,
    /// The optional sections that it keeps, as [`names_section`] reads them.
    pub sections: Vec<String>,
    /// Its size.
    pub effort: Option<String>,
    /// How sure the estimate is.
    pub confidence: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The path of the domain design that it follows.
    pub domain_design: Option<String>,
}

/// Returns the text of a new plan.
pub fn scaffold(template: &Document, schema: &Schema, plan: &NewPlan) -> String {
    let mut edits = Vec::new();
    for key in &schema.front_matter {
        edits.extend(key_edit(template, key, plan));
    }
    if let Some(title) = &schema.title {
        edits.extend(in_bracket(template, title.line, &plan.title));
    }
    for section in schema.all_sections() {
        if let Some(repeated) = &section.repeated
            && repeated.unit == Some(tip_plan::UnitKind::Phase)
            && !plan.phases.is_empty()
        {
            edits.push(phases::edit(template, repeated, &plan.phases));
        }
        if section.is_optional() {
            edits.extend(optional_section(template, section, plan));
        }
        let design = plan.domain_design.is_some();
        for field in section.all_fields() {
            let about_design = field.meaning == Some(Meaning::DomainChanges);
            if about_design && field.condition.is_some() && !design {
                edits.push(Edit::delete(whole_lines(template, field.span)));
            }
        }
    }
    // Nothing is edited within what is taken away as a whole.
    let edits = outermost(edits);
    let text = template.source().text();
    let bytes = apply_edits(text.as_bytes(), &edits).unwrap_or_else(|_| text.as_bytes().to_vec());
    tidy(&String::from_utf8_lossy(&bytes))
}

/// Returns the titles of the sections that a plan may do without, in the order of the template.
pub fn optional_sections(schema: &Schema) -> Vec<&SectionSpec> {
    let mut sections = schema.all_sections();
    sections.retain(|section| section.is_optional());
    sections
}

/// Returns whether `written` names the section titled `title`: some words of it, the last one perhaps cut, case and punctuation aside.
pub fn names_section(written: &str, title: &str) -> bool {
    let written = scan::normalized(written);
    let title = format!(" {}", scan::normalized(title));
    !written.is_empty() && title.contains(&format!(" {written}"))
}

fn key_edit(template: &Document, key: &KeySpec, plan: &NewPlan) -> Option<Edit> {
    let value = match key.meaning? {
        Meaning::Date => plan.date.clone(),
        Meaning::Feature => plan.feature.clone(),
        Meaning::Status => first_word(key)?,
        Meaning::Effort => plan.effort.clone()?,
        Meaning::Confidence => plan.confidence.clone()?,
        Meaning::Tags => format!("[{}]", plan.tags.join(", ")),
        Meaning::DomainDesign => match &plan.domain_design {
            Some(path) => path.clone(),
            None => return Some(Edit::delete(whole_lines(template, key.span))),
        },
        _ => return None,
    };
    Some(Edit::replace(key.span, value))
}

/// Returns the first of the words that a key may have.
fn first_word(key: &KeySpec) -> Option<String> {
    match &key.kind {
        tip_plan::schema::ValueSpec::Enumeration(words) => words.first().cloned(),
        _ => None,
    }
}

/// Takes a section away, or the remark that says when it is needed.
fn optional_section(template: &Document, section: &SectionSpec, plan: &NewPlan) -> Option<Edit> {
    let kept = plan
        .sections
        .iter()
        .any(|written| names_section(written, &section.title));
    if !kept {
        return Some(Edit::delete(section.span));
    }
    let condition = section.condition.as_ref()?;
    let line = template.source().line_span(condition.line);
    let alone = template.source().slice(line).trim_start().starts_with('[');
    alone.then(|| Edit::delete(whole_lines(template, line)))
}

/// Replaces the brackets on a line of the template.
fn in_bracket(template: &Document, line: u32, words: &str) -> Option<Edit> {
    let line = template.source().line_span(line);
    let text = template.source().slice(line);
    let (start, end) = (text.find('[')?, text.rfind(']')?);
    let at = |offset: usize| line.start() + offset;
    (start < end).then(|| Edit::replace(Span::new(at(start), at(end + 1)), words))
}

/// Returns the lines that a span touches, their line ends included.
fn whole_lines(template: &Document, span: Span) -> Span {
    let text = template.source().text();
    let start = text[..span.start()].rfind('\n').map_or(0, |at| at + 1);
    let last = span.end().saturating_sub(1).max(span.start());
    let end = text[last..]
        .find('\n')
        .map_or(text.len(), |at| last + at + 1);
    Span::new(start, end)
}

/// Leaves out the edits that lie within another one.
fn outermost(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.span.start, std::cmp::Reverse(edit.span.end)));
    let mut end = 0;
    edits.retain(|edit| {
        let outside = edit.span.start >= end;
        end = end.max(edit.span.end);
        outside
    });
    edits
}

/// Leaves at most one blank line between two others, and one line end at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    let end = out.trim_end().trim_end_matches("\n---").trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}
