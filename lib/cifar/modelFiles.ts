import * as tf from "@tensorflow/tfjs";
import { writeAtomically } from "./writeAtomically.ts";

/**
 * A directory for a model, in the format of TensorFlow.js:
 *
 *     await model.save(modelFiles("models/course"));
 *     const model = await tf.loadLayersModel(modelFiles("models/course"));
 *
 * Its `model.json` loads as well wherever TensorFlow.js does, such as in a browser, by URL. Saving
 * again replaces the model at once: whoever reads meanwhile has the old one or the new.
 */
export function modelFiles(directory: string): tf.io.IOHandler {
  return {
    async save(artifacts) {
      const { createHash } = await import("node:crypto");
      const { mkdir, readdir, rm } = await import("node:fs/promises");
      const { join } = await import("node:path");
      const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
      const sum = createHash("sha256").update(weights).digest("hex").slice(0, 8);
      const name = `weights-${sum}.bin`;
      const { modelTopology = {}, format, generatedBy, convertedBy } = artifacts;
      const weightsManifest = [{ paths: [name], weights: artifacts.weightSpecs ?? [] }];
      const json: tf.io.ModelJSON = {
        modelTopology,
        format,
        generatedBy,
        convertedBy,
        weightsManifest,
      };
      await mkdir(directory, { recursive: true });
      await writeAtomically(join(directory, name), weights);
      await writeAtomically(join(directory, "model.json"), JSON.stringify(json));
      for (const file of await readdir(directory))
        if (WEIGHTS.test(file) && file !== name) await rm(join(directory, file), { force: true });
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
    async load() {
      const { readFile } = await import("node:fs/promises");
      const { join } = await import("node:path");
      const json = JSON.parse(await readFile(join(directory, "model.json"), "utf8"));
      return tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const bytes = await readFile(join(directory, manifest[0].paths[0]));
        return [manifest[0].weights, Uint8Array.from(bytes).buffer];
      });
    },
  };
}

const WEIGHTS = /^weights-[0-9a-f]{8}\.bin$/;
