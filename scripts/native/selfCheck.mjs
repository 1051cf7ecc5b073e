import { Problem } from "../setup/problem.mjs";

/**
 * Trains for a second on what was built, in a process of its own.
 * @param {boolean} gpu whether a GPU has to be in use
 * @returns {Promise<string>} on which device, and how fast
 * @throws Problem when it does not start, does not train or computes elsewhere
 */
export async function selfCheck(gpu) {
  const { probeBackend } = await import("../../lib/dist/backend/probe.js");
  const probe = await probeBackend("tfjs-node", 1).catch((error) => {
    throw new Problem(`tfjs-node is built, but does not work: ${error.message}.`);
  });
  if (gpu && !probe.gpu) {
    throw new Problem(
      `tfjs-node is built and trains, but on the ${probe.device}: TensorFlow finds no GPU. \`nvidia-smi\` must list one, with a driver for CUDA 12 (525 or newer).`,
    );
  }
  return `tfjs-node trains on the ${probe.device}: ${Math.round(probe.imagesPerSecond)} images/s of the assignment's network.`;
}
