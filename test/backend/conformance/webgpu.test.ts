import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Running } from "../../scripts/running.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const dawn = path.join(repository, ".native/node_modules/webgpu/index.js");
/** Debian's Chromium brings a Vulkan loader and a Vulkan that the CPU computes. */
const chromium = "/usr/lib/chromium";
const software = path.join(chromium, "vk_swiftshader_icd.json");

describe("the webgpu backend on a software adapter", () => {
  it("passes the conformance suite, and its process ends by itself", async function () {
    this.timeout(240_000);
    const lacks = existsSync(dawn)
      ? existsSync(software)
        ? undefined
        : `there is no ${software}; install Debian's chromium`
      : "WebGPU is not set up; `npm run setup:webgpu` does it";
    if (lacks) {
      console.log(`      skipped: ${lacks}`);
      this.skip();
    }
    const mocha = path.join(repository, "node_modules/mocha/bin/mocha.js");
    const suite = "test/backend/conformance/webgpu.suite.ts";
    const args = [mocha, "--parallel=false", "--reporter=spec", "--timeout=200000", suite];
    const child = new Running(process.execPath, args, {
      cwd: repository,
      env: { ...process.env, LD_LIBRARY_PATH: chromium, VK_ICD_FILENAMES: software },
    });
    const { code, output } = await child.ended;
    console.log(output.replaceAll(/^/gm, "    "));
    expect(code).to.equal(0);
    expect(output).to.match(/\d+ passing/);
  });
});
