import type { Dataset } from "../../data/dataset.ts";

/** A dataset's identity: the SHA-256 of its images, labels, classes and shape, in hexadecimal. */
export async function fingerprint({ images, labels, classes, shape }: Dataset): Promise<string> {
  const { createHash } = await import("node:crypto");
  return createHash("sha256")
    .update(JSON.stringify({ classes, shape, images: labels.length }))
    .update(labels)
    .update(images)
    .digest("hex");
}
