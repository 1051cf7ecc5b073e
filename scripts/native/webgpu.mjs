import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setUp } from "../setup/index.mjs";
import { exclusively } from "../setup/lock.mjs";
import { step } from "../setup/step.mjs";
import { addPackages } from "./addPackages.mjs";
import { native } from "./folder.mjs";
import { needSpace } from "./needSpace.mjs";

const packages = { webgpu: "0.6.2", "@tensorflow/tfjs-backend-webgpu": "4.22.0" };

/**
 * Fetches Dawn, which runs WebGPU in Node on Linux, macOS and Windows, and TensorFlow.js's
 * backend for it, into `.native`: 54 MB to download, 151 MB on the disk.
 * @returns {Promise<string>} what there is to say
 */
export async function setUpWebGpu() {
  await setUp();
  await exclusively(async (onStart) => {
    await needSpace(native, 0.3);
    const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
    await step("Fetching WebGPU (54 MB)", () => addPackages(wanted, onStart));
  });
  return "WebGPU is here: `npm run doctor` says on which adapter it computes.";
}

/** Takes away what setUpWebGpu has fetched. */
export async function removeWebGpu() {
  await exclusively(async () => {
    for (const name of Object.keys(packages))
      await rm(join(native, "node_modules", name), { recursive: true, force: true });
  });
  return "WebGPU is removed.";
}
