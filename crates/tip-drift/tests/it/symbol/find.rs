//! Symbols by line and by name.

use tip_drift::{Language, innermost, named, sections, symbols};

const CODE: &str = r"struct Store;
impl Store {
    fn get(&self) {
        fn inner() {}
    }
}
impl fmt::Display for Store {
    fn fmt(&self) {}
}
impl fmt::Debug for Store {
    fn fmt(&self) {}
}
mod outer {
    fn get() {}
}
";

/// Checks which lines the symbols that a path names start on.
#[track_caller]
fn check(path: &str, expected: &[u32]) {
    let symbols = symbols(Language::Rust, CODE).expect("symbols");
    let found: Vec<u32> = named(&symbols, path)
        .into_iter()
        .map(|at| symbols[at].lines.start)
        .collect();
    assert_eq!(found, expected, "{path}");
}

#[test]
fn a_path_names_all_symbols_whose_path_ends_so() {
    check("get", &[3, 14]);
    check("get()", &[3, 14]);
    check("`Store::get`", &[3]);
    check("Store.get(&self, x)", &[3]);
    check("Store#get", &[3]);
    check("Store<T>::get::<u8>", &[3]);
    check("fn get", &[3, 14]);
    check("pub async fn get(&self)", &[3, 14]);
    check("Store::fmt", &[8, 11]);
    check("get::inner", &[4]);
    check("Store::get::inner", &[4]);
    check("outer::get", &[14]);
}

#[test]
fn an_implementation_counts_where_nothing_else_has_the_name() {
    check("Store", &[1]);
    check("fmt::Debug for Store", &[10]);
    let text = "impl Away { fn go() {} }";
    let symbols = symbols(Language::Rust, text).expect("symbols");
    assert_eq!(named(&symbols, "Away"), [0]);
    assert_eq!(named(&symbols, "Away::go"), [1]);
}

#[test]
fn modules_in_front_are_passed_over_and_types_are_not() {
    check("crate::store::Store::get", &[3]);
    check("self.get", &[3, 14]);
    check("Other::get", &[]);
    check("outer::inner", &[]);
    check("nothing", &[]);
    check("", &[]);
    check("::", &[]);
}

#[test]
fn the_innermost_symbol_of_a_line_is_found() {
    let symbols = symbols(Language::Rust, CODE).expect("symbols");
    let name = |line| innermost(&symbols, line).map(|at| symbols[at].name.as_str());
    assert_eq!(name(4), Some("inner"));
    assert_eq!(name(5), Some("get"));
    assert_eq!(name(6), Some("Store"));
    assert_eq!(name(15), Some("outer"));
    assert_eq!(name(16), None);
    assert_eq!(name(0), None);
}

#[test]
fn a_section_is_found_by_title_and_by_anchor() {
    let text = "# Data `model`\n## Why?\n## Why?\n## why-1\n";
    let symbols = symbols(Language::Markdown, text).expect("symbols");
    assert_eq!(sections(&symbols, "data model"), [0]);
    assert_eq!(sections(&symbols, "#data-model"), [0]);
    assert_eq!(sections(&symbols, "Why?"), [1, 2]);
    assert_eq!(sections(&symbols, "#why"), [1]);
    assert_eq!(sections(&symbols, "#why-1"), [2]);
    assert_eq!(sections(&symbols, "none"), []);
    assert_eq!(sections(&symbols, "#"), []);
}

#[test]
fn an_implementation_for_a_slice_is_called_by_it() {
    let text = "impl Total for [u8] {}\nimpl [u8] {}\n";
    let symbols = symbols(Language::Rust, text).expect("symbols");
    let names: Vec<&str> = symbols.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Total for [u8]", "[u8]"]);
}
