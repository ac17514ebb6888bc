//! Words that name no outcome, language by language.

use tip_syntax::scan;

/// How a sentence ends that names no outcome, as [`scan::normalized`] writes it.
const ENDS: &[&str] = &[
    // English
    "works correctly",
    "works properly",
    "works well",
    "works fine",
    "works as expected",
    "works as intended",
    "work correctly",
    "work properly",
    "work well",
    "work fine",
    "work as expected",
    "work as intended",
    "working correctly",
    "working properly",
    "working as expected",
    "functions correctly",
    "functions properly",
    "behaves correctly",
    "is functional",
    "are functional",
    "looks good",
    "looks right",
    "looks nice",
    "is user friendly",
    "is intuitive",
    "is robust",
    "is clean",
    "is fast",
    "is performant",
    "is good",
    "is improved",
    "is better",
    "everything works",
    // German
    "funktioniert korrekt",
    "funktioniert richtig",
    "funktioniert gut",
    "funktioniert einwandfrei",
    "funktioniert wie erwartet",
    "funktionieren korrekt",
    "funktionieren wie erwartet",
    "sieht gut aus",
    "ist benutzerfreundlich",
    "ist intuitiv",
    "ist robust",
    "ist sauber",
    "ist schnell",
    "ist gut",
    "ist besser",
    "alles funktioniert",
    "keine probleme",
    // French
    "fonctionne correctement",
    "fonctionne bien",
    "fonctionne comme prévu",
    "fonctionne comme attendu",
    "fonctionnent correctement",
    "est convivial",
    "est intuitif",
    "est intuitive",
    "est robuste",
    "est propre",
    "est rapide",
    "tout fonctionne",
    "aucun problème",
    // Spanish
    "funciona correctamente",
    "funciona bien",
    "funciona como se espera",
    "funciona según lo esperado",
    "funcionan correctamente",
    "es intuitivo",
    "es intuitiva",
    "es robusto",
    "es limpio",
    "es rápido",
    "es rápida",
    "es fácil de usar",
    "todo funciona",
    "sin problemas",
    // Portuguese
    "funciona corretamente",
    "funciona bem",
    "funciona como esperado",
    "funciona conforme esperado",
    "funcionam corretamente",
    "é intuitivo",
    "é intuitiva",
    "é robusto",
    "é limpo",
    "é rápido",
    "é rápida",
    "é fácil de usar",
    "tudo funciona",
    "sem problemas",
];

/// The same in languages that put no space between words.
const ENDS_WITHOUT_SPACES: &[&str] = &[
    // Chinese
    "正常工作",
    "工作正常",
    "运行正常",
    "正常运行",
    "功能正常",
    "没有问题",
    "用户友好",
    "性能良好",
    // Japanese
    "正しく動作する",
    "正しく動作すること",
    "正しく動く",
    "正常に動作する",
    "正常に動作すること",
    "正常に動く",
    "問題なく動作する",
    "問題なく動作すること",
    "問題なく動く",
    "期待通りに動作する",
    "使いやすい",
];

/// A word that names no outcome where hardly any other stands before it: `Login works`.
const SHORT_ENDS: &[&str] = &[
    "works",
    "work",
    "working",
    "functional",
    "operational",
    "funktioniert",
    "fonctionne",
    "funciona",
];

/// The most words of a sentence that ends in one of the [short ends](SHORT_ENDS).
const FEW: usize = 4;

/// Returns the words at the end of a text that name no outcome, unless something else in it does: code, a number, a path, a quotation.
pub(crate) fn vague_end(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let is_telling = |c: char| {
        let quotes = matches!(c, '`' | '"' | '“' | '„' | '«' | '「' | '\'');
        quotes || c.is_ascii_digit() || matches!(c, '(' | ':' | '→')
    };
    let mut words = text.split(' ');
    let mut names_path =
        || text.contains('/') && words.any(|word| word.contains('/') && word.contains('.'));
    if text.contains(is_telling) || names_path() {
        return None;
    }
    if !text.is_ascii() {
        let bare = text.trim_end_matches(['.', '。', '！', '!']);
        let mut ends = ENDS_WITHOUT_SPACES.iter();
        if let Some(end) = ends.find(|end| bare.ends_with(**end)) {
            return Some(end);
        }
    }
    let folded = scan::normalized(text);
    if folded.contains("still ") {
        return None;
    }
    let ends = |end: &str| {
        folded
            .strip_suffix(end)
            .is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    let few = folded.split(' ').count() <= FEW;
    let short = SHORT_ENDS.iter().filter(|_| few);
    ENDS.iter().chain(short).copied().find(|end| ends(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_text_is_folded() {
        for end in ENDS.iter().chain(SHORT_ENDS) {
            assert_eq!(scan::normalized(end), **end);
        }
    }

    #[test]
    fn outcomes_are_left_alone() {
        assert_eq!(vague_end("Login works"), Some("works"));
        assert_eq!(vague_end("The whole login of guests works"), None);
        assert_eq!(vague_end("IDE integration functional"), Some("functional"));
        assert_eq!(vague_end("Reading/writing works"), Some("works"));
        assert_eq!(vague_end("`a` works correctly"), None);
        assert_eq!(vague_end("Old alerts still work as expected"), None);
        assert_eq!(vague_end("登录功能正常工作。"), Some("正常工作"));
    }
}
