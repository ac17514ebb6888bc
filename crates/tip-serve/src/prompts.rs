//! Prompts: what somebody asks an agent to do with a plan, in words that lead it to the tools.

use rmcp::model::{JsonObject, Prompt, PromptArgument};
use tip_plan::Plan;
use tip_work::Failure;
use tip_workspace::Snapshot;

use crate::desk::Desk;

/// A prompt.
struct Template {
    name: &'static str,
    about: &'static str,
    /// The names of what is filled in, what each is, and whether it must be given.
    takes: &'static [(&'static str, &'static str, bool)],
    /// The words; what is filled in stands in braces.
    text: &'static str,
}

const PROMPTS: &[Template] = &[
    Template {
        name: "draft",
        about: "Draft a plan for a feature",
        takes: &[("feature", "What is to be built", true)],
        text: "Draft a technical implementation plan for: {feature}

1. Look at the code that it will touch before you write.
2. `new` begins the plan. Fill in every bracket of its text, in the file; leave out optional sections that do not apply.
3. Cut it into phases that can each be finished and shown alone. A phase names the files and lines that it changes, how it is tested, and criteria; a criterion is an outcome, with a command in backticks wherever one can show it.
4. `check` until nothing from warning up is left, and `foresee` for other plans that change the same files.
5. Leave the status at draft, and ask me what you could not decide.",
    },
    Template {
        name: "break_down",
        about: "Break a plan into tasks that can be carried out",
        takes: &[("plan", "Its path or name", true)],
        text: "Break the plan {plan} into phases that can be carried out one by one.

1. `read` it, and each phase that is larger than a day or two of work.
2. Split such a phase with `edit`: new phases behind it, each with a purpose, an effort, what it depends on and criteria that a command can show.
3. Every scenario names the phase that it validates, and every risk from medium up says how it is met.
4. `check` it, and show me the phases with what each waits for.",
    },
    Template {
        name: "carry_out",
        about: "Carry out a phase",
        takes: &[
            ("plan", "Its path or name", true),
            ("phase", "Its handle; the first that is ready without it", false),
        ],
        text: "Carry out the phase {phase} of the plan {plan}.

1. `context` gives what it needs. Where a reference drifted, trust the code as it stands now.
2. `edit` begins it, where the plan has a place for that.
3. Write the tests first, then the code, and nothing that the phase does not ask for.
4. `verify` with `tick` runs its criteria. Where it is not approved, tell me the command that it names and wait; never edit a criterion so that it passes.
5. What only a person can judge, leave open, and `note` beside it what you saw.
6. `edit` finishes it. Then tell me what you did, what is left, and what you doubt.",
    },
    Template {
        name: "review",
        about: "Review a phase that is said to be done, or a plan before it is approved",
        takes: &[
            ("plan", "Its path or name", true),
            ("phase", "Its handle; the whole plan without it", false),
        ],
        text: "Review {phase} of the plan {plan}. Change nothing.

1. `context` and `read` show what it promises; `drift` and `check` what no longer holds.
2. Compare each criterion with the code and its tests: does the command show what the words say, and would it fail if they were false?
3. `verify` without `tick` says what passes.
4. Tell me, worst first, with file and line: what is wrong, what is promised and not there, what is there and not promised, and what nobody can check.",
    },
];

/// Returns all prompts.
pub(crate) fn all() -> Vec<Prompt> {
    let prompts = PROMPTS.iter().map(|it| {
        let takes = it.takes.iter().map(|(name, about, required)| {
            PromptArgument::new(*name)
                .with_description(*about)
                .with_required(*required)
        });
        Prompt::new(it.name, Some(it.about), Some(takes.collect()))
    });
    prompts.collect()
}

/// Fails where a plan or a phase that is filled in is not there.
pub(crate) fn ensure_there(desk: &Desk, given: &JsonObject) -> Result<(), Failure> {
    let of = |key: &str| {
        let value = given.get(key).and_then(|it| it.as_str());
        value.map(str::trim).filter(|it| !it.is_empty())
    };
    let Some(plan) = of("plan") else {
        return Ok(());
    };
    let (plan, phase) = desk.split(plan, of("phase"), "phase")?;
    let snapshot = desk.snapshot()?;
    let loaded = desk.load(&snapshot, plan)?;
    if let Some(phase) = phase {
        let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
        Snapshot::find_in(&loaded.entry, &plans, phase)?;
    }
    Ok(())
}

/// Returns what a prompt is for and its words, filled in; `None` where none has the name.
pub(crate) fn filled(
    name: &str,
    given: &JsonObject,
) -> Result<Option<(&'static str, String)>, Failure> {
    let Some(prompt) = PROMPTS.iter().find(|it| it.name == name) else {
        return Ok(None);
    };
    let mut text = String::new();
    let mut rest = prompt.text;
    // What was given is never looked at for braces itself.
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after
            .split_once('}')
            .ok_or_else(|| Failure::internal("a brace does not close"))?;
        text.push_str(before);
        rest = after;
        let value = given.get(key).and_then(|it| it.as_str());
        match value.map(str::trim).filter(|it| !it.is_empty()) {
            Some(value) => text.push_str(value),
            None if prompt.takes.iter().any(|it| it.0 == key && it.2) => {
                return Err(Failure::usage(format!("`{name}` needs `{key}`")));
            }
            None if name == "review" => text.push_str("all"),
            None => text.push_str("that is ready first"),
        }
    }
    text.push_str(rest);
    Ok(Some((prompt.about, text)))
}
