//! The repository that tests ask about.

use tip_testing::GitRepository;

/// A plan of three phases, of which the first is done.
pub(crate) const TIDES: &str = "\
---
feature: tides
status: in_progress
overall_effort: M
---

# Tides for the harbor

## Domain Context

**Relevant Domain Model Docs**:
- `docs/model.md` (Tides)

## Phases

### Phase 1: Read the table

**Effort**: S

#### Success Criteria
- [x] The table is read: `true`

### Phase 2: Tell the next tide

**Purpose**: A skipper asks when the water is high.

**Effort**: M

**Depends on**: Phase 1

#### Code Changes
- `src/tide.rs:3` - the next one instead of the first

#### Success Criteria
- [ ] The next tide is told: `test -f src/tide.rs`
- [ ] A skipper finds it easy (manual)

### Phase 3: Warn of storms

**Depends on**: Phase 2

#### Success Criteria
- [ ] A storm is told: `false`

## Test Scenarios

### Scenario 1: High water
- **Given**: a table
- **When**: a skipper asks
- **Then**: the next high water is told
- **Validates**: Phase 2
";

const CODE: &str = "\
/// Tells the tides.
pub struct Tide;
pub fn next_tide() -> Tide {
    Tide
}
";

const MODEL: &str =
    "# Model\n\n## Ships\n\nShips float.\n\n## Tides\n\nA tide comes twice a day.\n";

/// Makes a repository with one plan, committed.
pub(crate) fn repository() -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write("docs/tips/tides.md", TIDES);
    repository.write("docs/model.md", MODEL);
    repository.write("src/tide.rs", CODE);
    repository.commit("a plan");
    repository
}
