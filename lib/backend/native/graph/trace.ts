import * as tf from "@tensorflow/tfjs";
import type { Attribute, Binding, NativeBackend, TensorMetadata } from "../nativeBackend.ts";

/** A node of a graph of TensorFlow; "n3:1" is the place of output 1 of node 3. */
export interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly Attribute[];
  /** What a placeholder or constant holds. */
  readonly holds?: Pick<TensorMetadata, "dtype" | "shape"> & { readonly bytes?: Uint8Array };
}

/** What TensorFlow computed while a function ran. */
export interface Trace {
  readonly nodes: readonly Node[];
  /** The places of the tensors that it was given, in their order. */
  readonly inputs: readonly string[];
  /** The places of the variables that it used, and of other tensors from before, by their ids. */
  readonly variables: readonly (readonly [tf.Variable, string])[];
  readonly others: readonly (readonly [id: number, string])[];
  readonly result: string;
  /** What the variables that it changed were given. */
  readonly assigned: readonly (readonly [tf.Variable, string])[];
}

/**
 * Runs a function and notes every operation of TensorFlow.
 *
 * @returns no trace where the operations are not all: when JavaScript has read a result, say
 */
export function traced<T extends tf.Tensor>(
  backend: NativeBackend,
  inputs: readonly tf.Tensor[],
  run: () => T,
): { result: T; trace: Trace | undefined } {
  const recorder = new Recorder(backend, inputs);
  const result = recorder.during(run);
  return { result, trace: recorder.trace(result) };
}

class Recorder {
  readonly #backend: NativeBackend;
  readonly #binding: Binding;
  readonly #nodes: Node[] = [];
  /** The places of tensors, by their ids. */
  readonly #places = new Map<number, string>();
  readonly #holds = new Map<number, NonNullable<Node["holds"]>>();
  readonly #inputs: string[];
  readonly #before: ReadonlyMap<tf.Variable, number>;
  readonly #others = new Map<number, string>();
  #isWhole = true;

  constructor(backend: NativeBackend, inputs: readonly tf.Tensor[]) {
    this.#backend = backend;
    this.#binding = backend.binding;
    this.#inputs = inputs.map((tensor) => this.#placeholder(this.#idOf(tensor)));
    const variables: tf.Variable[] = Object.values(tf.engine().registeredVariables).filter(
      ({ dataId }) => backend.tensorMap.has(dataId), // others are on another backend
    );
    this.#before = new Map(variables.map((variable) => [variable, this.#idOf(variable)]));
  }

  /** Runs a function, whose operations are noted. */
  during<T>(run: () => T): T {
    const backend = this.#backend;
    const binding = this.#binding;
    const own = (value: unknown) => ({ value });
    const idsOf = backend.getInputTensorIds;
    backend.getInputTensorIds = (tensors) => {
      const ids = idsOf.call(backend, tensors);
      for (const [i, id] of ids.entries()) this.#describe(id, tensors[i]);
      return ids;
    };
    backend.binding = Object.create(binding, {
      createTensor: own((...[shape, dtype, values]: Parameters<Binding["createTensor"]>) => {
        const id = binding.createTensor(shape, dtype, values);
        if (!ArrayBuffer.isView(values)) this.#isWhole = false; // texts
        const { buffer, byteOffset, byteLength } = values;
        const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
        this.#holds.set(id, { dtype, shape, bytes });
        return id;
      }),
      executeOp: own((...call: Parameters<Binding["executeOp"]>) => {
        const results = binding.executeOp(...call);
        this.#note(call, results);
        return results;
      }),
      tensorDataSync: own((id: number) => {
        this.#isWhole = false;
        return binding.tensorDataSync(id);
      }),
    });
    try {
      return run();
    } finally {
      backend.binding = binding;
      backend.getInputTensorIds = idsOf;
    }
  }

  trace(result: tf.Tensor): Trace | undefined {
    const variables: [tf.Variable, string][] = [];
    const assigned: [tf.Variable, string][] = [];
    for (const [variable, id] of this.#before) {
      const place = this.#others.get(id);
      if (place !== undefined) variables.push([variable, place]);
      if (this.#idOf(variable) !== id) assigned.push([variable, this.#placeOf(variable)]);
    }
    const used = new Set(variables.map(([, place]) => place));
    if (used.size < variables.length) return undefined; // two variables are the same tensor
    const others = [...this.#others].filter(([, place]) => !used.has(place));
    const places = { inputs: this.#inputs, variables, others, assigned };
    const trace = { nodes: this.#nodes, ...places, result: this.#placeOf(result) };
    return this.#isWhole ? trace : undefined;
  }

  #idOf(tensor: tf.Tensor): number {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    this.#describe(id, tensor);
    return id;
  }

  #describe(id: number, { dataId }: tf.Tensor): void {
    if (this.#holds.has(id)) return;
    const { dtype, shape } = this.#backend.tensorMap.get(dataId);
    this.#holds.set(id, { dtype, shape });
  }

  #note([operation, attributes, ids]: Parameters<Binding["executeOp"]>, results: TensorMetadata[]) {
    const inputs = ids.map((id) => this.#place(id));
    const node = this.#nodes.push({ operation, inputs, attributes }) - 1;
    for (const [i, { id }] of results.entries()) this.#places.set(id, `n${node}:${i}`);
  }

  #placeOf(tensor: tf.Tensor): string {
    return this.#place(this.#idOf(tensor));
  }

  /** Where a tensor comes from: an operation, JavaScript, or from before. */
  #place(id: number): string {
    const known = this.#places.get(id);
    if (known !== undefined) return known;
    const holds = this.#holds.get(id);
    if (!holds?.bytes) {
      const place = this.#placeholder(id);
      this.#others.set(id, place);
      return place;
    }
    return this.#leaf(id, "Const", holds);
  }

  #placeholder(id: number): string {
    const holds = this.#holds.get(id);
    if (!holds) this.#isWhole = false;
    return this.#leaf(id, "Placeholder", holds && { dtype: holds.dtype, shape: holds.shape });
  }

  #leaf(id: number, operation: string, holds: Node["holds"]): string {
    const place = `n${this.#nodes.push({ operation, inputs: [], attributes: [], holds }) - 1}:0`;
    this.#places.set(id, place);
    return place;
  }
}
