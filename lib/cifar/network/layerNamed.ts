import type * as tf from "@tensorflow/tfjs";

/**
 * The layer of this name.
 *
 * @throws RangeError, naming those that there are
 */
export function layerNamed(
  caller: string,
  model: tf.LayersModel,
  layer: string,
): { readonly output: tf.SymbolicTensor } {
  const names = model.layers.map(({ name }) => name);
  if (!names.includes(layer)) {
    throw new RangeError(`${caller}: no layer is named "${layer}", there are ${names.join(", ")}`);
  }
  const { output } = model.getLayer(layer);
  if (Array.isArray(output)) {
    throw new RangeError(
      `${caller}: layer "${layer}" has ${output.length} outputs, it takes a layer with 1`,
    );
  }
  return { output };
}
