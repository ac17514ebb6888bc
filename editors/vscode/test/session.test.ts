import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { CodeLens } from "vscode-languageserver-protocol";

import snippets from "../snippets/tip.code-snippets";
import { parseVersion, probe } from "../src/program";
import { parseTyped, RUN_IN_TERMINAL, typeIntoTerminal } from "../src/terminal";
import { editor, newEditor } from "./fake/vscode";
import { builtProgram, Session } from "./server";

const PATH = "docs/tips/search.md";
const HEAD = "---\ndate: 2026-01-05\nfeature: search\nstatus: draft\nestimated_effort: S\nconfidence: Medium\ntags: [search]\n---\n\n";
const PLAN = `${HEAD}# Technical Implementation Plan: Search

## Implementation Phases

### Phase 1: Storage

**Purpose**: Keep what is searched.

**Success Criteria**:
- [x] It was looked at
- [ ] Tests pass: \`cargo test -p store\`

**Dependencies**: None

**Estimated Effort**: S

### Phase 2: Query

**Purpose**: Find it again.

**Success Criteria**:
- [ ] Tests pass: \`cargo test -p query\`

**Dependencies**: Phase 1, Phase 7

**Estimated Effort**: S
`;

describe("the real server", () => {
  it("is one that the extension takes", async () => {
    const probed = await probe(builtProgram(), { home: "/", folder: undefined });
    assert.ok(probed.kind === "found", JSON.stringify(probed));
    assert.ok(parseVersion(`tip ${probed.version}`) !== undefined);
  });

  it("finds faults and sends lenses whose commands the extension types and does not send", async () => {
    await Session.with({ [PATH]: PLAN }, async (session) => {
      await session.open(PATH, PLAN);
      const codes = (await session.diagnostics(PATH)).map((it) => it.code);
      assert.ok(codes.includes("unknown-dependency"), codes.join());

      const lenses = await session.askOf<CodeLens[]>("textDocument/codeLens", PATH);
      const titles = lenses.map((it) => it.command?.title);
      assert.deepEqual(titles, [
        "in progress, 1/2 boxes",
        "open, 0/1 boxes",
        "▷ type into the terminal",
        "▷ type into the terminal",
      ]);
      const [progress, , command] = lenses.map((it) => it.command);
      assert.equal(progress?.command, "");
      assert.equal(command?.command, RUN_IN_TERMINAL);
      const argument: unknown = command?.arguments?.[0];
      assert.deepEqual(parseTyped(argument), { command: "cargo test -p store", cwd: session.root });
      newEditor();
      await typeIntoTerminal(argument);
      assert.deepEqual(editor.terminals[0]?.sent, [{ text: "cargo test -p store", addNewLine: false }]);
    });
  });

  it("takes the snippets for what they are", async () => {
    const body = (name: keyof typeof snippets): string => expand(snippets[name].body);
    const plan = [
      body("Plan: front matter"),
      "## Implementation Phases\n",
      body("Plan: phase"),
      body("Plan: criterion with a command"),
      "\n## Key Test Scenarios\n",
      body("Plan: scenario"),
      "\n## Risk Assessment\n",
      body("Plan: risk"),
    ].join("\n");
    await Session.with({ [PATH]: plan }, async (session) => {
      await session.open(PATH, plan);
      const errors = (await session.diagnostics(PATH)).filter((it) => it.severity === 1);
      assert.deepEqual(errors, []);
      const lenses = await session.askOf<CodeLens[]>("textDocument/codeLens", PATH);
      assert.deepEqual(
        lenses.map((it) => it.command?.title),
        ["open, 0/2 boxes"],
      );
    });
  });
});

/** Returns a snippet as it stands when a person leaves it as it is. */
function expand(body: string | string[]): string {
  const text = typeof body === "string" ? body : body.join("\n");
  const dates: Record<string, string> = { CURRENT_YEAR: "2026", CURRENT_MONTH: "01", CURRENT_DATE: "05" };
  return text
    .replace(/\$\{(CURRENT_\w+)\}/g, (_, name: string) => dates[name] ?? "")
    .replace(/\$\{\d+\|([^,|]+)[^}]*\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$\d/g, "");
}
