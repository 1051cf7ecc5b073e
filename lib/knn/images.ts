/** Images of one size as bytes: N of [rows, cols, channels] after each other, as in a `Dataset`. */
export interface Images {
  readonly images: Uint8Array;
  readonly shape: readonly [rows: number, cols: number, channels: number];
}

/** Bytes in one image. */
export function sizeOf({ shape }: Images): number {
  return shape[0] * shape[1] * shape[2];
}

/** Images in parts of at most so many bytes, but at least one image, seen in place. */
export function parts({ images, shape }: Images, bytes: number): Images[] {
  const size = sizeOf({ images, shape });
  const length = Math.max(1, Math.floor(bytes / size)) * size;
  return Array.from({ length: Math.ceil(images.length / length) }, (_, i) => ({
    images: images.subarray(i * length, (i + 1) * length),
    shape,
  }));
}
