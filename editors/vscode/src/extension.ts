// The extension: starts `tip lsp`, and does what the server asks of an editor.

import * as vscode from "vscode";

import { Server } from "./server";
import { type ServerState, show } from "./status";
import { RUN_IN_TERMINAL, typeIntoTerminal } from "./terminal";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("tip", { log: true });
  const item = vscode.languages.createLanguageStatusItem("tip.status", { language: "markdown" });
  item.name = "tip";
  const running = new Server(log, (state: ServerState) => show(item, state));
  server = running;
  context.subscriptions.push(
    log,
    item,
    vscode.commands.registerCommand("tip.restartServer", () => running.restart()),
    vscode.commands.registerCommand("tip.showLog", () => log.show()),
    vscode.commands.registerCommand(RUN_IN_TERMINAL, typeIntoTerminal),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration("tip.server.path") ? running.restart() : undefined,
    ),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
  server = undefined;
}
