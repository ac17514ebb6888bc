//! Definitions of each language, followed by their names where their lines are much edited.

use camino::Utf8Path;
use tip_drift::{Asked, Claim, Drift, History, Judgement, Verdict};
use tip_testing::GitRepository;

/// Judges a reference to a file that changed after the plan was written.
#[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
fn judge(file: &str, before: &str, after: &str, make: impl Fn(&mut Claim)) -> Judgement {
    let mut repository = GitRepository::new();
    repository.write(file, before);
    repository.commit("code");
    let plan = format!("# Plan\n\n- `{file}` - look\n");
    repository.write("docs/plan.md", &plan);
    repository.commit("plan");
    repository.write(file, after);
    repository.commit("edit");
    let mut claim = Claim {
        line_in_plan: 2,
        parts: vec![file.to_owned()],
        paths: vec![file.to_owned()],
        ..Claim::default()
    };
    make(&mut claim);
    let root = Utf8Path::from_path(repository.path()).expect("a UTF-8 path");
    let history = History::open(root).expect("a repository");
    let drift = Drift::open(&history).expect("a history");
    let asked = Asked {
        path: "docs/plan.md".to_owned(),
        bytes: plan.into_bytes(),
        claims: vec![claim],
    };
    let now = |path: &str| std::fs::read(root.join(path)).ok();
    let mut judged = drift.judge(&[asked], &now).expect("an answer");
    judged.remove(0).remove(0)
}

/// Checks that `name`, defined on `line`, is followed to `now` both by its line and by its name.
#[track_caller]
fn check(file: &str, before: &str, after: &str, name: &str, (line, now): (u32, u32)) {
    let by_line = judge(file, before, after, |it| it.line = Some(line));
    assert_eq!(by_line.verdict, Verdict::Edited, "{by_line:?}");
    assert_eq!(by_line.now.and_then(|it| it.line), Some(now));
    let by_name = judge(file, before, after, |it| it.symbol = Some(name.to_owned()));
    assert_eq!(by_name.verdict, Verdict::Unchanged, "{by_name:?}");
    assert_eq!(by_name.now.and_then(|it| it.line), Some(now));
    let gone = after.replace("tides", "waves");
    let renamed = judge(file, before, &gone, |it| it.symbol = Some(name.to_owned()));
    assert_ne!(renamed.verdict, Verdict::Unchanged, "{renamed:?}");
}

#[test]
fn go() {
    check(
        "harbor.go",
        "package harbor\n\nfunc (s *Store) tides(day int) []Tide {\n\treturn s.all[day]\n}\n\nfunc other() {}\n",
        "package harbor\n\nfunc other() {}\n\nfunc added() {}\n\nfunc (s *Store) tides(\n\tctx context.Context, from time.Time, until time.Time, limit int,\n) ([]Tide, error) {\n\treturn s.read(ctx, from, until, limit)\n}\n",
        "tides",
        (3, 7),
    );
}

#[test]
fn java() {
    check(
        "Harbor.java",
        "class Harbor {\n    List<Tide> tides(int day) {\n        return all.get(day);\n    }\n\n    void other() {}\n}\n",
        "class Harbor {\n    void other() {}\n\n    void added() {}\n\n    public synchronized Stream<Reading> tides(Instant from, Instant until, ZoneId zone) throws IOException {\n        return source.read(from, until, zone);\n    }\n}\n",
        "tides",
        (2, 6),
    );
}

#[test]
fn c() {
    check(
        "harbor.c",
        "#include \"harbor.h\"\n\nint tides(int day) {\n    return table[day];\n}\n\nvoid other(void) {}\n",
        "#include \"harbor.h\"\n\nvoid other(void) {}\n\nvoid added(void) {}\n\nstatic enum status tides(const struct clock *now, struct reading *out, size_t limit) {\n    return read_all(now, out, limit);\n}\n",
        "tides",
        (3, 7),
    );
}

#[test]
fn cpp() {
    check(
        "harbor.cpp",
        "namespace harbor {\nint Store::tides(int day) {\n    return table[day];\n}\n\nvoid other() {}\n}\n",
        "namespace harbor {\nvoid other() {}\n\nvoid added() {}\n\nstd::vector<Reading> Store::tides(const Clock& now, std::optional<std::size_t> limit) const {\n    return read_all(now, limit);\n}\n}\n",
        "Store::tides",
        (2, 6),
    );
}

#[test]
fn ruby() {
    check(
        "harbor.rb",
        "class Harbor\n  def tides(day)\n    @all[day]\n  end\n\n  def other\n  end\nend\n",
        "class Harbor\n  def other\n  end\n\n  def added\n  end\n\n  def tides(from:, till: from + 7, zone: Time.zone, &block)\n    read(from, till, zone).each(&block)\n  end\nend\n",
        "tides",
        (2, 8),
    );
}

#[test]
fn a_section_is_followed_by_its_heading() {
    let before = "# Harbor\n\n## Tides\n\nHigh and low.\n\n## Berths\n\nTwelve.\n";
    let after = "# Harbor\n\nA word first.\n\n## Berths\n\nTwelve.\n\n## Tides\n\nHigh and low.\n";
    let anchor = |it: &mut Claim| it.anchor = Some("tides".to_owned());
    let moved = judge("docs/harbor.md", before, after, anchor);
    assert_eq!(moved.verdict, Verdict::Unchanged, "{moved:?}");
    assert_eq!(moved.now.and_then(|it| it.line), Some(9));
    let renamed = before.replace("## Tides", "## Tides and times");
    let renamed = judge("docs/harbor.md", before, &renamed, anchor);
    assert_eq!(renamed.verdict, Verdict::Edited, "{renamed:?}");
    assert_eq!(renamed.text_now.as_deref(), Some("## Tides and times"));
    let gone = judge(
        "docs/harbor.md",
        before,
        "# Harbor\n\nNothing left to say here.\n",
        anchor,
    );
    assert_eq!(gone.verdict, Verdict::Deleted, "{gone:?}");
}

#[test]
fn a_line_that_went_to_two_places_is_ambiguous() {
    let body = "    depth = measure(harbor, tide)\n    report(depth)\n";
    let before = format!("def one():\n{body}\ndef end():\n    pass\n");
    let after = format!("def a():\n{body}\ndef b():\n{body}\ndef end():\n    pass\n");
    let judgement = judge("a.py", &before, &after, |it| it.line = Some(1));
    assert_ne!(judgement.verdict, Verdict::Unchanged);
    let rename = "x\ncall(one, harbor);\ny\n";
    let twice = "x\ncall(two, harbor);\ncall(ten, harbor);\ny\n";
    let judgement = judge("a.txt", rename, twice, |it| it.line = Some(2));
    assert_eq!(judgement.verdict, Verdict::Ambiguous, "{judgement:?}");
    let lines: Vec<Option<u32>> = judgement.candidates.iter().map(|it| it.line).collect();
    assert_eq!(lines, [Some(2), Some(3)]);
    assert!(!judgement.is_safe_to_mend() && judgement.confidence <= 0.5);
}

#[test]
fn a_range_whose_first_line_was_edited_begins_where_that_stands() {
    let before = "import a\n\nasync function harbor(\n    name: string,\n    depth: number,\n) {\n    load(name, depth);\n}\n";
    let moved = before.replace("async function", "export default async function");
    let judgement = judge("a.ts", before, &format!("import b\n{moved}"), |it| {
        it.line = Some(3);
        it.end_line = Some(8);
    });
    assert_eq!(judgement.verdict, Verdict::Edited, "{judgement:?}");
    let now = judgement.now.expect("a place");
    assert_eq!((now.line, now.end_line), (Some(4), Some(9)));
}
