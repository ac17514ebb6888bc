//! Which plans a change touches.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::layout::{counted, fit};
use crate::terminal::Look;
use crate::{Terminal, escape, wire};

/// How many plans are shown unless all are wanted.
const MOST_PLANS: usize = 20;

/// How many files that no plan names are shown.
const MOST_UNNAMED: usize = 8;

/// Which plans a change touches.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "impact")]
pub struct Report {
    /// The version of `tip`.
    pub version: &'static str,
    /// The version before the change: a commit, or null before the first.
    pub before: Option<String>,
    /// The version after it: a commit, `index` or `worktree`.
    pub after: String,
    /// The files that change, by path.
    pub files: Vec<File>,
    /// The plans that are touched, by name.
    pub plans: Vec<Plan>,
}

/// A file that changes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct File {
    /// Its path, relative to the repository.
    pub path: String,
    /// Its path before, where it has another.
    pub path_before: Option<String>,
    /// What becomes of it.
    #[schemars(extend("enum" = ["added", "modified", "renamed", "deleted"]))]
    pub change: &'static str,
    /// The names of the plans that it touches.
    pub plans: Vec<String>,
    /// Without `--all`, the names of the plans that are over and name it, told where no other one may.
    pub plans_over: Vec<String>,
}

/// A plan that is touched.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Plan {
    /// Its name: the path of its file, or of the folder that its files are in.
    pub plan: String,
    /// Its title.
    pub title: Option<String>,
    /// Its stage.
    #[schemars(extend("enum" = ["draft", "approved", "in_progress", "complete", "superseded", "abandoned"]))]
    pub stage: &'static str,
    /// Whether one of its own files changes too.
    pub changed: bool,
    /// The phases that name what changes, in the order of the text.
    pub phases: Vec<Phase>,
    /// The criteria and other boxes that name what changes, in the order of the text.
    pub boxes: Vec<CheckBox>,
    /// What names what changes, in the order of the text.
    pub touches: Vec<Touch>,
}

/// A phase that is touched.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Phase {
    /// The file that it stands in.
    pub path: String,
    /// Its name for people, from its position.
    pub handle: String,
    /// Its name from its content.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How far it has come.
    #[schemars(extend("enum" = ["unknown", "open", "in_progress", "done", "dropped"]))]
    pub state: &'static str,
}

/// A box that is touched.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckBox {
    /// The file that it stands in.
    pub path: String,
    /// Its line.
    pub line: u32,
    /// Its name for people, from its position.
    pub handle: String,
    /// Its name from its content.
    pub id: String,
    /// What it stands for.
    #[schemars(extend("enum" = ["criterion", "task", "gate"]))]
    pub kind: &'static str,
    /// What it shows.
    #[schemars(extend("enum" = ["open", "done", "other"]))]
    pub state: &'static str,
    /// Its text, on one line.
    pub text: String,
    /// Whether it was ticked before the change, and a command or lines that it names change.
    pub in_doubt: bool,
}

/// Something in a plan that names what changes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Touch {
    /// The file of the plan.
    pub path_of_plan: String,
    /// The line in it.
    pub line_in_plan: u32,
    /// The reference or the command, as it is written.
    pub written: String,
    /// What it is.
    #[schemars(extend("enum" = ["reference", "command"]))]
    pub kind: &'static str,
    /// How much of what it names changes: the very lines, something in the file, something in the folder or pattern.
    #[schemars(extend("enum" = ["lines", "file", "folder"]))]
    pub reach: &'static str,
    /// The files that change.
    pub files: Vec<String>,
    /// The first line that it points at, in the version that `side` tells.
    pub line: Option<u32>,
    /// The last line that it points at.
    pub end_line: Option<u32>,
    /// In which version its lines are counted: `after` where it was written with the change.
    #[schemars(extend("enum" = ["before", "after", null]))]
    pub side: Option<&'static str>,
    /// What the plan means to do with the file.
    #[schemars(extend("enum" = ["mention", "create", "modify", "delete"]))]
    pub intent: &'static str,
    /// The handle of its phase.
    pub phase: Option<String>,
    /// The handle of the unit that it stands in.
    pub unit: Option<String>,
    /// The handle of the box that it stands in.
    #[serde(rename = "box")]
    pub in_box: Option<String>,
}

impl Report {
    /// Returns how many ticks rest on what changes.
    pub fn in_doubt(&self) -> usize {
        let boxes = self.plans.iter().flat_map(|it| &it.boxes);
        boxes.filter(|it| it.in_doubt).count()
    }
}

/// Returns one JSON object.
pub fn json(report: &Report) -> String {
    wire::pretty(report)
}

/// Returns the JSON Schema of [`json`].
pub fn schema() -> Value {
    wire::schema_of::<Report>()
}

/// Renders the plans with what is touched in each; what names no more than a folder is only counted unless `all` is wanted.
///
/// `shown` gives a path as it is shown.
pub fn render(
    report: &Report,
    all: bool,
    shown: &dyn Fn(&str) -> String,
    terminal: &Terminal,
) -> String {
    let mut out = String::new();
    let mut counts = Counts::default();
    let mut plans: Vec<&Plan> = report.plans.iter().collect();
    plans.sort_by_key(|it| weight(it));
    for plan in plans {
        let is_shown = |it: &&Touch| all || it.reach != "folder";
        let touches: Vec<&Touch> = plan.touches.iter().filter(is_shown).collect();
        counts.weak += plan.touches.len() - touches.len();
        if touches.is_empty() {
            continue;
        }
        counts.plans += 1;
        counts.phases += distinct(&touches, |it| it.phase.as_deref());
        counts.boxes += distinct(&touches, |it| it.in_box.as_deref());
        if !all && counts.plans > MOST_PLANS {
            counts.hidden += 1;
            continue;
        }
        head(plan, shown, terminal, &mut out);
        let mut phase = None;
        let mut path = plan.plan.as_str();
        let mut last = String::new();
        for touch in touches {
            if path != touch.path_of_plan {
                path = &touch.path_of_plan;
                let shown = escape::line(&shown(path)).into_owned();
                let _ = writeln!(out, "  {}", terminal.paint(Look::Dim, shown));
            }
            if phase != Some((&touch.path_of_plan, &touch.phase)) {
                phase = Some((&touch.path_of_plan, &touch.phase));
                phase_line(plan, touch, terminal, &mut out);
            }
            // A line that names a file twice says the same twice.
            let text = line(report, touch, terminal);
            if text != last {
                out.push_str(&text);
                last = text;
            }
        }
        for it in plan.boxes.iter().filter(|it| it.in_doubt) {
            let words = format!("! {} is ticked, and rests on what changes:", it.handle);
            let words = terminal.paint(Look::Warning, escape::line(&words).into_owned());
            let text = escape::line(&it.text).into_owned();
            let _ = writeln!(out, "  {words} {}", fit(&text, terminal.columns()));
        }
        out.push('\n');
    }
    summary(report, &counts, shown, &mut out);
    out
}

/// How much is shown.
#[derive(Debug, Default)]
struct Counts {
    plans: usize,
    phases: usize,
    boxes: usize,
    /// How many plans are counted and not shown.
    hidden: usize,
    /// How much is not, since it names no more than a folder.
    weak: usize,
}

/// Returns how soon a plan is shown: ticks in doubt first, then lines that change, then what was planned.
fn weight(plan: &Plan) -> u8 {
    let any = |fits: &dyn Fn(&Touch) -> bool| plan.touches.iter().any(fits);
    if plan.boxes.iter().any(|it| it.in_doubt) {
        0
    } else if any(&|it| it.reach == "lines") {
        1
    } else if any(&|it| it.reach == "file" && it.intent != "mention") {
        2
    } else {
        3
    }
}

fn distinct<'a>(touches: &[&'a Touch], handle: impl Fn(&'a Touch) -> Option<&'a str>) -> usize {
    let named = touches
        .iter()
        .filter_map(|it| Some((it.path_of_plan.as_str(), handle(it)?)));
    named.collect::<BTreeSet<_>>().len()
}

fn head(plan: &Plan, shown: &dyn Fn(&str) -> String, terminal: &Terminal, out: &mut String) {
    let name = escape::line(&shown(&plan.plan)).into_owned();
    let stage = plan.stage.replace('_', " ");
    let too = if plan.changed { ", changes itself" } else { "" };
    let _ = writeln!(
        out,
        "{}  {}",
        terminal.paint(Look::Title, name),
        terminal.paint(Look::Dim, format!("{stage}{too}")),
    );
}

fn phase_line(plan: &Plan, touch: &Touch, terminal: &Terminal, out: &mut String) {
    let is_it = |it: &&Phase| {
        it.path == touch.path_of_plan && Some(it.handle.as_str()) == touch.phase.as_deref()
    };
    let Some(phase) = plan.phases.iter().find(is_it) else {
        return;
    };
    let state = match phase.state {
        "unknown" => String::new(),
        state => format!("  {}", state.replace('_', " ")),
    };
    let _ = writeln!(
        out,
        "  {} {}{}",
        terminal.paint(Look::Code, escape::line(&phase.handle).into_owned()),
        escape::line(&phase.title),
        terminal.paint(Look::Dim, state),
    );
}

fn line(report: &Report, touch: &Touch, terminal: &Terminal) -> String {
    let sign = if touch.kind == "command" { "$ " } else { "" };
    let written = format!("{sign}{}", escape::line(&touch.written));
    let look = match touch.reach {
        "lines" => Look::Warning,
        "file" => Look::Plain,
        _ => Look::Dim,
    };
    let in_box = match &touch.in_box {
        Some(handle) => format!("  ({})", escape::line(handle)),
        None => String::new(),
    };
    format!(
        "{:>6}  {}  {}{}\n",
        touch.line_in_plan,
        terminal.paint(Look::Code, written),
        terminal.paint(look, escape::line(&outcome(report, touch)).into_owned()),
        terminal.paint(Look::Dim, in_box),
    )
}

/// Says what becomes of what is named.
fn outcome(report: &Report, touch: &Touch) -> String {
    if touch.reach == "folder" {
        let count = counted(touch.files.len(), "file");
        let verb = if touch.files.len() == 1 {
            "changes"
        } else {
            "change"
        };
        return format!("{count} in it {verb}");
    }
    let path = touch.files.first().map_or("", String::as_str);
    let file = report.files.iter().find(|it| it.path == path);
    let change = file.map_or("modified", |it| it.change);
    let mut words = match (change, touch.intent) {
        ("added", "create") => "created, as planned".to_owned(),
        ("added", _) => "is new".to_owned(),
        ("deleted", "delete") => "deleted, as planned".to_owned(),
        ("deleted", _) => "is deleted".to_owned(),
        ("renamed", _) => format!("is renamed to {path}"),
        (_, "modify") => "changes, as planned".to_owned(),
        _ => "changes".to_owned(),
    };
    if let (Some(line), Some(end), "modified" | "renamed") = (touch.line, touch.end_line, change) {
        let lines = match (line == end, touch.side) {
            (true, Some("after")) => format!("line {line}"),
            (true, _) => format!("line {line} before"),
            (false, Some("after")) => format!("lines {line}-{end}"),
            (false, _) => format!("lines {line}-{end} before"),
        };
        words = match (touch.reach, change) {
            ("lines", "renamed") => format!("{words}, and the code changes ({lines})"),
            ("lines", _) => format!("the code changes ({lines})"),
            (_, "renamed") => words,
            _ => format!(
                "changes elsewhere ({lines} stay{})",
                if line == end { "s" } else { "" }
            ),
        };
    }
    if touch.kind == "command" {
        words = format!("{path} {words}");
    }
    words
}

fn summary(report: &Report, counts: &Counts, shown: &dyn Fn(&str) -> String, out: &mut String) {
    let total = report.files.len();
    if total == 0 {
        out.push_str("nothing changes\n");
        return;
    }
    let change = if total == 1 { "changes" } else { "change" };
    let _ = write!(out, "{} {change}", counted(total, "file"));
    let is_over = |it: &&File| it.plans.is_empty() && !it.plans_over.is_empty();
    let over: Vec<&File> = report.files.iter().filter(is_over).collect();
    if counts.plans == 0 && over.is_empty() {
        out.push_str(", no plan names one");
    } else if counts.plans == 0 {
        out.push_str(", no plan under way names one");
    } else {
        let _ = write!(out, ": {} touched", counted(counts.plans, "plan"));
        if counts.phases > 0 {
            let _ = write!(out, ", {}", counted(counts.phases, "phase"));
        }
        match counts.boxes {
            0 => {}
            1 => out.push_str(", 1 box"),
            count => {
                let _ = write!(out, ", {count} boxes");
            }
        }
    }
    match report.in_doubt() {
        0 => {}
        1 => out.push_str(", 1 tick in doubt"),
        count => {
            let _ = write!(out, ", {count} ticks in doubt");
        }
    }
    out.push('\n');
    if counts.hidden > 0 {
        let _ = writeln!(
            out,
            "{} more are not shown: `--all` shows them",
            counted(counts.hidden, "plan")
        );
    }
    if counts.weak > 0 {
        let _ = writeln!(
            out,
            "{} no more than a folder that holds a file: `--all` shows them",
            match counts.weak {
                1 => "1 place names".to_owned(),
                count => format!("{count} places name"),
            }
        );
    }
    let unnamed = report.files.iter();
    let unnamed = unnamed.filter(|it| it.plans.is_empty() && it.plans_over.is_empty());
    let unnamed: Vec<&File> = unnamed.collect();
    if !over.is_empty() {
        let names = listed(&over, shown);
        let _ = writeln!(
            out,
            "named only by plans that are over: {names}; `--all` shows them"
        );
    }
    if !unnamed.is_empty() && (counts.plans > 0 || !over.is_empty()) {
        let _ = writeln!(out, "named by no plan: {}", listed(&unnamed, shown));
    }
}

/// Returns the paths of the first files, and how many more there are.
fn listed(files: &[&File], shown: &dyn Fn(&str) -> String) -> String {
    let names = files.iter().take(MOST_UNNAMED).map(|it| shown(&it.path));
    let names: Vec<String> = names.map(|it| escape::line(&it).into_owned()).collect();
    let more = match files.len().saturating_sub(MOST_UNNAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.join(", "))
}
