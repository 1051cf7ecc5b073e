import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setUp } from "../setup/index.mjs";
import { exclusively } from "../setup/lock.mjs";
import { Problem } from "../setup/problem.mjs";
import { isMadeFrom, make } from "../setup/stamp.mjs";
import { run, step } from "../setup/step.mjs";
import { addPackages } from "./addPackages.mjs";
import { binding, compile } from "./compile.mjs";
import { native } from "./folder.mjs";
import { needSpace } from "./needSpace.mjs";
import { selfCheck } from "./selfCheck.mjs";
import { fetchTensorFlow, site, TENSORFLOW } from "./tensorFlow.mjs";
import { tfjsVersion } from "./tfjsVersion.mjs";

/** What its binding is compiled with, and what its backend imports. */
const helpers = ["node-api-headers@1.9.0", "google-protobuf@3.21.4"];

/** Free gigabytes that the set-up needs: downloads and what is unpacked of them. */
const GIGABYTES = { cpu: 1.5, gpu: 10 };

/**
 * Builds the binding of tfjs-node against the TensorFlow of a PyPI wheel, into `.native`.
 * @param {{ gpu: boolean }} options gpu: the wheel for NVIDIA's GPUs, with NVIDIA's libraries
 * @returns {Promise<string>} what the self-check measured
 * @throws Problem saying what is missing
 */
export async function setUpNative({ gpu }) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Problem(
      `setup:native: this is ${process.platform} on ${process.arch}; it needs Linux on x64. \`npm run setup:webgpu\` makes a GPU usable on Linux, macOS and Windows.`,
    );
  }
  if ((await run("g++", ["--version"])).code !== 0) {
    throw new Problem(
      "setup:native: g++ is missing. On Debian and Ubuntu run\n\n    sudo apt install g++\n\nand then this command again.",
    );
  }
  if (gpu && (await run("nvidia-smi", [])).code !== 0) {
    throw new Problem(
      `setup:native: \`nvidia-smi\` finds no GPU, so that there is none to build for. Install NVIDIA's driver for CUDA 12 (525 or newer) and run this command again, or leave out --gpu.`,
    );
  }
  const python = await setUp();
  const tfjs = tfjsVersion();
  const print = ["tfjs-node", tfjs, "tensorflow", TENSORFLOW, gpu ? "gpu" : "cpu"].join(" ");
  await exclusively(async (onStart) => {
    if (isMadeFrom(site, print)) return;
    await needSpace(native, gpu ? GIGABYTES.gpu : GIGABYTES.cpu);
    await make(site, print, async () => {
      await rm(site, { recursive: true, force: true });
      await mkdir(site, { recursive: true });
      await step("Fetching tfjs-node", () =>
        addPackages([`@tensorflow/tfjs-node@${tfjs}`, ...helpers], onStart),
      );
      await fetchTensorFlow(python, gpu, onStart);
      await step("Compiling the binding", () => compile(onStart));
    });
  });
  return selfCheck(gpu);
}

/** Takes away what setUpNative has made. */
export async function removeNative() {
  await exclusively(async () => {
    await rm(site, { recursive: true, force: true });
    for (const name of ["@tensorflow/tfjs-node", "node-api-headers", "google-protobuf"]) {
      await rm(join(native, "node_modules", name), { recursive: true, force: true });
    }
    await rm(binding, { force: true });
  });
  return "tfjs-node and its TensorFlow are removed.";
}
