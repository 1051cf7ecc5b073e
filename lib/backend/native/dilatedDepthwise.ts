import * as tf from "@tensorflow/tfjs";
import { spreadOut } from "../gradients/convolution.ts";

let registered = false;

/**
 * Lets TensorFlow's C library convolve depthwise with dilation, which it refuses on a CPU: with zeros
 * between the rows and columns of the filter. Idempotent.
 */
export function registerDilatedDepthwise(): void {
  const kernel = tf.getKernel(tf.DepthwiseConv2dNative, "tensorflow");
  if (registered || !kernel) return;
  registered = true;
  const { kernelFunc } = kernel;
  kernel.kernelFunc = (call) => {
    const { dilations } = call.attrs as { dilations?: number | [number, number] };
    const [down, right] = [dilations ?? 1, dilations ?? 1].flat();
    if (down === 1 && right === 1) return kernelFunc(call);
    const { x, filter } = call.inputs as { x: tf.Tensor; filter: tf.Tensor };
    return tf.tidy(() => {
      const spread = { x, filter: spreadOut(filter, down, right) };
      const attributes = { ...call.attrs, dilations: [1, 1] };
      return tf.engine().runKernel<tf.Tensor>(tf.DepthwiseConv2dNative, spread, attributes);
    });
  };
}
