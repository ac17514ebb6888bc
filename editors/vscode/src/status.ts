// What the status item says of the server.

import * as vscode from "vscode";

import type { Trouble } from "./program";

export type ServerState =
  | { readonly kind: "restricted" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly trouble: Trouble };

/** Shows a state in the item. */
export function show(item: vscode.LanguageStatusItem, state: ServerState): void {
  item.busy = state.kind === "starting";
  item.severity = severity(state);
  item.text = text(state);
  item.detail = detail(state);
  item.command =
    state.kind === "restricted"
      ? { title: "Manage trust", command: "workbench.trust.manage" }
      : state.kind === "failed" || state.kind === "stopped"
        ? { title: "Restart", command: "tip.restartServer" }
        : { title: "Log", command: "tip.showLog" };
}

function severity(state: ServerState): vscode.LanguageStatusSeverity {
  switch (state.kind) {
    case "failed":
      return vscode.LanguageStatusSeverity.Error;
    case "restricted":
    case "stopped":
      return vscode.LanguageStatusSeverity.Warning;
    case "starting":
    case "running":
      return vscode.LanguageStatusSeverity.Information;
  }
}

function text(state: ServerState): string {
  return state.kind === "running" ? `tip ${state.version}` : "tip";
}

function detail(state: ServerState): string {
  switch (state.kind) {
    case "restricted":
      return "not started: this folder is not trusted";
    case "starting":
      return "starting";
    case "running":
      return "plans are checked";
    case "stopped":
      return "not running";
    case "failed":
      return `${state.trouble.headline} ${state.trouble.remedy}`;
  }
}
