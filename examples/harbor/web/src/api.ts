export interface Berth {
  name: string;
  length: number;
}

export type Fetch = (path: string) => Promise<unknown>;

/** Asks the server; `fetch` is passed in so that tests need no network. */
export class Api {
  private readonly fetch: Fetch;

  constructor(fetch: Fetch) {
    this.fetch = fetch;
  }

  async berths(): Promise<Berth[]> {
    return (await this.fetch("/berths")) as Berth[];
  }

  async free(night: string): Promise<string[]> {
    return (await this.fetch(`/free/${night}`)) as string[];
  }
}
