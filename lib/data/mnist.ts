import { locateDataset } from "#files";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { drawnDigits } from "./drawnDigits.ts";
import { idxFile, idxLayout, SHAPE } from "./idx.ts";
import { type LoadOptions, loadDataset } from "./load.ts";
import type { LocateOptions, Location } from "./locate.ts";

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
  folders: ["mnist", "MNIST/raw"],
  packages: [
    idxFile(
      MIRRORS,
      {
        name: "train-images-idx3-ubyte",
        bytes: 47040016,
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      },
      10,
    ),
    idxFile(
      MIRRORS,
      {
        name: "train-labels-idx1-ubyte",
        bytes: 60008,
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      },
      1,
    ),
    idxFile(
      MIRRORS,
      {
        name: "t10k-images-idx3-ubyte",
        bytes: 7840016,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      },
      2,
    ),
    idxFile(
      MIRRORS,
      {
        name: "t10k-labels-idx1-ubyte",
        bytes: 10008,
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      },
      1,
    ),
  ],
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  shape: SHAPE,
  sizes: { train: 55000, validation: 5000, test: 10000 },
  layout: idxLayout(),
  standIn: drawnDigits,
};
