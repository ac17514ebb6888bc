//! Plans in Markdown fences, and what is expected of them.

use tip_plan::DialectId;
use tip_rules::Limits;

use crate::world::World;

/// A plan in a fence ```` ```plan ````.
#[derive(Debug)]
pub(crate) struct Example {
    /// The heading that it stands under.
    pub(crate) heading: String,
    /// The words of its info string after `plan`, split at commas.
    pub(crate) words: Vec<String>,
    /// The plan, without marks.
    pub(crate) bytes: Vec<u8>,
    /// The lines, from 1, that carry a mark, and the rule that the mark names.
    pub(crate) marks: Vec<(u32, String)>,
    /// The repository: the fence ```` ```world ```` before it under the same heading; without one nothing is known.
    pub(crate) world: Option<World>,
    /// The other files of the plan, as path and text: the fences ```` ```beside,path=… ```` before it under the same heading.
    pub(crate) beside: Vec<(String, String)>,
    /// What the team allows: the fence ```` ```limits ```` before it.
    pub(crate) limits: Limits,
    /// Other plans of the repository with their paths: the fences ```` ```other,path=… ```` before it.
    pub(crate) others: Vec<(String, String)>,
}

const MARK: &str = "<!-- error: [";

impl Example {
    /// Reads all examples of a Markdown text.
    pub(crate) fn all(markdown: &str) -> Vec<Self> {
        let mut heading = "";
        let mut world = None;
        let mut limits = Limits::default();
        let mut beside = Vec::new();
        let mut others: Vec<(String, String)> = Vec::new();
        let mut examples = Vec::new();
        for part in parts(markdown) {
            match part {
                Part::Heading(text) => {
                    heading = text;
                    world = None;
                    limits = Limits::default();
                    beside = Vec::new();
                    others = Vec::new();
                }
                Part::Fence { info, content } => {
                    let mut words = info.split(',').map(|word| word.trim().to_owned());
                    match words.next().as_deref() {
                        Some("world") => world = Some(content),
                        Some("beside") => {
                            let path =
                                words.find_map(|it| it.strip_prefix("path=").map(str::to_owned));
                            beside.push((path.expect("a file has a path"), content));
                        }
                        Some("limits") => limits = limits_of(&content),
                        Some("other") => {
                            let path =
                                words.find_map(|it| it.strip_prefix("path=").map(str::to_owned));
                            others.push((path.expect("a plan has a path"), content));
                        }
                        Some("plan") => {
                            let mut example =
                                Self::new(heading, words.collect(), &content, world.as_deref());
                            example.limits = limits.clone();
                            example.beside.clone_from(&beside);
                            example.others.clone_from(&others);
                            examples.push(example);
                        }
                        _ => {}
                    }
                }
            }
        }
        examples
    }

    fn new(heading: &str, words: Vec<String>, text: &str, world: Option<&str>) -> Self {
        let mut plain = String::new();
        let mut marks = Vec::new();
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let Some((before, marked)) = line.split_once(MARK) else {
                plain.push_str(line);
                continue;
            };
            let (rules, _) = marked.split_once(']').expect("a mark closes its bracket");
            let of_line = |rule: &str| (at as u32 + 1, rule.trim().to_owned());
            marks.extend(rules.split(',').map(of_line));
            plain.push_str(before.trim_end());
            plain.push('\n');
        }
        let has = |word: &str| words.iter().any(|it| it == word);
        let mut bytes = if has("bytes") {
            unescaped(&plain)
        } else {
            plain.into_bytes()
        };
        if has("no-end") {
            bytes.pop();
        }
        Self {
            heading: heading.to_owned(),
            words,
            bytes,
            marks,
            world: world.map(World::parse),
            limits: Limits::default(),
            beside: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Returns whether its info string holds a word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|it| it == word)
    }

    /// Returns the value of a word `key=value`.
    fn value(&self, key: &str) -> Option<&str> {
        self.words
            .iter()
            .filter_map(|word| word.split_once('='))
            .find(|(found, _)| *found == key)
            .map(|(_, value)| value)
    }

    /// Returns the path of the file, which dialects are told apart by too.
    pub(crate) fn path(&self) -> &str {
        self.value("path").unwrap_or("docs/plans/price-alerts.md")
    }

    /// Returns the dialect, where the example names one.
    pub(crate) fn dialect(&self) -> Option<DialectId> {
        let word = self.value("dialect")?;
        let found = DialectId::ALL.into_iter().find(|it| it.word() == word);
        Some(found.expect("an example names a dialect that exists"))
    }
}

/// Reads `tags a b`, `lines 20` and `stale-days 30`, a line each.
fn limits_of(text: &str) -> Limits {
    let mut limits = Limits::default();
    for line in text.lines() {
        let (key, value) = line.split_once(' ').expect("a limit has a value");
        let number = || value.parse().expect("a limit is a number");
        match key {
            "tags" => limits.tags = value.split(' ').map(str::to_owned).collect(),
            "lines" => limits.lines = Some(number()),
            "stale-days" => limits.stale_days = number(),
            key => panic!("`{key}` is no limit"),
        }
    }
    limits
}

/// Turns `\xE9` into the byte that it stands for.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two digits follow `\\x`"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

/// A piece of a text that holds examples.
pub(crate) enum Part<'a> {
    /// A heading outside fences.
    Heading(&'a str),
    /// A fence.
    Fence {
        /// What stands after its marks.
        info: &'a str,
        /// The lines in it.
        content: String,
    },
}

/// Reads headings and fences; a fence ends at a line of nothing but its own marks.
///
/// The parser of plans is not used, since it looks for front matter, and the examples are full of it.
pub(crate) fn parts(markdown: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut open: Option<(&str, &str, String)> = None;
    for line in markdown.lines() {
        if let Some((marks, info, content)) = &mut open {
            if line == *marks {
                parts.push(Part::Fence {
                    info,
                    content: std::mem::take(content),
                });
                open = None;
            } else {
                content.push_str(line);
                content.push('\n');
            }
            continue;
        }
        let info = line.trim_start_matches('`');
        let marks = &line[..line.len() - info.len()];
        if marks.len() >= 3 {
            open = Some((marks, info, String::new()));
        } else if let Some(heading) = line.strip_prefix("## ") {
            parts.push(Part::Heading(heading));
        }
    }
    assert!(open.is_none(), "every fence is closed");
    parts
}
