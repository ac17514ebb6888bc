//! Verbs that tell what becomes of a file.

/// How a verb reaches the file that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// It makes its object.
    Make,
    /// It adds its object to something.
    Add,
    /// It writes its object into something.
    Record,
    /// It describes making something inside.
    Write,
    /// It changes its object, or what holds it.
    Change,
    /// It removes its object.
    Remove,
    /// It only looks.
    Look,
}

/// Verbs in the forms that plans use, sorted.
const VERBS: &[(&str, Verb)] = &[
    ("add", Verb::Add),
    ("added", Verb::Add),
    ("adding", Verb::Add),
    ("adds", Verb::Add),
    ("adjust", Verb::Change),
    ("append", Verb::Add),
    ("build", Verb::Write),
    ("builds", Verb::Look),
    ("bump", Verb::Change),
    ("change", Verb::Change),
    ("changed", Verb::Change),
    ("check", Verb::Look),
    ("clean", Verb::Change),
    ("cleaned", Verb::Change),
    ("clone", Verb::Look),
    ("configure", Verb::Change),
    ("confirm", Verb::Look),
    ("copy", Verb::Look),
    ("create", Verb::Make),
    ("created", Verb::Make),
    ("creates", Verb::Make),
    ("creating", Verb::Make),
    ("define", Verb::Write),
    ("delete", Verb::Remove),
    ("deleted", Verb::Remove),
    ("deletes", Verb::Remove),
    ("deleting", Verb::Remove),
    ("depends", Verb::Look),
    ("dispatched", Verb::Look),
    ("document", Verb::Record),
    ("drop", Verb::Remove),
    ("edit", Verb::Change),
    ("edited", Verb::Change),
    ("enhance", Verb::Change),
    ("ensure", Verb::Look),
    ("export", Verb::Add),
    ("extend", Verb::Change),
    ("extended", Verb::Change),
    ("fix", Verb::Change),
    ("fixed", Verb::Change),
    ("follow", Verb::Look),
    ("following", Verb::Look),
    ("generate", Verb::Make),
    ("implement", Verb::Write),
    ("implemented", Verb::Write),
    ("implements", Verb::Write),
    ("include", Verb::Add),
    ("initialize", Verb::Make),
    ("insert", Verb::Add),
    ("inspect", Verb::Look),
    ("introduce", Verb::Make),
    ("introduced", Verb::Make),
    ("mark", Verb::Record),
    ("migrate", Verb::Change),
    ("mimic", Verb::Look),
    ("mirror", Verb::Look),
    ("mirroring", Verb::Look),
    ("mirrors", Verb::Look),
    ("modified", Verb::Change),
    ("modifies", Verb::Change),
    ("modify", Verb::Change),
    ("new", Verb::Make),
    ("open", Verb::Look),
    ("place", Verb::Add),
    ("re-export", Verb::Change),
    ("read", Verb::Look),
    ("rebuild", Verb::Change),
    ("record", Verb::Record),
    ("refactor", Verb::Change),
    ("refactored", Verb::Change),
    ("register", Verb::Add),
    ("remove", Verb::Remove),
    ("removed", Verb::Remove),
    ("removes", Verb::Remove),
    ("removing", Verb::Remove),
    ("rename", Verb::Change),
    ("replace", Verb::Change),
    ("replaced", Verb::Change),
    ("retire", Verb::Remove),
    ("reuse", Verb::Look),
    ("reusing", Verb::Look),
    ("review", Verb::Look),
    ("rewrite", Verb::Change),
    ("run", Verb::Look),
    ("running", Verb::Look),
    ("scaffold", Verb::Make),
    ("see", Verb::Look),
    ("simplify", Verb::Change),
    ("update", Verb::Change),
    ("updated", Verb::Change),
    ("updates", Verb::Change),
    ("updating", Verb::Change),
    ("use", Verb::Look),
    ("uses", Verb::Look),
    ("using", Verb::Look),
    ("verify", Verb::Look),
    ("wire", Verb::Add),
    ("write", Verb::Write),
];

/// Words that name a thing as often as an action; sorted.
const NOUNS: &[&str] = &[
    "clone", "copy", "document", "export", "mark", "mirror", "record", "review", "use", "write",
];

/// Returns whether a word of a clause that may be a verb is none where it stands: behind an article or an adjective.
pub(super) fn is_noun(clause: &str, words: &[&str], at: usize) -> bool {
    if leads(clause, words[at]) {
        return words[at] == "DELETE";
    }
    // `Safe Trash Delete` is a name.
    let is_capital = |it: &str| {
        let mut letters = it.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    let before = at.checked_sub(1).map(|it| words[it]);
    let is_named = |it: &str| it.len() > 3 && is_capital(it) && verb(it).is_none();
    if is_capital(words[at]) && before.is_some_and(is_named) {
        return true;
    }
    // `Create delete service` makes one.
    let makes = |it| matches!(verb(it), Some(Verb::Make | Verb::Add | Verb::Write));
    if before.is_some_and(makes) && !words[at].eq_ignore_ascii_case("new") {
        return true;
    }
    if words[at].eq_ignore_ascii_case("following") {
        return at > 0 && words[at - 1].eq_ignore_ascii_case("the");
    }
    // A method of HTTP.
    if words[at] == "DELETE" {
        return true;
    }
    NOUNS
        .iter()
        .any(|noun| words[at].eq_ignore_ascii_case(noun))
        && at.checked_sub(1).is_some_and(|before| {
            ![
                "and", "to", "then", "also", "or", "not", "must", "should", "will", "we", "you",
                "first", "next", "please",
            ]
            .iter()
            .any(|it| words[before].eq_ignore_ascii_case(it))
        })
        && words[at].bytes().all(|b| b.is_ascii_lowercase())
}

/// Returns whether nothing of its clause stands before a word: it is the first, or follows a mark.
fn leads(clause: &str, word: &str) -> bool {
    let start = word.as_ptr() as usize - clause.as_ptr() as usize;
    let before = clause.get(..start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '*', '_', '"', '[']);
    before.is_empty()
        || before.ends_with([
            ':', ';', ',', '.', '—', '–', '-', '(', ')', ']', '>', '|', '/',
        ])
}

pub(super) fn verb(word: &str) -> Option<Verb> {
    let mut folded = [0_u8; 16];
    let folded = folded.get_mut(..word.len())?;
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    let first = *folded.first()?;
    if !first.is_ascii_lowercase() {
        return None;
    }
    let (from, to) = VERBS_BY_LETTER[usize::from(first - b'a')];
    VERBS[from..to]
        .binary_search_by(|(verb, _)| verb.as_bytes().cmp(folded))
        .ok()
        .map(|at| VERBS[from + at].1)
}

/// For each letter the range of the verbs that begin with it.
static VERBS_BY_LETTER: [(usize, usize); 26] = verbs_by_letter();

const fn verbs_by_letter() -> [(usize, usize); 26] {
    let mut ranges = [(0, 0); 26];
    let mut at = 0;
    while at < VERBS.len() {
        let letter = (VERBS[at].0.as_bytes()[0] - b'a') as usize;
        if ranges[letter].1 == 0 {
            ranges[letter].0 = at;
        }
        ranges[letter].1 = at + 1;
        at += 1;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::VERBS;

    #[test]
    fn verbs_are_sorted() {
        assert!(VERBS.is_sorted_by_key(|(verb, _)| verb));
    }
}
