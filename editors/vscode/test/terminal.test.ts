import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";

import { parseTyped, typeIntoTerminal } from "../src/terminal";
import { editor, newEditor } from "./fake/vscode";

const CARGO = { command: "cargo test -p store", cwd: "/repo" };

describe("the command of a criterion", () => {
  beforeEach(() => newEditor());

  it("is typed into a terminal of its folder and not sent", async () => {
    await typeIntoTerminal(CARGO);
    const [terminal, ...others] = editor.terminals;
    assert.ok(terminal !== undefined && others.length === 0);
    assert.equal(terminal.options.cwd, "/repo");
    assert.deepEqual(terminal.sent, [{ text: "cargo test -p store", addNewLine: false }]);
    assert.ok(terminal.shown);
  });

  it("waits for a shell that says when it reads, and not for ever for one that does not", async (test) => {
    test.mock.timers.enable({ apis: ["setTimeout"] });
    editor.shellsSpeak = false;
    const typed = typeIntoTerminal(CARGO);
    assert.deepEqual(editor.terminals[0]?.sent, []);
    test.mock.timers.tick(3000);
    await typed;
    assert.equal(editor.terminals[0]?.sent.length, 1);
  });

  it("is never appended to what stands in another terminal", async () => {
    await typeIntoTerminal(CARGO);
    await typeIntoTerminal(CARGO);
    assert.deepEqual(
      editor.terminals.map((it) => it.sent.length),
      [1, 1],
    );
  });

  it("is not typed where nobody trusts the folder", async () => {
    editor.isTrusted = false;
    await typeIntoTerminal(CARGO);
    assert.equal(editor.terminals.length, 0);
    assert.match(editor.messages[0] ?? "", /folders that you trust/);
  });

  for (const [what, command] of [
    ["a line end", "true\nrm -r src"],
    ["a return", "true\rrm -r src"],
    ["the key that runs a line and fetches the next", "true\u000f"],
    ["an escape", "\u001b[200~true"],
    ["a control character of the second row", "\u009btrue"],
    ["a mark that turns the direction of writing", "true # \u202e cr- mr"],
    ["a character without width", "tr\u200bue"],
    ["a separator of lines", "true\u2028rm"],
    ["half a character", "true\ud800"],
  ] as const) {
    it(`is not typed with ${what} in it`, async () => {
      await typeIntoTerminal({ command, cwd: "/repo" });
      assert.equal(editor.terminals.length, 0);
      assert.match(editor.messages[0] ?? "", /Type it yourself/);
    });
  }

  it("is not typed where it is no command", () => {
    for (const argument of [undefined, null, "true", {}, { command: 1, cwd: "/" }, { command: " ", cwd: "/" }, { command: "true" }]) {
      assert.equal(parseTyped(argument), undefined);
    }
  });

  it("may hold letters of any language", () => {
    assert.deepEqual(parseTyped({ command: "grep 'Größe 寸法 📏' a.md", cwd: "/repo" })?.command, "grep 'Größe 寸法 📏' a.md");
  });
});
