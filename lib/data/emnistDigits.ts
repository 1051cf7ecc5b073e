import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { idxFile, idxLayout, SHAPE } from "./idx.ts";
import { type FileOptions, loadDataset } from "./load.ts";

/**
 * Loads the digits of EMNIST (Cohen, Afshar, Tapson and van Schaik, 2017): 28x28 grey images of
 * handwritten digits, 235,000 to train on, 5,000 to validate, 40,000 to test, from the four files
 * `emnist-digits-…` of its gzip.zip, in `directory` or the folder that CNN_DATA_DIR names, or in
 * `gzip` or `emnist` therein. The files hold the images with rows and columns exchanged; here they
 * stand upright.
 *
 * @throws Error that names the file, what is wrong with it and what to do.
 */
export function loadEmnistDigits(options: FileOptions = {}): Promise<Splits> {
  return loadDataset(emnistDigits, options);
}

const FOLDERS = ["https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"];
const sizes = { train: 235000, validation: 5000, test: 40000 };
const count = { train: sizes.train + sizes.validation, test: sizes.test };
const pixels = SHAPE[0] * SHAPE[1];

/** https://www.nist.gov/itl/products-and-services/emnist-dataset */
export const emnistDigits: Description = {
  name: "EMNIST digits",
  folders: ["gzip", "emnist", "EMNIST/raw"],
  downloads: false,
  packages: (["train", "test"] as const).flatMap((part) => [
    idxFile(FOLDERS, {
      name: `emnist-digits-${part}-images-idx3-ubyte`,
      bytes: 16 + count[part] * pixels,
    }),
    idxFile(FOLDERS, {
      name: `emnist-digits-${part}-labels-idx1-ubyte`,
      bytes: 8 + count[part],
    }),
  ]),
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  shape: SHAPE,
  sizes,
  layout: idxLayout({ transposed: true }),
};
