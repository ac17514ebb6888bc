//! A criterion that nobody can test.

use tip_plan::{BoxKind, BoxState};
use tip_syntax::Finding;

use crate::claim::is_over;
use crate::quote::quoted;
use crate::vague::vague_end;
use crate::{Category, FixAvailability, Level, Levels, PlanContext, Rule, Scope};

pub(crate) static RULE: Rule = Rule {
    name: "vague-criterion",
    code: "TIP048",
    category: Category::Criteria,
    levels: Levels::until_over(Level::Hint),
    fix: FixAvailability::None,
    since: "0.1.0",
    summary: "a criterion names no outcome that anybody could check",
    docs: r#"## What it does

Finds open criteria that end in words such as "works correctly", "looks good" or "is user friendly" and name neither a command nor code, a number, a file or words in quotes.
Longer sentences and what is left to a person are not judged.

The words, by language:

| language | words |
| --- | --- |
| English | works (correctly, properly, well, fine, as expected, as intended), functions correctly, behaves correctly, is functional, looks good, looks right, is (user friendly, intuitive, robust, clean, fast, performant, good, improved, better), everything works; in up to four words also works, working, functional, operational |
| German | funktioniert (korrekt, richtig, gut, einwandfrei, wie erwartet), sieht gut aus, ist (benutzerfreundlich, intuitiv, robust, sauber, schnell, gut, besser), alles funktioniert, keine Probleme; in up to four words also funktioniert |
| French | fonctionne (correctement, bien, comme prévu, comme attendu), est (convivial, intuitif, robuste, propre, rapide), tout fonctionne, aucun problème; in up to four words also fonctionne |
| Spanish | funciona (correctamente, bien, como se espera, según lo esperado), es (intuitivo, robusto, limpio, rápido, fácil de usar), todo funciona, sin problemas; in up to four words also funciona |
| Portuguese | funciona (corretamente, bem, como esperado, conforme esperado), é (intuitivo, robusto, limpo, rápido, fácil de usar), tudo funciona, sem problemas |
| Chinese | 正常工作, 工作正常, 运行正常, 正常运行, 功能正常, 没有问题, 用户友好, 性能良好 |
| Japanese | 正しく動作する, 正しく動く, 正常に動作する, 正常に動く, 問題なく動作する, 問題なく動く, 期待通りに動作する, 使いやすい |

## Why it matters

Whoever ticks such a box states a feeling.
The next reader cannot repeat the check.

## Example

```plan,fail
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] The store works as expected
- [ ] One alert is kept per product
```

## Use instead

```plan,pass
# Plan: Price alerts

## Phase 1: Store the alerts

**Success Criteria**:
- [ ] After a restart `GET /alerts` answers with the same list
- [ ] One alert is kept per product
```
"#,
    scope: Scope::Plan(check),
};

fn check(ctx: &PlanContext<'_>, out: &mut Vec<Finding>) {
    let plan = ctx.plan;
    for it in &plan.boxes {
        let judged = matches!(it.kind, BoxKind::Criterion | BoxKind::Gate)
            && it.state == BoxState::Open
            && it.commands.is_empty()
            && !(it.manual || it.deferred || it.in_table)
            && it.is_unit.is_none();
        if !judged || it.text.len() > LONGEST || is_over(plan, it.unit) {
            continue;
        }
        let text = ctx.doc.text(it.text);
        let Some(words) = vague_end(text) else {
            continue;
        };
        out.push(
            Finding::new(
                RULE.name,
                it.text,
                format!("{} names no outcome that can be checked", quoted(text)),
            )
            .label(format!("how would anybody see that it {}?", says(words)))
            .help("say what is seen, or give a command that shows it"),
        );
    }
}

/// The most bytes of a criterion that is judged; longer ones say more than their end.
const LONGEST: usize = 70;

/// Returns the words of a finding after "it"; words of other languages are quoted.
fn says(words: &str) -> String {
    match words.split(' ').next() {
        Some("works" | "functions" | "behaves" | "looks" | "is") => words.to_owned(),
        _ => format!("holds: {}", quoted(words)),
    }
}
