import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setUp } from "../setup/index.mjs";
import { exclusively } from "../setup/lock.mjs";
import { step } from "../setup/step.mjs";
import { addPackages } from "./addPackages.mjs";
import { native } from "./folder.mjs";
import { needSpace } from "./needSpace.mjs";
import { tfjsVersion } from "./tfjsVersion.mjs";

const DAWN = "webgpu";
const BACKEND = "@tensorflow/tfjs-backend-webgpu";

/**
 * Fetches Dawn, which runs WebGPU in Node on Linux, macOS and Windows, and TensorFlow.js's
 * backend for it, into `.native`: 54 MB to download, 151 MB on the disk.
 * @returns {Promise<string>} what there is to say
 */
export async function setUpWebGpu() {
  await setUp();
  await exclusively(async (onStart) => {
    await needSpace(native, 0.3);
    const wanted = [`${DAWN}@0.6.2`, `${BACKEND}@${tfjsVersion()}`];
    await step("Fetching WebGPU (54 MB)", () => addPackages(wanted, onStart));
  });
  return "WebGPU is here: `npm run doctor` says on which adapter it computes.";
}

/** Takes away what setUpWebGpu has fetched. */
export async function removeWebGpu() {
  await exclusively(async () => {
    for (const name of [DAWN, BACKEND]) {
      await rm(join(native, "node_modules", name), { recursive: true, force: true });
    }
  });
  return "WebGPU is removed.";
}
