import { sha256 } from "#hash";
import type { Dataset } from "../../data/dataset.ts";

/** A dataset's identity: the SHA-256 of its images, labels, classes and shape, in hexadecimal. */
export async function fingerprint({ images, labels, classes, shape }: Dataset): Promise<string> {
  return sha256()
    .add(JSON.stringify({ classes, shape, images: labels.length }))
    .add(labels)
    .add(images)
    .hex();
}
