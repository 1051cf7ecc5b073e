import type { Dataset } from "../../data/index.ts";
import { sharedBytes } from "../../data/sharedBytes.ts";

/**
 * The dataset with its bytes in memory that worker threads can share; copied unless they are. Where
 * memory is not shared, as in most pages, each thread is sent a copy.
 */
export function sharedDataset(dataset: Dataset): Dataset {
  return { ...dataset, images: shared(dataset.images), labels: shared(dataset.labels) };
}

function shared(bytes: Uint8Array): Uint8Array {
  if (!globalThis.SharedArrayBuffer || bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = sharedBytes(bytes.length);
  copy.set(bytes);
  return copy;
}
