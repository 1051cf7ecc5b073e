import type { DataFile, Description, Package } from "./description.ts";

/** [rows, cols, channels] of the images of MNIST and of what is laid out as MNIST is. */
export const SHAPE: readonly [number, number, number] = [28, 28, 1];

/** A gzipped file of the IDX format that lies in these folders, and its content. */
export function idxFile(folders: readonly string[], file: DataFile, megabytes?: number): Package {
  const urls = folders.map((folder) => `${folder}/${file.name}.gz`);
  return { name: `${file.name}.gz`, urls, megabytes, files: [file] };
}

/**
 * A header, the magic number and each dimension, and then the bytes. Files with "train" in their
 * names are the training part, those with "images" hold images.
 *
 * @param transposed whether its images lie column by column
 */
export function idxLayout({
  transposed = false,
}: {
  transposed?: boolean;
} = {}): Description["layout"] {
  const [rows, cols] = SHAPE;
  return (file) => {
    const ofImages = file.name.includes("images");
    const bytes = ofImages ? rows * cols : 1;
    const count = (file.bytes - (ofImages ? 16 : 8)) / bytes;
    return {
      part: file.name.includes("train") ? "training" : "test",
      first: 0,
      count,
      header: ofImages ? [0x803, count, rows, cols] : [0x801, count],
      bytes,
      ...(ofImages ? { image: 0 } : { label: 0 }),
      order: transposed ? "columns" : "pixels",
    };
  };
}
