import type * as tf from "@tensorflow/tfjs";

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [name: string]: Json;
}

/**
 * A model of Keras 3, as `tensorflowjs_converter` writes it, in the words of Keras 2, which are those
 * that TensorFlow.js reads. Any other model stays as it is.
 */
export function fromKeras3(model: tf.io.ModelJSON): tf.io.ModelJSON {
  const topology = model.modelTopology as JsonObject;
  if (!/^3\./.test(String(topology?.keras_version))) return model;
  const models = namesOf(["Sequential", "Functional", "Model"], topology);
  const depthwise = namesOf(["DepthwiseConv2D"], topology);
  const weightName = (path: string) => {
    const parts = path.split("/");
    while (parts.length > 2 && models.has(parts[0])) parts.shift();
    const [layer, weight] = parts;
    return depthwise.has(layer) && weight === "kernel"
      ? `${layer}/depthwise_kernel`
      : parts.join("/");
  };
  return {
    ...model,
    modelTopology: renamed(topology) as JsonObject,
    weightsManifest: model.weightsManifest.map(({ weights, ...group }) => ({
      ...group,
      weights: weights.map((spec) => ({ ...spec, name: weightName(spec.name) })),
    })),
  };
}

/** The names of the models and layers of some classes, at any depth. */
function namesOf(classes: readonly string[], json: Json): Set<string> {
  if (json === null || typeof json !== "object") return new Set();
  const within = Object.values(json).flatMap((value) => [...namesOf(classes, value)]);
  const { class_name, config } = json as JsonObject;
  const isOne = classes.includes(String(class_name));
  return new Set(isOne ? [...within, String((config as JsonObject).name)] : within);
}

/** In every part: names of today in those of before. */
function renamed(json: Json): Json {
  if (Array.isArray(json)) return json.map(renamed);
  if (json === null || typeof json !== "object") return json;
  const { class_name, config } = json;
  if (class_name === "DTypePolicy") return (config as JsonObject).name;
  if (class_name === "L1" || class_name === "L2") {
    return { class_name: "L1L2", config: { l1: 0, l2: 0, ...(config as JsonObject) } };
  }
  const entries = Object.entries(json).map(([name, value]): [string, Json] => {
    if (name === "batch_shape") return ["batch_input_shape", value];
    if (name === "inbound_nodes") return [name, (value as Json[]).map(inboundNode)];
    if (name === "input_layers" || name === "output_layers") return [name, listed(value as Json[])];
    return [name, renamed(value)];
  });
  return Object.fromEntries(entries);
}

/** { args, kwargs } as the list of the tensors that they hold: [layer, node, tensor, options]. */
function inboundNode(node: Json): Json {
  if (Array.isArray(node)) return node;
  const { args, kwargs } = node as { args: Json; kwargs: JsonObject };
  const options = Object.entries(kwargs).filter(([, value]) => typeof value !== "object");
  return tensorsIn(args).map((history) => [...history, Object.fromEntries(options)]);
}

/** The histories of the tensors within a value. */
function tensorsIn(json: Json): Json[][] {
  if (json === null || typeof json !== "object") return [];
  const { class_name, config } = json as JsonObject;
  if (class_name !== "__keras_tensor__") return Object.values(json).flatMap(tensorsIn);
  return [(config as { keras_history: Json[] }).keras_history];
}

/** [layer, node, tensor] alone, as a list of them. */
function listed(ends: Json[]): Json[] {
  return typeof ends[0] === "string" ? [ends] : ends;
}
