import * as tf from "@tensorflow/tfjs";
import { beforeKernel } from "./beforeKernels.ts";
import { type OwnGradient, replaceGradient } from "./replaceGradient.ts";

/** What TensorFlow.js tells kernels about a convolution beside its tensors. */
interface Convolution {
  strides: number | [number, number];
  pad: tf.NamedAttrMap[string];
  dimRoundingMode?: string;
  dataFormat: string;
  dilations?: number | [number, number];
}

/** The two gradients of convolutions. */
interface Kernels {
  readonly input: string;
  readonly filter: string;
}
const KERNELS: Readonly<Record<string, Kernels>> = {
  [tf.Conv2D]: { input: tf.Conv2DBackpropInput, filter: tf.Conv2DBackpropFilter },
  [tf.DepthwiseConv2dNative]: {
    input: tf.DepthwiseConv2dNativeBackpropInput,
    filter: tf.DepthwiseConv2dNativeBackpropFilter,
  },
};

/** TensorFlow.js's name, in its notes for gradients, of `tf.fused.conv2d`. */
const FUSED = "fusedConv2d__op";

/** How the convolution was made that gave such values, by their dataId. */
const madeBy = new WeakMap<object, Convolution>();

/**
 * Replaces the gradient of convolutions, of fused ones too: with dilation, which TensorFlow.js
 * refuses, and each of them only where it is asked for. Those of the gradients are with them, for
 * penalties on a gradient. TensorFlow.js computes both of a fused one,
 * so that the first layer of a network gives the gradient of the images, which nobody needs.
 */
export function registerConvolutionGradients(): void {
  for (const [kernel, kernels] of Object.entries(KERNELS)) {
    const own: OwnGradient = (dy, [x, filter], attributes) => {
      const { dx, dw } = gradients(kernels, dy, x, filter, attributes as Convolution);
      return { x: dx, filter: dw };
    };
    replaceGradient(kernel, own, { isDifferentiable: true });
    tf.registerGradient({
      kernelName: kernels.filter,
      inputsToSave: ["x", "dy"],
      gradFunc(slope, [x, dy], attributes) {
        const ddw = slope as tf.Tensor;
        const inputs = { dy, filter: ddw };
        return {
          x: () => run(kernels.input, inputs, { inputShape: x.shape, ...attributes }),
          dy: () => run(kernel, { x, filter: ddw }, attributes),
        };
      },
    });
  }
  const { input, filter: filterGradient } = KERNELS[tf.DepthwiseConv2dNative];
  tf.registerGradient({
    kernelName: input, // that of conv2d TensorFlow.js has
    inputsToSave: ["dy", "filter"],
    gradFunc(slope, [dy, filter], attributes) {
      const x = slope as tf.Tensor;
      return {
        dy: () => run(tf.DepthwiseConv2dNative, { x, filter }, attributes),
        filter: () => run(filterGradient, { x, dy }, { filterShape: filter.shape, ...attributes }),
      };
    },
  });
  beforeKernel(tf.FusedConv2D, (_, attributes) => ({ dataId }) => {
    madeBy.set(dataId, attributes as Convolution);
  });
  tf.registerGradient({
    kernelName: FUSED,
    gradFunc(slopes, [filter, x, y, bias]): Record<number, () => tf.Tensor> {
      const attributes = madeBy.get(y.dataId);
      if (!attributes) throw new Error("gradient of fused conv2d: no call is known that gave this");
      const dy = (slopes as tf.Tensor).reshape(y.shape);
      const { dx, dw } = gradients(KERNELS[tf.Conv2D], dy, x, filter, attributes);
      return bias ? { 0: dx, 1: dw, 2: () => biasGradient(dy, bias.shape) } : { 0: dx, 1: dw };
    },
  });
}

function gradients(
  kernels: Kernels,
  dy: tf.Tensor,
  x: tf.Tensor,
  filter: tf.Tensor,
  { strides, pad, dimRoundingMode, dataFormat, dilations }: Convolution,
): { dx: () => tf.Tensor; dw: () => tf.Tensor } {
  const attributes = { strides, pad, dimRoundingMode, dataFormat, dilations: [1, 1] };
  const [down, right] = [dilations ?? 1, dilations ?? 1].flat();
  const spread = spreadOut(filter, down, right);
  return {
    dx: () => run(kernels.input, { dy, filter: spread }, { inputShape: x.shape, ...attributes }),
    dw: () => {
      const dw = run(kernels.filter, { x, dy }, { filterShape: spread.shape, ...attributes });
      return gathered(dw, filter.shape, down, right);
    },
  };
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);
}

/** Puts zeros between the rows and columns of a filter: a convolution with it is the dilated one. */
export function spreadOut(filter: tf.Tensor, down: number, right: number): tf.Tensor {
  if (down === 1 && right === 1) return filter;
  const [P, Q, C, F] = filter.shape;
  const rows = filter.reshape<tf.Tensor3D>([P, 1, Q * C * F]);
  const spread = after(rows, down - 1).reshape<tf.Tensor3D>([P * down * Q, 1, C * F]);
  return after(spread, right - 1)
    .reshape<tf.Tensor4D>([P * down, Q * right, C, F])
    .slice([0, 0, 0, 0], [(P - 1) * down + 1, (Q - 1) * right + 1, C, F]);
}

/** The elements of a spread filter's gradient that are not for its zeros. */
function gathered(dw: tf.Tensor, shape: number[], down: number, right: number): tf.Tensor {
  if (down === 1 && right === 1) return dw;
  const [P, Q, C, F] = shape;
  const padding: [number, number][] = [
    [0, down - 1],
    [0, right - 1],
    [0, 0],
    [0, 0],
  ];
  return (dw as tf.Tensor4D)
    .pad(padding)
    .reshape<tf.Tensor3D>([P, down, Q * right * C * F])
    .slice([0, 0, 0], [P, 1, Q * right * C * F])
    .reshape<tf.Tensor3D>([P * Q, right, C * F])
    .slice([0, 0, 0], [P * Q, 1, C * F])
    .reshape(shape);
}

/** Puts so many zeros after the second axis. */
function after(x: tf.Tensor3D, zeros: number): tf.Tensor3D {
  return zeros === 0
    ? x
    : x.pad([
        [0, 0],
        [0, zeros],
        [0, 0],
      ]);
}

/** db = Σ dy over the axes that the bias is repeated along. */
function biasGradient(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return (axes.length === 0 ? dy.clone() : dy.sum(axes)).reshape(shape);
}
