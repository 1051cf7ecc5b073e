import { cifarLayout, recordBytes, SHAPE } from "./cifarRecords.ts";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { drawnShapes } from "./drawnShapes.ts";
import type { LoadOptions } from "./load.ts";
import type { LocateOptions, Location } from "./locate.ts";

/**
 * Loads CIFAR-10 (Krizhevsky, 2009): 32x32 colour images of ten classes, 45,000 to train on, 5,000
 * to validate, 10,000 to test. If `directory` or the environment variable CNN_DATA_DIR names a
 * folder, they are read from there, else from the cache, to which 170 MB are downloaded the first
 * time. Without a connection it draws shapes instead and says so in `source`. Takes 184 MB of
 * memory, and 310 MB at the peak.
 *
 * @throws Error that names the file, what is wrong with it and what to do.
 */
export async function loadCifar10(options: LoadOptions = {}): Promise<Splits> {
  const { loadDataset } = await import("./load.ts"); // only now: a page may import it and never load
  return loadDataset(cifar10, options);
}

/** Says where `loadCifar10` with these options finds its files, without reading them. */
export async function locateCifar10(options: LocateOptions = {}): Promise<Location> {
  const { locateDataset } = await import("#files");
  return locateDataset(cifar10, options);
}

const fileBytes = 10000 * recordBytes(1);

/** CIFAR-10, binary version: https://www.cs.toronto.edu/~kriz/cifar.html */
export const cifar10: Description = {
  name: "CIFAR-10",
  folders: ["cifar-10-batches-bin"],
  python: ["cifar-10-python.tar.gz", "cifar-10-batches-py", "data_batch_1"],
  packages: [
    {
      name: "cifar-10-binary.tar.gz",
      urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
      megabytes: 170,
      files: [
        ["data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"],
        ["data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"],
        ["data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"],
        ["data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"],
        ["data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"],
        ["test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"],
      ].map(([name, sha256]) => ({ name, bytes: fileBytes, sha256 })),
    },
  ],
  classes: [
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
  ],
  shape: SHAPE,
  sizes: { train: 45000, validation: 5000, test: 10000 },
  layout: cifarLayout(1),
  standIn: drawnShapes,
};
