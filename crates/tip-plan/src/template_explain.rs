//! What was understood of each line of a template.

use std::collections::BTreeMap;

use tip_syntax::{BlockKind, Document, Span};

use crate::schema::{
    FieldSpec, ItemKind, ItemSpec, KeySpec, RepeatedSpec, Schema, SectionSpec, TitleSpec, ValueSpec,
};

/// What was understood of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineExplanation {
    /// The number of the line, from 1.
    pub line: u32,
    /// The line.
    pub text: String,
    /// What was understood of it.
    pub what: String,
}

/// Explains every line of the template that `schema` was compiled from, blank ones left out.
pub fn explain(doc: &Document, schema: &Schema) -> Vec<LineExplanation> {
    let mut notes = Notes::default();
    if let Some(title) = &schema.title {
        notes.add(title.line, of_title(title));
    }
    for key in &schema.front_matter {
        notes.add(key.line, of_key(key));
    }
    for section in &schema.sections {
        notes.section(section, "");
    }
    let mut rest = BTreeMap::new();
    others(doc, &mut rest);
    let source = doc.source();
    (1..=source.lines().len() as u32)
        .map(|line| (line, source.slice(source.line_span(line))))
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(line, text)| LineExplanation {
            line,
            text: text.to_owned(),
            what: match (notes.by_line.remove(&line), rest.get(&line)) {
                (Some(whats), _) => whats.join("; "),
                (None, Some(what)) => (*what).to_owned(),
                (None, None) => "text that stays as it is".to_owned(),
            },
        })
        .collect()
}

#[derive(Default)]
struct Notes {
    by_line: BTreeMap<u32, Vec<String>>,
}

impl Notes {
    fn add(&mut self, line: u32, what: String) {
        self.by_line.entry(line).or_default().push(what);
    }

    fn section(&mut self, section: &SectionSpec, within: &str) {
        let name = match &section.repeated {
            Some(repeated) => of_repeated(repeated, section),
            None => format!("section `{}`", section.title),
        };
        let what = match within {
            "" => name,
            _ => format!("{name} in `{within}`"),
        };
        for (at, &line) in section.lines.iter().enumerate() {
            let again = if at > 0 {
                ", again: merged with the first"
            } else {
                ""
            };
            self.add(line, format!("{what}{again}"));
        }
        if let Some(condition) = &section.condition {
            let what = format!("`{}` may be left out: {}", section.title, condition.text);
            self.add(condition.line, what);
        }
        if let Some(hint) = &section.hint {
            self.add(hint.line, format!("text, \"{}\"", hint.text));
        }
        for item in &section.items {
            self.item(item);
        }
        for field in &section.fields {
            self.field(field, &section.title);
        }
        for child in &section.children {
            self.section(child, &section.title);
        }
    }

    fn field(&mut self, field: &FieldSpec, owner: &str) {
        let what = format!("field `{}` of `{owner}`: {}", field.label, of_value(field));
        for &line in &field.lines {
            self.add(line, what.clone());
        }
        for item in &field.items {
            self.item(item);
        }
        for child in &field.children {
            self.field(child, &field.label);
        }
    }

    fn item(&mut self, item: &ItemSpec) {
        let what = match item.kind {
            ItemKind::Hint => format!("item, \"{}\"", unbracketed(&item.text)),
            ItemKind::Text => "item that stays as it is".to_owned(),
            ItemKind::CodeReference => "item: a code reference".to_owned(),
            ItemKind::Check => format!("box, \"{}\"", unbracketed(&item.text)),
            ItemKind::CheckWithCommand => "box with a command".to_owned(),
            ItemKind::Sample => "sample, to be replaced".to_owned(),
        };
        for &line in &item.lines {
            self.add(line, what.clone());
        }
    }
}

fn of_title(title: &TitleSpec) -> String {
    let prefix = match title.prefix.as_str() {
        "" => "title".to_owned(),
        prefix => format!("title, begins with `{prefix}`"),
    };
    prefix + &hint(title.hint.as_deref())
}

fn of_key(key: &KeySpec) -> String {
    let mut what = format!("key `{}`: {}", key.key, key.kind.phrase());
    what += &hint(key.hint.as_deref());
    if key.kind == ValueSpec::List && key.sample.is_some() {
        what += ", its words a sample";
    }
    what + &condition(key.condition.as_deref())
}

fn of_repeated(repeated: &RepeatedSpec, section: &SectionSpec) -> String {
    if repeated.numbered {
        format!(
            "repeated section `{}` with a number and a title",
            repeated.word
        )
    } else {
        format!("repeated section, \"{}\"", section.title)
    }
}

fn of_value(field: &FieldSpec) -> String {
    let mut what = field.kind.phrase();
    if field.kind == ValueSpec::Text && !field.children.is_empty() {
        "fields".clone_into(&mut what);
    }
    what += &hint(field.hint.as_deref());
    if field.condition.is_none() && field.optional {
        what += "; may be left out: not every one has it";
    }
    what + &condition(field.condition.as_deref())
}

fn hint(hint: Option<&str>) -> String {
    hint.map_or_else(String::new, |words| format!(", \"{words}\""))
}

fn condition(condition: Option<&str>) -> String {
    condition.map_or_else(String::new, |words| format!("; may be left out: {words}"))
}

/// Returns a text without the brackets around all of it.
fn unbracketed(text: &str) -> &str {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .filter(|inner| !inner.contains(['[', ']']))
        .unwrap_or(text)
}

/// Notes what lines are that no part of the schema speaks of.
fn others(doc: &Document, rest: &mut BTreeMap<u32, &'static str>) {
    let mut note = |span: Span, what| {
        let source = doc.source();
        let last = source.line_of(span.end.saturating_sub(1).max(span.start));
        for line in source.line_of(span.start)..=last {
            rest.entry(line).or_insert(what);
        }
    };
    if let Some(front_matter) = doc.front_matter() {
        note(front_matter.content, "front matter that stays as it is");
        note(front_matter.span, "a bound of the front matter");
    }
    for block in doc.blocks() {
        let what = match block.kind {
            BlockKind::Rule => "a rule between sections",
            BlockKind::Code { .. } => "code that stays as it is",
            BlockKind::Html => "a comment or HTML that stays as it is",
            BlockKind::TableHead => "the head of a table, its columns",
            BlockKind::TableRow => "a row of a table, to be replaced",
            _ => continue,
        };
        note(block.span, what);
    }
}

#[cfg(test)]
mod tests {
    use tip_syntax::Source;

    use super::*;
    use crate::{Vocabulary, template};

    fn shown(text: &str) -> String {
        let doc = Document::from_source(Source::from_text(text));
        let schema = template::compile(&doc, Vocabulary::built_in());
        let lines: Vec<String> = explain(&doc, &schema)
            .iter()
            .map(|it| format!("{:>3} {}\n      {}", it.line, it.text, it.what))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn every_line_of_the_built_in_template_is_explained() {
        insta::assert_snapshot!(shown(template::BUILT_IN), @r#"
          1 ---
              a bound of the front matter
          2 date: [YYYY-MM-DD]
              key `date`: a date
          3 feature: [feature-name]
              key `feature`: text, "feature-name"
          4 status: [draft | approved | in_progress | complete]
              key `status`: one of `draft`, `approved`, `in_progress`, `complete`
          5 related_domain_design: [path/to/domain-design if exists]
              key `related_domain_design`: a path or a link, "path/to/domain-design"; may be left out: if exists
          6 estimated_effort: [XS/S/M/L/XL]
              key `estimated_effort`: one of `XS`, `S`, `M`, `L`, `XL`
          7 confidence: [High/Medium/Low]
              key `confidence`: one of `High`, `Medium`, `Low`
          8 tags: [implementation, relevant, tags]
              key `tags`: a list, its words a sample
          9 ---
              a bound of the front matter
         11 # Technical Implementation Plan: [Feature Name]
              title, begins with `Technical Implementation Plan`, "Feature Name"
         13 ## Domain Context
              section `Domain Context`
         15 **Relevant Domain Model Docs**:
              field `Relevant Domain Model Docs` of `Domain Context`: code references
         16 - `docs/architecture/domain-model/[file].md` ([sections])
              item: a code reference
         17 - Key concepts: [list core domain concepts this leverages]
              field `Key concepts` of `Relevant Domain Model Docs`: a list, "list core domain concepts this leverages"
         19 **Domain Changes Required** *(if from domain design)*:
              field `Domain Changes Required` of `Domain Context`: a list; may be left out: if from domain design
         20 - [Summary of domain model changes, link to domain design doc]
              item, "Summary of domain model changes, link to domain design doc"
         22 ---
              a rule between sections
         24 ## Implementation Phases
              section `Implementation Phases`
         26 ### Phase 1: [e.g., "Extend Core Domain Model"]
              repeated section `Phase` with a number and a title in `Implementation Phases`
         28 **Purpose**: [What this phase accomplishes and why it comes first]
              field `Purpose` of `Phase`: text, "What this phase accomplishes and why it comes first"
         30 **Code Changes**:
              field `Code Changes` of `Phase`: code references
         31 - `[path/file.py]:[line]` - [Specific change]
              item: a code reference
         32 - `[path/file.py]` - [New file or major addition]
              item: a code reference
         33 - Modify: [list files]
              field `Modify` of `Code Changes`: code references, "list files"; may be left out: not every one has it
         34 - Create: [list files]
              field `Create` of `Code Changes`: code references, "list files"; may be left out: not every one has it
         36 **Test Strategy**:
              field `Test Strategy` of `Phase`: a list
         37 - Unit tests: [What to test and where]
              field `Unit tests` of `Test Strategy`: code references, "What to test and where"; may be left out: not every one has it
         38   - `tests/[path]/test_[name].py` - [Specific test cases]
              item: a code reference
         39 - Integration tests: [If needed]
              field `Integration tests` of `Test Strategy`: a list; may be left out: If needed
         40   - [Specific integration scenarios]
              item, "Specific integration scenarios"
         42 **Success Criteria**:
              field `Success Criteria` of `Phase`: a check list
         43 - [ ] [Specific testable outcome]
              box, "Specific testable outcome"
         44 - [ ] [Specific testable outcome]
              box, "Specific testable outcome"
         45 - [ ] Tests pass: `[command]`
              box with a command
         47 **Dependencies**: None
              field `Dependencies` of `Phase`: `Phase` by number, or `None`
         49 **Estimated Effort**: [XS/S/M/L]
              field `Estimated Effort` of `Phase`: one of `XS`, `S`, `M`, `L`
         51 ---
              a rule between sections
         53 ### Phase 2: [e.g., "Update API Layer"]
              repeated section `Phase` with a number and a title in `Implementation Phases`, again: merged with the first
         55 **Purpose**: [What this phase accomplishes]
              field `Purpose` of `Phase`: text, "What this phase accomplishes and why it comes first"
         57 **Code Changes**:
              field `Code Changes` of `Phase`: code references
         58 - [Specific file:line changes]
              item: a code reference
         60 **Test Strategy**:
              field `Test Strategy` of `Phase`: a list
         61 - [Specific testing approach]
              item, "Specific testing approach"
         63 **Success Criteria**:
              field `Success Criteria` of `Phase`: a check list
         64 - [ ] [Specific testable outcome]
              box, "Specific testable outcome"
         66 **Dependencies**: Phase 1 complete
              field `Dependencies` of `Phase`: `Phase` by number, or `None`
         68 **Estimated Effort**: [XS/S/M/L]
              field `Estimated Effort` of `Phase`: one of `XS`, `S`, `M`, `L`
         70 ---
              a rule between sections
         72 ### Phase 3: [e.g., "Frontend Integration"]
              repeated section `Phase` with a number and a title in `Implementation Phases`, again: merged with the first
         74 **Purpose**: [What this phase accomplishes]
              field `Purpose` of `Phase`: text, "What this phase accomplishes and why it comes first"
         76 **Code Changes**:
              field `Code Changes` of `Phase`: code references
         77 - [Specific file:line changes]
              item: a code reference
         79 **Test Strategy**:
              field `Test Strategy` of `Phase`: a list
         80 - [Specific testing approach]
              item, "Specific testing approach"
         82 **Success Criteria**:
              field `Success Criteria` of `Phase`: a check list
         83 - [ ] [Specific testable outcome]
              box, "Specific testable outcome"
         85 **Dependencies**: Phase 2 complete
              field `Dependencies` of `Phase`: `Phase` by number, or `None`
         87 **Estimated Effort**: [XS/S/M/L]
              field `Estimated Effort` of `Phase`: one of `XS`, `S`, `M`, `L`
         89 ---
              a rule between sections
         91 ## Library Research Needed
              section `Library Research Needed`
         93 [Only if specific library investigation required for implementation]
              `Library Research Needed` may be left out: Only if specific library investigation required for implementation
         95 ### [Library Name]
              repeated section, "Library Name" in `Library Research Needed`
         96 - **Need**: [What we need to figure out]
              field `Need` of `Library Name`: text, "What we need to figure out"
         97 - **Focus Areas**: [Specific APIs or patterns to research]
              field `Focus Areas` of `Library Name`: text, "Specific APIs or patterns to research"
         98 - **Alternatives**: [If exploring multiple options]
              field `Alternatives` of `Library Name`: text; may be left out: If exploring multiple options
        100 ---
              a rule between sections
        102 ## Key Test Scenarios
              section `Key Test Scenarios`
        104 [High-level test cases that give confidence the implementation is correct]
              text, "High-level test cases that give confidence the implementation is correct"
        106 ### Scenario 1: [Happy Path]
              repeated section `Scenario` with a number and a title in `Key Test Scenarios`
        107 **Given**: [Initial state]
              field `Given` of `Scenario`: text, "Initial state"
        108 **When**: [Action taken]
              field `When` of `Scenario`: text, "Action taken"
        109 **Then**: [Expected outcome]
              field `Then` of `Scenario`: text, "Expected outcome"
        110 **Validates**: [What this proves]
              field `Validates` of `Scenario`: text, "What this proves"
        112 ### Scenario 2: [Edge Case]
              repeated section `Scenario` with a number and a title in `Key Test Scenarios`, again: merged with the first
        113 **Given**: [Initial state]
              field `Given` of `Scenario`: text, "Initial state"
        114 **When**: [Action taken]
              field `When` of `Scenario`: text, "Action taken"
        115 **Then**: [Expected outcome]
              field `Then` of `Scenario`: text, "Expected outcome"
        116 **Validates**: [What this proves]
              field `Validates` of `Scenario`: text, "What this proves"
        118 ### Scenario 3: [Error Handling]
              repeated section `Scenario` with a number and a title in `Key Test Scenarios`, again: merged with the first
        119 **Given**: [Initial state]
              field `Given` of `Scenario`: text, "Initial state"
        120 **When**: [Action taken]
              field `When` of `Scenario`: text, "Action taken"
        121 **Then**: [Expected outcome]
              field `Then` of `Scenario`: text, "Expected outcome"
        122 **Validates**: [What this proves]
              field `Validates` of `Scenario`: text, "What this proves"
        124 ---
              a rule between sections
        126 ## Integration Points
              section `Integration Points`
        128 **Backend**:
              field `Backend` of `Integration Points`: a list
        129 - [API endpoints affected]
              item, "API endpoints affected"
        130 - [Database changes]
              item, "Database changes"
        131 - [Event types]
              item, "Event types"
        133 **Frontend**:
              field `Frontend` of `Integration Points`: a list
        134 - [Components affected]
              item, "Components affected"
        135 - [New UI elements]
              item, "New UI elements"
        136 - [State management changes]
              item, "State management changes"
        138 **External**:
              field `External` of `Integration Points`: a list
        139 - [Third-party services]
              item, "Third-party services"
        140 - [LLM integration points]
              item, "LLM integration points"
        142 ---
              a rule between sections
        144 ## Data Migration
              section `Data Migration`
        146 [Only if changing existing data structures]
              `Data Migration` may be left out: Only if changing existing data structures
        148 **Migration Strategy**:
              field `Migration Strategy` of `Data Migration`: a list
        149 - [How to handle existing data]
              item, "How to handle existing data"
        151 **Rollback Plan**:
              field `Rollback Plan` of `Data Migration`: a list
        152 - [How to revert if needed]
              item, "How to revert if needed"
        154 **Testing Migration**:
              field `Testing Migration` of `Data Migration`: a check list
        155 - [ ] [Specific validation steps]
              box, "Specific validation steps"
        157 ---
              a rule between sections
        159 ## Performance Considerations
              section `Performance Considerations`
        161 [Only if performance is a concern]
              `Performance Considerations` may be left out: Only if performance is a concern
        163 **Expected Impact**:
              field `Expected Impact` of `Performance Considerations`: a list
        164 - [Specific performance implications]
              item, "Specific performance implications"
        166 **Optimization Strategy**:
              field `Optimization Strategy` of `Performance Considerations`: a list
        167 - [If needed, how to address]
              item, "If needed, how to address"
        169 **Monitoring**:
              field `Monitoring` of `Performance Considerations`: a list
        170 - [What to track]
              item, "What to track"
        172 ---
              a rule between sections
        174 ## Risk Assessment
              section `Risk Assessment`
        176 ### High Risk
              section `High Risk` in `Risk Assessment`
        177 - **Risk**: [Description]
              field `Risk` of `High Risk`: text, "Description"
        178 - **Mitigation**: [How to address]
              field `Mitigation` of `High Risk`: text, "How to address"
        179 - **Contingency**: [Backup plan]
              field `Contingency` of `High Risk`: text, "Backup plan"
        181 ### Medium Risk
              section `Medium Risk` in `Risk Assessment`
        182 - **Risk**: [Description]
              field `Risk` of `Medium Risk`: text, "Description"
        183 - **Mitigation**: [How to address]
              field `Mitigation` of `Medium Risk`: text, "How to address"
        185 ---
              a rule between sections
        187 ## Implementation Notes
              section `Implementation Notes`
        189 **Architectural Patterns to Follow**:
              field `Architectural Patterns to Follow` of `Implementation Notes`: a list
        190 - [Specific patterns from architecture docs with refs]
              item, "Specific patterns from architecture docs with refs"
        191 - Example: Event sourcing pattern from `docs/architecture/[file].md`
              sample, to be replaced
        193 **Code Conventions**:
              field `Code Conventions` of `Implementation Notes`: a list
        194 - [Testing patterns to follow with file:line refs]
              item, "Testing patterns to follow with file:line refs"
        195 - [Error handling patterns]
              item, "Error handling patterns"
        197 **Quality Gates**:
              field `Quality Gates` of `Implementation Notes`: a check list
        198 - [ ] All tests pass
              box, "All tests pass"
        199 - [ ] No linting errors
              box, "No linting errors"
        200 - [ ] [Specific performance requirement met]
              box, "Specific performance requirement met"
        201 - [ ] [Specific behavior validated]
              box, "Specific behavior validated"
        203 ---
              a rule between sections
        205 ## Total Effort Estimate
              section `Total Effort Estimate`
        207 **Total**: [XS/S/M/L/XL]
              field `Total` of `Total Effort Estimate`: one of `XS`, `S`, `M`, `L`, `XL`
        209 **Confidence**: [High/Medium/Low]
              field `Confidence` of `Total Effort Estimate`: one of `High`, `Medium`, `Low`
        211 **Justification**: [Why this estimate and confidence level]
              field `Justification` of `Total Effort Estimate`: text, "Why this estimate and confidence level"
        213 ---
              a rule between sections
        215 ## References
              section `References`
        216 - Domain design: [link if exists]
              field `Domain design` of `References`: a path or a link, "link"; may be left out: if exists
        217 - Related TIPs: [links]
              field `Related TIPs` of `References`: paths or links, "links"
        218 - Similar implementations: [file:line refs]
              field `Similar implementations` of `References`: code references, "file:line refs"
        "#);
    }

    #[test]
    fn lines_that_mean_nothing_stay_as_they_are() {
        let text = "# [Name]\n\nWords.\n\n| A | B |\n|---|---|\n| [a] | [b] |\n\n```sh\nls\n```\n<!-- x -->\n";
        insta::assert_snapshot!(shown(text), @r#"
         1 # [Name]
             title, "Name"
         3 Words.
             text that stays as it is
         5 | A | B |
             the head of a table, its columns
         6 |---|---|
             text that stays as it is
         7 | [a] | [b] |
             a row of a table, to be replaced
         9 ```sh
             code that stays as it is
        10 ls
             code that stays as it is
        11 ```
             code that stays as it is
        12 <!-- x -->
             a comment or HTML that stays as it is
        "#);
    }
}
