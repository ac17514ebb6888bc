//! Which lines versions of files share, and what they define, kept.

use std::sync::Arc;

use gix::ObjectId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::{Number, Table, TableMaker};
use super::{Keep, VERSION, open, seal};
use crate::line_map::Pairs;
use crate::store::{Store, lock};
use crate::symbol::{Language, Symbol, SymbolKind, Unread};
use crate::text::Symbols;

/// The name of the file.
const NAME: &str = "texts";

/// How large the file may grow, in bytes; then it begins anew.
const LARGEST: usize = 64 << 20;

/// What an earlier run found out of texts.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) pairs: FxHashMap<(ObjectId, ObjectId), Arc<Pairs>>,
    pub(crate) symbols: FxHashMap<(ObjectId, Language), Arc<Symbols>>,
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    table: Table,
    pairs: Vec<PairsRow>,
    symbols: Vec<SymbolsRow>,
}

#[derive(Serialize, Deserialize)]
struct PairsRow {
    before: Number,
    after: Number,
    lines: u32,
    /// Of each change: the lines kept before it, the lines taken away, the lines put in.
    hunks: Vec<(u32, u32, u32)>,
}

#[derive(Serialize, Deserialize)]
struct SymbolsRow {
    blob: Number,
    language: u8,
    symbols: Result<Vec<SymbolRow>, u8>,
}

#[derive(Serialize, Deserialize)]
struct SymbolRow {
    name: Number,
    owner: Option<Number>,
    kind: u8,
    lines: (u32, u32),
    name_line: u32,
    parent: Option<u32>,
}

const UNREAD: [Unread; 2] = [Unread::TooLong, Unread::TooManyErrors];

impl Texts {
    /// Reads what was kept.
    pub(crate) fn load(keep: &dyn Keep) -> Self {
        let file = keep.load(NAME).and_then(|it| open::<File>(VERSION, &it));
        file.and_then(|it| Self::read(&it)).unwrap_or_default()
    }

    fn read(file: &File) -> Option<Self> {
        let table = &file.table;
        let mut texts = Self::default();
        for row in &file.pairs {
            let key = (table.id(row.before)?, table.id(row.after)?);
            texts.pairs.insert(key, Arc::new(row.read()?));
        }
        for row in &file.symbols {
            let language = Language::ALL.get(usize::from(row.language))?;
            let symbols = match &row.symbols {
                Ok(rows) => {
                    let symbols = rows.iter().enumerate();
                    let symbols = symbols.map(|(at, it)| it.read(at, table));
                    Ok(symbols.collect::<Option<_>>()?)
                }
                Err(why) => Err(*UNREAD.get(usize::from(*why))?),
            };
            let key = (table.id(row.blob)?, *language);
            texts.symbols.insert(key, Arc::new(symbols));
        }
        Some(texts)
    }

    /// Keeps what is known of texts now.
    pub(crate) fn save(keep: &dyn Keep, store: &Store) {
        let mut file = Maker::default();
        let mut pairs: Vec<_> = lock(&store.pairs)
            .iter()
            .map(|(key, it)| (*key, Arc::clone(it)))
            .collect();
        pairs.sort_unstable_by_key(|it| it.0);
        for ((before, after), pairs) in pairs {
            file.add_pairs(before, after, &pairs);
        }
        let mut symbols: FxHashMap<_, _> = store.symbols.clone();
        symbols.extend(lock(&store.texts).iter().flat_map(|(blob, text)| {
            let read = text.symbols_read().into_iter();
            read.map(|(language, it)| ((*blob, language), it))
        }));
        let mut symbols: Vec<_> = symbols.into_iter().collect();
        symbols.sort_unstable_by_key(|it| it.0);
        for ((blob, language), symbols) in symbols {
            file.add_symbols(blob, language, &symbols);
        }
        let file = file.finish();
        match seal(VERSION, &file) {
            Some(bytes) if bytes.len() <= LARGEST => keep.save(NAME, &bytes),
            Some(_) => {
                if let Some(bytes) = seal(VERSION, &File::default()) {
                    keep.save(NAME, &bytes);
                }
            }
            None => {}
        }
    }
}

#[derive(Default)]
struct Maker {
    table: TableMaker,
    pairs: Vec<PairsRow>,
    symbols: Vec<SymbolsRow>,
}

impl Maker {
    fn add_pairs(&mut self, before: ObjectId, after: ObjectId, pairs: &Pairs) {
        let mut at = 0;
        let hunks = pairs.hunks.iter().map(|(old, new)| {
            let kept = old.start - at;
            at = old.end;
            (kept, old.end - old.start, new.end - new.start)
        });
        let hunks = hunks.collect();
        self.pairs.push(PairsRow {
            before: self.table.id(before),
            after: self.table.id(after),
            lines: pairs.lines,
            hunks,
        });
    }

    fn add_symbols(&mut self, blob: ObjectId, language: Language, symbols: &Symbols) {
        let position = |of: Option<usize>| of.unwrap_or(usize::from(u8::MAX)) as u8;
        let symbols = match symbols {
            Ok(symbols) => Ok(symbols
                .iter()
                .map(|it| SymbolRow {
                    name: self.table.text(&it.name),
                    owner: it.owner.as_deref().map(|it| self.table.text(it)),
                    kind: position(SymbolKind::ALL.iter().position(|kind| *kind == it.kind)),
                    lines: (it.lines.start, it.lines.end),
                    name_line: it.name_line,
                    parent: it.parent.map(|it| it as u32),
                })
                .collect()),
            Err(why) => Err(position(UNREAD.iter().position(|it| it == why))),
        };
        self.symbols.push(SymbolsRow {
            blob: self.table.id(blob),
            language: position(Language::ALL.iter().position(|it| *it == language)),
            symbols,
        });
    }

    fn finish(self) -> File {
        File {
            table: self.table.finish(),
            pairs: self.pairs,
            symbols: self.symbols,
        }
    }
}

impl PairsRow {
    fn read(&self) -> Option<Pairs> {
        let (mut old, mut new) = (0_u32, 0_u32);
        let mut hunks = Vec::with_capacity(self.hunks.len());
        for (kept, taken, put) in &self.hunks {
            let (from, to) = (old.checked_add(*kept)?, new.checked_add(*kept)?);
            (old, new) = (from.checked_add(*taken)?, to.checked_add(*put)?);
            hunks.push((from..old, to..new));
        }
        Some(Pairs {
            lines: self.lines,
            hunks,
        })
    }
}

impl SymbolRow {
    fn read(&self, at: usize, table: &Table) -> Option<Symbol> {
        let parent = self.parent.map(|it| it as usize);
        if parent.is_some_and(|it| it >= at) {
            return None;
        }
        let owner = match self.owner {
            Some(owner) => Some(table.text(owner)?.to_owned()),
            None => None,
        };
        Some(Symbol {
            name: table.text(self.name)?.to_owned(),
            owner,
            kind: *SymbolKind::ALL.get(usize::from(self.kind))?,
            lines: self.lines.0..self.lines.1,
            name_line: self.name_line,
            parent,
        })
    }
}
