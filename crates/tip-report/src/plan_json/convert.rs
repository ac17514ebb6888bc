//! From a plan to its wire types.

use tip_plan::{
    CheckBox, Command, Confirmation, Effort, Expectation, Field, Meaning, Plan, Progress, Proof,
    Reference, Section, Unit, UnitId, UnitKind,
};
use tip_rules::EvidenceAnswer;
use tip_syntax::Spanned;

use super::reading::Reading;
use super::wire_types::{
    BoxJson, CommandJson, ConfirmationJson, ContradictionJson, EffortJson, ExpectationJson,
    ExpectedValue, FieldJson, PhaseJson, PlaceJson, PlanJson, ProgressJson, ReferenceJson,
    ResearchJson, RiskJson, ScenarioJson, SectionJson, StatusJson, TaskJson, TickJson, UnitJson,
};
use super::words;
use crate::{PlanView, Tick};

/// Converts a plan.
pub(super) fn plan<'a>(view: &PlanView<'a>, version: &'a str) -> PlanJson<'a> {
    let files: Vec<Reading<'a>> = view.files.iter().map(|it| Reading::new(*it)).collect();
    let plans = || view.files.iter().map(|file| file.plan);
    PlanJson {
        version,
        path: view.files.first().map_or(view.name, |file| file.path),
        plan: view.name,
        files: view.files.iter().map(|file| file.path).collect(),
        title: view.title(),
        feature: view.feature(),
        date: plans()
            .find_map(|it| it.date.as_ref())
            .map(|it| it.value.as_str()),
        tags: plans()
            .flat_map(|it| &it.tags)
            .map(|it| it.value.as_str())
            .collect(),
        confidence: plans()
            .find_map(|it| it.confidence)
            .map(|it| it.value.word()),
        effort: files
            .iter()
            .find_map(|file| Some(effort(file, file.plan.effort?))),
        status: status(&files),
        stage: view.stage().word(),
        basis: crate::wire::basis(view.basis()),
        dialect: view.dialect().word(),
        progress: progress(view.progress()),
        phases: units(&files, &[UnitKind::Phase], phase),
        tasks: units(&files, &[UnitKind::Task, UnitKind::Step], task),
        boxes: files.iter().flat_map(boxes).collect(),
        references: each(&files, |plan| &plan.references, reference),
        commands: each(&files, |plan| &plan.commands, command),
        scenarios: units(&files, &[UnitKind::Scenario], scenario),
        risks: units(&files, &[UnitKind::Risk], risk),
        research: units(&files, &[UnitKind::Research], research),
        sections: each(&files, |plan| &plan.sections, section),
        fields: each(&files, |plan| &plan.fields, field),
    }
}

fn each<'a, T: 'a, J>(
    files: &[Reading<'a>],
    list: impl Fn(&'a Plan) -> &'a [T],
    convert: impl Fn(&Reading<'a>, &'a T) -> J,
) -> Vec<J> {
    let mut all = Vec::new();
    for file in files {
        all.extend(list(file.plan).iter().map(|it| convert(file, it)));
    }
    all
}

fn units<'a, J>(
    files: &[Reading<'a>],
    kinds: &[UnitKind],
    convert: impl Fn(&Reading<'a>, UnitId, &'a Unit) -> J,
) -> Vec<J> {
    let mut all = Vec::new();
    for file in files {
        for (at, unit) in file.plan.units.iter().enumerate() {
            if kinds.contains(&unit.kind) {
                all.push(convert(file, UnitId(at as u32), unit));
            }
        }
    }
    all
}

fn status<'a>(files: &[Reading<'a>]) -> StatusJson<'a> {
    let written = files
        .iter()
        .find_map(|file| Some((file, file.plan.status.written.as_ref()?)));
    match written {
        Some((file, written)) => StatusJson {
            stage: file.plan.status.stage.map(tip_plan::Stage::word),
            written: Some(&written.value),
            path: Some(file.path),
            line: Some(file.line(written.span)),
            source: words::status_source(file.plan.status.source),
        },
        None => StatusJson {
            stage: None,
            written: None,
            path: None,
            line: None,
            source: words::status_source(tip_plan::StatusSource::None),
        },
    }
}

fn progress(progress: Progress) -> ProgressJson {
    ProgressJson {
        done: progress.done,
        total: progress.total,
    }
}

fn effort<'a>(file: &Reading<'a>, effort: Spanned<Effort>) -> EffortJson<'a> {
    EffortJson {
        text: file.folded(effort.span),
        size: effort.value.size.map(tip_plan::Size::word),
        minutes_min: effort.value.minutes.map(|it| it.0),
        minutes_max: effort.value.minutes.map(|it| it.1),
    }
}

fn tick(tick: Option<&Tick>) -> Option<TickJson<'_>> {
    Some(match tick? {
        Tick::Commit { hash, by, at } => TickJson {
            by: Some(by),
            at: Some(at),
            commit: Some(hash),
        },
        Tick::WorkTree => TickJson {
            by: None,
            at: None,
            commit: None,
        },
    })
}

fn unit<'a>(file: &Reading<'a>, id: UnitId, unit: &'a Unit) -> UnitJson<'a> {
    let contradiction = unit.state.contradicted_by.as_ref();
    let depends_on = unit.depends_on.on.iter();
    UnitJson {
        handle: &unit.handle,
        id: &unit.id,
        number: unit.number.as_ref().map(|it| it.value.as_str()),
        title: &unit.title.value,
        path: file.path,
        line: file.line(unit.lead),
        end_line: file.end_line(unit.span),
        state: unit.state.value.word(),
        state_source: unit.state.source.word(),
        contradicted_by: contradiction.map(|it| ContradictionJson {
            state: it.value.word(),
            source: it.source.word(),
            line: file.line(it.span),
        }),
        depends_on: depends_on
            .filter_map(|it| file.handle(Some(it.value)))
            .collect(),
        unknown_dependencies: unit
            .depends_on
            .unknown
            .iter()
            .map(|it| it.value.as_str())
            .collect(),
        depends_on_source: unit.depends_on.source.word(),
        effort: unit.effort.map(|it| effort(file, it)),
        site: unit.site.word(),
        parallel: unit.parallel,
        optional: unit.optional,
        confirmations: file
            .plan
            .unit_confirmations(file.doc, unit)
            .iter()
            .map(confirmation)
            .collect(),
        tick: tick(file.tick_of_unit(id)),
    }
}

fn phase<'a>(file: &Reading<'a>, id: UnitId, phase: &'a Unit) -> PhaseJson<'a> {
    PhaseJson {
        unit: unit(file, id, phase),
        progress: progress(file.progress(id)),
    }
}

fn task<'a>(file: &Reading<'a>, id: UnitId, task: &'a Unit) -> TaskJson<'a> {
    TaskJson {
        kind: task.kind.word(),
        unit: unit(file, id, task),
        parent: file.handle(task.parent),
        phase: file.handle(file.plan.phase_of(id)),
        category: task.category.map(tip_plan::TaskCategory::word),
    }
}

fn confirmation<'a>(word: &Confirmation<'a>) -> ConfirmationJson<'a> {
    ConfirmationJson {
        voice: word.voice.word(),
        by: word.who,
        date: word.date,
        note: word.note,
        fresh: word.fresh,
    }
}

fn boxes<'a>(file: &Reading<'a>) -> Vec<BoxJson<'a>> {
    let boxes = file.plan.boxes.iter().enumerate();
    boxes.map(|(at, it)| check_box(file, at, it)).collect()
}

fn check_box<'a>(file: &Reading<'a>, at: usize, it: &'a CheckBox) -> BoxJson<'a> {
    let confirmations = file.plan.confirmations(file.doc, it);
    let commands = it.commands.iter();
    BoxJson {
        handle: &it.handle,
        id: &it.id,
        path: file.path,
        line: file.line(it.mark),
        state: it.state.word(),
        kind: it.kind.word(),
        phase: file.handle(it.phase),
        unit: file.handle(it.is_unit.or(it.unit)),
        text: file.folded(it.text),
        commands: commands
            .filter_map(|at| file.plan.commands.get(*at as usize))
            .map(|command| command.text.as_str())
            .collect(),
        in_table: it.in_table,
        manual: it.manual,
        deferred: it.deferred,
        proof: match file.plan.proof(it) {
            Proof::Run => "run",
            Proof::Person(_) => "person",
            Proof::Tick => "tick",
        },
        tick_source: file.tick_source(it).map(|it| it.word()),
        evidence: file.evidence_of(it).map(|it| match it {
            EvidenceAnswer::Fresh => "fresh",
            EvidenceAnswer::Stale(_) => "stale",
            EvidenceAnswer::Failed(_) => "failed",
        }),
        confirmations: confirmations.iter().map(confirmation).collect(),
        tick: tick(file.tick_of_box(at)),
    }
}

fn reference<'a>(file: &Reading<'a>, it: &'a Reference) -> ReferenceJson<'a> {
    ReferenceJson {
        file: file.path,
        path_in_plan: file.folded(it.span),
        line_in_plan: file.line(it.span),
        path: &it.path,
        line: it.line,
        end_line: it.end_line,
        symbol: it.symbol.as_deref(),
        anchor: it.anchor.as_deref(),
        intent: it.intent.word(),
        form: it.form.word(),
        unit: file.handle(it.unit),
        historical: it.historical,
    }
}

fn command<'a>(file: &Reading<'a>, it: &'a Command) -> CommandJson<'a> {
    let in_box = it
        .in_box
        .and_then(|at| file.plan.boxes.get(at as usize))
        .map(|it| it.handle.as_str());
    CommandJson {
        file: file.path,
        line_in_plan: file.line(it.span),
        text: &it.text,
        form: it.form.word(),
        expectation: expectation(&it.expectation),
        runnable: it.why_not.is_none(),
        why_not: it.why_not.map(tip_plan::WhyNot::word),
        unit: file.handle(it.unit),
        in_box,
    }
}

fn expectation(expectation: &Expectation) -> ExpectationJson<'_> {
    let value = match expectation {
        Expectation::Success | Expectation::Failure | Expectation::Silence => None,
        Expectation::ExitCode(code) => Some(ExpectedValue::Number(i64::from(*code))),
        Expectation::Lines(lines) => Some(ExpectedValue::Number(i64::from(*lines))),
        Expectation::Bound(bound) => Some(ExpectedValue::Text(bound.to_string().into())),
        Expectation::Output(text) | Expectation::Contains(text) | Expectation::Unreadable(text) => {
            Some(ExpectedValue::Text(text.into()))
        }
        Expectation::ContainsBut { texts, shown } => Some(ExpectedValue::Texts(&texts[..*shown])),
        Expectation::ContainsAll(texts)
        | Expectation::Lacks(texts)
        | Expectation::FailsWith { texts, .. } => Some(ExpectedValue::Texts(texts)),
    };
    let but_not = match expectation {
        Expectation::ContainsBut { texts, shown } => Some(&texts[*shown..]),
        _ => None,
    };
    ExpectationJson {
        kind: expectation.word(),
        value,
        but_not,
    }
}

fn place<'a>(file: &Reading<'a>, unit: &'a Unit) -> PlaceJson<'a> {
    PlaceJson {
        handle: &unit.handle,
        id: &unit.id,
        title: &unit.title.value,
        path: file.path,
        line: file.line(unit.lead),
        end_line: file.end_line(unit.span),
    }
}

fn scenario<'a>(file: &Reading<'a>, id: UnitId, unit: &'a Unit) -> ScenarioJson<'a> {
    ScenarioJson {
        place: place(file, unit),
        given: file.said(id, Meaning::Given),
        when: file.said(id, Meaning::When),
        then: file.said(id, Meaning::Then),
        validates: file.said(id, Meaning::Validates),
    }
}

fn risk<'a>(file: &Reading<'a>, id: UnitId, unit: &'a Unit) -> RiskJson<'a> {
    RiskJson {
        place: place(file, unit),
        level: file.risk_level(unit.lead),
        risk: file
            .said(id, Meaning::Risk)
            .unwrap_or_else(|| unit.title.value.clone()),
        mitigation: file.said(id, Meaning::Mitigation),
        contingency: file.said(id, Meaning::Contingency),
    }
}

fn research<'a>(file: &Reading<'a>, id: UnitId, unit: &'a Unit) -> ResearchJson<'a> {
    ResearchJson {
        place: place(file, unit),
        need: file.said(id, Meaning::Need),
        focus: file.said(id, Meaning::FocusAreas),
        alternatives: file.said(id, Meaning::Alternatives),
    }
}

fn section<'a>(file: &Reading<'a>, it: &'a Section) -> SectionJson<'a> {
    SectionJson {
        file: file.path,
        title: &it.title.value,
        level: it.level,
        line: file.line(it.span),
        end_line: file.end_line(it.span),
        meaning: it.meaning.map(Meaning::word),
        unit: file.handle(it.unit),
    }
}

fn field<'a>(file: &Reading<'a>, it: &'a Field) -> FieldJson<'a> {
    FieldJson {
        file: file.path,
        label: &it.label.value,
        meaning: it.meaning.map(Meaning::word),
        line: file.line(it.span),
        value: file.folded(it.value),
        items: it.items.iter().map(|span| file.folded(*span)).collect(),
        unit: file.handle(it.unit),
    }
}
