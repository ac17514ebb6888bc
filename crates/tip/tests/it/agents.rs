//! `tip init --agents`.

use crate::run::Folder;

#[test]
fn what_agents_read_is_written_once_and_taken_out_again() {
    let rules = "# Rules\n\nBe kind.\n";
    let servers = "{\n  \"mcpServers\": {\n    \"other\": { \"command\": \"other\" }\n  }\n}\n";
    let folder = Folder::repository(&[
        ("AGENTS.md", rules),
        ("CLAUDE.md", "# Mine\n"),
        (".cursor/mcp.json", servers),
        (".codex/config.toml", "model = \"x\"\n"),
        ("tip.toml", ""),
        ("docs/tips/.gitkeep", ""),
    ]);
    let first = folder.tip(&["init", "--agents"]);
    for line in [
        "changed  AGENTS.md",
        "changed  CLAUDE.md",
        "created  .claude/skills/tip/SKILL.md",
        "created  .mcp.json",
        "changed  .cursor/mcp.json",
        "changed  .codex/config.toml",
    ] {
        assert!(first.contains(line), "no {line} in:\n{first}");
    }
    assert!(!first.contains(".gemini"), "{first}");
    let agents = folder.read("AGENTS.md");
    assert!(agents.starts_with(rules), "{agents}");
    assert!(
        agents.contains("Work is planned in `docs/tips`."),
        "{agents}"
    );
    assert!(agents.len() < rules.len() + 900, "{}", agents.len());
    let again = folder.tip(&["init", "--agents"]);
    assert!(
        !again.contains("changed") && !again.contains("created"),
        "{again}"
    );
    assert_eq!(folder.read("AGENTS.md"), agents);
    let gone = folder.tip(&["init", "--agents", "--remove"]);
    assert!(gone.contains("removed  .mcp.json"), "{gone}");
    assert!(
        gone.contains("removed  .claude/skills/tip/SKILL.md"),
        "{gone}"
    );
    assert_eq!(folder.read("AGENTS.md"), rules);
    assert_eq!(folder.read("CLAUDE.md"), "# Mine\n");
    assert_eq!(folder.read(".cursor/mcp.json"), servers);
    assert_eq!(folder.read(".codex/config.toml"), "model = \"x\"\n");
    assert!(!folder.has(".mcp.json") && !folder.has(".claude/skills/tip"));
}

#[test]
fn a_dry_run_shows_what_would_be_written() {
    let folder = Folder::repository(&[("tip.toml", ""), ("docs/tips/.gitkeep", "")]);
    let shown = folder.tip(&["init", "--agents", "--dry-run"]);
    assert!(shown.contains("+## Plans"), "{shown}");
    assert!(shown.contains("\"mcpServers\""), "{shown}");
    assert!(!folder.has("AGENTS.md") && !folder.has(".mcp.json"));
}

#[test]
fn what_cannot_be_changed_safely_is_left_to_a_person() {
    let broken = "{ // mine\n}\n";
    let folder = Folder::repository(&[
        (".mcp.json", broken),
        (".claude/skills/tip/SKILL.md", "mine\n"),
        ("tip.toml", ""),
        ("docs/tips/.gitkeep", ""),
    ]);
    let told = folder.tip(&["init", "--agents"]);
    assert!(told.contains("kept     .mcp.json"), "{told}");
    assert!(told.contains("add `\"tip\": { \"command\": \"tip\", \"args\": [\"mcp\"] }` to `mcpServers` in .mcp.json"), "{told}");
    assert_eq!(folder.read(".mcp.json"), broken);
    assert_eq!(folder.read(".claude/skills/tip/SKILL.md"), "mine\n");
    assert!(folder.tip(&["init", "--remove"]).contains("--agents"));
}

#[test]
fn what_was_there_before_is_never_taken_out() {
    let own =
        "{ \"mcpServers\": { \"tip\": { \"command\": \"/opt/tip\", \"args\": [\"mcp\"] } } }\n";
    let folder = Folder::repository(&[
        ("CLAUDE.md", ""),
        (".cursor/mcp.json", own),
        (".vscode/mcp.json", "{\n  \"servers\": {}\n}\n"),
        (".gemini/settings.json", "{}\n"),
        ("tip.toml", ""),
        ("docs/tips/.gitkeep", ""),
    ]);
    folder.tip(&["init", "--agents"]);
    assert!(folder.read(".vscode/mcp.json").contains("\"tip\""));
    let gone = folder.tip(&["init", "--agents", "--remove"]);
    assert!(gone.contains("kept     .cursor/mcp.json"), "{gone}");
    assert_eq!(folder.read("CLAUDE.md"), "");
    assert_eq!(folder.read(".cursor/mcp.json"), own);
    let left = |path: &str| folder.read(path).split_whitespace().collect::<String>();
    assert_eq!(left(".vscode/mcp.json"), "{\"servers\":{}}");
    assert_eq!(left(".gemini/settings.json"), "{}");
}
