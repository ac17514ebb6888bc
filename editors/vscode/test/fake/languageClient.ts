// A client of the language server that starts nothing and remembers what was asked of it.

import type {
  Executable,
  LanguageClient as Real,
  LanguageClientOptions,
  ServerOptions,
  StateChangeEvent,
} from "vscode-languageclient/node";

export enum State {
  Stopped = 1,
  Running = 2,
  Starting = 3,
  StartFailed = 4,
}

export enum RevealOutputChannelOn {
  Info = 1,
  Warn = 2,
  Error = 3,
  Never = 4,
}

/** All that were made, the newest last. */
export const clients: LanguageClient[] = [];

/** What the next start fails with. */
export const next: { failure: string | undefined } = { failure: undefined };

type Part = Pick<Real, "start" | "dispose">;

export class LanguageClient implements Part {
  state: State = State.Stopped;
  readonly executable: Executable;
  private listeners: ((event: StateChangeEvent) => unknown)[] = [];

  constructor(
    readonly id: string,
    readonly name: string,
    server: ServerOptions,
    readonly options: LanguageClientOptions,
  ) {
    this.executable = server as Executable;
    clients.push(this);
  }

  onDidChangeState(listener: (event: StateChangeEvent) => unknown): void {
    this.listeners.push(listener);
  }

  async start(): Promise<void> {
    await Promise.resolve();
    const failure = next.failure;
    if (failure !== undefined) {
      next.failure = undefined;
      throw new Error(failure);
    }
    this.become(State.Running);
  }

  async dispose(): Promise<void> {
    await Promise.resolve();
    this.become(State.Stopped);
  }

  /** What happens when the process is gone. */
  become(newState: State): void {
    const event = { oldState: this.state, newState } as StateChangeEvent;
    this.state = newState;
    for (const listener of this.listeners) {
      listener(event);
    }
  }
}
