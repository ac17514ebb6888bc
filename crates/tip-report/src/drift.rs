//! Where references lead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use crate::terminal::Look;
use crate::{Terminal, escape, wire};

/// A place in the repository. Lines are counted from 1.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "drift")]
pub struct Place {
    /// The file, relative to the repository.
    pub path: String,
    /// The first line.
    pub line: Option<u32>,
    /// The last line, where there are several.
    pub end_line: Option<u32>,
}

/// A commit, in words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Commit {
    /// The whole hash.
    pub hash: String,
    /// The first line of its message.
    pub subject: String,
    /// Its author.
    pub author: String,
    /// The day on which it was written.
    pub date: String,
}

/// A reference and what became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reference {
    /// The file of the plan, relative to the repository.
    pub plan: String,
    /// The line in it.
    pub line_in_plan: u32,
    /// As it is written.
    pub written: String,
    /// The path as it is written.
    pub path: String,
    /// The first line as it is written.
    pub line: Option<u32>,
    /// The last line as it is written.
    pub end_line: Option<u32>,
    /// The symbol that it names.
    pub symbol: Option<String>,
    /// The section that it names.
    pub anchor: Option<String>,
    /// What became of it.
    #[schemars(extend("enum" = [
        "unchanged", "moved", "renamed", "edited", "ambiguous", "deleted", "file_gone", "unclear", "never_existed", "outside", "historical"
    ]))]
    pub verdict: &'static str,
    /// Whether it is drift that somebody has to look at: in a plan under way, in a phase that is not finished.
    pub finding: bool,
    /// Why it claims nothing about now.
    pub reason: Option<String>,
    /// The handle of its phase.
    pub phase: Option<String>,
    /// The commit that wrote it; none where it is not committed yet.
    pub written_in: Option<String>,
    /// The version in which it was right: a commit, or `worktree`.
    pub base: Option<String>,
    /// The path at the base.
    pub base_path: Option<String>,
    /// Where the path leads now.
    pub now_path: Option<String>,
    /// Where the first line is now.
    pub now_line: Option<u32>,
    /// Where the last line is now.
    pub now_end_line: Option<u32>,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// Whether `tip drift --fix` rewrites it.
    pub fixable: bool,
    /// The places that could be meant, or what looks nearest.
    pub candidates: Vec<Place>,
    /// The commit that moved, edited or deleted it last.
    pub change: Option<Commit>,
    /// The text of its first line at the base.
    pub text_then: Option<String>,
    /// The text of its first line now, where it differs.
    pub text_now: Option<String>,
    /// What made it harder to follow.
    pub doubt: Option<String>,
}

/// Where the references of plans lead.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The version of `tip`.
    pub version: &'static str,
    /// How many references have which verdict.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// The references, plan by plan, in the order of the text.
    pub references: Vec<Reference>,
}

impl Report {
    /// Puts references together and counts them.
    pub fn new(version: &'static str, references: Vec<Reference>) -> Self {
        let mut verdicts = BTreeMap::new();
        for it in &references {
            *verdicts.entry(it.verdict).or_default() += 1;
        }
        Self {
            version,
            verdicts,
            references,
        }
    }

    /// Returns how many references somebody has to look at.
    pub fn findings(&self) -> usize {
        self.references.iter().filter(|it| it.finding).count()
    }
}

/// Returns one JSON object.
pub fn json(report: &Report) -> String {
    wire::pretty(report)
}

/// Returns a JSON object a line, one for each reference.
pub fn jsonl(report: &Report) -> String {
    let lines = report.references.iter().map(wire::line);
    lines.map(|it| it + "\n").collect()
}

/// Renders the references that somebody has to look at, with `all` every one.
///
/// `shown` gives the path of a plan as it is shown.
pub fn render(
    report: &Report,
    all: bool,
    shown: &dyn Fn(&str) -> String,
    terminal: &Terminal,
) -> String {
    let mut out = String::new();
    let mut plan = "";
    for it in &report.references {
        if !it.finding && !all {
            continue;
        }
        if it.plan != plan {
            if !plan.is_empty() {
                out.push('\n');
            }
            plan = &it.plan;
            let name = shown(plan);
            let name = terminal.paint(Look::Title, escape::line(&name));
            let _ = writeln!(out, "{name}");
        }
        one(it, terminal, &mut out);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&summary(report));
    out
}

fn one(it: &Reference, terminal: &Terminal, out: &mut String) {
    let look = match it.verdict {
        "unchanged" => Look::Good,
        "historical" | "outside" => Look::Dim,
        "deleted" | "file_gone" => Look::Error,
        _ => Look::Warning,
    };
    let written = escape::line(&it.written);
    let _ = write!(
        out,
        "{:>5}  {}  {}",
        it.line_in_plan,
        terminal.paint(Look::Code, &written),
        terminal.paint(look, outcome(it)),
    );
    if let Some(reason) = &it.reason {
        let _ = write!(out, "  {}", terminal.paint(Look::Dim, escape::line(reason)));
    }
    out.push('\n');
    if it.verdict == "edited"
        && let (Some(then), Some(now)) = (&it.text_then, &it.text_now)
    {
        let _ = writeln!(out, "       - {}", escape::line(then.trim()));
        let _ = writeln!(out, "       + {}", escape::line(now.trim()));
    }
    if let ("deleted", Some(then)) = (it.verdict, &it.text_then)
        && !then.trim().is_empty()
    {
        let _ = writeln!(out, "       - {}", escape::line(then.trim()));
    }
    if it.verdict != "unchanged"
        && it.verdict != "historical"
        && let Some(commit) = &it.change
    {
        let hash = commit.hash.get(..10).unwrap_or(&commit.hash);
        let by = format!(
            "by {hash}, {}, {}: {}",
            commit.date,
            escape::line(&commit.author),
            escape::line(&commit.subject)
        );
        let _ = writeln!(out, "       {}", terminal.paint(Look::Dim, by));
    }
    if let Some(doubt) = &it.doubt {
        let _ = writeln!(
            out,
            "       {}",
            terminal.paint(Look::Dim, escape::line(doubt))
        );
    }
    // Where the files of a folder went stands in its line.
    let is_told = it.verdict == "file_gone" && it.base_path.is_none();
    if matches!(
        it.verdict,
        "ambiguous" | "unclear" | "never_existed" | "file_gone"
    ) && !is_told
    {
        for candidate in &it.candidates {
            let place = place(&candidate.path, candidate.line, candidate.end_line);
            let _ = writeln!(out, "       perhaps {}", escape::line(&place));
        }
    }
}

/// Says what became of a reference.
pub(crate) fn outcome(it: &Reference) -> String {
    let now = || {
        let path = match (&it.now_path, &it.base_path) {
            (Some(now), Some(then)) if now == then && it.now_line.is_some() => None,
            (now, _) => now.as_deref(),
        };
        let text = match (path, it.now_line) {
            (Some(path), line) => place(path, line, it.now_end_line),
            (None, Some(line)) => match it.now_end_line {
                Some(end) if end != line => format!("lines {line}-{end}"),
                _ => format!("line {line}"),
            },
            (None, None) => String::new(),
        };
        escape::line(&text).into_owned()
    };
    match it.verdict {
        "moved" | "renamed" => format!("{} to {}", it.verdict, now()),
        "edited" => format!("edited, now {}", now()),
        "file_gone" if it.base_path.is_none() => match it.candidates.first() {
            Some(home) => format!(
                "the folder is gone, most of its files are in {}",
                escape::line(&home.path)
            ),
            None => "nothing that it fits is left".to_owned(),
        },
        "file_gone" if it.candidates.is_empty() => "its file was deleted".to_owned(),
        "file_gone" => "its file is gone".to_owned(),
        "never_existed" => "was not there when it was written".to_owned(),
        "ambiguous" => "could be one of several".to_owned(),
        "unclear" => "cannot be told".to_owned(),
        word => word.to_owned(),
    }
}

fn place(path: &str, line: Option<u32>, end_line: Option<u32>) -> String {
    match (line, end_line) {
        (Some(line), Some(end)) if end != line => format!("{path}:{line}-{end}"),
        (Some(line), _) => format!("{path}:{line}"),
        _ => path.to_owned(),
    }
}

fn summary(report: &Report) -> String {
    let total = report.references.len();
    if total == 0 {
        return "no references\n".to_owned();
    }
    let plural = if total == 1 { "" } else { "s" };
    let (mut drifted, mut others) = (BTreeMap::new(), BTreeMap::new());
    for it in &report.references {
        let counts = if it.finding {
            &mut drifted
        } else {
            &mut others
        };
        // What came later at its path is what the plan foresaw.
        let made = it.verdict == "never_existed" && !it.candidates.is_empty();
        let word = if made { "made since" } else { it.verdict };
        *counts.entry(word).or_insert(0_usize) += 1;
    }
    let told = |counts: &BTreeMap<&str, usize>| {
        let told = counts.iter();
        let told = told.map(|(word, count)| format!("{count} {}", word.replace('_', " ")));
        told.collect::<Vec<_>>().join(", ")
    };
    let drifted = match report.findings() {
        0 => "none has drifted".to_owned(),
        count => format!("{count} to look at ({})", told(&drifted)),
    };
    let joint = match (report.findings(), others.is_empty()) {
        (_, true) => "",
        (0, false) => ": ",
        (_, false) => "; the others: ",
    };
    format!(
        "{total} reference{plural}, {drifted}{joint}{}\n",
        told(&others)
    )
}
