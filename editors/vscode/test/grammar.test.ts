import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, describe, it } from "node:test";

import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import { type IGrammar, parseRawGrammar, Registry } from "vscode-textmate";

const INJECTED = "text.html.markdown.tip";
// Markdown in small: what the editor's own grammar would find does not matter here, but that its code stays code.
const MARKDOWN = {
  scopeName: "text.html.markdown",
  patterns: [{ name: "markup.inline.raw.string.markdown", begin: "`", end: "`" }],
};

let grammar: IGrammar;

before(async () => {
  const wasm = createRequire(__filename).resolve("vscode-oniguruma/release/onig.wasm");
  await loadWASM(readFileSync(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    getInjections: (scope) => (scope === MARKDOWN.scopeName ? [INJECTED] : undefined),
    loadGrammar: async (scope) => {
      const path = "syntaxes/tip.tmLanguage.json";
      const text = scope === INJECTED ? readFileSync(path, "utf8") : JSON.stringify(MARKDOWN);
      return parseRawGrammar(text, `${scope}.json`);
    },
  });
  const loaded = await registry.loadGrammar(MARKDOWN.scopeName);
  assert.ok(loaded !== null);
  grammar = loaded;
});

/** Checks which pieces of a line have a color of ours. */
function check(line: string, expected: [text: string, scope: string][]): void {
  const { tokens } = grammar.tokenizeLine(line, null);
  const colored = tokens.flatMap((it): [string, string][] => {
    const own = it.scopes.filter((scope) => scope.endsWith(".tip") && scope !== INJECTED).at(-1);
    return own === undefined || own.startsWith("punctuation") ? [] : [[line.slice(it.startIndex, it.endIndex), own]];
  });
  assert.deepEqual(colored, expected, line);
}

describe("the colors", () => {
  it("tell boxes apart", () => {
    check("- [ ] open", [[" ", "constant.language.box.open.tip"]]);
    check("* [x] done", [["x", "constant.language.box.done.tip"]]);
    check("1. [~] other", [["~", "constant.language.box.other.tip"]]);
    check("a [x](link)", []);
  });

  it("tell states apart", () => {
    check("status: in_progress", [["in_progress", "constant.language.status.in-progress.tip"]]);
    check("**Status**: complete", [["complete", "constant.language.status.done.tip"]]);
    check("**Status:** draft", [["draft", "constant.language.status.waiting.tip"]]);
    check("the status: is complete", []);
    check("status: draft-7", []);
  });

  it("show handles", () => {
    check("see P2.C3 and P3~2.C1.", [
      ["P2.C3", "entity.name.tag.handle.tip"],
      ["P3~2.C1", "entity.name.tag.handle.tip"],
    ]);
    check("P2, P2.5, HP2.C3 and `P2.C3`", []);
  });

  it("show what is said to tip", () => {
    check("x <!-- tip: allow(stale-code-ref) it is old -->", [
      ["<!--", "comment.block.html.tip"],
      [" ", "comment.block.html.tip"],
      ["tip", "keyword.control.tip"],
      [": ", "comment.block.html.tip"],
      ["allow", "entity.name.function.tip"],
      ["(", "comment.block.html.tip"],
      ["stale-code-ref", "variable.parameter.tip"],
      [")", "comment.block.html.tip"],
      [" it is old ", "string.unquoted.reason.tip"],
      ["-->", "comment.block.html.tip"],
    ]);
    check("<!-- another comment -->", []);
  });
});
