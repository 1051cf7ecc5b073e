import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as tf from "@tensorflow/tfjs";
import type { Step, StepBackend } from "../../step.ts";
import type { NativeBackend } from "../nativeBackend.ts";
import { type Messages, savedModel, TAG } from "./savedModel.ts";
import { type Trace, traced } from "./trace.ts";

/** Steps operation by operation before a graph is worth its making. */
const EAGER_STEPS = 8;

/** Graphs at the same time; the oldest makes room. */
const MOST = 4;

/** A trace that TensorFlow has as a model, by its number. */
interface Graph {
  readonly trace: Trace;
  readonly model: number;
}

/** The steps of an owner so far. */
interface Known {
  readonly shapes: string;
  readonly given: readonly object[];
  times: number;
  trace?: Trace;
  /** false where no graph can be made. */
  graph?: Graph | false;
}

/**
 * Computes what comes again and again as one graph, as `tf.function` does in Python: small
 * operations take JavaScript and TensorFlow more time to call than to compute.
 *
 * Two steps are noted; if they were the same but for what inputs and variables held, they are the
 * graph. Where they were not (a layer draws random numbers, say) or TensorFlow refuses the graph,
 * all goes on operation by operation.
 */
export function graphSteps(backend: NativeBackend, messages: Messages): StepBackend["runStep"] {
  const steps = new WeakMap<object, Known>();
  const open: { known: Known; model: number }[] = [];

  const note = (known: Known, step: Step): tf.Scalar => {
    const { result, trace } = traced(backend, step.inputs, () => step.run());
    if (!trace || (known.trace && !isDeepStrictEqual(known.trace, trace))) known.graph = false;
    else if (!known.trace) known.trace = trace;
    else {
      known.graph = load(backend, messages, trace) ?? false;
      if (known.graph) open.push({ known, model: known.graph.model });
      if (open.length > MOST) close(open.shift());
    }
    return result;
  };
  const close = (oldest?: { known: Known; model: number }) => {
    if (!oldest) return;
    backend.binding.deleteSavedModel(oldest.model);
    oldest.known.graph = undefined;
  };

  return (owner, step) => {
    const shapes = step.inputs.map(({ dtype, shape }) => `${dtype} ${shape}`).join();
    const { given } = step;
    const known = steps.get(owner) ?? { shapes, given, times: 0 };
    steps.set(owner, known);
    const isSame =
      shapes === known.shapes &&
      given.length === known.given.length &&
      given.every((each, i) => each === known.given[i]);
    if (!isSame || known.graph === false) return step.run();
    if (!known.graph) return known.times++ < EAGER_STEPS ? step.run() : note(known, step);
    try {
      return compute(backend, known.graph, step.inputs);
    } catch {
      known.graph = false; // a tensor that it took from outside is gone
      return step.run();
    }
  };
}

/** Gives TensorFlow the graph; undefined where it, or the disk, refuses. */
function load(backend: NativeBackend, messages: Messages, trace: Trace): Graph | undefined {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "cnn-graph-"));
    const bytes = savedModel(messages, backend.binding, trace.nodes);
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    return { trace, model: backend.binding.loadSavedModel(folder, TAG) };
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

function compute(
  backend: NativeBackend,
  { trace, model }: Graph,
  inputs: readonly tf.Tensor[],
): tf.Scalar {
  const [variables, variablePlaces] = unzip(trace.variables);
  const [others, otherPlaces] = unzip(trace.others);
  const [changing, changes] = unzip(trace.assigned);
  const results = backend.binding.runSavedModel(
    model,
    [...backend.getInputTensorIds([...inputs, ...variables]), ...others],
    namesOf([...trace.inputs, ...variablePlaces, ...otherPlaces]),
    namesOf([trace.result, ...changes]),
  );
  const [result, ...values] = results.map((each) => backend.createOutputTensor(each));
  for (const [i, variable] of changing.entries()) variable.assign(values[i]);
  tf.dispose(values);
  return result as tf.Scalar;
}

function unzip<A, B>(pairs: readonly (readonly [A, B])[]): [A[], B[]] {
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}

function namesOf(places: readonly string[]): string {
  return places.map((place) => `n${place}`).join();
}
