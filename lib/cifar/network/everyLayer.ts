import type * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** Where layers keep others: models their layers, wrappers one or two, recurrent layers their cells. */
const KEEPS = ["layers", "layer", "forwardLayer", "backwardLayer", "cell", "cells"] as const;

type Keeper = Layer & { readonly [Name in (typeof KEEPS)[number]]?: Layer | readonly Layer[] };

/** The layers of a model and those that these keep within, each once. */
export function everyLayer(model: tf.LayersModel): Layer[] {
  const found = new Set<Layer>();
  const add = (layer: Layer) => {
    if (found.has(layer)) return;
    found.add(layer);
    for (const name of KEEPS) for (const kept of [(layer as Keeper)[name] ?? []].flat()) add(kept);
  };
  model.layers.forEach(add);
  return [...found];
}
