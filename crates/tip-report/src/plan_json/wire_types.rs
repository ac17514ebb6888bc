//! The wire types of a plan.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

/// A plan as `tip` read it.
///
/// Lines are counted from 1. Lists are in the order of the text; those of a plan in several files follow one another, file by file.
/// A handle is unique in its file, an id in the plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "plan")]
pub(super) struct PlanJson<'a> {
    /// The version of `tip`.
    pub(super) version: &'a str,
    /// The path of its first file, relative to the repository.
    pub(super) path: &'a str,
    /// Its name: the path of its file, or of the folder that its files are in.
    pub(super) plan: &'a str,
    /// The paths of its files.
    pub(super) files: Vec<&'a str>,
    /// Its title.
    pub(super) title: Option<&'a str>,
    /// The name of its feature.
    pub(super) feature: Option<&'a str>,
    /// Its date, as written.
    pub(super) date: Option<&'a str>,
    /// Its tags.
    pub(super) tags: Vec<&'a str>,
    /// How sure the author is.
    #[schemars(extend("enum" = ["Low", "Medium", "High", null]))]
    pub(super) confidence: Option<&'static str>,
    /// The effort of the whole.
    pub(super) effort: Option<EffortJson<'a>>,
    /// What it says of its own stage.
    pub(super) status: StatusJson<'a>,
    /// Its stage: what it says of it, corrected by progress.
    #[schemars(extend("enum" = ["draft", "approved", "in_progress", "complete", "superseded", "abandoned"]))]
    pub(super) stage: &'static str,
    /// What the stage rests on: `told` by a status or by what is done, `not_begun` or `unknown` where it is taken from silence.
    #[schemars(extend("enum" = ["told", "not_begun", "seems_built", "unknown"]))]
    pub(super) basis: &'static str,
    /// How it was read.
    pub(super) dialect: &'static str,
    /// How much is done: boxes, or phases where there is no box.
    pub(super) progress: ProgressJson,
    /// The phases.
    pub(super) phases: Vec<PhaseJson<'a>>,
    /// The tasks and steps.
    pub(super) tasks: Vec<TaskJson<'a>>,
    /// Every list item and every cell of a table with a box.
    pub(super) boxes: Vec<BoxJson<'a>>,
    /// The references to code and documents.
    pub(super) references: Vec<ReferenceJson<'a>>,
    /// The commands.
    pub(super) commands: Vec<CommandJson<'a>>,
    /// The test scenarios.
    pub(super) scenarios: Vec<ScenarioJson<'a>>,
    /// The risks.
    pub(super) risks: Vec<RiskJson<'a>>,
    /// The libraries to be researched.
    pub(super) research: Vec<ResearchJson<'a>>,
    /// The headings and what stands under them.
    pub(super) sections: Vec<SectionJson<'a>>,
    /// The labels and their values.
    pub(super) fields: Vec<FieldJson<'a>>,
}

/// What a plan says of its own stage.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StatusJson<'a> {
    /// The stage that the words mean, where they mean one.
    #[schemars(extend("enum" = ["draft", "approved", "in_progress", "complete", "superseded", "abandoned", null]))]
    pub(super) stage: Option<&'static str>,
    /// The words.
    pub(super) written: Option<&'a str>,
    /// The file that they stand in.
    pub(super) path: Option<&'a str>,
    /// The line on which they stand.
    pub(super) line: Option<u32>,
    /// Where they stand.
    #[schemars(extend("enum" = ["none", "front_matter", "field", "heading", "title"]))]
    pub(super) source: &'static str,
}

/// How much is done.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProgressJson {
    /// What is done.
    pub(super) done: u32,
    /// What there is.
    pub(super) total: u32,
}

/// How much work something is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EffortJson<'a> {
    /// As written.
    pub(super) text: Cow<'a, str>,
    /// The size; of a range the larger one.
    #[schemars(extend("enum" = ["XS", "S", "M", "L", "XL", null]))]
    pub(super) size: Option<&'static str>,
    /// The least working minutes; a day has 8 hours, a week 5 days.
    pub(super) minutes_min: Option<u32>,
    /// The most working minutes.
    pub(super) minutes_max: Option<u32>,
}

/// Another place that says otherwise of a state.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContradictionJson {
    /// What it says.
    pub(super) state: &'static str,
    /// What kind of place it is.
    pub(super) source: &'static str,
    /// The line.
    pub(super) line: u32,
}

/// What phases and tasks have in common.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UnitJson<'a> {
    /// Its name for people, from its position: `P2`.
    pub(super) handle: &'a str,
    /// Its name from its content, which survives edits elsewhere.
    pub(super) id: &'a str,
    /// Its number, as written.
    pub(super) number: Option<&'a str>,
    /// Its title, without number and decorations.
    pub(super) title: &'a str,
    /// The file that it stands in.
    pub(super) path: &'a str,
    /// Its first line.
    pub(super) line: u32,
    /// Its last line.
    pub(super) end_line: u32,
    /// How far it has come.
    #[schemars(extend("enum" = ["unknown", "open", "in_progress", "done", "dropped"]))]
    pub(super) state: &'static str,
    /// What tells it.
    #[schemars(extend("enum" = ["none", "own_box", "title", "field", "table", "progress", "boxes", "file"]))]
    pub(super) state_source: &'static str,
    /// Another place that says otherwise.
    pub(super) contradicted_by: Option<ContradictionJson>,
    /// The handles, in the same file, of what must be done before.
    pub(super) depends_on: Vec<&'a str>,
    /// The numbers named as dependencies that nothing in the plan has.
    pub(super) unknown_dependencies: Vec<&'a str>,
    /// How the dependencies are known: `order` means that none is written.
    #[schemars(extend("enum" = ["written", "order", "declared_none"]))]
    pub(super) depends_on_source: &'static str,
    /// How much work it is.
    pub(super) effort: Option<EffortJson<'a>>,
    /// In what form it is written.
    #[schemars(extend("enum" = ["heading", "bold_line", "paragraph", "list_item", "table_row", "file"]))]
    pub(super) site: &'static str,
    /// Whether it is marked as able to run beside its neighbors.
    pub(super) parallel: bool,
    /// Whether it is marked as optional.
    pub(super) optional: bool,
    /// Without a box of its own: on whose word it is done, as `tip confirm` or an agent wrote it behind the title.
    pub(super) confirmations: Vec<ConfirmationJson<'a>>,
    /// With `--history`, of what is done: since which commit it is.
    #[serde(flatten)]
    pub(super) tick: Option<TickJson<'a>>,
}

/// Since which commit something is done, without interruption.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TickJson<'a> {
    /// The author of the commit; null where it is not committed yet.
    pub(super) by: Option<&'a str>,
    /// The day on which it was written.
    pub(super) at: Option<&'a str>,
    /// Its whole hash.
    pub(super) commit: Option<&'a str>,
}

/// A phase.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PhaseJson<'a> {
    /// What it has in common with a task.
    #[serde(flatten)]
    pub(super) unit: UnitJson<'a>,
    /// How much of its boxes is done.
    pub(super) progress: ProgressJson,
}

/// A task or a step.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TaskJson<'a> {
    /// Whether it is a task or a step.
    #[schemars(extend("enum" = ["task", "step"]))]
    pub(super) kind: &'static str,
    /// What it has in common with a phase.
    #[serde(flatten)]
    pub(super) unit: UnitJson<'a>,
    /// The handle of what it stands in.
    pub(super) parent: Option<&'a str>,
    /// The handle of the phase that it belongs to.
    pub(super) phase: Option<&'a str>,
    /// What it is for.
    #[schemars(extend("enum" = ["setup", "new_behavior", "refactor", null]))]
    pub(super) category: Option<&'static str>,
}

/// A list item or a cell of a table with a box.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BoxJson<'a> {
    /// Its name for people, from its position: `P2.C3`.
    pub(super) handle: &'a str,
    /// Its name from its content.
    pub(super) id: &'a str,
    /// The file that it stands in.
    pub(super) path: &'a str,
    /// Its line.
    pub(super) line: u32,
    /// What it shows.
    #[schemars(extend("enum" = ["open", "done", "other"]))]
    pub(super) state: &'static str,
    /// What it stands for.
    #[schemars(extend("enum" = ["criterion", "task", "gate", "progress", "review"]))]
    pub(super) kind: &'static str,
    /// The handle of the phase that it belongs to.
    pub(super) phase: Option<&'a str>,
    /// The handle of the unit that it stands in, or is.
    pub(super) unit: Option<&'a str>,
    /// Its text, on one line.
    pub(super) text: Cow<'a, str>,
    /// The commands in it.
    pub(super) commands: Vec<&'a str>,
    /// Whether it stands in a cell of a table.
    pub(super) in_table: bool,
    /// Whether it is left to a person.
    pub(super) manual: bool,
    /// Whether it is deferred, skipped or struck out.
    pub(super) deferred: bool,
    /// What shows that it may be ticked: a run of its commands, the word of a person, or the tick alone.
    #[schemars(extend("enum" = ["run", "person", "tick"]))]
    pub(super) proof: &'static str,
    /// Whose word its tick is, where it is ticked.
    #[schemars(extend("enum" = ["person", "agent", "tip", "unknown", null]))]
    pub(super) tick_source: Option<&'static str>,
    /// What is known of runs of its commands.
    #[schemars(extend("enum" = ["fresh", "stale", "failed", null]))]
    pub(super) evidence: Option<&'static str>,
    /// The words of `tip confirm` beside it.
    pub(super) confirmations: Vec<ConfirmationJson<'a>>,
    /// With `--history`, of what is done: since which commit it is.
    #[serde(flatten)]
    pub(super) tick: Option<TickJson<'a>>,
}

/// Somebody's word beside a box.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ConfirmationJson<'a> {
    /// Whether a person or an agent speaks.
    #[schemars(extend("enum" = ["person", "agent"]))]
    pub(super) voice: &'static str,
    /// Who.
    pub(super) by: &'a str,
    /// When: `2026-01-31`.
    pub(super) date: Option<&'a str>,
    /// What was seen.
    pub(super) note: &'a str,
    /// Whether it speaks of the text as it stands.
    pub(super) fresh: bool,
}

/// A reference to code or a document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReferenceJson<'a> {
    /// The file of the plan that it stands in.
    pub(super) file: &'a str,
    /// The whole reference, as written.
    pub(super) path_in_plan: Cow<'a, str>,
    /// The line on which it is written.
    pub(super) line_in_plan: u32,
    /// The path that it names.
    pub(super) path: &'a str,
    /// The first line that it names.
    pub(super) line: Option<u32>,
    /// The last line that it names, where it names several.
    pub(super) end_line: Option<u32>,
    /// The symbol that it names.
    pub(super) symbol: Option<&'a str>,
    /// The anchor of a document that it names.
    pub(super) anchor: Option<&'a str>,
    /// What the plan means to do with it.
    #[schemars(extend("enum" = ["mention", "create", "modify", "delete"]))]
    pub(super) intent: &'static str,
    /// How it is written.
    #[schemars(extend("enum" = ["span", "bare", "link", "permalink", "front_matter"]))]
    pub(super) form: &'static str,
    /// The handle of the unit that it stands in.
    pub(super) unit: Option<&'a str>,
    /// Whether it stands in a place that claims nothing about now.
    pub(super) historical: bool,
}

/// A command.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CommandJson<'a> {
    /// The file of the plan that it stands in.
    pub(super) file: &'a str,
    /// The line on which it stands.
    pub(super) line_in_plan: u32,
    /// Its text.
    pub(super) text: &'a str,
    /// In what form it is written.
    #[schemars(extend("enum" = ["span", "run", "fence", "gate"]))]
    pub(super) form: &'static str,
    /// What is expected of it.
    pub(super) expectation: ExpectationJson<'a>,
    /// Whether it can be run as it stands.
    pub(super) runnable: bool,
    /// Why it cannot.
    #[schemars(extend("enum" = ["placeholder", "ellipsis", "mutating", "interactive", "unbalanced", null]))]
    pub(super) why_not: Option<&'static str>,
    /// The handle of the unit that it stands in.
    pub(super) unit: Option<&'a str>,
    /// The handle of the box that it stands in.
    #[serde(rename = "box")]
    pub(super) in_box: Option<&'a str>,
}

/// What is expected of a command.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ExpectationJson<'a> {
    /// What kind of outcome.
    #[schemars(extend("enum" = ["success", "failure", "exit_code", "fails_with", "silence", "output", "contains", "contains_all", "lacks", "contains_but", "lines", "bound", "unreadable"]))]
    pub(super) kind: &'static str,
    /// The exit code or the number of lines; the output, what it contains, or the words that cannot be read; of a bound how the printed
    /// number, percentage or number of lines is compared: `>= 2`, `> 80 %`, `< 5 lines`.
    pub(super) value: Option<ExpectedValue<'a>>,
    /// What must not be printed beside the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) but_not: Option<&'a [String]>,
}

/// A number or text.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum ExpectedValue<'a> {
    /// An exit code, or a number of lines.
    Number(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Texts.
    Texts(&'a [String]),
}

/// What scenarios, risks and research have in common.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlaceJson<'a> {
    /// Its name for people, from its position.
    pub(super) handle: &'a str,
    /// Its name from its content.
    pub(super) id: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// The file that it stands in.
    pub(super) path: &'a str,
    /// Its first line.
    pub(super) line: u32,
    /// Its last line.
    pub(super) end_line: u32,
}

/// A test scenario. What is written as a list has one item on a line.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ScenarioJson<'a> {
    /// Its place and names.
    #[serde(flatten)]
    pub(super) place: PlaceJson<'a>,
    /// The state before.
    pub(super) given: Option<String>,
    /// The action.
    pub(super) when: Option<String>,
    /// The outcome.
    pub(super) then: Option<String>,
    /// What it proves.
    pub(super) validates: Option<String>,
}

/// A risk.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RiskJson<'a> {
    /// Its place and names.
    #[serde(flatten)]
    pub(super) place: PlaceJson<'a>,
    /// How high it is, where the plan says so.
    #[schemars(extend("enum" = ["high", "medium", "low", null]))]
    pub(super) level: Option<&'static str>,
    /// What may happen.
    pub(super) risk: String,
    /// How it is met.
    pub(super) mitigation: Option<String>,
    /// What is done when it strikes.
    pub(super) contingency: Option<String>,
}

/// A library to be researched.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResearchJson<'a> {
    /// Its place and names.
    #[serde(flatten)]
    pub(super) place: PlaceJson<'a>,
    /// What must be found out.
    pub(super) need: Option<String>,
    /// Where to look.
    pub(super) focus: Option<String>,
    /// Other ways.
    pub(super) alternatives: Option<String>,
}

/// A heading and what stands under it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SectionJson<'a> {
    /// The file that it stands in.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) title: &'a str,
    /// Its level, 1 to 6.
    pub(super) level: u8,
    /// The line of the heading.
    pub(super) line: u32,
    /// The last line under it.
    pub(super) end_line: u32,
    /// What it is about, where that is known.
    pub(super) meaning: Option<&'static str>,
    /// The handle of the unit that it is, or stands in.
    pub(super) unit: Option<&'a str>,
}

/// A label and its value.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FieldJson<'a> {
    /// The file that it stands in.
    pub(super) file: &'a str,
    /// The label.
    pub(super) label: &'a str,
    /// What it is about, where that is known.
    pub(super) meaning: Option<&'static str>,
    /// The line of the label.
    pub(super) line: u32,
    /// The text after the label, on one line.
    pub(super) value: Cow<'a, str>,
    /// The items of the list under it.
    pub(super) items: Vec<Cow<'a, str>>,
    /// The handle of the unit that it stands in.
    pub(super) unit: Option<&'a str>,
}
