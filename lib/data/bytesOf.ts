import type { Dataset } from "./dataset.ts";

/** The images in memory: as they are, or read. */
export function bytesOf(images: Dataset["images"]): Uint8Array {
  return "pick" in images ? images.slice() : images;
}
