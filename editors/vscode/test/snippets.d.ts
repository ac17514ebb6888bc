declare module "*.code-snippets" {
  interface Snippet {
    readonly prefix: string;
    readonly description: string;
    readonly body: string | string[];
  }
  const snippets: Record<
    | "Plan: front matter"
    | "Plan: phase"
    | "Plan: criterion with a command"
    | "Plan: scenario"
    | "Plan: risk"
    | "Plan: let a finding pass",
    Snippet
  >;
  export default snippets;
}
