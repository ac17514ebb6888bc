//! What `tip.toml` may say.

use tip_workspace::{Config, ConfigError};

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = match Config::parse("/repo/tip.toml".into(), text) {
        Ok(_) => "fine".to_owned(),
        Err(error) => {
            let help = match &error {
                ConfigError::Invalid {
                    help: Some(help), ..
                } => format!(" ({help})"),
                _ => String::new(),
            };
            format!("{error}{help}")
        }
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn everything_that_it_may_say_is_read() {
    check(
        "roots = [\"web\"]\ntemplate = \"docs/template.md\"\n\n[plans]\ninclude = [\"a/*.md\"]\n\n[vocabulary]\n\"Abnahme\" = \"criteria\"\n\n[dialect]\n\"a/**\" = \"kiro\"\n\n[rules]\nignore = [\"invalid-date\"]\n\n[rules.levels]\ndependency-cycle = \"warning\"\n\n[limits]\ntags = [\"web\"]\nlines = 400\nstale-days = 30\n",
        "fine",
    );
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    check(
        "\nrotos = []\n",
        "/repo/tip.toml:2: unknown key `rotos` (did you mean `roots`?)",
    );
    check(
        "[plans]\nincludes = []\n",
        "/repo/tip.toml:2: unknown key `includes` (did you mean `include`?)",
    );
}

#[test]
fn an_unknown_word_names_the_nearest_one() {
    check(
        "[vocabulary]\nx = \"criterias\"\n",
        "/repo/tip.toml:2: unknown meaning `criterias` (did you mean `criteria`?)",
    );
    check(
        "[dialect]\n\"a/**\" = \"kirro\"\n",
        "/repo/tip.toml:2: unknown dialect `kirro` (did you mean `kiro`?)",
    );
    check(
        "[rules.levels]\ninvalid-date = \"fatal\"\n",
        "/repo/tip.toml:2: unknown level `fatal` (one of `off`, `hint`, `warning`, `error`)",
    );
    check(
        "[rules]\nignore = [\"invalid-dat\"]\n",
        "/repo/tip.toml:2: unknown rule `invalid-dat` (did you mean `invalid-date`?)",
    );
}

#[test]
fn a_broken_pattern_and_broken_toml_are_told_with_their_line() {
    check(
        "[plans]\ninclude = [\"a\", \"{b\"]\n",
        "/repo/tip.toml:2: `{b` is no pattern: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
    );
    assert!(matches!(
        Config::parse("/repo/tip.toml".into(), "roots = [\n\n\"a\"\nx"),
        Err(ConfigError::Invalid { line: 4, .. })
    ));
}
