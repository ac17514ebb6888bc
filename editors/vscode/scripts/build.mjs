// Builds the extension, or its tests, into one file each.
//
// In the tests `vscode`, which only the editor has, is the fake of `test/fake`; so is the language client, which needs all of it.

import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "cjs",
  logLevel: "warning",
  platform: "node",
  // What the oldest editor runs that the manifest allows.
  target: "node20",
};

const parts = { extension: buildExtension, tests: buildTests };
const part = parts[process.argv[2] ?? ""];
if (part === undefined) {
  console.error("usage: node scripts/build.mjs extension|tests");
  process.exit(2);
}
await part();

async function buildExtension() {
  const result = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    external: ["vscode"],
    metafile: true,
    minify: true,
    outfile: "dist/extension.js",
  });
  writeFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), licences(Object.keys(result.metafile.inputs)));
}

async function buildTests() {
  const tests = readdirSync(join(root, "test")).filter((it) => it.endsWith(".test.ts"));
  await build({
    ...common,
    alias: {
      vscode: "./test/fake/vscode.ts",
      "vscode-languageclient/node": "./test/fake/languageClient.ts",
    },
    entryPoints: tests.map((it) => `test/${it}`),
    loader: { ".code-snippets": "json" },
    // The engine of the grammars finds its WebAssembly beside itself.
    external: ["vscode-oniguruma", "vscode-textmate"],
    outdir: "out/test",
    sourcemap: "inline",
  });
}

/** Returns the licences of the packages that the bundle holds: they ask to be passed on with it. */
function licences(inputs) {
  const found = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1] !== undefined) {
      found.add(match[1]);
    }
  }
  const texts = [...found].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((it) => /^licen[cs]e/i.test(it));
    if (file === undefined) {
      throw new Error(`${name} has no licence to pass on`);
    }
    const text = readFileSync(join(root, folder, file), "utf8").replaceAll("\r\n", "\n").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}
