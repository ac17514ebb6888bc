// The program that is started: where it is, and whether it is the right one.

import { execFile } from "node:child_process";
import { isAbsolute, join, sep } from "node:path";

/** The oldest program that this extension talks to. */
export const OLDEST: Version = [0, 1, 0];

export type Version = readonly [major: number, minor: number, patch: number];

/** What is wrong, and what to do about it. */
export interface Trouble {
  readonly headline: string;
  readonly remedy: string;
}

export type Probe =
  | { readonly kind: "found"; readonly program: string; readonly version: string }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

/** How a run ended. */
export type Outcome =
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "not-found" }
  | { readonly kind: "not-allowed" }
  | { readonly kind: "failed"; readonly why: string };

export type Run = (program: string, args: readonly string[]) => Promise<Outcome>;

const INSTALL = "Install it as its README says, or set `tip.server.path` to where it is.";

/** Where relative settings start from. */
export interface Places {
  readonly home: string;
  /** The first folder that is open, if any is. */
  readonly folder: string | undefined;
}

/** Returns the program that a setting means; `undefined` for a path relative to a folder that is not there. */
export function programOf(setting: string, places: Places): string | undefined {
  const written = setting.trim() || "tip";
  if (written.startsWith("~/")) {
    return join(places.home, written.slice(2));
  }
  // A bare name is looked up on PATH, never in a folder that happens to be open.
  if (isAbsolute(written) || !(written.includes("/") || written.includes(sep))) {
    return written;
  }
  return places.folder === undefined ? undefined : join(places.folder, written);
}

/** Asks the program of a setting for its version. */
export async function probe(setting: string, places: Places, run: Run = runProgram): Promise<Probe> {
  const program = programOf(setting, places);
  if (program === undefined) {
    return trouble(
      `\`${setting}\` is relative, and no folder is open.`,
      "Set `tip.server.path` to a name on PATH or to a whole path.",
    );
  }
  const outcome = await run(program, ["--version"]);
  switch (outcome.kind) {
    case "not-found":
      return trouble(`\`${program}\` was not found.`, INSTALL);
    case "not-allowed":
      return trouble(
        `\`${program}\` may not be executed.`,
        "Set its executable bit, or set `tip.server.path` to another program.",
      );
    case "failed":
      return trouble(`\`${program} --version\` failed: ${outcome.why}`, INSTALL);
    case "printed":
      return judge(program, outcome.text);
  }
}

function judge(program: string, printed: string): Probe {
  const version = parseVersion(printed);
  if (version === undefined) {
    return trouble(`\`${program}\` is another program of that name.`, INSTALL);
  }
  if (isOlder(version, OLDEST)) {
    return trouble(
      `\`${program}\` is version ${version.join(".")}, and ${OLDEST.join(".")} or newer is needed.`,
      "Update it, or set `tip.server.path` to a newer one.",
    );
  }
  return { kind: "found", program, version: version.join(".") };
}

/** Reads what `tip --version` prints. */
export function parseVersion(printed: string): Version | undefined {
  const match = /^tip (\d+)\.(\d+)\.(\d+)/.exec(printed);
  if (match === null) {
    return undefined;
  }
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function isOlder(version: Version, than: Version): boolean {
  const [major, minor, patch] = version;
  if (major !== than[0]) {
    return major < than[0];
  }
  return minor === than[1] ? patch < than[2] : minor < than[1];
}

function trouble(headline: string, remedy: string): Probe {
  return { kind: "trouble", trouble: { headline, remedy } };
}

/** Runs a program without a shell and returns the first thing it says. */
export const runProgram: Run = (program, args) =>
  new Promise((resolve) => {
    execFile(program, [...args], { timeout: 10_000, windowsHide: true }, (error, stdout) => {
      if (error === null) {
        resolve({ kind: "printed", text: stdout });
      } else if (error.code === "ENOENT" || error.code === "ENOTDIR") {
        resolve({ kind: "not-found" });
      } else if (error.code === "EACCES") {
        resolve({ kind: "not-allowed" });
      } else {
        const why = error.killed === true ? "it did not answer in 10 s" : (error.message.split("\n")[0] ?? "");
        resolve({ kind: "failed", why });
      }
    });
  });
