import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { Messages } from "../../../../lib/backend/native/graph/savedModel.ts";
import type {
  Attribute,
  Binding,
  NativeBackend,
  TensorMetadata,
} from "../../../../lib/backend/native/nativeBackend.ts";

/** What the stand-in knows of TensorFlow's operations, on scalars. */
const OPERATIONS: Readonly<Record<string, (...inputs: number[]) => number>> = {
  Mul: (a, b) => a * b,
  Sub: (a, b) => a - b,
  Square: (a) => a * a,
};

/** A message in JSON: its fields by their names, and its attributes. */
interface Json {
  readonly [field: string]: never;
}

/** Stands in for TensorFlow's messages: each keeps what is set, and is written as JSON. */
class Message {
  readonly fields: Record<string, unknown> = {};
  readonly attributes = new Map<string, unknown>();

  getAttrMap(): Map<string, unknown> {
    return this.attributes;
  }

  serializeBinary(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this));
  }

  toJSON(): object {
    const plain = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);
    const fields = Object.entries(this.fields).map(([name, value]) => [name, plain(value)]);
    return { ...Object.fromEntries(fields), attributes: Object.fromEntries(this.attributes) };
  }
}

/** Any type of messages, and those within it. */
function messageType(): object {
  const construct = () =>
    new Proxy(new Message(), {
      get: (message, name) =>
        String(name).startsWith("set")
          ? (value: unknown) => Object.assign(message.fields, { [String(name).slice(3)]: value })
          : Reflect.get(message, name).bind?.(message),
    });
  return new Proxy(class {}, { construct, get: () => messageType() });
}

export const messages: Messages = new Proxy({}, { get: () => messageType() });

const ids = { TF_ATTR_STRING: 1, TF_ATTR_INT: 2, TF_ATTR_FLOAT: 3, TF_ATTR_BOOL: 4 };
export const TYPES = { ...ids, TF_ATTR_TYPE: 5, TF_ATTR_SHAPE: 6, TF_FLOAT: 7, TF_Version: "2" };

/** Steps that are computed operation by operation first, the two that are noted included. */
export const BEFORE = 10;

/** Stands in for TensorFlow and tfjs-node's backend: scalars, three operations, and graphs of them. */
export class Library extends tf.KernelBackend implements NativeBackend {
  readonly isUsingGpuDevice = false;
  readonly #held = new Map<object, TensorMetadata & { readonly value?: number }>();
  readonly tensorMap = {
    has: (dataId: object) => this.#held.has(dataId),
    get: (dataId: object) => this.#get(dataId),
  };
  /** What it has done with graphs. */
  readonly graphs: string[] = [];
  /** The latest that it was given. */
  model: Json[] = [];
  fails = false;
  readonly #values: number[] = [];

  binding: Binding = {
    ...TYPES,
    createTensor: (_: number[], __: number, values: ArrayBufferView) =>
      this.#values.push(Number(Reflect.get(values, 0))) - 1,
    tensorDataSync: (id: number) => Float32Array.of(this.#values[id]),
    executeOp: (name: string, _: Attribute[], inputs: number[]) => [
      this.#hold(OPERATIONS[name](...inputs.map((id) => this.#values[id]))),
    ],
    loadSavedModel: (folder: string, tag: string) => {
      const { MetaGraphsList } = JSON.parse(readFileSync(join(folder, "saved_model.pb"), "utf8"));
      const [{ MetaInfoDef, GraphDef }] = MetaGraphsList;
      if (!MetaInfoDef.TagsList.includes(tag)) throw new Error(`no graph has the tag ${tag}`);
      this.model = GraphDef.NodeList;
      this.graphs.push("load");
      return this.graphs.length;
    },
    runSavedModel: (_: number, inputs: number[], inputNames: string, outputNames: string) => {
      this.graphs.push("run");
      if (this.fails) throw new Error("out of memory");
      const given = new Map(
        inputNames.split(",").map((name, i) => [name, this.#values[inputs[i]]]),
      );
      return outputNames.split(",").map((name) => this.#hold(this.#compute(name, given)));
    },
    deleteSavedModel: () => void this.graphs.push("delete"),
  };

  #get(dataId: object): TensorMetadata & { readonly value?: number } {
    const held = this.#held.get(dataId);
    if (!held) throw new Error("the tensor is on another backend");
    return held;
  }

  #hold(value: number): TensorMetadata {
    return { id: this.#values.push(value) - 1, shape: [], dtype: TYPES.TF_FLOAT };
  }

  #compute(place: string, given: ReadonlyMap<string, number>): number {
    const known = given.get(place);
    if (known !== undefined) return known;
    const { Op, InputList, attributes } = this.model[Number(/^n(\d+):0$/.exec(place)?.[1])];
    if (Op === "Const") {
      const { value } = attributes as { value: { Tensor: { TensorContent: number[] } } };
      return new Float32Array(Uint8Array.from(value.Tensor.TensorContent).buffer)[0];
    }
    const inputs = InputList as string[];
    return OPERATIONS[Op](...inputs.map((each) => this.#compute(each, given)));
  }

  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Scalar {
    const ids = this.getInputTensorIds(inputs);
    return this.createOutputTensor(this.binding.executeOp(name, attributes, ids, 1)[0]);
  }

  executeMultipleOutputs(): never {
    throw new Error("no operation here gives more than one tensor");
  }

  getInputTensorIds(tensors: tf.Tensor[]): number[] {
    return tensors.map(({ dataId }) => {
      const { id, value = 0 } = this.#get(dataId);
      if (id >= 0) return id;
      const made = this.binding.createTensor([], TYPES.TF_FLOAT, Float32Array.of(value));
      this.#held.set(dataId, { id: made, shape: [], dtype: TYPES.TF_FLOAT });
      return made;
    });
  }

  createOutputTensor(metadata: TensorMetadata): tf.Scalar {
    const dataId = {};
    this.#held.set(dataId, metadata);
    return tf.engine().makeTensorFromDataId(dataId, [], "float32", this) as tf.Scalar;
  }

  override write([value]: tf.BackendValues): object {
    const dataId = {};
    this.#held.set(dataId, { id: -1, shape: [], dtype: TYPES.TF_FLOAT, value: Number(value) });
    return dataId;
  }

  override readSync(dataId: object): Float32Array {
    const { id, value = 0 } = this.#get(dataId);
    return Float32Array.from(id < 0 ? [value] : this.binding.tensorDataSync(id));
  }

  override disposeData(): boolean {
    return true;
  }
  override incRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return this.#held.size;
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override dispose(): void {}
}
