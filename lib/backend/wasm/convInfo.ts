import * as tf from "@tensorflow/tfjs";

export type Shape4D = [number, number, number, number];

/** What TensorFlow.js tells kernels about a convolution beside its tensors. */
export interface ConvAttributes {
  strides: number | [number, number];
  pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat: "NHWC" | "NCHW";
}

/**
 * All sizes of a convolution without dilation.
 *
 * @throws RangeError for a layout that the backend does not take
 */
export function convInfo(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode, dataFormat }: ConvAttributes,
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== "NHWC") {
    throw new RangeError(
      `gradient of conv2d: dataFormat is ${dataFormat}, the wasm backend takes NHWC`,
    );
  }
  const { computeConv2DInfo } = tf.backend_util;
  return computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
}

/**
 * @throws RangeError where dy has not the rows and columns that the convolution has
 */
export function checkSlopes(dy: tf.TensorInfo, info: tf.backend_util.Conv2DInfo): void {
  const [, I, J] = dy.shape;
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  if (I === outHeight && J === outWidth) return;
  throw new RangeError(
    `conv2dTranspose, or gradient of conv2d: images of ${I}×${J} do not give ${inHeight}×${inWidth}; ` +
      `with filters of ${filterHeight}×${filterWidth}, strides [${info.strideHeight},${info.strideWidth}] ` +
      `and this padding, images of ${outHeight}×${outWidth} do`,
  );
}

/** A call of Conv2DBackpropFilter. */
export interface FilterGradient {
  inputs: { x: tf.Tensor4D; dy: tf.Tensor4D };
  attrs: ConvAttributes & { filterShape: Shape4D };
}

/** A call of Conv2DBackpropInput. */
export interface InputGradient {
  inputs: { dy: tf.Tensor4D; filter: tf.Tensor4D };
  attrs: ConvAttributes & { inputShape: Shape4D };
}
