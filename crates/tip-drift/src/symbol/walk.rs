//! The walk over a tree that finds the definitions in it.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tree_sitter::{LogType, Node, ParseOptions, Parser, Tree};

use super::grammar::Grammar;
use super::name::Reader;
use super::{BYTES_A_ROUND, MOST_ERRORS, MOST_ROUNDS, SHORT, Symbol, SymbolKind, Unread};

/// How the messages of the parser begin that tell of an error.
const ERRORS: &[&str] = &["detect_error", "skip_token", "recover_"];

/// Reads the symbols of a text; of the given ranges alone, where there are some.
pub(super) fn read(
    grammar: &Grammar,
    text: &str,
    ranges: &[tree_sitter::Range],
) -> Result<Vec<Symbol>, Unread> {
    let tree = parse(grammar, text, ranges).ok_or(Unread::TooManyErrors)?;
    let reader = Reader { grammar, text };
    let mut walk = Walk {
        reader,
        symbols: Vec::new(),
    };
    walk.run(&tree);
    Ok(walk.symbols)
}

/// Parses a text; `None` where it is no code of its language.
///
/// At the end of a text with many errors the parser takes time and memory that grow with their square, and cannot be stopped there: so it
/// is stopped before. It tells how many there are in its log alone, which costs half of the speed: `ParseState::has_error` is still false
/// at the five thousandth error of most texts that are no code, and the tree with its error nodes comes too late. So every text is parsed
/// once, and what was found kept.
fn parse(grammar: &Grammar, text: &str, ranges: &[tree_sitter::Range]) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&grammar.language).ok()?;
    parser.set_included_ranges(ranges).ok()?;
    let errors = Arc::new(AtomicU32::new(0));
    if text.len() > SHORT {
        let seen = Arc::clone(&errors);
        parser.set_logger(Some(Box::new(move |kind, message| {
            // The lexer, which says more than all others, tells of none.
            if kind == LogType::Parse && ERRORS.iter().any(|it| message.starts_with(it)) {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        })));
    }
    let most = MOST_ROUNDS + text.len() / BYTES_A_ROUND;
    let mut rounds = 0;
    let mut progress = |_: &tree_sitter::ParseState| {
        rounds += 1;
        if rounds > most || errors.load(Ordering::Relaxed) > MOST_ERRORS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
    parser.parse_with_options(&mut read, None, Some(options))
}

/// What is known of the siblings that the walk is among.
#[derive(Clone, Default)]
struct Level {
    /// The symbol that they stand in.
    symbol: Option<usize>,
    /// Whether they stand in a function.
    local: bool,
    /// The rows of the node around them that belongs to the one definition among them.
    wrapper: Option<Range<usize>>,
    /// The comments and attributes that end directly above the next sibling.
    lead: Option<Lead>,
}

/// Comments and attributes that follow each other without a gap.
#[derive(Clone)]
struct Lead {
    rows: Range<usize>,
    /// Whether one of them makes a function a test.
    test: bool,
}

struct Walk<'a> {
    reader: Reader<'a>,
    symbols: Vec<Symbol>,
}

impl Walk<'_> {
    fn run(&mut self, tree: &Tree) {
        let mut cursor = tree.walk();
        let mut levels = vec![Level::default()];
        loop {
            let below = levels
                .last_mut()
                .and_then(|level| self.visit(cursor.node(), level));
            if let Some(below) = below
                && cursor.goto_first_child()
            {
                levels.push(below);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                levels.pop();
            }
        }
    }

    /// Takes a node in and returns the level of its children, `None` where they are of no interest.
    fn visit(&mut self, node: Node<'_>, level: &mut Level) -> Option<Level> {
        let role = self.reader.grammar.role(node.kind_id());
        let rows = rows(node);
        if role.leads {
            self.lead(node, rows, level);
            return None;
        }
        if !node.is_named() {
            // Punctuation such as the comma after a variant parts nothing from what follows.
            return None;
        }
        let lead = level.lead.take().filter(|it| it.rows.end >= rows.start);
        let start = lead.as_ref().map_or(rows.start, |it| it.rows.start);
        let whole = start.min(rows.start)..rows.end;
        let mut below = Level {
            symbol: level.symbol,
            local: level.local || role.function,
            ..Level::default()
        };
        if role.wraps && self.definitions(node) < 2 {
            below.wrapper = Some(level.wrapper.clone().unwrap_or_else(|| whole.clone()));
        }
        let within = level.symbol.map(|it| self.symbols[it].kind);
        let named = role
            .form
            .and_then(|form| self.reader.named(form, node, within))
            .filter(|it| it.local || !level.local);
        let Some(named) = named else {
            return Some(below);
        };
        let mut kind = named.kind;
        if kind == SymbolKind::Function && within.is_some_and(SymbolKind::is_type) {
            kind = SymbolKind::Method;
        }
        if kind.is_function()
            && (lead.is_some_and(|it| it.test)
                || self.reader.grammar.is_test(&named.name)
                || self.has_test_annotation(node))
        {
            kind = SymbolKind::Test;
        }
        let whole = level.wrapper.clone().unwrap_or(whole);
        self.symbols.push(Symbol {
            name: named.name,
            owner: named.owner,
            kind,
            lines: line(whole.start)..line(whole.end),
            name_line: line(named.row),
            parent: level.symbol,
        });
        below.symbol = Some(self.symbols.len() - 1);
        below.local |= kind.is_function();
        Some(below)
    }

    /// Keeps a comment or attribute for the sibling below it.
    fn lead(&self, node: Node<'_>, rows: Range<usize>, level: &mut Level) {
        let before = self.reader.text[..node.start_byte()].rsplit('\n').next();
        let alone = before.is_some_and(|it| it.trim().is_empty());
        let words = self.reader.slice(node);
        // `//!` speaks of what it stands in, and a comment after code of that code.
        if !alone && level.lead.is_none() || words.starts_with("//!") || words.starts_with("/*!") {
            return;
        }
        let test = is_test_attribute(words);
        level.lead = match level.lead.take() {
            Some(lead) if lead.rows.end >= rows.start => Some(Lead {
                rows: lead.rows.start..rows.end.max(lead.rows.end),
                test: lead.test || test,
            }),
            _ => Some(Lead { rows, test }),
        };
    }

    /// Returns how many definitions stand directly in a node, to tell one from several.
    fn definitions(&self, node: Node<'_>) -> usize {
        let mut cursor = node.walk();
        node.named_children(&mut cursor)
            .filter(|it| self.reader.grammar.role(it.kind_id()).form.is_some())
            .take(2)
            .count()
    }

    /// Returns whether an annotation in the modifiers of a method makes it a test.
    fn has_test_annotation(&self, node: Node<'_>) -> bool {
        let Some(modifiers) = node.named_child(0).filter(|it| it.kind() == "modifiers") else {
            return false;
        };
        let mut cursor = modifiers.walk();
        modifiers
            .named_children(&mut cursor)
            .any(|it| is_test_attribute(self.reader.slice(it)))
    }
}

/// Returns whether an attribute makes a function a test: `#[test]`, `#[tokio::test]`, `@ParameterizedTest`.
fn is_test_attribute(text: &str) -> bool {
    let name = text
        .strip_prefix("#[")
        .or_else(|| text.strip_prefix('@'))
        .unwrap_or_default();
    let end = name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '.'));
    let name = &name[..end.unwrap_or(name.len())];
    let last = name.rsplit([':', '.']).next().unwrap_or(name);
    last.to_ascii_lowercase().contains("test")
}

/// Returns the rows of a node, from 0; a line end at its end is none of them.
fn rows(node: Node<'_>) -> Range<usize> {
    let start = node.start_position().row;
    let end = node.end_position();
    let end = if end.column == 0 {
        end.row
    } else {
        end.row + 1
    };
    start..end.max(start + 1)
}

fn line(row: usize) -> u32 {
    u32::try_from(row).map_or(u32::MAX, |it| it.saturating_add(1))
}
