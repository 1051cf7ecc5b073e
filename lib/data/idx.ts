import type { DataFile, Description, Package } from "./description.ts";
import type { RecordTarget } from "./split.ts";

/** [rows, cols, channels] of the images of MNIST and of what is laid out as MNIST is. */
export const SHAPE: readonly [number, number, number] = [28, 28, 1];

/** A gzipped file of the IDX format, `megabytes` large, that lies in these folders, and its content. */
export function idxFile(folders: readonly string[], megabytes: number, file: DataFile): Package {
  const urls = folders.map((folder) => `${folder}/${file.name}.gz`);
  return { name: `${file.name}.gz`, urls, megabytes, files: [file] };
}

/**
 * Reads a header of big-endian words, the magic number and each dimension, and then the bytes. Files
 * with "train" in their names are the training part, those with "images" hold images.
 *
 * @param name of the dataset
 * @param transposed whether its images lie column by column
 */
export function decodeIdx(
  name: string,
  { transposed = false }: { transposed?: boolean } = {},
): Description["decode"] {
  const [rows, cols] = SHAPE;
  return (file, bytes, training, test) => {
    const { images, labels, slots } = file.name.includes("train") ? training : test;
    const ofImages = file.name.includes("images");
    const header = ofImages ? [0x803, slots.length, rows, cols] : [0x801, slots.length];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const found = header.map((_, i) => view.getUint32(4 * i));
    if (header.some((word, i) => word !== found[i]))
      throw new Error(`begins with ${found.join(", ")} instead of ${header.join(", ")}`);
    const content = bytes.subarray(4 * header.length);
    slots.forEach((slot, i) => {
      if (ofImages) {
        const image = content.subarray(i * rows * cols, (i + 1) * rows * cols);
        images.set(transposed ? turned(image, rows) : image, slot * rows * cols);
      } else setLabel(name, labels, slot, content[i], i);
    });
  };
}

function setLabel(
  name: string,
  labels: RecordTarget["labels"],
  slot: number,
  label: number,
  record: number,
): void {
  if (label > 9) throw new Error(`holds in record ${record} the label ${label}, ${name} has 0–9`);
  labels[slot] = label;
}

/** A square image with rows and columns exchanged. */
function turned(image: Uint8Array, size: number): Uint8Array {
  return image.map((_, i) => image[(i % size) * size + Math.floor(i / size)]);
}
