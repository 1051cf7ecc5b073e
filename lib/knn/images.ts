/** Images of one size as bytes: N of [rows, cols, channels] after each other, as in a `Dataset`. */
export interface Images {
  readonly images: Uint8Array;
  readonly shape: readonly [rows: number, cols: number, channels: number];
}

/** Bytes in one image. */
export function sizeOf({ shape }: Images): number {
  return shape[0] * shape[1] * shape[2];
}

/** Images `from` … `to` − 1, seen in place. */
export function part({ images, shape }: Images, from: number, to: number): Images {
  const size = sizeOf({ images, shape });
  return { images: images.subarray(from * size, to * size), shape };
}
