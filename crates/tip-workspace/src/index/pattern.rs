//! Patterns of paths in plans: `src/*.rs`, `src/{a,b}.rs`.

use globset::{GlobBuilder, GlobMatcher};

use super::FileIndex;

/// The characters after which a pattern is more than its words.
const WILD: [char; 4] = ['*', '{', '}', '?'];

impl FileIndex {
    /// Counts the files that a pattern fits, from the root of the repository or else at any depth.
    ///
    /// What cannot be read as a pattern fits nothing.
    pub(crate) fn count_matching(&self, written: &str, prefixes: &[String]) -> usize {
        let tries = tries(written, prefixes);
        if !self.fits_anywhere(&tries) {
            return 0;
        }
        tries
            .iter()
            .filter_map(|it| Some(self.matching(it, &matcher(it)?)))
            .find(|count| *count > 0)
            .unwrap_or(0)
    }

    /// Returns what tells whether a pattern fits a path, from the root of the repository or at any depth.
    pub(crate) fn fitting(
        &self,
        written: &str,
        prefixes: &[String],
    ) -> impl Fn(&str) -> bool + use<> {
        let mut tries = tries(written, prefixes);
        if !self.fits_anywhere(&tries) {
            tries.drain(..tries.len() - 1);
        }
        // The first that fits any file is the one that is meant.
        let matchers: Vec<(String, GlobMatcher)> = tries
            .into_iter()
            .filter_map(|it| matcher(&it).map(|matcher| (it, matcher)))
            .collect();
        let meant = matchers
            .iter()
            .position(|(it, matcher)| self.matching(it, matcher) > 0);
        let matchers: Vec<GlobMatcher> = match meant {
            Some(at) => vec![matchers[at].1.clone()],
            None => matchers.into_iter().map(|it| it.1).collect(),
        };
        move |path| matchers.iter().any(|it| it.is_match(path))
    }

    /// Returns whether the last of the tries, which is that of any depth, fits: where it does not, none does.
    fn fits_anywhere(&self, tries: &[String]) -> bool {
        let last = tries.last().and_then(|it| Some((it, matcher(it)?)));
        last.is_some_and(|(pattern, matcher)| self.matching(pattern, &matcher) > 0)
    }

    fn matching(&self, pattern: &str, matcher: &GlobMatcher) -> usize {
        let pattern = pattern.trim_end_matches('/');
        let literal = pattern.find(WILD).unwrap_or(pattern.len());
        let prefix = pattern[..literal].rsplit_once('/').map_or("", |(it, _)| it);
        // What follows the last wild character must stand at the end: that is quick to see.
        let tail = pattern.rsplit(WILD).next().unwrap_or_default();
        let count = |paths: &[String]| {
            let from = paths.partition_point(|it| it.as_str() < prefix);
            paths[from..]
                .iter()
                .take_while(|it| it.starts_with(prefix))
                .filter(|it| it.ends_with(tail) && matcher.is_match(it.as_str()))
                .count()
        };
        match count(&self.files) {
            0 => count(&self.folders),
            files => files,
        }
    }
}

/// Returns the patterns that a written one may mean, the likeliest first. Three dots stand for any folders.
fn tries(written: &str, prefixes: &[String]) -> Vec<String> {
    let written = written.trim_start_matches("./").trim_start_matches('/');
    let parts = written.split('/').map(|it| match it {
        "..." | "…" => "**",
        part => part,
    });
    let written = parts.collect::<Vec<_>>().join("/");
    let mut tries = vec![written.clone()];
    tries.extend(prefixes.iter().map(|it| format!("{it}/{written}")));
    tries.push(format!("**/{written}"));
    tries
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
