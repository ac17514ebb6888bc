//! Where plans lie, and what lies beside them.

use std::sync::LazyLock;

use crate::Globs;

/// A place where plans lie.
#[derive(Debug)]
pub(super) struct Place {
    /// The files.
    pub(super) glob: &'static str,
    /// Whether the folder alone tells: what else is there is a broken plan, not another kind of text.
    pub(super) sure: bool,
}

const fn sure(glob: &'static str) -> Place {
    Place { glob, sure: true }
}

const fn likely(glob: &'static str) -> Place {
    Place { glob, sure: false }
}

/// The places where plans lie, by the habits of the tools that write them. The first match tells.
pub(super) const PLACES: &[Place] = &[
    // Technical implementation plans.
    likely("**/tips/**/*.md"),
    likely("**/tip-*.md"),
    // HumanLayer.
    sure("**/thoughts/**/plans/**/*.md"),
    likely("**/thoughts/**/tickets/**/*.md"),
    // Superpowers.
    sure("**/superpowers/plans/**/*.md"),
    // ExecPlans.
    sure("**/execplans/**/*.md"),
    sure("**/exec-plans/**/*.md"),
    sure("**/exec_plans/**/*.md"),
    sure("**/.agents/plans/**/*.md"),
    sure("**/.agent/plans/**/*.md"),
    // Kiro.
    sure("**/.kiro/specs/**/{requirements,bugfix,design,tasks}.md"),
    // OpenSpec.
    sure("**/openspec/changes/**/{proposal,design,tasks}.md"),
    // Spec-kit, and others with its folders.
    sure("**/specs/*/{spec,plan,tasks,research,design,requirements,data-model,quickstart}.md"),
    likely("**/specs/*/*/{plan,tasks,design,requirements}.md"),
    sure("**/.spec-workflow/specs/*/{requirements,design,tasks}.md"),
    sure("**/.claude/specs/*/{requirements,design,tasks}.md"),
    // Agent OS.
    sure("**/.agent-os/specs/*/{spec,spec-lite,tasks}.md"),
    sure("**/agent-os/specs/*/{spec,requirements,tasks}.md"),
    // Backlog.md.
    sure("backlog/{tasks,completed,drafts}/**/*.md"),
    sure("backlog/archive/{tasks,drafts}/**/*.md"),
    sure(".backlog/{tasks,completed,drafts}/**/*.md"),
    // Editors and their agents.
    sure("**/.claude/plans/**/*.md"),
    sure("**/.cursor/plans/**/*.md"),
    sure("**/.codex/plans/**/*.md"),
    sure("**/.windsurf/plans/**/*.md"),
    sure("**/.opencode/plans/**/*.md"),
    sure("**/.github/plans/**/*.md"),
    // Get Shit Done: a plan for each piece of a phase.
    sure("**/.planning/{phases,quick,milestones,workstreams}/**/*PLAN.md"),
    sure("**/.planning/**/*ROADMAP.md"),
    // Folders that hold nothing else.
    sure("plan/**/*.md"),
    sure("plans/**/*.md"),
    sure("**/docs/plan/**/*.md"),
    sure("**/docs/plans/**/*.md"),
    // Product requirement prompts.
    likely("**/PRPs/**/*.md"),
    // Habits without a tool.
    likely("**/plan.md"),
    likely("**/plans/**/*.md"),
    likely("**/plan/**/*.md"),
    likely("**/planning/**/*.md"),
    likely("**/implementation-plans/**/*.md"),
    likely("**/implementation_plans/**/*.md"),
    likely("**/stories/**/*.md"),
    likely("**/milestones/**/*.md"),
    likely("**/roadmap/**/*.md"),
    likely("work/**/*.md"),
    likely("tasks/**/*.md"),
    likely("**/docs/tasks/**/*.md"),
];

/// The globs of [`PLACES`], in their order.
pub(super) static PLACE_GLOBS: LazyLock<Globs> = LazyLock::new(|| {
    Globs::new(PLACES.iter().map(|it| it.glob)).expect("the built-in patterns are well formed")
});

/// Folders that plans lie in even where git ignores them; walked apart.
pub(super) const OFTEN_IGNORED: &[&str] = &[
    "thoughts",
    "plans",
    "plan",
    "specs",
    "backlog",
    ".backlog",
    "openspec/changes",
    "docs/tips",
    "docs/plans",
    "docs/execplans",
    "docs/superpowers",
    "PRPs",
    ".kiro/specs",
    ".agents/plans",
    ".agent/plans",
    ".agent-os/specs",
    ".claude/plans",
    ".claude/specs",
    ".codex/plans",
    ".cursor/plans",
    ".opencode/plans",
    ".windsurf/plans",
];

/// Files that are no plans wherever they lie, by name in lower case.
pub(super) const NOT_BY_NAME: &[(&str, &str)] = &[
    ("readme.md", "a README"),
    ("changelog.md", "a change log"),
    ("changes.md", "a change log"),
    ("history.md", "a change log"),
    ("contributing.md", "a guide for contributors"),
    ("code_of_conduct.md", "a code of conduct"),
    ("security.md", "a security policy"),
    ("license.md", "a license"),
    ("agents.md", "instructions for agents"),
    ("claude.md", "instructions for agents"),
    ("gemini.md", "instructions for agents"),
    ("copilot-instructions.md", "instructions for agents"),
    ("plans.md", "instructions for writing plans"),
    ("skill.md", "a skill of an agent"),
    ("constitution.md", "rules for plans"),
    ("index.md", "an index"),
    ("pull_request_template.md", "a template"),
];

/// Folders whose files are no plans: as they stand in a path, in lower case.
pub(super) const NOT_BY_FOLDER: &[(&str, &str)] = &[
    ("node_modules", "another project's files"),
    ("vendor", "another project's files"),
    ("third_party", "another project's files"),
    ("third-party", "another project's files"),
    ("target", "build output"),
    ("site-packages", "another project's files"),
    ("commands", "commands for agents"),
    ("prompts", "prompts for agents"),
    ("skills", "skills of agents"),
    ("agents", "definitions of agents"),
    ("subagents", "definitions of agents"),
    ("chatmodes", "definitions of agents"),
    ("personas", "definitions of agents"),
    ("templates", "templates"),
    ("_templates", "templates"),
    ("adr", "decision records"),
    ("adrs", "decision records"),
    ("decisions", "decision records"),
    ("checklists", "check lists of a review"),
    ("fixtures", "test data"),
    ("testdata", "test data"),
    ("__fixtures__", "test data"),
    ("research", "research"),
    ("reviews", "reviews"),
    ("prs", "descriptions of pull requests"),
    ("reports", "reports"),
    ("handoffs", "hand-overs"),
    ("ideas", "ideas"),
    ("memories", "notes of agents"),
    ("steering", "guidance for agents"),
    ("guidelines", "guidelines"),
    ("workflows", "procedures"),
    ("rules", "rules for agents"),
    ("samples", "samples"),
];

/// Words that end the name of a file which tells of work instead of planning it, and what such a file is.
pub(super) const NOT_BY_LAST_WORD: &[(&str, &str)] = &[
    ("critique", "a review"),
    ("guide", "a guide"),
    ("report", "a report"),
    ("reports", "an index of reports"),
    ("retrospective", "a look back"),
    ("runbook", "a procedure"),
    ("summary", "a summary"),
    ("template", "a template"),
    ("verification", "a report"),
];

/// Those of [`NOT_BY_LAST_WORD`] that hold where everything else is a plan.
pub(super) const NOT_BY_LAST_WORD_EVER: &[&str] = &["critique", "template"];

/// Folders whose files are no plans even where everything else is one.
pub(super) const NOT_BY_FOLDER_EVER: &[&str] = &[
    "node_modules",
    "vendor",
    "templates",
    "_templates",
    "fixtures",
    "__fixtures__",
    "testdata",
];

/// Runs of folders whose files are no plans, though they lie close to some.
pub(super) const NOT_BY_FOLDERS: &[(&[&str], &str)] = &[
    (&["openspec", "specs"], "specifications of behavior"),
    (&["changes", "*", "specs"], "specifications of behavior"),
    (
        &["changes", "archive", "*", "specs"],
        "specifications of behavior",
    ),
    (
        &["changes", ".archive", "*", "specs"],
        "specifications of behavior",
    ),
    (
        &["superpowers", "specs"],
        "designs that plans are made from",
    ),
];

/// The folder of Get Shit Done: what is no plan or road map there is context, research or a record of the work.
pub(super) const RECORDS: &str = ".planning";

/// The folder below it that holds what was shipped, of the whole or of one line of work.
pub(super) const SHIPPED: &str = "milestones";

/// Folders that stand for an archive, in lower case.
pub(super) const ARCHIVES: &[&str] = &[
    "archive",
    "archived",
    "_archive",
    "_archived",
    ".archive",
    ".archived",
    "archives",
    "completed",
    "_completed",
    "old",
    "_old",
    "done",
    "_done",
    "implemented",
    "superseded",
    "deprecated",
    "abandoned",
    "attic",
    "docs-archive",
    "icebox",
    "_icebox",
    "shelved",
    "rejected",
    "cancelled",
    "canceled",
];
