import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapViews } from "./heapViews.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type Attributes = tf.NamedAttrMap;

/** Where each of these is not to be trusted, or missing, on WebAssembly. */
const BORROWED: Readonly<Record<string, (inputs: Inputs, attributes: Attributes) => boolean>> = {
  // They begin with the least positive number as if it were the least of all.
  [tf.MaxPool3D]: always,
  [tf.MaxPoolWithArgmax]: always,
  [tf.Dilation2D]: always,
  [tf.Dilation2DBackpropInput]: always,
  [tf.Dilation2DBackpropFilter]: always,
  // One adds to what the memory held before, the other is right for strides of 1 alone.
  [tf.Conv3DBackpropInputV2]: always,
  [tf.Conv3DBackpropFilterV2]: always,
  // It takes what is nearer to 0 than a millionth for 0: most of an image's gradient.
  [tf.Sign]: always,
  // It writes whole numbers where others are asked for.
  [tf.OneHot]: (_, { dtype }) => dtype !== "int32",
  // They end on texts.
  [tf.SparseToDense]: ({ sparseValues }) => sparseValues?.dtype === "string",
  [tf.StaticRegexReplace]: always,
};

/** And these where WebAssembly has no vectors: the project's own need them. */
const WITHOUT_VECTORS: readonly string[] = [
  tf.MaxPool,
  tf.AvgPool,
  tf.MaxPoolGrad,
  tf.DepthwiseConv2dNative,
  tf.DepthwiseConv2dNativeBackpropInput,
  tf.DepthwiseConv2dNativeBackpropFilter,
];

/**
 * Lets TensorFlow.js's own JavaScript compute what its WebAssembly computes wrongly, or lacks: slow,
 * but right. Idempotent.
 */
export function registerBorrowedKernels({ vectors }: { vectors: boolean }): void {
  const kernels = Object.entries(BORROWED);
  if (!vectors) for (const name of WITHOUT_VECTORS) kernels.push([name, always]);
  for (const [name, applies] of kernels) {
    replaceKernel<Inputs, Attributes>(name, (call) => {
      if (!applies(call.inputs, call.attrs)) return undefined;
      const outputs = allBorrowed(name, call);
      return outputs.length === 1 ? outputs[0] : outputs;
    });
  }
}

function always(): boolean {
  return true;
}

/** What TensorFlow.js's "cpu" backend has beside its kernels. */
interface Cpu extends tf.KernelBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: unknown): tf.TensorInfo;
  readonly data: { get(dataId: object): { values: tf.BackendValues } };
}

/** One that gives one tensor. */
export function borrowed(kernelName: string, call: Call<object, object>): tf.TensorInfo {
  const [output] = allBorrowed(kernelName, call as Call<Inputs, Attributes>);
  return output;
}

function allBorrowed(
  kernelName: string,
  { inputs, attrs, backend }: Call<Inputs, Attributes>,
): tf.TensorInfo[] {
  const kernel = tf.getKernel(kernelName, "cpu");
  const cpu = tf.findBackend("cpu") as Cpu;
  const lent: Record<string, tf.TensorInfo> = {};
  const outputs: tf.TensorInfo[] = [];
  try {
    for (const [name, tensor] of Object.entries(inputs)) {
      if (!tensor) continue;
      const { shape, dtype, dataId } = tensor;
      const values = backend.readSync(dataId); // a copy
      const info = cpu.makeTensorInfo(shape, dtype, values);
      lent[name] = Object.assign(info, { rank: shape.length }); // some ask for it
    }
    outputs.push(...[kernel.kernelFunc({ inputs: lent, attrs, backend: cpu })].flat());
    return outputs.map((output) => copy(output, cpu, backend));
  } finally {
    for (const { dataId } of [...Object.values(lent), ...outputs]) cpu.disposeData(dataId);
  }
}

function copy(
  { dataId, shape, dtype }: tf.TensorInfo,
  cpu: Cpu,
  backend: BackendWasm,
): tf.TensorInfo {
  const { values } = cpu.data.get(dataId);
  const out = backend.makeOutput(shape, dtype, undefined, dtype === "string" ? values : undefined);
  if (dtype !== "string") heapViews(backend, out)[0].set(values as tf.TypedArray);
  return out;
}
