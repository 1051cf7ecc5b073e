import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { Context } from "mocha";
import { Running } from "../../scripts/running.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const dawn = path.join(repository, ".native/node_modules/webgpu/index.js");
/** Debian's Chromium brings a Vulkan loader and a Vulkan that the CPU computes. */
const chromium = "/usr/lib/chromium";
const software = path.join(chromium, "vk_swiftshader_icd.json");

/**
 * Runs a suite in a process that has a software adapter where there is no GPU, and expects it to
 * pass and the process to end by itself. Skips the test, loudly, where WebGPU is not set up.
 */
export async function onSoftwareAdapter(test: Context, suite: string): Promise<void> {
  test.timeout(240_000);
  const lacks = existsSync(dawn)
    ? existsSync(software)
      ? undefined
      : `there is no ${software}; install Debian's chromium`
    : "WebGPU is not set up; `npm run setup:webgpu` does it";
  if (lacks) {
    console.log(`      skipped: ${lacks}`);
    test.skip();
  }
  const mocha = path.join(repository, "node_modules/mocha/bin/mocha.js");
  const args = [mocha, "--parallel=false", "--reporter=spec", "--timeout=200000", suite];
  const child = new Running(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, LD_LIBRARY_PATH: chromium, VK_ICD_FILENAMES: software },
  });
  const { code, output } = await child.ended;
  console.log(output.replaceAll(/^/gm, "    "));
  expect(code).to.equal(0);
  expect(output).to.match(/\d+ passing/);
}
