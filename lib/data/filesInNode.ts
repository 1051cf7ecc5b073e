import type { Package } from "./description.ts";
import type { Folder } from "./locate.ts";
import type { SplitSizes } from "./split.ts";
import { StoredImages, type StoredPlace } from "./storedImages.ts";

export { isOffline } from "./download.ts";
export { fetchPackage } from "./fetchPackage.ts";
export { keepStored, staysStored } from "./keepStored.ts";
export { findPackage, folderOf, locateDataset } from "./locate.ts";
export { readPackage } from "./readPackage.ts";

/** Images that another thread has loaded and kept in their files. */
export function openStored(place: StoredPlace): StoredImages {
  return new StoredImages(place);
}

/** What to do about a file that is not right. */
export function remedy({ isCache }: Folder, { urls: [url] }: Package): string {
  return isCache
    ? "delete the file and run this again, it will be downloaded anew"
    : `replace it by the file from ${url}`;
}

/** The sizes of what is drawn where there are no files: the real ones. */
export function standInSizes(sizes: SplitSizes): SplitSizes {
  return sizes;
}

/**
 * How to get the real data, in a sentence.
 *
 * @param names of the files
 * @param from where they are to be had
 */
export function wayToRealData(names: string, from: string): string {
  return (
    `To get the real ones, run this again with a connection, or put ${names} from ${from} into a ` +
    "folder and set the environment variable CNN_DATA_DIR to its path."
  );
}
