//! Shows plans as text: a line for each thing that was read.

use std::fmt::{self, Write};

use tip_plan::{
    CheckBox, Command, DependencySource, DialectId, Field, Plan, ReadOptions, Reference,
    StateSource, StatusSource, Unit, UnitId, read,
};
use tip_syntax::{Document, Span};

use crate::total;

/// A text and what was read of it.
pub(crate) struct Read {
    pub(crate) doc: Document,
    pub(crate) plan: Plan,
}

/// Reads a text as the file at `path`, and checks what holds for every plan.
#[track_caller]
pub(crate) fn of(path: &str, text: &str) -> Read {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new(path));
    total::check(&doc, &plan);
    Read { doc, plan }
}

/// Reads a text as a file of no dialect.
#[track_caller]
pub(crate) fn generic(text: &str) -> Read {
    let doc = Document::parse(text.as_bytes().to_vec());
    let options = ReadOptions {
        dialect: Some(DialectId::Generic),
        ..ReadOptions::new("notes/plan.md")
    };
    let plan = read(&doc, &options);
    total::check(&doc, &plan);
    Read { doc, plan }
}

impl Read {
    /// Shows all but sections and fields.
    pub(crate) fn outline(&self) -> String {
        [
            self.header(),
            self.units(),
            self.boxes(),
            self.references(),
            self.commands(),
        ]
        .concat()
    }

    pub(crate) fn header(&self) -> String {
        let plan = &self.plan;
        let mut out = format!("{}\n", plan.dialect.word());
        let mut line = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.extend([name, ": ", value, "\n"]);
            }
        };
        line("title", plan.title.as_ref().map(|it| it.value.as_str()));
        line("feature", plan.feature.as_ref().map(|it| it.value.as_str()));
        line("status", self.status().as_deref());
        line("date", plan.date.as_ref().map(|it| it.value.as_str()));
        line("effort", plan.effort.map(|it| it.value.short()).as_deref());
        line(
            "confidence",
            plan.confidence
                .map(|it| format!("{:?}", it.value))
                .as_deref(),
        );
        let tags: Vec<&str> = plan.tags.iter().map(|it| it.value.as_str()).collect();
        line(
            "tags",
            (!tags.is_empty()).then(|| tags.join(", ")).as_deref(),
        );
        out
    }

    /// Shows the status, its source and its words.
    pub(crate) fn status(&self) -> Option<String> {
        let status = &self.plan.status;
        let written = status.written.as_ref()?;
        let stage = status.stage.map_or("unknown", |stage| stage.word());
        let source = match status.source {
            StatusSource::None => "nowhere",
            StatusSource::FrontMatter => "front matter",
            StatusSource::Field => "field",
            StatusSource::Heading => "heading",
            StatusSource::Title => "title",
        };
        Some(format!("{stage} <{source}> {:?}", written.value))
    }

    pub(crate) fn units(&self) -> String {
        all(self.plan.units.iter(), |it, out| self.unit(it, out))
    }

    pub(crate) fn boxes(&self) -> String {
        all(self.plan.boxes.iter(), |it, out| self.check_box(it, out))
    }

    pub(crate) fn references(&self) -> String {
        all(self.plan.references.iter(), |it, out| {
            self.reference(it, out)
        })
    }

    pub(crate) fn commands(&self) -> String {
        all(self.plan.commands.iter(), |it, out| self.command(it, out))
    }

    pub(crate) fn fields(&self) -> String {
        all(self.plan.fields.iter(), |it, out| self.field(it, out))
    }

    pub(crate) fn sections(&self) -> String {
        all(self.plan.sections.iter(), |it, out| {
            write!(
                out,
                "{} {}",
                "#".repeat(usize::from(it.level)),
                it.title.value
            )?;
            if let Some(meaning) = it.meaning {
                write!(out, " = {}", meaning.word())?;
            }
            self.within(it.unit, out)
        })
    }

    fn unit(&self, unit: &Unit, out: &mut String) -> fmt::Result {
        let depth = std::iter::successors(unit.parent, |&at| self.plan.unit(at).parent).count();
        let number = unit.number.as_ref().map_or("-", |it| it.value.as_str());
        write!(
            out,
            "{}{} {} {number} {:?} L{} {}",
            "  ".repeat(depth),
            unit.handle,
            unit.kind.word(),
            unit.title.value,
            self.line(unit.lead),
            unit.site.word(),
        )?;
        if unit.state.source != StateSource::None {
            write!(
                out,
                "; {} <{}>",
                unit.state.value.word(),
                unit.state.source.word()
            )?;
        }
        if let Some(other) = unit.state.contradicted_by {
            write!(out, " but {} <{}>", other.value.word(), other.source.word())?;
        }
        let needs = &unit.depends_on;
        if needs.source != DependencySource::Order || !needs.on.is_empty() {
            let on = needs
                .on
                .iter()
                .map(|it| self.plan.unit(it.value).handle.clone());
            let unknown = needs.unknown.iter().map(|it| format!("?{}", it.value));
            let on: Vec<String> = on.chain(unknown).collect();
            let on = if on.is_empty() {
                "nothing".to_owned()
            } else {
                on.join(" ")
            };
            write!(out, "; after {on} <{}>", needs.source.word())?;
        }
        if let Some(effort) = unit.effort {
            write!(out, "; effort {}", effort.value.short())?;
        }
        if unit.parallel {
            write!(out, "; parallel")?;
        }
        if unit.optional {
            write!(out, "; optional")?;
        }
        if let Some(category) = unit.category {
            write!(out, "; {}", category.word())?;
        }
        Ok(())
    }

    fn check_box(&self, it: &CheckBox, out: &mut String) -> fmt::Result {
        let mark = self.doc.text(it.mark);
        let (kind, state, line) = (it.kind.word(), it.state.word(), self.line(it.mark));
        write!(out, "{} {mark} {state} {kind} L{line}", it.handle)?;
        if it.is_unit.is_some() {
            write!(out, " is a unit")?;
        } else {
            write!(out, " {:?}", self.doc.source().folded(it.text))?;
        }
        self.within(it.unit, out)?;
        for (told, word) in [
            (it.in_table, "table"),
            (it.manual, "manual"),
            (it.deferred, "deferred"),
        ] {
            if told {
                write!(out, "; {word}")?;
            }
        }
        Ok(())
    }

    fn reference(&self, it: &Reference, out: &mut String) -> fmt::Result {
        write!(out, "{}", target(it))?;
        write!(
            out,
            " {} {} L{}",
            it.intent.word(),
            it.form.word(),
            self.line(it.span)
        )?;
        if it.historical {
            write!(out, " historical")?;
        }
        self.within(it.unit, out)
    }

    fn command(&self, it: &Command, out: &mut String) -> fmt::Result {
        write!(
            out,
            "$ {:?} {} L{}",
            it.text,
            it.form.word(),
            self.line(it.span)
        )?;
        match &it.expectation {
            tip_plan::Expectation::Success => {}
            other => write!(out, " -> {other:?}")?,
        }
        if let Some(why_not) = it.why_not {
            write!(out, "; cannot run: {}", why_not.word())?;
        }
        match it.in_box {
            Some(at) => write!(out, " in {}", self.plan.boxes[at as usize].handle),
            None => self.within(it.unit, out),
        }
    }

    fn field(&self, it: &Field, out: &mut String) -> fmt::Result {
        let meaning = it.meaning.map_or("?", |meaning| meaning.word());
        write!(out, "{meaning}: {}", self.doc.source().folded(it.value))?;
        for (at, item) in it.items.iter().enumerate() {
            let separator = if at == 0 { " | " } else { "; " };
            write!(out, "{separator}{}", self.doc.source().folded(*item))?;
        }
        self.within(it.unit, out)
    }

    fn within(&self, unit: Option<UnitId>, out: &mut String) -> fmt::Result {
        match unit {
            Some(unit) => write!(out, " in {}", self.plan.unit(unit).handle),
            None => Ok(()),
        }
    }

    fn line(&self, span: Span) -> u32 {
        self.doc.line(span)
    }
}

/// Shows each item on a line of its own.
fn all<T>(
    items: impl Iterator<Item = T>,
    mut show: impl FnMut(T, &mut String) -> fmt::Result,
) -> String {
    let mut out = String::new();
    for item in items {
        show(item, &mut out).expect("a string takes what is written");
        out.push('\n');
    }
    out
}

/// Shows what a reference leads to, as `path:line-end::symbol#anchor`.
pub(crate) fn target(it: &Reference) -> String {
    let line = it.line.map(|line| format!(":{line}"));
    let end_line = it.end_line.map(|line| format!("-{line}"));
    let symbol = it.symbol.as_ref().map(|symbol| format!("::{symbol}"));
    let anchor = it.anchor.as_ref().map(|anchor| format!("#{anchor}"));
    let parts = [line, end_line, symbol, anchor];
    it.path.clone() + &parts.into_iter().flatten().collect::<String>()
}
