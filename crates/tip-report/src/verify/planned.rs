//! Criteria that would be run, and those that would not, phase by phase.

use std::fmt::Write as _;

use super::text::{at, summary};
use super::{Command, Counts, Criterion};
use crate::terminal::Look;
use crate::{Terminal, escape};

/// A file of a plan, with what would be run of it.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// Its path, as it is shown.
    pub path: &'a str,
    /// Its criteria, in the order of the text.
    pub criteria: &'a [Criterion],
    /// Why nothing of it is run, and what to do; `None` where it is approved.
    pub refused: Option<&'a (String, String)>,
    /// The handles of its phases with their titles, in the order of the text.
    pub phases: &'a [(String, String)],
}

/// Why criteria stand together; in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// It is run.
    Run,
    /// It is run as soon as somebody approves it.
    Approval,
    /// It is run, and a person judges what it shows.
    Judge,
    /// It passed before, and nothing has changed since.
    Passed,
    /// A person says whether it holds.
    Manual,
    /// A person says whether it holds, and its box is ticked.
    Ticked,
    /// Something keeps it from being run.
    Kept,
    /// Its phase is neither done nor ready.
    NotReady,
}

impl Group {
    const ALL: [Self; 8] = [
        Self::Run,
        Self::Approval,
        Self::Judge,
        Self::Passed,
        Self::Manual,
        Self::Ticked,
        Self::Kept,
        Self::NotReady,
    ];

    fn of(it: &Criterion, refused: bool) -> Self {
        match (it.result, it.not_run) {
            ("passed", _) => Self::Passed,
            ("not_run", Some("manual")) if it.state == "done" => Self::Ticked,
            ("not_run", Some("manual" | "deferred")) => Self::Manual,
            ("not_run", Some("not_ready")) => Self::NotReady,
            ("not_run", _) => Self::Kept,
            _ if refused => Self::Approval,
            _ if it.is_to_judge() => Self::Judge,
            _ => Self::Run,
        }
    }

    fn title(self) -> (&'static str, Look) {
        match self {
            Self::Run => ("would run", Look::Active),
            Self::Approval => ("waits for approval", Look::Warning),
            Self::Judge => ("would run, to judge", Look::Warning),
            Self::Passed => ("passed, and is not run again", Look::Good),
            Self::Manual => ("for a person", Look::Plain),
            Self::Ticked => ("ticked, for a person", Look::Dim),
            Self::Kept => ("cannot run", Look::Error),
            Self::NotReady => ("not ready", Look::Dim),
        }
    }
}

/// Writes a file of a plan: its phases, and in each what would be run and what would not. What is for a person is counted, or with `all` shown.
pub fn plan(it: Planned<'_>, all: bool, terminal: &Terminal, out: &mut String) {
    if it.criteria.is_empty() {
        return;
    }
    let name = escape::line(it.path).into_owned();
    let _ = writeln!(out, "{}", terminal.paint(Look::Title, name));
    if let Some((why, hint)) = it.refused {
        let _ = writeln!(out, "  {why}: {hint}");
    }
    let phases = it
        .phases
        .iter()
        .map(|(handle, title)| (Some(handle), &**title));
    for (handle, title) in phases.chain([(None, "")]) {
        let own: Vec<&Criterion> = it
            .criteria
            .iter()
            .filter(|it| it.phase.as_ref() == handle)
            .collect();
        if own.is_empty() {
            continue;
        }
        let name = match handle {
            Some(handle) => format!("{handle}  {title}"),
            None if it.phases.is_empty() => String::new(),
            None => "outside of phases".to_owned(),
        };
        if !name.is_empty() {
            let name = escape::line(&name).into_owned();
            let _ = writeln!(out, "\n  {}", terminal.paint(Look::Title, name));
        }
        phase(&own, (it.refused.is_some(), all), terminal, out);
    }
    out.push('\n');
}

fn phase(own: &[&Criterion], (refused, all): (bool, bool), terminal: &Terminal, out: &mut String) {
    for group in Group::ALL {
        let of_group = own.iter().filter(|it| Group::of(it, refused) == group);
        let of_group: Vec<&Criterion> = of_group.copied().collect();
        if of_group.is_empty() {
            continue;
        }
        let (title, look) = group.title();
        let count = of_group.len();
        let more = match (group, count) {
            (Group::NotReady, 1) => "; `--all` shows it",
            (Group::NotReady, _) => "; `--all` shows them",
            (Group::Manual | Group::Ticked, 1) => "; `-v` shows it",
            (Group::Manual | Group::Ticked, _) => "; `-v` shows them",
            _ => "",
        };
        let is_counted = match group {
            Group::NotReady => true,
            Group::Manual | Group::Ticked => !all,
            _ => false,
        };
        if is_counted {
            let noun = if count == 1 { "criterion" } else { "criteria" };
            let text = format!("{title}: {count} {noun}{more}");
            let _ = writeln!(out, "    {}", terminal.paint(look, text));
            continue;
        }
        let _ = writeln!(out, "    {}", terminal.paint(look, title.to_owned()));
        for it in of_group {
            criterion(it, group, terminal, out);
        }
    }
}

fn criterion(it: &Criterion, group: Group, terminal: &Terminal, out: &mut String) {
    let text = escape::line(&it.text).into_owned();
    let room = terminal.columns().saturating_sub(6 + 10 + 8).max(40);
    let mut shown: String = text.chars().take(room).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let line = terminal.paint(Look::Dim, format!(":{}", it.line));
    let handle = format!("{:<7}", escape::line(&it.handle));
    let _ = write!(
        out,
        "      {} {shown}  {line}",
        terminal.paint(Look::Code, handle)
    );
    // It is run all the same: a tick is no proof.
    if it.state == "done" {
        let _ = write!(out, "  {}", terminal.paint(Look::Dim, "ticked".to_owned()));
    }
    if let (Group::Passed, Some(earned)) = (group, &it.earned) {
        let more = format!("  earned {}", at(earned, it));
        let _ = write!(out, "{}", terminal.paint(Look::Dim, more));
    }
    out.push('\n');
    for text in [&it.reason, &it.since].into_iter().flatten() {
        let text = escape::line(text).into_owned();
        let _ = writeln!(out, "              {}", terminal.paint(Look::Dim, text));
    }
    // What passed or is a person's word has nothing to be read before it is run.
    if !matches!(group, Group::Passed | Group::Manual | Group::Ticked) {
        for it in &it.commands {
            command(it, &shown, terminal, out);
        }
    }
}

/// Writes a command, unless the text of its criterion was `shown` with all of it.
fn command(it: &Command, shown: &str, terminal: &Terminal, out: &mut String) {
    let text = escape::terminal(&it.command).replace('\n', "\n                ");
    let is_shown = it.directory.is_empty() && shown.contains(&format!("`{text}`"));
    if !is_shown {
        let _ = write!(out, "              $ {}", terminal.paint(Look::Code, text));
        if !it.directory.is_empty() {
            let _ = write!(out, "  in `{}`", escape::line(&it.directory));
        }
        out.push('\n');
    }
    if it.expected != super::EXITS_WELL {
        let expected = format!("expected: {}", escape::line(&it.expected));
        let _ = writeln!(
            out,
            "                {}",
            terminal.paint(Look::Dim, expected)
        );
    }
}

/// Writes how many criteria of all plans are what, and what waits for approval.
pub fn total(all: &[Planned<'_>]) -> String {
    let criteria: Vec<Criterion> = all.iter().flat_map(|it| it.criteria.to_vec()).collect();
    let waits = |it: &Planned<'_>| {
        let refused = it.refused.is_some();
        let of_group = |it: &&Criterion| Group::of(it, refused) == Group::Approval;
        it.criteria.iter().filter(of_group).count()
    };
    let waiting: usize = all.iter().map(waits).sum();
    let mut text = summary(Counts::of(&criteria), None);
    if waiting > 0 {
        let _ = write!(text, "; {waiting} of these wait for approval");
    }
    if all.len() > 1 {
        let _ = write!(text, ", in {} files", all.len());
    }
    text.push_str(
        "\nwhere nothing is said of what is expected, it is that the command exits with 0",
    );
    text
}
