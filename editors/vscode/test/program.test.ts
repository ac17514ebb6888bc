import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";

import { isOlder, type Outcome, parseVersion, probe, programOf } from "../src/program";

const PLACES = { home: "/home/user", folder: "/repo" };

describe("the setting of the program", () => {
  for (const [setting, program] of [
    ["tip", "tip"],
    ["  ", "tip"],
    ["/opt/tip", "/opt/tip"],
    ["~/bin/tip", "/home/user/bin/tip"],
    ["target/debug/tip", "/repo/target/debug/tip"],
    ["./tip", "/repo/tip"],
  ] as const) {
    it(`\`${setting}\` means ${program}`, () => {
      assert.equal(programOf(setting, PLACES), program);
    });
  }

  it("means nothing where it is relative and no folder is open", async () => {
    const probed = await probe("./tip", { home: "/home/user", folder: undefined });
    assert.match(troubleOf(probed).headline, /relative, and no folder is open/);
  });
});

describe("versions", () => {
  it("are read from what the program prints", () => {
    assert.deepEqual(parseVersion("tip 1.20.3 (abc 2026-01-01)\n"), [1, 20, 3]);
    assert.equal(parseVersion("tipping 1.0.0"), undefined);
    assert.equal(parseVersion(""), undefined);
  });

  it("are compared as numbers", () => {
    assert.ok(isOlder([0, 9, 0], [0, 10, 0]));
    assert.ok(isOlder([0, 9, 9], [1, 0, 0]));
    assert.ok(isOlder([1, 2, 2], [1, 2, 3]));
    assert.ok(!isOlder([1, 2, 3], [1, 2, 3]));
    assert.ok(!isOlder([2, 0, 0], [1, 9, 9]));
  });
});

describe("a program that does not serve", () => {
  const folder = mkdtempSync(join(tmpdir(), "tip-program-"));
  after(() => rmSync(folder, { recursive: true }));

  it("is named with a remedy where it is not there", async () => {
    const missing = join(folder, "missing");
    const trouble = troubleOf(await probe(missing, PLACES));
    assert.equal(trouble.headline, `\`${missing}\` was not found.`);
    assert.match(trouble.remedy, /tip\.server\.path/);
  });

  it("is named with a remedy where it may not be executed", async () => {
    const file = join(folder, "text");
    writeFileSync(file, "no program");
    chmodSync(file, 0o600);
    const trouble = troubleOf(await probe(file, PLACES));
    assert.match(trouble.headline, /may not be executed/);
    assert.match(trouble.remedy, /executable bit/);
  });

  it("is told from another program of that name", async () => {
    const trouble = troubleOf(await probe(process.execPath, PLACES));
    assert.match(trouble.headline, /another program of that name/);
  });

  it("is named with both versions where it is too old", async () => {
    const old = async (): Promise<Outcome> => ({ kind: "printed", text: "tip 0.0.9\n" });
    const trouble = troubleOf(await probe("tip", PLACES, old));
    assert.match(trouble.headline, /0\.0\.9, and 0\.1\.0 or newer is needed/);
    assert.match(trouble.remedy, /Update it/);
  });

  it("is named where it fails", async () => {
    const file = join(folder, "fails");
    writeFileSync(file, "#!/bin/sh\nexit 3\n");
    chmodSync(file, 0o700);
    const trouble = troubleOf(await probe(file, PLACES));
    assert.match(trouble.headline, /--version` failed/);
  });
});

function troubleOf(probed: Awaited<ReturnType<typeof probe>>): { headline: string; remedy: string } {
  assert.ok(probed.kind === "trouble", JSON.stringify(probed));
  return probed.trouble;
}
