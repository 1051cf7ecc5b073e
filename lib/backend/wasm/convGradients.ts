import * as tf from "@tensorflow/tfjs";
import { checkSlopes, convInfo, type FilterGradient, type InputGradient } from "./convInfo.ts";
import { replaceKernel } from "./replaceKernel.ts";

/**
 * Gives the WebAssembly backend, where it has no vectors, the two gradients of `tf.conv2d` that
 * training needs, composed of kernels that it has: Conv2DBackpropFilter, which it lacks, and
 * Conv2DBackpropInput, whose own version is a plain loop and about three times slower. Idempotent.
 */
export function registerConvGradients(): void {
  replaceKernel<FilterGradient["inputs"], FilterGradient["attrs"]>(
    tf.Conv2DBackpropFilter,
    ({ inputs, attrs }) => tf.tidy(() => filterGradient(inputs, attrs)),
  );
  replaceKernel<InputGradient["inputs"], InputGradient["attrs"]>(
    tf.Conv2DBackpropInput,
    ({ inputs, attrs }) => tf.tidy(() => inputGradient(inputs, attrs)),
  );
}

/**
 * The convolution of x with dy, the batch axis taken as channels and the channels as batch:
 *
 *     dw[p,q,c,f] = Σ_nij x[n, i·s+p, j·s+q, c] · dy[n,i,j,f]
 *
 * x [N,H,W,C], dy [N,I,J,F]  →  dw [P,Q,C,F]; the stride s becomes the dilation.
 */
function filterGradient(
  { x, dy }: FilterGradient["inputs"],
  attributes: FilterGradient["attrs"],
): tf.Tensor4D {
  const [P, Q, C, F] = attributes.filterShape;
  const info = convInfo(x.shape, [P, Q, C, F], attributes);
  const { padInfo, strideHeight, strideWidth } = info;
  const padded = padOrCrop(x, padInfo.top, padInfo.bottom, padInfo.left, padInfo.right);
  const correlated = convolve(padded.transpose([3, 1, 2, 0]), dy.transpose([1, 2, 0, 3]), [
    strideHeight,
    strideWidth,
  ]);
  // Last rows and columns that no stride reached come out as weights beyond P and Q.
  return correlated.slice([0, 0, 0, 0], [C, P, Q, F]).transpose([1, 2, 0, 3]);
}

/**
 * The full convolution of dy, s−1 zeros between its elements, with the filter turned by 180°:
 *
 *     dx[n,y,x,c] = Σ_pqf dy[n, (y−p)/s, (x−q)/s, f] · w[p,q,c,f]
 *
 * dy [N,I,J,F], w [P,Q,C,F]  →  dx [N,H,W,C].
 */
function inputGradient(
  { dy, filter }: InputGradient["inputs"],
  attributes: InputGradient["attrs"],
): tf.Tensor4D {
  const [, H, W] = attributes.inputShape;
  const [P, Q] = filter.shape;
  const info = convInfo(attributes.inputShape, filter.shape, attributes);
  checkSlopes(dy, info);
  const { padInfo, strideHeight, strideWidth } = info;
  const spread = spreadOut(dy, strideHeight, strideWidth);
  const top = P - 1 - padInfo.top;
  const left = Q - 1 - padInfo.left;
  const bottom = H + P - 1 - top - spread.shape[1];
  const right = W + Q - 1 - left - spread.shape[2];
  const turned = filter.reverse([0, 1]).transpose([0, 1, 3, 2]);
  return convolve(padOrCrop(spread, top, bottom, left, right), turned, [1, 1]);
}

/** Puts s−1 zeros after every row and every column: [N,I,J,F] → [N,I·s,J·s,F]. */
function spreadOut(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const [N, I, J, F] = dy.shape;
  return dy
    .reshape<tf.Tensor4D>([N * I, 1, J, F])
    .pad([
      [0, 0],
      [0, strideHeight - 1],
      [0, 0],
      [0, 0],
    ])
    .reshape<tf.Tensor3D>([N * I * strideHeight * J, 1, F])
    .pad([
      [0, 0],
      [0, strideWidth - 1],
      [0, 0],
    ])
    .reshape([N, I * strideHeight, J * strideWidth, F]);
}

/** Adds zeros around rows and columns where a width is positive, cuts where it is negative. */
function padOrCrop(
  x: tf.Tensor4D,
  top: number,
  bottom: number,
  left: number,
  right: number,
): tf.Tensor4D {
  const [N, H, W, C] = x.shape;
  const cut = (width: number) => Math.max(0, -width);
  const add = (width: number) => Math.max(0, width);
  if (Math.min(top, bottom, left, right) < 0) {
    const kept = [H - cut(top) - cut(bottom), W - cut(left) - cut(right)];
    x = x.slice([0, cut(top), cut(left), 0], [N, kept[0], kept[1], C]);
  }
  if (Math.max(top, bottom, left, right) > 0) {
    x = x.pad([
      [0, 0],
      [add(top), add(bottom)],
      [add(left), add(right)],
      [0, 0],
    ]);
  }
  return x;
}

function convolve(x: tf.Tensor, filter: tf.Tensor, dilations: [number, number]): tf.Tensor4D {
  const attributes = { strides: [1, 1], pad: "valid", dataFormat: "NHWC", dilations };
  return tf.engine().runKernel("Conv2D", { x, filter }, attributes);
}
