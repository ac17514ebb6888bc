// The client of the language server.

import type * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";

/** Makes the client of a program, not started yet. */
export function makeClient(program: string, log: vscode.LogOutputChannel): LanguageClient {
  return new LanguageClient(
    "tip",
    "tip",
    { command: program, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file", language: "markdown" }],
      initializationOptions: { runInTerminal: true },
      // A start that failed is told once, by us; another try at once would fail alike.
      initializationFailedHandler: () => false,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    },
  );
}
