//! What to do, in the words of whoever has tools and no command line.

/// Returns a text in which the commands that a tool stands for are named by their tools; those that are for people stay.
pub(crate) fn for_agents(text: &str) -> String {
    if text.starts_with("`tip list") {
        return "`next` and `check` name the plans".to_owned();
    }
    // What a person is asked to type is a command.
    if text.contains("your user") {
        return text.to_owned();
    }
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if let Some(tool) = by_tool(part).filter(|_| at % 2 == 1) {
            // The opening quote stands there already.
            out.pop();
            out.push_str(&tool);
        } else {
            out.push_str(part);
            out.push('`');
        }
    }
    out.truncate(out.len().saturating_sub(usize::from(out.ends_with('`'))));
    out
}

/// Returns what stands for a command, its quotes included.
fn by_tool(command: &str) -> Option<String> {
    let mut words = command.strip_prefix("tip ")?.split_whitespace();
    let verb = words.next()?;
    let rest: Vec<&str> = words.collect();
    let things = rest.iter().find_map(|it| it.rsplit_once('#'));
    let things = things.map_or_else(String::new, |(_, it)| format!(" of `{it}`"));
    let person = || format!("`{command}`, typed by your user,");
    Some(match verb {
        "show" => "`read`".to_owned(),
        "next" | "check" | "drift" | "new" => format!("`{verb}`"),
        "verify" if rest.contains(&"--tick") => format!("`verify` with `tick`{things}"),
        "verify" => format!("`verify`{things}"),
        "begin" | "finish" | "tick" | "untick" => format!("`edit` with `{verb}`{things}"),
        "add" => "`edit`".to_owned(),
        "status" => match rest.last() {
            Some(&("complete" | "in_progress")) => "`edit` with `status`".to_owned(),
            _ => person(),
        },
        "confirm" | "trust" => person(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(for_agents(text), expected);
    }

    #[test]
    fn commands_become_tools_and_those_of_people_stay() {
        check(
            "`tip show --json docs/a.md` tells all its handles",
            "`read` tells all its handles",
        );
        check(
            "`tip list --all` shows every plan",
            "`next` and `check` name the plans",
        );
        check(
            "`tip untick docs/a.md#P1.C2` opens it again",
            "`edit` with `untick` of `P1.C2` opens it again",
        );
        check(
            "`tip verify docs/a.md --phase P1 --tick` runs and ticks P1.C1",
            "`verify` with `tick` runs and ticks P1.C1",
        );
        check(
            "`tip status docs/a.md approved` comes first",
            "`tip status docs/a.md approved`, typed by your user, comes first",
        );
        check(
            "your user types `tip tick docs/a.md#P1.C1`",
            "your user types `tip tick docs/a.md#P1.C1`",
        );
        check("did you mean `tides`?", "did you mean `tides`?");
        check("an odd ` quote", "an odd ` quote");
        check("it is `P1`", "it is `P1`");
    }
}
