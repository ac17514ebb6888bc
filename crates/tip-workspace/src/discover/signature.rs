//! Whether a text reads like a plan: a score from its first lines, without parsing it.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use tip_syntax::scan;

/// How many bytes of a file are looked at.
pub(super) const HEAD: usize = 16 * 1024;
/// The score from which a text anywhere is a plan.
pub(super) const ENOUGH: i32 = 7;
/// The score from which a text in a likely place is a plan.
pub(super) const ENOUGH_IN_PLACE: i32 = 2;

/// What speaks for and against a text being a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature {
    /// The sum.
    pub(super) score: i32,
    /// What was found, most telling first.
    pub(super) signs: Vec<(i32, String)>,
    /// Whether it reads like a template.
    pub(super) template: bool,
    /// Whether its front matter names a stage, as a template does not.
    pub(super) staged: bool,
    /// Whether it has no form at all: no heading, no box, no front matter.
    pub(super) formless: bool,
}

impl Signature {
    /// Returns the signs in words.
    pub(super) fn words(&self) -> String {
        let mut signs: Vec<&(i32, String)> = self.signs.iter().collect();
        signs.sort_by_key(|(points, _)| -points.abs());
        let words: Vec<&str> = signs.iter().take(4).map(|(_, it)| it.as_str()).collect();
        words.join(", ")
    }
}

/// Headings that a plan has, each counted once: words that the normalized heading starts with or ends with.
const HEADINGS: &[(&str, i32)] = &[
    ("implementation plan", 3),
    ("implementation phases", 3),
    ("implementation steps", 3),
    ("implementation approach", 2),
    ("implementation tasks", 3),
    ("implementation order", 2),
    ("implementation strategy", 2),
    ("implementation checklist", 2),
    ("implementation", 1),
    ("phases", 2),
    ("plan of work", 3),
    ("work plan", 3),
    ("migration plan", 2),
    ("rollout plan", 1),
    ("concrete steps", 2),
    ("milestones", 2),
    ("tasks", 2),
    ("steps", 1),
    ("success criteria", 2),
    ("acceptance criteria", 2),
    ("definition of done", 2),
    ("validation and acceptance", 2),
    ("surprises discoveries", 3),
    ("decision log", 2),
    ("outcomes retrospective", 2),
    ("progress", 1),
    ("desired end state", 2),
    ("current state analysis", 1),
    ("what were not doing", 2),
    ("out of scope", 1),
    ("non goals", 1),
    ("changes required", 2),
    ("files to create", 1),
    ("files to modify", 1),
    ("file structure", 1),
    ("testing strategy", 1),
    ("test strategy", 1),
    ("test plan", 1),
    ("verification", 1),
    ("risk assessment", 1),
    ("risks", 1),
    ("rollback plan", 1),
    ("effort", 1),
    ("total effort estimate", 2),
    ("estimated effort", 1),
    ("timeline", 1),
    ("dependencies", 1),
    ("quality gates", 1),
];

/// Words of a title, and what they tell.
const TITLES: &[(&str, i32)] = &[
    ("technical implementation plan", 6),
    ("implementation plan", 5),
    ("execution plan", 4),
    ("execplan", 5),
    ("project plan", 4),
    ("refactoring plan", 4),
    ("migration plan", 4),
    ("plan", 3),
    ("roadmap", 1),
    ("tasks", 2),
    ("template", -6),
    ("test plan", -4),
    ("testing plan", -4),
    ("guide", -3),
    ("workflow", -4),
    ("lifecycle", -6),
    ("plan system", -6),
    ("quick start", -4),
    ("handbook", -4),
    ("tutorial", -4),
    ("reference", -3),
    ("changelog", -6),
    ("release notes", -5),
    ("adr", -4),
    ("research", -3),
    ("review", -3),
    ("report", -3),
    ("reports", -4),
    ("retrospective", -3),
    ("post mortem", -4),
    ("notes", -2),
    ("summary", -4),
    ("charter", -4),
    ("overview", -1),
    ("architecture", -2),
    ("specification", -2),
    ("vision", -2),
];

/// Keys of front matter.
const KEYS: &[(&str, i32)] = &[
    ("status", 1),
    ("feature", 2),
    ("estimated_effort", 3),
    ("confidence", 1),
    ("related_domain_design", 3),
    ("primary_issue", 2),
    ("github_issues", 1),
    ("parent_task_id", 3),
    ("todos", 3),
    ("phases", 2),
    ("effort", 1),
];

/// Starts of labelled lines.
const LABELS: &[(&str, i32)] = &[
    ("status", 1),
    ("goal", 1),
    ("effort", 1),
    ("estimated effort", 1),
    ("complexity", 1),
    ("dependencies", 1),
    ("depends on", 1),
    ("success criteria", 2),
    ("acceptance criteria", 2),
    ("acceptance", 1),
    ("code changes", 2),
    ("test strategy", 1),
    ("file(s)", 1),
    ("files", 1),
    ("tech stack", 1),
];

/// Phrases that only one kind of text has.
const PHRASES: &[(&str, i32)] = &[
    ("must be maintained in accordance with", 4),
    ("living document", 2),
    ("required sub-skill", 4),
    ("for agentic workers", 4),
    ("**automated verification", 3),
    ("#### automated verification", 3),
    ("### automated verification", 3),
    ("**input**: design documents from", 4),
    ("tests **must", 1),
    ("## tasks / subtasks", 4),
];

static PHRASE_FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| PHRASES.iter().map(|(it, _)| Finder::new(*it)).collect());

/// Looks at the first bytes of a file; `name` is its name.
pub(super) fn look(name: &str, bytes: &[u8]) -> Signature {
    let text = String::from_utf8_lossy(bytes);
    let mut look = Look::default();
    look.name(name);
    let body = look.front_matter(&text);
    look.body(body);
    look.finish()
}

#[derive(Default)]
struct Look {
    signature: Signature,
    seen: Vec<&'static str>,
    headings: usize,
    boxes: usize,
    numbered: [usize; 2],
    labels: i32,
    brackets: usize,
    /// The phrases that stand anywhere in the text.
    phrases: Vec<(&'static str, i32)>,
    lines: usize,
    title: Option<String>,
    has_front_matter: bool,
}

impl Look {
    fn add(&mut self, points: i32, sign: impl Into<String>) {
        self.signature.score += points;
        self.signature.signs.push((points, sign.into()));
    }

    fn once(&mut self, points: i32, sign: &'static str, what: &str) {
        if !self.seen.contains(&sign) {
            self.seen.push(sign);
            self.add(points, format!("{what} `{sign}`"));
        }
    }

    fn name(&mut self, name: &str) {
        let stem = scan::normalized(name.strip_suffix(".md").unwrap_or(name));
        let has = |word| stem.split(' ').any(|it| it == word);
        if stem.ends_with("plan") {
            self.add(4, "its name");
        } else if has("plan") || has("execplan") || stem == "tasks" {
            self.add(2, "its name");
        } else if has("tasks") || has("todo") || has("roadmap") || has("impl") {
            self.add(1, "its name");
        }
    }

    /// Reads the keys of front matter and returns what follows it.
    fn front_matter<'a>(&mut self, text: &'a str) -> &'a str {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let Some(rest) = text.strip_prefix("---") else {
            return text;
        };
        let Some((keys, body)) = rest.split_once("\n---") else {
            return text;
        };
        self.has_front_matter = true;
        let mut agent = false;
        for line in keys.lines() {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            self.signature.staged |=
                key == "status" && !value.is_empty() && !value.starts_with('[');
            agent |= matches!(key, "description" | "tools" | "allowed-tools" | "model");
            if let Some((key, points)) = KEYS.iter().find(|(it, _)| *it == key) {
                self.once(*points, key, "the key");
            }
            if key == "type" {
                match value {
                    "plan" | "implementation-plan" | "execute" => {
                        self.add(4, format!("`type: {value}`"));
                    }
                    "task" | "feature" | "bug" => self.add(1, "its `type`"),
                    _ if !value.is_empty() => self.add(-4, format!("`type: {value}`")),
                    _ => {}
                }
            }
        }
        if agent {
            self.add(-3, "front matter of a command or skill");
        }
        body
    }

    fn body(&mut self, body: &str) {
        let folded = body.to_ascii_lowercase();
        let finders = PHRASE_FINDERS.iter().zip(PHRASES);
        self.phrases = finders
            .filter(|(finder, _)| finder.find(folded.as_bytes()).is_some())
            .map(|(_, phrase)| *phrase)
            .collect();
        let mut fence: Option<&str> = None;
        for line in body.lines() {
            let trimmed = line.trim_start();
            let mark = ["```", "~~~"]
                .into_iter()
                .find(|it| trimmed.starts_with(it));
            if let Some(mark) = mark {
                fence = match fence {
                    None => Some(mark),
                    Some(open) if open == mark => None,
                    open => open,
                };
                continue;
            }
            if fence.is_some() || trimmed.is_empty() {
                continue;
            }
            self.lines += 1;
            self.line(trimmed);
        }
    }

    fn line(&mut self, line: &str) {
        if line.starts_with('#') {
            let text = line.trim_start_matches('#');
            if text.starts_with(' ') {
                let level = line.len() - text.len();
                self.heading(level, text.trim());
            }
        } else {
            let item = line.trim_start_matches(['-', '*', '+']);
            let item = item.trim_start();
            if item.len() < line.len() && is_box(item) {
                self.boxes += 1;
            } else if line.starts_with("**") || line.starts_with("- **") {
                self.label(line.trim_start_matches(['-', ' ', '*']));
            }
        }
        self.brackets += usize::from(holds_placeholder(line));
        let mut phrases = self.phrases.iter();
        let phrase = phrases.find(|(it, _)| scan::find_ignore_case(line, it).is_some());
        if let Some(&(phrase, points)) = phrase {
            self.once(points, phrase, "the words");
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.headings += 1;
        let folded = scan::normalized(text);
        if level == 1 && self.title.is_none() {
            self.title = Some(folded.clone());
        }
        let bare = folded.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let mut words = bare.split(' ');
        let (first, second) = (words.next(), words.next().unwrap_or_default());
        let numbered = second.bytes().next().is_some_and(|it| it.is_ascii_digit())
            || (second.len() == 1 && second.bytes().all(|it| it.is_ascii_alphabetic()));
        match first {
            Some("phase" | "milestone" | "stage" | "sprint" | "chunk") if numbered => {
                self.numbered[0] += 1;
            }
            Some("task" | "step" | "story" | "pr" | "slice") if numbered => self.numbered[1] += 1,
            Some("implementation") if second == "phase" => self.numbered[0] += 1,
            _ => {}
        }
        let known = HEADINGS
            .iter()
            .find(|(it, _)| bare == *it || bare.strip_suffix(it).is_some_and(|b| b.ends_with(' ')));
        if let Some((heading, points)) = known {
            self.once(*points, heading, "the heading");
        }
    }

    fn label(&mut self, text: &str) {
        let found = LABELS.iter().find(|(it, _)| {
            scan::starts_with_ignore_case(text, it)
                && text[it.len()..].trim_start_matches('*').starts_with(':')
        });
        if let Some((label, points)) = found
            && self.labels < 4
            && !self.seen.contains(label)
        {
            self.labels += points;
            self.once(*points, label, "the label");
        }
    }

    fn finish(mut self) -> Signature {
        if let Some(title) = self.title.take() {
            let found: Vec<&(&str, i32)> = TITLES
                .iter()
                .filter(|(it, _)| holds_words(&title, it))
                .collect();
            let best = found.iter().filter(|it| it.1 > 0).max_by_key(|it| it.1);
            let worst = found.iter().filter(|it| it.1 < 0).min_by_key(|it| it.1);
            for (word, points) in [best, worst].into_iter().flatten() {
                self.add(*points, format!("`{word}` in the title"));
            }
        }
        match self.numbered[0] {
            0 => {}
            1 => self.add(1, "a phase"),
            count => self.add(4, format!("{count} phases")),
        }
        match self.numbered[1] {
            0 => {}
            1 => self.add(1, "a task"),
            count => self.add(3, format!("{count} tasks or steps")),
        }
        match self.boxes {
            0 => {}
            1..=4 => self.add(1, "boxes"),
            count => self.add(3, format!("{count} boxes")),
        }
        self.signature.template = self.brackets >= 8 && self.brackets * 5 >= self.lines;
        if self.signature.template {
            self.add(-6, format!("{} placeholders", self.brackets));
        }
        self.signature.formless = self.headings == 0 && self.boxes == 0 && !self.has_front_matter;
        self.signature
    }
}

/// Returns whether `words` stand in `text`, no part of a longer word.
fn holds_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

fn is_box(item: &str) -> bool {
    let mut chars = item.chars();
    chars.next() == Some('[') && chars.next().is_some() && chars.next() == Some(']')
}

/// Returns whether a line holds `[words to be replaced]`, which is neither a box nor a link.
fn holds_placeholder(line: &str) -> bool {
    let mut rest = line;
    while let Some(at) = rest.find('[') {
        rest = &rest[at + 1..];
        let Some(end) = rest.find(']') else {
            return false;
        };
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        let code = line.contains("](") || after.starts_with('[') || after.starts_with(':');
        if inside.len() >= 4 && inside.starts_with(char::is_alphabetic) && !code {
            return true;
        }
        rest = after;
    }
    false
}
