//! Ids and texts that many rows name: each is written once.

use gix::ObjectId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A number in a [`Table`].
pub(crate) type Number = u32;

/// Ids and texts by number.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Table {
    ids: Vec<[u8; 20]>,
    texts: Vec<String>,
}

/// A [`Table`] that is being made.
#[derive(Debug, Default)]
pub(crate) struct TableMaker {
    table: Table,
    ids: FxHashMap<ObjectId, Number>,
    texts: FxHashMap<String, Number>,
}

impl Table {
    pub(crate) fn id(&self, number: Number) -> Option<ObjectId> {
        let bytes = self.ids.get(number as usize)?;
        ObjectId::try_from(bytes.as_slice()).ok()
    }

    pub(crate) fn text(&self, number: Number) -> Option<&str> {
        self.texts.get(number as usize).map(String::as_str)
    }

    pub(crate) fn texts(&self) -> &[String] {
        &self.texts
    }
}

impl TableMaker {
    /// Returns the number of an id. All repositories that are read have ids of 20 bytes.
    pub(crate) fn id(&mut self, id: ObjectId) -> Number {
        let table = &mut self.table.ids;
        *self.ids.entry(id).or_insert_with(|| {
            let bytes = id.as_bytes().first_chunk().copied();
            table.push(bytes.unwrap_or_default());
            table.len() as Number - 1
        })
    }

    /// Returns the number of a text.
    pub(crate) fn text(&mut self, text: &str) -> Number {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let number = self.table.texts.len() as Number;
        self.table.texts.push(text.to_owned());
        self.texts.insert(text.to_owned(), number);
        number
    }

    pub(crate) fn finish(self) -> Table {
        self.table
    }
}
