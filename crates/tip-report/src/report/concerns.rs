//! What a plan worries about: its risks and its open questions.

use tip_plan::{BoxState, Meaning, Plan, Unit, UnitId, UnitKind};
use tip_rules::{RiskLevel, risk_level};
use tip_syntax::{BlockId, BlockKind, Document, InlineKind, Span};

use crate::{PlanFile, PlanView};

/// The risks and the open questions of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concerns {
    /// The risks, in the order of the text.
    pub risks: Vec<Risk>,
    /// The questions that are still open.
    pub questions: Vec<Question>,
}

/// A risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// How grave it is, where that is said.
    pub level: Option<RiskLevel>,
    /// What may happen.
    pub text: String,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// The file that it stands in.
    pub path: String,
    /// The line.
    pub line: u32,
}

/// An open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// The file that it stands in.
    pub path: String,
    /// The line.
    pub line: u32,
}

impl Risk {
    /// Returns a word for its level.
    pub(crate) fn word(&self) -> &'static str {
        match self.level {
            Some(RiskLevel::High) => "high",
            Some(RiskLevel::Medium) => "medium",
            Some(RiskLevel::Low) => "low",
            None => "",
        }
    }

    /// Returns where it stands among others; what bears no level stands between medium and low.
    pub(super) fn weight(&self) -> u8 {
        match self.level {
            Some(RiskLevel::High) => 0,
            Some(RiskLevel::Medium) => 1,
            None => 2,
            Some(RiskLevel::Low) => 3,
        }
    }
}

impl Concerns {
    /// Returns the concerns of a plan. One that is over worries about nothing.
    pub fn of(view: &PlanView<'_>) -> Self {
        let mut concerns = Self::default();
        if view.stage().is_over() {
            return concerns;
        }
        for file in &view.files {
            risks(file, &mut concerns.risks);
            questions(file, &mut concerns.questions);
        }
        concerns
    }
}

fn risks(file: &PlanFile<'_>, out: &mut Vec<Risk>) {
    let PlanFile { doc, plan, .. } = *file;
    let start = out.len();
    for (id, unit) in plan.units_of(UnitKind::Risk) {
        // What a risk says under its heading is the same risk.
        let outer = |it: &(UnitId, &Unit)| it.0 < id && it.1.span.contains(unit.lead);
        let outer = plan.units_of(UnitKind::Risk).find(outer);
        let outer = outer.map(|it| doc.line(it.1.lead));
        if let Some(it) = out[start..].iter_mut().find(|it| Some(it.line) == outer) {
            it.text = format!("{}: {}", it.text, unit.title.value);
            it.mitigation = it
                .mitigation
                .take()
                .or_else(|| mitigation(doc, plan, id, unit));
            continue;
        }
        out.push(Risk {
            level: risk_level(plan, unit),
            text: unit.title.value.clone(),
            mitigation: mitigation(doc, plan, id, unit),
            path: file.path.to_owned(),
            line: doc.line(unit.lead),
        });
    }
    // Where none bears a label of its own, each item and each row is one.
    let sections = plan.sections.iter();
    let of_risks = sections.filter(|it| it.meaning == Some(Meaning::Risks));
    for section in of_risks {
        let told = |unit: &Unit| section.span.contains(unit.lead);
        if plan.units_of(UnitKind::Risk).any(|(_, it)| told(it)) {
            continue;
        }
        for item in items(doc, section.span) {
            let (text, mitigation) = match &item {
                Item::Line(span) => split(&doc.source().folded(*span)),
                Item::Row(cells) => row(doc, cells),
            };
            out.push(Risk {
                level: level_in(doc, &item),
                text,
                mitigation,
                path: file.path.to_owned(),
                line: doc.line(item.span()),
            });
        }
    }
    out[start..].sort_by_key(|it| it.line);
    out.dedup();
    out.retain(|it| says_something(&it.text));
}

/// Returns what is done about a risk: a field in it, or beside it up to the next risk.
fn mitigation(doc: &Document, plan: &Plan, id: UnitId, risk: &Unit) -> Option<String> {
    let mut fields = plan.fields.iter().filter(|it| {
        it.meaning == Some(Meaning::Mitigation)
            && (it.unit == Some(id) || risk.span.contains(it.label.span))
    });
    let field = fields.next()?;
    let said = doc.source().folded(field.value).into_owned();
    let items = field.items.iter().map(|it| doc.source().folded(*it));
    let listed = items.collect::<Vec<_>>().join("; ");
    [said, listed].into_iter().find(|it| says_something(it))
}

/// Splits what an item says into the risk and what is done about it.
fn split(text: &str) -> (String, Option<String>) {
    for mark in [
        "Mitigation:",
        "**Mitigation**:",
        "Mitigated by",
        " → ",
        " -> ",
    ] {
        if let Some((risk, done)) = text.split_once(mark) {
            let risk = risk.trim_end_matches(['*', '-', '—', '→', '>', ';', ',', ' ']);
            let risk = without_brackets(risk.trim());
            let done = done.trim().trim_start_matches('*').trim_start();
            if says_something(risk) && says_something(done) {
                return (named(risk), Some(done.to_owned()));
            }
        }
    }
    (named(text), None)
}

/// Returns the words of `[Drafts get lost]`; a word in brackets is one that nobody wrote yet.
fn without_brackets(text: &str) -> &str {
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let said = inner.filter(|it| it.split(' ').count() > 2 && !it.contains(['[', ']']));
    said.unwrap_or(text)
}

/// Returns a risk without the word for it before.
fn named(text: &str) -> String {
    let text = text.trim();
    let bare = ["[Risk]", "**Risk**:", "**Risk:**", "Risk:"];
    let rest = bare.iter().find_map(|it| text.strip_prefix(it));
    let rest = rest.unwrap_or(text).trim();
    rest.trim_start_matches(['→', '-', '>', ':', ' '])
        .to_owned()
}

fn row(doc: &Document, cells: &[Span]) -> (String, Option<String>) {
    let cell = |at: usize| {
        cells
            .get(at)
            .map(|it| doc.source().folded(*it).into_owned())
    };
    // The last column is what is done about it, unless it is one more measure of the risk.
    let last = (cells.len() > 1).then(|| cell(cells.len() - 1)).flatten();
    let last = last.filter(|it| level_of(&it.to_lowercase()).is_none() && says_something(it));
    // A first column of numbers names the row.
    let first = cell(0).unwrap_or_default();
    let is_number = first.len() < 4 && first.contains(|it: char| it.is_ascii_digit());
    let text = if is_number { cell(1) } else { Some(first) };
    (text.unwrap_or_default(), last)
}

/// Returns the level that an item begins with, or that the cells of a row name: of a likelihood and an impact both count.
fn level_in(doc: &Document, item: &Item) -> Option<RiskLevel> {
    let cells = match item {
        Item::Line(span) => {
            let text = doc.source().folded(*span).to_lowercase();
            let (level, _) = text.trim_start_matches('*').split_once(" risk")?;
            return level_of(level);
        }
        Item::Row(cells) => cells,
    };
    let levels = cells.iter().map(|it| doc.source().folded(*it));
    let levels: Vec<RiskLevel> = levels
        .filter_map(|it| level_of(&it.trim_matches('*').to_lowercase()))
        .collect();
    match levels.as_slice() {
        [] => None,
        [only] => Some(*only),
        [first, second, ..] => Some(match (first.min(second), first.max(second)) {
            (RiskLevel::High, RiskLevel::High | RiskLevel::Medium) => RiskLevel::High,
            (RiskLevel::High, RiskLevel::Low) | (RiskLevel::Medium, RiskLevel::Medium) => {
                RiskLevel::Medium
            }
            _ => RiskLevel::Low,
        }),
    }
}

fn level_of(word: &str) -> Option<RiskLevel> {
    match word {
        "high" | "critical" => Some(RiskLevel::High),
        "medium" | "moderate" => Some(RiskLevel::Medium),
        "low" => Some(RiskLevel::Low),
        _ => None,
    }
}

fn questions(file: &PlanFile<'_>, out: &mut Vec<Question>) {
    let PlanFile { doc, plan, .. } = *file;
    let sections = plan.sections.iter().map(|it| (it.meaning, it.span));
    let fields = plan.fields.iter().map(|it| (it.meaning, it.span));
    let start = out.len();
    for (_, span) in sections
        .chain(fields)
        .filter(|it| it.0 == Some(Meaning::OpenQuestions))
    {
        for item in items(doc, span) {
            let text = match &item {
                Item::Line(span) => without_box(&doc.source().folded(*span)).to_owned(),
                Item::Row(cells) => row(doc, cells).0,
            };
            let ticked = plan
                .boxes
                .iter()
                .any(|it| it.state == BoxState::Done && item.span().contains(it.mark));
            if ticked || is_struck(doc, item.span()) || is_answered(doc, item.span(), &text) {
                continue;
            }
            out.push(Question {
                text,
                path: file.path.to_owned(),
                line: doc.line(item.span()),
            });
        }
    }
    out[start..].sort_by_key(|it| it.line);
    out.dedup();
    out.retain(|it| says_something(&it.text));
}

fn without_box(text: &str) -> &str {
    let rest = text.strip_prefix("[ ]").or_else(|| text.strip_prefix("[]"));
    rest.unwrap_or(text).trim_start()
}

/// Returns whether a question says that it is settled, or its answer stands below it.
fn is_answered(doc: &Document, question: Span, text: &str) -> bool {
    let lower = text.to_lowercase();
    let settled = ["resolved", "answered", "decided"];
    let says = |it: &str| lower.contains(&format!("({it}")) || lower.contains(&format!("- {it}"));
    let of_question = |id: &BlockId| {
        let block = doc.block(*id);
        block.kind == BlockKind::Item && block.span.contains(question)
    };
    let below = doc.ids().filter(of_question).last();
    let answer = below.is_some_and(|item| {
        let rest = Span::new(question.end(), doc.block(item).span.end());
        let rest = doc.source().folded(rest);
        [
            "**A**:",
            "**Answer",
            "**Decision",
            "**Resolution",
            "- A:",
            "Answer:",
        ]
        .iter()
        .any(|it| rest.contains(it))
    });
    settled.iter().any(|it| says(it)) || answer
}

fn is_struck(doc: &Document, span: Span) -> bool {
    let mut inlines = doc.all_inlines().iter();
    inlines.any(|it| {
        it.kind == InlineKind::Strike
            && span.contains(it.span)
            && doc
                .source()
                .folded(Span::new(span.start(), it.span.start()))
                .len()
                < 4
    })
}

/// Returns whether text is more than a placeholder or a word for nothing.
fn says_something(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_', '.']).trim();
    let lower = text.to_lowercase();
    let is_nothing = ["none", "n/a", "-", "tbd"].contains(&lower.as_str())
        || ["none ", "none.", "none,", "none:", "none —"]
            .iter()
            .any(|it| lower.starts_with(it));
    let is_placeholder = text.starts_with('[') && text.ends_with(']');
    !text.is_empty() && !is_nothing && !is_placeholder
}

/// An item of a list or a row of a table.
enum Item {
    /// The first paragraph of an item.
    Line(Span),
    /// The cells of a row.
    Row(Vec<Span>),
}

impl Item {
    fn span(&self) -> Span {
        match self {
            Self::Line(span) => *span,
            Self::Row(cells) => cells.first().copied().unwrap_or_default(),
        }
    }
}

/// Returns the outermost items and the rows within a part of the text.
fn items(doc: &Document, span: Span) -> Vec<Item> {
    let mut items = Vec::new();
    for id in doc.ids() {
        let block = doc.block(id);
        if !span.contains(block.span) {
            continue;
        }
        let children = || doc.children(id).map(|it| doc.block(it));
        match block.kind {
            BlockKind::Item if !is_inner(doc, id, span) => {
                let text = children().find(|it| it.kind == BlockKind::Paragraph);
                items.extend(text.map(|it| Item::Line(it.content)));
            }
            BlockKind::TableRow => {
                let cells = children().filter(|it| it.kind == BlockKind::TableCell);
                items.push(Item::Row(cells.map(|it| it.content).collect()));
            }
            _ => {}
        }
    }
    items
}

/// Returns whether an item stands in another one of the same part.
fn is_inner(doc: &Document, id: BlockId, span: Span) -> bool {
    let mut outer = doc.ancestors(id).map(|it| doc.block(it));
    outer.any(|it| it.kind == BlockKind::Item && span.contains(it.span))
}

#[cfg(test)]
mod tests {
    use tip_plan::ReadOptions;

    use super::*;

    #[track_caller]
    fn concerns(text: &str) -> Concerns {
        let doc = Document::parse(text.as_bytes().to_vec());
        let plan = tip_plan::read(&doc, &ReadOptions::new("docs/tips/tides.md"));
        let file = PlanFile {
            path: "docs/tips/tides.md",
            doc: &doc,
            plan: &plan,
            evidence: None,
            ticks: None,
            built: None,
            made: (0, 0),
        };
        Concerns::of(&PlanView {
            name: "docs/tips/tides.md",
            files: vec![file],
        })
    }

    fn told(concerns: &Concerns) -> Vec<(&str, &str, Option<&str>)> {
        let risks = concerns.risks.iter();
        risks
            .map(|it| (it.word(), it.text.as_str(), it.mitigation.as_deref()))
            .collect()
    }

    #[test]
    fn risks_of_the_template_bear_their_level() {
        let found = concerns(
            "# Technical Implementation Plan: Tides\n\n## Risk Assessment\n\n### High Risk\n- **Risk**: Low water\n  - **Mitigation**: Wait\n\n### Medium Risk\n- **Risk**: [Description]\n",
        );
        assert_eq!(told(&found), [("high", "Low water", Some("Wait"))]);
        assert_eq!(found.risks[0].line, 6);
    }

    #[test]
    fn items_and_rows_are_risks_too() {
        let found = concerns("# Plan\n\n## Risks\n\n- Low water → wait\n- None\n");
        assert_eq!(told(&found), [("", "Low water", Some("wait"))]);
        let found = concerns(
            "# Plan\n\n## Risks\n\n| Risk | Likelihood | Mitigation |\n| --- | --- | --- |\n| Low water | High | Wait |\n",
        );
        assert_eq!(told(&found), [("high", "Low water", Some("Wait"))]);
    }

    #[test]
    fn what_stands_in_brackets_before_an_arrow_is_a_risk() {
        let found = concerns(
            "# Plan\n\n## Risks\n\n- [Drafts get lost at night] -> Keep them\n- Slow reads -> Mitigation: Cache\n- [Risk] → [Mitigation]\n",
        );
        let expected = [
            ("", "Drafts get lost at night", Some("Keep them")),
            ("", "Slow reads", Some("Cache")),
        ];
        assert_eq!(told(&found), expected);
    }

    #[test]
    fn what_a_risk_says_under_its_heading_is_the_same_risk() {
        let found = concerns(
            "# Plan\n\n## Risks\n\n### Risk 1: Tides\n\n**Risk**: Low water at night\n**Mitigation**:\n- Wait\n- Use a pier\n",
        );
        let expected = [("", "Tides: Low water at night", Some("Wait; Use a pier"))];
        assert_eq!(told(&found), expected);
    }

    #[test]
    fn of_a_likelihood_and_an_impact_both_count() {
        let level = |cells: &str| {
            let found = concerns(&format!(
                "# Plan\n\n## Risks\n\n| Risk | Likelihood | Impact |\n| --- | --- | --- |\n| Low water | {cells} |\n"
            ));
            found.risks[0].word()
        };
        assert_eq!(level("High | Medium"), "high");
        assert_eq!(level("Low | High"), "medium");
        assert_eq!(level("Low | Medium"), "low");
        assert_eq!(level("? | ?"), "");
    }

    #[test]
    fn questions_that_are_answered_are_not_open() {
        let found = concerns(
            "# Plan\n\n## Open Questions\n\n- Who pays?\n  - Perhaps nobody\n- [x] Which harbor?\n- [ ] When?\n- ~~Why?~~ Because\n- Where? - RESOLVED\n- **Q**: How?\n  - **A**: By boat\n- None. All is said\n",
        );
        let texts: Vec<&str> = found.questions.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["Who pays?", "When?"]);
    }
}
