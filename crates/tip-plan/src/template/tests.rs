use std::fmt::{self, Write};

use tip_syntax::{Document, Source};

use super::{BUILT_IN, compile};
use crate::schema::{FieldSpec, ItemSpec, KeySpec, Schema, SectionSpec};
use crate::{Meaning, UnitKind, Vocabulary};

fn schema(text: &str) -> Schema {
    let doc = Document::from_source(Source::from_text(text));
    compile(&doc, Vocabulary::built_in())
}

/// Shows a schema as indented lines.
fn shown(schema: &Schema) -> String {
    let mut out = String::new();
    show(schema, &mut out).expect("a string takes what is written");
    out
}

fn show(schema: &Schema, out: &mut String) -> fmt::Result {
    for key in &schema.front_matter {
        show_key(key, out)?;
    }
    if let Some(title) = &schema.title {
        writeln!(out, "# {:?} then {:?}", title.prefix, title.hint)?;
    }
    for section in &schema.sections {
        show_section(section, 0, out)?;
    }
    Ok(())
}

fn show_key(key: &KeySpec, out: &mut String) -> fmt::Result {
    write!(
        out,
        "{}: {}{}",
        key.key,
        key.kind.phrase(),
        meaning(key.meaning)
    )?;
    for (name, value) in [
        ("if", &key.condition),
        ("hint", &key.hint),
        ("sample", &key.sample),
    ] {
        if let Some(value) = value {
            write!(out, ", {name} {value:?}")?;
        }
    }
    writeln!(out)
}

fn show_section(section: &SectionSpec, depth: usize, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let marks = "#".repeat(section.level.into());
    let meaning = meaning(section.meaning);
    write!(
        out,
        "{indent}{marks} {}{meaning} line {:?}",
        section.title, section.lines
    )?;
    if let Some(it) = &section.repeated {
        let unit = it.unit.map_or("-", UnitKind::word);
        write!(
            out,
            ", repeated {:?} as {unit}, like {:?}",
            it.word, it.examples
        )?;
    }
    if let Some(condition) = &section.condition {
        write!(out, ", if {:?}", condition.text)?;
    }
    if let Some(hint) = &section.hint {
        write!(out, ", hint {:?}", hint.text)?;
    }
    if let Some(body) = &section.body {
        write!(out, ", {}", body.phrase())?;
    }
    writeln!(out)?;
    for item in &section.items {
        show_item(item, depth + 1, out)?;
    }
    for field in &section.fields {
        show_field(field, depth + 1, out)?;
    }
    for child in &section.children {
        show_section(child, depth + 1, out)?;
    }
    Ok(())
}

fn show_field(field: &FieldSpec, depth: usize, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let optional = if field.optional { "?" } else { "" };
    let meaning = meaning(field.meaning);
    write!(
        out,
        "{indent}{}{optional}: {}{meaning}",
        field.label,
        field.kind.phrase()
    )?;
    if let Some(condition) = &field.condition {
        write!(out, ", if {condition:?}")?;
    }
    if let Some(hint) = &field.hint {
        write!(out, ", hint {hint:?}")?;
    }
    if !field.defaults.is_empty() {
        write!(out, ", written {:?}", field.defaults)?;
    }
    writeln!(out)?;
    for item in &field.items {
        show_item(item, depth + 1, out)?;
    }
    for child in &field.children {
        show_field(child, depth + 1, out)?;
    }
    Ok(())
}

fn show_item(item: &ItemSpec, depth: usize, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(depth);
    writeln!(out, "{indent}- {:?} {}", item.kind, item.text)
}

fn meaning(meaning: Option<Meaning>) -> String {
    meaning.map_or_else(|| " <?>".to_owned(), |it| format!(" <{}>", it.word()))
}

#[test]
fn the_built_in_template_is_understood() {
    insta::assert_snapshot!(shown(Schema::built_in()), @r#"
    date: a date <date>
    feature: text <feature>, hint "feature-name"
    status: one of `draft`, `approved`, `in_progress`, `complete` <status>
    related_domain_design: a path or a link <domain_design>, if "if exists", hint "path/to/domain-design"
    estimated_effort: one of `XS`, `S`, `M`, `L`, `XL` <effort>
    confidence: one of `High`, `Medium`, `Low` <confidence>
    tags: a list <tags>, sample "[implementation, relevant, tags]"
    # "Technical Implementation Plan" then Some("Feature Name")
    ## Domain Context <context> line [13]
      Relevant Domain Model Docs: code references <domain_docs>
        - CodeReference `docs/architecture/domain-model/[file].md` ([sections])
        Key concepts: a list <key_concepts>, hint "list core domain concepts this leverages"
      Domain Changes Required?: a list <domain_changes>, if "if from domain design"
        - Hint [Summary of domain model changes, link to domain design doc]
    ## Implementation Phases <phases> line [24]
      ### Phase <?> line [26, 53, 72], repeated "Phase" as phase, like ["Extend Core Domain Model", "Update API Layer", "Frontend Integration"]
        Purpose: text <purpose>, hint "What this phase accomplishes and why it comes first"
        Code Changes: code references <code_changes>
          - CodeReference `[path/file.py]:[line]` - [Specific change]
          - CodeReference `[path/file.py]` - [New file or major addition]
          - CodeReference [Specific file:line changes]
          Modify?: code references <modify>, hint "list files"
          Create?: code references <create>, hint "list files"
        Test Strategy: a list <test_strategy>
          - Hint [Specific testing approach]
          Unit tests?: code references <unit_tests>, hint "What to test and where"
            - CodeReference `tests/[path]/test_[name].py` - [Specific test cases]
          Integration tests?: a list <integration_tests>, if "If needed"
            - Hint [Specific integration scenarios]
        Success Criteria: a check list <criteria>
          - Check [Specific testable outcome]
          - Check [Specific testable outcome]
          - CheckWithCommand Tests pass: `[command]`
        Dependencies: `Phase` by number, or `None` <dependencies>, written ["None", "Phase 1 complete", "Phase 2 complete"]
        Estimated Effort: one of `XS`, `S`, `M`, `L` <effort>
    ## Library Research Needed <library_research> line [91], if "Only if specific library investigation required for implementation"
      ### Library Name <?> line [95], repeated "" as research, like ["Library Name"]
        Need: text <need>, hint "What we need to figure out"
        Focus Areas: text <focus_areas>, hint "Specific APIs or patterns to research"
        Alternatives?: text <alternatives>, if "If exploring multiple options"
    ## Key Test Scenarios <scenarios> line [102], hint "High-level test cases that give confidence the implementation is correct", text
      ### Scenario <?> line [106, 112, 118], repeated "Scenario" as scenario, like ["Happy Path", "Edge Case", "Error Handling"]
        Given: text <given>, hint "Initial state"
        When: text <when>, hint "Action taken"
        Then: text <then>, hint "Expected outcome"
        Validates: text <validates>, hint "What this proves"
    ## Integration Points <integration_points> line [126]
      Backend: a list <backend>
        - Hint [API endpoints affected]
        - Hint [Database changes]
        - Hint [Event types]
      Frontend: a list <frontend>
        - Hint [Components affected]
        - Hint [New UI elements]
        - Hint [State management changes]
      External: a list <external>
        - Hint [Third-party services]
        - Hint [LLM integration points]
    ## Data Migration <migration> line [144], if "Only if changing existing data structures"
      Migration Strategy: a list <migration_strategy>
        - Hint [How to handle existing data]
      Rollback Plan: a list <rollback>
        - Hint [How to revert if needed]
      Testing Migration: a check list <migration_testing>
        - Check [Specific validation steps]
    ## Performance Considerations <performance> line [159], if "Only if performance is a concern"
      Expected Impact: a list <expected_impact>
        - Hint [Specific performance implications]
      Optimization Strategy: a list <optimization>
        - Hint [If needed, how to address]
      Monitoring: a list <monitoring>
        - Hint [What to track]
    ## Risk Assessment <risks> line [174]
      ### High Risk <high_risk> line [176]
        Risk: text <risk>, hint "Description"
        Mitigation: text <mitigation>, hint "How to address"
        Contingency: text <contingency>, hint "Backup plan"
      ### Medium Risk <medium_risk> line [181]
        Risk: text <risk>, hint "Description"
        Mitigation: text <mitigation>, hint "How to address"
    ## Implementation Notes <notes> line [187]
      Architectural Patterns to Follow: a list <patterns>
        - Hint [Specific patterns from architecture docs with refs]
        - Sample Example: Event sourcing pattern from `docs/architecture/[file].md`
      Code Conventions: a list <conventions>
        - Hint [Testing patterns to follow with file:line refs]
        - Hint [Error handling patterns]
      Quality Gates: a check list <quality_gates>
        - Check All tests pass
        - Check No linting errors
        - Check [Specific performance requirement met]
        - Check [Specific behavior validated]
    ## Total Effort Estimate <total_effort> line [205]
      Total: one of `XS`, `S`, `M`, `L`, `XL` <total_effort>
      Confidence: one of `High`, `Medium`, `Low` <confidence>
      Justification: text <justification>, hint "Why this estimate and confidence level"
    ## References <references> line [215]
      Domain design?: a path or a link <domain_design>, if "if exists", hint "link"
      Related TIPs: paths or links <related_plans>, hint "links"
      Similar implementations: code references <similar_implementations>, hint "file:line refs"
    "#);
}

#[test]
fn every_label_and_heading_of_the_built_in_template_has_a_meaning() {
    let schema = Schema::built_in();
    for key in &schema.front_matter {
        assert!(key.meaning.is_some(), "{}", key.key);
    }
    for section in schema.all_sections() {
        assert!(
            section.meaning.is_some() || section.repeated.is_some(),
            "{}",
            section.title
        );
        for field in section.all_fields() {
            assert!(field.meaning.is_some(), "{}", field.label);
        }
    }
}

#[test]
fn the_built_in_template_is_a_plan_of_known_shape() {
    let schema = Schema::built_in();
    let phase = schema.section_of_unit(UnitKind::Phase).expect("phases");
    assert_eq!(phase.lines.len(), 3);
    assert!(phase.field_of(Meaning::Criteria).is_some());
    assert!(schema.section_of_unit(UnitKind::Scenario).is_some());
    assert!(schema.section_of_unit(UnitKind::Research).is_some());
    assert!(schema.key_of(Meaning::Tags).is_some());
    assert!(
        schema
            .section_of(Meaning::Migration)
            .is_some_and(SectionSpec::is_optional)
    );
}

#[test]
fn a_team_brings_its_own_sections() {
    let text = "\
---
title: [Short name]
owner: \"[@handle]\"
state: [proposed | accepted | rejected]
review_by: [YYYY-MM-DD]
reviewers: [name, name]
---
# RFC: [Short name]

## 1. Motivation
[Why we should do this]

## Rollout *(if users notice)*

| Step | When |
|------|------|
| [step] | [date] |

### Milestone 1: [name]
**Owner:** [@handle]
**Risk level**: [low/medium/high]
**Exit**:
- [ ] `[command]` passes

### Milestone 2
**Owner:** [@handle]
**Flag** *(if hidden)*: [flag name]

## Security review (optional)
- [ ] Threat model updated
- [ ] [Anything else]

## Phase 1: always the same

Text that every plan keeps.
";
    insta::assert_snapshot!(shown(&schema(text)), @r#"
    title: text <?>, hint "Short name"
    owner: text <?>, hint "@handle"
    state: one of `proposed`, `accepted`, `rejected` <status>
    review_by: a date <?>
    reviewers: a list <?>, sample "[name, name]"
    # "RFC" then Some("Short name")
    ## 1. Motivation <?> line [10], hint "Why we should do this", text
    ## Rollout <?> line [13], if "if users notice", a table of `Step`, `When`
      ### Milestone <?> line [19, 25], repeated "Milestone" as phase, like ["name"]
        Owner: text <?>, hint "@handle"
        Risk level?: one of `low`, `medium`, `high` <?>
        Exit?: a check list <?>
          - CheckWithCommand `[command]` passes
        Flag?: text <?>, if "if hidden", hint "flag name"
    ## Security review <?> line [29], if "optional", a check list
      - Check Threat model updated
      - Check [Anything else]
    ## Phase 1: always the same <?> line [33]
    "#);
}

#[test]
fn any_text_is_a_template() {
    for text in ["", "[", "# ", "## [a\n- [ ]", "---\na: [\n---\n", BUILT_IN] {
        schema(text);
    }
}
