import type * as tf from "@tensorflow/tfjs";
import type { StepBackend } from "../step.ts";

/** An attribute of an operation of TensorFlow. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What TensorFlow tells of a tensor; its type is a number of TensorFlow's. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** What the backend of tfjs-node offers beside its kernels. */
export interface NativeBackend extends tf.KernelBackend, Partial<StepBackend> {
  readonly isUsingGpuDevice: boolean;
  binding: Binding;
  readonly tensorMap: { has(dataId: object): boolean; get(dataId: object): TensorMetadata };
  /** Gives TensorFlow the tensors that it does not have yet. */
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  /** Runs any operation that TensorFlow has. */
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** TensorFlow itself. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_FLOAT: number;
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  tensorDataSync(id: number): tf.TypedArray;
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    outputs: number,
  ): TensorMetadata[];
  /** @returns the number of the model, a session of TensorFlow */
  loadSavedModel(folder: string, tags: string): number;
  /** @param inputNames of operations, with commas between them, as `outputNames` */
  runSavedModel(
    model: number,
    inputs: number[],
    inputNames: string,
    outputNames: string,
  ): TensorMetadata[];
  deleteSavedModel(model: number): void;
}
