//! Elements with tags of their own: `<task>`, `<files>`, `<done>`.

use tip_syntax::{Container, Span, Spanned, scan};

use crate::dialect::{TAGS, TagRole};
use crate::read::sections::new_unit;
use crate::read::walk::{OpenField, OpenUnit, Walk};
use crate::read::{commands, lead, shell};
use crate::{CommandForm, Field, Meaning, Site, UnitId, UnitKind};

impl Walk<'_> {
    /// Opens the elements that begin at or before `offset`.
    pub(crate) fn enter_tags(&mut self, offset: u32) {
        let doc = self.doc;
        while let Some(container) = doc.containers().get(self.next_container)
            && container.open.start <= offset
        {
            let at = self.next_container;
            self.next_container += 1;
            // What nothing was read of lies behind already.
            if container.content.end <= offset {
                continue;
            }
            match self.role(container) {
                Some(TagRole::Unit(kind)) => self.tag_unit(kind, at, container),
                Some(TagRole::Field(meaning)) => self.tag_field(meaning, container),
                Some(TagRole::Command) => self.tag_field(Meaning::Run, container),
                Some(TagRole::Title) | None => {}
            }
        }
    }

    fn role(&self, container: &Container) -> Option<TagRole> {
        let name = self.doc.text(container.name);
        let own = TAGS.iter().find(|(tag, _)| *tag == name);
        own.map(|(_, role)| *role).or_else(|| {
            let label = name.replace(['_', '-'], " ");
            self.labels.meaning(&label).map(TagRole::Field)
        })
    }

    /// Makes a unit of an element, titled by an element in it or by its first line.
    fn tag_unit(&mut self, kind: UnitKind, at: usize, container: &Container) {
        let doc = self.doc;
        let children = doc.containers()[at + 1..]
            .iter()
            .take_while(|it| it.open.start < container.content.end)
            .filter(|it| it.parent == Some(at as u32));
        let named = children
            .clone()
            .find(|it| self.role(it) == Some(TagRole::Title))
            .map(|it| doc.source().trim(it.content));
        let end = children
            .map(|it| it.open.start)
            .min()
            .unwrap_or(container.content.end);
        let text = doc.source().trim(Span {
            start: container.content.start,
            end,
        });
        let first = doc.text(text).lines().next().unwrap_or_default().trim_end();
        let first = Span::new(text.start(), text.start() + first.len());
        let title = named.unwrap_or(first);
        let found = lead::parse(doc.text(title), title.start());
        // A line that is a unit by itself is read as one where it stands.
        let leads = |it: &lead::Lead| it.word == Some(kind) && it.number.is_some() && it.separated;
        if named.is_none() && found.as_ref().is_some_and(leads) {
            self.element_end = container.close.end;
            return;
        }
        let lead = found
            .filter(|it| it.word.is_none_or(|word| word == kind))
            .unwrap_or_else(|| lead::Lead {
                title,
                ..lead::Lead::default()
            });
        let parent = self
            .unit()
            .filter(|&parent| self.units[parent.index()].kind < kind);
        let span = Span {
            start: container.open.start,
            end: container.close.end,
        };
        let place = if title.is_empty() {
            container.open
        } else {
            title
        };
        let unit = UnitId(self.units.len() as u32);
        self.close_line_units(kind, span.start);
        self.units
            .push(new_unit(kind, &lead, doc, place, span, parent, Site::Tag));
        self.note_lead(unit, &lead);
        self.open_units.push(OpenUnit {
            unit,
            end: span.end,
            line: false,
            tag: true,
        });
    }

    fn tag_field(&mut self, meaning: Meaning, container: &Container) {
        let source = self.doc.source();
        let value = source.trim(container.content);
        let field = self.fields.len() as u32;
        self.fields.push(Field {
            label: Spanned::new(source.slice(container.name).to_owned(), container.name),
            meaning: Some(meaning),
            value,
            span: Span {
                start: container.open.start,
                end: container.close.end,
            },
            items: Vec::new(),
            section: self.section,
            unit: self.unit(),
        });
        self.open_fields.push(OpenField {
            field,
            meaning: Some(meaning),
            parent: None,
            end: container.content.end,
            has_value: !value.is_empty(),
            tag: true,
        });
    }

    /// Reads `content` as a command where it is the whole value of an element for one.
    pub(crate) fn tag_command(&mut self, content: Span) -> bool {
        let Some(open) = self.open_fields.last().filter(|open| open.tag) else {
            return false;
        };
        let whole =
            open.meaning == Some(Meaning::Run) && self.fields[open.field as usize].value == content;
        let text = unescaped(self.doc.text(content));
        if !whole || text.contains(['`', '\n']) || !shell::starts_with_program(&text) {
            return false;
        }
        commands::command(self, content, text, CommandForm::Run, None);
        true
    }
}

/// Undoes `&amp;` and its like, which XML asks for.
fn unescaped(text: &str) -> String {
    if !scan::contains(text, "&") {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
