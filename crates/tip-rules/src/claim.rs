//! What a plan claims about the repository as it is.

use rustc_hash::{FxHashMap, FxHashSet};
use tip_plan::{CheckBox, Intent, Meaning, Plan, RefForm, Reference, Shorthands, Unit, UnitId};
use tip_syntax::{Span, scan};

use crate::nearest::plausible;
use crate::{PathAnswer, PlanContext, region::Regions};

/// A path, what it leads to, and the references that name it.
#[derive(Debug)]
pub(crate) struct Claim<'a> {
    /// The path as written.
    pub(crate) path: &'a str,
    /// What it leads to.
    pub(crate) answer: &'a PathAnswer,
    /// The references, in the order of the text; never empty.
    pub(crate) references: Vec<&'a Reference>,
}

/// Returns the paths whose existence the plan claims and whose answer is `wanted`, each once, in the order of the text.
///
/// No claim is made by what shall be created, by patterns, by links to a commit, by history, and in units that are over.
pub(crate) fn claims<'a>(
    ctx: &PlanContext<'a>,
    wanted: impl Fn(&PathAnswer) -> bool,
) -> Vec<&'a Claim<'a>> {
    let claims = ctx.claims().iter();
    claims.filter(|it| wanted(it.answer)).collect()
}

/// Returns the same whatever they lead to.
pub(crate) fn all_claims<'a>(ctx: &PlanContext<'a>) -> Vec<Claim<'a>> {
    let mut positions: FxHashMap<&str, usize> = FxHashMap::default();
    let mut claims: Vec<Claim<'a>> = Vec::new();
    let siblings = ctx.siblings.iter().map(|it| it.plan.progress());
    let (mut done, mut total) = (0, 0);
    for progress in siblings.chain([ctx.plan.progress()]) {
        done += progress.done;
        total += progress.total;
    }
    if total > 0 && done == total {
        // All is ticked: the plan is history, whatever its status says.
        return claims;
    }
    // What escaped from a code block is an example.
    let spilled = ctx.spilled();
    for reference in &ctx.plan.references {
        if !is_claim(ctx.plan, reference) || spilled.hold(reference.span) {
            continue;
        }
        let Some(answer) = ctx.answers.path(&reference.path) else {
            continue;
        };
        if let Some(&at) = positions.get(reference.path.as_str()) {
            claims[at].references.push(reference);
        } else {
            positions.insert(&reference.path, claims.len());
            claims.push(Claim {
                path: &reference.path,
                answer,
                references: vec![reference],
            });
        }
    }
    claims
}

fn is_claim(plan: &Plan, reference: &Reference) -> bool {
    !reference.historical
        // What shall be created need not be there, and what shall be deleted may be gone already.
        && !matches!(reference.intent, Intent::Create | Intent::Delete)
        && reference.form != RefForm::Permalink
        && !reference.is_pattern()
        && !is_over(plan, reference.unit)
}

/// Returns whether nothing remains to be done in a unit or in one that it stands in.
pub(crate) fn is_over(plan: &Plan, unit: Option<UnitId>) -> bool {
    let mut at = unit;
    while let Some(id) = at {
        let unit = plan.unit(id);
        if unit_is_over(unit) {
            return true;
        }
        // A parent stands before its children, so that this ends whatever the plan says.
        at = unit.parent.filter(|parent| *parent < id);
    }
    false
}

/// Returns whether nothing remains to be done in a unit, and nothing says otherwise.
pub(crate) fn unit_is_over(unit: &Unit) -> bool {
    unit.state.value.is_over() && unit.state.contradicted_by.is_none()
}

/// Returns whether a file of a plan in several tells what was found out before it: its status and its check lists are its own.
pub(crate) fn is_groundwork(ctx: &PlanContext<'_>) -> bool {
    let name = ctx.path.rsplit('/').next().unwrap_or(ctx.path);
    !ctx.siblings.is_empty() && matches!(name, "research.md" | "data-model.md" | "quickstart.md")
}

/// Returns the box whose text holds a place of the plan.
pub(crate) fn box_at(plan: &Plan, at: Span) -> Option<&CheckBox> {
    let before = plan.boxes.partition_point(|it| it.mark.start <= at.start);
    let nearest = plan.boxes[..before].last()?;
    (at.start < nearest.text.end).then_some(nearest)
}

/// Returns the short ways to write the paths of a plan that lead somewhere.
pub(crate) fn shorthands<'a>(ctx: &PlanContext<'a>) -> Shorthands<'a> {
    let leads_somewhere = |it: &&Reference| {
        matches!(
            ctx.answers.path(&it.path),
            Some(PathAnswer::File(_) | PathAnswer::Folder(_) | PathAnswer::Suffix(_))
        )
    };
    Shorthands::new(ctx.plan.references.iter().filter(leads_somewhere))
}

/// Returns whether a path stands for others: `plans/YYYY-MM-DD-name.md`, `<folder>/a.rs`, `path/to/file`.
///
/// Asked only of paths that lead nowhere, since `routes/[id]/page.tsx` may well exist.
pub(crate) fn is_made_up(path: &str) -> bool {
    path.contains(['[', '<', '$', '|'])
        || ["YYYY", "NNN", "XXX", "path/to/", "foo", "..."]
            .iter()
            .any(|sample| path.contains(sample))
        || path.split_whitespace().nth(1).is_some()
}

/// Returns whether a path names at least one folder before its last part.
pub(crate) fn has_folder(path: &str) -> bool {
    bare(path).contains('/')
}

/// Returns whether a reference may be what code writes to import a module: `../lib/cache.js`.
fn is_import(reference: &Reference) -> bool {
    reference.path.starts_with('.')
        && reference.intent == Intent::Mention
        && matches!(reference.form, RefForm::Span | RefForm::Bare)
        && (reference.path.starts_with("./") || reference.path.starts_with("../"))
}

/// Returns whether a path that leads nowhere is rather another repository's, or a program's output: it begins in no folder that is here.
///
/// What the front matter names is meant here, whatever it begins with.
pub(crate) fn is_foreign(claim: &Claim<'_>) -> bool {
    let PathAnswer::Missing {
        begins_here: false,
        nearest,
    } = claim.answer
    else {
        return false;
    };
    let mut references = claim.references.iter();
    plausible(claim.path, nearest.as_deref()).is_none()
        && !references.any(|it| it.form == RefForm::FrontMatter)
}

/// Returns whether the words around a path that leads nowhere explain it: it moves away, it need not be there, it is imported by code,
/// it is a test to be written, or it is no path but words with a slash between them.
pub(crate) fn is_explained(ctx: &PlanContext<'_>, reference: &Reference) -> bool {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(reference.span.start));
    let before = ctx
        .doc
        .text(Span::new(line.start(), reference.span.start()));
    let end = line.end().max(reference.span.end());
    let after = ctx.doc.text(Span::new(reference.span.end(), end));
    let next = after.trim_start_matches(['`', '*', ' ', ')', '|']);
    let left = before.trim_end_matches(['`', '*', ' ', '(']);
    ARROWS.iter().any(|it| next.starts_with(it))
        || ARROWS[..3].iter().any(|it| left.ends_with(it))
        || is_alternative(before, after)
        || is_moved_to(before)
        || is_planned_in_han(before)
        || is_planned_in_han(after)
        || is_hedged(after)
        || is_import(reference)
        || (scan::find_ignore_case(before, "write").is_some() && is_test(&reference.path))
        || (reference.path.starts_with('.') && scan::find_ignore_case(before, "import").is_some())
        || (reference.form == RefForm::Bare && !has_extension(&reference.path))
        || left.ends_with("e.g.")
        || left.ends_with("(no")
}

/// Returns whether words leave open whether a file is there, or say that it is not.
fn is_hedged(after: &str) -> bool {
    let letters = scan::letters(after);
    let holds = |words: &str| scan::find_ignore_case(after, words).is_some();
    let mut hedges = HEDGES.iter().zip(&HEDGE_LETTERS);
    hedges.any(|((common, all), needed)| {
        let possible = letters & needed == *needed && holds(common);
        possible && all.iter().any(|it| it.is_empty() || holds(it))
    })
}

/// Returns whether words in Chinese or Japanese tell of something new, or of a move.
fn is_planned_in_han(text: &str) -> bool {
    !text.is_ascii() && PLANNED_IN_HAN.iter().any(|it| text.contains(it))
}

/// Words by which a line in Chinese or Japanese tells of something new, or of a move.
const PLANNED_IN_HAN: &[&str] = &[
    "作成", "移動", "新增", "新建", "新規", "書く", "設け", "追加", "移动", "创建",
];

/// Returns whether what stands before a path moves something there: `Extract the parser to`.
fn is_moved_to(before: &str) -> bool {
    let before = before.trim_end_matches(['`', '*', '[']);
    let Some(clause) = before
        .strip_suffix(" to ")
        .or_else(|| before.strip_suffix(" into "))
    else {
        return false;
    };
    ["extract", "move", "rename", "split"]
        .iter()
        .any(|it| scan::find_ignore_case(clause, it).is_some())
}

/// Returns whether a reference is one of two of which either will do: `a.yaml` or `b.yml`.
pub(crate) fn is_alternative(before: &str, after: &str) -> bool {
    let left = before.trim_end_matches(['`', '*', '[']);
    let behind = after.trim_start_matches(['`', '*']);
    let named = |rest: &str| {
        let word = rest.trim_start_matches(['`', '*', '[']);
        let word = word.split([' ', '`', ',', ')']).next().unwrap_or_default();
        has_extension(word)
    };
    let next = behind
        .strip_prefix(" or ")
        .or_else(|| behind.strip_prefix(", or "));
    let earlier = left
        .strip_suffix(" or ")
        .or_else(|| left.strip_suffix(" or"));
    next.is_some_and(named)
        || earlier.is_some_and(|it| {
            let word = it.trim_end_matches(['`', '*', ',']);
            named(word.rsplit([' ', '`', '(']).next().unwrap_or_default())
        })
}

/// What stands between a path and the one that takes its place.
const ARROWS: &[&str] = &["→", "->", "=>", "becomes ", "is renamed to ", "moves to "];

/// Words after a path by which the author leaves open whether the file is there, or says that it is not, each behind what they have in
/// common.
const HEDGES: &[(&str, &[&str])] = &[
    (
        "exist",
        &[
            "if it exists",
            "if it already exists",
            "if exists",
            "or existing",
            "no longer exist",
            "does not exist",
            "doesn't exist",
        ],
    ),
    ("if present", &[""]),
    ("if there is one", &[""]),
    (" absent", &["are absent", "is absent"]),
    ("or appropriate", &[""]),
    ("or equivalent", &[""]),
    ("or similar", &[""]),
    ("or repo root", &[""]),
    ("or wherever", &[""]),
    ("s deleted", &["was deleted", "is deleted"]),
    ("s removed", &["was removed", "is removed"]),
];

/// The letters of what they have in common.
static HEDGE_LETTERS: [u32; HEDGES.len()] = hedge_letters();

const fn hedge_letters() -> [u32; HEDGES.len()] {
    let mut letters = [0; HEDGES.len()];
    let mut at = 0;
    while at < HEDGES.len() {
        letters[at] = scan::letters(HEDGES[at].0);
        at += 1;
    }
    letters
}

/// Returns whether a path names a test by its name or its folder.
fn is_test(path: &str) -> bool {
    let mut words = path.split(['/', '.', '_', '-']);
    words.any(|it| matches!(it, "test" | "tests" | "spec"))
}

fn has_extension(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.')
        .is_some_and(|at| at > 0 && at + 1 < name.len())
}

/// Tells references that the plan builds on from those that only name a path.
#[derive(Debug)]
pub(crate) struct Weight {
    sources: Regions,
    tests: Regions,
}

impl Weight {
    /// Looks where the plan lists what it builds on.
    pub(crate) fn new(plan: &Plan) -> Self {
        let sources = Regions::of_meanings(plan, |it| {
            matches!(
                it,
                Meaning::DomainDocs
                    | Meaning::DomainDesign
                    | Meaning::RelatedPlans
                    | Meaning::SimilarImplementations
            )
        });
        Self {
            sources,
            tests: Regions::of_tests(plan),
        }
    }

    /// Returns whether the plan cannot be carried out as written without the file.
    ///
    /// A bare name counts only with a line: who writes one has a file in mind that the text around it tells.
    pub(crate) fn is_firm(&self, reference: &Reference) -> bool {
        if reference.line.is_some() {
            return true;
        }
        // Front matter lists files that are touched without saying whether they are there already.
        if reference.form == RefForm::FrontMatter {
            return reference.intent == Intent::Mention;
        }
        has_folder(&reference.path)
            && (matches!(reference.intent, Intent::Modify | Intent::Delete)
                || self.sources.hold(reference.span))
    }

    /// Returns whether the reference names a test among planned ones, which need not exist yet.
    pub(crate) fn is_planned_test(&self, reference: &Reference) -> bool {
        reference.line.is_none() && self.tests.hold(reference.span)
    }
}

/// The paths that a plan makes or takes away by itself.
#[derive(Debug, Default)]
pub(crate) struct Planned<'a> {
    /// Created paths, and every shorter way to write them.
    created: FxHashSet<&'a str>,
    /// Created paths, and the folders that they stand in.
    folders: FxHashSet<&'a str>,
    /// Paths whose deletion is done.
    deleted: FxHashSet<&'a str>,
}

impl<'a> Planned<'a> {
    /// Collects them from all files of the plan.
    pub(crate) fn new(ctx: &PlanContext<'a>) -> Self {
        let mut planned = Self::default();
        // A path has a few parts; growing by little steps costs more than the room.
        planned.created.reserve(ctx.plan.references.len());
        let siblings = ctx.siblings.iter().map(|it| it.plan);
        for plan in std::iter::once(ctx.plan).chain(siblings) {
            for reference in &plan.references {
                let path = bare(&reference.path);
                match reference.intent {
                    Intent::Create => {
                        planned.created.extend(tails(path));
                        planned.folders.extend(heads(path));
                    }
                    Intent::Delete if is_over(plan, reference.unit) => {
                        planned.deleted.insert(path);
                    }
                    // Only of the plan itself the text is at hand.
                    Intent::Modify if std::ptr::eq(plan, ctx.plan) && may_make(ctx, reference) => {
                        planned.created.extend(tails(path));
                        planned.folders.extend(heads(path));
                    }
                    _ => {}
                }
            }
        }
        planned
    }

    /// Returns whether the plan took the path away again.
    pub(crate) fn is_deleted(&self, path: &str) -> bool {
        self.deleted.contains(bare(path))
    }

    /// Returns whether the plan itself explains that nothing stands at `path`.
    pub(crate) fn explains(&self, path: &str) -> bool {
        let path = bare(path);
        self.deleted.contains(path)
            || self.folders.contains(path)
            || tails(path).any(|tail| self.created.contains(tail) && tail.contains(['/', '.']))
            || heads(path).any(|head| self.created.contains(head) && head.contains('/'))
    }
}

/// The paths that other paths end with, from the start of a part.
#[derive(Debug)]
pub(crate) struct Ends<'a>(FxHashSet<&'a str>);

impl<'a> Ends<'a> {
    /// Collects the ends of paths.
    pub(crate) fn new(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let ends = paths.into_iter().flat_map(|it| tails(bare(it)).skip(1));
        Self(ends.collect())
    }

    /// Returns whether another path ends with `path`.
    pub(crate) fn hold(&self, path: &str) -> bool {
        self.0.contains(bare(path))
    }
}

/// Returns whether what is made in a file may come with the file: `Create the login form in src/LoginForm.tsx`.
///
/// Words that add as often as they make count only where they name the file: `Add a retry button in ui/RetryButton.tsx`.
fn may_make(ctx: &PlanContext<'_>, reference: &Reference) -> bool {
    let source = ctx.doc.source();
    let line = source.line_span(source.line_of(reference.span.start));
    let before = ctx
        .doc
        .text(Span::new(line.start(), reference.span.start()));
    if !before.contains(char::is_alphabetic) {
        return false;
    }
    let words = scan::normalized(before);
    let mut words = words.split(' ').filter(|it| !it.is_empty());
    let mut made = words.by_ref().skip_while(|it| !MAKING.contains(it));
    let Some(verb) = made.next() else {
        return false;
    };
    let named: String = made.collect();
    let stem = reference.path.trim_end_matches('/').rsplit('/').next();
    let stem = stem.unwrap_or_default().split('.').next();
    let stem = scan::normalized(stem.unwrap_or_default()).replace(' ', "");
    verb == "create" || (stem.len() >= 4 && named.contains(&stem))
}

/// Verbs that may make a file by making what it holds.
const MAKING: &[&str] = &[
    "add",
    "build",
    "create",
    "define",
    "implement",
    "introduce",
    "write",
];

fn bare(path: &str) -> &str {
    path.trim_start_matches("./").trim_end_matches('/')
}

/// Returns the path and what remains of it without its first folders, longest first.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    let cuts = path.match_indices('/').map(move |(at, _)| &path[at + 1..]);
    std::iter::once(path).chain(cuts)
}

/// Returns the folders that the path stands in, shortest first, and the path.
fn heads(path: &str) -> impl Iterator<Item = &str> {
    let cuts = path.match_indices('/').map(move |(at, _)| &path[..at]);
    cuts.chain(std::iter::once(path))
}
