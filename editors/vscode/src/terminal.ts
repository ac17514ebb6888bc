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

// So long a shell may take to say that it begins, in milliseconds; one that says nothing, as many do, is typed into then.
const LONGEST = 3000;

// So long it takes from there to its prompt.
const TO_PROMPT = 500;

/** Waits until the shell reads: what is typed before is shown twice, once by the terminal and once by the shell. */
async function untilItReads(terminal: vscode.Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      heard.dispose();
      resolve();
    };
    let timer = setTimeout(done, LONGEST);
    const heard = vscode.window.onDidChangeTerminalShellIntegration((it) => {
      if (it.terminal === terminal) {
        clearTimeout(timer);
        timer = setTimeout(done, TO_PROMPT);
      }
    });
  });
}

/** Types a command into a terminal of its own, where nothing stands that it could be appended to. */
export async function typeIntoTerminal(argument: unknown): Promise<void> {
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
  await untilItReads(terminal);
  terminal.sendText(typed.command, false);
}
