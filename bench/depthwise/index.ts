/**
 * Depthwise convolutions and their gradients on the wasm backend with one thread, beside the rate at
 * which WebAssembly's vectors multiply and add: how long a multiply-add takes, those of taps beyond the
 * edge counted. With stride 2 beside what moving their numbers alone takes, too.
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { medianTime } from "../core/medianTime.ts";
import type { Side } from "../core/side.ts";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { vectorBounds } from "../training/vectorBounds.ts";
import { moveBounds } from "./moveBounds.ts";

const IMAGES = 100;
/** As long as each side runs at a time. */
const MILLISECONDS = 100;

/** Height and width of the images, their channels, those of the filter, and the stride. */
const LAYERS = [
  [24, 16, 3, 1],
  [12, 32, 3, 1],
  [12, 24, 3, 1],
  [12, 64, 3, 1],
  [8, 64, 3, 1],
  [6, 128, 3, 1],
  [24, 16, 5, 1],
  [12, 32, 5, 1],
  [24, 16, 3, 2],
  [12, 32, 3, 2],
  [24, 3, 3, 1],
] as const;

export const bench: Bench = async function* () {
  await selectBackend({ backend: "wasm", threads: 1, log() {} });
  const [rate] = await vectorBounds(1e9); // the ms of 10⁹ are the ps of one
  const layers = await Promise.all(LAYERS.map(layer));
  const sides = [{ ...rate, name: "WebAssembly's multiply-add rate" }, ...layers.flat()];
  const title = `A multiply-add of depthwise convolutions, ${IMAGES} images, one thread`;
  yield await interleave(title, "ps", sides);
};

async function layer([size, channels, filterSize, stride]: (typeof LAYERS)[number]): Promise<
  Side[]
> {
  const x = tf.randomNormal<tf.Rank.R4>([IMAGES, size, size, channels]);
  const filter = tf.randomNormal<tf.Rank.R4>([filterSize, filterSize, channels, 1]);
  const forward = () => tf.depthwiseConv2d(x, filter, stride, "same");
  const dy = forward();
  const attrs = { strides: stride, pad: "same", dimRoundingMode: "floor", dilations: 1 };
  const { DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput } = tf;
  const kernel = (name: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap) => () =>
    tf.engine().runKernel(name, inputs, { ...attrs, ...more }) as tf.Tensor;
  const passes = {
    forward,
    "filter's gradient": kernel(
      DepthwiseConv2dNativeBackpropFilter,
      { x, dy },
      { filterShape: filter.shape },
    ),
    "images' gradient": kernel(
      DepthwiseConv2dNativeBackpropInput,
      { dy, filter },
      { inputShape: x.shape },
    ),
  };
  const about = `${size}×${size}×${channels}, ${filterSize}×${filterSize}, stride ${stride}`;
  const multiplyAdds = dy.size * filterSize * filterSize;
  const sides = Object.entries(passes).map(([pass, compute]) => ({
    name: `${about}: ${pass}`,
    measure: async () =>
      ((await medianTime(() => compute().dispose(), MILLISECONDS)) * 1e9) / multiplyAdds,
  }));
  if (stride === 1) return sides;
  return [...sides, ...(await moveBounds(about, x.size, multiplyAdds, MILLISECONDS))];
}
