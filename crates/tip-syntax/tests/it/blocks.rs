//! The blocks and inlines of a document.

use crate::dump::blocks;

#[test]
fn headings_end_before_their_closing_marks() {
    let text = "\
# One #

## Two ## ##

### C# and F#

#

   ## Indented
#none
";
    insta::assert_snapshot!(blocks(text), @r##"
    Heading(1) "One"
    Heading(2) "Two ##"
    Heading(3) "C# and F#"
    Heading(1) ""
    Heading(2) "Indented"
    Paragraph "#none"
    "##);
}

#[test]
fn setext_headings_may_have_several_lines() {
    let text = "Title\n=====\n\nTwo\nlines\n---\n\n> Quoted\n> ---\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Heading(1) "Title"
    Heading(2) "Two\nlines"
    Quote
      Heading(2) "Quoted"
    "#);
}

#[test]
fn tight_and_loose_lists_hold_paragraphs() {
    let text = "- a\n- b\n\n1. c\n\n   more\n2. d\n\n   ```\n   x\n   ```\n";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "a"
        Paragraph "a"
      Item "b"
        Paragraph "b"
    List(Some(1))
      Item "c\n\n   more"
        Paragraph "c"
        Paragraph "more"
      Item "d\n\n   ```\n   x\n   ```"
        Paragraph "d"
        Fence "" "   x\n"
    "#);
}

#[test]
fn boxes_stay_in_the_text() {
    let text = "\
- [ ] open
- [x] done
- [X] Done
- [~] other
- [-] dropped
- [✓] mark
- [] none
- [ ]tight
-  [ ] wide
- [x]
* [ ] star
+ [ ] plus
1. [ ] numbered
2) [x] paren
";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "[ ] open"
        Paragraph "[ ] open"
      Item "[x] done"
        Paragraph "[x] done"
      Item "[X] Done"
        Paragraph "[X] Done"
      Item "[~] other"
        Paragraph "[~] other"
      Item "[-] dropped"
        Paragraph "[-] dropped"
      Item "[✓] mark"
        Paragraph "[✓] mark"
      Item "[] none"
        Paragraph "[] none"
      Item "[ ]tight"
        Paragraph "[ ]tight"
      Item "[ ] wide"
        Paragraph "[ ] wide"
      Item "[x]"
        Paragraph "[x]"
    List(None)
      Item "[ ] star"
        Paragraph "[ ] star"
    List(None)
      Item "[ ] plus"
        Paragraph "[ ] plus"
    List(Some(1))
      Item "[ ] numbered"
        Paragraph "[ ] numbered"
    List(Some(2))
      Item "[x] paren"
        Paragraph "[x] paren"
    "#);
}

#[test]
fn lists_nest_by_their_indentation() {
    let text = "\
- a
  - b
    - [ ] c

      more of c
  - d
- e
    1. f
   g
";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "a\n  - b\n    - [ ] c\n\n      more of c\n  - d"
        Paragraph "a"
        List(None)
          Item "b\n    - [ ] c\n\n      more of c"
            Paragraph "b"
            List(None)
              Item "[ ] c\n\n      more of c"
                Paragraph "[ ] c"
                Paragraph "more of c"
          Item "d"
            Paragraph "d"
      Item "e\n    1. f\n   g"
        Paragraph "e"
        List(Some(1))
          Item "f\n   g"
            Paragraph "f\n   g"
    "#);
}

#[test]
fn lists_nest_by_tabs() {
    let text = "-	a\n	- [ ] b\n		- c\n\n	- d\n";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "a\n\t- [ ] b\n\t\t- c\n\n\t- d"
        Paragraph "a"
        List(None)
          Item "[ ] b\n\t\t- c"
            Paragraph "[ ] b"
            List(None)
              Item "c"
                Paragraph "c"
          Item "d"
            Paragraph "d"
    "#);
}

#[test]
fn a_list_interrupts_a_paragraph() {
    let text = "**Code Changes**:\n- `a.rs`\n- b\nlazy\n\n1. one\ntext\n2. two\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "**Code Changes**:"
      Strong "Code Changes"
    List(None)
      Item "`a.rs`"
        Paragraph "`a.rs`"
          Code "a.rs"
      Item "b\nlazy"
        Paragraph "b\nlazy"
    List(Some(1))
      Item "one\ntext"
        Paragraph "one\ntext"
      Item "two"
        Paragraph "two"
    "#);
}

#[test]
fn labels_in_one_paragraph_are_inlines() {
    let text = "\
**Given**: a
**When**: `b`
**Then:** _c_ and ~~d~~ and ***e***
";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "**Given**: a\n**When**: `b`\n**Then:** _c_ and ~~d~~ and ***e***"
      Strong "Given"
      Strong "When"
      Code "b"
      Strong "Then:"
      Emphasis "c"
      Strike "d"
      Emphasis "**e**"
      Strong "e"
    "#);
}

#[test]
fn code_spans_end_at_as_many_ticks() {
    let text = "`a` ``b ` c`` ` d ` `e\nf` `` ` `` `never\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "`a` ``b ` c`` ` d ` `e\nf` `` ` `` `never"
      Code "a"
      Code "b ` c"
      Code "d"
      Code "e\nf"
      Code "`"
    "#);
}

#[test]
fn links_have_text_and_target() {
    let text = "\
[a](b) [c `d` e](f.md#g \"t\") <https://h.i> ![j](k.png) [l][m] [n] [o]

[m]: p
[n]: <q r>
";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "[a](b) [c `d` e](f.md#g \"t\") <https://h.i> ![j](k.png) [l][m] [n] [o]"
      Link "a" to "b"
      Link "c `d` e" to "f.md#g"
      Code "d"
      Link "https://h.i" to "https://h.i"
      Image "j" to "k.png"
      Link "l" to "p"
      Link "n" to "q r"
    "#);
}

#[test]
fn the_text_of_a_link_ends_with_its_own_bracket() {
    let text = "\
[![a](b) c](d) ![e ![f](g) h](i) [j [k] l](m) [n \\] o](p) [](q) ![](r)
[s `]` t](u \"]\") [v
w](x) [*y*](z) [A][] <b@c.d>

[A]: B
";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "[![a](b) c](d) ![e ![f](g) h](i) [j [k] l](m) [n \\] o](p) [](q) ![](r)\n[s `]` t](u \"]\") [v\nw](x) [*y*](z) [A][] <b@c.d>"
      Link "![a](b) c" to "d"
      Image "a" to "b"
      Image "e ![f](g) h" to "i"
      Image "f" to "g"
      Link "j [k] l" to "m"
      Link "n \\] o" to "p"
      Link "" to "q"
      Image "" to "r"
      Link "s `]` t" to "u"
      Code "]"
      Link "v\nw" to "x"
      Link "*y*" to "z"
      Emphasis "y"
      Link "A" to "B"
      Link "b@c.d" to "b@c.d"
    "#);
}

#[test]
fn brackets_that_are_no_links_are_text() {
    let text = "[Feature Name] [a][b] `[path]:[line]` \\[x\\](y)\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "[Feature Name] [a][b] `[path]:[line]` \\[x\\](y)"
      Code "[path]:[line]"
    "#);
}

#[test]
fn tables_have_cells_with_escaped_pipes() {
    let text = "\
| a | b \\| c |
|---|:-:|
| `d \\| e` | **f** |
| g |
h | i | j

text
";
    insta::assert_snapshot!(blocks(text), @r#"
    Table
      TableHead
        TableCell "a"
        TableCell "b \\| c"
      TableRow
        TableCell "`d \\| e`"
          Code "d \\| e"
        TableCell "**f**"
          Strong "f"
      TableRow
        TableCell "g"
        TableCell ""
      TableRow
        TableCell "h"
        TableCell "i"
    Paragraph "text"
    "#);
}

#[test]
fn a_table_may_stand_in_a_list() {
    let text = "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |"
        Paragraph "item"
        Table
          TableHead
            TableCell "a"
            TableCell "b"
          TableRow
            TableCell "1"
            TableCell "2"
    "#);
}

#[test]
fn fences_stand_in_lists_and_quotes() {
    let text = "\
- a
  ```rust
  fn a() {}
  ```
- b

> ~~~ sh
> ls
> ~~~

   ```
   indented
   ```
";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "a\n  ```rust\n  fn a() {}\n  ```"
        Paragraph "a"
        Fence "rust" "  fn a() {}\n"
      Item "b"
        Paragraph "b"
    Quote
      Fence "sh" "> ls\n"
    Fence "" "   indented\n"
    "#);
}

#[test]
fn a_fence_without_end_runs_to_the_end() {
    let text = "text\n\n```sh\nls\n\n# no heading\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "text"
    Fence "sh" "ls\n\n# no heading\n" never closed
    "#);
}

#[test]
fn a_fence_without_end_in_a_list_ends_with_the_item() {
    let text = "- a\n  ```\n  x\n\ntext\n";
    insta::assert_snapshot!(blocks(text), @r#"
    List(None)
      Item "a\n  ```\n  x"
        Paragraph "a"
        Fence "" "  x\n\n" never closed
    Paragraph "text"
    "#);
}

#[test]
fn a_longer_fence_holds_shorter_ones() {
    let text = "````md\n```rust\nx\n```\n````\n\n```\n````\nstill\n```\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Fence "md" "```rust\nx\n```\n"
    Fence "" ""
    Paragraph "still"
    Fence "" "" never closed
    "#);
}

#[test]
fn a_fence_ends_only_with_its_own_mark() {
    let text = "```\n~~~\n```\n~~~ a\n```\n~~~\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Fence "" "~~~\n"
    Fence "a" "```\n"
    "#);
}

#[test]
fn an_empty_fence_has_no_content() {
    let text = "```\n```\n\n``` a b \n\n```\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Fence "" ""
    Fence "a b" "\n"
    "#);
}

#[test]
fn indented_code_is_code() {
    let text = "text\n\n    code\n\n        more\n\nend\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "text"
    Indented "" "code\n\n        more\n"
    Paragraph "end"
    "#);
}

#[test]
fn html_comments_are_html() {
    let text = "\
<!-- a -->

text <!-- b --> more

<!--
# no heading

- no item
-->

<details>
<summary>S</summary>

- item

</details>
";
    insta::assert_snapshot!(blocks(text), @r#"
    Html "<!-- a -->\n"
    Paragraph "text <!-- b --> more"
      Html "<!-- b -->"
    Html "<!--\n# no heading\n\n- no item\n-->\n"
    Html "<details>\n<summary>S</summary>\n"
    List(None)
      Item "item"
        Paragraph "item"
    Html "</details>\n"
    "#);
}

#[test]
fn carriage_returns_belong_to_line_ends() {
    let text = "\
# A\r
\r
- [ ] b\r
- c\r
\r
```sh\r
ls\r
```\r
\r
| d |\r
|---|\r
| e |\r
";
    insta::assert_snapshot!(blocks(text), @r#"
    Heading(1) "A"
    List(None)
      Item "[ ] b"
        Paragraph "[ ] b"
      Item "c"
        Paragraph "c"
    Fence "sh" "ls\r\n"
    Table
      TableHead
        TableCell "d"
      TableRow
        TableCell "e"
    "#);
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let text = "\u{feff}# Title\n\n- a\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Heading(1) "Title"
    List(None)
      Item "a"
        Paragraph "a"
    "#);
}

#[test]
fn nul_is_text() {
    let text = "a\0b\n\n- \0\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Paragraph "a\0b"
    List(None)
      Item "\0"
        Paragraph "\0"
    "#);
}

#[test]
fn quotes_nest_and_continue_lazily() {
    let text = "> a\nb\n>> c\n\n> - [ ] d\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Quote
      Paragraph "a\nb"
      Quote
        Paragraph "c"
    Quote
      List(None)
        Item "[ ] d"
          Paragraph "[ ] d"
    "#);
}

#[test]
fn rules_and_lists_are_told_apart() {
    let text = "***\n- - -\n\n- a\n---\n* * *\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Rule
    Rule
    List(None)
      Item "a"
        Paragraph "a"
    Rule
    Rule
    "#);
}

#[test]
fn non_ascii_text_keeps_its_places() {
    let text = "# Übersicht 🎯\n\n- **計画**: `パス/é.rs` und *mehr*\n";
    insta::assert_snapshot!(blocks(text), @r#"
    Heading(1) "Übersicht 🎯"
    List(None)
      Item "**計画**: `パス/é.rs` und *mehr*"
        Paragraph "**計画**: `パス/é.rs` und *mehr*"
          Strong "計画"
          Code "パス/é.rs"
          Emphasis "mehr"
    "#);
}

#[test]
fn what_stands_in_tags_of_its_own_is_markdown() {
    let text =
        "<task>\n  <name>Sail `home`</name>\n  <done>\n    - fast\n    - dry\n  </done>\n</task>\n";
    let doc = tip_syntax::Document::parse(text.into());
    let shown: Vec<(tip_syntax::BlockKind, &str)> = doc
        .blocks()
        .iter()
        .filter(|it| it.kind == tip_syntax::BlockKind::Paragraph)
        .map(|it| (it.kind, doc.text(it.content)))
        .collect();
    let paragraph = tip_syntax::BlockKind::Paragraph;
    assert_eq!(
        shown,
        [
            (paragraph, "Sail `home`"),
            (paragraph, "fast"),
            (paragraph, "dry")
        ]
    );
    assert_eq!(doc.containers().len(), 3);
}
