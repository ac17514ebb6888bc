//! Plans that came into the history together with the code: what is believed of the lines that they name.

use camino::Utf8Path;
use tip_drift::{Asked, Claim, Doubt, Drift, History, Judgement, Verdict, Word};
use tip_testing::GitRepository;

const CODE: &str = "import os\n\nLIMIT = 20\n\ndef open_harbor(name):\n    harbor = load(name)\n    harbor.open()\n    return harbor\n\ndef close_harbor(name):\n    harbor = load(name)\n    harbor.close()\n    return harbor\n";

fn claim(line: u32, words: &[&str]) -> Claim {
    let words = words.iter();
    Claim {
        line_in_plan: 2,
        parts: vec![format!("src/a.py:{line}")],
        paths: vec!["src/a.py".to_owned()],
        line: Some(line),
        nearest: words.map(|it| Word::Code((*it).to_owned())).collect(),
        ..Claim::default()
    }
}

/// Judges claims of a plan that came with the code in the first commit, after which three lines were put before the code.
fn imported(claims: &[Claim]) -> Vec<Judgement> {
    after(claims, &format!("# a\n# b\n# c\n{CODE}"))
}

fn after(claims: &[Claim], code: &str) -> Vec<Judgement> {
    judged(claims, code, |it| {
        for other in 0..30 {
            it.write(&format!("src/other_{other}.py"), "more = 1\n");
        }
    })
}

/// Judges claims of a plan that is committed with the code, after something was done, and before the code changes.
#[expect(clippy::disallowed_methods, reason = "the test reads its folder")]
fn judged(claims: &[Claim], code: &str, before: impl FnOnce(&mut GitRepository)) -> Vec<Judgement> {
    let mut repository = GitRepository::new();
    before(&mut repository);
    let named: Vec<String> = claims
        .iter()
        .map(|it| format!("`{}`", it.parts[0]))
        .collect();
    let plan = format!("# Plan\n\n{} \n", named.join(" "));
    repository.write("src/a.py", CODE);
    repository.write("docs/plan.md", &plan);
    repository.commit("all that there was");
    repository.write("src/a.py", code);
    repository.commit("since");
    let root = Utf8Path::from_path(repository.path()).expect("a UTF-8 path");
    let history = History::open(root).expect("a repository");
    let drift = Drift::open(&history).expect("a history");
    let asked = Asked {
        path: "docs/plan.md".to_owned(),
        bytes: plan.into_bytes(),
        claims: claims.to_vec(),
    };
    let now = |path: &str| std::fs::read(root.join(path)).ok();
    drift.judge(&[asked], &now).expect("an answer").remove(0)
}

fn line(judgement: &Judgement) -> Option<u32> {
    judgement.now.as_ref().and_then(|it| it.line)
}

#[test]
fn a_line_that_fits_what_the_plan_says_is_sure() {
    let judged = imported(&[claim(5, &["harbor.open_harbor"])]).remove(0);
    assert_eq!((judged.verdict, line(&judged)), (Verdict::Moved, Some(8)));
    assert!(
        judged.is_safe_to_mend() && judged.doubt.is_none(),
        "{judged:?}"
    );
}

#[test]
fn a_line_that_does_not_is_followed_from_where_the_word_stands() {
    let judged = imported(&[claim(3, &["close_harbor"])]).remove(0);
    assert_eq!((judged.verdict, line(&judged)), (Verdict::Moved, Some(13)));
    let word = "close_harbor".to_owned();
    assert_eq!(judged.doubt, Some(Doubt::Elsewhere { word, line: 10 }));
    assert!(!judged.is_safe_to_mend(), "{judged:?}");
    assert_eq!(judged.then.and_then(|it| it.line), Some(3));
}

#[test]
fn words_on_several_lines_leave_it_untold() {
    let judged = imported(&[claim(3, &["load"])]).remove(0);
    assert_eq!((judged.verdict, judged.now), (Verdict::Unclear, None));
    assert_eq!(judged.doubt, Some(Doubt::Unfit));
    let lines: Vec<_> = judged.candidates.iter().map(|it| it.line).collect();
    assert_eq!(lines, [Some(9), Some(14)]);
}

#[test]
fn without_words_nothing_is_rewritten_unasked() {
    for words in [&[][..], &["nothing_of_it"]] {
        let judged = imported(&[claim(3, words)]).remove(0);
        assert_eq!((judged.verdict, line(&judged)), (Verdict::Moved, Some(6)));
        assert!(
            !judged.is_safe_to_mend() && judged.doubt.is_some(),
            "{judged:?}"
        );
    }
}

#[test]
fn what_is_called_edited_or_deleted_must_have_been_there() {
    let gone = CODE.replace("LIMIT = 20\n", "");
    let judged = after(&[claim(3, &["nothing_of_it"])], &gone).remove(0);
    assert_eq!(judged.verdict, Verdict::Unclear, "{judged:?}");
}

#[test]
fn references_of_a_plan_to_one_line_share_what_is_said_of_it() {
    let claims = [claim(3, &["close_harbor"]), claim(3, &[])];
    let judged = imported(&claims);
    assert_eq!(line(&judged[0]), line(&judged[1]));
}

#[test]
fn lines_of_a_list_share_their_sentence() {
    let list = |line| Claim {
        parts: vec!["src/a.py:3,5".to_owned()],
        ..claim(line, &["open_harbor"])
    };
    let judged = imported(&[list(3), list(5)]);
    let lines: Vec<_> = judged.iter().map(line).collect();
    assert_eq!(lines, [Some(6), Some(8)]);
}

#[test]
fn a_line_that_was_wrong_when_it_was_written_is_not_rewritten_unasked() {
    let plan = |it: &mut GitRepository| {
        it.write("src/a.py", CODE);
        it.commit("code");
    };
    let judged = judged(
        &[claim(3, &["close_harbor"])],
        &format!("# a\n{CODE}"),
        plan,
    );
    assert_eq!(
        (judged[0].verdict, line(&judged[0])),
        (Verdict::Moved, Some(4))
    );
    assert!(judged[0].doubt.is_some() && !judged[0].is_safe_to_mend());
}

#[test]
fn a_line_that_stays_is_no_finding_but_doubted() {
    let judged = after(&[claim(3, &["close_harbor"])], CODE).remove(0);
    assert_eq!(
        (judged.verdict, line(&judged)),
        (Verdict::Unchanged, Some(3))
    );
    assert!(
        judged.doubt.is_some() && judged.candidates.len() == 1,
        "{judged:?}"
    );
}

#[test]
fn a_blank_line_is_no_anchor() {
    let judged = imported(&[claim(4, &[])]).remove(0);
    assert_eq!(judged.verdict, Verdict::Unclear, "{judged:?}");
    assert_eq!(judged.doubt, Some(Doubt::SaysNothing));
    // What stands beside it tells where it is.
    let judged = imported(&[claim(4, &["open_harbor"])]).remove(0);
    assert_eq!((judged.verdict, line(&judged)), (Verdict::Moved, Some(7)));
}

#[test]
fn about_a_line_means_what_stands_near_it() {
    let about = |line, words: &[&str]| Claim {
        about: true,
        ..claim(line, words)
    };
    let far = "# more\n".repeat(30);
    let judged = after(&[about(4, &["close_harbor"])], &format!("{far}{CODE}"));
    assert_eq!(
        (judged[0].verdict, line(&judged[0])),
        (Verdict::Moved, Some(40))
    );
    assert!(!judged[0].is_safe_to_mend());
    // A few lines make no difference.
    assert_eq!(
        imported(&[about(8, &["close_harbor"])])[0].verdict,
        Verdict::Unchanged
    );
}
