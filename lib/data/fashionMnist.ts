import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { idxFile, idxLayout, SHAPE } from "./idx.ts";
import { type FileOptions, loadDataset } from "./load.ts";
import { mnist } from "./mnist.ts";

/**
 * Loads Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 28x28 grey images of ten kinds of clothing,
 * 55,000 to train on, 5,000 to validate, 10,000 to test, from four files named as MNIST's, in
 * `directory` or the folder that CNN_DATA_DIR names, or in `fashion-mnist` therein. Nothing is
 * downloaded, as no sums of the unpacked files are published to compare with.
 *
 * @throws Error that names the file, what is wrong with it and what to do.
 */
export function loadFashionMnist(options: FileOptions = {}): Promise<Splits> {
  return loadDataset(fashionMnist, options);
}

const FOLDERS = ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"];

/** https://github.com/zalandoresearch/fashion-mnist */
export const fashionMnist: Description = {
  name: "Fashion-MNIST",
  folders: ["fashion-mnist", "FashionMNIST/raw"],
  downloads: false,
  packages: mnist.packages.map(({ files: [{ name, bytes, sha256 = "" }] }) =>
    idxFile(FOLDERS, { name, bytes, other: { sha256, load: "loadMnist" } }),
  ),
  classes: [
    "T-shirt/top",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
  ],
  shape: SHAPE,
  sizes: { train: 55000, validation: 5000, test: 10000 },
  layout: idxLayout(),
};
