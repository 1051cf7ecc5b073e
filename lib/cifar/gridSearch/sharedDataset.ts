import { openStored } from "#files";
import type { Dataset } from "../../data/index.ts";
import { sharedBytes } from "../../data/sharedBytes.ts";
import type { StoredPlace } from "../../data/storedImages.ts";

/** A dataset as a worker thread is sent it: stored images by their place. */
export interface SharedDataset extends Omit<Dataset, "images"> {
  readonly images: Uint8Array | StoredPlace;
}

/**
 * The dataset with its bytes in memory that worker threads can share; copied unless they are. Where
 * memory is not shared, as in most pages, each thread is sent a copy.
 */
export function sharedDataset(dataset: Dataset): SharedDataset {
  const { images, labels } = dataset;
  const sent = "place" in images ? images.place : shared(images);
  return { ...dataset, images: sent, labels: shared(labels) };
}

/** The dataset in the thread that was sent it. */
export function receivedDataset(dataset: SharedDataset): Dataset {
  const { images } = dataset;
  return { ...dataset, images: "records" in images ? openStored(images) : images };
}

function shared(bytes: Uint8Array): Uint8Array {
  if (!globalThis.SharedArrayBuffer || bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = sharedBytes(bytes.length);
  copy.set(bytes);
  return copy;
}
