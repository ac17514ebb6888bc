// As much of `vscode` as the extension uses. It remembers what was asked of it; the types are those of the real one.

import type * as vscode from "vscode";

/** What was asked of the editor, and what it answers. */
export class Editor {
  isTrusted = true;
  settings = new Map<string, unknown>();
  folders: string[] = [];
  /** What a person presses in the next message. */
  pressed: string | undefined;
  readonly messages: string[] = [];
  readonly log: string[] = [];
  readonly terminals: FakeTerminal[] = [];
  /** Whether shells say that they read, as soon as somebody listens. */
  shellsSpeak = true;
  readonly executed: unknown[][] = [];
  readonly registered = new Map<string, (...args: unknown[]) => unknown>();
  readonly trusting: (() => unknown)[] = [];
  readonly configuring: ((event: vscode.ConfigurationChangeEvent) => unknown)[] = [];
  item: Partial<vscode.LanguageStatusItem> = {};

  async run(command: string, ...args: unknown[]): Promise<unknown> {
    this.executed.push([command, ...args]);
    return await this.registered.get(command)?.(...args);
  }

  async trust(): Promise<void> {
    this.isTrusted = true;
    await Promise.all(this.trusting.map((it) => it()));
  }

  async set(key: string, value: unknown): Promise<void> {
    this.settings.set(key, value);
    const affectsConfiguration = (section: string): boolean => key === section || key.startsWith(`${section}.`);
    await Promise.all(this.configuring.map((it) => it({ affectsConfiguration })));
  }
}

export interface FakeTerminal {
  readonly options: vscode.TerminalOptions;
  readonly sent: { text: string; addNewLine: boolean | undefined }[];
  shown: boolean;
}

/** The editor of the test that runs. */
export let editor = new Editor();

export function newEditor(): Editor {
  editor = new Editor();
  return editor;
}

/** The terminal that was made last. */
let latest: Terminal | undefined;

const nothing = (): vscode.Disposable => ({ dispose: () => undefined });

export enum LanguageStatusSeverity {
  Information = 0,
  Warning = 1,
  Error = 2,
}

type Log = Pick<vscode.LogOutputChannel, "info" | "warn" | "error" | "show" | "dispose">;
type Terminal = Pick<vscode.Terminal, "show" | "sendText">;
type Integrated = Pick<vscode.TerminalShellIntegrationChangeEvent, "terminal">;
type Configuration = Pick<vscode.WorkspaceConfiguration, "get">;
type Folder = Pick<vscode.WorkspaceFolder, "uri">;

export const window = {
  createOutputChannel(_name: string, _options: { log: true }): Log {
    const write = (text: string | Error): void => void editor.log.push(String(text));
    return { info: write, warn: write, error: write, show: () => undefined, dispose: () => undefined };
  },
  createTerminal(options: vscode.TerminalOptions): Terminal {
    const terminal: FakeTerminal = { options, sent: [], shown: false };
    editor.terminals.push(terminal);
    const shown: Terminal = {
      show: () => void (terminal.shown = true),
      sendText: (text, addNewLine) => void terminal.sent.push({ text, addNewLine }),
    };
    latest = shown;
    return shown;
  },
  onDidChangeTerminalShellIntegration(listener: (event: Integrated) => unknown): vscode.Disposable {
    const terminal = latest as vscode.Terminal;
    if (editor.shellsSpeak) {
      queueMicrotask(() => listener({ terminal }));
    }
    return nothing();
  },
  showErrorMessage(message: string, ..._items: string[]): Thenable<string | undefined> {
    editor.messages.push(message);
    return Promise.resolve(editor.pressed);
  },
  showWarningMessage(message: string): Thenable<string | undefined> {
    editor.messages.push(message);
    return Promise.resolve(undefined);
  },
};

export const workspace = {
  get isTrusted(): boolean {
    return editor.isTrusted;
  },
  get workspaceFolders(): Folder[] {
    return editor.folders.map((fsPath) => ({ uri: { scheme: "file", fsPath } as vscode.Uri }));
  },
  getConfiguration(section: string): Configuration {
    return {
      get: <T>(key: string, fallback?: T): T => (editor.settings.get(`${section}.${key}`) ?? fallback) as T,
    };
  },
  onDidGrantWorkspaceTrust(listener: () => unknown): vscode.Disposable {
    editor.trusting.push(listener);
    return nothing();
  },
  onDidChangeConfiguration(listener: (event: vscode.ConfigurationChangeEvent) => unknown): vscode.Disposable {
    editor.configuring.push(listener);
    return nothing();
  },
};

export const languages = {
  createLanguageStatusItem(_id: string, _selector: vscode.DocumentSelector): Partial<vscode.LanguageStatusItem> {
    return editor.item;
  },
};

export const commands = {
  registerCommand(command: string, callback: (...args: unknown[]) => unknown): vscode.Disposable {
    editor.registered.set(command, callback);
    return nothing();
  },
  executeCommand(command: string, ...args: unknown[]): Promise<unknown> {
    return editor.run(command, ...args);
  },
};
