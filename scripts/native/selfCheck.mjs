import { Problem } from "../setup/problem.mjs";

/**
 * Trains for a second on what was built, in a process of its own.
 * @param {boolean} gpu whether a GPU has to be in use
 * @returns {Promise<string>} on which device, and how fast
 * @throws Problem when it does not start, does not train or computes elsewhere
 */
export async function selfCheck(gpu) {
  const { tryBackend } = await import("../../lib/dist/backend/trial.js");
  const trial = await tryBackend("tfjs-node", 1).catch((error) => {
    throw new Problem(`tfjs-node is built, but does not work: ${error.message}.`);
  });
  if (gpu && !trial.gpu)
    throw new Problem(
      `tfjs-node is built and trains, but on the ${trial.device}: TensorFlow finds no GPU. \`nvidia-smi\` must list one, with a driver for CUDA 12 (525 or newer).`,
    );
  return `tfjs-node trains on the ${trial.device}: ${Math.round(trial.imagesPerSecond)} images/s of the assignment's network.`;
}
