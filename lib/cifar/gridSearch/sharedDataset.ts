import type { Dataset } from "../../data/index.ts";

/** The dataset with its bytes in memory that worker threads can share; copied unless they are. */
export function sharedDataset(dataset: Dataset): Dataset {
  return { ...dataset, images: shared(dataset.images), labels: shared(dataset.labels) };
}

function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
