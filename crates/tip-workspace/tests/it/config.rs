//! What `tip.toml` may say.

use std::collections::BTreeSet;

use tip_workspace::{CONFIG_KEYS, Config, ConfigError};

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
        "roots = [\"web\"]\ntemplate = \"docs/template.md\"\n\n[plans]\ninclude = [\"a/*.md\"]\n\n[vocabulary]\n\"Abnahme\" = \"criteria\"\n\n[dialect]\n\"a/**\" = \"kiro\"\n\n[rules]\nignore = [\"invalid-date\"]\n\n[rules.levels]\ndependency-cycle = \"warning\"\n\n[limits]\ntags = [\"web\"]\nlines = 400\nstale-days = 30\n\n[gates]\n\"All tests pass\" = \"make test\"\n\"Lint*\" = [\"make lint\", \"make fmt\"]\n\n[verify]\ntimeout = \"20m\"\nenvironment = [\"RUST_LOG\"]\nsecrets = [\"TOKEN\"]\ninputs = [\"src/\"]\nshell = \"sh\"\njobs = 2\n",
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
fn what_cannot_be_run_is_refused_with_its_line() {
    check(
        "[gates]\n\"All tests pass\" = []\n",
        "/repo/tip.toml:2: `All tests pass` is bound to no command",
    );
    check(
        "[gates]\n\"*\" = \"make\"\n",
        "/repo/tip.toml:2: `*` would bind any text (write the words of the box)",
    );
    check(
        "[gates]\nx = 4\n",
        "/repo/tip.toml:2: expected a command in quotes, or a list of commands",
    );
    check(
        "[verify]\ntimeout = \"soon\"\n",
        "/repo/tip.toml:2: `timeout` is no time (write seconds, minutes or hours: `90s`, `10m`, `1h`)",
    );
    check(
        "[verify]\nshell = \"./evil.sh\"\n",
        "/repo/tip.toml:2: unknown shell `./evil.sh` (one of `bash`, `sh`)",
    );
    check(
        "[verify]\nenvironment = [\"A B\"]\n",
        "/repo/tip.toml:2: `A B` is no name of a variable",
    );
    check(
        "[verify]\njobs = 0\n",
        "/repo/tip.toml:2: `jobs` is 0: nothing would run",
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

#[test]
fn every_example_of_a_key_is_read() {
    for key in CONFIG_KEYS {
        check(key.example, "fine");
        let (table, last) = key.key.rsplit_once('.').unwrap_or(("", key.key));
        assert!(key.example.contains(last), "{}", key.key);
        assert!(key.example.contains(table), "{}", key.key);
    }
}

/// The parser names the keys that it knows where it is given another one.
#[track_caller]
fn known(text: &str) -> BTreeSet<String> {
    match Config::parse("tip.toml".into(), text) {
        Err(ConfigError::Invalid {
            help: Some(help), ..
        }) => help
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
        other => panic!("an unknown key is refused: {other:?}"),
    }
}

#[test]
fn every_key_that_is_read_is_explained() {
    let explained = |table: &str| -> BTreeSet<String> {
        let keys = CONFIG_KEYS.iter().map(|it| it.key);
        let within = keys.filter_map(|it| it.strip_prefix(table));
        within
            .map(|it| it.split('.').next().unwrap_or(it).to_owned())
            .collect()
    };
    assert_eq!(known("qqqqqqqq = 1\n"), explained(""));
    for table in ["plans", "rules", "limits", "effort"] {
        let text = format!("[{table}]\nqqqqqqqq = 1\n");
        assert_eq!(known(&text), explained(&format!("{table}.")));
    }
}
