//! Texts that are expected and that hold something to be filled in: `v<VERSION>`, `N passed`, `Finished …`.

use crate::Expectation;
use crate::read::shell;

/// How long what stands around a placeholder has to be to say anything.
const TELLING: usize = 4;

/// Reads a placeholder in what is expected as any text; leaves what would say too little to a person.
pub(super) fn closed(found: Expectation) -> Expectation {
    let all = match &found {
        Expectation::Output(text) => std::slice::from_ref(text),
        other => other.texts(),
    };
    if !all.iter().any(|it| is_open(it)) {
        return found;
    }
    let looked_for = matches!(
        found,
        Expectation::Contains(_) | Expectation::ContainsAll(_)
    );
    let parts: Option<Vec<Vec<String>>> = all.iter().map(|it| parts(it)).collect();
    let mut parts: Vec<String> = parts.unwrap_or_default().concat();
    match parts.len() {
        0 => Expectation::Unreadable(all.join(", ")),
        _ if !looked_for => Expectation::Unreadable(all.join(", ")),
        1 => Expectation::Contains(parts.remove(0)),
        _ => Expectation::ContainsAll(parts),
    }
}

/// Returns what stands around the placeholders of a text; `None` where that says too little.
fn parts(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches(['…', '.']).trim_end();
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest
        .split_once('<')
        .and_then(|(before, it)| Some((before, it.split_once('>')?.1)))
    {
        parts.push(before.trim());
        rest = behind;
    }
    parts.push(rest.trim());
    parts.retain(|it| !it.is_empty());
    let tells = |it: &&str| it.len() >= TELLING && it.contains(char::is_alphabetic);
    let whole = !parts.iter().any(|it| is_open(it)) && parts.iter().any(tells);
    whole.then(|| parts.into_iter().map(str::to_owned).collect())
}

/// Returns whether a text holds a placeholder, an ellipsis or a letter that stands for a number.
fn is_open(text: &str) -> bool {
    let stands_for = |word: &str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(plain, "N" | "NN" | "NNN" | "X" | "XX" | "XXX" | "Y")
            || matches!(plain, "X.Y" | "X.Y.Z" | "vX.Y.Z" | "x.y.z" | "vx.y.z")
    };
    text.contains("...")
        || text.contains('…')
        || shell::has_placeholder(text)
        || text
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | ':' | '='))
            .any(stands_for)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_for_a_person() {
        for text in [
            "v<VERSION>",
            "<line_number>:x",
            "N passed",
            "Finished ... in 3s",
            "hello {name}",
            "v: X.Y.Z",
            "5/N",
        ] {
            assert!(is_open(text), "{text}");
        }
        let one = |it: &str| Expectation::Contains(it.to_owned());
        let person = |it: &str| Expectation::Unreadable(it.to_owned());
        for (text, expected) in [
            ("tide version <VERSION>", one("tide version")),
            ("Checking tides...", one("Checking tides")),
            ("v<VERSION>", person("v<VERSION>")),
            ("N passed", person("N passed")),
        ] {
            assert_eq!(closed(one(text)), expected);
        }
        assert_eq!(
            closed(Expectation::Output("tide version <V>".to_owned())),
            person("tide version <V>")
        );
        for text in [
            "v1.2",
            "None",
            "{\"a\": 1}",
            "a <= b",
            "Next",
            "no [x]",
            "ok",
        ] {
            assert!(!is_open(text), "{text}");
        }
    }
}
