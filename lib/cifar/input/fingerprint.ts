import { sha256 } from "#hash";
import { bytesOf } from "../../data/bytesOf.ts";
import type { Dataset } from "../../data/dataset.ts";
import { imageBytes } from "../../data/imageBytes.ts";

/** Images at a time. */
const BLOCK = 500;

/** A dataset's identity: the SHA-256 of its images, labels, classes and shape, in hexadecimal. */
export async function fingerprint({ images, labels, classes, shape }: Dataset): Promise<string> {
  const hash = sha256()
    .add(JSON.stringify({ classes, shape, images: labels.length }))
    .add(labels);
  const block = BLOCK * imageBytes(shape);
  for (let start = 0; start < images.length; start += block) {
    hash.add(bytesOf(images.subarray(start, start + block)));
  }
  return hash.hex();
}
