import * as tf from "@tensorflow/tfjs";
import { openFolder } from "#folder";
import { sha256 } from "#hash";
import { fromKeras3 } from "./fromKeras3.ts";
import { readWeights } from "./readWeights.ts";

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
      const folder = await openFolder(directory, { make: true });
      const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
      const name = `weights-${sha256().add(weights).hex().slice(0, 8)}.bin`;
      const weightsManifest = [{ paths: [name], weights: weightSpecs }];
      await folder.write(name, weights);
      await folder.write("model.json", JSON.stringify({ ...artifacts, weightsManifest }));
      for (const file of await folder.list()) {
        if (WEIGHTS.test(file) && file !== name) await folder.remove(file);
      }
      const saved = { ...artifacts, weightData, weightSpecs };
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    },
    async load() {
      const folder = await openFolder(directory);
      const json = JSON.parse(new TextDecoder().decode(await folder.read("model.json")));
      return tf.io.getModelArtifactsForJSON(fromKeras3(json), (manifest) =>
        readWeights(folder, directory, manifest),
      );
    },
  };
}

const WEIGHTS = /^weights-[0-9a-f]{8}\.bin$/;
