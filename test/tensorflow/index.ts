/**
 * Holds the project's backends against the specs that come with TensorFlow.js:
 *
 *     npm run test:tensorflow -- [--write] [wasm-1 wasm-2 tfjs-node webgpu]
 *
 * Specs that are known to fail are listed in `failing`, by their cause. One that fails and is not
 * listed, or passes and is listed, fails the run. `--write` puts both right, for a person to look at.
 * WebGPU's list is that of the software adapter in Debian's chromium, on which they take a CPU minute:
 *
 *     LD_LIBRARY_PATH=/usr/lib/chromium VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json \
 *       npm run test:tensorflow -- webgpu
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { BackendName } from "lib/backend";
import { BACKENDS, type BackendKey, type SpecResult } from "./backends.ts";
import { bundleSpecs } from "./bundle.ts";

/** What a backend needs in `.native`, and the command that puts it there. */
const SET_UP: Partial<Record<BackendName, { module: string; command: string }>> = {
  "tfjs-node": { module: "@tensorflow/tfjs-node", command: "setup:native" },
  webgpu: { module: "webgpu", command: "setup:webgpu" },
};

/** Specs by the cause for which they fail. */
type Failing = Record<string, string[]>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean" } },
});
const keys = positionals.length > 0 ? positionals : Object.keys(BACKENDS);
for (const key of keys) {
  if (!(key in BACKENDS)) {
    throw new Error(`${key} is no backend: take of ${Object.keys(BACKENDS).join(", ")}`);
  }
}

const folder = await mkdtemp(join(tmpdir(), "tensorflow-specs-"));
try {
  const bundle = join(folder, "specs.cjs");
  await bundleSpecs(bundle);
  for (const key of keys) if (!(await holds(key as BackendKey, bundle))) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

async function holds(key: BackendKey, bundle: string): Promise<boolean> {
  const { backend, list } = BACKENDS[key];
  const needs = SET_UP[backend];
  if (
    needs &&
    !existsSync(new URL(`../../.native/node_modules/${needs.module}`, import.meta.url))
  ) {
    console.log(`${key}: SKIPPED, it is not set up: npm run ${needs.command}`);
    return true;
  }
  const results = join(folder, `${key}.json`);
  const script = fileURLToPath(new URL("run.ts", import.meta.url));
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", script, bundle, key, results],
    { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1e9 },
  );
  if (!existsSync(results)) {
    console.log(`${key}: the specs did not run to their end (exit ${status})\n${stderr}`);
    return false;
  }
  const all: SpecResult[] = JSON.parse(await readFile(results, "utf8"));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const failed = all.filter(({ passed }) => !passed);
  console.log(`${key}: ${all.length} specs of TensorFlow.js, ${failed.length} fail, ${seconds} s`);
  const file = fileURLToPath(new URL(`failing/${list}.json`, import.meta.url));
  const known: Failing = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
  const listed = new Set(Object.values(known).flat());
  const names = new Set(failed.map(({ name }) => name));
  const surprises = failed.filter(({ name }) => !listed.has(name));
  const mended = [...listed].filter((name) => !names.has(name));
  for (const { name, message } of surprises) {
    console.log(`  fails, not listed: ${name}\n    ${message}`);
  }
  for (const name of mended) console.log(`  listed, but passes or is gone: ${name}`);
  if (values.write) await write(file, known, surprises, mended);
  return surprises.length + mended.length === 0;
}

/** Puts the surprises under their messages, for a person to name the cause. */
async function write(
  file: string,
  known: Failing,
  surprises: readonly SpecResult[],
  mended: readonly string[],
): Promise<void> {
  const failing: Failing = {};
  const add = (cause: string, name: string) => {
    failing[cause] ??= [];
    failing[cause].push(name);
  };
  for (const [cause, names] of Object.entries(known)) {
    for (const name of names) if (!mended.includes(name)) add(cause, name);
  }
  for (const { name, message } of surprises) add(`? ${message.slice(0, 100)}`, name);
  await writeFile(file, `${JSON.stringify(failing, null, 2)}\n`);
}
