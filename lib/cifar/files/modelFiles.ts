import * as tf from "@tensorflow/tfjs";
import { fromKeras3 } from "./fromKeras3.ts";
import { readWeights } from "./readWeights.ts";
import { writeAtomically } from "./writeAtomically.ts";

/**
 * A directory for a model, in the format of TensorFlow.js:
 *
 *     await model.save(modelFiles("models/course"));
 *     const model = await tf.loadLayersModel(modelFiles("models/course"));
 *
 * Its `model.json` loads as well wherever TensorFlow.js does, such as in a browser, by URL. Saving
 * again replaces the model at once: whoever reads meanwhile has the old one or the new. A compiled
 * model that is saved with `{ includeOptimizer: true }` is loaded compiled, and goes on training.
 *
 * It loads what others have written as well: weights in several files, and models that
 * `tensorflowjs_converter` made of those of Keras 2 and Keras 3.
 */
export function modelFiles(directory: string): tf.io.IOHandler {
  return {
    async save({ weightData, weightSpecs = [], ...artifacts }) {
      const { createHash } = await import("node:crypto");
      const { mkdir, readdir, rm } = await import("node:fs/promises");
      const { join } = await import("node:path");
      const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
      const sum = createHash("sha256").update(weights).digest("hex").slice(0, 8);
      const name = `weights-${sum}.bin`;
      const weightsManifest = [{ paths: [name], weights: weightSpecs }];
      await mkdir(directory, { recursive: true });
      await writeAtomically(join(directory, name), weights);
      const json = JSON.stringify({ ...artifacts, weightsManifest });
      await writeAtomically(join(directory, "model.json"), json);
      for (const file of await readdir(directory))
        if (WEIGHTS.test(file) && file !== name) await rm(join(directory, file), { force: true });
      const saved = { ...artifacts, weightData, weightSpecs };
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    },
    async load() {
      const { readFile } = await import("node:fs/promises");
      const { join } = await import("node:path");
      const json = JSON.parse(await readFile(join(directory, "model.json"), "utf8"));
      return tf.io.getModelArtifactsForJSON(fromKeras3(json), (manifest) =>
        readWeights(directory, manifest),
      );
    },
  };
}

const WEIGHTS = /^weights-[0-9a-f]{8}\.bin$/;
