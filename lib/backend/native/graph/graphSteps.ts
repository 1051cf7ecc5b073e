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
const MOST = 16;

/** A trace that TensorFlow has as a model, by its number. */
interface Graph {
  readonly model: number;
  /** What it takes after the step's inputs: variables, then other tensors by their ids. */
  readonly variables: readonly tf.Variable[];
  readonly others: readonly number[];
  readonly inputNames: string;
  /** What it gives: the result, then what these variables become. */
  readonly changing: readonly tf.Variable[];
  readonly outputNames: string;
}

/** The steps of an owner so far. */
interface Known {
  readonly shapes: string;
  readonly given: readonly unknown[];
  times: number;
  trace?: Trace;
  /** false where there is none to be. */
  graph?: Graph | false;
}

/**
 * Computes what comes again and again as one graph, as `tf.function` does in Python: small
 * operations take JavaScript and TensorFlow more time to call than to compute.
 *
 * Two steps are noted; if they were the same but for what inputs and variables held, they are the
 * graph. Where they were not (a layer draws random numbers, say), or TensorFlow refuses the graph
 * or fails to compute it, all goes on operation by operation.
 */
export function graphSteps(backend: NativeBackend, messages: Messages): StepBackend["runStep"] {
  const steps = new WeakMap<object, Known>();
  const open = new Set<Known>();

  const giveUp = (known: Known) => {
    if (known.graph) backend.binding.deleteSavedModel(known.graph.model);
    known.graph = false;
    open.delete(known);
  };
  const note = (known: Known, step: Step): tf.Scalar => {
    const { result, trace } = traced(backend, step.inputs, () => step.run());
    if (!trace || (known.trace && !isDeepStrictEqual(known.trace, trace))) giveUp(known);
    else if (!known.trace) known.trace = trace;
    else {
      known.graph = load(backend, messages, trace) ?? false;
      known.trace = undefined;
      if (known.graph) open.add(known);
      const [oldest] = open;
      if (open.size > MOST) giveUp(oldest);
    }
    return result;
  };

  return (owner, step) => {
    const { inputs } = step;
    const given = step.given();
    const shapes = inputs.map(({ dtype, shape }) => `${dtype} ${shape}`).join();
    let known = steps.get(owner);
    if (!known || !isSame(given, known.given)) {
      const isNew = known && known.graph === undefined && !known.trace;
      const times = known && isNew ? known.times : 0; // the first step gives momentum its velocities
      if (known) giveUp(known);
      known = { shapes, given, times };
      steps.set(owner, known);
    }
    if (known.graph === false || shapes !== known.shapes) return step.run();
    if (!known.graph) return known.times++ < EAGER_STEPS ? step.run() : note(known, step);
    try {
      return compute(backend, known.graph, inputs);
    } catch {
      giveUp(known);
      return step.run();
    }
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => Object.is(each, b[i]));
}

/** Gives TensorFlow the graph; undefined where it, or the disk, refuses. */
function load(backend: NativeBackend, messages: Messages, trace: Trace): Graph | undefined {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "cnn-graph-"));
    const bytes = savedModel(messages, backend.binding, trace.nodes);
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    const [variables, variablePlaces] = unzip(trace.variables);
    const [others, otherPlaces] = unzip(trace.others);
    const [changing, changes] = unzip(trace.assigned);
    return {
      model: backend.binding.loadSavedModel(folder, TAG),
      variables,
      others,
      inputNames: [...trace.inputs, ...variablePlaces, ...otherPlaces].join(),
      changing,
      outputNames: [trace.result, ...changes].join(),
    };
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function compute(
  backend: NativeBackend,
  { model, variables, others, inputNames, changing, outputNames }: Graph,
  inputs: readonly tf.Tensor[],
): tf.Scalar {
  const ids = [...backend.getInputTensorIds([...inputs, ...variables]), ...others];
  const results = backend.binding.runSavedModel(model, ids, inputNames, outputNames);
  const [result, ...values] = results.map((each) => backend.createOutputTensor(each));
  for (const [i, variable] of changing.entries()) variable.assign(values[i]);
  tf.dispose(values);
  return result as tf.Scalar;
}

function unzip<A, B>(pairs: readonly (readonly [A, B])[]): [A[], B[]] {
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}
