// The command of a criterion, typed into a terminal for a person to look at.
//
// What stands in a plan is not trusted. It is typed and not sent: pressing the key is for the person.

import * as vscode from "vscode";

/** The command of the server's code lenses. */
export const RUN_IN_TERMINAL = "tip.runInTerminal";

/** A command, and the folder to type it in. */
export interface Typed {
  readonly command: string;
  readonly cwd: string;
}

// Line ends and other control characters are keys: a shell would carry out the line, or something else, at once. Format characters and
// separators make a line look like another one.
const NOT_TYPED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Reads the argument of a code lens; `undefined` for what is not safe to type. */
export function parseTyped(argument: unknown): Typed | undefined {
  if (typeof argument !== "object" || argument === null) {
    return undefined;
  }
  const { command, cwd } = argument as Partial<Record<"command" | "cwd", unknown>>;
  if (typeof command !== "string" || typeof cwd !== "string" || command.trim() === "" || NOT_TYPED.test(command)) {
    return undefined;
  }
  return { command, cwd };
}

/** Types a command into a terminal of its own, where nothing stands that it could be appended to. */
export function typeIntoTerminal(argument: unknown): void {
  const typed = parseTyped(argument);
  if (typed === undefined) {
    void vscode.window.showWarningMessage(
      "tip: this command holds characters that a terminal takes for keys, or that hide what it does. Type it yourself after you looked at it.",
    );
    return;
  }
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage("tip: commands are typed in folders that you trust.");
    return;
  }
  const terminal = vscode.window.createTerminal({ name: "tip", cwd: typed.cwd });
  terminal.show();
  terminal.sendText(typed.command, false);
}
