import * as tf from "@tensorflow/tfjs";

type Call = Parameters<tf.KernelFunc>[0];
type Compute = (call: Call) => tf.TensorInfo;

const mended = new WeakSet<object>();

/**
 * Mends kernels of the WebGPU backend. Cumulative sums and products from the end take the length of the
 * first call for that of all: they are computed from the beginning, of what is reversed. Products of
 * small tensors lose the axes that are to be kept. Idempotent.
 */
export function mendWebGpuKernels(): void {
  for (const kernel of [tf.Cumsum, tf.Cumprod]) mend(kernel, fromBeginning);
  mend(tf.Prod, withAxes);
}

function mend(kernelName: string, mending: (call: Call, original: Compute) => tf.TensorInfo): void {
  const kernel = tf.getKernel(kernelName, "webgpu");
  if (!kernel || mended.has(kernel)) return;
  const original = kernel.kernelFunc as Compute;
  kernel.kernelFunc = (call) => mending(call, original);
  mended.add(kernel);
}

function fromBeginning(call: Call, original: Compute): tf.TensorInfo {
  const { inputs, attrs, backend } = call;
  const { axis, reverse } = attrs as { axis: number; reverse: boolean };
  if (!reverse) return original(call);
  const turn = tf.getKernel(tf.Reverse, "webgpu").kernelFunc as Compute;
  const turned = (x: tf.TensorInfo) => turn({ inputs: { x }, attrs: { dims: [axis] }, backend });
  const x = turned(inputs.x as tf.TensorInfo);
  const sums = original({ inputs: { x }, attrs: { ...attrs, reverse: false }, backend });
  const out = turned(sums);
  for (const { dataId } of [x, sums]) (backend as tf.KernelBackend).disposeData(dataId);
  return out;
}

function withAxes(call: Call, original: Compute): tf.TensorInfo {
  const out = original(call);
  const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
  const { shape } = call.inputs.x as tf.TensorInfo;
  const axes = tf.util.parseAxisParam(axis, shape);
  if (keepDims) out.shape = shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return out;
}
