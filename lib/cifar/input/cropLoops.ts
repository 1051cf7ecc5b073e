/** A crop has `rows` rows of `width` bytes, which begin `stride` bytes apart. */
export interface CropShape {
  readonly rows: number;
  readonly width: number;
  readonly stride: number;
}

/**
 * (bytes − mean) / max(σ, 1/√n) of the n bytes of each crop, float32 [N,n]; `starts` has the place of
 * each crop's first byte. The next call may overwrite the numbers of the one before.
 */
export type StandardizedCrops = (
  bytes: Uint8Array,
  starts: readonly number[],
  shape: CropShape,
) => Float32Array;

/** In plain loops, for where WebAssembly cannot run. */
export const cropLoops: StandardizedCrops = (bytes, starts, { rows, width, stride }) => {
  const n = rows * width;
  const values = new Float32Array(starts.length * n);
  let to = 0;
  for (const start of starts) {
    const end = start + rows * stride;
    let sum = 0;
    let squares = 0;
    for (let row = start; row < end; row += stride) {
      for (let j = row; j < row + width; j++) {
        sum += bytes[j];
        squares += bytes[j] * bytes[j];
      }
    }
    const mean = sum / n;
    const deviation = Math.sqrt(squares / n - mean * mean); // exactly 0 of equal bytes
    const scale = 1 / Math.max(deviation, 1 / Math.sqrt(n));
    for (let row = start; row < end; row += stride) {
      for (let j = row; j < row + width; j++) values[to++] = (bytes[j] - mean) * scale;
    }
  }
  return values;
};
