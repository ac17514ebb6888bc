//! A suppression that suppresses nothing.

use tip_plan::{Annotation, Verb};
use tip_syntax::{Finding, Spanned};

use crate::nearest::nearest;
use crate::quote::quoted;
use crate::{Category, FixAvailability, Level, Levels, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "unused-allow",
    code: "TIP100",
    category: Category::Form,
    levels: Levels::form(Level::Warning, Level::Hint),
    fix: FixAvailability::Sometimes,
    since: "0.1.0",
    summary: "a suppression suppresses nothing",
    docs: r"## What it does

Finds an `allow` whose rule has nothing to say there, or that names a rule which does not exist, or that cannot be read.

A suppression at the end of a line speaks of that line.
On a line of its own it speaks of the block that follows, of a list the first item; before the first heading it speaks of the whole file.
Rules that look at several plans together, and rules that are off, are not asked.

## Why it matters

It hides the next fault of that kind, and it makes readers believe that there is one.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

## Phase 2: Send the messages <!-- tip: allow(skipped-phase-number) the first one was dropped -->
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

## Phase 2: Send the messages
```

## Fix safety

Taking away a suppression that suppresses nothing changes no finding.
",
    scope: Scope::Suppressions,
};

pub(crate) fn unused(
    written: &Spanned<String>,
    rule: &'static Rule,
    annotation: &Annotation,
) -> Finding {
    let finding = Finding::new(
        RULE.name,
        written.span,
        format!("{} is allowed, but finds nothing here", quoted(rule.name)),
    );
    if matches!(rule.scope, Scope::Suppressions) {
        return finding.note("rules on suppressions cannot be suppressed");
    }
    if annotation.speaks_of.is_empty() {
        return finding.note("nothing follows that it could speak of");
    }
    finding
}

pub(crate) fn unknown_rule(written: &Spanned<String>, nearest: Option<&str>) -> Finding {
    let finding = Finding::new(
        RULE.name,
        written.span,
        format!("no rule is called {}", quoted(&written.value)),
    );
    match nearest {
        Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
        None => finding.help("`tip rules` lists them"),
    }
}

pub(crate) fn without_rules(annotation: &Annotation) -> Finding {
    Finding::new(RULE.name, annotation.span, "the suppression names no rule")
        .help("write the names of rules in parentheses: `allow(rule) reason`")
}

pub(crate) fn unknown_verb(annotation: &Annotation) -> Finding {
    let words = Verb::ALL.map(Verb::word);
    let written = annotation.written.value.as_str();
    let message = if written.is_empty() {
        "the annotation does not say what it does".to_owned()
    } else {
        format!("no annotation is called {}", quoted(written))
    };
    let finding = Finding::new(RULE.name, annotation.span, message);
    match nearest(written, words) {
        Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
        None => finding.help(format!("one of `{}`", words.join("`, `"))),
    }
}
