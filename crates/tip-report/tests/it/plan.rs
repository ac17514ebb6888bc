//! A plan built by hand.

use tip_plan::{
    BoxKind, BoxState, CheckBox, Command, CommandForm, Confidence, Dependencies, DependencySource,
    DialectId, Effort, Expectation, Field, Intent, Meaning, Plan, RefForm, Reference, Section,
    SectionId, Site, Stage, State, StateEvidence, StateSource, Status, StatusSource, TaskCategory,
    Unit, UnitId, UnitKind, UnitState, WhyNot,
};
use tip_report::{PlanFile, PlanView};
use tip_syntax::{BlockId, Document, Span, Spanned};

pub(crate) const TEXT: &str = "\u{feff}---\r
feature: ships\r
status: draft\r
date: 2026-01-02\r
confidence: High\r
tags: [sea]\r
---\r
# 船 Ships 🚢\r
\r
### Phase 1: Model\r
- [x] Model stands: `cargo test model` passes\r
\r
### Phase 2: Docks \u{1b}[31m ✓\r
**Depends on**: Phase 1, Phase 9\r
**Effort**: 2-3 hours\r
- [x] Docks exist\r
- [ ] Docks open\tat night: `dock <name>` returns 4\r
- [ ] Someone looked\r
#### Task 2.1: Dig\r
\r
### Phase 3: Sailing\r
Modify `src/sail.rs:12-20`.\r
\r
### Scenario 1: Storm\r
**Given**: a ship\r
**Then**:\r
- it floats\r
- it sails\r
\r
## High risk\r
- **Fog**: radar\r
";

/// A text and what is said to be in it.
pub(crate) struct Fixture {
    doc: Document,
    plan: Plan,
}

impl Fixture {
    /// Returns the plan as one file.
    pub(crate) fn view(&self) -> PlanView<'_> {
        PlanView {
            name: "docs/tips/ships.md",
            files: vec![self.file("docs/tips/ships.md")],
        }
    }

    /// Returns the plan twice, as if it were one plan in two files.
    pub(crate) fn view_of_two(&self) -> PlanView<'_> {
        PlanView {
            name: "docs/ships",
            files: vec![
                self.file("docs/ships/one.md"),
                self.file("docs/ships/two.md"),
            ],
        }
    }

    fn file<'a>(&'a self, path: &'a str) -> PlanFile<'a> {
        PlanFile {
            path,
            doc: &self.doc,
            plan: &self.plan,
            evidence: None,
            ticks: None,
            built: None,
            made: (0, 0),
        }
    }
}

/// Returns the plan in [`TEXT`].
pub(crate) fn fixture() -> Fixture {
    Fixture {
        doc: Document::parse(TEXT.as_bytes().to_vec()),
        plan: plan(),
    }
}

/// Returns a file in which nothing is a plan.
pub(crate) fn empty() -> Fixture {
    let mut plan = plan();
    plan.title = None;
    plan.feature = None;
    plan.status = Status::default();
    plan.date = None;
    plan.confidence = None;
    plan.tags.clear();
    plan.sections.clear();
    plan.fields.clear();
    plan.units.clear();
    plan.boxes.clear();
    plan.references.clear();
    plan.commands.clear();
    Fixture {
        doc: Document::parse(Vec::new()),
        plan,
    }
}

fn plan() -> Plan {
    Plan {
        dialect: DialectId::Tip,
        title: Some(words("船 Ships 🚢")),
        feature: Some(words("ships")),
        status: Status {
            stage: Some(Stage::Draft),
            written: Some(words("draft")),
            source: StatusSource::FrontMatter,
            ..Status::default()
        },
        date: Some(words("2026-01-02")),
        effort: None,
        confidence: Some(Spanned::new(Confidence::High, at("High"))),
        tags: vec![words("sea")],
        sections: vec![Section {
            block: BlockId(0),
            level: 2,
            title: words("High risk"),
            meaning: Some(Meaning::HighRisk),
            span: Span::new(at("## High risk").start(), TEXT.len()),
            parent: None,
            unit: None,
        }],
        fields: fields(),
        units: units(),
        boxes: boxes(),
        references: vec![Reference {
            span: at("src/sail.rs:12-20"),
            path: "src/sail.rs".into(),
            path_span: at("src/sail.rs"),
            line: Some(12),
            end_line: Some(20),
            line_span: None,
            symbol: None,
            anchor: None,
            intent: Intent::Modify,
            form: RefForm::Span,
            unit: Some(UnitId(3)),
            historical: false,
        }],
        commands: vec![
            command("cargo test model", Expectation::Success, None, 0),
            command(
                "dock <name>",
                Expectation::ExitCode(4),
                Some(WhyNot::Placeholder),
                2,
            ),
        ],
        placeholders: Vec::new(),
        annotations: Vec::new(),
    }
}

fn fields() -> Vec<Field> {
    let field = |label: &str, meaning, value: &str, items: &[&str]| Field {
        label: words(label),
        meaning: Some(meaning),
        value: at(value),
        span: at(label),
        items: items.iter().map(|it| at(it)).collect(),
        section: Some(SectionId(0)),
        unit: Some(UnitId(4)),
    };
    let mut then = field(
        "Then",
        Meaning::Then,
        "it floats",
        &["it floats", "it sails"],
    );
    then.value = Span::empty(then.value.start());
    vec![field("Given", Meaning::Given, "a ship", &[]), then]
}

fn units() -> Vec<Unit> {
    let mut model = unit(UnitKind::Phase, "P1", "1", "Model", "### Phase 1: Model");
    model.state = State {
        value: UnitState::Done,
        source: StateSource::Boxes,
        ..State::default()
    };
    let mut docks = unit(
        UnitKind::Phase,
        "P2",
        "2",
        "Docks \u{1b}[31m",
        "### Phase 2: Docks \u{1b}[31m ✓",
    );
    docks.state = State {
        value: UnitState::InProgress,
        source: StateSource::Boxes,
        span: None,
        contradicted_by: Some(StateEvidence {
            value: UnitState::Done,
            source: StateSource::Title,
            span: at("✓"),
        }),
    };
    docks.depends_on = Dependencies {
        on: vec![Spanned::new(UnitId(0), at("Phase 1,"))],
        unknown: vec![Spanned::new("9".into(), at("Phase 9"))],
        source: DependencySource::Written,
        written: Some(at("Phase 1, Phase 9")),
    };
    docks.effort = Effort::parse("2-3 hours").map(|it| Spanned::new(it, at("2-3 hours")));
    let mut dig = unit(UnitKind::Task, "T2.1", "2.1", "Dig", "#### Task 2.1: Dig");
    dig.parent = Some(UnitId(1));
    dig.category = Some(TaskCategory::Setup);
    let mut sailing = unit(
        UnitKind::Phase,
        "P3",
        "3",
        "Sailing",
        "### Phase 3: Sailing",
    );
    sailing.depends_on.on = vec![Spanned::new(UnitId(1), at("Phase 2"))];
    sailing.optional = true;
    vec![
        model,
        docks,
        dig,
        sailing,
        unit(
            UnitKind::Scenario,
            "S1",
            "1",
            "Storm",
            "### Scenario 1: Storm",
        ),
        unit(UnitKind::Risk, "R1", "1", "Fog", "**Fog**: radar"),
    ]
}

fn unit(kind: UnitKind, handle: &str, number: &str, title: &str, lead: &str) -> Unit {
    Unit {
        kind,
        handle: handle.into(),
        id: format!("{}-{handle}", kind.word()),
        number: Some(words(number)),
        title: words(title),
        lead: at(lead),
        span: at(lead),
        parent: None,
        site: Site::Heading,
        state: State::default(),
        depends_on: Dependencies::default(),
        effort: None,
        parallel: false,
        optional: false,
        category: None,
        own_box: None,
    }
}

fn boxes() -> Vec<CheckBox> {
    let mut model = check_box(
        "P1.C1",
        UnitId(0),
        BoxState::Done,
        "Model stands: `cargo test model` passes",
    );
    model.commands = vec![0];
    let exist = check_box("P2.C1", UnitId(1), BoxState::Done, "Docks exist");
    let mut open = check_box(
        "P2.C2",
        UnitId(1),
        BoxState::Open,
        "Docks open\tat night: `dock <name>` returns 4",
    );
    open.commands = vec![1];
    let mut looked = check_box("P2.C3", UnitId(1), BoxState::Open, "Someone looked");
    looked.manual = true;
    vec![model, exist, open, looked]
}

fn check_box(handle: &str, phase: UnitId, state: BoxState, text: &str) -> CheckBox {
    CheckBox {
        handle: handle.into(),
        id: format!("box-{handle}"),
        kind: BoxKind::Criterion,
        state,
        mark: at(text),
        text: at(text),
        unit: Some(phase),
        is_unit: None,
        phase: Some(phase),
        in_table: false,
        manual: false,
        deferred: false,
        commands: Vec::new(),
    }
}

fn command(text: &str, expectation: Expectation, why_not: Option<WhyNot>, in_box: u32) -> Command {
    Command {
        span: at(text),
        text: text.into(),
        form: CommandForm::Span,
        expectation,
        expectation_span: None,
        why_not,
        unit: Some(UnitId(in_box.min(1))),
        in_box: Some(in_box),
    }
}

fn at(needle: &str) -> Span {
    let start = TEXT.find(needle).expect("the needle is in the text");
    Span::new(start, start + needle.len())
}

fn words(needle: &str) -> Spanned<String> {
    Spanned::new(needle.to_owned(), at(needle))
}
