// The life of the language server: one at a time, none in a folder that is not trusted.

import { homedir } from "node:os";

import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";

import { makeClient } from "./client";
import { type Places, probe, type Trouble } from "./program";
import type { ServerState } from "./status";

export class Server {
  private client: LanguageClient | undefined;
  /** What was asked for last; each thing begins when the one before has ended. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly tell: (state: ServerState) => void,
  ) {}

  /** Starts the server, a running one anew; resolves when it runs, or when it is known that it will not. */
  restart(): Promise<void> {
    return this.then(async () => {
      await this.halt();
      if (vscode.workspace.isTrusted) {
        await this.begin();
      } else {
        this.tell({ kind: "restricted" });
      }
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.then(() => this.halt());
  }

  private then(next: () => Promise<void>): Promise<void> {
    // What went wrong before is no reason not to do what is asked for now.
    this.work = this.work.then(next, next);
    return this.work;
  }

  private async begin(): Promise<void> {
    this.tell({ kind: "starting" });
    const setting = vscode.workspace.getConfiguration("tip").get<string>("server.path", "tip");
    const probed = await probe(setting, places());
    if (probed.kind === "trouble") {
      this.fail(probed.trouble);
      return;
    }
    this.log.info(`starting ${probed.program} ${probed.version}`);
    const client = makeClient(probed.program, this.log);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      if (newState === State.Running) {
        this.tell({ kind: "running", version: probed.version });
      } else if (newState === State.Stopped) {
        this.tell({ kind: "stopped" });
      }
    });
    try {
      await client.start();
    } catch (error) {
      await this.halt();
      const why = error instanceof Error ? error.message : String(error);
      this.fail({ headline: `\`${probed.program} lsp\` did not start: ${why}`, remedy: "The log says more." });
    }
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It ended otherwise than it should have. What matters is that it ended.
      this.log.warn(`the server did not end well: ${String(error)}`);
    }
  }

  private fail(trouble: Trouble): void {
    this.log.error(`${trouble.headline} ${trouble.remedy}`);
    this.tell({ kind: "failed", trouble });
    void offerRemedy(trouble);
  }
}

const OPEN_SETTINGS = "Open Settings";
const TRY_AGAIN = "Try Again";

async function offerRemedy(trouble: Trouble): Promise<void> {
  const message = `tip: ${trouble.headline} ${trouble.remedy}`;
  const chosen = await vscode.window.showErrorMessage(message, OPEN_SETTINGS, TRY_AGAIN);
  if (chosen === OPEN_SETTINGS) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "tip.server.path");
  } else if (chosen === TRY_AGAIN) {
    await vscode.commands.executeCommand("tip.restartServer");
  }
}

function places(): Places {
  const first = vscode.workspace.workspaceFolders?.find((it) => it.uri.scheme === "file");
  return { home: homedir(), folder: first?.uri.fsPath };
}
