//! Where the lines of a text went in its next version.
//!
//! Lines that a diff leaves alone are paired by it. A line that it replaces or removes is looked for among the lines that are new, by
//! the likeness of its text and of its surroundings, after `LHDiff` (M. Asaduzzaman, C. K. Roy, K. A. Schneider, M. Di Penta: "`LHDiff`:
//! A Language-Independent Hybrid Approach for Tracking Source Code Lines", ICSM 2013), whose weights and threshold these are.

use std::ops::Range;
use std::sync::Arc;

use imara_diff::{Algorithm, Diff, InternedInput};
use rustc_hash::FxHashMap;

use crate::text::{Text, is_trivial, share};

/// How much the text of a line counts beside its surroundings.
const TEXT_WEIGHT: f32 = 0.6;

/// What a line must score at least to be another's successor.
const LEAST_SCORE: f32 = 0.45;

/// How many lines on either side make the surroundings.
const SURROUNDINGS: usize = 4;

/// How many new lines in the place of one that is gone are compared with it: the nearest to where it stood in the change.
const MOST_NEAR: usize = 400;

/// How many letters and figures a line has that tells by itself which it is.
const LEAST_LETTERS: usize = 8;

/// How alike a line in the place of another must at least be, its surroundings aside.
const LEAST_ALIKE: f32 = 0.3;

/// How much of a line is compared, in bytes.
const MOST_COMPARED: usize = 300;

/// How many lines around what differs are compared with it: a change among equal lines may be told in several ways, of which the diff
/// takes the one that reads best.
const MARGIN: usize = 100;

/// What the only line that gives the same name a value scores.
const SAME_NAME: f32 = 0.7;

/// Two candidates whose scores are nearer than this cannot be told apart.
const TOO_NEAR: f32 = 0.05;

/// Where a line went.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Successor {
    /// The diff leaves it alone.
    Kept(usize),
    /// The likeliest of the new lines.
    Likely {
        line: usize,
        /// From 0.45, barely like, to 1, the same line among the same lines.
        score: f32,
        /// Others that are as likely.
        rivals: Vec<usize>,
    },
    /// No new line is like it.
    Gone,
}

/// Which lines two versions of a text share, as a diff tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// How many lines the text has before.
    pub(crate) lines: u32,
    /// The lines before and after of each change, in the order of the text.
    pub(crate) hunks: Vec<(Range<u32>, Range<u32>)>,
}

/// Two versions of a text, compared.
#[derive(Debug)]
pub(crate) struct LineMap {
    before: Arc<Text>,
    after: Arc<Text>,
    pairs: Arc<Pairs>,
}

impl Pairs {
    pub(crate) fn new(before: &Text, after: &Text) -> Self {
        let (above, below) = alike_around(before, after);
        let mut input: InternedInput<&str> = InternedInput::default();
        let inner = |text: &Text| above..text.len() - below;
        input.update_before(inner(before).map(|at| before.bare(at)));
        input.update_after(inner(after).map(|at| after.bare(at)));
        let mut diff = Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_lines(&input);
        let above = above as u32;
        let placed = |it: Range<u32>| it.start + above..it.end + above;
        let hunks = diff.hunks();
        let hunks = hunks.map(|it| (placed(it.before), placed(it.after)));
        Self {
            lines: before.len() as u32,
            hunks: hunks.collect(),
        }
    }

    /// Returns the line after that the diff pairs with one before.
    pub(crate) fn kept(&self, line: usize) -> Option<usize> {
        let line = line as u32;
        let at = self.hunks.partition_point(|(old, _)| old.end <= line);
        let is_replaced = self
            .hunks
            .get(at)
            .is_some_and(|(old, _)| old.contains(&line));
        if line >= self.lines || is_replaced {
            return None;
        }
        let (old, new) = match at.checked_sub(1) {
            Some(above) => (self.hunks[above].0.end, self.hunks[above].1.end),
            None => (0, 0),
        };
        Some((line - old + new) as usize)
    }

    /// Returns whether a line after was there before.
    pub(crate) fn is_old(&self, line: usize) -> bool {
        let line = line as u32;
        let at = self.hunks.partition_point(|(_, new)| new.end <= line);
        self.hunks
            .get(at)
            .is_none_or(|(_, new)| !new.contains(&line))
    }

    /// Returns the lines before and after of the change that a line before stands in.
    pub(crate) fn hunk(&self, line: usize) -> Option<(Range<usize>, Range<usize>)> {
        let line = line as u32;
        let at = self.hunks.partition_point(|(old, _)| old.end <= line);
        let (old, new) = self.hunks.get(at)?;
        let wide = |it: &Range<u32>| it.start as usize..it.end as usize;
        old.contains(&line).then(|| (wide(old), wide(new)))
    }
}

/// Returns how many lines at the start and at the end of two texts are the same and far from what differs: most changes are small, and
/// the rest of a text tells nothing about them.
fn alike_around(before: &Text, after: &Text) -> (usize, usize) {
    let shorter = before.len().min(after.len());
    let is_same = |one: usize, other: usize| before.line(one) == after.line(other);
    let above = (0..shorter).take_while(|at| is_same(*at, *at)).count();
    let from_end = |text: &Text, at: usize| text.len() - 1 - at;
    let below = (0..shorter - above)
        .take_while(|at| is_same(from_end(before, *at), from_end(after, *at)))
        .count();
    (above.saturating_sub(MARGIN), below.saturating_sub(MARGIN))
}

impl LineMap {
    pub(crate) fn new(before: Arc<Text>, after: Arc<Text>) -> Self {
        let pairs = Arc::new(Pairs::new(&before, &after));
        Self::with(before, after, pairs)
    }

    /// Makes the comparison of two texts that were compared before.
    pub(crate) fn with(before: Arc<Text>, after: Arc<Text>, pairs: Arc<Pairs>) -> Self {
        Self {
            before,
            after,
            pairs,
        }
    }

    /// Returns the line after that the diff pairs with one before.
    pub(crate) fn kept(&self, line: usize) -> Option<usize> {
        self.pairs.kept(line)
    }

    /// Returns the new lines around the place that a line before had in its change.
    fn near(&self, line: usize) -> Range<usize> {
        let Some((old, new)) = self.pairs.hunk(line) else {
            return 0..0;
        };
        let middle = new.start + (line - old.start) * new.len() / old.len();
        let half = MOST_NEAR / 2;
        new.start.max(middle.saturating_sub(half))..new.end.min(middle + half)
    }

    /// Returns where a line is whose text stands once before and once after: it was taken there, whatever stands in its old place.
    fn only(&self, line: usize) -> Option<Successor> {
        let bare = self.before.bare(line);
        let letters = bare.chars().filter(|it| it.is_alphanumeric()).count();
        if letters < LEAST_LETTERS
            || self
                .before
                .bare_lines()
                .filter(|it| *it == bare)
                .nth(1)
                .is_some()
        {
            return None;
        }
        let mut equal = (0..self.after.len()).filter(|at| self.after.bare(*at) == bare);
        let place = equal.next().filter(|_| equal.next().is_none())?;
        let around = cosine(
            &words_around(&self.before, line),
            &words_around(&self.after, place),
        );
        Some(Successor::Likely {
            line: place,
            score: TEXT_WEIGHT + (1.0 - TEXT_WEIGHT) * around,
            rivals: Vec::new(),
        })
    }

    /// Returns the only line in the place of another that gives the same name a value, be it a very different one.
    fn same_name(&self, line: usize) -> Option<Successor> {
        let name = given(self.before.bare(line))?;
        let (_, new) = self.pairs.hunk(line)?;
        let mut same = new.filter(|at| given(self.after.bare(*at)) == Some(name));
        let only = same.next().filter(|_| same.next().is_none())?;
        Some(Successor::Likely {
            line: only,
            score: SAME_NAME,
            rivals: Vec::new(),
        })
    }

    /// Returns where a line before went.
    pub(crate) fn successor(&self, line: usize) -> Successor {
        if let Some(kept) = self.kept(line) {
            return Successor::Kept(kept);
        }
        if let Some(found) = self.only(line) {
            return found;
        }
        let near = self.near(line);
        let new = self.pairs.hunks.iter().flat_map(|(_, new)| new.clone());
        let bare = self.before.bare(line);
        let surroundings = words_around(&self.before, line);
        let mut scored: Vec<(usize, f32)> = Vec::new();
        for candidate in new.map(|it| it as usize) {
            let is_near = near.contains(&candidate);
            let text = self.after.bare(candidate);
            // Far from its place only the same text is believed.
            let alike = match is_near {
                _ if text == bare => 1.0,
                true => alike(bare, text),
                false => continue,
            };
            if alike < LEAST_ALIKE {
                continue;
            }
            let around = cosine(&surroundings, &words_around(&self.after, candidate));
            let score = TEXT_WEIGHT * alike + (1.0 - TEXT_WEIGHT) * around;
            let least = match (is_near, is_trivial(bare)) {
                // A bracket is known by its surroundings alone.
                (_, true) if around < 0.5 || text != bare => continue,
                (false, _) if around < 0.25 => continue,
                _ => LEAST_SCORE,
            };
            if score >= least {
                scored.push((candidate, score));
            }
        }
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let Some(&(line, score)) = scored.first() else {
            return self.same_name(line).unwrap_or(Successor::Gone);
        };
        let rivals = scored[1..].iter().take_while(|it| score - it.1 < TOO_NEAR);
        Successor::Likely {
            line,
            score,
            rivals: rivals.map(|it| it.0).collect(),
        }
    }
}

/// Returns how alike two lines are, from 0 to 1.
pub(crate) fn alike(one: &str, other: &str) -> f32 {
    let (one, other) = (cut(one), cut(other));
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // The distance is the difference of the lengths at least.
    if share(short, long) < LEAST_ALIKE {
        return 0.0;
    }
    strsim::normalized_levenshtein(one, other) as f32
}

/// Returns what a line gives a value: `const limit` of `const limit = 20;`, `max_size` of `max_size: 1024,`.
fn given(bare: &str) -> Option<&str> {
    let at = bare.find(['=', ':', '('])?;
    let (name, rest) = (bare[..at].trim_end(), &bare[at..]);
    let gives = !rest.starts_with('(')
        && !["==", "=>", "::"].iter().any(|it| rest.starts_with(it))
        && !name.ends_with(['!', '<', '>', '+', '-', '|', '&']);
    (gives && !is_trivial(name)).then_some(name)
}

fn cut(line: &str) -> &str {
    &line[..line.floor_char_boundary(MOST_COMPARED)]
}

/// The words around a line and how often each stands there.
pub(crate) type Words<'a> = FxHashMap<&'a str, f32>;

/// Counts the words of the lines around one, blank lines passed over.
pub(crate) fn words_around(text: &Text, line: usize) -> Words<'_> {
    let mut words = Words::default();
    let above = (0..line.min(text.len())).rev();
    let below = line + 1..text.len();
    let mut count = |lines: &mut dyn Iterator<Item = usize>| {
        let spoken = lines.map(|at| text.bare(at)).filter(|it| !it.is_empty());
        for bare in spoken.take(SURROUNDINGS) {
            for word in cut(bare).split(|c: char| !c.is_alphanumeric() && c != '_') {
                if !word.is_empty() {
                    *words.entry(word).or_default() += 1.0;
                }
            }
        }
    };
    count(&mut above.into_iter());
    count(&mut below.into_iter());
    words
}

/// Returns the cosine of the angle between two counts of words, from 0 to 1.
pub(crate) fn cosine(one: &Words<'_>, other: &Words<'_>) -> f32 {
    let length = |words: &Words<'_>| {
        let mut counts: Vec<f32> = words.values().map(|it| it * it).collect();
        // The order of a hash map must not show in the last bit.
        counts.sort_by(f32::total_cmp);
        counts.iter().sum::<f32>().sqrt()
    };
    let (a, b) = (length(one), length(other));
    if a == 0.0 && b == 0.0 {
        return 1.0;
    }
    if a == 0.0 || b == 0.0 {
        return 0.0;
    }
    let mut products: Vec<f32> = one
        .iter()
        .filter_map(|(word, count)| Some(count * other.get(word)?))
        .collect();
    products.sort_by(f32::total_cmp);
    products.iter().sum::<f32>() / (a * b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(before: &str, after: &str) -> LineMap {
        let text = |it: &str| Arc::new(Text::new(it.as_bytes()));
        LineMap::new(text(before), text(after))
    }

    #[test]
    fn what_the_diff_leaves_alone_is_kept_whatever_its_indentation() {
        let map = map("a\nb\nc\n", "x\na\n    b\nc\n");
        assert_eq!(map.successor(1), Successor::Kept(2));
        assert_eq!(map.pairs.hunk(1), None);
    }

    #[test]
    fn a_change_in_a_long_text_keeps_all_around_it() {
        let lines = |from: usize, to: usize| (from..to).map(|it| format!("line {it}\n"));
        let whole = |inner: &str| {
            let parts = lines(0, 300).chain([inner.to_owned()]);
            parts.chain(lines(300, 700)).collect::<String>()
        };
        let map = map(&whole("old\n"), &whole("new\nand more\n"));
        assert_eq!(map.pairs.hunks, [(300..301, 300..302)]);
        let kept = [0, 299, 300, 301, 700].map(|it| map.kept(it));
        assert_eq!(kept, [Some(0), Some(299), None, Some(302), Some(701)]);
    }

    #[test]
    fn an_edited_line_is_found_where_it_was() {
        let map = map(
            "fn a() {\n    let total = sum(items);\n}\n",
            "fn a() {\n    check();\n    let total = sum(&items, 0);\n}\n",
        );
        let Successor::Likely {
            line: 2, rivals, ..
        } = map.successor(1)
        else {
            panic!("{:?}", map.successor(1));
        };
        assert_eq!(rivals, []);
    }

    #[test]
    fn a_name_that_gets_another_value_is_the_same_line() {
        let map = map(
            "x\nSERVICES := auth catalog streaming player rooms\ny\n",
            "x\nNAMES := 1\nSERVICES := $(wildcard */go.mod)\ny\n",
        );
        let Successor::Likely { line: 2, .. } = map.successor(1) else {
            panic!("{:?}", map.successor(1));
        };
        assert_eq!(given("const limit = 20;"), Some("const limit"));
        assert_eq!(given("max_size: 1024,"), Some("max_size"));
        let no_values = [
            "call(a = 1)",
            "a == b",
            "std::mem::take(x)",
            "x => y",
            "= 1",
        ];
        assert!(no_values.iter().all(|it| given(it).is_none()));
    }

    #[test]
    fn a_moved_line_is_found_elsewhere_only_with_its_surroundings() {
        let block = "fn moved() {\n    one_call();\n    two_call();\n}\n";
        let rest = "fn a() {}\nfn b() {}\nfn c() {}\nfn d() {}\nfn e() {}\nfn f() {}\n";
        let map = map(&format!("{block}{rest}"), &format!("{rest}{block}"));
        let Successor::Likely { line: 7, score, .. } = map.successor(1) else {
            panic!("{:?}", map.successor(1));
        };
        assert!(score > 0.8, "{score}");
    }

    #[test]
    fn a_line_that_stands_once_is_found_whatever_took_its_place() {
        let map = map(
            "a\nlet depth = measure(harbor);\nb\nc\nd\ne\nf\ng\n",
            "a\nlet width = measure(harbor);\nb\nc\nd\ne\nf\ng\nlet depth = measure(harbor);\n",
        );
        let Successor::Likely {
            line: 8, rivals, ..
        } = map.successor(1)
        else {
            panic!("{:?}", map.successor(1));
        };
        assert_eq!(rivals, []);
    }

    #[test]
    fn a_line_without_a_successor_is_gone() {
        let map = map("a\nlet deep = thought();\nc\n", "a\nc\nzzz\n");
        assert_eq!(map.successor(1), Successor::Gone);
        assert_eq!(map.pairs.hunk(1), Some((1..2, 1..1)));
    }

    #[test]
    fn candidates_that_score_alike_are_rivals() {
        let map = map("x\ncall(one);\ny\n", "x\ncall(two);\ncall(ten);\ny\n");
        let Successor::Likely { rivals, .. } = map.successor(1) else {
            panic!("{:?}", map.successor(1));
        };
        assert_eq!(rivals.len(), 1);
    }
}
