//! What annotations say, and of which lines.

use std::fmt::Write as _;

use tip_plan::{ReadOptions, Verb, read};
use tip_syntax::{Document, Span};

/// Writes each annotation: its line, verb, arguments, reason and the lines that it speaks of.
fn annotations(text: &str) -> String {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
    let mut out = String::new();
    for it in &plan.annotations {
        let arguments: Vec<&str> = it.arguments.iter().map(|it| it.value.as_str()).collect();
        let last = Span::empty(
            it.speaks_of
                .end()
                .saturating_sub(1)
                .max(it.speaks_of.start()),
        );
        let of = if it.speaks_of.is_empty() {
            "nothing".to_owned()
        } else {
            format!("{}-{}", doc.line(it.speaks_of), doc.line(last))
        };
        let _ = writeln!(
            out,
            "{}: {} {arguments:?} {:?} of {of}",
            doc.line(it.span),
            it.verb.map_or("?", Verb::word),
            doc.text(it.reason),
        );
    }
    out
}

#[test]
fn one_at_the_end_of_a_line_speaks_of_that_line() {
    let text = "# Plan\n\nOne\ntwo <!-- tip: allow(a-b, c) since it is so -->\nthree\n\n| a | b |\n|---|---|\n| x | y <!--tip: confirm(x)--> |\n";
    insta::assert_snapshot!(annotations(text), @r#"
    4: allow ["a-b", "c"] "since it is so" of 4-4
    9: confirm ["x"] "" of 9-9
    "#);
}

#[test]
fn one_on_its_own_line_speaks_of_what_follows() {
    let text = "# Plan\n\n<!-- tip: allow(a) r -->\n<!-- tip: allow(b) r -->\n\n## Phase 1: x\n\n<!-- tip: allow(c) r -->\nOne\ntwo\n\n<!-- tip: allow(d) r -->\n- [ ] e\n  - f\n- [ ] g\n  <!-- tip: allow(e) r -->\n  h\n\n<!-- tip: allow(f) r -->\n```\ncode\n```\n<!-- tip: allow(g) r -->\n";
    insta::assert_snapshot!(annotations(text), @r#"
    3: allow ["a"] "r" of 6-6
    4: allow ["b"] "r" of 6-6
    8: allow ["c"] "r" of 9-10
    12: allow ["d"] "r" of 13-14
    16: allow ["e"] "r" of 17-17
    19: allow ["f"] "r" of 20-22
    23: allow ["g"] "r" of nothing
    "#);
}

#[test]
fn one_before_the_first_heading_speaks_of_the_file() {
    let text = "---\nstatus: draft\n---\n<!-- tip: allow(a) r -->\n\n# Plan\n";
    insta::assert_snapshot!(annotations(text), @r#"4: allow ["a"] "r" of 1-6"#);
}

#[test]
fn what_is_no_annotation_is_left_and_what_is_broken_is_kept() {
    let text = "# Plan\n\n<!-- a comment on tip: it is good -->\n`<!-- tip: allow(a) -->`\n\n```\n<!-- tip: allow(a) -->\n```\n\nx <!-- tip: alow(a) r -->\ny <!-- tip: allow a -->\nz <!-- tip: allow(a -->\nw <!-- tip: -->\n";
    insta::assert_snapshot!(annotations(text), @r#"
    10: ? ["a"] "r" of 10-10
    11: allow [] "a" of 11-11
    12: allow ["a"] "" of 12-12
    13: ? [] "" of 13-13
    "#);
}

#[test]
fn names_of_things_do_not_change_with_annotations() {
    let bare = "# Plan: x\n\n**Status**: draft\n\n## Phase 1: Build (M)\n\n- [ ] It works\n- [ ] 1.1 Do it\n";
    let annotated: String = bare
        .lines()
        .map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("{line} <!-- tip: allow(a) r -->\n"),
        })
        .collect();
    let names = |text: &str| {
        let doc = Document::parse(text.as_bytes().to_vec());
        let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
        let units = plan
            .units
            .iter()
            .map(|it| (it.id.clone(), it.title.value.clone()));
        let boxes = plan
            .boxes
            .iter()
            .map(|it| (it.id.clone(), doc.text(it.text).to_owned()));
        let status = plan.status.written.map(|it| it.value);
        let title = plan.title.map(|it| it.value);
        (
            units.collect::<Vec<_>>(),
            boxes.collect::<Vec<_>>(),
            status,
            title,
        )
    };
    assert_eq!(names(&annotated), names(bare));
}

#[test]
fn what_is_written_is_read_back() {
    let reason = "since --> it\nis (so), - really -";
    let written = Verb::Accept.write(&["a, b", "c)"], reason);
    assert_eq!(
        written,
        "<!-- tip: accept(a  b, c ) since - -› it is (so), - really -->"
    );
    let text = format!("# Plan\n\nx {written}\n");
    insta::assert_snapshot!(annotations(&text), @r#"3: accept ["a  b", "c"] "since - -› it is (so), - really" of 3-3"#);
}

/// Writes of each box the patterns of its inputs.
fn inputs(text: &str) -> String {
    let doc = Document::parse(text.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
    let mut out = String::new();
    for it in &plan.boxes {
        let patterns = plan.inputs_of(&doc, it).into_iter();
        let patterns: Vec<&str> = patterns.map(|it| it.value.as_str()).collect();
        let _ = writeln!(out, "{}: {}", it.handle, patterns.join(" "));
    }
    out
}

const PHASES: &str = "# Technical Implementation Plan: A

## Implementation Phases

### Phase 1: One <!-- tip: inputs(one/**) -->

**Success Criteria**:
- [ ] A: `a -x` <!-- tip: inputs(a, b.c) the rest is not read -->
- [ ] B: `b -x`
  and more <!-- tip: inputs(b) -->
- [ ] C: `c -x`

<!-- tip: inputs(two/**) -->
<!-- tip: inputs(both) -->
### Phase 2: Two

**Success Criteria**:
<!-- tip: inputs(d) -->
- [ ] D: `d -x`
- [ ] E: `e -x`

### Phase 3: Three

**Success Criteria**:
- [ ] F: `f -x`
";

#[test]
fn inputs_are_said_at_the_criterion_or_its_phase_and_the_nearest_decides() {
    insta::assert_snapshot!(inputs(PHASES), @r#"
    P1.C1: a b.c
    P1.C2: b
    P1.C3: one/**
    P2.C1: d
    P2.C2: two/** both
    P3.C1: 
    "#);
}

#[test]
fn inputs_before_the_first_heading_are_those_of_the_whole_file() {
    let text = format!("<!-- tip: inputs(all) -->\n{PHASES}");
    let last = inputs(&text).lines().last().map(str::to_owned);
    assert_eq!(last.as_deref(), Some("P3.C1: all"));
}

#[test]
fn an_annotation_belongs_to_no_title() {
    let doc = Document::parse(PHASES.as_bytes().to_vec());
    let plan = read(&doc, &ReadOptions::new("docs/tips/a.md"));
    let titles: Vec<&str> = plan
        .phases()
        .map(|(_, it)| it.title.value.as_str())
        .collect();
    assert_eq!(titles, ["One", "Two", "Three"]);
}
