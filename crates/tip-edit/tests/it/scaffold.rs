use insta::assert_snapshot;
use tip_edit::scaffold::{Again, NewPlan, again, optional_sections, scaffold};
use tip_plan::{ReadOptions, Schema, UnitKind, UnitState, Vocabulary, read, template};
use tip_syntax::{Document, Source};

fn document(text: &str) -> Document {
    Document::from_source(Source::from_text(text))
}

fn new_plan(phases: &[&str], sections: &[&str]) -> NewPlan {
    NewPlan {
        feature: "csv-export".to_owned(),
        title: "CSV export".to_owned(),
        date: "2026-11-25".to_owned(),
        phases: phases.iter().map(|it| (*it).to_owned()).collect(),
        sections: sections.iter().map(|it| (*it).to_owned()).collect(),
        ..NewPlan::default()
    }
}

fn built_in(plan: &NewPlan) -> String {
    scaffold(&document(template::BUILT_IN), Schema::built_in(), plan)
}

#[track_caller]
fn phases_of(text: &str) -> Vec<String> {
    let doc = document(text);
    let plan = read(&doc, &ReadOptions::new("docs/tips/csv-export.md"));
    let phases = plan
        .units
        .iter()
        .filter(|unit| unit.kind == UnitKind::Phase);
    phases
        .map(|unit| {
            let waits: Vec<&str> = unit
                .depends_on
                .on
                .iter()
                .map(|id| plan.unit(id.value).handle.as_str())
                .collect();
            format!("{} {} after {waits:?}", unit.handle, unit.title.value)
        })
        .collect()
}

#[test]
fn front_matter_and_title_are_filled_and_optional_sections_left_out() {
    let text = built_in(&new_plan(&[], &[]));
    let head: Vec<&str> = text.lines().take(20).collect();
    assert_snapshot!(head.join("\n"), @r"
    ---
    date: 2026-11-25
    feature: csv-export
    status: draft
    estimated_effort: [XS/S/M/L/XL]
    confidence: [High/Medium/Low]
    tags: []
    ---

    # Technical Implementation Plan: CSV export

    ## Domain Context

    **Relevant Domain Model Docs**:
    - `docs/architecture/domain-model/[file].md` ([sections])
    - Key concepts: [list core domain concepts this leverages]

    ---

    ## Implementation Phases

    ");
    let headings: Vec<&str> = text.lines().filter(|it| it.starts_with("## ")).collect();
    assert_snapshot!(headings.join("\n"), @r"
    ## Domain Context
    ## Implementation Phases
    ## Key Test Scenarios
    ## Integration Points
    ## Risk Assessment
    ## Implementation Notes
    ## Total Effort Estimate
    ## References
    ");
}

#[test]
fn a_section_is_kept_by_a_word_of_its_title_without_its_condition() {
    let text = built_in(&new_plan(&[], &["migration", "perf"]));
    assert!(text.contains("## Data Migration\n\n**Migration Strategy**"));
    assert!(text.contains("## Performance Considerations\n\n**Expected Impact**"));
    assert!(!text.contains("Library Research"));
}

#[test]
fn phases_have_their_titles_and_wait_for_the_one_before() {
    let text = built_in(&new_plan(&["Model", "API", "Web", "Import", "Docs"], &[]));
    assert_eq!(
        phases_of(&text),
        [
            "P1 Model after []",
            r#"P2 API after ["P1"]"#,
            r#"P3 Web after ["P2"]"#,
            r#"P4 Import after ["P3"]"#,
            r#"P5 Docs after ["P4"]"#,
        ]
    );
    assert_eq!(
        phases_of(&built_in(&new_plan(&["Only"], &[]))),
        ["P1 Only after []"]
    );
}

#[test]
fn a_template_of_a_team_serves_as_well() {
    let text = "# RFC: [Name]\n\n## Steps\n\n### Step 1: [what]\n\n**Why**: [reason]\n\n## Rollback\n\n[Only if data changes]\n\n- [how]\n";
    let doc = document(text);
    let schema = template::compile(&doc, Vocabulary::built_in());
    let optional: Vec<&str> = optional_sections(&schema)
        .iter()
        .map(|it| it.title.as_str())
        .collect();
    assert_eq!(optional, ["Rollback"]);
    assert_eq!(
        scaffold(&doc, &schema, &new_plan(&[], &[])),
        "# RFC: CSV export\n\n## Steps\n\n### Step 1: [what]\n\n**Why**: [reason]\n"
    );
}

#[test]
fn an_existing_plan_begins_again_with_nothing_done() {
    let text = "---\nid: old-7\ndate: 2025-01-01\nfeature: old\nstatus: complete\n---\n\n# Technical Implementation Plan: Old\n\n## Implementation Phases\n\n\
                ### Phase 1: One ✅\n\n**Success Criteria**:\n- [x] a <!-- tip: confirm(x) by Ada, 2025-01-01 -->\n- [X] b\n\n### Phase 2: Two - COMPLETE\n\n**Status**: done\n\n- [~] c\n";
    let doc = document(text);
    let options = ReadOptions::new("docs/tips/old.md");
    let plan = read(&doc, &options);
    let Again { bytes, left_out } = again(&doc, &plan, Schema::built_in(), &new_plan(&[], &[]));
    assert!(left_out.is_empty());
    assert_snapshot!(String::from_utf8_lossy(&bytes), @r"
    ---
    date: 2026-11-25
    feature: csv-export
    status: draft
    ---

    # Technical Implementation Plan: CSV export

    ## Implementation Phases

    ### Phase 1: One

    **Success Criteria**:
    - [ ] a
    - [ ] b

    ### Phase 2: Two

    **Status**: pending

    - [ ] c
    ");
    let doc = Document::parse(bytes);
    let plan = read(&doc, &options);
    assert_eq!(plan.progress().done, 0);
    assert!(
        plan.units
            .iter()
            .all(|unit| unit.state.value != UnitState::Done)
    );
}

#[test]
fn the_log_of_another_plan_is_left_out_and_named() {
    let text = "# Technical Implementation Plan: Old\n\n## Implementation Phases\n\n### Phase 1: One\n\n- [ ] `a.rs` <!-- tip: accept(0123456789abcdef0123456789abcdef01234567) by A, 2026-01-02 -->\n\n\
                ## Decision Log\n\n- 2025-01-02: [x] we took Phase 1 first\n\n### Later\n\n- more\n\n## References\n- `b.rs`\n";
    let doc = document(text);
    let plan = read(&doc, &ReadOptions::new("docs/tips/old.md"));
    let again = again(&doc, &plan, Schema::built_in(), &new_plan(&[], &[]));
    assert_eq!(again.left_out, [(9, "Decision Log".to_owned())]);
    assert_snapshot!(String::from_utf8_lossy(&again.bytes), @r"
    # Technical Implementation Plan: CSV export

    ## Implementation Phases

    ### Phase 1: One

    - [ ] `a.rs`

    ## References
    - `b.rs`
    ");
}

#[test]
fn an_exec_plan_keeps_the_headings_of_its_logs() {
    let text = "# Old\n\nThis ExecPlan is a living document.\n\n## Progress\n\n- [x] (2025-10-01 13:00Z) Read the rows.\n- [ ] Write them.\n\n\
                ## Surprises & Discoveries\n\n- Observation: rows are long.\n  Evidence: 12 MB.\n\n## Decision Log\n\n- Decision: none.\n";
    let doc = document(text);
    let plan = read(&doc, &ReadOptions::new("plans/old.md"));
    let again = again(&doc, &plan, Schema::built_in(), &new_plan(&[], &[]));
    let lines: Vec<u32> = again.left_out.iter().map(|it| it.0).collect();
    assert_eq!(lines, [10, 15]);
    assert_snapshot!(String::from_utf8_lossy(&again.bytes), @r"
    # CSV export

    This ExecPlan is a living document.

    ## Progress

    - [ ] Read the rows.
    - [ ] Write them.

    ## Surprises & Discoveries

    None yet.

    ## Decision Log

    None yet.
    ");
}
