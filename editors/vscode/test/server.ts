// A session with the real server, by a client that is not ours.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver-protocol";

/** Returns the program that is tested: `TIP`, or the one that was built last. */
export function builtProgram(): string {
  const named = process.env["TIP"];
  const target = process.env["CARGO_TARGET_DIR"] ?? "../../target";
  const places = named !== undefined ? [named] : [join(target, "debug/tip"), join(target, "release/tip")];
  const found = places.map((it) => resolve(it)).find(existsSync);
  assert.ok(found !== undefined, `no program at ${places.join(" or ")}: run \`cargo build --package tip\` or set TIP`);
  return found;
}

export class Session {
  readonly root: string;
  private readonly process: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly published = new Map<string, PublishDiagnosticsParams>();
  private waiting: (() => void)[] = [];

  private constructor(files: Record<string, string>) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "tip-session-")));
    for (const [path, text] of Object.entries({ "tip.toml": "", ...files })) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    this.process = spawn(builtProgram(), ["lsp"], { cwd: this.root, stdio: ["pipe", "pipe", "inherit"] });
    const { stdin, stdout } = this.process;
    assert.ok(stdin !== null && stdout !== null);
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.set(params.uri, params);
      for (const wake of this.waiting.splice(0)) {
        wake();
      }
    });
    this.connection.onRequest(() => null);
    this.connection.listen();
  }

  /** Begins with files in a repository of their own, and ends the server however the test ends. */
  static async with(files: Record<string, string>, test: (session: Session) => Promise<void>): Promise<void> {
    const session = new Session(files);
    try {
      await session.begin();
      await test(session);
      assert.equal(await session.end(), 0);
    } finally {
      session.connection.dispose();
      session.process.kill();
      rmSync(session.root, { recursive: true });
    }
  }

  private async begin(): Promise<void> {
    await this.ask("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      workspaceFolders: [{ uri: pathToFileURL(this.root).href, name: "repo" }],
      initializationOptions: { runInTerminal: true },
    });
    await this.connection.sendNotification("initialized", {});
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  async open(path: string, text: string): Promise<void> {
    const textDocument = { uri: this.uri(path), languageId: "markdown", version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  async ask<T>(method: string, params: unknown): Promise<T> {
    return await this.connection.sendRequest<T>(method, params);
  }

  async askOf<T>(method: string, path: string, more: object = {}): Promise<T> {
    return await this.ask<T>(method, { textDocument: { uri: this.uri(path) }, ...more });
  }

  /** Waits for the first diagnostics of a document. */
  async diagnostics(path: string): Promise<Diagnostic[]> {
    for (;;) {
      const published = this.published.get(this.uri(path));
      if (published !== undefined) {
        return published.diagnostics;
      }
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  /** Ends as an editor does, and returns how the server ended. */
  private async end(): Promise<number | null> {
    const ended = new Promise<number | null>((tell) => this.process.once("exit", tell));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    return await ended;
  }
}
