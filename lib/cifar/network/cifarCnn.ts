import * as tf from "@tensorflow/tfjs";
import { checkSeed } from "../../data/random.ts";
import { CROP, type ImageSize } from "../input/imageBatch.ts";
import { isPreset, PRESETS, type Preset } from "./presets.ts";

/** What may vary in the assignment's network. */
export interface CnnOptions {
  /**
   * A network with sizes of its own: "course" reaches 70 % with the training of `coursePreset`.
   * Takes no other sizes than those of the images.
   */
  preset?: Preset;
  /** Convolutions; as many as `filters` has numbers, 3 unless given. */
  layers?: number;
  /** Filters of each convolution, or one number for all; 16, and 32 in the last, unless given. */
  filters?: number | readonly number[];
  /** Rows and columns of every convolution's kernel. */
  kernelSize?: number;
  /** Normalises each convolution's output over the batch, before ReLU (Ioffe and Szegedy, 2015). */
  batchNorm?: boolean;
  classes?: number;
  channels?: number;
  /**
   * Rows and columns of the images that it sees, one number for both or [rows, cols]: 24, the middle
   * of CIFAR-10's images, unless given.
   */
  size?: number | ImageSize;
  /** Seed of the initial weights, a whole number from 0. */
  seed?: number;
}

/**
 * The assignment's network (section 3.2): three convolutions without padding, the first of
 * stride 2, each followed by ReLU; the sum over rows and columns; a dense layer of logits.
 *
 *     images [N,24,24,3] → [N,10,10,16] → [N,6,6,16] → [N,2,2,32] → [N,32] → logits [N,10]
 *
 * Weights start uniform after Glorot and Bengio (2010), biases at zero, as `tf.layers` has them.
 *
 * @throws RangeError when the kernel is too large for so many convolutions of such images, or
 *   the numbers of layers and filters do not fit, or sizes are given beside a preset
 */
export function cifarCnn(options: CnnOptions = {}): tf.LayersModel {
  const { kernelSize = 5, batchNorm = false, classes = 10, channels = 3, seed = 1 } = options;
  const image = imageSize(options.size);
  checkCounts({ classes, channels });
  checkSeed("cifarCnn", seed);
  if (options.preset !== undefined) {
    checkPreset(options);
    return PRESETS[options.preset]({ classes, channels, seed, image });
  }
  const filters = filtersOf(options);
  checkFilters(filters, options.layers);
  const layers = filters.length;
  const [rows, cols] = image.map((pixels) => sizeOf(layers - 1, kernelSize, pixels));
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || Math.min(rows, cols) < 1) {
    const largest = Math.floor((Math.min(...image) / 2 + layers - 1) / (layers - 0.5));
    throw new RangeError(
      `cifarCnn: kernelSize is ${kernelSize}; ${layers} convolutions without padding of ` +
        `${image.join("×")} pixels take a whole number from 1 to ${largest}`,
    );
  }
  const glorot = (layer: number) =>
    tf.initializers.glorotUniform({ seed: seed * (layers + 1) + layer });
  const convolution = (layer: number) =>
    tf.layers.conv2d({
      name: `conv${layer + 1}`,
      inputShape: layer === 0 ? [...image, channels] : undefined,
      filters: filters[layer],
      kernelSize,
      strides: layer === 0 ? 2 : 1,
      activation: batchNorm ? "linear" : "relu",
      useBias: !batchNorm,
      kernelInitializer: glorot(layer),
    });
  const normalised = (layer: number) => [
    tf.layers.batchNormalization({ name: `norm${layer + 1}`, momentum: 0.9 }),
    tf.layers.activation({ name: `relu${layer + 1}`, activation: "relu" }),
  ];
  return tf.sequential({
    layers: [
      ...filters.flatMap((_, i) => [convolution(i), ...(batchNorm ? normalised(i) : [])]),
      tf.layers.globalAveragePooling2d({ name: "mean", dataFormat: "channelsLast" }),
      tf.layers.rescaling({ name: "sum", scale: rows * cols, offset: 0 }),
      tf.layers.dense({ name: "logits", units: classes, kernelInitializer: glorot(layers) }),
    ],
  });
}

/** Rows and columns that the option `size` means. */
export function imageSize(size: number | ImageSize = CROP): ImageSize {
  const both: readonly number[] = typeof size === "object" ? size : [size, size];
  if (both.length === 2 && both.every((pixels) => Number.isInteger(pixels) && pixels >= 1)) {
    return [both[0], both[1]];
  }
  throw new RangeError(
    `cifarCnn: size is ${JSON.stringify(size)}, it takes a whole number from 1, or [rows, cols]`,
  );
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`cifarCnn: ${name} is ${count}, it takes a whole number from 1`);
    }
  }
}

function checkPreset({ preset, layers, filters, kernelSize, batchNorm }: CnnOptions): void {
  if (!isPreset(String(preset))) {
    const names = Object.keys(PRESETS).map((name) => `"${name}"`);
    throw new RangeError(`cifarCnn: preset is "${preset}", it takes ${names.join(" or ")}`);
  }
  for (const [name, value] of Object.entries({ layers, filters, kernelSize, batchNorm })) {
    if (value !== undefined) {
      throw new RangeError(
        `cifarCnn: ${name} is ${value}, but preset "${preset}" has sizes of its own; leave out one`,
      );
    }
  }
}

/** Filters of each convolution. */
export function filtersOf({ layers, filters }: Pick<CnnOptions, "layers" | "filters">): number[] {
  if (typeof filters === "object") return [...filters];
  const count = layers ?? 3;
  return Array.from({ length: count }, (_, i) => filters ?? (i === count - 1 ? 32 : 16));
}

/** Rows of what the convolution of this number, from 0 on, gives for images of so many; so columns. */
export function sizeOf(layer: number, kernelSize: number, pixels: number): number {
  return Math.floor((pixels - kernelSize) / 2) + 1 - layer * (kernelSize - 1);
}

function checkFilters(filters: readonly number[], layers: number | undefined): void {
  if (filters.length === 0 || filters.length !== (layers ?? filters.length)) {
    throw new RangeError(
      `cifarCnn: layers is ${layers}, but filters [${filters}] has ${filters.length} numbers; ` +
        "give one number a layer, at least one",
    );
  }
  for (const count of filters) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`cifarCnn: filters is [${filters}], it takes whole numbers from 1`);
    }
  }
}
