//! Patterns of paths in plans: `src/*.rs`, `src/{a,b}.rs`.

use globset::{GlobBuilder, GlobMatcher};

use super::FileIndex;

impl FileIndex {
    /// Counts the files that a pattern fits, from the root of the repository or else at any depth.
    ///
    /// What cannot be read as a pattern fits nothing.
    pub(crate) fn count_matching(&self, written: &str, prefixes: &[String]) -> usize {
        let written = written.trim_start_matches("./").trim_start_matches('/');
        let mut tries = vec![written.to_owned()];
        tries.extend(prefixes.iter().map(|it| format!("{it}/{written}")));
        tries.push(format!("**/{written}"));
        tries
            .iter()
            .filter_map(|it| Some(self.matching(it, &matcher(it)?)))
            .find(|count| *count > 0)
            .unwrap_or(0)
    }

    fn matching(&self, pattern: &str, matcher: &GlobMatcher) -> usize {
        let literal = pattern.find(['*', '{', '?']).unwrap_or(pattern.len());
        let prefix = pattern[..literal].rsplit_once('/').map_or("", |(it, _)| it);
        let from = self.files.partition_point(|it| it.as_str() < prefix);
        let files = self.files[from..]
            .iter()
            .take_while(|it| it.starts_with(prefix));
        let count = files.filter(|it| matcher.is_match(it.as_str())).count();
        if count > 0 {
            return count;
        }
        self.folders
            .iter()
            .filter(|it| matcher.is_match(it.as_str()))
            .count()
    }
}

fn matcher(pattern: &str) -> Option<GlobMatcher> {
    let mut escaped = String::with_capacity(pattern.len() + 8);
    for c in pattern.trim_end_matches('/').chars() {
        // Brackets are names of routes (`app/[id]/page.tsx`), no classes.
        match c {
            '[' => escaped.push_str("[[]"),
            ']' => escaped.push_str("[]]"),
            c => escaped.push(c),
        }
    }
    let glob = GlobBuilder::new(&escaped).literal_separator(true).build();
    glob.ok().map(|it| it.compile_matcher())
}
