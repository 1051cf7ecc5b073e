import type { Splits } from "./dataset.ts";
import type { DataFile, Description, Package } from "./description.ts";
import { drawnDigits } from "./drawnDigits.ts";
import { type LoadOptions, loadDataset } from "./load.ts";
import { type LocateOptions, type Location, locateDataset } from "./locate.ts";
import type { RecordTarget } from "./split.ts";

/**
 * Loads MNIST (LeCun, Cortes and Burges, 1998): 28x28 grey images of handwritten digits, 55,000 to
 * train on, 5,000 to validate, 10,000 to test. If `directory` or the environment variable
 * CNN_DATA_DIR names a folder, they are read from there, else from the cache, to which 12 MB are
 * downloaded the first time. Without a connection it draws digits instead and says so in `source`.
 *
 * @throws Error that names the file, what is wrong with it and what to do.
 */
export function loadMnist(options: LoadOptions = {}): Promise<Splits> {
  return loadDataset(mnist, options);
}

/** Says where `loadMnist` with these options finds its files, without reading them. */
export function locateMnist(options: LocateOptions = {}): Promise<Location> {
  return locateDataset(mnist, options);
}

const rows = 28;
const cols = 28;

const MIRRORS = [
  "https://storage.googleapis.com/cvdf-datasets/mnist",
  "https://ossci-datasets.s3.amazonaws.com/mnist", // where PyTorch keeps it
];

/**
 * MNIST as mirrored by the CVDF, with the sums of the unpacked files:
 * http://yann.lecun.com/exdb/mnist/
 */
export const mnist: Description = {
  name: "MNIST",
  folder: "mnist",
  packages: [
    idx("train-images-idx3-ubyte", 10, {
      bytes: 47040016,
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    }),
    idx("train-labels-idx1-ubyte", 1, {
      bytes: 60008,
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    }),
    idx("t10k-images-idx3-ubyte", 2, {
      bytes: 7840016,
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    }),
    idx("t10k-labels-idx1-ubyte", 1, {
      bytes: 10008,
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }),
  ],
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  shape: [rows, cols, 1],
  sizes: { train: 55000, validation: 5000, test: 10000 },
  decode: decodeIdx,
  standIn: drawnDigits,
};

/** A gzipped file, `megabytes` large, and its content. */
function idx(name: string, megabytes: number, content: Omit<DataFile, "name">): Package {
  const urls = MIRRORS.map((folder) => `${folder}/${name}.gz`);
  return { name: `${name}.gz`, urls, megabytes, files: [{ name, ...content }] };
}

/** A header of big-endian words, the magic number and each dimension, and then the bytes. */
function decodeIdx(
  file: DataFile,
  bytes: Uint8Array,
  training: RecordTarget,
  test: RecordTarget,
): void {
  const { images, labels, slots } = file.name.startsWith("train") ? training : test;
  const ofImages = file.name.includes("images");
  const header = ofImages ? [0x803, slots.length, rows, cols] : [0x801, slots.length];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = header.map((_, i) => view.getUint32(4 * i));
  if (header.some((word, i) => word !== found[i]))
    throw new Error(`begins with ${found.join(", ")} instead of ${header.join(", ")}`);
  const content = bytes.subarray(4 * header.length);
  slots.forEach((slot, i) => {
    if (ofImages)
      images.set(content.subarray(i * rows * cols, (i + 1) * rows * cols), slot * rows * cols);
    else if (content[i] > 9)
      throw new Error(`holds in record ${i} the label ${content[i]}, MNIST has 0–9`);
    else labels[slot] = content[i];
  });
}
