import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";

import type { ExtensionContext } from "vscode";

import manifest from "../package.json";
import { activate, deactivate } from "../src/extension";
import { RUN_IN_TERMINAL } from "../src/terminal";
import { clients, next, State } from "./fake/languageClient";
import { editor, LanguageStatusSeverity, newEditor } from "./fake/vscode";

const folder = mkdtempSync(join(tmpdir(), "tip-extension-"));
const program = join(folder, "tip");
writeFileSync(program, "#!/bin/sh\necho tip 0.1.0\n");
chmodSync(program, 0o700);
after(() => rmSync(folder, { recursive: true }));

async function begin(): Promise<void> {
  await activate({ subscriptions: [] } as unknown as ExtensionContext);
}

beforeEach(() => {
  newEditor().settings.set("tip.server.path", program);
  clients.length = 0;
});
afterEach(deactivate);

describe("the extension", () => {
  it("starts `tip lsp` and says that it can type into a terminal", async () => {
    await begin();
    assert.equal(clients.length, 1);
    const [client] = clients;
    assert.deepEqual(client?.executable, { command: program, args: ["lsp"] });
    assert.deepEqual(client.options.initializationOptions, { runInTerminal: true });
    assert.equal(editor.item.text, "tip 0.1.0");
    assert.equal(editor.item.busy, false);
  });

  it("knows every command that it offers, and the one that the server sends", async () => {
    await begin();
    const offered = manifest.contributes.commands.map((it) => it.command);
    assert.deepEqual([...editor.registered.keys()].sort(), [...offered, RUN_IN_TERMINAL].sort());
  });

  it("types what a lens says into a terminal", async () => {
    await begin();
    await editor.run(RUN_IN_TERMINAL, { command: "true", cwd: "/repo" });
    assert.deepEqual(editor.terminals[0]?.sent, [{ text: "true", addNewLine: false }]);
  });

  it("starts nothing in a folder that is not trusted, and starts when it becomes so", async () => {
    editor.isTrusted = false;
    await begin();
    assert.equal(clients.length, 0);
    assert.match(editor.item.detail ?? "", /not trusted/);
    assert.equal(editor.item.command?.command, "workbench.trust.manage");
    await editor.run("tip.restartServer");
    assert.equal(clients.length, 0);
    await editor.trust();
    assert.equal(clients.length, 1);
    assert.equal(editor.item.text, "tip 0.1.0");
  });

  it("says once what is missing and what to do, and opens the setting", async () => {
    editor.settings.set("tip.server.path", join(folder, "missing"));
    editor.pressed = "Open Settings";
    await begin();
    assert.equal(clients.length, 0);
    assert.equal(editor.messages.length, 1);
    assert.match(editor.messages[0] ?? "", /missing` was not found\. Install it/);
    assert.equal(editor.item.severity, LanguageStatusSeverity.Error);
    assert.match(editor.item.detail ?? "", /was not found/);
    await Promise.resolve();
    assert.deepEqual(editor.executed, [["workbench.action.openSettings", "tip.server.path"]]);
  });

  it("starts anew when the setting changes, and ends the one before", async () => {
    await begin();
    await editor.set("editor.fontSize", 12);
    assert.equal(clients.length, 1);
    await editor.set("tip.server.path", program);
    assert.deepEqual(
      clients.map((it) => it.state),
      [State.Stopped, State.Running],
    );
    assert.equal(editor.item.text, "tip 0.1.0");
  });

  it("has one server, however often it is asked to start", async () => {
    await begin();
    await Promise.all([editor.run("tip.restartServer"), editor.run("tip.restartServer"), editor.trust()]);
    assert.deepEqual(
      clients.map((it) => it.state),
      [State.Stopped, State.Stopped, State.Stopped, State.Running],
    );
  });

  it("says why a server did not start, and tries again when asked", async () => {
    next.failure = "the pipe broke";
    await begin();
    assert.match(editor.messages[0] ?? "", /did not start: the pipe broke/);
    assert.equal(editor.item.command?.command, "tip.restartServer");
    await editor.run("tip.restartServer");
    assert.equal(editor.item.text, "tip 0.1.0");
  });

  it("shows that the server is gone", async () => {
    await begin();
    clients[0]?.become(State.Stopped);
    assert.equal(editor.item.detail, "not running");
    assert.equal(editor.item.severity, LanguageStatusSeverity.Warning);
  });

  it("ends the server when it is ended", async () => {
    await begin();
    await deactivate();
    assert.equal(clients[0]?.state, State.Stopped);
  });
});

describe("the manifest", () => {
  it("lets no folder that is not trusted name the program", () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, "limited");
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ["tip.server.path"]);
  });
});
